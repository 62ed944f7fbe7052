//! Where a verdict flips along one input, per member and year: values on a grid first, then halves of every step between
//! two proven verdicts that differ, until the bracket is as narrow as wanted.

use std::collections::BTreeMap;

use super::Study;
use super::input::Input;
use super::point::Asking;
use super::span::Span;
use crate::answer::swept::Wanted;
use crate::exact::{Rational, approx, decimal};
use crate::report::edge::EdgeRow;
use crate::report::sweep::Cell;
use crate::report::{QuestionRef, Verdict};

/// How finely it is looked.
#[derive(Clone, Copy, Debug)]
pub struct Fineness {
    /// How wide a bracket may be; a thousandth of the range where nothing is said.
    pub tolerance: Option<f64>,
    /// How many values the first grid has, both ends included; flips within one of its steps that undo each other are
    /// not seen.
    pub grid: u64,
}

/// Most steps of the tolerance between the ends.
const MOST_STEPS: f64 = 1e12;

/// Evenly spaced values: a bracket is one step.
#[derive(Clone, Copy, Debug)]
struct Scale {
    span: Span,
    steps: u64,
}

impl Scale {
    fn new(span: Span, tolerance: Option<f64>) -> Result<Self, String> {
        let steps = match tolerance {
            None => 1000.0,
            Some(tolerance) => ((span.high - span.low) / tolerance).ceil().max(1.0),
        };
        if steps > MOST_STEPS {
            return Err(format!("the tolerance is less than the range divided by {MOST_STEPS:e}"));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number from 1 to 1e12")]
        Ok(Self { span, steps: steps as u64 })
    }

    fn value(self, step: u64) -> f64 {
        let low = decimal(self.span.low);
        let share = Rational::from(step) / Rational::from(self.steps);
        approx(&(&low + (decimal(self.span.high) - &low) * share))
    }

    fn cell(self, step: u64) -> Cell {
        self.span.operator.cell(self.value(step))
    }

    /// Steps of the first grid, ascending, both ends included.
    fn grid(self, count: u64) -> Vec<u64> {
        let last = count.clamp(2, self.steps + 1) - 1;
        let at = |number: u64| u128::from(self.steps) * u128::from(number) / u128::from(last);
        (0..=last).map(|number| u64::try_from(at(number)).expect("no more than all steps")).collect()
    }
}

/// The proven verdicts of a part's members at one value, or why there is none.
pub type Asked = Result<Vec<Option<Verdict>>, String>;

/// What has been asked so far. A bisection that is told what an earlier one asked takes the same way without asking.
pub trait Course: Sync {
    /// What `part` was answered at `step`, if it was asked.
    fn answered(&self, part: u64, step: u64) -> Option<Asked>;
    /// Takes note of what `part` is answered at `step`.
    fn note(&self, part: u64, step: u64, asked: &Asked);
    /// Whether nothing more is to be asked.
    fn is_over(&self) -> bool;
}

/// A bisection at one point of a sweep.
pub struct Bisection<'a> {
    study: &'a Study<'a>,
    input: &'a Input<Span>,
    asking: Asking<'a>,
    scale: Scale,
    grid: u64,
    /// What is asked at once: one member and year, or everybody in one year.
    parts: Vec<QuestionRef>,
}

impl<'a> Bisection<'a> {
    /// The bisection of a study that has an input for it; `None` where it has none.
    ///
    /// # Errors
    /// Where the tolerance is too small for the range.
    pub fn new(study: &'a Study<'a>, asking: Asking<'a>, fineness: Fineness) -> Result<Option<Self>, String> {
        let Some(input) = study.bisected() else { return Ok(None) };
        let scale = Scale::new(input.values, fineness.tolerance)?;
        let QuestionRef { mode, members, years, .. } = asking.question;
        let part = |members: &[String], year: i32| QuestionRef {
            members: members.to_vec(),
            years: vec![year],
            ..asking.question.clone()
        };
        let parts = if mode == "joint" {
            years.iter().map(|year| part(members, *year)).collect()
        } else {
            let pairs = members.iter().flat_map(|member| years.iter().map(move |year| (member, *year)));
            pairs.map(|(member, year)| part(std::slice::from_ref(member), year)).collect()
        };
        Ok(Some(Self { study, input, asking, scale, grid: fineness.grid, parts }))
    }

    /// The names of the other inputs.
    #[must_use]
    pub fn inputs(&self) -> Vec<String> {
        self.study.inputs()
    }

    /// The members asked about, in order.
    #[must_use]
    pub fn members(&self) -> &[String] {
        &self.asking.question.members
    }

    /// How many parts there are: they can be looked at side by side.
    #[must_use]
    pub fn parts(&self) -> u64 {
        self.study.points().unwrap_or_default() * self.parts.len() as u64
    }

    /// How many parts belong to one point.
    #[must_use]
    pub fn parts_per_point(&self) -> usize {
        self.parts.len()
    }

    /// The edges of one part; `None` where the course was over before they were found.
    ///
    /// # Panics
    /// Never: a part's number within its point is below their count.
    #[must_use]
    pub fn edges(&self, part: u64, course: &dyn Course) -> Option<Vec<EdgeRow>> {
        let count = self.parts.len() as u64;
        let (point, question) = (part / count, &self.parts[usize::try_from(part % count).expect("below their count")]);
        let mut seen =
            Seen { bisection: self, part, point, question, course, verdicts: BTreeMap::new(), is_whole: true };
        let rows = (0..question.members.len()).flat_map(|member| seen.edges(member)).collect();
        seen.is_whole.then_some(rows)
    }

