//! The summary for people at a terminal.

use super::super::figure::{self, NONE};
use super::super::table::grid::{BAD, Cell, Column, FAINT, GOOD, Grid, HEAD, OPEN, paint, wrap};
use super::{Influence, Outlook, Spread, Summary};

/// Inputs shown per member and year.
const MOST: usize = 5;

/// The summary as styled text; strip the escapes where nobody sees colours.
#[must_use]
pub fn render(summary: &Summary, width: usize) -> String {
    let mut parts = vec![counts(summary, width)];
    parts.extend(spreads(summary, width));
    parts.push(influences(summary, width));
    parts.push(meaning(summary, width));
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// The columns that say which outlook a row is about.
fn keys(summary: &Summary) -> Vec<Column> {
    let axes = summary.answers.first().into_iter().flat_map(|outlook| outlook.at.keys());
    axes.map(String::as_str).chain(["member", "year"]).map(Column::key).collect()
}

fn key_cells(outlook: &Outlook) -> Vec<Cell> {
    let axes = outlook.at.values().map(|value| Cell::from(value.as_str()));
    axes.chain([outlook.member.as_str().into(), outlook.year.to_string().into()]).collect()
}

fn counts(summary: &Summary, width: usize) -> String {
    let drawn = summary.samples.is_some();
    let title = match summary.samples {
        Some(samples) => format!("Probability of feasibility, {samples} draws"),
        None => format!("Feasible part of {} points", summary.points),
    };
    let mut columns = keys(summary);
    columns.push(Column::figures(if drawn { "probability" } else { "share" }, "%"));
    if drawn {
        columns.push(Column::figures("95 % interval", "%"));
    }
    columns.extend(["feasible", "infeasible", "undecided", "failed"].map(|title| Column::figures(title, "")));
    let mut grid = Grid::new(columns);
    let shares = figure::percent(&summary.answers.iter().map(|outlook| outlook.feasible_share).collect::<Vec<_>>());
    for (outlook, share) in summary.answers.iter().zip(shares) {
        let style = match outlook.feasible_share {
            Some(1.0) => GOOD,
            Some(0.0) => BAD,
            _ => OPEN,
        };
        let mut row = key_cells(outlook);
        row.push(Cell::styled(&share, style));
        if drawn {
            row.push(outlook.wilson_95.map_or(NONE.to_owned(), interval).into());
        }
        let counts = [outlook.feasible, outlook.infeasible, outlook.undecided, outlook.failed];
        row.extend(counts.map(|count| Cell::from(count.to_string())));
        grid.row(row);
    }
    format!("{}\n{}", paint(&title, HEAD), grid.render(width))
}

/// `61.2 - 73.9`
fn interval([low, high]: [f64; 2]) -> String {
    format!("{:.1} - {:.1}", 100.0 * low, 100.0 * high)
}

/// A column of a table of quantiles.
type Figure = (&'static str, fn(Spread) -> f64);

/// A table of quantiles of one figure; nothing where it applies nowhere.
fn spread(summary: &Summary, title: &str, pick: fn(&Outlook) -> Option<Spread>, scale: f64, width: usize) -> String {
    if !summary.answers.iter().any(|outlook| pick(outlook).is_some()) {
        return String::new();
    }
    let figures: [Figure; 6] = [
        ("mean", |spread| spread.mean),
        ("5 %", |spread| spread.p5),
        ("25 %", |spread| spread.p25),
        ("median", |spread| spread.p50),
        ("75 %", |spread| spread.p75),
        ("95 %", |spread| spread.p95),
    ];
    let mut columns = keys(summary);
    columns.extend(figures.map(|(title, _)| Column::figures(title, "")));
    let mut grid = Grid::new(columns);
    let value = |outlook: &Outlook, figure: fn(Spread) -> f64| pick(outlook).map(|spread| figure(spread) / scale);
    let values: Vec<Option<f64>> =
        summary.answers.iter().flat_map(|outlook| figures.map(|(_, figure)| value(outlook, figure))).collect();
    let texts = figure::column(&values);
    for (outlook, texts) in summary.answers.iter().zip(texts.chunks(figures.len())) {
        grid.row(key_cells(outlook).into_iter().chain(texts.iter().map(|text| Cell::from(text.as_str()))).collect());
    }
    format!("{}\n{}", paint(title, HEAD), grid.render(width))
}

fn spreads(summary: &Summary, width: usize) -> [String; 2] {
    [
        spread(summary, "Shortfall over all proven points, t", |outlook| outlook.shortfall_t, 1.0, width),
        spread(summary, "Cost over the feasible points, million USD", |outlook| outlook.cost_usd, 1e6, width),
    ]
}

/// What goes most with the verdict, or with the shortfall where the verdict never changes.
fn influences(summary: &Summary, width: usize) -> String {
    let mut columns = keys(summary);
    columns.extend([Column::key("input"), Column::figures("verdict", ""), Column::figures("shortfall", "")]);
    let mut grid = Grid::new(columns);
    let speaks = |influence: &&Influence| influence.verdict.is_some() || influence.shortfall_t.is_some();
    let mut empty = true;
    for outlook in &summary.answers {
        for influence in outlook.inputs.iter().filter(speaks).take(MOST) {
            let rho = |value: Option<f64>| match value {
                Some(value) if outlook.correlation_noise.is_some_and(|noise| value.abs() <= noise) => {
                    Cell::styled(&format!("{value:+.2}"), FAINT)
                }
                Some(value) => format!("{value:+.2}").into(),
                None => NONE.into(),
            };
            let mut row = key_cells(outlook);
            row.extend([influence.input.as_str().into(), rho(influence.verdict), rho(influence.shortfall_t)]);
            grid.row(row);
            empty = false;
        }
    }
    if empty {
        return String::new();
    }
    let title = "What moves the answer most (rank correlation)";
    format!("{}\n{}", paint(title, HEAD), grid.render(width))
}

fn meaning(summary: &Summary, width: usize) -> String {
    let mut sentences = Vec::new();
    if summary.answers.iter().any(|outlook| outlook.undecided + outlook.failed > 0) {
        sentences.push("Undecided and failed points count neither way.".to_owned());
    }
    if summary.samples.is_some() {
        let sentence = "The interval speaks of the draws only: it says nothing of whether the distributions are right.";
        sentences.push(sentence.to_owned());
    }
    let correlated = || summary.answers.iter().filter(|outlook| !outlook.inputs.is_empty());
    if correlated().next().is_some() {
        let sentence = "Correlations are Spearman's, +1 to -1: `verdict` is positive where more of the input goes with \
                        feasible.";
        sentences.push(sentence.to_owned());
    }
    if let Some(noise) = correlated().filter_map(|outlook| outlook.correlation_noise).reduce(f64::max) {
        sentences.push(format!("One of {noise:.2} or less may be chance."));
    }
    wrap(&sentences.join(" "), width, 0).lines().map(|line| paint(line, FAINT) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;
    use crate::report::fixture::assert_golden;

    fn outlook(mode: &str, year: i32) -> Outlook {
        Outlook {
            at: IndexMap::from([("scenario.mode".to_owned(), mode.to_owned())]),
            member: "japan".to_owned(),
            year,
            feasible: 61,
            infeasible: 137,
            undecided: 1,
            failed: 1,
            feasible_share: Some(61.0 / 198.0),
            wilson_95: Some([0.248, 0.3755]),
            shortfall_t: Some(Spread { mean: 812.5, p5: 0.0, p25: 0.0, p50: 640.25, p75: 1200.0, p95: 2300.0 }),
            cost_usd: None,
            correlation_noise: Some(0.1397),
            inputs: vec![
                Influence { input: "*.demand".to_owned(), verdict: Some(-0.62), shortfall_t: Some(0.884) },
                Influence { input: "*.cost".to_owned(), verdict: Some(0.01), shortfall_t: None },
            ],
        }
    }

    #[test]
    fn the_golden_summary_is_reproduced() {
        let certain = Outlook {
            feasible: 200,
            feasible_share: Some(1.0),
            wilson_95: Some([0.981, 1.0]),
            shortfall_t: None,
            cost_usd: Some(Spread { mean: 5.1e9, p5: 4e9, p25: 4.5e9, p50: 5e9, p75: 5.5e9, p95: 6e9 }),
            inputs: vec![],
            ..outlook("alone", 2035)
        };
        let answers = vec![outlook("alone", 2030), certain];
        let summary = Summary { format: 1, points: 400, samples: Some(200), answers };
        let text = anstream::adapter::strip_str(&render(&summary, 100)).to_string();
        assert_golden("sweep-summary.txt", &text);
    }

    #[test]
    fn a_grid_speaks_of_no_probability() {
        let plain = Outlook { wilson_95: None, ..outlook("joint", 2030) };
        let text = render(&Summary { format: 1, points: 9, samples: None, answers: vec![plain] }, 100);
        assert!(text.contains("Feasible part of 9 points") && !text.contains("interval"), "{text}");
    }
}
