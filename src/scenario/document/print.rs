//! Tree → TOML: one header per named row, everything below it inline.

use std::fmt::{Display, Formatter, Result, Write as _};

use crate::diagnostic::is_bare;
use crate::tree::{Node, Tree, Value};

/// Writes a document.
pub fn document(out: &mut Formatter<'_>, root: &Tree) -> Result {
    for (key, entry) in root {
        if entry.node.value.as_table().is_none() {
            assignment(out, key, &entry.node)?;
        }
    }
    for (key, entry) in root {
        if let Value::Table(table) = &entry.node.value {
            section(out, key, table)?;
        }
    }
    Ok(())
}

/// A value on one line.
pub fn inline(value: &Value) -> impl Display {
    struct Inline<'a>(&'a Value);
    impl Display for Inline<'_> {
        fn fmt(&self, out: &mut Formatter<'_>) -> Result {
            self::value(out, self.0)
        }
    }
    Inline(value)
}

/// A table of named rows, or one table.
fn section(out: &mut Formatter<'_>, key: &str, table: &Tree) -> Result {
    let rows = !table.is_empty() && table.values().all(|entry| entry.node.value.as_table().is_some());
    if !rows {
        out.write_str("\n[")?;
        self::key(out, key)?;
        out.write_str("]\n")?;
        return table.iter().try_for_each(|(key, entry)| assignment(out, key, &entry.node));
    }
    for (name, row) in table {
        out.write_str("\n[")?;
        self::key(out, key)?;
        out.write_char('.')?;
        self::key(out, name)?;
        out.write_str("]\n")?;
        for (key, entry) in row.node.value.as_table().into_iter().flatten() {
            assignment(out, key, &entry.node)?;
        }
    }
    Ok(())
}

fn assignment(out: &mut Formatter<'_>, key: &str, node: &Node) -> Result {
    self::key(out, key)?;
    out.write_str(" = ")?;
    value(out, &node.value)?;
    out.write_char('\n')
}

fn key(out: &mut Formatter<'_>, key: &str) -> Result {
    if is_bare(key) { out.write_str(key) } else { string(out, key) }
}

fn value(out: &mut Formatter<'_>, value: &Value) -> Result {
    match value {
        Value::Text(text) => string(out, text),
        Value::Integer(integer) => write!(out, "{integer}"),
        Value::Float(float) if float.is_nan() => out.write_str("nan"),
        Value::Float(float) => write!(out, "{float:?}"),
        Value::Flag(flag) => write!(out, "{flag}"),
        Value::Date(written) | Value::Huge(written) => out.write_str(written),
        Value::List(items) => {
            out.write_char('[')?;
            for (index, item) in items.iter().enumerate() {
                out.write_str(if index > 0 { ", " } else { "" })?;
                self::value(out, &item.value)?;
            }
            out.write_char(']')
        }
        Value::Table(table) => {
            out.write_char('{')?;
            for (index, (key, entry)) in table.iter().enumerate() {
                out.write_str(if index > 0 { ", " } else { " " })?;
                self::key(out, key)?;
                out.write_str(" = ")?;
                self::value(out, &entry.node.value)?;
            }
            out.write_str(if table.is_empty() { "}" } else { " }" })
        }
    }
}

fn string(out: &mut Formatter<'_>, text: &str) -> Result {
    out.write_char('"')?;
    for letter in text.chars() {
        match letter {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\t' => out.write_str("\\t")?,
            '\r' => out.write_str("\\r")?,
            control if control.is_control() => write!(out, "\\u{:04X}", u32::from(control))?,
            other => out.write_char(other)?,
        }
    }
    out.write_char('"')
}
