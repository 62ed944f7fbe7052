//! What can differ among equally good plans, for whom it is asked: used where a claim needs more than the plan shown.

use super::{Options, Pair, in_parallel, query};
use crate::decide::prover::{Bench, Side};
use crate::decide::{self, Interval, Outcome, range};
use crate::network::Apart;
use crate::prove::Unproven;
use crate::scenario::{MemberId, Mode, Origin, Question, Scenario};

/// A range for one member, or for all consumers together, in one year.
#[derive(Clone, Debug)]
pub struct Ranged {
    /// Whom it is about; everybody where absent.
    pub member: Option<MemberId>,
    /// The year.
    pub year: i32,
    /// The least and the largest value; `None` where there is none.
    pub range: Result<Option<Interval>, Unproven>,
}

/// The share of what is used that comes from `origin`, among the cheapest plans: of each member of the question, or of
/// all consumers together.
#[must_use]
pub fn country_shares(
    scenario: &Scenario,
    question: &Question,
    everybody: bool,
    origin: &Origin,
    options: Options<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Ranged> {
    let members: &[MemberId] = if everybody { &[] } else { &question.members };
    let apart = Apart { origins: &origin.countries, members };
    let one = |&(asked, year): &(Option<MemberId>, i32)| -> Vec<Ranged> {
        let outcome = outcome(scenario, question, asked, year, apart, options);
        let subjects: Vec<Option<MemberId>> = match asked {
            None if !everybody => question.members.iter().copied().map(Some).collect(),
            asked => vec![asked],
        };
        let ranged =
            |member| Ranged { member, year, range: outcome.clone().and_then(|of| share(&of, member, origin, options)) };
        subjects.into_iter().map(ranged).collect()
    };
    in_parallel(&programs(question), progress, one).into_iter().flatten().collect()
}

fn share(
    outcome: &Outcome<'_>,
    member: Option<MemberId>,
    origin: &Origin,
    options: Options<'_>,
) -> Result<Option<Interval>, Unproven> {
    let network = &outcome.program.network;
    let classes: Vec<usize> = match member {
        Some(member) => network.class_of(member).into_iter().collect(),
        None => (0..network.classes.len()).collect(),
    };
    range::country_share(outcome, &classes, origin, options.search())
}

/// The lowest coverage of members by themselves, among plans with the least total shortfall. Not for mode `joint`, where
/// coverage is unique.
#[must_use]
pub fn coverages(
    scenario: &Scenario,
    question: &Question,
    options: Options<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Ranged> {
    let one = |&(member, year): &(Option<MemberId>, i32)| {
        let outcome = outcome(scenario, question, member, year, Apart::default(), options);
        Ranged { member, year, range: outcome.and_then(|outcome| range::coverage(&outcome, options.search())) }
    };
    in_parallel(&programs(question), progress, one)
}

/// The programs of a question: one per year in `joint`, one per member and year else.
fn programs(question: &Question) -> Vec<(Option<MemberId>, i32)> {
    let members: Vec<Option<MemberId>> = match question.mode {
        Mode::Joint => vec![None],
        Mode::Alone | Mode::Own => question.members.iter().copied().map(Some).collect(),
    };
    members.iter().flat_map(|member| question.years.iter().map(|year| (*member, *year))).collect()
}

/// What the question comes to for one member, or for everybody together; its baseline only where a ceiling needs it.
fn outcome<'a>(
    scenario: &'a Scenario,
    question: &'a Question,
    member: Option<MemberId>,
    year: i32,
    apart: Apart<'a>,
    options: Options<'_>,
) -> Result<Outcome<'a>, Unproven> {
    let query = crate::network::Query { apart, ..query(scenario, question, member, year, options.detail) };
    let decide = if member.is_some() { decide::least } else { decide::fair };
    // A plain search: these programs tell more apart than those of the answer, so no certificate of it fits them.
    let search = options.search();
    let bench = Bench { prover: &search, member, side: Side::Answer, start: None };
    if decide::needs_baseline(&query) { Pair::solve(query, decide, bench).answer } else { decide(query, None, bench) }
}
