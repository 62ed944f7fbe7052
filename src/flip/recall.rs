//! A prover for a question that was asked before with slightly other numbers: it first tries whether the old plan and
//! multipliers still prove something, and searches from their basis where they do not. Nothing is believed that is not
//! certified against the new program, so whatever the change was, no argument about it is needed.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::answer::Options;
use crate::certify::Certified;
use crate::decide::prover::{Bench, Posed, Prover, Side, Step};
use crate::exact::Rational;
use crate::prove::Unproven;
use crate::prove::again::unchanged;

/// Proofs of a question's programs.
pub type Proofs = BTreeMap<(Side, Step), Certified>;

/// What has to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Whether something is missing.
    Verdict,
    /// How much is missing too.
    Amount,
}

/// The prover.
pub struct Recall<'a> {
    known: &'a Proofs,
    need: Need,
    options: Options<'a>,
    proofs: Mutex<Proofs>,
}

impl<'a> Recall<'a> {
    /// A prover that knows the proofs of a similar question.
    #[must_use]
    pub fn new(known: &'a Proofs, need: Need, options: Options<'a>) -> Self {
        Self { known, need, options, proofs: Mutex::default() }
    }

    /// The proofs of the question that was asked.
    #[must_use]
    pub fn proofs(self) -> Proofs {
        self.proofs.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// What an old proof proves of the new program, where that is enough.
    fn again(&self, known: &Certified, posed: &Posed<'_, '_>) -> Option<Certified> {
        let again = unchanged(posed.lp, known)?;
        // The fair split needs its levels exactly; of the least shortfall the sign decides.
        let decides = self.need == Need::Verdict
            && posed.step == Step::Shortfall
            && (again.upper().is_zero() || again.lower().is_some_and(|lower| *lower > Rational::ZERO));
        (again.is_exact() || decides).then_some(again)
    }
}

impl Prover for Recall<'_> {
    fn prove(&self, posed: &Posed<'_, '_>) -> Result<Certified, Unproven> {
        let key = (posed.bench.side, posed.step);
        let known = self.known.get(&key);
        let search = || {
            let start = known.map(Certified::basis).or(posed.bench.start);
            self.options.prove(&Posed { bench: Bench { start, ..posed.bench }, ..*posed })
        };
        let proof = known.and_then(|known| self.again(known, posed)).map_or_else(search, Ok)?;
        self.proofs.lock().unwrap_or_else(PoisonError::into_inner).insert(key, proof.clone());
        Ok(proof)
    }
}
