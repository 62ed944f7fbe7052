//! Variants of a loaded scenario: entries of the effective document changed in memory, then checked exactly like the
//! file. Nothing is read or parsed again.

use std::sync::Arc;

use super::Scenario;
use super::check::check;
use super::document::{Document, inline, override_value, put, split_override};
use super::load::{Findings, Loaded, in_file_order};
use super::read::{Read, Touched};
use crate::diagnostic::{At, Diagnostic, Diagnostics, Severity, TextId};
use crate::origin::Text;
use crate::table::Id;
use crate::tree::{Node, Place, Tree, Value};

/// Reads what stands at `place` as the value of an override; a bare word stands for itself.
///
/// # Errors
/// Where it is no value.
pub fn value_of(written: &str, place: Place) -> Result<Node, Diagnostic> {
    let mut findings = Vec::new();
    let node = override_value(written, place.text, 0, &mut findings);
    let found = node.and_then(|node| findings.into_iter().next().map_or(Ok(node), Err));
    let whole = At::Span(place.text, place.start..place.end);
    let mut node = found.map_err(|finding| Diagnostic { at: whole, ..finding })?;
    put_at(&mut node, place);
    Ok(node)
}

/// Lets a value stand at `place` with everything in it.
fn put_at(node: &mut Node, place: Place) {
    node.place = place;
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| put_at(item, place)),
        Value::Table(tree) => Arc::make_mut(tree).values_mut().for_each(|entry| {
            entry.key = place;
            put_at(&mut entry.node, place);
        }),
        _ => {}
    }
}

/// A value as TOML on one line.
#[must_use]
pub fn as_toml(value: &Value) -> String {
    inline(value).to_string()
}

/// The parts of a dotted key, quotes taken off; `None` where it is no key.
#[must_use]
pub fn key_parts(key: &str) -> Option<Vec<String>> {
    split_override(&format!("{key}=")).map(|(parts, _)| parts)
}

/// Puts `node` at `parts`, making the tables on the way.
///
/// # Errors
/// Where a value stands in the way.
pub fn set(tree: &mut Tree, parts: &[String], key: Place, node: Node) -> Result<(), Diagnostic> {
    put(tree, parts, key, node).map_or(Ok(()), Err)
}

impl Loaded {
    /// The id that the next text after those of the scenario has.
    #[must_use]
    pub fn next_text(&self) -> TextId {
        TextId::from_index(self.origins.texts().len())
    }

    /// The scenario that `tree` describes, a copy of the effective document changed at `keys`. `arguments` are the texts
    /// the changes come from; their ids start at [`next_text`](Self::next_text).
    ///
    /// # Errors
    /// With everything that is wrong with it.
    ///
    /// # Panics
    /// Never: a scenario is refused only with an error.
    pub fn variant<'k>(
        &'k self,
        tree: &Arc<Tree>,
        keys: impl IntoIterator<Item = &'k [String]>,
        arguments: &[Text],
    ) -> Result<Scenario, Findings> {
        self.checked(tree, &Touched::by(keys, &self.scenario), arguments)
    }

    /// The scenario that `tree` describes, a copy of the effective document changed anywhere.
    ///
    /// # Errors
    /// With everything that is wrong with it.
    pub fn changed(&self, tree: &Arc<Tree>) -> Result<Scenario, Findings> {
        self.checked(tree, &Touched::All, &[])
    }

    fn checked(&self, tree: &Arc<Tree>, touched: &Touched<'_>, arguments: &[Text]) -> Result<Scenario, Findings> {
        let (read, mut findings) = Read::new(tree, true, self.arguments, touched);
        if findings.iter().all(|finding| finding.severity() == Severity::Warning)
            && let Some(scenario) = check(&read, &self.name, Severity::Error, &mut findings)
        {
            return Ok(scenario);
        }
        if findings.iter().all(|finding| finding.severity() == Severity::Warning) {
            // Never so: a scenario is refused only with an error. Said rather than passed over.
            let at = At::Text(TextId::FIRST);
            findings.push(Diagnostic::new(crate::diagnostic::Rule::WrongType, at, "the scenario cannot be used"));
        }
        let origins = self.origins.varied(arguments, Arc::clone(tree));
        in_file_order(&mut findings, &origins);
        findings.retain(|finding| finding.severity() == Severity::Error);
        let diagnostics = Diagnostics::new(findings).expect("a scenario is refused only with an error");
        Err(Findings { diagnostics, origins })
    }

    /// The same with `tree`, a changed copy of the effective document, in its place.
    ///
    /// # Errors
    /// With everything that is wrong with it.
    pub fn with(&self, tree: Arc<Tree>) -> Result<Self, Findings> {
        let scenario = self.changed(&tree)?;
        let origins = self.origins.varied(&[], Arc::clone(&tree));
        let effective = Document::new(tree);
        let sha256 = effective.sha256();
        Ok(Self { scenario, origins, sha256, effective, ..self.clone() })
    }

    /// Findings about `arguments`, or about what the scenario says of a sweep.
    #[must_use]
    pub fn findings(&self, diagnostics: Diagnostics, arguments: &[Text]) -> Findings {
        Findings { diagnostics, origins: self.origins.with(arguments) }
    }
}
