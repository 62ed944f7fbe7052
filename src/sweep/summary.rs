//! Rows gathered into a [`Summary`]. It holds 8 bytes per input of a point and 24 per row.

use indexmap::IndexMap;

use super::statistics::{correlation, noise, quantile, ranks, wilson};
use crate::report::Verdict;
use crate::report::summary::{FORMAT, Influence, Outlook, Spread, Summary};
use crate::report::sweep::{Cell, Row};

/// How the points of a table are ordered.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The names of the inputs, axes first.
    pub inputs: Vec<String>,
    /// How many of them are axes.
    pub axes: usize,
    /// How many samples follow each other at every point of the grid.
    pub samples: Option<u64>,
}

/// The rows seen so far.
#[derive(Debug)]
pub struct Gatherer {
    layout: Layout,
    /// Member and year of the rows of a point.
    about: Vec<(String, i32)>,
    /// By input, then by point.
    inputs: Vec<Column>,
    /// What the axes are, once for every point of the grid.
    axes: Vec<Vec<String>>,
    /// By point, then by member and year.
    outcomes: Vec<Outcome>,
    points: u64,
}

/// What one row came to.
#[derive(Clone, Copy, Debug)]
struct Outcome {
    verdict: Option<Verdict>,
    shortfall_t: f64,
    cost_usd: Option<f64>,
}

/// The values of one input.
#[derive(Debug)]
enum Column {
    /// Numbers that all act in the same way on what the file says.
    Numbers { operator: Option<char>, values: Vec<f64> },
    /// Something that has no order.
    Words,
}

impl Column {
    fn push(&mut self, cell: &Cell) {
        let Self::Numbers { operator, values } = self else { return };
        match number(cell) {
            Some((found, value)) if values.is_empty() || *operator == found => {
                *operator = found;
                values.push(value);
            }
            _ => *self = Self::Words,
        }
    }
}

/// The number that a cell holds, and the operator before it.
fn number(cell: &Cell) -> Option<(Option<char>, f64)> {
    match cell {
        Cell::Number(value) => Some((None, *value)),
        Cell::Flag(flag) => Some((None, f64::from(u8::from(*flag)))),
        Cell::Text(text) => match text.as_str() {
            "true" => Some((None, 1.0)),
            "false" => Some((None, 0.0)),
            text => {
                let operator = text.chars().next().filter(|first| matches!(first, '*' | '+'));
                let digits = &text[operator.map_or(0, char::len_utf8)..];
                digits.parse().ok().filter(|value: &f64| value.is_finite()).map(|value| (operator, value))
            }
        },
    }
}

impl Gatherer {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        let inputs = layout.inputs.iter().map(|_| Column::Numbers { operator: None, values: Vec::new() }).collect();
        Self { layout, about: Vec::new(), inputs, axes: Vec::new(), outcomes: Vec::new(), points: 0 }
    }

    /// Takes in the rows of the next point.
    pub fn add(&mut self, rows: &[Row]) {
        let Some(first) = rows.first() else { return };
        if self.points == 0 {
            self.about = rows.iter().map(|row| (row.member.clone(), row.year)).collect();
        }
        if self.layout.samples.is_some_and(|samples| self.points.is_multiple_of(samples)) {
            self.axes.push(first.inputs.iter().take(self.layout.axes).map(Cell::text).collect());
        }
        for (column, cell) in self.inputs.iter_mut().zip(&first.inputs) {
            column.push(cell);
        }
        let outcome = |row: &Row| Outcome {
            verdict: row.verdict,
            shortfall_t: row.shortfall_t.unwrap_or_default(),
            cost_usd: row.cost_usd,
        };
        self.outcomes.extend(rows.iter().map(outcome));
        self.points += 1;
    }

    /// What they come to.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let points = self.outcomes.len() / self.about.len().max(1);
        let samples = self.layout.samples.and_then(|samples| usize::try_from(samples).ok());
        let size = samples.unwrap_or(points).max(1);
        let starts = (0..points).step_by(size);
        let answers =
            starts.enumerate().flat_map(|(group, start)| self.group(group, start..(start + size).min(points)));
        Summary { format: FORMAT, points: self.points, samples: self.layout.samples, answers: answers.collect() }
    }

    /// The outlooks over some points that follow each other.
    fn group(&self, group: usize, points: std::ops::Range<usize>) -> Vec<Outlook> {
        let names = self.layout.inputs.iter().cloned();
        let at: IndexMap<String, String> =
            self.axes.get(group).map(|axes| names.zip(axes.iter().cloned()).collect()).unwrap_or_default();
        // Where samples are drawn, axes do not change within a group.
        let first = if self.layout.samples.is_some() { self.layout.axes.min(self.inputs.len()) } else { 0 };
        let inputs: Vec<Varied<'_>> = (first..self.inputs.len())
            .map(|index| Varied::new(&self.layout.inputs[index], &self.inputs[index], &points))
            .collect();
        let outlook = |(index, (member, year)): (usize, &(String, i32))| {
            let outcomes: Vec<Outcome> =
                points.clone().map(|point| self.outcomes[point * self.about.len() + index]).collect();
            self.outlook(Outlook { at: at.clone(), ..blank(member, *year) }, &outcomes, &inputs)
        };
        self.about.iter().enumerate().map(outlook).collect()
    }

    fn outlook(&self, blank: Outlook, outcomes: &[Outcome], inputs: &[Varied<'_>]) -> Outlook {
        let count = |verdict| outcomes.iter().filter(|outcome| outcome.verdict == verdict).count() as u64;
        let (feasible, infeasible) = (count(Some(Verdict::Feasible)), count(Some(Verdict::Infeasible)));
        let decided = feasible + infeasible;
        let proven: Vec<usize> = (0..outcomes.len()).filter(|&at| outcomes[at].is_proven()).collect();
        let shortfalls: Vec<f64> = proven.iter().map(|&at| outcomes[at].shortfall_t).collect();
        let verdicts: Vec<f64> =
            proven.iter().map(|&at| f64::from(u8::from(outcomes[at].verdict == Some(Verdict::Feasible)))).collect();
        let costs = outcomes.iter().filter(|outcome| outcome.verdict == Some(Verdict::Feasible));
        let (verdict_ranks, shortfall_ranks) = (ranks(&verdicts), ranks(&shortfalls));
        let influence = |input: &Varied<'_>| {
            let own = input.ranks(&proven, outcomes.len())?;
            Some(Influence {
                input: input.name.to_owned(),
                verdict: correlation(&own, &verdict_ranks),
                shortfall_t: correlation(&own, &shortfall_ranks),
            })
        };
        let mut influences: Vec<Influence> = inputs.iter().filter_map(influence).collect();
        let size = |value: Option<f64>| value.map_or(-1.0, f64::abs);
        influences.sort_by(|one, other| {
            let by_verdict = size(other.verdict).total_cmp(&size(one.verdict));
            by_verdict.then(size(other.shortfall_t).total_cmp(&size(one.shortfall_t)))
        });
        Outlook {
            feasible,
            infeasible,
            undecided: count(Some(Verdict::Undecided)),
            failed: count(None),
            feasible_share: (decided > 0).then(|| feasible as f64 / decided as f64),
            wilson_95: self.layout.samples.and_then(|_| wilson(feasible, decided)),
            shortfall_t: spread(shortfalls),
            cost_usd: spread(costs.filter_map(|outcome| outcome.cost_usd).collect()),
            correlation_noise: self.layout.samples.and_then(|_| noise(proven.len())),
            inputs: influences,
            ..blank
        }
    }
}

