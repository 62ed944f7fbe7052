//! What the points of a sweep share beside the parsed scenario: the proofs of the scenario without changes. Every program
//! of a point begins with what was proven of its counterpart there, never with a neighbouring point's, so that no row
//! depends on which points were asked before it.
//!
//! Where a capacity, a demand or a bound moves and the old plan and multipliers still hold, they are the new proof. Where
//! a scenario that gives no more than one that was proven infeasible is asked about, the old refutation holds by its very
//! numbers: what monotony could save is saved, and proven again by evaluating it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::answer::Options;
use crate::answer::swept::prepare;
use crate::certify::{Certified, refutes};
use crate::decide::prover::{Posed, Prover, Side, Step};
use crate::decide::range::is_only_split;
use crate::exact::Rational;
use crate::lp::Lp;
use crate::prove::Unproven;
use crate::prove::again::again;
use crate::scenario::{MemberId, Mode, Question, Scenario};
use crate::solve::BackendError;

/// Which question: the mode, the member (everybody in `joint`), and the year.
type Key = (Mode, Option<MemberId>, i32);

/// The scenario without changes and what has been proven of it so far. Each question about it is answered when the first
/// point asks it.
pub struct Base<'a> {
    scenario: &'a Scenario,
    of: &'a (dyn Fn(&Scenario) -> Result<Question, String> + Sync),
    known: Mutex<BTreeMap<Key, Arc<OnceLock<Proofs>>>>,
}

impl<'a> Base<'a> {
    /// The base of points that are changes of `scenario`, which is asked the question `of` gives.
    #[must_use]
    pub fn new(scenario: &'a Scenario, of: &'a (dyn Fn(&Scenario) -> Result<Question, String> + Sync)) -> Self {
        Self { scenario, of, known: Mutex::default() }
    }

    /// A prover of the programs of points that are asked in `mode`.
    #[must_use]
    pub fn prover(&'a self, mode: Mode, options: Options<'a>) -> FromBase<'a> {
        FromBase { base: self, mode, options: Options { prover: None, ..options } }
    }

    fn with_proofs<T>(&self, key: Key, options: Options<'_>, then: impl FnOnce(&Proofs) -> T) -> T {
        let cell = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(known.entry(key).or_default())
        };
        then(cell.get_or_init(|| self.proofs(key, options)))
    }

    fn proofs(&self, (mode, member, year): Key, options: Options<'_>) -> Proofs {
        let keeper = Keeper { options, proofs: Mutex::default() };
        if let Ok(question) = (self.of)(self.scenario) {
            let question = Question { mode, ..question };
            let options = Options { prover: Some(&keeper), ..options };
            prepare(self.scenario, &question, member, year, options);
        }
        keeper.proofs.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The proofs of one question and its baseline.
#[derive(Default)]
struct Proofs(BTreeMap<(Side, Step), Certified>);

impl Proofs {
    /// What the search for a program begins with: the proof of its counterpart, or of one that differs from it by what is
    /// met of the demands.
    fn nearest(&self, side: Side, step: Step) -> Option<&Certified> {
        let others: &[Step] = match step {
            Step::Full => &[Step::Granted, Step::Rest],
            Step::Rest => &[Step::Granted, Step::Full],
            Step::Granted => &[Step::Rest, Step::Full],
            Step::Shortfall | Step::Alliance => &[Step::Granted, Step::Rest, Step::Full],
            Step::Round(_) => &[Step::Round(1), Step::Granted, Step::Rest, Step::Full],
        };
        [step].iter().chain(others).find_map(|step| self.0.get(&(side, *step)))
    }

    /// Whether what proved that something must be missing in the base proves it for the program `lp` too.
    fn refute(&self, side: Side, lp: &Lp) -> bool {
        let shortfall = self.0.get(&(side, Step::Shortfall)).filter(|proof| *proof.upper() > Rational::ZERO);
        // The first round that leaves a demand short of its whole.
        let rounds = self.0.range((side, Step::Round(0))..=(side, Step::Round(usize::MAX)));
        let round = rounds.map(|(_, proof)| proof).find(|proof| *proof.upper() > -Rational::ONE);
        shortfall.or(round).is_some_and(|proof| refutes(lp, proof.multipliers()))
    }
}

/// Keeps all proofs it finds.
struct Keeper<'a> {
    options: Options<'a>,
    proofs: Mutex<Proofs>,
}

impl Prover for Keeper<'_> {
    fn prove(&self, posed: &Posed<'_, '_>) -> Result<Certified, Unproven> {
        let proof = self.options.prove(posed)?;
        let mut proofs = self.proofs.lock().unwrap_or_else(PoisonError::into_inner);
        proofs.0.insert((posed.bench.side, posed.step), proof.clone());
        Ok(proof)
    }
}

/// Proves the programs of a point, beginning with the proofs of the base.
pub struct FromBase<'a> {
    base: &'a Base<'a>,
    mode: Mode,
    options: Options<'a>,
}

impl Prover for FromBase<'_> {
    fn prove(&self, posed: &Posed<'_, '_>) -> Result<Certified, Unproven> {
        let (member, year, side) = (posed.bench.member, posed.program.network.year(), posed.bench.side);
        self.base.with_proofs((self.mode, member, year), self.options, |proofs| {
            if posed.step == Step::Full && proofs.refute(side, posed.lp) {
                return Err(BackendError::Infeasible.into());
            }
            // Who bears which part of the cost depends on the plan, so the plan must be the one that `solve` finds.
            let is_shown = member.is_none() && matches!(posed.step, Step::Full | Step::Rest | Step::Granted);
            let proof = match proofs.nearest(side, posed.step).filter(|_| !is_shown) {
                Some(known) => again(posed.lp, known, self.options.search())?,
                None => self.options.prove(posed)?,
            };
            if posed.step == Step::Granted && !self.is_only_split(posed, &proof) {
                return Err(Unproven::NoProof);
            }
            Ok(proof)
        })
    }
}

impl FromBase<'_> {
    /// Whether a shortage that is free to fall on several demands falls on them as it does in every cheapest plan, so
    /// that `solve` finds the same.
    fn is_only_split(&self, posed: &Posed<'_, '_>, proof: &Certified) -> bool {
        let first = posed.program.columns.len();
        posed.added.columns.is_empty() || is_only_split(posed.lp, proof, first, self.options.search())
    }
}
