//! A model in the words of `good_lp`, which every backend here goes through, and what comes back.

use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolutionStatus, Solver, SolverModel, constraint::leq,
    variable,
};

use super::{BackendError, Candidate, Model};

/// Hands `model` to `solver`, changed by `settle`, and reads a point off what it finds.
pub fn search<S>(
    model: &Model,
    solver: impl Solver<Model = S>,
    settle: impl FnOnce(S) -> S,
) -> Result<Candidate, BackendError>
where
    S: SolverModel<Error = ResolutionError>,
{
    let mut variables = ProblemVariables::new();
    let columns = variables.add_vector(variable().min(0.0), model.costs.len());
    let objective: Expression = columns.iter().zip(&model.costs).map(|(column, cost)| *cost * *column).sum();
    let mut problem = variables.minimise(objective).using(solver);
    for (row, rhs) in model.rhs.iter().enumerate() {
        let terms = model.matrix.row(row);
        let mut activity = Expression::with_capacity(terms.len());
        for &(column, value) in terms {
            activity.add_mul(value, columns[column]);
        }
        problem.add_constraint(leq(activity, *rhs));
    }
    let solution = settle(problem).solve().map_err(failure)?;
    match solution.status() {
        SolutionStatus::Optimal => Ok(Candidate::Point(columns.iter().map(|column| solution.value(*column)).collect())),
        // A solver that was stopped may hand out the point where it stood.
        SolutionStatus::TimeLimit | SolutionStatus::GapLimit => Err(BackendError::Limit),
    }
}

/// A failure in our words. Where no point is left at the end of its time, HiGHS says so and not why.
fn failure(error: ResolutionError) -> BackendError {
    match error {
        ResolutionError::Infeasible => BackendError::Infeasible,
        ResolutionError::Unbounded => BackendError::Unbounded,
        ResolutionError::Other(text) if text == "NoSolutionFound" || text.contains("Time limit") => BackendError::Limit,
        other => BackendError::Failed(other.to_string()),
    }
}
