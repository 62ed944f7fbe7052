//! Findings as annotated snippets: the place, the offending text underlined, notes and help. The only user of
//! `annotate-snippets`.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{At, Diagnostic, KeyPath, Severity, TextId};
use crate::origin::Origins;
use crate::scenario::{Findings, Loaded};

/// Findings beyond this many are only counted.
const MOST_FINDINGS: usize = 200;
/// Lines longer than this many bytes are named but not shown.
const LONGEST_LINE: usize = 2000;
/// Places further apart than this many bytes are shown in snippets of their own.
const NEAR: usize = 20_000;

/// All findings of a scenario that cannot be used, and how many there are.
#[must_use]
pub fn findings(findings: &Findings, colour: bool) -> String {
    let all = findings.diagnostics.as_slice();
    let mut text = diagnostics(all, &findings.origins, colour);
    text.push_str(&count(all));
    text.push('\n');
    text
}

/// The warnings of a scenario that can be used; empty where there are none.
#[must_use]
pub fn warnings(loaded: &Loaded, colour: bool) -> String {
    diagnostics(&loaded.warnings, &loaded.origins, colour)
}

/// Some findings, each followed by an empty line.
#[must_use]
pub fn diagnostics(all: &[Diagnostic], origins: &Origins, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for finding in all.iter().take(MOST_FINDINGS) {
        text.push_str(&renderer.render(&[group(finding, origins)]));
        text.push_str("\n\n");
    }
    if all.len() > MOST_FINDINGS {
        let _ = writeln!(text, "and {} more\n", all.len() - MOST_FINDINGS);
    }
    text
}

/// Statements under one title, a conflict and no fault of the file, each underlined where it stands, also in a base or an argument, in lines of at most
/// `width` columns as far as they allow.
#[must_use]
pub fn statements(title: &str, paths: &[KeyPath], year: i32, origins: &Origins, width: usize) -> String {
    let renderer = Renderer::styled().term_width(width);
    let labels: Vec<String> = paths.iter().map(ToString::to_string).collect();
    let mut group = Level::ERROR.with_name("conflict").primary_title(title).elements(Vec::<Element<'_>>::new());
    for (path, label) in paths.iter().zip(&labels) {
        let (text, bytes) = origins.range(&speaking(path, year, origins));
        let bytes = first_line(&origins.text(text).contents, bytes);
        group = group.element(snippet(origins, Mark { text, bytes, label: Some(label) }, Vec::new()));
    }
    format!("{}\n", renderer.render(&[group]))
}

/// The key `path`, or its entry for `year` where that was written elsewhere, by an argument or in another file.
fn speaking(path: &KeyPath, year: i32, origins: &Origins) -> At {
    let entry = path.child(year.to_string());
    let text =
        |path: &KeyPath| origins.locate(path).filter(|location| location.exact).map(|location| location.key_text);
    let elsewhere = text(&entry).is_some_and(|entry| text(path) != Some(entry));
    At::Key(if elsewhere { entry } else { path.clone() })
}

/// File, line and column (both from 1) of what a key says for a year, or of the nearest table around it.
#[must_use]
pub fn place(path: &KeyPath, year: i32, origins: &Origins) -> (String, usize, usize) {
    let (text, bytes) = origins.range(&speaking(path, year, origins));
    let text = origins.text(text);
    let before = &text.contents[..bytes.start.min(text.contents.len())];
    let line = before.matches('\n').count() + 1;
    let column = before[line_start(before, before.len())..].chars().count() + 1;
    (text.name.clone(), line, column)
}

/// `3 errors, 1 warning`
fn count(all: &[Diagnostic]) -> String {
    let errors = all.iter().filter(|finding| finding.severity() == Severity::Error).count();
    let plural = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    };
    let parts: Vec<String> =
        [plural(errors, "error"), plural(all.len() - errors, "warning")].into_iter().flatten().collect();
    parts.join(", ")
}

