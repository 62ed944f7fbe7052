//! The backend for scale: HiGHS, a C++ library that is linked in (`docs/backends.md`).

use std::time::Duration;

use good_lp::solvers::highs::{HighsParallelType, HighsPresolveType, HighsSolverType};
use good_lp::{WithTimeLimit, highs};

use super::{Backend, BackendError, Candidate, Model, posed};
use crate::simplex::Kernel;

/// How far a point may break rows and reduced costs signs, in the model's scale: the tightest that HiGHS takes, so that
/// what is basic stands out from what is not.
const TOLERANCE: f64 = 1e-10;
/// Coefficients below this are dropped; the least value that HiGHS takes.
const SMALLEST: f64 = 1e-12;

/// The simplex solver of HiGHS.
#[derive(Clone, Copy, Debug, Default)]
pub struct Highs;

impl Backend for Highs {
    fn name(&self) -> &'static str {
        "highs"
    }

    fn search(&self, model: &Model, _: Option<&Kernel>, limit: Option<Duration>) -> Result<Candidate, BackendError> {
        // HiGHS calls a model without rows or columns empty and leaves it at that.
        if model.costs.is_empty() || model.rhs.is_empty() {
            return without_rows(model);
        }
        posed::search(model, highs, |problem| {
            // Simplex ends in a vertex. One thread of its own in each of ours: same model, same point.
            let problem = problem
                .set_solver(HighsSolverType::Simplex)
                .set_presolve(HighsPresolveType::On)
                .set_parallel(HighsParallelType::Off)
                .set_threads(1)
                .set_option("primal_feasibility_tolerance", TOLERANCE)
                .set_option("dual_feasibility_tolerance", TOLERANCE)
                .set_option("small_matrix_value", SMALLEST);
            match limit {
                Some(limit) => problem.with_time_limit(limit.as_secs_f64()),
                None => problem,
            }
        })
    }
}

/// The optimum of a model whose columns appear in no row.
fn without_rows(model: &Model) -> Result<Candidate, BackendError> {
    if model.rhs.iter().any(|rhs| *rhs < 0.0) {
        Err(BackendError::Infeasible)
    } else if model.costs.iter().any(|cost| *cost < 0.0) {
        Err(BackendError::Unbounded)
    } else {
        Ok(Candidate::Point(vec![0.0; model.costs.len()]))
    }
}
