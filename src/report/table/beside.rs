//! The same question under other conditions: coverage by reading of the evidence and by status, and which verdicts
//! rest on the condition.

use indexmap::IndexMap;

use super::super::{clause, figure};
use super::grid::{Cell, Column, Grid, HEAD, paint, plain, wrap};
use super::{answer_in, verdict};
use crate::report::beside::{Brief, Readings};
use crate::report::{Answer, Report, Verdict};

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
    let brief = |member: &str, condition: &str, year: i32| {
        let all = answer_in(report, member, year).and_then(briefs)?;
        all.get(condition).cloned()
    };
    let cells = question.members.iter().flat_map(|member| {
        let rows = conditions.iter();
        rows.flat_map(move |condition| question.years.iter().map(move |year| (member, condition, *year)))
    });
    let cells: Vec<Option<Brief>> = cells.map(|(member, condition, year)| brief(member, condition, year)).collect();
    let coverages: Vec<Option<f64>> = cells.iter().map(|brief| brief.as_ref()?.coverage).collect();
    let texts = figure::coverage(&coverages);
    let mut written = cells.iter().zip(&texts).map(|(brief, text)| cell(brief.as_ref(), text));
    for member in &question.members {
        for (index, condition) in conditions.iter().enumerate() {
            let name = if index == 0 { member.as_str() } else { "" };
            let mut row: Vec<Cell> = vec![name.into(), condition.as_str().into()];
            row.extend(written.by_ref().take(question.years.len()));
            grid.row(row);
        }
    }
    Some(grid.render(width))
}

fn cell(brief: Option<&Brief>, coverage: &str) -> Cell {
    match brief {
        None => "-".into(),
        Some(Brief { verdict: Verdict::Undecided, .. }) => Cell::styled("?", verdict(Verdict::Undecided).1),
        Some(brief) => Cell::styled(coverage, verdict(brief.verdict).1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn coverages_of_one_table_share_a_precision() {
        let mut report = fixture::alone();
        for (answer, coverages) in report.answers.iter_mut().zip([[0.75, 1.0 / 3.0], [1.0, 0.5]]) {
            let brief = |coverage| Brief {
                verdict: Verdict::Infeasible,
                coverage: Some(coverage),
                shortfall_t: 1.0,
                cost_usd: None,
            };
            let levels = ["operating", "construction"].map(str::to_owned).into_iter().zip(coverages.map(brief));
            answer.beside.set_by_status(levels.collect());
        }
        let text = anstream::adapter::strip_str(&status(&report, 100)).to_string();
        for row in ["operating     75.0  100.0", "construction  33.3   50.0"] {
            assert!(text.contains(row), "{text}");
        }
    }
}
