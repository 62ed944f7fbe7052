//! Findings about a scenario as plain data: what, where, what was expected; colours and layout live in `cli`.

use std::fmt;
use std::ops::Range;

use crate::define_id;

mod nearest;
mod rule;

pub use nearest::{nearest, worded_alike};
pub use rule::{Rule, Severity};

define_id!(
    /// A text that contributed to a scenario: the file, one of its bases, an argument.
    TextId
);

impl TextId {
    /// The text that was asked for; its bases and the arguments follow.
    pub const FIRST: Self = Self(0);
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule was broken.
    pub rule: Rule,
    /// Where.
    pub at: At,
    /// What is, and what was expected.
    pub message: String,
    /// Other places that matter, with a word on each.
    pub notes: Vec<(Option<At>, String)>,
    /// An edit that would help.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding without notes and help.
    #[must_use]
    pub fn new(rule: Rule, at: At, message: impl Into<String>) -> Self {
        Self { rule, at, message: shortened(message), notes: Vec::new(), help: None }
    }

    /// The same with a word on another place.
    #[must_use]
    pub fn note_at(mut self, at: At, text: impl Into<String>) -> Self {
        self.notes.push((Some(at), shortened(text)));
        self
    }

    /// The same with a word on the matter.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push((None, shortened(text)));
        self
    }

    /// The same with an edit that would help.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(shortened(text));
        self
    }

    /// The same with an edit that would help, if there is one.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text.map(shortened).or(self.help);
        self
    }

    /// Error or warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }
}

/// Longest message, in bytes, that is shown whole.
const LONGEST: usize = 2000;

/// `message`, or its two ends where it quotes a name or a number of megabytes.
#[must_use]
pub fn shortened(message: impl Into<String>) -> String {
    let message = message.into();
    if message.len() <= LONGEST {
        return message;
    }
    let boundary = |near: usize| (near..message.len()).find(|at| message.is_char_boundary(*at)).unwrap_or(near);
    let (head, tail) = (boundary(LONGEST - 400), boundary(message.len() - 200));
    format!("{} … ({} bytes left out) … {}", &message[..head], tail - head, &message[tail..])
}

/// Where a finding is; a byte range is looked up only when it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// A key, or the enclosing table where the key is missing.
    Key(KeyPath),
    /// The value of a key; a list's items are numbered from 0.
    Value(KeyPath),
    /// Some bytes of a text.
    Span(TextId, Range<usize>),
    /// A whole text.
    Text(TextId),
}

/// Findings, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Findings, unless there are none.
    #[must_use]
    pub fn new(findings: Vec<Diagnostic>) -> Option<Self> {
        (!findings.is_empty()).then_some(Self(findings))
    }

    /// All of them in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(finding: Diagnostic) -> Self {
        Self(vec![finding])
    }
}

/// The path of a key or table in the effective scenario, e.g. `facility.mountain_pass.capacity_t_per_year`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct KeyPath(Vec<String>);

impl KeyPath {
    /// A path from its parts.
    #[must_use]
    pub fn new<S: Into<String>>(parts: impl IntoIterator<Item = S>) -> Self {
        Self(parts.into_iter().map(Into::into).collect())
    }

    /// A path from the form it is printed in: parts between dots, in quotes where they are not bare.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let (mut parts, mut part, mut quoted) = (Vec::new(), String::new(), false);
        for letter in text.chars() {
            match letter {
                '"' => quoted = !quoted,
                '.' if !quoted => parts.push(std::mem::take(&mut part)),
                other => part.push(other),
            }
        }
        parts.push(part);
        Self(parts)
    }

    /// The path one level deeper.
    #[must_use]
    pub fn child(&self, part: impl Into<String>) -> Self {
        let mut parts = Vec::with_capacity(self.0.len() + 1);
        parts.extend_from_slice(&self.0);
        parts.push(part.into());
        Self(parts)
    }

    /// The parts.
    #[must_use]
    pub fn parts(&self) -> &[String] {
        &self.0
    }

    /// The enclosing table; `None` at the top.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        (!self.0.is_empty()).then(|| Self(self.0[..self.0.len() - 1].to_vec()))
    }
}

/// Whether `part` needs no quotes as a TOML key.
#[must_use]
pub fn is_bare(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

impl fmt::Display for KeyPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.0.iter().enumerate() {
            if index > 0 {
                out.write_str(".")?;
            }
            if is_bare(part) { out.write_str(part)? } else { write!(out, "{part:?}")? }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_messages_beyond_measure_are_shortened() {
        let whole = "ä".repeat(LONGEST / 2);
        assert_eq!(shortened(whole.clone()), whole);
        let long = shortened(format!("begins {} ends", "ä".repeat(1_000_000)));
        assert!(long.starts_with("begins ä") && long.ends_with("ä ends"), "{long}");
        assert!(long.len() < LONGEST && long.contains("(1998212 bytes left out)"), "{long}");
    }
}