impl Outcome {
    fn is_proven(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Feasible | Verdict::Infeasible))
    }
}

/// One input over the points of a group.
struct Varied<'a> {
    name: &'a str,
    /// None where it has no order.
    values: Option<&'a [f64]>,
    /// Ranks over all points.
    all: Vec<f64>,
}

impl<'a> Varied<'a> {
    fn new(name: &'a str, column: &'a Column, points: &std::ops::Range<usize>) -> Self {
        let values = match column {
            Column::Numbers { values, .. } => Some(&values[points.clone()]),
            Column::Words => None,
        };
        Self { name, values, all: values.map(ranks).unwrap_or_default() }
    }

    /// Its ranks over the points at `proven`, of `count`.
    fn ranks(&self, proven: &[usize], count: usize) -> Option<Vec<f64>> {
        let values = self.values?;
        if proven.len() == count {
            return Some(self.all.clone());
        }
        Some(ranks(&proven.iter().map(|&at| values[at]).collect::<Vec<f64>>()))
    }
}

fn spread(mut values: Vec<f64>) -> Option<Spread> {
    values.sort_by(f64::total_cmp);
    let at = |share| quantile(&values, share);
    Some(Spread {
        mean: values.iter().sum::<f64>() / (values.len() as f64),
        p5: at(0.05)?,
        p25: at(0.25)?,
        p50: at(0.5)?,
        p75: at(0.75)?,
        p95: at(0.95)?,
    })
}

