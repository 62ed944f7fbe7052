//! Tree → typed rows: every unknown key, wrong type, number out of range and unknown name is found in one walk
//! driven by the lists in [`keys`](super::keys); what is left to [`check`](mod@super::check) is what rows mean together.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::keys::{Kind, SECTIONS, Section, TOP};
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule, TextId, nearest};
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

/// Which rows of a document may be faulty: all of one that has not been looked at, else those that differ from a
/// document that was found sound. Sections that are one table are small and always looked at.
pub(super) enum Touched<'k> {
    /// All of them.
    All,
    /// These, by section and name.
    Rows(BTreeSet<(&'k str, &'k str)>),
}

impl<'k> Touched<'k> {
    /// The rows that changes at `keys` touch.
    pub fn by(keys: impl IntoIterator<Item = &'k [String]>) -> Self {
        let row = |key: &'k [String]| match key {
            [section, name, ..] => Some((section.as_str(), name.as_str())),
            _ => None,
        };
        keys.into_iter().map(row).collect::<Option<_>>().map_or(Self::All, Self::Rows)
    }

    fn row(&self, section: &str, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Rows(rows) => rows.contains(&(section, name)),
        }
    }
}

/// A document whose keys, types, numbers and names have been looked at.
pub(super) struct Read<'a> {
    tree: &'a Tree,
    names: BTreeMap<Kind, IndexSet<&'a str>>,
    faults: Faults,
    /// The first text that is an argument.
    arguments: TextId,
    /// Stands for a row that is not a table.
    empty: Tree,
}

impl<'a> Read<'a> {
    /// Looks at a document. Names are resolved only where `whole`: where parts of the text could not be parsed, a
    /// name may be missing for that reason. Texts from `arguments` on are arguments of the command line.
    pub fn new(tree: &'a Tree, whole: bool, arguments: TextId, touched: &Touched<'_>) -> (Self, Vec<Diagnostic>) {
        let mut read = Self { tree, names: BTreeMap::new(), faults: Faults::default(), arguments, empty: Tree::new() };
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
        let table = self.tree.get(name).and_then(|entry| entry.node.value.as_table());
        table.into_iter().flatten().map(move |(key, entry)| {
            let table = entry.node.value.as_table().unwrap_or(&self.empty);
            (key.as_str(), Row::new(self, KeyPath::new([name, key.as_str()]), table))
        })
    }
}
