//! Tree → typed rows: every unknown key, wrong type, number out of range and unknown name is found in one walk
//! driven by the lists in [`keys`](super::keys); what is left to [`check`](mod@super::check) is what rows mean together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexSet;

use super::Scenario;
use super::keys::{Kind, SECTIONS, Section, TOP};
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule, TextId, nearest, worded_alike};
use crate::table::{Id, Table};
use crate::tree::{Node, Tree, Value};

mod names;
mod number;
mod ranged;
mod refer;
mod row;
mod shape;

pub(super) use row::Row;

/// The stages of a scenario that names none.
const DEFAULT_STAGES: [&str; 4] = ["mining", "separation", "metal", "magnet"];

/// What was found to be faulty.
#[derive(Default)]
struct Faults {
    /// Paths of faulty values and of the tables around them.
    at: BTreeSet<KeyPath>,
    /// Keys that seem to be there under another name.
    excused: BTreeSet<KeyPath>,
}

/// Sections of named rows in an order in which no row rests on rows of a later section, or on others of its own.
const ORDER: [&str; 9] =
    ["source", "country", "commodity", "process", "member", "facility", "route", "policy", "claim"];

/// Which rows of a document may be faulty: all of one that has not been looked at, else those that differ from a
/// document that was found sound. Sections that are one table are small and always looked at.
pub(super) enum Touched<'k> {
    /// All of them.
    All,
    /// These, by section and name; the scenario is that of the document they differ from.
    Rows(&'k Scenario, BTreeSet<(&'k str, &'k str)>),
}

impl<'k> Touched<'k> {
    /// The rows that changes at `keys` touch in the document of `scenario`.
    pub fn by(keys: impl IntoIterator<Item = &'k [String]>, scenario: &'k Scenario) -> Self {
        let row = |key: &'k [String]| match key {
            [section, name, ..] => Some((section.as_str(), name.as_str())),
            _ => None,
        };
        keys.into_iter().map(row).collect::<Option<_>>().map_or(Self::All, |rows| Self::Rows(scenario, rows))
    }

    fn row(&self, section: &str, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Rows(_, rows) => rows.contains(&(section, name)),
        }
    }

    /// The scenario in which this row is already as it is here: the row is not touched, nor any that it may rest on.
    fn known(&self, section: &str, name: &str) -> Option<&'k Scenario> {
        let place = |section: &str| ORDER.iter().position(|other| *other == section);
        match self {
            Self::Rows(scenario, rows) if !rows.contains(&(section, name)) => {
                // What has no place in the order comes before all that have one.
                rows.iter().all(|row| place(row.0) >= place(section)).then_some(scenario)
            }
            _ => None,
        }
    }
}

/// A document whose keys, types, numbers and names have been looked at.
pub(super) struct Read<'a> {
    tree: &'a Tree,
    names: BTreeMap<Kind, IndexSet<&'a str>>,
    faults: Faults,
    touched: &'a Touched<'a>,
    /// The first text that is an argument.
    arguments: TextId,
    /// Stands for a row that is not a table.
    empty: Tree,
}

impl<'a> Read<'a> {
    /// Looks at a document. Names are resolved only where `whole`: where parts of the text could not be parsed, a
    /// name may be missing for that reason. Texts from `arguments` on are arguments of the command line.
    pub fn new(tree: &'a Tree, whole: bool, arguments: TextId, touched: &'a Touched<'a>) -> (Self, Vec<Diagnostic>) {
        let (names, faults) = (BTreeMap::new(), Faults::default());
        let mut read = Self { tree, names, faults, touched, arguments, empty: Tree::new() };
        read.names = names::collect(tree);
        let mut walk = shape::Walk::new(tree, &read.names, whole, arguments, touched);
        walk.document();
        let (findings, faults) = walk.into_parts();
        read.faults = faults;
        (read, findings)
    }

    /// The names of a kind in order; none where their section is faulty.
    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &'a str> {
        self.names.get(&kind).into_iter().flatten().copied()
    }

    /// Whether nothing in these sections was faulty so far.
    pub fn is_sound(&self, sections: &[&str]) -> bool {
        !self.faults.at.iter().any(|path| path.parts().first().is_some_and(|part| sections.contains(&part.as_str())))
    }

    /// Whether a row stands in the file itself or in an argument rather than in one of its bases.
    pub fn is_own(&self, section: &str, name: &str) -> bool {
        let rows = self.tree.get(section).and_then(|entry| entry.node.value.as_table());
        rows.and_then(|rows| rows.get(name))
            .is_some_and(|entry| entry.key.text == TextId::FIRST || entry.key.text >= self.arguments)
    }

    /// The sources that a row, a key or a number cites, by row number.
    pub fn cited(&self) -> BTreeSet<usize> {
        fn visit<'a>(tree: &'a Tree, found: &mut Vec<&'a str>) {
            for (key, entry) in tree {
                match &entry.node.value {
                    Value::Table(inner) => visit(inner, found),
                    Value::Text(name) if key == "source" => found.push(name),
                    _ => {}
                }
            }
        }
        let mut found = Vec::new();
        visit(self.tree, &mut found);
        let names = self.names.get(&Kind::Source);
        found.into_iter().filter_map(|name| names?.get_index_of(name)).collect()
    }

    /// Whether there is anything in a section.
    pub fn has(&self, section: &str) -> bool {
        self.tree.contains_key(section)
    }

    /// The one table of a section.
    pub fn section(&self, name: &'static str) -> Row<'_> {
        let table = self.tree.get(name).and_then(|entry| entry.node.value.as_table());
        Row::new(self, KeyPath::new([name]), table.unwrap_or(&self.empty))
    }

    /// The rows of a section in order; a row that is no table comes as an empty, faulty one.
    pub fn rows(&self, name: &'static str) -> impl Iterator<Item = (&'a str, Row<'_>)> {
        self.entries(name).map(move |(key, node)| (key, self.row(name, key, node)))
    }

    /// The rows of a section in order as `read` takes them. One that means what it meant in the scenario that this
    /// document was changed from is taken from the table that `of` picks there, and not read again.
    pub fn shared<I: Id, T>(
        &self,
        section: &'static str,
        of: impl Fn(&Scenario) -> &Table<I, T>,
        mut read: impl FnMut(&'a str, &Row<'_>) -> Option<T>,
    ) -> Vec<Option<Arc<T>>> {
        let mut one = |(name, node): (&'a str, &'a Node)| {
            let known = self.touched.known(section, name).and_then(|scenario| of(scenario).shared(name));
            known.or_else(|| read(name, &self.row(section, name, node)).map(Arc::new))
        };
        self.entries(section).map(&mut one).collect()
    }

    /// The names in a section, in order.
    pub fn keys(&self, section: &str) -> impl Iterator<Item = &'a str> {
        self.entries(section).map(|entry| entry.0)
    }

    fn entries(&self, section: &str) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        let table = self.tree.get(section).and_then(|entry| entry.node.value.as_table());
        table.into_iter().flatten().map(|(key, entry)| (key.as_str(), &entry.node))
    }

    fn row(&self, section: &str, name: &str, node: &'a Node) -> Row<'_> {
        Row::new(self, KeyPath::new([section, name]), node.value.as_table().unwrap_or(&self.empty))
    }
}
