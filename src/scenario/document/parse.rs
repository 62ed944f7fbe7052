//! Text → tree: every fault of syntax is found, and the rest of the text is still read.

use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue, Error};

use crate::diagnostic::{At, Diagnostic, Rule, TextId};
use crate::tree::{Entry, Node, Place, Tree, Value};

/// Deepest nesting of tables and lists; the deepest key of a scenario has five parts.
const DEEPEST: usize = 16;

/// The bytes near faults of syntax: from the header before a fault to the header after it.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    doubtful: Vec<(TextId, Range<usize>)>,
}

impl Syntax {
    /// Whether there is no fault.
    pub fn is_sound(&self) -> bool {
        self.doubtful.is_empty()
    }

    /// Whether what was read at `offset` may be a consequence of a fault.
    pub fn doubts(&self, text: TextId, offset: usize) -> bool {
        self.doubtful.iter().any(|(id, range)| *id == text && range.contains(&offset))
    }
}

/// Parses a document.
pub fn document(contents: &str, text: TextId, findings: &mut Vec<Diagnostic>, syntax: &mut Syntax) -> Tree {
    if contents.trim_start_matches('\u{feff}').trim().is_empty() {
        let finding = Diagnostic::new(Rule::EmptyFile, At::Text(text), "the scenario is empty")
            .help("a scenario starts with `format = 1`; `didymium new` writes an example");
        findings.push(finding);
        syntax.doubtful.push((text, 0..contents.len() + 1));
        return Tree::new();
    }
    // No TOML begins with a brace: one finding says more than one for each line.
    let first = contents.find(|letter: char| letter != '\u{feff}' && !letter.is_whitespace());
    if let Some(at) = first.filter(|at| contents[*at..].starts_with('{')) {
        let finding = Diagnostic::new(Rule::Syntax, At::Span(text, at..at + 1), "not TOML but JSON, as it seems");
        findings.push(finding.help("a scenario is a TOML file; a report is none"));
        syntax.doubtful.push((text, 0..contents.len() + 1));
        return Tree::new();
    }
    let (table, errors) = DeTable::parse_recoverable(contents);
    for (error, garbled) in worth_reporting(contents, errors) {
        let start = span_of(&error, contents).start;
        syntax.doubtful.push((text, section_around(contents, start..garbled.max(start))));
        let mut finding = syntax_finding(contents, text, &error);
        if garbled > start {
            if error.message().starts_with("string values") {
                "not TOML: this stands inside a list or table that is not closed".clone_into(&mut finding.message);
            }
            finding = finding.help("a list or table opened before it is probably not closed");
        }
        findings.push(finding);
    }
    let before = findings.len();
    let tree = Convert { text, findings }.table(table.get_ref(), 0);
    for finding in &findings[before..] {
        if let At::Span(_, range) = &finding.at {
            syntax.doubtful.push((text, section_around(contents, range.start..range.start)));
        }
    }
    tree
}

/// Parses the value of an argument that starts at byte `offset`.
pub fn value(contents: &str, text: TextId, offset: usize, findings: &mut Vec<Diagnostic>) -> Result<Node, Error> {
    let value = DeValue::parse(&contents[offset..])?;
    let mut node = Convert { text, findings }.node(value.get_ref(), value.span(), 1);
    shift(&mut node, offset);
    Ok(node)
}

/// The parts of a dotted key, quotes taken off; `None` where it is no key.
pub fn key_parts(key: &str) -> Option<Vec<String>> {
    let line = format!("{key} = 0");
    let table = DeTable::parse(&line).ok().filter(|_| !key.contains(['\n', '#']))?;
    let mut table = table.get_ref();
    let mut parts = Vec::new();
    loop {
        let (key, value) = table.iter().next()?;
        parts.push(key.get_ref().to_string());
        match value.get_ref().as_table() {
            Some(inner) if table.len() == 1 => table = inner,
            _ => return (table.len() == 1).then_some(parts),
        }
    }
}

