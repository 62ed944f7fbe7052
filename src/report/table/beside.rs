//! The same question under other conditions: coverage by reading of the evidence and by status, and which verdicts
//! rest on the condition.

use indexmap::IndexMap;

use super::super::figure;
use super::grid::{Cell, Column, Grid, HEAD, paint, plain, wrap};
use super::{answer_in, ranges, verdict};
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
    for member in &report.question.members {
        let years = |robust: bool| years(report, member, |answer| answer.beside.robust == Some(robust));
        let line = match (years(true), years(false)) {
            (Some(all), None) => format!("the verdict holds under all three readings in {all}"),
            (Some(some), Some(not)) => format!("the verdict holds under all three readings in {some}; not in {not}"),
            (None, _) => "no verdict holds under all three readings".to_owned(),
        };
        text += &wrap(&format!("{}: {line}", plain(member)), width, 2);
    }
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
    let mut text = format!("{}\n{grid}", paint("Coverage by what is counted, % of demand", HEAD));
    for member in &report.question.members {
        let mut clauses: IndexMap<Option<String>, Vec<i32>> = IndexMap::new();
        for year in &report.question.years {
            let from = answer_in(report, member, *year).and_then(|answer| answer.beside.feasible_from_status.clone());
            if let Some(from) = from {
                clauses.entry(from).or_default().push(*year);
            }
        }
        let clause = |(from, years): (&Option<String>, &Vec<i32>)| {
            let years = ranges(years, &report.question.years);
            match from.as_deref() {
                None => format!("not feasible in {years}"),
                Some("operating") => format!("feasible on what operates in {years}"),
                Some(status) => format!("feasible only with what is {} in {years}", words(status)),
            }
        };
        let clauses: Vec<String> = clauses.iter().map(clause).collect();
        text += &wrap(&format!("{}: {}", plain(member), clauses.join("; ")), width, 2);
    }
    text
}

/// How a facility of a status is spoken of.
fn words(status: &str) -> &str {
    if status == "construction" { "under construction" } else { status }
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

/// The years of a member's answers that `counts` picks; `None` where there are none.
fn years(report: &Report, member: &str, counts: impl Fn(&Answer) -> bool) -> Option<String> {
    let of = |year: &&i32| answer_in(report, member, **year).is_some_and(&counts);
    let years: Vec<i32> = report.question.years.iter().filter(of).copied().collect();
    (!years.is_empty()).then(|| ranges(&years, &report.question.years))
}
