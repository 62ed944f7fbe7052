//! What is said of a sweep: by arguments, or by `[axis.*]` and `[vary.*]` of the scenario.

use super::Plan;
use super::argument;
use super::drawn::Drawn;
use super::input::Input;
use super::levels::Levels;
use super::piece::Piece;
use super::span::Span;
use crate::diagnostic::{Diagnostic, TextId};
use crate::origin::Text;
use crate::scenario::Loaded;
use crate::scenario::variant::as_toml;
use crate::table::Id;
use crate::tree::{Entry, Node, Place, Tree, Value};

/// The inputs that were read, and what is wrong with the others.
pub struct Inputs<V> {
    /// The inputs.
    pub sound: Vec<Input<V>>,
    /// Findings about the others.
    pub faults: Vec<Diagnostic>,
}

impl<V> Inputs<V> {
    fn of(read: impl Iterator<Item = Result<Input<V>, Diagnostic>>) -> Self {
        let mut inputs = Self { sound: Vec::new(), faults: Vec::new() };
        for input in read {
            match input {
                Ok(input) => inputs.sound.push(input),
                Err(fault) => inputs.faults.push(fault),
            }
        }
        inputs
    }
}

/// The axes: `--axis`, the first of which is the text `first`; else those of the scenario.
pub fn axes(loaded: &Loaded, arguments: &[Text], first: TextId) -> Inputs<Levels> {
    let tree = loaded.effective.root();
    if arguments.is_empty() {
        return Inputs::of(rows(loaded, "axis").map(|row| {
            let key = row.piece("key");
            let values = row.node("values");
            let (levels, stated) = match &values.value {
                Value::List(items) => {
                    let piece = |text, place| quoted(loaded, text, place);
                    (Levels::of_list(items, piece)?, as_toml(&values.value))
                }
                _ => (Levels::of_text(row.piece("values"))?, row.piece("values").text().to_owned()),
            };
            Input::axis(key, values.place, &stated, levels, tree)
        }));
    }
    Inputs::of(flags(arguments, first).map(|argument| {
        let (key, values) = argument?;
        Input::axis(key, values.place(), values.text(), Levels::of_text(values)?, tree)
    }))
}

/// The inputs that are drawn: `--vary`, the first of which is the text `first`; else those of the scenario.
pub fn varied(loaded: &Loaded, arguments: &[Text], first: TextId) -> Inputs<Drawn> {
    let tree = loaded.effective.root();
    let read = |key: Piece<'_>, draw: Piece<'_>| Input::varied(key, draw, Drawn::of_text(draw)?, tree);
    if arguments.is_empty() {
        return Inputs::of(rows(loaded, "vary").map(|row| read(row.piece("key"), row.piece("draw"))));
    }
    Inputs::of(flags(arguments, first).map(|argument| argument.and_then(|(key, draw)| read(key, draw))))
}

/// The input that is bisected: `--bisect`, which is the text `id`.
pub fn bisected(loaded: &Loaded, argument: Option<&Text>, id: TextId) -> Inputs<Span> {
    let tree = loaded.effective.root();
    Inputs::of(argument.into_iter().map(|argument| {
        let (key, range) = argument::split(&argument.contents, id)?;
        Input::span(key, range, Span::of_text(range)?, tree)
    }))
}

/// Keys of the question that the command line or `[sweep]` fixes for every point, each with what does.
pub fn fixed(loaded: &Loaded, plan: &Plan) -> Vec<(&'static str, String)> {
    let sweep = loaded.effective.root().get("sweep").and_then(|entry| entry.node.value.as_table());
    let said = ["mode", "avoid", "avoid_stages", "statuses"].into_iter();
    let said = said.filter(|key| sweep.is_some_and(|sweep| sweep.contains_key(*key)));
    plan.fixed.iter().cloned().chain(said.map(|key| (key, format!("`{key}` in `[sweep]`")))).collect()
}

/// The key and the rest of every argument.
fn flags(
    arguments: &[Text],
    first: TextId,
) -> impl Iterator<Item = Result<(Piece<'_>, Piece<'_>), Diagnostic>> + use<'_> {
    let id = move |number| TextId::from_index(first.index() + number);
    arguments.iter().enumerate().map(move |(number, text)| argument::split(&text.contents, id(number)))
}

/// One row of `[axis.*]` or `[vary.*]`.
struct Row<'a> {
    loaded: &'a Loaded,
    table: &'a Tree,
}

/// The rows of a section; their keys and types have been checked with the scenario.
fn rows<'a>(loaded: &'a Loaded, section: &str) -> impl Iterator<Item = Row<'a>> + use<'a> {
    let rows = loaded.effective.root().get(section).and_then(|entry| entry.node.value.as_table());
    let table = |entry: &'a Entry| entry.node.value.as_table();
    rows.into_iter().flatten().filter_map(move |(_, entry)| Some(Row { loaded, table: table(entry)? }))
}

impl<'a> Row<'a> {
    fn node(&self, key: &str) -> &'a Node {
        &self.table[key].node
    }

    /// A string without blanks at its ends.
    fn piece(&self, key: &str) -> Piece<'a> {
        let node = self.node(key);
        let text = node.value.as_text().unwrap_or_default();
        quoted(self.loaded, text, node.place).part(0..text.len())
    }
}

fn quoted<'a>(loaded: &Loaded, text: &'a str, place: Place) -> Piece<'a> {
    Piece::quoted(text, place, &loaded.origins.text(place.text).contents)
}
