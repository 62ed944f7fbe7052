//! The names that a document declares, by kind.

use std::collections::BTreeMap;

use indexmap::IndexSet;

use super::{DEFAULT_STAGES, Kind, Tree, Value};

/// All names by kind; a kind whose section is not what it should be has no entry.
pub fn collect(tree: &Tree) -> BTreeMap<Kind, IndexSet<&str>> {
    let mut names = BTreeMap::new();
    for kind in Kind::ALL {
        let found = if kind == Kind::Stage { stages(tree) } else { rows(tree, kind.word()) };
        if let Some(found) = found {
            names.insert(kind, found);
        }
    }
    names
}

fn rows<'a>(tree: &'a Tree, section: &str) -> Option<IndexSet<&'a str>> {
    match tree.get(section) {
        Some(entry) => Some(entry.node.value.as_table()?.keys().map(String::as_str).collect()),
        None => Some(IndexSet::new()),
    }
}

fn stages(tree: &Tree) -> Option<IndexSet<&str>> {
    let stages = match tree.get("scenario") {
        Some(entry) => entry.node.value.as_table()?.get("stages"),
        None => None,
    };
    match stages.map(|entry| &entry.node.value) {
        None => Some(DEFAULT_STAGES.into_iter().collect()),
        Some(Value::List(items)) => items.iter().map(|item| item.value.as_text()).collect(),
        Some(_) => None,
    }
}
