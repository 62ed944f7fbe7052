//! What stands on one side of `KEY=...` and on the other: lists and ranges of values, and distributions.

use std::ops::Range;

use super::change::Change;
use super::distribution::{Distribution, nine_digits};
use super::pattern::{Pattern, Presence, outside, split_outside};
use crate::diagnostic::{At, Diagnostic, Rule, TextId};
use crate::exact::{Rational, approx, decimal};
use crate::report::sweep::Cell;
use crate::scenario::variant::value_of;
use crate::tree::Value;

/// Most values of one axis.
const MOST_LEVELS: usize = 1_000_000;

/// A key and where it and the rest of its argument stand.
#[derive(Clone, Debug)]
pub struct Head {
    /// The key, perhaps with globs.
    pub pattern: Pattern,
    /// Where it stands.
    pub key: Range<usize>,
    /// Where the values stand.
    pub rest: Range<usize>,
}

/// The values of one axis.
#[derive(Clone, Debug)]
pub enum Levels {
    /// As listed.
    Listed(Vec<Level>),
    /// Evenly spaced from `low` to `high`, both included.
    Spaced(Spaced),
}

/// One listed value.
#[derive(Clone, Debug)]
pub struct Level {
    /// What the table shows.
    pub cell: Cell,
    /// What it does.
    pub change: Change,
    /// Where it stands.
    pub place: Range<usize>,
}

/// Evenly spaced values.
#[derive(Clone, Copy, Debug)]
pub struct Spaced {
    operator: Operator,
    low: f64,
    high: f64,
    count: usize,
    scale: Scale,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scale {
    Linear,
    Logarithmic,
}

/// How a number acts on what the file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// It takes its place.
    Set,
    /// It multiplies it.
    Times,
    /// It is added to it.
    Plus,
}

/// What `--vary` draws.
#[derive(Clone, Copy, Debug)]
pub struct Drawn {
    /// How a draw acts.
    pub operator: Operator,
    /// What it is drawn from.
    pub distribution: Distribution,
    /// For delays: the part of the variance that all of them share.
    pub common: f64,
    /// For delays: the first year that is moved.
    pub from: Option<i32>,
}

impl Levels {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::Listed(levels) => levels.len(),
            Self::Spaced(spaced) => spaced.count,
        }
    }

    /// Whether any changes what the file says rather than take its place.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        match self {
            Self::Listed(levels) => levels.iter().any(|level| !matches!(level.change, Change::Set(_))),
            Self::Spaced(spaced) => spaced.operator != Operator::Set,
        }
    }

    /// Whether the keys must be there.
    #[must_use]
    pub fn presence(&self) -> Presence {
        if self.is_relative() { Presence::Required } else { Presence::Optional }
    }

    /// One of them; its place where it has one of its own.
    #[must_use]
    pub fn at(&self, index: usize) -> (Cell, Change, Option<Range<usize>>) {
        match self {
            Self::Listed(levels) => {
                let level = &levels[index];
                (level.cell.clone(), level.change.clone(), Some(level.place.clone()))
            }
            Self::Spaced(spaced) => {
                let value = spaced.at(index);
                (spaced.operator.cell(value), spaced.operator.change(value), None)
            }
        }
    }
}

impl Spaced {
    fn at(&self, index: usize) -> f64 {
        let last = self.count - 1;
        if index == 0 || index == last {
            return if index == 0 { self.low } else { self.high };
        }
        match self.scale {
            Scale::Linear => {
                let share = Rational::from(index as u64) / Rational::from(last as u64);
                let low = decimal(self.low);
                approx(&(&low + (decimal(self.high) - &low) * share))
            }
            Scale::Logarithmic => {
                let share = index as f64 / last as f64;
                nine_digits(self.low * libm::exp(libm::log(self.high / self.low) * share))
            }
        }
    }
}

impl Operator {
    /// Whether the keys must be there.
    #[must_use]
    pub fn presence(self) -> Presence {
        if self == Self::Set { Presence::Optional } else { Presence::Required }
    }

    /// What the table shows for a number.
    #[must_use]
    pub fn cell(self, value: f64) -> Cell {
        match self {
            Self::Set => Cell::Number(value),
            Self::Times => Cell::Text(format!("*{}", value + 0.0)),
            Self::Plus => Cell::Text(format!("+{}", value + 0.0)),
        }
    }

