//! Search: a numerical model goes to a backend, a candidate point comes back. Nothing a backend says is believed;
//! see [`certify`](mod@crate::certify). This is the only module that names `good_lp`.

use std::time::Duration;

use good_lp::{Constraint, Expression, ProblemVariables, ResolutionError, Solution, SolverModel, variable};
use good_lp::{WithTimeLimit, constraint::leq, microlp};
use thiserror::Error;

/// `min cᵀx`, `Σ a x ≤ rhs` for every row, `x ≥ 0`, in floating point.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Objective coefficients.
    pub costs: Vec<f64>,
    /// Rows: terms by column index, and the right-hand side.
    pub rows: Vec<(Vec<(usize, f64)>, f64)>,
}

/// What a backend can fail with. None of these is a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BackendError {
    /// The backend claims that no point satisfies all rows.
    #[error("the solver claims that the model is infeasible")]
    Infeasible,
    /// The backend claims that the objective falls without end.
    #[error("the solver claims that the model is unbounded")]
    Unbounded,
    /// Time ran out.
    #[error("the solver ran out of time")]
    Limit,
    /// Anything else.
    #[error("the solver failed: {0}")]
    Failed(String),
}

/// Something that searches for a least-cost vertex.
pub trait Backend: Sync {
    /// The name used on the command line and in reports.
    fn name(&self) -> &'static str;

    /// A candidate point, one number per column.
    ///
    /// # Errors
    /// Where no candidate was found.
    fn search(&self, model: &Model, limit: Option<Duration>) -> Result<Vec<f64>, BackendError>;
}

/// The embedded pure-Rust simplex solver `microlp`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Microlp;

impl Backend for Microlp {
    fn name(&self) -> &'static str {
        "microlp"
    }

    fn search(&self, model: &Model, limit: Option<Duration>) -> Result<Vec<f64>, BackendError> {
        let mut variables = ProblemVariables::new();
        let columns = variables.add_vector(variable().min(0.0), model.costs.len());
        let objective: Expression = columns.iter().zip(&model.costs).map(|(column, cost)| *cost * *column).sum();
        let mut problem = variables.minimise(objective).using(microlp);
        for (terms, rhs) in &model.rows {
            let mut activity = Expression::with_capacity(terms.len());
            for &(column, value) in terms {
                activity.add_mul(value, columns[column]);
            }
            let row: Constraint = leq(activity, *rhs);
            problem.add_constraint(row);
        }
        if let Some(limit) = limit {
            problem = problem.with_time_limit(limit.as_secs_f64());
        }
        let solution = problem.solve().map_err(|error| match error {
            ResolutionError::Infeasible => BackendError::Infeasible,
            ResolutionError::Unbounded => BackendError::Unbounded,
            ResolutionError::Other(text) if text.contains("Time limit") => BackendError::Limit,
            other => BackendError::Failed(other.to_string()),
        })?;
        Ok(columns.iter().map(|column| solution.value(*column)).collect())
    }
}
