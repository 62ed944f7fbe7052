//! The same question under other conditions: coverage by reading of the evidence and by status, and which verdicts
//! rest on the condition.

use indexmap::IndexMap;

use super::super::{clause, figure};
use super::grid::{Cell, Column, Grid, HEAD, paint, plain, wrap};
use super::{answer_in, verdict};
use crate::report::beside::{Brief, Readings};
use crate::report::{Answer, Report, Verdict};

type Briefs<'a> = &'a IndexMap<String, Brief>;

/// Both blocks, each where it was asked for.
pub fn render(report: &Report, width: usize) -> Vec<String> {
    vec![evidence(report, width), status(report, width)]
}

fn evidence(report: &Report, width: usize) -> String {
    let briefs = |answer: &Answer| answer.beside.by_evidence.clone();
    let Some(grid) = coverage(report, "reading", &briefs, width) else { return String::new() };
    let mut text = format!("{}\n{grid}", paint("Coverage by reading of the evidence, % of demand", HEAD));
    text += &clauses(report, width, clause::by_evidence);
    if let Some(readings) = &report.evidence {
        text += &wrap(&meaning(readings), width, 0);
    }
    text
}

/// What the readings did, and what they prove.
fn meaning(readings: &Readings) -> String {
    let moved = readings.moved.iter().filter(|(_, count)| **count > 0);
    let moved: Vec<String> = moved.map(|(reading, count)| format!("{reading} moves {count}")).collect();
    let mut sentences =
        vec![format!("Numbers: {}.", if moved.is_empty() { "none moves".to_owned() } else { moved.join(", ") })];
    let not_moved: usize = readings.not_moved.iter().map(|entry| entry.numbers).sum();
    if not_moved > 0 {
        sentences.push(format!("{not_moved} stay: neither way of them helps by itself."));
    }
    sentences.push(if readings.encloses {
        "Whatever the numbers are within their ranges, the shortfall lies between the two readings.".to_owned()
    } else {
        format!("What lies between the two readings is not proven: {}.", readings.encloses_unless.join("; "))
    });
    sentences.join(" ")
}

fn status(report: &Report, width: usize) -> String {
    let briefs = |answer: &Answer| answer.beside.by_status.clone();
    let Some(grid) = coverage(report, "down to", &briefs, width) else { return String::new() };
    let text = format!("{}\n{grid}", paint("Coverage by what is counted, % of demand", HEAD));
    text + &clauses(report, width, clause::by_status)
}

/// A line per member of what depends on the condition.
fn clauses(report: &Report, width: usize, clause: fn(&Report, &str) -> Option<String>) -> String {
    let members = report.question.members.iter();
    let lines = members.filter_map(|member| Some((member, clause(report, member)?)));
    lines.map(|(member, clause)| wrap(&format!("{}: {clause}", plain(member)), width, 2)).collect()
}

/// Members and conditions by years; nothing where no answer has such conditions.
fn coverage(
    report: &Report,
    title: &str,
    briefs: &dyn Fn(&Answer) -> Option<IndexMap<String, Brief>>,
    width: usize,
) -> Option<String> {
    let question = &report.question;
    let conditions: Vec<String> = report.answers.iter().find_map(briefs)?.keys().cloned().collect();
    let mut columns = vec![Column::key("member"), Column::key(title)];
    columns.extend(question.years.iter().map(|year| Column::figures(&year.to_string(), "")));
    let mut grid = Grid::new(columns);
    for member in &question.members {
        for (index, condition) in conditions.iter().enumerate() {
            let name = if index == 0 { member.as_str() } else { "" };
            let mut row: Vec<Cell> = vec![name.into(), condition.as_str().into()];
            for year in &question.years {
                let brief = answer_in(report, member, *year).and_then(briefs);
                row.push(cell(brief.as_ref().and_then(|briefs: Briefs<'_>| briefs.get(condition))));
            }
            grid.row(row);
        }
    }
    Some(grid.render(width))
}

fn cell(brief: Option<&Brief>) -> Cell {
    match brief {
        None => "-".into(),
        Some(Brief { verdict: Verdict::Undecided, .. }) => Cell::styled("?", verdict(Verdict::Undecided).1),
        Some(brief) => Cell::styled(&figure::coverage(&[brief.coverage]).concat(), verdict(brief.verdict).1),
    }
}
