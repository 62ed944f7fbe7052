//! Answers for one point of a sweep: in order, on one thread, since points are what runs in parallel.

use super::{Options, Pair, single, together};
use crate::explain::{case::Case, stage};
use crate::report::{Answer, Verdict};
use crate::scenario::{MemberId, Mode, Question, Scenario};

/// Whether the stage that binds is looked for where a demand cannot be met; it takes one more program per stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stages {
    /// It is.
    Sought,
    /// It is not.
    Skipped,
}

/// One answer of a point.
#[derive(Clone, Debug)]
pub struct Swept {
    /// The answer.
    pub answer: Answer,
    /// The stage that alone leaves the largest shortfall.
    pub binding_stage: Option<String>,
}

/// Answers `question`: one entry per member and year, members first.
#[must_use]
pub fn answer(scenario: &Scenario, question: &Question, options: Options<'_>, stages: Stages) -> Vec<Swept> {
    let of_year = |year: i32| match question.mode {
        Mode::Joint => {
            let pair = together::pair(scenario, question, year, options);
            let answers = together::of_pair(scenario, question, year, &pair, options).1;
            let members = answers.into_iter().zip(&question.members);
            members.map(|(answer, &member)| swept(answer, member, &pair, options, stages)).collect()
        }
        Mode::Alone | Mode::Own => {
            let one = |&member: &MemberId| {
                let pair = single::pair(scenario, question, member, year, options);
                let answer = single::of_pair(scenario, question, member, year, &pair);
                swept(answer, member, &pair, options, stages)
            };
            question.members.iter().map(one).collect::<Vec<Swept>>()
        }
    };
    let by_year: Vec<Vec<Swept>> = question.years.iter().map(|&year| of_year(year)).collect();
    (0..question.members.len()).flat_map(|member| by_year.iter().map(move |year| year[member].clone())).collect()
}

fn swept(answer: Answer, member: MemberId, pair: &Pair<'_>, options: Options<'_>, wanted: Stages) -> Swept {
    let outcome = pair.answer.as_ref().ok().filter(|_| wanted == Stages::Sought);
    let outcome = outcome.filter(|_| answer.verdict == Verdict::Infeasible);
    let binding_stage =
        outcome.and_then(|outcome| stage::find_binding(&Case::of(outcome, |of| of == member, options.search())));
    Swept { answer, binding_stage }
}
