//! A TOML document as plain data in which every key and value knows its place in some text. Documents of several
//! texts (bases, the file, arguments) are merged into one tree without losing the places.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::TextId;

/// A byte range of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The text.
    pub text: TextId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A table: entries in the order of the text.
pub type Tree = IndexMap<String, Entry>;

/// One entry of a table.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key stands.
    pub key: Place,
    /// What it is set to.
    pub node: Node,
}

/// A value and its place; of a table opened by a header, the header's.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where the value stands.
    pub place: Place,
    /// The value.
    pub value: Value,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub enum Value {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A float, NaN and infinities included.
    Float(f64),
    /// A number beyond both, as written.
    Huge(String),
    /// A boolean.
    Flag(bool),
    /// A date or a time, as written.
    Date(String),
    /// An array.
    List(Vec<Node>),
    /// A table; changed copies of a document share what is not changed.
    Table(Arc<Tree>),
}

impl From<Tree> for Value {
    fn from(tree: Tree) -> Self {
        Self::Table(Arc::new(tree))
    }
}

impl Value {
    /// The type in words, with its article.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Huge(_) => "a number beyond 64 bits",
            Self::Flag(_) => "a boolean",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }

    /// The entries, of a table.
    #[must_use]
    pub fn as_table(&self) -> Option<&Tree> {
        match self {
            Self::Table(tree) => Some(tree),
            _ => None,
        }
    }

    /// The entries, of a table, to change; copied first where another document shares them.
    #[must_use]
    pub fn as_table_mut(&mut self) -> Option<&mut Tree> {
        match self {
            Self::Table(tree) => Some(Arc::make_mut(tree)),
            _ => None,
        }
    }

    /// The text, of a string.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, of an integer or a float.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Float(value) => Some(if *value == 0.0 { 0.0 } else { *value }),
            _ => None,
        }
    }
}