    /// What a number does.
    #[must_use]
    pub fn change(self, value: f64) -> Change {
        match self {
            Self::Set => {
                let integer = format!("{value:.0}").parse::<i64>().ok().filter(|_| value.fract() == 0.0);
                Change::Set(integer.map_or(Value::Float(value), Value::Integer))
            }
            Self::Times => Change::Times(value),
            Self::Plus => Change::Plus(value),
        }
    }

    /// The operator that a text starts with, and the rest.
    fn split(text: &str) -> (Self, &str) {
        match text.as_bytes().first() {
            Some(b'*') => (Self::Times, &text[1..]),
            Some(b'+') => (Self::Plus, &text[1..]),
            _ => (Self::Set, text),
        }
    }
}

/// An argument under reading.
#[derive(Clone, Copy)]
pub struct Argument<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its id.
    pub id: TextId,
}

impl Argument<'_> {
    /// The key.
    ///
    /// # Errors
    /// Where the argument is not `KEY=...`.
    pub fn head(&self) -> Result<Head, Diagnostic> {
        let whole = 0..self.text.len();
        if self.text.contains(['\n', '\r']) {
            return Err(self.fault(whole, "an argument is one line", "take the line break out"));
        }
        let help = "it looks like `facility.mine.capacity_t_per_year.2028=0,500,1000`";
        let Some(equals) = outside(self.text).find(|&at| self.text[at..].starts_with('=')) else {
            return Err(self.fault(whole, "an input of a sweep is `KEY=VALUES`", help));
        };
        let key = trimmed(self.text, 0..equals);
        let Some(pattern) = Pattern::parse(&self.text[key.clone()]) else {
            return Err(self.fault(0..equals.max(1), "this is no key", help));
        };
        Ok(Head { pattern, key, rest: trimmed(self.text, equals + 1..self.text.len()) })
    }

    /// The values of `--axis`.
    ///
    /// # Errors
    /// Where they are none.
    pub fn levels(&self, rest: Range<usize>) -> Result<Levels, Diagnostic> {
        let written = &self.text[rest.clone()];
        if let Some(name) =
            ["uniform(", "triangular(", "normal(", "delay("].iter().find(|name| written.contains(**name))
        {
            let message = format!("`{name}...)` is a distribution, not a list of values");
            return Err(self.fault(rest, message, "distributions are drawn from with `--vary` and `--samples`"));
        }
        if written.contains("..") && !written.contains(['"', '\'', '[', '{']) {
            return self.spaced(rest);
        }
        let mut start = rest.start;
        let mut levels = Vec::new();
        for piece in split_outside(written, ',') {
            levels.push(self.level(trimmed(self.text, start..start + piece.len()))?);
            start += piece.len() + 1;
        }
        Ok(Levels::Listed(levels))
    }

    fn level(&self, place: Range<usize>) -> Result<Level, Diagnostic> {
        let written = &self.text[place.clone()];
        let (operator, number) = Operator::split(written);
        if operator != Operator::Set {
            let value = self.number(number, &place)?;
            return Ok(Level { cell: operator.cell(value), change: operator.change(value), place });
        }
        let value = value_of(self.text, self.id, place.start, place.end)?.value;
        let cell = match &value {
            Value::Integer(_) | Value::Float(_) => Cell::Number(value.as_number().unwrap_or_default()),
            Value::Text(text) if !text.contains(['\n', '\r']) => Cell::Text(text.clone()),
            Value::Flag(flag) => Cell::Flag(*flag),
            _ => Cell::Text(written.to_owned()),
        };
        Ok(Level { cell, change: Change::Set(value), place })
    }

    /// `lo..hi:n` or `lo..hi:n log`.
    fn spaced(&self, rest: Range<usize>) -> Result<Levels, Diagnostic> {
        let help = "a range looks like `0..1000:5`, `*0.5..2:4 log` or `+-10..10:5`";
        let wrong = |message: &str| self.fault(rest.clone(), message, help);
        let (operator, text) = Operator::split(&self.text[rest.clone()]);
        let (ends, steps) = text.rsplit_once(':').ok_or_else(|| wrong("a range ends with how many values it has"))?;
        let (low, high) = ends.split_once("..").ok_or_else(|| wrong("a range has two ends"))?;
        let (low, high) = (self.number(low, &rest)?, self.number(high, &rest)?);
        let (count, scale) = match steps.trim().strip_suffix("log") {
            Some(count) => (count, Scale::Logarithmic),
            None => (steps, Scale::Linear),
        };
        let count: usize = count.trim().parse().map_err(|_| wrong("how many values a range has is a whole number"))?;
        if count < 2 {
            return Err(wrong("a range has at least its two ends"));
        }
        if count > MOST_LEVELS {
            return Err(wrong("a range has at most a million values"));
        }
        if scale == Scale::Logarithmic && (low <= 0.0 || high <= 0.0) {
            return Err(wrong("both ends of a logarithmic range are positive"));
        }
        Ok(Levels::Spaced(Spaced { operator, low, high, count, scale }))
    }

    /// The ends of `lo..hi`, for a bisection.
    ///
    /// # Errors
    /// Where there are none.
    pub fn ends(&self, rest: Range<usize>) -> Result<(Operator, f64, f64), Diagnostic> {
        let wrong =
            |message: &str| self.fault(rest.clone(), message, "a bisection looks like `KEY=0..1000` or `KEY=*0.5..2`");
        let (operator, text) = Operator::split(&self.text[rest.clone()]);
        let (low, high) = text.split_once("..").ok_or_else(|| wrong("a bisection has two ends"))?;
        let (low, high) = (self.number(low, &rest)?, self.number(high, &rest)?);
        if low < high { Ok((operator, low, high)) } else { Err(wrong("the lower end comes first")) }
    }

    /// The distribution of `--vary`.
    ///
    /// # Errors
    /// Where it is none.
    pub fn drawn(&self, rest: Range<usize>) -> Result<Drawn, Diagnostic> {
        let help = "one of `uniform(a,b)`, `triangular(a,m,b)`, `normal(m,s)`, `delay(mean)`, \
                    `delay(mean, common=0.5, from=2026)`; `*` or `+` before it changes what the file says";
        let wrong = |message: &str| self.fault(rest.clone(), message, help);
        let (operator, text) = Operator::split(&self.text[rest.clone()]);
        let (name, list) = text
            .trim()
            .strip_suffix(')')
            .and_then(|text| text.split_once('('))
            .ok_or_else(|| wrong("this is no distribution"))?;
        let mut drawn = Drawn { operator, distribution: Distribution::Delay { mean: 0.0 }, common: 0.0, from: None };
        let mut numbers = Vec::new();
        for piece in list.split(',') {
            match piece.split_once('=').map(|(word, value)| (word.trim(), value.trim())) {
                Some(("common", value)) if name.trim() == "delay" => drawn.common = self.number(value, &rest)?,
                Some(("from", value)) if name.trim() == "delay" => {
                    drawn.from = Some(value.parse().map_err(|_| wrong("`from` is a year"))?);
                }
                Some((word, _)) => return Err(wrong(&format!("`{}` takes no `{word}`", name.trim()))),
                None => numbers.push(self.number(piece, &rest)?),
            }
        }
        drawn.distribution = match (name.trim(), &numbers[..]) {
            ("uniform", &[low, high]) if low <= high => Distribution::Uniform { low, high },
            ("triangular", &[low, mode, high]) if low <= mode && mode <= high => {
                Distribution::Triangular { low, mode, high }
            }
            ("normal", &[mean, deviation]) if deviation >= 0.0 => Distribution::Normal { mean, deviation },
            ("delay", &[mean]) if (0.0..=20.0).contains(&mean) => Distribution::Delay { mean },
            ("delay", [_]) => return Err(wrong("the mean of a delay is 0 to 20 years")),
            ("uniform" | "triangular" | "normal" | "delay", _) => {
                return Err(wrong(&format!("these are not the numbers that `{}` takes", name.trim())));
            }
            _ => return Err(wrong(&format!("there is no distribution `{}`", name.trim()))),
        };
        if !(0.0..=1.0).contains(&drawn.common) {
            return Err(wrong("`common` is a share from 0 to 1"));
        }
        if operator != Operator::Set && matches!(drawn.distribution, Distribution::Delay { .. }) {
            return Err(wrong("a delay moves years; it neither multiplies nor adds"));
        }
        Ok(drawn)
    }

    fn number(&self, text: &str, place: &Range<usize>) -> Result<f64, Diagnostic> {
        let text = text.trim();
        let number = text.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite());
        number
            .ok_or_else(|| self.fault(place.clone(), format!("`{text}` is no number"), "write it like `0.5` or `1e6`"))
    }

    /// A finding about some bytes.
    #[must_use]
    pub fn fault(&self, bytes: Range<usize>, message: impl Into<String>, help: &str) -> Diagnostic {
        Diagnostic::new(Rule::InvalidOverride, At::Span(self.id, bytes), message).help(help)
    }
}

/// The part of a range without blanks at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}
