//! All members at a glance: members as rows, years as columns.

use super::grid::{Cell, Column, Grid, HEAD, paint};
use super::{answer_in, verdict};
use crate::report::clause::{first_feasible, sustained_from};
use crate::report::{Answer, Report, Verdict, figure};

/// Coverage, and where no details follow also shortfall, cost and premium.
pub fn render(report: &Report, detailed: bool, width: usize) -> Vec<String> {
    let mut parts = vec![coverage(report, width)];
    if detailed {
        return parts;
    }
    let shortfall = |answer: &Answer| (answer.shortfall_t > 0.0).then_some(answer.shortfall_t);
    let cost = |answer: &Answer| answer.cost_usd;
    let premium = |answer: &Answer| answer.premium;
    let (most, none) = (Answer::is_shortfall_open, |_: &Answer| false);
    parts.push(matrix(report, "Shortfall, t", most, shortfall, figure::column, width));
    let (unit, _) = figure::money(&report.answers.iter().map(cost).collect::<Vec<_>>());
    let title = format!("Cost, {unit}");
    parts.push(matrix(report, &title, Answer::is_cost_open, cost, |values| figure::money(values).1, width));
    parts.push(matrix(report, "Premium over the baseline, %", none, premium, figure::percent, width));
    parts
}

/// Members by years, with the years from which it works.
fn coverage(report: &Report, width: usize) -> String {
    let question = &report.question;
    let mut columns = vec![Column::key("member")];
    columns.extend(question.years.iter().map(|year| Column::figures(&year.to_string(), "")));
    columns.extend([Column::figures("first", "feasible"), Column::figures("sustained", "from")]);
    let mut grid = Grid::new(columns);
    let texts = figures(report, |answer| answer.coverage, figure::coverage);
    for (member, texts) in question.members.iter().zip(texts) {
        let mut row = vec![member.as_str().into()];
        row.extend(question.years.iter().zip(texts).map(|(year, text)| cell(answer_in(report, member, *year), &text)));
        row.extend([first_feasible(report, member).into(), sustained_from(report, member).into()]);
        grid.row(row);
    }
    format!("{}\n{}", paint("Coverage, % of demand", HEAD), grid.render(width))
}

fn cell(answer: Option<&Answer>, text: &str) -> Cell {
    match answer {
        Some(Answer { verdict: Verdict::Undecided, .. }) => Cell::styled("?", verdict(Verdict::Undecided).1),
        Some(answer) => Cell::styled(text, verdict(answer.verdict).1),
        None => text.into(),
    }
}

/// Members by years for one figure, with a sign where it is only the most; nothing where it applies nowhere.
fn matrix(
    report: &Report,
    title: &str,
    is_most: fn(&Answer) -> bool,
    pick: impl Fn(&Answer) -> Option<f64>,
    write: fn(&[Option<f64>]) -> Vec<String>,
    width: usize,
) -> String {
    if !report.answers.iter().any(|answer| pick(answer).is_some()) {
        return String::new();
    }
    let question = &report.question;
    let mut columns = vec![Column::key("member")];
    columns.extend(question.years.iter().map(|year| Column::figures(&year.to_string(), "")));
    let mut grid = Grid::new(columns);
    for (member, texts) in question.members.iter().zip(figures(report, pick, write)) {
        let signed = question.years.iter().zip(texts).map(|(year, text)| match answer_in(report, member, *year) {
            Some(answer) if is_most(answer) => figure::bound("≤", &text),
            _ => text,
        });
        grid.row([member.as_str().into()].into_iter().chain(signed.map(Cell::from)).collect());
    }
    format!("{}\n{}", paint(title, HEAD), grid.render(width))
}

/// One row of texts per member, all in one precision.
fn figures(
    report: &Report,
    pick: impl Fn(&Answer) -> Option<f64>,
    write: fn(&[Option<f64>]) -> Vec<String>,
) -> Vec<Vec<String>> {
    let question = &report.question;
    let value = |member: &String, year: &i32| answer_in(report, member, *year).and_then(&pick);
    let values = question.members.iter().flat_map(|member| question.years.iter().map(move |year| (member, year)));
    let texts = write(&values.map(|(member, year)| value(member, year)).collect::<Vec<_>>());
    texts.chunks(question.years.len().max(1)).map(<[String]>::to_vec).collect()
}
