//! `extends` and `remove`: a file is merged over its base, its base over its own, and so on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Texts, parse};
use crate::diagnostic::{At, Diagnostic, Rule, TextId, nearest};
use crate::scenario::load::{MAX_BYTES, ReadError, read_text};
use crate::table::Id;
use crate::tree::{Node, Place, Tree, Value};

/// Most bases of a scenario, one below the other.
const LONGEST_CHAIN: usize = 32;

/// Reads a file and its bases.
pub struct Bases<'a> {
    texts: &'a mut Texts,
    /// The files on the way here, canonical, with the `extends` that led to the next.
    chain: Vec<(PathBuf, String)>,
}

impl<'a> Bases<'a> {
    pub fn new(texts: &'a mut Texts) -> Self {
        Self { texts, chain: Vec::new() }
    }

    /// The tree of `contents` merged over its bases. `file` is where it was read from, if from a file.
    pub fn gather(&mut self, name: &str, contents: String, file: Option<&Path>) -> Tree {
        let id = TextId::from_index(self.texts.all.len());
        let mut tree = self.texts.parse(name, contents);
        let extends = tree.shift_remove("extends").map(|entry| entry.node);
        let remove = tree.shift_remove("remove");
        let Some(extends) = extends else {
            if let Some(remove) = remove {
                let message = "`remove` takes entries out of a base, but there is no `extends`";
                let at = At::Span(id, remove.key.start..remove.key.end);
                self.texts.findings.push(Diagnostic::new(Rule::NothingToRemove, at, message));
            }
            return tree;
        };
        self.chain.push((file.map_or_else(PathBuf::new, canonical), name.to_owned()));
        let base = self.base(&extends, file);
        self.chain.pop();
        let Some(mut base) = base else {
            self.texts.incomplete = true;
            return tree;
        };
        if let Some(remove) = remove {
            self.remove(&mut base, &remove.node);
        }
        merge(&mut base, tree);
        base
    }

    fn base(&mut self, extends: &Node, file: Option<&Path>) -> Option<Tree> {
        let at = span(extends.place);
        let Value::Text(relative) = &extends.value else {
            let message = format!("`extends` is the path of one file in quotes, not {}", extends.value.kind());
            self.texts.findings.push(Diagnostic::new(Rule::WrongType, at, message));
            return None;
        };
        let path = file.and_then(Path::parent).unwrap_or_else(|| Path::new("")).join(relative);
        let known = canonical(&path);
        if let Some(from) = self.chain.iter().position(|(file, _)| *file == known) {
            let mut chain: Vec<&str> = self.chain[from..].iter().map(|(_, name)| name.as_str()).collect();
            chain.push(&self.chain[from].1);
            let finding = Diagnostic::new(Rule::BaseCycle, at, format!("`{relative}` extends itself"))
                .note(format!("the chain is {}", arrows(&chain)));
            self.texts.findings.push(finding);
            return None;
        }
        if self.chain.len() > LONGEST_CHAIN {
            let message = format!("more than {LONGEST_CHAIN} files extend each other");
            self.texts.findings.push(Diagnostic::new(Rule::TooDeep, at, message));
            return None;
        }
        let read: usize = self.texts.all.iter().map(|text| text.contents.len()).sum();
        match read_text(&path, MAX_BYTES.saturating_sub(read as u64)) {
            Ok(text) => Some(self.gather(&path.display().to_string(), text, Some(&path))),
            Err(error) => {
                self.unreadable(&path, &error, at);
                None
            }
        }
    }

    fn unreadable(&mut self, path: &Path, error: &ReadError, at: At) {
        let shown = path.display();
        let message = match error {
            ReadError::Io(error) => {
                let reason = match error.kind() {
                    std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
                    std::io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
                    _ => error.to_string(),
                };
                format!("base `{shown}` cannot be read: {reason}")
            }
            ReadError::TooLarge => {
                format!("base `{shown}` and what extends it are larger than {} MiB", MAX_BYTES >> 20)
            }
            ReadError::NotUtf8(fault) => {
                format!("base `{shown}` is not UTF-8 text: line {}, column {}", fault.line, fault.column)
            }
        };
        let mut finding = Diagnostic::new(Rule::MissingBase, at, message);
        if self.chain.len() > 1 {
            let mut chain: Vec<&str> = self.chain.iter().map(|(_, name)| name.as_str()).collect();
            let shown = shown.to_string();
            chain.push(&shown);
            finding = finding.note(format!("the chain is {}", arrows(&chain)));
        }
        self.texts.findings.push(finding);
    }

    fn remove(&mut self, base: &mut Tree, list: &Node) {
        let one;
        let items = match &list.value {
            Value::List(items) => items.as_slice(),
            Value::Text(_) => {
                one = [list.clone()];
                &one
            }
            other => {
                let message = format!("`remove` is a list of key paths, not {}", other.kind());
                self.texts.findings.push(Diagnostic::new(Rule::WrongType, span(list.place), message));
                return;
            }
        };
        for item in items {
            let finding = match &item.value {
                Value::Text(path) => remove_path(base, path)
                    .err()
                    .map(|(rule, message, help)| Diagnostic::new(rule, span(item.place), message).maybe_help(help)),
                other => {
                    let message = format!("`remove` lists key paths in quotes, not {}", other.kind());
                    Some(Diagnostic::new(Rule::WrongType, span(item.place), message))
                }
            };
            self.texts.findings.extend(finding);
        }
    }
}

/// A rule, a message and perhaps a help.
type Fault = (Rule, String, Option<String>);

fn remove_path(base: &mut Tree, path: &str) -> Result<(), Fault> {
    let Some(parts) = parse::key_parts(path) else {
        return Err((Rule::NothingToRemove, format!("`{path}` is not a key path such as `facility.x`"), None));
    };
    let mut tree = base;
    for (depth, part) in parts.iter().enumerate() {
        if !tree.contains_key(part) {
            let near = nearest(part, tree.keys().map(String::as_str)).map(|near| {
                let mut right = parts.clone();
                near.clone_into(&mut right[depth]);
                format!("the base has `{}`", crate::diagnostic::KeyPath::new(right))
            });
            return Err((Rule::NothingToRemove, format!("the base has no `{path}` to remove"), near));
        }
        if depth + 1 == parts.len() {
            tree.shift_remove(part);
            return Ok(());
        }
        match tree.get_mut(part).and_then(|entry| entry.node.value.as_table_mut()) {
            Some(inner) => tree = inner,
            None => break,
        }
    }
    Err((Rule::NothingToRemove, format!("the base has no `{path}` to remove"), None))
}

/// Puts `over` on top of `base`: tables are merged, anything else is replaced whole; new keys come last.
fn merge(base: &mut Tree, over: Tree) {
    for (key, entry) in over {
        match base.get_mut(&key) {
            Some(old) => match (&mut old.node.value, entry.node.value) {
                (Value::Table(inner), Value::Table(table)) => {
                    old.node.place = entry.node.place;
                    merge(Arc::make_mut(inner), Arc::unwrap_or_clone(table));
                }
                (_, value) => {
                    old.key = entry.key;
                    old.node = Node { place: entry.node.place, value };
                }
            },
            None => {
                base.insert(key, entry);
            }
        }
    }
}

fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn span(place: Place) -> At {
    At::Span(place.text, place.start..place.end)
}

fn arrows(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" -> ")
}
