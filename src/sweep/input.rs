//! One input of a sweep with the keys of the scenario it means, and what it does to them at a point.

use std::sync::Arc;

use super::change::{Change, Impossible, Written, can_delay, has_numbers};
use super::distribution::{normal_quantile, normal_share};
use super::drawn::Drawn;
use super::levels::Levels;
use super::pattern::{Pattern, Presence};
use super::piece::Piece;
use super::span::Span;
use crate::diagnostic::{Diagnostic, KeyPath, Rule, nearest};
use crate::report::sweep::Cell;
use crate::scenario::keys::Section;
use crate::tree::{Place, Tree};

/// One input with the keys it means.
#[derive(Debug)]
pub struct Input<V> {
    /// The keys.
    pub keys: Vec<Vec<String>>,
    /// Where they are named.
    pub key: Place,
    /// Where its values stand.
    pub rest: Place,
    /// The keys as they are named.
    pub name: String,
    /// What was said, as `KEY=VALUES`.
    pub stated: String,
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

/// An input as it was said: its key, where its values stand, and what they are.
struct Saying<'a> {
    key: Piece<'a>,
    rest: Place,
    stated: &'a str,
}

impl<V> Input<V> {
    /// The input that reaches those keys that are named and that `fits`.
    fn new(
        said: &Saying<'_>,
        values: V,
        tree: &Tree,
        presence: Presence,
        fits: impl Fn(&[String]) -> bool,
    ) -> Result<Self, Diagnostic> {
        let key = said.key;
        let Some(pattern) = Pattern::parse(key.text()) else {
            return Err(key.fault("this is no key", "it looks like `facility.mine.capacity_t_per_year.2028`"));
        };
        let mut keys = pattern.keys(tree, presence);
        if let Some(misspelt) = keys.iter().find_map(|path| misspelt(path, key, tree)) {
            return Err(misspelt);
        }
        keys.retain(|path| fits(path));
        if keys.is_empty() {
            let (message, help) = if pattern.is_glob() {
                ("no key of the scenario fits this", "`didymium check --print FILE` shows all keys")
            } else {
                ("the scenario has nothing to change here", "it must be there: a number, or a table of years")
            };
            return Err(key.fault(message, help));
        }
        let (name, stated) = (key.text().to_owned(), format!("{}={}", key.text(), said.stated));
        Ok(Self { keys, key: key.place(), rest: said.rest, name, stated, values })
    }

    fn written(&self, value: Option<Place>) -> Written {
        Written { key: self.key, value: value.unwrap_or(self.rest) }
    }
}

/// A finding where a key would make a new row whose name is all but that of another one.
fn misspelt(path: &[String], key: Piece<'_>, tree: &Tree) -> Option<Diagnostic> {
    let [section, name, ..] = path else { return None };
    Section::find(section).filter(|section| section.named)?;
    let rows = tree.get(section)?.node.value.as_table().filter(|rows| !rows.contains_key(name))?;
    let near = nearest(name, rows.keys().map(String::as_str))?;
    let fault = key.fault(
        format!("the scenario has no {section} `{name}`"),
        &format!("a {section} with a similar name exists: `{near}`"),
    );
    Some(Diagnostic { rule: Rule::UnknownName, ..fault })
}

/// Whether there are numbers to change at a key; anything can be set.
fn has_what_is_changed(presence: Presence, tree: &Tree, key: &[String]) -> bool {
    presence == Presence::Optional || has_numbers(tree, key)
}

impl Input<Span> {
    /// The input of `--bisect`.
    ///
    /// # Errors
    /// Where nothing in `tree` is meant.
    pub fn span(key: Piece<'_>, written: Piece<'_>, span: Span, tree: &Tree) -> Result<Self, Diagnostic> {
        let presence = span.operator.presence();
        let said = Saying { key, rest: written.place(), stated: written.text() };
        Self::new(&said, span, tree, presence, |path| has_what_is_changed(presence, tree, path))
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
    /// The input of an axis whose values stand at `rest`.
    ///
    /// # Errors
    /// Where nothing in `tree` is meant.
    pub fn axis(key: Piece<'_>, rest: Place, stated: &str, levels: Levels, tree: &Tree) -> Result<Self, Diagnostic> {
        let presence = levels.presence();
        let said = Saying { key, rest, stated };
        Self::new(&said, levels, tree, presence, |path| has_what_is_changed(presence, tree, path))
    }

    /// What one level does.
    #[must_use]
    pub fn setting(&self, level: usize) -> Setting<'_> {
        let (cell, change, place) = self.values.at(level);
        Setting { cell, change, keys: &self.keys, written: self.written(place) }
    }
}

impl Input<Drawn> {
    /// The input of what is drawn.
    ///
    /// # Errors
    /// Where nothing in `tree` is meant.
    pub fn varied(key: Piece<'_>, draw: Piece<'_>, drawn: Drawn, tree: &Tree) -> Result<Self, Diagnostic> {
        let said = Saying { key, rest: draw.place(), stated: draw.text() };
        if drawn.is_delay() {
            return Self::new(&said, drawn, tree, Presence::Required, |path| can_delay(tree, path, drawn.from));
        }
        let presence = drawn.operator.presence();
        Self::new(&said, drawn, tree, presence, |path| has_what_is_changed(presence, tree, path))
    }

    /// Whether it moves years.
    #[must_use]
    pub fn is_delay(&self) -> bool {
        self.values.is_delay()
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
