//! What an input does to the effective document: sets a value, scales or shifts numbers, or delays a table of years.

use std::sync::Arc;

use crate::exact::{approx, decimal};
use crate::scenario::variant::set;
use crate::tree::{Entry, Node, Place, Tree, Value};

/// What to do with a key.
#[derive(Clone, Debug)]
pub enum Change {
    /// Sets it, as `--set` does.
    Set(Value),
    /// Multiplies its numbers.
    Times(f64),
    /// Adds to its numbers.
    Plus(f64),
    /// Moves the entries of its table of years that are not before `from` later by `years`.
    Delay {
        /// How far.
        years: u32,
        /// From which year on; all of them where none is given.
        from: Option<i32>,
    },
}

/// Where a change was written: its key and its value in an argument.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// The key.
    pub key: Place,
    /// The value.
    pub value: Place,
}

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impossible(pub String);

impl Change {
    /// Makes the change at `parts`.
    ///
    /// # Errors
    /// Where there is nothing to change, or a value stands in the way.
    pub fn apply(&self, tree: &mut Tree, parts: &[String], written: Written) -> Result<(), Impossible> {
        match self {
            Self::Set(value) => {
                let node = Node { place: written.value, value: value.clone() };
                set(tree, parts, written.key, node).map_err(|finding| Impossible(finding.message))
            }
            Self::Times(_) | Self::Plus(_) => {
                let entry = find(tree, parts).ok_or_else(|| missing(parts))?;
                entry.key = written.key;
                self.numbers(&mut entry.node, parts, written)
            }
            Self::Delay { years, from } => {
                let entry = find(tree, parts).ok_or_else(|| missing(parts))?;
                let Some(table) = entry.node.value.as_table_mut() else {
                    return Err(Impossible(format!("`{}` is no table of years to delay", parts.join("."))));
                };
                delay(table, *years, *from, written);
                Ok(())
            }
        }
    }

    /// Changes every number of a value, ends of ranges included; how a table of years is held and what a number rests
    /// on stay.
    fn numbers(&self, node: &mut Node, parts: &[String], written: Written) -> Result<(), Impossible> {
        match &mut node.value {
            Value::Table(table) => {
                let mut numbers =
                    Arc::make_mut(table).iter_mut().filter(|(key, entry)| !is_about(key, &entry.node.value));
                return numbers.try_for_each(|(_, entry)| self.numbers(&mut entry.node, parts, written));
            }
            value @ (Value::Integer(_) | Value::Float(_)) => *value = self.number(value),
            other => {
                let message = format!("`{}` is {}, not a number to change", parts.join("."), other.kind());
                return Err(Impossible(message));
            }
        }
        node.place = written.value;
        Ok(())
    }

    /// The changed number: computed in decimals as they are written, then the nearest float, so that `0.1` times 3 is
    /// `0.3`. An integer stays one where it can.
    fn number(&self, old: &Value) -> Value {
        let base = old.as_number().unwrap_or_default();
        let new = match self {
            _ if !base.is_finite() => base,
            // What is drawn may be larger than any double; the check of the scenario says so.
            Self::Times(number) | Self::Plus(number) if !number.is_finite() => *number,
            Self::Times(factor) => approx(&(decimal(base) * decimal(*factor))),
            Self::Plus(amount) => approx(&(decimal(base) + decimal(*amount))),
            Self::Set(_) | Self::Delay { .. } => base,
        };
        let whole = matches!(old, Value::Integer(_)) && new.fract() == 0.0;
        let integer = format!("{new:.0}").parse::<i64>().ok().filter(|_| whole);
        integer.map_or(Value::Float(new), Value::Integer)
    }
}

/// Whether a key of a table of numbers says something about them rather than a number.
fn is_about(key: &str, value: &Value) -> bool {
    matches!((key, value), ("hold" | "source" | "grade" | "note", Value::Text(_)))
}

/// The entry at a path.
fn find<'a>(tree: &'a mut Tree, parts: &[String]) -> Option<&'a mut Entry> {
    let (last, way) = parts.split_last()?;
    let mut tree = tree;
    for part in way {
        tree = tree.get_mut(part)?.node.value.as_table_mut()?;
    }
    tree.get_mut(last)
}

fn missing(parts: &[String]) -> Impossible {
    Impossible(format!("there is no `{}` to change", parts.join(".")))
}

