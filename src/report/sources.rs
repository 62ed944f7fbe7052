//! Where the numbers of a scenario come from, as Markdown.

use std::fmt::Write as _;

/// All numbers by source, and what other files say instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Sources {
    /// The scenario's title.
    pub title: String,
    /// The command that writes this page.
    pub command: String,
    /// Sources in file order; the last one, without a title, has what names none.
    pub sources: Vec<Source>,
    /// Files with other values.
    pub variants: Vec<Variant>,
}

/// A source and what rests on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its key.
    pub key: String,
    /// Title, publisher, year, address and note, as far as there are any.
    pub about: Vec<String>,
    /// What rests on it.
    pub lines: Vec<Line>,
}

/// Numbers of one key that stand alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Key path of the row and key.
    pub key: String,
    /// The values, with years or names, and ranges.
    pub values: String,
    /// Unit.
    pub unit: String,
    /// `reported`, `unverified`, `assumed`, or nothing.
    pub grade: String,
    /// How they were obtained.
    pub note: String,
}

/// A file that says otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its name.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Key path, value in the scenario and value here, with what it rests on; `-` where there is none.
    pub changes: Vec<[String; 4]>,
}

/// The page.
#[must_use]
pub fn render(page: &Sources) -> String {
    let mut text =
        format!("# Sources: {}\n\nWritten by `{}`; edit the scenario, not this page.\n", page.title, page.command);
    text.push_str("A grade says how well a number stands: `reported` was seen there, `unverified` is well known but not opened,\n");
    text.push_str("`assumed` is judgment or arithmetic. A note says how a number was obtained.\n");
    for source in &page.sources {
        let _ = writeln!(text, "\n## {}\n", if source.key.is_empty() { "No source named" } else { &source.key });
        for line in &source.about {
            let _ = writeln!(text, "{line}  ");
        }
        if source.lines.is_empty() {
            text.push_str("No number rests on it.\n");
            continue;
        }
        text.push_str("\n| number | value | unit | grade | note |\n|---|---|---|---|---|\n");
        for line in &source.lines {
            let cells = [&line.key, &line.values, &line.unit, &line.grade, &line.note].map(|cell| escaped(cell));
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
    }
    if !page.variants.is_empty() {
        text.push_str("\n## Other values\n\nFiles that extend the scenario and say otherwise, where sources disagree or a number is doubted.\n");
    }
    for variant in &page.variants {
        let _ = writeln!(
            text,
            "\n### {}\n\n{}\n\n| number | here | there | rests on |\n|---|---|---|---|",
            variant.file,
            escaped(&variant.title)
        );
        for change in &variant.changes {
            let _ = writeln!(text, "| {} |", change.each_ref().map(|cell| escaped(cell)).join(" | "));
        }
    }
    text
}

/// Text inside a cell.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace('\n', " ")
}
