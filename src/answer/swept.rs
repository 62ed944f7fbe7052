//! Answers for one point of a sweep: in order, on one thread, since points are what runs in parallel. A row has figures
//! and no plan, so only figures are computed, and proofs that a prover remembers of similar programs go a long way. The
//! figures are those of `solve`: each is either proven to be the only one, or read off the plan that `solve` finds.

use super::{Options, Pair, query, single, together};
use crate::certify::Certified;
use crate::decide::prover::{Bench, Side};
use crate::decide::{self, Outcome, Split};
use crate::explain::{case::Case, stage};
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
            let pair = joint(scenario, question, year, options, wanted);
            let paid = pair.answer.as_ref().ok().and_then(together::Paid::in_plan);
            let answers = together::figures(scenario, question, year, &pair, paid.as_ref());
            let members = answers.into_iter().zip(&question.members);
            members.map(|(answer, &member)| swept(answer, member, pair.answer.as_ref().ok(), options, wanted)).collect()
        }
        Mode::Alone | Mode::Own => {
            let one = |&member: &MemberId| {
                let alone = alone(scenario, question, member, year, options, wanted);
                let outcome = alone.answer.as_ref().ok();
                let answer = single::figures(scenario, question, member, year, outcome, alone.baseline.as_ref());
                swept(answer, member, outcome, options, wanted)
            };
            question.members.iter().map(one).collect::<Vec<Swept>>()
        }
    };
    let by_year: Vec<Vec<Swept>> = question.years.iter().map(|&year| of_year(year)).collect();
    (0..question.members.len()).flat_map(|member| by_year.iter().map(move |year| year[member].clone())).collect()
}

/// Has everything proven that a point may begin with: the question for `member` (everybody together in `joint`) in one
/// year, and its baseline whether or not the question is feasible. The proofs are left to a prover that keeps them.
pub fn prepare(scenario: &Scenario, question: &Question, member: Option<MemberId>, year: i32, options: Options<'_>) {
    let query = query(scenario, question, member, year, options.detail);
    match bench(&options, member) {
        // Points that need their baseline first are asked as `solve` asks them, from nothing.
        _ if decide::needs_baseline(&query) => {}
        bench if member.is_some() => {
            if let Ok(outcome) = decide::least(query, None, bench) {
                drop(baseline(&outcome, bench));
            }
        }
        _ => drop(super::pair(scenario, question, None, year, options)),
    }
}

/// What `solve` does: the question and its baseline without the proofs that are remembered.
fn as_solved<'a>(
    scenario: &'a Scenario,
    question: &'a Question,
    member: Option<MemberId>,
    year: i32,
    options: Options<'_>,
) -> Pair<'a> {
    super::pair(scenario, question, member, year, Options { prover: None, ..options })
}

fn bench<'p>(options: &'p Options<'_>, member: Option<MemberId>) -> Bench<'p> {
    Bench { prover: options, member, side: Side::Answer, start: None }
}

/// Everybody together and their baseline as far as they are wanted. Where remembered proofs leave a figure open, what
/// `solve` does is done.
fn joint<'a>(
    scenario: &'a Scenario,
    question: &'a Question,
    year: i32,
    options: Options<'_>,
    wanted: Wanted,
) -> Pair<'a> {
    let query = query(scenario, question, None, year, options.detail);
    let found = match wanted {
        _ if decide::needs_baseline(&query) => None,
        Wanted::Verdict => {
            let answer = decide::shortage(query, Split::Fair, bench(&options, None));
            Some(Pair { answer, baseline: Err(Unproven::NoProof) })
        }
        Wanted::Figures | Wanted::Stages => Some(super::pair(scenario, question, None, year, options)),
    };
    let found = found.filter(|pair| {
        let baseline = pair.baseline.as_ref().ok().filter(|outcome| is_exact(outcome, wanted));
        is_settled(pair.answer.as_ref().ok(), baseline.is_some(), wanted)
    });
    found.unwrap_or_else(|| as_solved(scenario, question, None, year, options))
}

/// One member by itself.
struct Alone<'a> {
    answer: Result<Outcome<'a>, Unproven>,
    /// What meeting everything costs without the avoidance, where that is wanted and can be done.
    baseline: Option<Certified>,
}

/// One member by itself as far as it is wanted. Where remembered proofs leave a figure open, or do not show that it is
/// the only one, what `solve` does is done.
fn alone<'a>(
    scenario: &'a Scenario,
    question: &'a Question,
    member: MemberId,
    year: i32,
    options: Options<'_>,
    wanted: Wanted,
) -> Alone<'a> {
    let (query, bench) = (query(scenario, question, Some(member), year, options.detail), bench(&options, Some(member)));
    let found = match wanted {
        _ if decide::needs_baseline(&query) => None,
        Wanted::Verdict => Some(Alone { answer: decide::shortage(query, Split::Least, bench), baseline: None }),
        Wanted::Figures | Wanted::Stages => {
            let answer = decide::least(query, None, bench);
            // Nothing but a feasible question has a premium.
            let feasible = answer.as_ref().ok().filter(|outcome| outcome.is_feasible());
            let baseline = feasible.and_then(|outcome| baseline(outcome, bench));
            Some(Alone { answer, baseline })
        }
    };
    let found = found.filter(|alone| {
        let baseline = alone.baseline.as_ref().is_some_and(Certified::is_exact);
        is_settled(alone.answer.as_ref().ok(), baseline, wanted)
    });
    found.unwrap_or_else(|| {
        let pair = as_solved(scenario, question, Some(member), year, options);
        Alone { baseline: pair.baseline_cost().cloned(), answer: pair.answer }
    })
}

fn baseline(outcome: &Outcome<'_>, bench: Bench<'_>) -> Option<Certified> {
    decide::least_cost_avoiding_nothing(&outcome.program, Bench { side: Side::Baseline, ..bench }).ok()
}

/// Whether every figure that is wanted is proven exactly; where the question is feasible, that of its baseline too.
fn is_settled(answer: Option<&Outcome<'_>>, baseline: bool, wanted: Wanted) -> bool {
    answer.is_some_and(|outcome| {
        let premium = outcome.is_feasible() && wanted != Wanted::Verdict;
        is_exact(outcome, wanted) && (!premium || baseline)
    })
}

fn is_exact(outcome: &Outcome<'_>, wanted: Wanted) -> bool {
    let total = &outcome.total;
    total.low == total.high && (wanted == Wanted::Verdict || outcome.cost.as_ref().is_some_and(Certified::is_exact))
}

fn swept(
    answer: Answer,
    member: MemberId,
    outcome: Option<&Outcome<'_>>,
    options: Options<'_>,
    wanted: Wanted,
) -> Swept {
    let outcome = outcome.filter(|_| wanted == Wanted::Stages);
    let outcome = outcome.filter(|_| answer.verdict == Verdict::Infeasible);
    let binding_stage = outcome.and_then(|outcome| {
        let search = options.search();
        let search = outcome.cost.as_ref().map_or(search, |cost| search.from(cost.basis()));
        stage::find_binding(&Case::of(outcome, |of| of == member, search))
    });
    Swept { answer, binding_stage }
}
