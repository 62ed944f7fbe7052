//! Why something is missing: what the network shows, the inequality of the proof, the statements that clash.

use std::fmt::Write as _;

use super::Page;
use crate::report::explanation::{Exclusion, Inequality, Lack, Part};
use crate::report::figure;
use crate::report::table::grid::{Cell, Column, FAINT, Grid};

/// Suppliers shown before the rest is counted.
const MOST: usize = 10;

/// The sections on why.
pub fn render(page: &Page<'_>) -> String {
    let explanation = page.explanation;
    let mut why: String = explanation.structure.iter().map(|lack| lack_line(page, lack)).collect();
    if let Some(inequality) = &explanation.inequality
        && explanation.structure.is_empty()
    {
        why += &inequality_lines(page, inequality);
    }
    Page::section("Why", &why) + &conflicts(page)
}

fn lack_line(page: &Page<'_>, lack: &Lack) -> String {
    let places: Vec<String> =
        lack.statements.iter().map(|statement| format!("`{statement}` {}", page.place(statement))).collect();
    let because = if places.is_empty() { String::new() } else { format!(" [{}]", places.join(", ").trim_end()) };
    let dash = if lack.depth == 0 { "" } else { "- " };
    let line = format!("{dash}{}{because}", lack.text);
    let indent = "  ".repeat(lack.depth);
    page.say(&line).lines().map(|line| [&indent, line, "\n"].concat()).collect()
}

fn inequality_lines(page: &Page<'_>, inequality: &Inequality) -> String {
    let product = inequality.counted_in.as_deref();
    let [needed, given, available] = [inequality.needed_t, inequality.given_t, inequality.available_t].map(figure::one);
    let needs: Vec<String> = inequality
        .needs
        .iter()
        .take(MOST)
        .map(|need| format!("{} t ({})", figure::one(need.value), need.name))
        .collect();
    let more = inequality.needs.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let verb = if needs.len() == 1 { "takes" } else { "take" };
    let Some(product) = product else {
        return page.say(&format!("Nobody can supply any of {}{more}.", needs.join(", ")))
            + &exclusions(page, &inequality.excluded_by);
    };
    let mut sentence = format!("{}{more} {verb} {needed} t of {product}", needs.join(", "));
    if inequality.given_t > 0.0 {
        let _ = write!(sentence, ", and what others get takes {given} t");
    }
    let _ = write!(sentence, "; all that can be had is {available} t:");
    page.say(&sentence) + &sources(page, inequality, product) + &exclusions(page, &inequality.excluded_by)
}

fn sources(page: &Page<'_>, inequality: &Inequality, product: &str) -> String {
    let counting = |part: &&Part| part.counts_t > 0.0;
    let parts: Vec<&Part> = inequality.sources.iter().chain(&inequality.limits).filter(counting).collect();
    if parts.is_empty() {
        return String::new();
    }
    let shown = &parts[..parts.len().min(MOST)];
    let counts = figure::column(&shown.iter().map(|part| Some(part.counts_t)).collect::<Vec<_>>());
    let mut grid = Grid::new(vec![
        Column::figures(&format!("t of {product}"), ""),
        Column::key("from"),
        Column::key("limited by"),
        Column::key(""),
    ]);
    for (part, counts) in shown.iter().zip(counts) {
        let place = part.country.as_ref().map_or(String::new(), |country| format!(" ({country})"));
        let from = if part.name == part.statement { String::new() } else { format!("{}{place}", part.name) };
        grid.row(vec![
            counts.into(),
            from.into(),
            part.statement.as_str().into(),
            Cell::styled(&page.place(&part.statement), FAINT),
        ]);
    }
    let mut text = page.table(&grid);
    if parts.len() > shown.len() {
        let rest: f64 = parts[shown.len()..].iter().map(|part| part.counts_t).sum();
        text += &page.say(&format!("and {} t from {} more", figure::one(rest), parts.len() - shown.len()));
    }
    text
}

fn exclusions(page: &Page<'_>, exclusions: &[Exclusion]) -> String {
    if exclusions.is_empty() {
        return String::new();
    }
    let mut grid = Grid::new(vec![Column::key("everything else is ruled out by"), Column::key("")]);
    for exclusion in exclusions {
        let at =
            if exclusion.stages.is_empty() { String::new() } else { format!(" at {}", exclusion.stages.join(", ")) };
        grid.row(vec![
            format!("{}{at}", exclusion.statement).into(),
            Cell::styled(&page.place(&exclusion.statement), FAINT),
        ]);
    }
    page.table(&grid)
}

fn conflicts(page: &Page<'_>) -> String {
    let explanation = page.explanation;
    if explanation.conflict.is_empty() {
        return String::new();
    }
    let mut text = conflict(
        page,
        "What cannot all hold",
        &explanation.conflict,
        explanation.conflict_irreducible,
        explanation.conflict_given.len(),
    );
    for (number, further) in explanation.further_conflicts.iter().enumerate() {
        let heading = format!("What cannot all hold either ({})", number + 2);
        text += &conflict(page, &heading, &further.statements, further.irreducible, further.given.len());
    }
    if !explanation.further_conflicts.is_empty() {
        text += &page.say(if explanation.conflicts_complete {
            "There are no other conflicts."
        } else {
            "There may be more conflicts."
        });
    }
    text
}

fn conflict(page: &Page<'_>, heading: &str, statements: &[String], irreducible: bool, given: usize) -> String {
    let necessary = match (statements.len(), irreducible) {
        (1, true) => "This one cannot hold whatever the others say.",
        (_, true) => "Proven: together they cannot hold; take out any one of them and the others can.",
        (_, false) => "Proven: together they cannot hold. Not proven: that each of them is needed for that.",
    };
    let given = match given {
        0 => String::new(),
        1 => " Taken as given: what one other consumer gets.".to_owned(),
        more => format!(" Taken as given: what {more} other demands get."),
    };
    Page::section(heading, &(page.say(&format!("{necessary}{given}")) + &(page.snippets)(statements)))
}
