//! Answers for one point of a sweep: in order, on one thread, since points are what runs in parallel. A row has figures
//! and no plan, so only figures are computed, and proofs that a prover remembers of similar programs go a long way. The
//! figures are those of `solve`: each is either proven to be the only one, or read off the plan that `solve` finds.

use super::{Options, Pair, query, single, together};
use crate::certify::Certified;
use crate::decide::prover::{Bench, Side};
use crate::decide::{self, Outcome, Split};
use crate::explain::{case::Case, stage};
use crate::network::Query;
use crate::prove::Unproven;
use crate::report::{Answer, Verdict};
use crate::scenario::{MemberId, Mode, Question, Scenario};

/// What is wanted of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Its verdict.
    Verdict,
    /// All figures of its row.
    Figures,
    /// The stage that binds where a demand cannot be met, besides; it takes up to one more program per stage.
    Stages,
}

/// One answer of a point.
#[derive(Clone, Debug)]
pub struct Swept {
    /// The answer.
    pub answer: Answer,
    /// The stage that alone leaves the largest shortfall.
    pub binding_stage: Option<String>,
}

/// Answers `question`: one entry per member and year, members first. Plans are left out.
#[must_use]
pub fn answer(scenario: &Scenario, question: &Question, options: Options<'_>, wanted: Wanted) -> Vec<Swept> {
    let of_year = |year: i32| match question.mode {
        Mode::Joint => {
            let pair = pair(scenario, question, None, year, options, wanted);
            let paid = pair.answer.as_ref().ok().and_then(together::Paid::in_plan);
            let answers = together::figures(scenario, question, year, &pair, paid.as_ref());
            let members = answers.into_iter().zip(&question.members);
            members.map(|(answer, &member)| swept(answer, member, &pair, options, wanted)).collect()
        }
        Mode::Alone | Mode::Own => {
            let one = |&member: &MemberId| {
                let pair = pair(scenario, question, Some(member), year, options, wanted);
                let answer = single::figures(scenario, question, member, year, &pair);
                swept(answer, member, &pair, options, wanted)
            };
            question.members.iter().map(one).collect::<Vec<Swept>>()
        }
    };
    let by_year: Vec<Vec<Swept>> = question.years.iter().map(|&year| of_year(year)).collect();
    (0..question.members.len()).flat_map(|member| by_year.iter().map(move |year| year[member].clone())).collect()
}

/// The question and its baseline as far as they are wanted. Where remembered proofs leave a figure open, or do not show
/// that it is the only one, what `solve` does is done.
fn pair<'a>(
    scenario: &'a Scenario,
    question: &'a Question,
    member: Option<MemberId>,
    year: i32,
    options: Options<'_>,
    wanted: Wanted,
) -> Pair<'a> {
    let as_solved = Options { prover: None, ..options };
    let query = query(scenario, question, member, year, options.detail);
    let bench = Bench { prover: &options, member, side: Side::Answer, start: None };
    let found = match member {
        _ if decide::needs_baseline(&query) => None,
        _ if wanted == Wanted::Verdict => Some(verdict(query, bench)),
        Some(_) => Some(alone(query, bench)),
        None => Some(super::pair(scenario, question, None, year, options)),
    };
    let solved = || super::pair(scenario, question, member, year, as_solved);
    found.filter(|pair| is_settled(pair, wanted)).unwrap_or_else(solved)
}

fn verdict<'a>(query: Query<'a>, bench: Bench<'_>) -> Pair<'a> {
    let split = if bench.member.is_some() { Split::Least } else { Split::Fair };
    Pair { answer: decide::shortage(query, split, bench), baseline: Err(Unproven::NoProof) }
}

/// One member by itself: the question first, and its baseline only where the question is feasible, since nothing else
/// has a premium.
fn alone<'a>(query: Query<'a>, bench: Bench<'_>) -> Pair<'a> {
    let answer = decide::least(query.clone(), None, bench);
    let feasible = answer.as_ref().is_ok_and(Outcome::is_feasible);
    let bench = Bench { side: Side::Baseline, ..bench };
    let baseline = || decide::least(Query { avoid: &[], ..query }, None, bench);
    Pair { answer, baseline: if feasible { baseline() } else { Err(Unproven::NoProof) } }
}

/// Whether every figure that is wanted is proven exactly.
fn is_settled(pair: &Pair<'_>, wanted: Wanted) -> bool {
    let is_exact = |outcome: &Outcome<'_>| {
        let total = &outcome.total;
        total.low == total.high && (wanted == Wanted::Verdict || outcome.cost.as_ref().is_some_and(Certified::is_exact))
    };
    pair.answer.as_ref().is_ok_and(|outcome| {
        let premium = outcome.is_feasible() && wanted != Wanted::Verdict;
        is_exact(outcome) && (!premium || pair.baseline.as_ref().is_ok_and(is_exact))
    })
}

fn swept(answer: Answer, member: MemberId, pair: &Pair<'_>, options: Options<'_>, wanted: Wanted) -> Swept {
    let outcome = pair.answer.as_ref().ok().filter(|_| wanted == Wanted::Stages);
    let outcome = outcome.filter(|_| answer.verdict == Verdict::Infeasible);
    let binding_stage = outcome.and_then(|outcome| {
        let search = options.search();
        let search = outcome.cost.as_ref().map_or(search, |cost| search.from(cost.basis()));
        stage::find_binding(&Case::of(outcome, |of| of == member, search))
    });
    Swept { answer, binding_stage }
}