fn shift(node: &mut Node, offset: usize) {
    node.place.start += offset;
    node.place.end += offset;
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| shift(item, offset)),
        Value::Table(tree) => Arc::make_mut(tree).values_mut().for_each(|entry| {
            entry.key.start += offset;
            entry.key.end += offset;
            shift(&mut entry.node, offset);
        }),
        _ => {}
    }
}

fn span_of(error: &Error, contents: &str) -> Range<usize> {
    let span = error.span().unwrap_or(0..0);
    span.start.min(contents.len())..span.end.min(contents.len())
}

/// One fault per line, in order, each with the end of what it garbles: an open bracket garbles everything up to where
/// it is found to be unclosed.
fn worth_reporting(contents: &str, mut errors: Vec<Error>) -> Vec<(Error, usize)> {
    errors.sort_by_key(|error| span_of(error, contents).start);
    let unclosed = errors
        .iter()
        .rfind(|error| error.message().starts_with("unclosed array") || error.message().starts_with("unclosed inline"))
        .map_or(0, |error| span_of(error, contents).start);
    let mut kept: Vec<(Error, usize)> = Vec::new();
    for error in errors {
        let start = span_of(&error, contents).start;
        let bracket = error.message().contains("array") || error.message().contains("inline table");
        let garbles = if bracket { unclosed } else { 0 };
        let Some((last, garbled)) = kept.last_mut() else {
            kept.push((error, garbles));
            continue;
        };
        let last_start = span_of(last, contents).start;
        let between = &contents[last_start..start];
        if !between.contains('\n') {
            *garbled = garbles.max(*garbled);
            continue;
        }
        // A table given twice has its keys twice.
        let twice = last.message() == "duplicate key" && error.message() == "duplicate key";
        let header = contents[line_start(contents, last_start)..].starts_with('[');
        if start > *garbled && !(twice && header && !between.contains("\n[")) {
            kept.push((error, garbles));
        }
    }
    kept
}

