//! The rows of one point.

use std::time::Duration;

use super::Study;
use super::base::Base;
use crate::answer::Options;
use crate::answer::swept::{self, Swept, Wanted, answer};
use crate::report::sweep::{Cell, Row};
use crate::report::{QuestionRef, Verdict};
use crate::scenario::{MemberId, Question, Scenario};
use crate::solve::Deadline;

/// What every point is asked, and how.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// Members and years of all points, mode of the point without changes.
    pub question: &'a QuestionRef,
    /// The question that the command line asks of a point's scenario, or why there is none.
    pub of: &'a (dyn Fn(&Scenario) -> Result<Question, String> + Sync),
    /// How answers are searched for.
    pub options: Options<'a>,
    /// How long searching at a point may take.
    pub time_limit: Option<Duration>,
    /// What the points' searches start from.
    pub base: &'a Base<'a>,
    /// What is wanted of every answer.
    pub wanted: Wanted,
}

impl Asking<'_> {
    /// How many rows a point has.
    #[must_use]
    pub fn rows_per_point(&self) -> usize {
        self.question.members.len() * self.question.years.len()
    }

    /// The rows of a point: answers, or why there are none.
    #[must_use]
    pub fn rows(&self, study: &Study<'_>, point: u64) -> Vec<Row> {
        let cells = study.cells(point);
        match study.scenario(point).and_then(|scenario| self.answers(&scenario)) {
            Ok(answers) => answers.into_iter().map(|answer| row(&cells, answer)).collect(),
            Err(error) => self.refused(&cells, &error),
        }
    }

    /// The answers for one scenario, members first.
    ///
    /// # Errors
    /// Where the question cannot be asked of it.
    pub fn answers(&self, scenario: &Scenario) -> Result<Vec<Swept>, String> {
        let mut question = (self.of)(scenario)?;
        question.years.clone_from(&self.question.years);
        let member = |name: &String| -> Result<MemberId, String> {
            let id = scenario.members.id(name).filter(|id| scenario.members[*id].alliance);
            id.ok_or_else(|| format!("`{name}` is not asked about here"))
        };
        question.members = self.question.members.iter().map(member).collect::<Result<_, _>>()?;
        let options = Options { time_limit: self.time_limit.and_then(Deadline::after), ..self.options };
        let prover = self.base.prover(question.mode, options);
        Ok(answer(scenario, &question, Options { prover: Some(&prover), ..options }, self.wanted))
    }

    fn refused(&self, cells: &[Cell], error: &str) -> Vec<Row> {
        let years = &self.question.years;
        let pairs = self.question.members.iter().flat_map(|member| years.iter().map(move |year| (member, *year)));
        let row = |(member, year): (&String, i32)| Row {
            inputs: cells.to_vec(),
            mode: self.question.mode.clone(),
            member: member.clone(),
            year,
            proof: "none".to_owned(),
            error: error.to_owned(),
            ..Row::default()
        };
        pairs.map(row).collect()
    }
}

fn row(cells: &[Cell], swept: swept::Swept) -> Row {
    let answer = swept.answer;
    let known = answer.verdict != Verdict::Undecided;
    let error = if known { "" } else { "no answer could be proven" };
    Row {
        inputs: cells.to_vec(),
        mode: answer.mode,
        member: answer.member,
        year: answer.year,
        verdict: Some(answer.verdict),
        coverage: answer.coverage.filter(|_| known),
        shortfall_t: Some(answer.shortfall_t).filter(|_| known),
        cost_usd: answer.cost_usd,
        premium: answer.premium,
        binding_stage: swept.binding_stage,
        proof: answer.proof,
        error: error.to_owned(),
        solve_ms: None,
    }
}