    fn ask(&self, point: u64, question: &QuestionRef, step: u64) -> Asked {
        let asking = Asking { question, wanted: Wanted::Verdict, ..self.asking };
        let scenario = self.study.scenario_with(point, self.input.setting(self.scale.value(step)))?;
        let answers = asking.answers(&scenario)?;
        let proven = |verdict: Verdict| Some(verdict).filter(|verdict| *verdict != Verdict::Undecided);
        Ok(answers.into_iter().map(|swept| proven(swept.answer.verdict)).collect())
    }
}

/// Verdicts of a part by step, one per member.
struct Seen<'a> {
    bisection: &'a Bisection<'a>,
    part: u64,
    point: u64,
    question: &'a QuestionRef,
    course: &'a dyn Course,
    verdicts: BTreeMap<u64, Asked>,
    /// Whether everything was asked that had to be.
    is_whole: bool,
}

/// Two steps with different verdicts.
struct Bracket {
    lower: (u64, Verdict),
    upper: (u64, Verdict),
    error: String,
}

impl Seen<'_> {
    /// The proven verdict of a member at a step.
    fn verdict(&mut self, step: u64, member: usize) -> Option<Verdict> {
        if !self.verdicts.contains_key(&step) {
            let members = self.question.members.len();
            let fits = |asked: &Asked| asked.as_ref().map_or(true, |verdicts| verdicts.len() == members);
            let asked = match self.course.answered(self.part, step).filter(fits) {
                Some(asked) => asked,
                None if self.course.is_over() => {
                    self.is_whole = false;
                    return None;
                }
                None => {
                    let asked = self.bisection.ask(self.point, self.question, step);
                    self.course.note(self.part, step, &asked);
                    asked
                }
            };
            self.verdicts.insert(step, asked);
        }
        self.verdicts[&step].as_ref().ok().and_then(|verdicts| verdicts[member])
    }

    /// Why there is no verdict at a step.
    fn reason(&self, step: u64) -> String {
        let value = self.bisection.scale.cell(step).text();
        match self.verdicts.get(&step) {
            Some(Err(error)) => format!("at {value}: {error}"),
            _ => format!("no answer could be proven at {value}"),
        }
    }

    fn edges(&mut self, member: usize) -> Vec<EdgeRow> {
        let grid = self.bisection.scale.grid(self.bisection.grid);
        let mut known: Vec<(u64, Verdict)> = Vec::new();
        let mut open = None;
        for &step in &grid {
            match self.verdict(step, member) {
                Some(verdict) => known.push((step, verdict)),
                None => open = open.or(Some(step)),
            }
        }
        let flips: Vec<[(u64, Verdict); 2]> =
            known.windows(2).filter(|pair| pair[0].1 != pair[1].1).map(|pair| [pair[0], pair[1]]).collect();
        let scale = self.bisection.scale;
        let brackets: Vec<Bracket> =
            flips.into_iter().map(|[lower, upper]| self.narrow(lower, upper, member)).collect();
        let error = open.map_or_else(String::new, |step| self.reason(step));
        let blank = self.row(member, brackets.len());
        let end = |(step, verdict): (u64, Verdict)| Some((scale.cell(step), verdict));
        if brackets.is_empty() {
            let (lower, upper) = (known.first().copied().and_then(end), known.last().copied().and_then(end));
            return vec![EdgeRow { lower, upper, error, ..blank }];
        }
        let row = |(number, bracket): (usize, Bracket)| EdgeRow {
            edge: Some(number + 1),
            lower: end(bracket.lower),
            upper: end(bracket.upper),
            error: if bracket.error.is_empty() { error.clone() } else { bracket.error },
            ..blank.clone()
        };
        brackets.into_iter().enumerate().map(row).collect()
    }

    /// Halves the way between two different verdicts until it is one step, or nothing can be proven half-way.
    fn narrow(&mut self, mut lower: (u64, Verdict), mut upper: (u64, Verdict), member: usize) -> Bracket {
        while upper.0 - lower.0 > 1 {
            let middle = lower.0 + (upper.0 - lower.0) / 2;
            match self.verdict(middle, member) {
                Some(verdict) if verdict == lower.1 => lower.0 = middle,
                Some(_) => upper.0 = middle,
                None => return Bracket { lower, upper, error: self.reason(middle) },
            }
        }
        Bracket { lower, upper, error: String::new() }
    }

    fn row(&self, member: usize, edges: usize) -> EdgeRow {
        EdgeRow {
            inputs: self.bisection.study.cells(self.point),
            mode: self.question.mode.clone(),
            member: self.question.members[member].clone(),
            year: self.question.years[0],
            bisected: self.bisection.input.name.clone(),
            edges,
            values: self.verdicts.len(),
            ..EdgeRow::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::operator::Operator;
    use super::*;

    fn scale(low: f64, high: f64, tolerance: Option<f64>) -> Scale {
        Scale::new(Span { operator: Operator::Set, low, high }, tolerance).unwrap()
    }

    #[test]
    fn steps_are_no_wider_than_the_tolerance_and_meet_the_ends() {
        let scale = scale(0.1, 0.4, Some(0.07));
        let values: Vec<String> = [0, 1, 5].map(|step| scale.value(step).to_string()).into();
        assert_eq!((scale.steps, values.join(" ")), (5, "0.1 0.16 0.4".to_owned()));
        assert!(Scale::new(scale.span, Some(1e-15)).is_err());
    }

    #[test]
    fn the_first_grid_is_even_and_no_finer_than_the_steps() {
        assert_eq!(scale(0.0, 10.0, Some(1.0)).grid(3), [0, 5, 10]);
        assert_eq!(scale(0.0, 2.0, Some(1.0)).grid(9), [0, 1, 2]);
        assert_eq!(scale(0.0, 1.0, None).grid(9)[1], 125);
    }
}
