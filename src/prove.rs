//! From a program to a certified optimum: presolve, search, exact vertex, certificate; and what to try when a step fails.

use std::time::Duration;

use thiserror::Error;

use crate::certify::{Certified, certify};
use crate::lp::{Basis, Label, Lp};
use crate::simplex::{Kernel, Stuck};
use crate::solve::{Backend, BackendError, Deadline};

pub mod presolve;
pub mod vertex;

use presolve::{Reduction, Transpose, transpose};
use vertex::{basis, exact_vertex, relaxed, scaled};

/// How far right-hand sides are relaxed in the search, tried in this order; the largest right-hand side is 2^10.
const RELAXATIONS: [f64; 3] = [1e-5, 1e-7, 0.0];

/// Who searches, and for how long.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// The backend.
    pub backend: &'a dyn Backend,
    /// Who is asked where nothing the backend finds can be proven.
    pub second: Option<&'a dyn Backend>,
    /// When searching ends.
    pub until: Option<Deadline>,
    /// Where to start from: the basis of a similar program.
    pub start: Option<&'a Basis>,
}

impl<'a> Search<'a> {
    /// A search by `backend` alone, as long as it takes.
    #[must_use]
    pub const fn by(backend: &'a dyn Backend) -> Self {
        Self { backend, second: None, until: None, start: None }
    }

    /// The same search from the basis of a similar program. Programs share columns and rows by their labels; how many
    /// they share decides how long the answer takes, never what it is.
    #[must_use]
    pub fn from(self, start: &'a Basis) -> Self {
        Self { start: Some(start), ..self }
    }
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

impl Unproven {
    /// Whether another backend might do better: a claim that there is no optimum is not one for a second opinion.
    fn is_trouble(&self) -> bool {
        !matches!(self, Self::Backend(BackendError::Infeasible | BackendError::Unbounded))
    }
}

/// The certified least objective of `lp`, which must be feasible and bounded for this to succeed.
///
/// # Errors
/// Where nothing could be proven; an infeasible program always ends here, never in a verdict.
pub fn minimise(lp: &Lp, search: Search<'_>) -> Result<Certified, Unproven> {
    let task = Task::of(lp, search.until)?;
    let start = search.start.map(|basis| task.start(basis));
    let first = task.prove(search.backend, start.as_ref());
    let settled = first.as_ref().map_or_else(|error| !error.is_trouble(), Certified::is_exact);
    match search.second {
        Some(second) if !settled => better(first, task.prove(second, None)),
        _ => first,
    }
}

/// The higher of two bounds; of two failures the first.
fn better(first: Result<Certified, Unproven>, second: Result<Certified, Unproven>) -> Result<Certified, Unproven> {
    match (first, second) {
        (Ok(first), Ok(second)) if second.lower() > first.lower() => Ok(second),
        (Err(_), Ok(second)) => Ok(second),
        (first, _) => first,
    }
}

/// How long a search may take: what is left until then.
fn left(until: Option<Deadline>) -> Result<Option<Duration>, BackendError> {
    until.map(|until| until.left().ok_or(BackendError::Limit)).transpose()
}

/// A program made ready for any number of searches.
struct Task<'a> {
    lp: &'a Lp,
    until: Option<Deadline>,
    transpose: Transpose<'a>,
    reduction: Reduction,
}

impl<'a> Task<'a> {
    fn of(lp: &'a Lp, until: Option<Deadline>) -> Result<Self, Unproven> {
        left(until)?;
        let transpose = transpose(lp);
        let reduction = Reduction::of(lp, &transpose);
        Ok(Self { lp, until, transpose, reduction })
    }

    /// The best that can be proven of what `backend` finds.
    fn prove(&self, backend: &dyn Backend, start: Option<&Kernel>) -> Result<Certified, Unproven> {
        let stop = || self.until.is_some_and(Deadline::is_over);
        let model = scaled(self.lp, &self.reduction);
        let mut best = Err(Unproven::NoProof);
        for (relaxation, seed) in RELAXATIONS.into_iter().zip(1..) {
            let relaxed = relaxed(&model, relaxation, seed);
            let candidate = match left(self.until).and_then(|limit| backend.search(&relaxed, start, limit)) {
                Ok(candidate) => candidate,
                Err(error) => return best.map_err(|_| error.into()),
            };
            let certified = match self.certified(basis(&model, &relaxed, candidate, &stop), &stop) {
                Ok(certified) => certified,
                Err(Unproven::NoProof) => continue,
                Err(claim) => return best.map_err(|_| claim),
            };
            let exact = certified.is_exact();
            best = better(best, Ok(certified));
            if exact {
                break;
            }
        }
        best
    }

