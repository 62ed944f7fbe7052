//! From a question to answers: one question per member and year (or per year, in `joint`), its baseline, and what
//! both come to in the words of the report.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::certify::Certified;
use crate::decide::prover::{Bench, Posed, Prover, Side};
use crate::decide::{self, Interval, Outcome, Split};
use crate::network::{Apart, Detail, Query};
use crate::prove::{Search, Unproven};
use crate::report::{Answer, QuestionRef, SystemAnswer};
use crate::scenario::{MemberId, Mode, Question, Scenario};
use crate::solve::{Backend, Deadline};
use crate::table::{Id, Table};

pub mod beside;
pub mod explained;
pub mod pictured;
pub mod range;
mod single;
pub mod swept;
mod together;
pub mod unready;

/// How to search.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Who searches.
    pub backend: &'a dyn Backend,
    /// Who is asked where nothing the backend finds can be proven.
    pub second: Option<&'a dyn Backend>,
    /// When searching ends.
    pub time_limit: Option<Deadline>,
    /// How finely programs tell consumers, sources and routes apart; the answers are the same.
    pub detail: Detail,
    /// Who proves the programs of answers, where that is not a plain search.
    pub prover: Option<&'a dyn Prover>,
}

impl Prover for Options<'_> {
    fn prove(&self, posed: &Posed<'_, '_>) -> Result<Certified, Unproven> {
        match self.prover {
            Some(prover) => prover.prove(posed),
            None => self.search().prove(posed),
        }
    }
}

impl Options<'_> {
    /// A search like those that answers are made of.
    #[must_use]
    pub fn search(&self) -> Search<'_> {
        Search { second: self.second, until: self.time_limit, ..Search::by(self.backend) }
    }
}

/// Everything a question came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// One entry per year; in `joint` only.
    pub system: Option<Vec<SystemAnswer>>,
    /// One entry per member and year, members first.
    pub answers: Vec<Answer>,
}

/// Answers `question`. What cannot be proven is `undecided`, never an error. `progress` is told how many of how many
/// parts are done; the order of the answers does not depend on threads.
#[must_use]
pub fn answer(
    scenario: &Scenario,
    question: &Question,
    options: Options<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Answers {
    match question.mode {
        Mode::Joint => {
            let years =
                in_parallel(&question.years, progress, |&year| together::answer(scenario, question, year, options));
            let mut system = Vec::with_capacity(years.len());
            let mut by_year = Vec::with_capacity(years.len());
            for (entry, answers) in years {
                system.push(entry);
                by_year.push(answers);
            }
            let members = 0..question.members.len();
            let answers =
                members.flat_map(|member| by_year.iter().map(move |answers| answers[member].clone())).collect();
            Answers { system: Some(system), answers }
        }
        Mode::Alone | Mode::Own => {
            let pairs = question.members.iter().flat_map(|member| question.years.iter().map(|year| (*member, *year)));
            let pairs: Vec<(MemberId, i32)> = pairs.collect();
            let one = |pair: &(MemberId, i32)| single::answer(scenario, question, pair.0, pair.1, options);
            Answers { system: None, answers: in_parallel(&pairs, progress, one) }
        }
    }
}

/// `work` on all of `parts`, in their order; `progress` is told how many are done.
pub fn in_parallel<T: Sync, R: Send>(
    parts: &[T],
    progress: &(dyn Fn(usize, usize) + Sync),
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let done = AtomicUsize::new(0);
    let run = |part: &T| {
        let result = work(part);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, parts.len());
        result
    };
    parts.par_iter().map(run).collect()
}

/// A question's outcome and that of its baseline.
#[derive(Clone, Debug)]
pub struct Pair<'a> {
    /// The question's.
    pub answer: Result<Outcome<'a>, Unproven>,
    /// Its baseline's.
    pub baseline: Result<Outcome<'a>, Unproven>,
}

/// Solves `question` and its baseline for one member, or for everybody together, in one year.
#[must_use]
pub fn pair<'a>(
    scenario: &'a Scenario,
    question: &'a Question,
    member: Option<MemberId>,
    year: i32,
    options: Options<'_>,
) -> Pair<'a> {
    match member {
        Some(member) => single::pair(scenario, question, member, year, options),
        None => together::pair(scenario, question, year, options),
    }
}

/// What `question` lacks for one member, or for everybody together, in one year: no plan, unless the verdict needs one.
#[must_use]
pub fn shortage<'a>(
    scenario: &'a Scenario,
    question: &'a Question,
    member: Option<MemberId>,
    year: i32,
    options: Options<'_>,
) -> Option<Outcome<'a>> {
    let asked = query(scenario, question, member, year, options.detail);
    if decide::needs_baseline(&asked) {
        return pair(scenario, question, member, year, options).answer.ok();
    }
    let split = if member.is_some() { Split::Least } else { Split::Fair };
    let bench = Bench { prover: &options, member, side: Side::Answer, start: None };
    decide::shortage(asked, split, bench).ok()
}

/// What `question` comes to for one member, or for everybody together, in one year.
#[must_use]
pub fn query<'a>(
    scenario: &'a Scenario,
    question: &'a Question,
    member: Option<MemberId>,
    year: i32,
    detail: Detail,
) -> Query<'a> {
    Query {
        scenario,
        year,
        consumers: member.map_or_else(|| scenario.members.ids().collect(), |member| vec![member]),
        owner: member.filter(|_| question.mode == Mode::Own),
        avoid: &question.avoid,
        avoid_stages: &question.avoid_stages,
        statuses: &question.statuses,
        detail,
        apart: Apart::default(),
    }
}

type Decide<'a> = fn(Query<'a>, Option<&Interval>, Bench<'_>) -> Result<Outcome<'a>, Unproven>;

impl<'a> Pair<'a> {
    /// What the baseline costs where it is feasible.
    fn baseline_cost(&self) -> Option<&Certified> {
        self.baseline.as_ref().ok().filter(|outcome| outcome.is_feasible())?.cost.as_ref()
    }

    /// The baseline is the same question without the avoidance and without any premium ceiling, nothing else dropped.
    fn solve(query: Query<'a>, decide: Decide<'a>, bench: Bench<'_>) -> Self {
        let baseline = decide(Query { avoid: &[], ..query.clone() }, None, Bench { side: Side::Baseline, ..bench });
        let premium = decide::needs_baseline(&query);
        if query.avoid.is_empty() && !premium {
            return Self { answer: baseline.clone(), baseline };
        }
        if !premium {
            return Self { answer: decide(query, None, bench), baseline };
        }
        // A premium over an unknown cost leaves the question open; it never drops the ceiling.
        let cost = baseline
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|outcome| outcome.cost.as_ref().and_then(Interval::of).ok_or(Unproven::NoProof));
        let answer = cost.and_then(|from| decide(query, Some(&from), bench));
        Self { answer, baseline }
    }
}

/// The question in the words of the report.
#[must_use]
pub fn question_ref(scenario: &Scenario, question: &Question) -> QuestionRef {
    QuestionRef {
        mode: question.mode.word().to_owned(),
        avoid: keys(&scenario.countries, &question.avoid),
        avoid_stages: keys(&scenario.stages, &question.avoid_stages),
        years: question.years.clone(),
        members: keys(&scenario.members, &question.members),
        statuses: question.statuses.iter().map(|status| status.word().to_owned()).collect(),
    }
}

fn keys<I: Id, T>(table: &Table<I, T>, ids: &[I]) -> Vec<String> {
    ids.iter().map(|id| table.key(*id).to_owned()).collect()
}
