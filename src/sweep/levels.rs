//! The values of one axis: a list, or a range of evenly spaced ones.

use super::change::Change;
use super::distribution::nine_digits;
use super::operator::Operator;
use super::pattern::Presence;
use super::piece::Piece;
use crate::diagnostic::Diagnostic;
use crate::exact::{Rational, approx, decimal};
use crate::report::sweep::Cell;
use crate::scenario::variant::{as_toml, value_of};
use crate::tree::{Node, Place, Value};

/// Most values of one axis.
const MOST_LEVELS: usize = 1_000_000;

/// The values of one axis.
#[derive(Clone, Debug)]
pub enum Levels {
    /// As listed.
    Listed(Vec<Level>),
    /// Evenly spaced, both ends included.
    Spaced(Spaced),
}

/// One listed value.
#[derive(Clone, Debug)]
pub struct Level {
    /// What the table shows.
    cell: Cell,
    /// What it does.
    change: Change,
    /// Where it stands.
    place: Place,
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

impl Levels {
    /// The values that a text lists, or the range that it gives.
    ///
    /// # Errors
    /// Where it does neither.
    pub fn of_text(written: Piece<'_>) -> Result<Self, Diagnostic> {
        let text = written.text();
        if let Some(name) = ["uniform(", "triangular(", "normal(", "delay("].iter().find(|name| text.contains(**name)) {
            let message = format!("`{name}...)` is a distribution, not a list of values");
            return Err(written.fault(message, "distributions are drawn from with `--vary` and `--samples`"));
        }
        if text.contains("..") && !text.contains(['"', '\'', '[', '{']) {
            return Spaced::of_text(written).map(Self::Spaced);
        }
        written.split(',').map(Level::of_text).collect::<Result<_, _>>().map(Self::Listed)
    }

    /// The values of a list; `piece` gives texts their places.
    ///
    /// # Errors
    /// Where one is none.
    pub fn of_list<'n>(nodes: &'n [Node], piece: impl Fn(&'n str, Place) -> Piece<'n>) -> Result<Self, Diagnostic> {
        let level = |node: &'n Node| match &node.value {
            Value::Text(text) if text.trim_start().starts_with(['*', '+']) => {
                let piece = piece(text, node.place);
                Level::of_text(piece.part(0..text.len()))
            }
            _ => Ok(Level::setting(node)),
        };
        nodes.iter().map(level).collect::<Result<_, _>>().map(Self::Listed)
    }

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
    pub fn at(&self, index: usize) -> (Cell, Change, Option<Place>) {
        match self {
            Self::Listed(levels) => {
                let level = &levels[index];
                (level.cell.clone(), level.change.clone(), Some(level.place))
            }
            Self::Spaced(spaced) => {
                let value = spaced.at(index);
                (spaced.operator.cell(value), spaced.operator.change(value), None)
            }
        }
    }
}

impl Level {
    fn of_text(written: Piece<'_>) -> Result<Self, Diagnostic> {
        let (operator, number) = Operator::split(written);
        if operator != Operator::Set {
            let value = number.number()?;
            return Ok(Self { cell: operator.cell(value), change: operator.change(value), place: written.place() });
        }
        Ok(Self::setting(&value_of(written.text(), written.place())?))
    }

    fn setting(node: &Node) -> Self {
        let cell = match &node.value {
            Value::Integer(_) | Value::Float(_) => Cell::Number(node.value.as_number().unwrap_or_default()),
            Value::Text(text) if !text.contains(['\n', '\r']) => Cell::Text(text.clone()),
            Value::Flag(flag) => Cell::Flag(*flag),
            other => Cell::Text(as_toml(other)),
        };
        Self { cell, change: Change::Set(node.value.clone()), place: node.place }
    }
}

impl Spaced {
    /// `lo..hi:n` or `lo..hi:n log`, perhaps with an operator before it.
    fn of_text(written: Piece<'_>) -> Result<Self, Diagnostic> {
        let help = "a range looks like `0..1000:5`, `*0.5..2:4 log` or `+-10..10:5`";
        let wrong = |message: &str| written.fault(message, help);
        let (operator, range) = Operator::split(written);
        let text = range.text();
        let colon = text.rfind(':').ok_or_else(|| wrong("a range ends with how many values it has"))?;
        let (low, high) = ends(range.part(0..colon)).ok_or_else(|| wrong("a range has two ends"))?;
        let (low, high) = (low.number()?, high.number()?);
        let steps = &text[colon + 1..];
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
        Ok(Self { operator, low, high, count, scale })
    }

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

/// Both sides of `lo..hi`.
#[must_use]
pub fn ends(range: Piece<'_>) -> Option<(Piece<'_>, Piece<'_>)> {
    let text = range.text();
    let dots = text.find("..")?;
    Some((range.part(0..dots), range.part(dots + 2..text.len())))
}
