//! `--set KEY=VALUE`: one value of the document replaced or added from the command line.

use std::sync::Arc;

use super::parse;
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule, TextId};
use crate::tree::{Entry, Node, Place, Tree, Value};

/// Whether an argument has the form `KEY=VALUE`; one that has not is wrong usage rather than a fault of the scenario.
#[must_use]
pub fn is_override(argument: &str) -> bool {
    split(argument).is_some_and(|(_, offset)| !argument[offset..].trim().is_empty())
}

/// Applies one argument to the document.
pub fn apply(tree: &mut Tree, argument: &str, text: TextId, findings: &mut Vec<Diagnostic>) {
    let finding = if let Some((parts, offset)) = split(argument) {
        let key = Place { text, start: 0, end: argument[..offset - 1].trim_end().len() };
        match value(argument, text, offset, findings) {
            Ok(node) => insert(tree, &parts, key, node),
            Err(finding) => Some(finding),
        }
    } else {
        let finding =
            Diagnostic::new(Rule::InvalidOverride, At::Span(text, 0..argument.len()), "an override is `KEY=VALUE`")
                .help("an override looks like `facility.mountain_pass.capacity_t_per_year.2026=50000`");
        Some(finding)
    };
    findings.extend(finding);
}

/// The parts of the key and where the value starts: after the first `=` that leaves a key before it.
pub fn split(argument: &str) -> Option<(Vec<String>, usize)> {
    argument.match_indices('=').find_map(|(at, _)| {
        let parts = parse::key_parts(argument[..at].trim())?;
        Some((parts, at + 1))
    })
}

/// The value as TOML; a bare word stands for itself.
pub fn value(argument: &str, text: TextId, offset: usize, findings: &mut Vec<Diagnostic>) -> Result<Node, Diagnostic> {
    let written = argument[offset..].trim();
    let start = argument.len() - argument[offset..].trim_start().len();
    let end = start + written.len();
    if written.is_empty() {
        let finding =
            Diagnostic::new(Rule::InvalidOverride, At::Span(text, 0..argument.len()), "there is no value after `=`")
                .help("an empty string is written `\"\"`");
        return Err(finding);
    }
    match parse::value(&argument[..end], text, start, findings) {
        Ok(node) => Ok(node),
        Err(error) if written.starts_with(['"', '\'', '[', '{']) => {
            let message = format!("the value is not TOML: {}", error.message());
            Err(Diagnostic::new(Rule::InvalidOverride, At::Span(text, start..end), message)
                .help("a list is written `[\"CN\", \"RU\"]`; quotes need protection from the shell"))
        }
        Err(_) => Ok(Node { place: Place { text, start, end }, value: Value::Text(written.to_owned()) }),
    }
}

/// Puts `node` at the path, making the tables on the way.
pub fn insert(tree: &mut Tree, parts: &[String], key: Place, node: Node) -> Option<Diagnostic> {
    let at = At::Span(key.text, key.start..key.end);
    if matches!(parts[0].as_str(), "extends" | "remove") {
        let message = format!("`{}` cannot be set: bases are merged before overrides apply", parts[0]);
        return Some(Diagnostic::new(Rule::InvalidOverride, at, message));
    }
    let (last, way) = parts.split_last()?;
    let mut tree = tree;
    for (depth, part) in way.iter().enumerate() {
        let entry = tree
            .entry(part.clone())
            .or_insert_with(|| Entry { key, node: Node { place: key, value: Tree::new().into() } });
        match &mut entry.node.value {
            Value::Table(inner) => tree = Arc::make_mut(inner),
            other => {
                let above = KeyPath::new(&parts[..=depth]);
                let message = format!("`{above}` is {}, so there is no `{}` below it", other.kind(), parts[depth + 1]);
                let finding = Diagnostic::new(Rule::OverrideBelowValue, at, message)
                    .note_at(At::Span(entry.node.place.text, entry.node.place.start..entry.node.place.end), "set here")
                    .help(format!("set the whole value: `{above}=...`"));
                return Some(finding);
            }
        }
    }
    tree.insert(last.clone(), Entry { key, node });
    None
}