fn blank(member: &str, year: i32) -> Outlook {
    Outlook {
        at: IndexMap::new(),
        member: member.to_owned(),
        year,
        feasible: 0,
        infeasible: 0,
        undecided: 0,
        failed: 0,
        feasible_share: None,
        wilson_95: None,
        shortfall_t: None,
        cost_usd: None,
        correlation_noise: None,
        inputs: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of one point: input, verdict, shortfall, cost.
    fn row(inputs: &[Cell], verdict: Option<Verdict>, shortfall_t: f64, cost_usd: f64) -> Row {
        Row {
            inputs: inputs.to_vec(),
            member: "japan".to_owned(),
            year: 2030,
            verdict,
            shortfall_t: Some(shortfall_t),
            cost_usd: Some(cost_usd),
            ..Row::default()
        }
    }

    fn gathered(layout: Layout, rows: &[Row]) -> Summary {
        let mut gatherer = Gatherer::new(layout);
        for row in rows {
            gatherer.add(std::slice::from_ref(row));
        }
        gatherer.summary()
    }

    fn layout(inputs: &[&str], axes: usize, samples: Option<u64>) -> Layout {
        Layout { inputs: inputs.iter().map(|input| (*input).to_owned()).collect(), axes, samples }
    }

    #[test]
    fn draws_come_to_what_a_hand_computes() {
        use Verdict::{Feasible, Infeasible, Undecided};
        let draw = |value, verdict, short, cost| row(&[Cell::Number(value)], verdict, short, cost);
        let summary = gathered(
            layout(&["x"], 0, Some(6)),
            &[
                draw(1.0, Some(Infeasible), 8.0, 10.0),
                draw(2.0, Some(Infeasible), 4.0, 20.0),
                draw(9.0, None, 0.0, 0.0),
                draw(3.0, Some(Feasible), 0.0, 30.0),
                draw(8.0, Some(Undecided), 7.0, 7.0),
                draw(4.0, Some(Feasible), 0.0, 50.0),
            ],
        );
        let [outlook] = summary.answers.as_slice() else { panic!("one member and year") };
        let counts = (outlook.feasible, outlook.infeasible, outlook.undecided, outlook.failed);
        assert_eq!(counts, (2, 2, 1, 1));
        assert_eq!(outlook.feasible_share, Some(0.5));
        // Wilson's interval for 2 of 4: 0.5 ± 1.96 / (1 + 3.8415 / 4) x sqrt(1 / 16 + 3.8415 / 64).
        let [low, high] = outlook.wilson_95.unwrap();
        assert!((low - 0.150_038_989_152_6).abs() < 1e-12 && (high - 0.849_961_010_847_4).abs() < 1e-12);
        // Shortfalls 0, 0, 4, 8 of the four proven points; costs 30, 50 of the two feasible ones.
        let shortfall = outlook.shortfall_t.unwrap();
        assert_eq!((shortfall.mean, shortfall.p25, shortfall.p50, shortfall.p75), (3.0, 0.0, 2.0, 5.0));
        let cost = outlook.cost_usd.unwrap();
        assert_eq!((cost.mean, cost.p5, cost.p95), (40.0, 31.0, 49.0));
        // Ranks 1, 2, 3, 4 against 1.5, 1.5, 3.5, 3.5, and against 4, 3, 1.5, 1.5.
        let influence = &outlook.inputs[0];
        assert!((influence.verdict.unwrap() - 4.0 / 20.0_f64.sqrt()).abs() < 1e-12);
        assert!((influence.shortfall_t.unwrap() + 4.5 / 22.5_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn draws_at_every_point_of_a_grid_are_told_apart_by_its_axes() {
        let at = |axis: &str, draw, verdict| {
            row(&[Cell::Text(axis.to_owned()), Cell::Text(format!("*{draw}"))], Some(verdict), 0.0, 1.0)
        };
        let summary = gathered(
            layout(&["mode", "x"], 1, Some(2)),
            &[
                at("alone", 0.5, Verdict::Feasible),
                at("alone", 1.5, Verdict::Feasible),
                at("joint", 0.5, Verdict::Infeasible),
                at("joint", 1.5, Verdict::Feasible),
            ],
        );
        let shares: Vec<_> =
            summary.answers.iter().map(|outlook| (&outlook.at["mode"], outlook.feasible_share)).collect();
        assert_eq!(shares, [(&"alone".to_owned(), Some(1.0)), (&"joint".to_owned(), Some(0.5))]);
        let inputs = |outlook: &Outlook| outlook.inputs.iter().map(|influence| influence.verdict).collect::<Vec<_>>();
        assert_eq!(inputs(&summary.answers[0]), [None], "a verdict that never changes goes with nothing");
        assert_eq!(inputs(&summary.answers[1]), [Some(1.0)]);
    }

    #[test]
    fn a_grid_is_one_group_without_an_interval_and_the_strongest_input_stands_first() {
        let at = |one, other, verdict| row(&[Cell::Number(one), Cell::Number(other)], Some(verdict), 0.0, 1.0);
        let summary = gathered(
            layout(&["weak", "strong"], 2, None),
            &[
                at(1.0, 1.0, Verdict::Infeasible),
                at(1.0, 2.0, Verdict::Feasible),
                at(2.0, 1.0, Verdict::Infeasible),
                at(2.0, 2.0, Verdict::Feasible),
            ],
        );
        let [outlook] = summary.answers.as_slice() else { panic!("one group") };
        assert_eq!((outlook.wilson_95, outlook.feasible_share), (None, Some(0.5)));
        let inputs: Vec<(&str, Option<f64>)> =
            outlook.inputs.iter().map(|influence| (influence.input.as_str(), influence.verdict)).collect();
        assert_eq!(inputs, [("strong", Some(1.0)), ("weak", Some(0.0))]);
    }

    #[test]
    fn words_and_mixed_operators_have_no_rank() {
        let mut column = Column::Numbers { operator: None, values: Vec::new() };
        for text in ["*0.5", "*1.5"] {
            column.push(&Cell::Text(text.to_owned()));
        }
        assert!(matches!(&column, Column::Numbers { operator: Some('*'), values } if *values == [0.5, 1.5]));
        column.push(&Cell::Text("+1".to_owned()));
        assert!(matches!(column, Column::Words));
    }
}
