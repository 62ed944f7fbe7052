//! Where every key of the effective scenario was written: the texts it was put together from, and a way from a key
//! path to a byte range of one of them.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{At, KeyPath, TextId};
use crate::table::Id;
use crate::tree::{Node, Place, Tree, Value};

/// What a text is called that is an argument of `--set`.
pub const OVERRIDE: &str = "--set";

/// A text that contributed to the scenario.
#[derive(Clone, Debug)]
pub struct Text {
    /// What to call it: a path, `<stdin>`, or the argument (`--set`).
    pub name: String,
    /// Its contents.
    pub contents: String,
}

/// Where a key and its value stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The text of the key.
    pub key_text: TextId,
    /// The key's bytes.
    pub key: Range<usize>,
    /// The text of the value (an override may set one key of another text).
    pub value_text: TextId,
    /// The value's bytes; of a table opened by a header, the header's.
    pub value: Range<usize>,
    /// Whether the path itself was found, rather than an enclosing table.
    pub exact: bool,
}

/// The texts of a scenario and the place of every key.
#[derive(Clone, Default)]
pub struct Origins {
    texts: Vec<Text>,
    root: Arc<Tree>,
    /// Keys that an argument speaks for instead of the tree.
    spoken: Vec<(KeyPath, TextId, Range<usize>)>,
}

impl Origins {
    /// Origins of a tree in its texts.
    #[must_use]
    pub fn new(texts: Vec<Text>, root: Arc<Tree>) -> Self {
        Self { texts, root, spoken: Vec::new() }
    }

    /// Lets the text `name`, such as an argument of the command line, speak for the key `path`: `bytes` of it.
    pub fn speak(&mut self, path: KeyPath, name: &str, contents: &str, bytes: Range<usize>) {
        let text = self.add_text(name, contents);
        self.spoken.push((path, text, bytes));
    }

    /// Makes one more text known, such as an argument of the command line.
    pub fn add_text(&mut self, name: impl Into<String>, contents: impl Into<String>) -> TextId {
        self.texts.push(Text { name: name.into(), contents: contents.into() });
        TextId::from_index(self.texts.len() - 1)
    }

    /// The same tree and texts, and `more` texts.
    #[must_use]
    pub fn with(&self, more: &[Text]) -> Self {
        self.varied(more, Arc::clone(&self.root))
    }

    /// The same texts and `more`, of another tree.
    #[must_use]
    pub fn varied(&self, more: &[Text], root: Arc<Tree>) -> Self {
        Self { texts: self.texts.iter().chain(more).cloned().collect(), root, spoken: self.spoken.clone() }
    }

    /// A text.
    ///
    /// # Panics
    /// On an id of other origins.
    #[must_use]
    pub fn text(&self, id: TextId) -> &Text {
        &self.texts[id.index()]
    }

    /// All texts: the file itself, its bases from near to far, then the arguments.
    #[must_use]
    pub fn texts(&self) -> impl ExactSizeIterator<Item = (TextId, &Text)> {
        self.texts.iter().enumerate().map(|(index, text)| (TextId::from_index(index), text))
    }

    /// The arguments of `--set`, in the order given.
    pub fn overrides(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().filter(|text| text.name == OVERRIDE).map(|text| text.contents.as_str())
    }

    /// Where `path` was written, or else the nearest enclosing table that was; `None` where nothing of it was.
    #[must_use]
    pub fn locate(&self, path: &KeyPath) -> Option<Location> {
        if let Some((_, text, bytes)) = self.spoken.iter().rev().find(|entry| entry.0 == *path) {
            let bytes = bytes.clone();
            return Some(Location {
                key_text: *text,
                key: bytes.clone(),
                value_text: *text,
                value: bytes,
                exact: true,
            });
        }
        let mut found = None;
        let mut level = Level::Table(&self.root);
        for (depth, part) in path.parts().iter().enumerate() {
            let Some((key, node)) = level.step(part) else { break };
            found = Some(Location {
                key_text: key.text,
                key: key.start..key.end,
                value_text: node.place.text,
                value: node.place.start..node.place.end,
                exact: depth + 1 == path.parts().len(),
            });
            level = match &node.value {
                Value::Table(tree) => Level::Table(tree),
                Value::List(items) => Level::List(items),
                _ => Level::Leaf,
            };
        }
        found
    }

    /// The text and the bytes that `at` points at; an empty range where it points at a whole text.
    #[must_use]
    pub fn range(&self, at: &At) -> (TextId, Range<usize>) {
        let whole = (TextId::FIRST, 0..0);
        match at {
            At::Key(path) => self.locate(path).map_or(whole, |location| (location.key_text, location.key)),
            At::Value(path) => self.locate(path).map_or(whole, |location| {
                if location.exact { (location.value_text, location.value) } else { (location.key_text, location.key) }
            }),
            At::Span(text, range) => (*text, range.clone()),
            At::Text(text) => (*text, 0..0),
        }
    }
}

impl fmt::Debug for Origins {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.texts.iter().map(|text| &text.name)).finish()
    }
}

/// What a path steps through.
enum Level<'a> {
    Table(&'a Tree),
    List(&'a [Node]),
    Leaf,
}

impl<'a> Level<'a> {
    fn step(&self, part: &str) -> Option<(Place, &'a Node)> {
        match self {
            Self::Table(tree) => tree.get(part).map(|entry| (entry.key, &entry.node)),
            Self::List(items) => items.get(part.parse::<usize>().ok()?).map(|node| (node.place, node)),
            Self::Leaf => None,
        }
    }
}
