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
        let members = &self.question.members;
        let scenario = match study.scenario(point) {
            Ok(scenario) => scenario,
            Err(error) => return members.iter().flat_map(|member| self.refused(&cells, member, &error)).collect(),
        };
        let is_here = |member: &String| asked_member(&scenario, member).is_ok();
        let here: Vec<String> = members.iter().filter(|member| is_here(member)).cloned().collect();
        let question = QuestionRef { members: here, ..self.question.clone() };
        let mut answers = Asking { question: &question, ..*self }.answers(&scenario).map(Vec::into_iter);
        let of_member = |member: &String| -> Vec<Row> {
            match (asked_member(&scenario, member), &mut answers) {
                (Err(error), _) => self.refused(&cells, member, &error),
                (_, Err(error)) => self.refused(&cells, member, error),
                (Ok(_), Ok(answers)) => {
                    answers.by_ref().take(self.question.years.len()).map(|answer| row(&cells, answer)).collect()
                }
            }
        };
        members.iter().flat_map(of_member).collect()
    }

    /// The answers for one scenario, members first.
    ///
    /// # Errors
    /// Where the question cannot be asked of it.
    pub fn answers(&self, scenario: &Scenario) -> Result<Vec<Swept>, String> {
        let mut question = (self.of)(scenario)?;
        question.years.clone_from(&self.question.years);
        let members = self.question.members.iter();
        question.members = members.map(|name| asked_member(scenario, name)).collect::<Result<_, _>>()?;
        if question.members.is_empty() {
            return Ok(Vec::new());
        }
        let options = Options { time_limit: self.time_limit.and_then(Deadline::after), ..self.options };
        let prover = self.base.prover(question.mode, options);
        Ok(answer(scenario, &question, Options { prover: Some(&prover), ..options }, self.wanted))
    }

    /// The rows of a member that there is no answer for.
    fn refused(&self, cells: &[Cell], member: &str, error: &str) -> Vec<Row> {
        let row = |year: &i32| Row {
            inputs: cells.to_vec(),
            mode: self.question.mode.clone(),
            member: member.to_owned(),
            year: *year,
            proof: "none".to_owned(),
            error: error.to_owned(),
            ..Row::default()
        };
        self.question.years.iter().map(row).collect()
    }
}

/// The member called `name`, where the scenario asks about it.
fn asked_member(scenario: &Scenario, name: &str) -> Result<MemberId, String> {
    let id = scenario.members.id(name).filter(|id| scenario.members[*id].alliance);
    id.ok_or_else(|| format!("`{name}` is not asked about here"))
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