fn group<'a>(finding: &'a Diagnostic, origins: &'a Origins) -> Group<'a> {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        level.primary_title(finding.message.as_str()).id(finding.rule.name()).elements(places(finding, origins));
    for (_, note) in finding.notes.iter().filter(|(at, _)| at.is_none()) {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

/// One underlined piece of text.
struct Mark<'a> {
    text: TextId,
    bytes: Range<usize>,
    label: Option<&'a str>,
}

/// The finding's place and those of its notes, as few snippets as possible.
fn places<'a>(finding: &'a Diagnostic, origins: &'a Origins) -> Vec<Element<'a>> {
    let mark = |at: &At, label: Option<&'a str>| {
        let (text, bytes) = origins.range(at);
        Mark { text, bytes: first_line(&origins.text(text).contents, bytes), label }
    };
    let primary = mark(&finding.at, None);
    let mut together = vec![];
    let mut apart = vec![];
    for (at, note) in &finding.notes {
        let Some(at) = at else { continue };
        let other = mark(at, Some(note));
        let near = other.text == primary.text && other.bytes.start.abs_diff(primary.bytes.start) < NEAR;
        if near { together.push(other) } else { apart.push(other) }
    }
    let mut elements = vec![snippet(origins, primary, together)];
    elements.extend(apart.into_iter().map(|other| snippet(origins, other, Vec::new())));
    elements
}

/// A snippet of one text around a mark and others nearby; only the place where the lines are too long to show.
fn snippet<'a>(origins: &'a Origins, main: Mark<'a>, others: Vec<Mark<'a>>) -> Element<'a> {
    let text = origins.text(main.text);
    let contents = text.contents.as_str();
    let first = others.iter().map(|mark| mark.bytes.start).fold(main.bytes.start, usize::min);
    let last = others.iter().map(|mark| mark.bytes.end).fold(main.bytes.end, usize::max);
    let start = line_start(contents, first);
    let end = contents[last..].find('\n').map_or(contents.len(), |at| last + at);
    let line = contents[..start].matches('\n').count() + 1;
    if main.bytes == (0..0) {
        return Origin::path(text.name.as_str()).into();
    }
    if contents[start..end].lines().any(|line| line.len() > LONGEST_LINE) {
        let own = line_start(contents, main.bytes.start);
        let line = line + contents[start..own].matches('\n').count();
        let column = contents[own..main.bytes.start].chars().count() + 1;
        return Origin::path(text.name.as_str()).line(line).char_column(column).into();
    }
    let shifted = |bytes: Range<usize>| bytes.start - start..bytes.end - start;
    let mut snippet = Snippet::source(&contents[start..end])
        .path(text.name.as_str())
        .line_start(line)
        .annotation(AnnotationKind::Primary.span(shifted(main.bytes)).label(main.label));
    for other in others {
        snippet = snippet.annotation(AnnotationKind::Context.span(shifted(other.bytes)).label(other.label));
    }
    snippet.into()
}

fn line_start(contents: &str, at: usize) -> usize {
    contents[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The part of a range on its first line, inside the text and on character boundaries.
fn first_line(contents: &str, bytes: Range<usize>) -> Range<usize> {
    let mut start = bytes.start.min(contents.len());
    while !contents.is_char_boundary(start) {
        start -= 1;
    }
    let line_end = contents[start..].find('\n').map_or(contents.len(), |at| start + at);
    let mut end = bytes.end.clamp(start, line_end.max(start));
    while !contents.is_char_boundary(end) {
        end -= 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Rule;

    fn shown(contents: &str, bytes: Range<usize>, colour: bool) -> String {
        let mut origins = Origins::default();
        let text = origins.add_text("x.toml", contents);
        let finding = Diagnostic::new(Rule::Syntax, At::Span(text, bytes), "wrong");
        diagnostics(&[finding], &origins, colour)
    }

    #[test]
    fn the_offending_text_is_underlined_where_it_stands() {
        let text = shown("a = 1\nb = \u{e9}x\n", 10..13, false);
        assert!(text.contains("x.toml:2:5"), "{text}");
        assert!(text.contains("2 | b = \u{e9}x\n  |     ^^"), "{text}");
    }

    #[test]
    fn only_colour_needs_escapes() {
        assert!(!shown("a = 1", 0..1, false).contains('\u{1b}'));
        assert!(shown("a = 1", 0..1, true).contains('\u{1b}'));
    }

    #[test]
    fn long_lines_are_named_but_not_shown() {
        let long = format!("a = 1\nb = \"{}\"", "y".repeat(100_000));
        let text = shown(&long, 50_000..50_001, false);
        assert!(text.contains("x.toml:2:49995") && text.len() < 200, "{text}");
    }

    #[test]
    fn a_range_outside_the_text_or_inside_a_letter_does_no_harm() {
        for range in [0..9, 5..99, 99..100, 1..2] {
            assert!(shown("\u{e9}\u{e9}", range, false).contains("x.toml"));
        }
        assert!(shown("", 0..0, false).contains("x.toml"));
    }
}