    fn certified(&self, basis: Result<Kernel, Stuck>, stop: &dyn Fn() -> bool) -> Result<Certified, Unproven> {
        let vertex = basis.and_then(|kernel| exact_vertex(self.lp, &self.reduction, &kernel, stop));
        let vertex = vertex.map_err(|stuck| match stuck {
            Stuck::Infeasible => BackendError::Infeasible.into(),
            Stuck::Unbounded => BackendError::Unbounded.into(),
            Stuck::Stopped => BackendError::Limit.into(),
            Stuck::Effort => Unproven::NoProof,
        })?;
        let point = self.reduction.point(self.lp, vertex.point);
        let multipliers = self.reduction.multipliers(self.lp, &self.transpose, &vertex.multipliers);
        let certified = certify(self.lp, point, multipliers).map_err(|_| Unproven::NoProof)?;
        Ok(certified.found_at(self.basis(&vertex.kernel)))
    }

    /// A basis of another program as far as this one has its columns and rows.
    fn start(&self, basis: &Basis) -> Kernel {
        let known = |labels: &[Label], label: Label| labels.binary_search(&label).is_ok();
        let columns = (0..self.reduction.columns.len()).filter(|&at| known(&basis.columns, self.column_label(at)));
        let rows = (0..self.reduction.rows.len()).filter(|&at| known(&basis.rows, self.row_label(at)));
        Kernel { columns: columns.collect(), rows: rows.collect() }
    }

    fn basis(&self, kernel: &Kernel) -> Basis {
        let mut columns: Vec<Label> = kernel.columns.iter().map(|&at| self.column_label(at)).collect();
        let mut rows: Vec<Label> = kernel.rows.iter().map(|&at| self.row_label(at)).collect();
        columns.sort_unstable();
        rows.sort_unstable();
        Basis { columns, rows }
    }

    fn column_label(&self, at: usize) -> Label {
        self.lp.columns()[self.reduction.columns[at]].label
    }

    fn row_label(&self, at: usize) -> Label {
        self.lp.rows()[self.reduction.rows[at]].label
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::{Rational, decimal};
    use crate::lp::{Col, Sense, StatementId};
    use crate::solve::{Candidate, Microlp, Model, Simplex};
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

    /// A backend that always says the same.
    struct Oracle(Result<Candidate, BackendError>);
    impl Backend for Oracle {
        fn name(&self) -> &'static str {
            "oracle"
        }
        fn search(&self, _: &Model, _: Option<&Kernel>, _: Option<Duration>) -> Result<Candidate, BackendError> {
            self.0.clone()
        }
    }

    fn backends() -> Vec<&'static dyn Backend> {
        vec![
            &Simplex,
            &Microlp,
            #[cfg(feature = "highs")]
            &crate::solve::Highs,
        ]
    }

    #[test]
    fn degenerate_and_tight_programs_are_solved_exactly() {
        for backend in backends() {
            let search = Search::by(backend);
            for seed in 0..60 {
                let size = usize::try_from(2 + seed % 7).unwrap();
                let lp = transport(seed, size, size + 3);
                let name = backend.name();
                let certified = minimise(&lp, search).unwrap_or_else(|error| panic!("{name}, seed {seed}: {error}"));
                let (lower, upper) = (certified.lower(), certified.upper());
                assert!(certified.is_exact(), "{name}, seed {seed}: {lower:?} < {upper}");
            }
        }
    }

    #[test]
    fn trouble_in_one_backend_is_made_good_by_the_other() {
        let lp = transport(3, 4, 7);
        let trouble = [
            Ok(Candidate::Point(vec![f64::NAN; lp.columns().len()])),
            Ok(Candidate::Point(Vec::new())),
            Err(BackendError::Limit),
            Err(BackendError::Failed("numerical trouble".to_owned())),
        ];
        for answer in trouble {
            let oracle = Oracle(answer.clone());
            let alone = Search::by(&oracle);
            assert!(minimise(&lp, alone).is_err(), "{answer:?}");
            let both = Search { second: Some(&Microlp), ..alone };
            assert!(minimise(&lp, both).unwrap().is_exact(), "{answer:?}");
        }
    }

    #[test]
    fn any_point_at_all_is_carried_to_the_optimum() {
        for seed in 0..40 {
            let lp = transport(seed, 4, 7);
            let mut dice = Dice(seed);
            let oracle = Oracle(Ok(Candidate::Point(lp.columns().iter().map(|_| dice.roll(4) as f64).collect())));
            let certified = minimise(&lp, Search::by(&oracle)).unwrap();
            assert!(certified.is_exact(), "seed {seed}");
        }
    }

    #[test]
    fn a_claim_of_infeasibility_is_not_for_a_second_opinion() {
        let lp = transport(3, 4, 7);
        let oracle = Oracle(Err(BackendError::Infeasible));
        let search = Search { second: Some(&Microlp), ..Search::by(&oracle) };
        assert_eq!(minimise(&lp, search).unwrap_err(), Unproven::Backend(BackendError::Infeasible));
    }
}
