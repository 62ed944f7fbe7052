//! Numbers that carry a range or evidence of their own, and tables that say how the numbers of single keys stand.

use super::super::keys::{Key, RANGED, Range, STANDING, Section, is_of_number};
use super::number::year_of_key;
use super::shape::{Walk, last, listing};
use super::{At, Diagnostic, KeyPath, Node, Rule, Tree, Value};

/// The number that a value states: itself, or its `value`.
pub fn stated(value: &Value) -> Option<f64> {
    match value {
        Value::Table(table) => table.get("value")?.node.value.as_number(),
        number => number.as_number(),
    }
}

/// Whether a table is a number with a range or evidence of its own, rather than a table by year.
pub fn is_ranged(table: &Tree) -> bool {
    table.keys().any(|key| is_of_number(key))
}

fn all_keys() -> impl Iterator<Item = &'static Key> {
    RANGED.iter().chain(STANDING)
}

impl<'a> Walk<'a> {
    /// A number written as a table: its value, and how far and how well it stands.
    pub fn ranged(&mut self, range: Range, path: &KeyPath, table: &'a Tree) {
        for (name, entry) in table {
            let path = path.child(name);
            if RANGED.iter().any(|key| key.name == name) {
                self.number(range, None, &path, &entry.node);
            } else if let Some(key) = STANDING.iter().find(|key| key.name == name) {
                self.value(&key.shape, &path, &entry.node);
            } else {
                let known = all_keys().map(|key| key.name).collect::<Vec<_>>();
                self.stranger(&path, name, &known, "a number with a range");
            }
        }
        self.require(table, path, "value", "a number with a range");
        let at = |key: &str| table.get(key).and_then(|entry| entry.node.value.as_number());
        let Some(value) = at("value") else { return };
        for (key, side) in [("low", "most"), ("high", "least")] {
            let Some(end) = at(key) else { continue };
            let here = path.child(key);
            if if key == "low" { end > value } else { end < value } {
                let message = format!("`{}` is at {side} the value {value}, not {end}", last(&here));
                let finding = Diagnostic::new(Rule::ValueOutsideRange, At::Value(here.clone()), message)
                    .note_at(At::Value(path.child("value")), "the value")
                    .help("a range holds its value: `low <= value <= high`");
                self.fault(&here, finding);
            } else if matches!(range, Range::Coefficient | Range::Content)
                && end.min(value) <= 0.0
                && end.max(value) > 0.0
            {
                let message = format!("`{}` reaches zero, which would take the entry out", last(path));
                let help = "let the range end above zero, at 0.000001 at least".to_owned();
                self.wrong(&here, Rule::ValueOutsideRange, message, Some(help));
            }
        }
    }

    /// Why a table is no number here: a term of the question takes no range.
    pub fn term_with_range(&mut self, path: &KeyPath) {
        let message = format!("`{}` is chosen, not measured: it takes no range and no evidence", last(path));
        let help = "write the number alone; `sweep` asks with several".to_owned();
        self.wrong(path, Rule::WrongType, message, Some(help));
    }

    /// How the numbers of single keys stand: in a row those of its section, below `[evidence.*]` those of that section.
    pub fn standing(&mut self, path: &KeyPath, node: &'a Node) {
        let section = match path.parts() {
            [first, second, ..] if first == "evidence" => Section::find(second),
            [first, ..] => Section::find(first),
            [] => None,
        };
        let keys: Vec<&str> = section
            .iter()
            .flat_map(|section| section.all())
            .filter(|key| key.shape.is_known())
            .map(|k| k.name)
            .collect();
        let Value::Table(table) = &node.value else {
            let message = format!("`{}` is a table by key, not {}", last(path), node.value.kind());
            let help = format!("write `{} = {{ {} = {{ grade = \"assumed\" }} }}`", last(path), keys[0]);
            return self.wrong(path, Rule::WrongType, message, Some(help));
        };
        for (name, entry) in table.iter() {
            let path = path.child(name);
            if !keys.contains(&name.as_str()) {
                let what = section.map_or_else(String::new, |section| format!("numbers of a {}", section.name));
                self.stranger(&path, name, &keys, &what);
                continue;
            }
            let Value::Table(table) = &entry.node.value else {
                let message = format!("`{}` is a table, not {}", last(&path), entry.node.value.kind());
                let help = format!("write `{} = {{ grade = \"assumed\" }}`", last(&path));
                self.wrong(&path, Rule::WrongType, message, Some(help));
                continue;
            };
            self.table(table, &path, || STANDING.iter(), &format!("`{}`", last(&path)));
        }
    }

    /// A key that is none of `known`.
    fn stranger(&mut self, path: &KeyPath, name: &str, known: &[&str], what: &str) {
        let help = match super::nearest(name, known.iter().copied()) {
            Some(near) => format!("a key with a similar name exists: `{near}`"),
            None if year_of_key(name).is_some() => {
                format!("each year has its own range: `{{ {name} = {{ value = ..., low = ... }} }}`")
            }
            None => format!("the keys are {}", listing(known)),
        };
        let message = format!("`{name}` is not a key of {what}");
        self.fault(path, Diagnostic::new(Rule::UnknownKey, At::Key(path.clone()), message).help(help));
    }
}
