//! Names that refer to something, lists of them, and tables by name.

use super::super::keys::Shape;
use super::shape::{Walk, last, listing};
use super::{At, Diagnostic, KeyPath, Kind, Node, Rule, Section, Value, nearest};
use crate::tree::Entry;

impl<'a> Walk<'a> {
    pub fn name(&mut self, kind: Kind, path: &KeyPath, node: &Node) {
        let Some(name) = node.value.as_text() else {
            return self.expect(path, node, &format!("the name of a {} in quotes", kind.word()), |_| false);
        };
        self.known(kind, name, At::Value(path.clone()), path);
    }

    /// Whether a name exists.
    fn known(&mut self, kind: Kind, name: &str, at: At, path: &KeyPath) {
        let Some(names) = self.names.get(&kind).filter(|names| self.whole && !names.contains(name)) else { return };
        let word = kind.word();
        let help = if let Some(near) = nearest(name, names.iter().copied()) {
            format!("a {word} with a similar name exists: `{near}`")
        } else if kind == Kind::Stage {
            format!("the stages are {}", listing(&names.iter().copied().collect::<Vec<_>>()))
        } else if let Some(called) = self.called(kind, name) {
            format!("the {word} called {name} is `{called}`")
        } else {
            format!("a {word} is declared by a header: `[{word}.{}]`", KeyPath::new([name]))
        };
        let (section, key) = (&path.parts()[0], path.parts().get(1).map_or("", String::as_str));
        let message = if Section::find(section).is_some_and(|section| section.named) {
            let verb = verb(section, path.parts().get(2).map_or("", String::as_str));
            format!("{section} `{key}` {verb} unknown {word} `{name}`")
        } else {
            format!("the {section} {} unknown {word} `{name}`", verb(section, key))
        };
        self.fault(path, Diagnostic::new(Rule::UnknownName, at, message).help(help));
    }

    /// The row with this display name.
    fn called(&self, kind: Kind, name: &str) -> Option<&'a str> {
        let rows = self.tree.get(kind.word())?.node.value.as_table()?;
        let display = |entry: &'a Entry| entry.node.value.as_table()?.get("name")?.node.value.as_text();
        let found = rows.iter().find(|(_, entry)| display(entry).is_some_and(|own| own.eq_ignore_ascii_case(name)));
        found.map(|(key, _)| key.as_str())
    }

    /// A list of things without repeats, or one of them.
    pub fn list(&mut self, path: &KeyPath, node: &'a Node, item: &dyn Fn(&mut Self, &KeyPath, &'a Node)) {
        let Value::List(items) = &node.value else {
            if node.value.as_text().is_some() {
                return item(self, path, node);
            }
            let message = format!("`{}` is a list of names in quotes, not {}", last(path), node.value.kind());
            return self.wrong(path, Rule::WrongType, message, None);
        };
        if items.is_empty() && last(path) != "avoid" {
            let message = format!("`{}` is an empty list", last(path));
            let help = Some("leave the key out, or name at least one".to_owned());
            self.wrong(path, Rule::EmptyList, message, help);
        }
        let mut seen: Vec<&str> = Vec::new();
        for (index, node) in items.iter().enumerate() {
            let path = path.child(index.to_string());
            item(self, &path, node);
            if let Some(text) = node.value.as_text() {
                if seen.contains(&text) {
                    self.wrong(&path, Rule::RepeatedEntry, format!("`{text}` stands in this list twice"), None);
                }
                seen.push(text);
            }
        }
    }

    pub fn by_name(&mut self, kind: Kind, inner: &Shape, path: &KeyPath, node: &'a Node) {
        let Value::Table(table) = &node.value else {
            let message = format!("`{}` is a table by {}, not {}", last(path), kind.word(), node.value.kind());
            let some = self.names.get(&kind).and_then(|names| names.last()).copied().unwrap_or("name");
            let help = Some(format!("write `{} = {{ {some} = ... }}`", last(path)));
            return self.wrong(path, Rule::WrongType, message, help);
        };
        for (name, entry) in table.iter() {
            let path = path.child(name);
            self.known(kind, name, At::Key(path.clone()), &path);
            self.value(inner, &path, &entry.node);
        }
    }
}

/// How a row refers to something by a key.
fn verb(section: &str, key: &str) -> &'static str {
    match (section, key) {
        ("route", "from") => "starts at",
        ("route", "to") => "ends at",
        ("facility", "country") => "stands in",
        ("facility", "owner") => "belongs to",
        ("facility", "process") => "runs",
        ("process", "splits") => "splits",
        ("scenario", "avoid") => "avoids",
        (_, "source") => "cites",
        (_, "input") => "takes",
        (_, "output") => "makes",
        (_, "recovery") => "wins",
        (_, "assay") => "contains",
        (_, "demand_t_per_year") => "demands",
        _ => "names",
    }
}
