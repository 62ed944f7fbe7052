//! The effective document: a file merged over its bases, overrides applied; still unchecked.

use std::fmt::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, TextId};
use crate::origin::{OVERRIDE, Origins, Text};
use crate::table::Id;
use crate::tree::Tree;

mod extends;
mod overrides;
mod parse;
mod print;

use extends::Bases;
pub use overrides::is_override;
pub(super) use overrides::{insert as put, split as split_override, value as override_value};
pub(super) use parse::Syntax;
pub(super) use print::inline;

/// The effective document. Displayed as TOML that reads back as the same scenario.
#[derive(Clone, Default)]
pub struct Document {
    root: Arc<Tree>,
}

impl Document {
    /// The document with these entries.
    #[must_use]
    pub fn new(root: Arc<Tree>) -> Self {
        Self { root }
    }

    /// The entries.
    #[must_use]
    pub fn root(&self) -> &Tree {
        &self.root
    }

    /// The document as TOML, without comments.
    #[must_use]
    pub fn to_toml(&self) -> String {
        self.to_string()
    }

    /// SHA-256 in hexadecimal of [`to_toml`](Self::to_toml): the same for the same entries in the same order,
    /// however they are laid out and whichever base they come from.
    #[must_use]
    pub fn sha256(&self) -> String {
        Sha256::digest(self.to_toml()).iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Document").field(&self.to_toml()).finish()
    }
}

impl fmt::Display for Document {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        print::document(out, &self.root)
    }
}

/// A document as it was put together, with what is wrong so far.
pub(super) struct Assembly {
    pub document: Document,
    pub origins: Origins,
    /// What is wrong with syntax, bases and overrides.
    pub findings: Vec<Diagnostic>,
    /// The faults of syntax, which make what stands near them untrustworthy.
    pub syntax: Syntax,
    /// The first text that is an argument.
    pub arguments: TextId,
    /// Whether nothing is missing for want of a base or for faults of syntax.
    pub whole: bool,
}

/// Puts a document together: parses `text`, follows `extends` from `folder`, applies `overrides` in order.
pub(super) fn assemble(name: &str, text: String, place: Option<&Path>, overrides: &[String]) -> Assembly {
    let mut texts = Texts::default();
    let mut tree = Bases::new(&mut texts).gather(name, text, place);
    let arguments = TextId::from_index(texts.all.len());
    for argument in overrides {
        let id = texts.add(OVERRIDE, argument);
        overrides::apply(&mut tree, argument, id, &mut texts.findings);
    }
    let root = Arc::new(tree);
    Assembly {
        origins: Origins::new(texts.all, Arc::clone(&root)),
        document: Document { root },
        findings: texts.findings,
        arguments,
        whole: texts.syntax.is_sound() && !texts.incomplete,
        syntax: texts.syntax,
    }
}

/// The texts read so far and what is wrong with them.
#[derive(Default)]
struct Texts {
    all: Vec<Text>,
    findings: Vec<Diagnostic>,
    syntax: Syntax,
    /// Whether a base could not be had.
    incomplete: bool,
}

impl Texts {
    fn add(&mut self, name: &str, contents: impl Into<String>) -> TextId {
        self.all.push(Text { name: name.to_owned(), contents: contents.into() });
        TextId::from_index(self.all.len() - 1)
    }

    /// Parses a text as far as it can be parsed.
    fn parse(&mut self, name: &str, contents: String) -> Tree {
        let id = self.add(name, contents);
        parse::document(&self.all[id.index()].contents, id, &mut self.findings, &mut self.syntax)
    }
}
