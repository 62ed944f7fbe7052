//! One argument of a sweep with the keys of the scenario it means, and what it does to them at a point.

use std::ops::Range;
use std::sync::Arc;

use super::argument::{Argument, Drawn, Head, Levels, Operator};
use super::change::{Change, Impossible, Written, can_delay, has_numbers};
use super::distribution::{Distribution, normal_quantile, normal_share};
use super::pattern::Presence;
use crate::diagnostic::{Diagnostic, KeyPath};
use crate::report::sweep::Cell;
use crate::tree::{Place, Tree};

/// One argument with the keys it means.
#[derive(Debug)]
pub struct Input<V> {
    /// The keys.
    pub keys: Vec<Vec<String>>,
    /// Where the argument names them.
    pub key: Place,
    /// Where its values stand.
    pub rest: Place,
    /// The keys as the argument names them.
    pub name: String,
    /// The values.
    pub values: V,
}

/// One input at one point.
pub struct Setting<'s> {
    /// What the table shows.
    pub cell: Cell,
    /// What it does.
    pub change: Change,
    /// To which keys.
    pub keys: &'s [Vec<String>],
    /// Where that was written.
    pub written: Written,
}

impl<V> Input<V> {
    fn new(argument: Argument<'_>, head: &Head, keys: Vec<Vec<String>>, values: V) -> Result<Self, Diagnostic> {
        if keys.is_empty() {
            let (message, help) = if head.pattern.is_glob() {
                ("no key of the scenario fits this", "`didymium check --print FILE` shows all keys")
            } else {
                ("the scenario has nothing to change here", "it must be there: a number, or a table of years")
            };
            return Err(argument.fault(head.key.clone(), message, help));
        }
        let place = |range: &Range<usize>| Place { text: argument.id, start: range.start, end: range.end };
        let name = argument.text[head.key.clone()].to_owned();
        Ok(Self { keys, key: place(&head.key), rest: place(&head.rest), name, values })
    }

    fn written(&self, value: Option<Range<usize>>) -> Written {
        let value = value.map_or(self.rest, |range| Place { start: range.start, end: range.end, ..self.rest });
        Written { key: self.key, value }
    }
}

/// The ends of a bisection.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// How a value acts.
    pub operator: Operator,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Input<Span> {
    /// The input of `--bisect`.
    ///
    /// # Errors
    /// Where it makes no sense, or nothing in `tree` is meant.
    pub fn span(argument: Argument<'_>, tree: &Tree) -> Result<Self, Diagnostic> {
        let head = argument.head()?;
        let (operator, low, high) = argument.ends(head.rest.clone())?;
        let keys = numbers(&head, tree, operator.presence());
        Self::new(argument, &head, keys, Span { operator, low, high })
    }

    /// What one value does.
    #[must_use]
    pub fn setting(&self, value: f64) -> Setting<'_> {
        let operator = self.values.operator;
        Setting {
            cell: operator.cell(value),
            change: operator.change(value),
            keys: &self.keys,
            written: self.written(None),
        }
    }
}

impl Input<Levels> {
    /// The input of `--axis`.
    ///
    /// # Errors
    /// Where it makes no sense, or nothing in `tree` is meant.
    pub fn axis(argument: Argument<'_>, tree: &Tree) -> Result<Self, Diagnostic> {
        let head = argument.head()?;
        let levels = argument.levels(head.rest.clone())?;
        let keys = numbers(&head, tree, levels.presence());
        Self::new(argument, &head, keys, levels)
    }

    /// What one level does.
    #[must_use]
    pub fn setting(&self, level: usize) -> Setting<'_> {
        let (cell, change, place) = self.values.at(level);
        Setting { cell, change, keys: &self.keys, written: self.written(place) }
    }
}

impl Input<Drawn> {
    /// The input of `--vary`.
    ///
    /// # Errors
    /// Where it makes no sense, or nothing in `tree` is meant.
    pub fn varied(argument: Argument<'_>, tree: &Tree) -> Result<Self, Diagnostic> {
        let head = argument.head()?;
        let drawn = argument.drawn(head.rest.clone())?;
        let keys = if matches!(drawn.distribution, Distribution::Delay { .. }) {
            let mut keys = head.pattern.keys(tree, Presence::Required);
            keys.retain(|key| can_delay(tree, key, drawn.from));
            keys
        } else {
            numbers(&head, tree, drawn.operator.presence())
        };
        Self::new(argument, &head, keys, drawn)
    }

    /// Whether it moves years.
    #[must_use]
    pub fn is_delay(&self) -> bool {
        matches!(self.values.distribution, Distribution::Delay { .. })
    }

    /// How many numbers are drawn: a delay for every key, anything else once.
    #[must_use]
    pub fn columns(&self) -> usize {
        if self.is_delay() { self.keys.len() } else { 1 }
    }

    /// The names of its columns.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        if self.is_delay() {
            self.keys.iter().map(|key| KeyPath::new(key.iter().cloned()).to_string()).collect()
        } else {
            vec![self.name.clone()]
        }
    }

    /// What the draws do; `common` is the factor that delays share.
    ///
    /// # Panics
    /// Without a draw for each input.
    #[must_use]
    pub fn settings(&self, common: f64, draws: &[f64]) -> Vec<Setting<'_>> {
        let written = self.written(None);
        let Drawn { operator, distribution, common: share, from } = self.values;
        if !self.is_delay() {
            let value = distribution.quantile(draws[0]);
            let (cell, change) = (operator.cell(value), operator.change(value));
            return vec![Setting { cell, change, keys: &self.keys, written }];
        }
        let delays = self.keys.chunks(1).zip(draws).map(|(keys, &own)| {
            // A Gaussian copula: the shared factor and the own draw in proportion, so that each delay by itself
            // keeps its distribution.
            let u = if share > 0.0 {
                normal_share(share.sqrt() * common + (1.0 - share).sqrt() * normal_quantile(own))
            } else {
                own
            };
            let years = distribution.quantile(u);
            let whole = format!("{years:.0}").parse().expect("a delay is a whole number of years");
            let cell = Cell::Number(years);
            Setting { cell, change: Change::Delay { years: whole, from }, keys, written }
        });
        delays.collect()
    }
}

/// The document with all changes made: delays last, so that the years that other changes name are those of the file.
///
/// # Errors
/// Where there is nothing to change, or a value stands in the way.
pub fn changed(base: &Tree, settings: &[Setting<'_>]) -> Result<Arc<Tree>, Impossible> {
    let mut tree = base.clone();
    let is_delay = |setting: &&Setting<'_>| matches!(setting.change, Change::Delay { .. });
    let (delays, others): (Vec<_>, Vec<_>) = settings.iter().partition(is_delay);
    for setting in others.into_iter().chain(delays) {
        for key in setting.keys {
            setting.change.apply(&mut tree, key, setting.written)?;
        }
    }
    Ok(Arc::new(tree))
}

/// The keys that are meant: those with numbers where these are changed, any where they are set.
fn numbers(head: &Head, tree: &Tree, presence: Presence) -> Vec<Vec<String>> {
    let mut keys = head.pattern.keys(tree, presence);
    keys.retain(|key| presence == Presence::Optional || has_numbers(tree, key));
    keys
}