fn line_start(contents: &str, at: usize) -> usize {
    contents[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// From the header line at or before some bytes to the next header line after them.
fn section_around(contents: &str, bytes: Range<usize>) -> Range<usize> {
    let line_start = line_start(contents, bytes.start);
    let start = if contents[line_start..].starts_with('[') {
        line_start
    } else {
        contents[..line_start].rfind("\n[").map_or(0, |at| at + 1)
    };
    let end = contents[bytes.end..].find("\n[").map_or(contents.len() + 1, |at| bytes.end + at + 1);
    start..end
}

fn syntax_finding(contents: &str, text: TextId, error: &Error) -> Diagnostic {
    let span = span_of(error, contents);
    let written = contents[span.clone()].trim();
    let message = error.message();
    if message == "duplicate key" {
        return Diagnostic::new(
            Rule::DuplicateKey,
            At::Span(text, span.clone()),
            format!("`{written}` is given twice"),
        )
        .help("keep one of the two, or merge them");
    }
    if message.starts_with("string values must be quoted") && written.is_empty() {
        return Diagnostic::new(Rule::Syntax, At::Span(text, span), "not TOML: there is no value after `=`");
    }
    let help = if message.starts_with("string values must be quoted") && !written.is_empty() {
        let bare = !written.contains(['"', '\'', '\n']);
        bare.then(|| format!("a string is written in quotes: `\"{written}\"`"))
    } else {
        None
    };
    let message =
        message.replace("expected literal string", "expected a number, a string in quotes, a list or a table");
    Diagnostic::new(Rule::Syntax, At::Span(text, span), format!("not TOML: {message}")).maybe_help(help)
}

/// From the parser's types, which borrow from the text, to plain data.
struct Convert<'a> {
    text: TextId,
    findings: &'a mut Vec<Diagnostic>,
}

impl Convert<'_> {
    fn place(&self, span: Range<usize>) -> Place {
        Place { text: self.text, start: span.start, end: span.end }
    }

    fn table(&mut self, table: &DeTable<'_>, depth: usize) -> Tree {
        let mut tree = Tree::with_capacity(table.len());
        for (key, value) in table {
            let node = self.node(value.get_ref(), value.span(), depth + 1);
            tree.insert(key.get_ref().to_string(), Entry { key: self.place(key.span()), node });
        }
        tree
    }

    fn node(&mut self, value: &DeValue<'_>, span: Range<usize>, depth: usize) -> Node {
        let place = self.place(span.clone());
        let value = match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(integer) => match i64::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(integer) => Value::Integer(integer),
                Err(_) => Value::Huge(integer.to_string()),
            },
            DeValue::Float(float) => match float.as_str().parse::<f64>() {
                Ok(value) if value.is_finite() || float.as_str().contains("inf") || value.is_nan() => {
                    Value::Float(value)
                }
                _ => Value::Huge(float.as_str().to_owned()),
            },
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            DeValue::Array(items) if depth < DEEPEST => {
                Value::List(items.iter().map(|item| self.node(item.get_ref(), item.span(), depth + 1)).collect())
            }
            DeValue::Table(table) if depth < DEEPEST => self.table(table, depth).into(),
            DeValue::Array(_) | DeValue::Table(_) => {
                let message = format!("nested deeper than {DEEPEST} levels");
                self.findings.push(Diagnostic::new(Rule::TooDeep, At::Span(self.text, span), message));
                Tree::new().into()
            }
        };
        Node { place, value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(contents: &str) -> Vec<(Rule, &str)> {
        let (mut findings, mut syntax) = (Vec::new(), Syntax::default());
        document(contents, TextId::FIRST, &mut findings, &mut syntax);
        let bytes = |at: &At| match at {
            At::Span(_, range) => contents[range.clone()].lines().next().unwrap_or_default(),
            _ => "",
        };
        findings.iter().map(|finding| (finding.rule, bytes(&finding.at))).collect()
    }

    #[test]
    fn a_dotted_key_comes_apart_at_its_dots() {
        let parts = |key: &str| key_parts(key).map(|parts| parts.join("|"));
        assert_eq!(parts("a . \"b.c\".'d'").as_deref(), Some("a|b.c|d"));
        for wrong in ["", "a.", "a b", "a = 1", "a # b", "a\nb", "{ a"] {
            assert_eq!(parts(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn faults_far_apart_are_all_found() {
        let found = findings("a = x\n[b]\nc = 1\nc = 2\n[d\n[e]\nf = \"g\nh = 1");
        let rules: Vec<Rule> = found.iter().map(|(rule, _)| *rule).collect();
        assert_eq!(rules, [Rule::Syntax, Rule::DuplicateKey, Rule::Syntax, Rule::Syntax]);
        assert_eq!((found[0].1, found[1].1), ("x", "c"));
    }

    #[test]
    fn what_follows_from_a_fault_is_not_reported() {
        assert_eq!(findings("a = [1,\nb = 2\nc = [3]\n[d]\ne = \"f\"\n").len(), 1);
        assert_eq!(findings("[a]\nb = 1\nc = 1\n[a]\nb = 1\nc = 1\n"), [(Rule::DuplicateKey, "a")]);
    }

    #[test]
    fn only_what_is_near_a_fault_is_doubted() {
        let contents = "[a]\nx = 1\n[b]\ny = z\nw = 1\n[c]\nv = 1\n";
        let mut syntax = Syntax::default();
        document(contents, TextId::FIRST, &mut Vec::new(), &mut syntax);
        let doubted = |key: &str| syntax.doubts(TextId::FIRST, contents.find(key).unwrap());
        assert_eq!(["x", "[b", "y", "w", "v"].map(doubted), [false, true, true, true, false]);
    }
}