fn delay(table: &mut Tree, years: u32, from: Option<i32>, written: Written) {
    let moves = |key: &str| movable(key, from);
    if years == 0 || !table.keys().any(|key| moves(key)) {
        return;
    }
    let mut moved = Tree::with_capacity(table.len());
    for (key, mut entry) in std::mem::take(table) {
        let key = match key.parse::<u32>() {
            Ok(year) if moves(&key) => {
                entry.key = written.value;
                year.saturating_add(years).to_string()
            }
            _ => key,
        };
        moved.insert(key, entry);
    }
    *table = moved;
}

/// Whether an entry of a table of years is one that a delay moves.
fn movable(key: &str, from: Option<i32>) -> bool {
    key.parse::<i32>().is_ok_and(|year| from.is_none_or(|from| year >= from))
}

/// Whether a delay does anything at this path.
#[must_use]
pub fn can_delay(tree: &Tree, parts: &[String], from: Option<i32>) -> bool {
    value_at(tree, parts).and_then(Value::as_table).is_some_and(|table| table.keys().any(|key| movable(key, from)))
}

/// Whether there are numbers at this path.
#[must_use]
pub fn has_numbers(tree: &Tree, parts: &[String]) -> bool {
    fn numeric(value: &Value) -> bool {
        match value {
            Value::Table(table) => {
                let mut numbers = table.iter().filter(|(key, entry)| !is_about(key, &entry.node.value)).peekable();
                numbers.peek().is_some() && numbers.all(|(_, entry)| numeric(&entry.node.value))
            }
            other => other.as_number().is_some(),
        }
    }
    value_at(tree, parts).is_some_and(numeric)
}

fn value_at<'a>(tree: &'a Tree, parts: &[String]) -> Option<&'a Value> {
    let (first, rest) = parts.split_first()?;
    let value = &tree.get(first)?.node.value;
    if rest.is_empty() { Some(value) } else { value_at(value.as_table()?, rest) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::TextId;

    const PLACE: Place = Place { text: TextId::FIRST, start: 0, end: 0 };

    fn entry(value: Value) -> Entry {
        Entry { key: PLACE, node: Node { place: PLACE, value } }
    }

    fn table(entries: &[(&str, Value)]) -> Tree {
        entries.iter().map(|(key, value)| ((*key).to_owned(), entry(value.clone()))).collect()
    }

    fn changed(change: &Change, value: Value) -> Result<String, Impossible> {
        let mut tree = table(&[("key", value)]);
        let written = Written { key: PLACE, value: PLACE };
        change.apply(&mut tree, &["key".to_owned()], written)?;
        Ok(format!("{:?}", show(&tree["key"].node.value)))
    }

    fn show(value: &Value) -> Vec<(String, f64)> {
        match value {
            Value::Table(table) => table
                .iter()
                .flat_map(|(key, entry)| show(&entry.node.value).into_iter().map(|(_, number)| (key.clone(), number)))
                .collect(),
            other => other.as_number().map(|number| (String::new(), number)).into_iter().collect(),
        }
    }

    #[test]
    fn factors_count_in_decimals() {
        assert_eq!(changed(&Change::Times(3.0), Value::Float(0.1)).unwrap(), r#"[("", 0.3)]"#);
        assert_eq!(changed(&Change::Plus(0.2), Value::Float(0.1)).unwrap(), r#"[("", 0.3)]"#);
        assert!(changed(&Change::Times(2.0), Value::Text("x".to_owned())).is_err());
    }

    #[test]
    fn a_factor_reaches_every_year() {
        let years = table(&[("2024", Value::Integer(10)), ("hold", Value::Text("step".to_owned()))]);
        assert_eq!(changed(&Change::Times(1.5), years.into()).unwrap(), r#"[("2024", 15.0)]"#);
    }

    #[test]
    fn a_factor_reaches_both_ends_of_a_range_and_leaves_its_grade() {
        let ranged =
            [("value", Value::Float(0.2)), ("high", Value::Float(0.3)), ("grade", Value::Text("x".to_owned()))];
        let changed = changed(&Change::Times(0.5), table(&ranged).into()).unwrap();
        assert_eq!(changed, r#"[("value", 0.1), ("high", 0.15)]"#);
    }

    #[test]
    fn a_delay_moves_what_is_not_there_yet() {
        let years = table(&[("2024", Value::Integer(10)), ("2027", Value::Integer(30))]);
        let all = Change::Delay { years: 2, from: None };
        assert_eq!(changed(&all, years.clone().into()).unwrap(), r#"[("2026", 10.0), ("2029", 30.0)]"#);
        let some = Change::Delay { years: 2, from: Some(2026) };
        assert_eq!(changed(&some, years.into()).unwrap(), r#"[("2024", 10.0), ("2029", 30.0)]"#);
    }
}
