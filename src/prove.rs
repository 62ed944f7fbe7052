//! From a program to a certified optimum: presolve, search, exact vertex, certificate; and what to try when a step fails.

use std::time::Duration;

use thiserror::Error;

use crate::certify::{Certified, certify};
use crate::lp::Lp;
use crate::solve::{Backend, BackendError};

pub mod basis;
pub mod factor;
pub mod presolve;
pub mod vertex;

use basis::Stuck;
use presolve::{Reduction, transpose};
use vertex::{Scaled, exact_vertex};

/// How far right-hand sides are relaxed in the search, tried in this order; the largest right-hand side is 2^10.
const RELAXATIONS: [f64; 3] = [1e-5, 1e-7, 0.0];

/// Who searches, and for how long.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// The backend.
    pub backend: &'a dyn Backend,
    /// Time limit of each search.
    pub limit: Option<Duration>,
}

/// Why there is no certified answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unproven {
    /// The backend found no candidate.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// No candidate could be turned into an exactly feasible plan.
    #[error("no candidate of the solver could be proven")]
    NoProof,
}

/// The certified least objective of `lp`, which must be feasible and bounded for this to succeed.
///
/// # Errors
/// Where nothing could be proven; an infeasible program always ends here, never in a verdict.
pub fn minimise(lp: &Lp, search: Search<'_>) -> Result<Certified, Unproven> {
    let transpose = transpose(lp);
    let reduction = Reduction::of(lp, &transpose);
    let mut best: Option<Certified> = None;
    let mut failure = Unproven::NoProof;
    for (relaxation, seed) in RELAXATIONS.into_iter().zip(1..) {
        let scaled = Scaled::of(lp, &reduction, relaxation, seed);
        let candidate = match search.backend.search(&scaled.model, search.limit) {
            Ok(candidate) => candidate,
            Err(error) => {
                failure = error.into();
                break;
            }
        };
        let (point, multipliers) = match exact_vertex(lp, &reduction, &scaled, &candidate) {
            Ok(vertex) => vertex,
            Err(Stuck::Infeasible) => return Err(BackendError::Infeasible.into()),
            Err(Stuck::Unbounded) => return Err(BackendError::Unbounded.into()),
            Err(Stuck::Effort) => continue,
        };
        let point = reduction.point(lp, point);
        let multipliers = reduction.multipliers(lp, &transpose, &multipliers);
        if let Ok(certified) = certify(lp, point, multipliers) {
            let better = best.as_ref().is_none_or(|best| certified.lower() > best.lower());
            let exact = certified.is_exact();
            if better {
                best = Some(certified);
            }
            if exact {
                break;
            }
        }
    }
    best.ok_or(failure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::{Rational, decimal};
    use crate::lp::{Col, Sense, StatementId};
    use crate::solve::Microlp;
    use crate::table::Id;

    struct Dice(u64);
    impl Dice {
        fn roll(&mut self, sides: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % sides
        }
    }

    /// A transport problem with exactly as much supply as demand and many equal costs: as degenerate as they come.
    fn transport(seed: u64, makers: usize, users: usize) -> Lp {
        let mut dice = Dice(seed);
        let mut lp = Lp::new();
        let need: Vec<u64> = (0..users).map(|_| 1 + dice.roll(5)).collect();
        let total: u64 = need.iter().sum();
        let mut flows: Vec<Vec<Col>> = Vec::new();
        for _ in 0..makers {
            let costs: Vec<u64> = (0..users).map(|_| 1 + dice.roll(3)).collect();
            let upper = Rational::from(total);
            flows.push(costs.into_iter().map(|cost| lp.add_column(Rational::from(cost), upper.clone())).collect());
        }
        let statement = StatementId::from_index(0);
        for (user, need) in need.iter().enumerate() {
            let terms = flows.iter().map(|row| (row[user], Rational::ONE)).collect();
            lp.add_row(terms, Sense::AtLeast, Rational::from(*need), statement);
        }
        let share = Rational::from(total) / Rational::from(makers as u64);
        for row in &flows {
            lp.add_row(row.iter().map(|col| (*col, decimal(1.0))).collect(), Sense::AtMost, share.clone(), statement);
        }
        lp
    }

    #[test]
    fn degenerate_and_tight_programs_are_solved_exactly() {
        let search = Search { backend: &Microlp, limit: None };
        for seed in 0..60 {
            let size = usize::try_from(2 + seed % 7).unwrap();
            let lp = transport(seed, size, size + 3);
            let certified = minimise(&lp, search).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            assert!(certified.is_exact(), "seed {seed}: {:?} < {}", certified.lower(), certified.upper());
        }
    }
}
