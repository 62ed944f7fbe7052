//! Search: a numerical model goes to a backend, a candidate point comes back. Nothing a backend says is believed;
//! see [`certify`](mod@crate::certify). Only this module and its children name `good_lp`.

use std::time::{Duration, Instant};

use thiserror::Error;

mod by_shape;
#[cfg(feature = "highs")]
mod highs;
mod microlp;
mod posed;
mod simplex;

use crate::simplex::{Kernel, Standard};

pub use by_shape::ByShape;
#[cfg(feature = "highs")]
pub use highs::Highs;
pub use microlp::Microlp;
pub use simplex::Simplex;

/// `min cᵀx`, `A x ≤ b`, `x ≥ 0`, in floating point.
pub type Model = Standard<f64>;

/// What a backend comes back with.
#[derive(Clone, Debug, PartialEq)]
pub enum Candidate {
    /// A point, one number per column.
    Point(Vec<f64>),
    /// A basis.
    Basis(Kernel),
}

/// When searching ends; what is not proven by then stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(Instant);

impl Deadline {
    /// So long from now; `None` where no clock goes that far.
    #[must_use]
    pub fn after(time: Duration) -> Option<Self> {
        Instant::now().checked_add(time).map(Self)
    }

    /// How long is left; `None` where it has passed.
    #[must_use]
    pub fn left(self) -> Option<Duration> {
        self.0.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
    }

    /// Whether it has passed.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.left().is_none()
    }
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

    /// A vertex that the backend holds to be optimal, never one where it merely stopped. It may begin at the basis
    /// `start`.
    ///
    /// # Errors
    /// Where no candidate was found.
    fn search(&self, model: &Model, start: Option<&Kernel>, limit: Option<Duration>)
    -> Result<Candidate, BackendError>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simplex::matrix::Matrix;

    fn backends() -> Vec<&'static dyn Backend> {
        vec![
            &Simplex,
            &Microlp,
            #[cfg(feature = "highs")]
            &Highs,
        ]
    }

    fn model(costs: &[f64], rows: &[(&[(usize, f64)], f64)]) -> Model {
        let (terms, rhs): (Vec<_>, Vec<f64>) = rows.iter().map(|(terms, rhs)| (terms.to_vec(), *rhs)).unzip();
        Model { costs: costs.to_vec(), matrix: Matrix::of(terms, costs.len()), rhs, leaning: Vec::new() }
    }

    /// The point a backend finds, from its basis where it answers with one.
    fn point(backend: &dyn Backend, model: &Model) -> Result<Vec<f64>, BackendError> {
        match backend.search(model, None, None)? {
            Candidate::Point(point) => Ok(point),
            Candidate::Basis(kernel) => {
                let effort = crate::simplex::Effort { exchanges: 0, fill: 100, stop: &|| false };
                Ok(crate::simplex::optimise(model, &kernel, effort).unwrap().point)
            }
        }
    }

    #[test]
    fn an_optimum_along_an_edge_is_answered_by_one_of_its_ends() {
        // x + y ≥ 4 at equal cost, x ≤ 3, y ≤ 3: every point between (1, 3) and (3, 1) is optimal.
        let model = model(&[1.0, 1.0], &[(&[(0, -1.0), (1, -1.0)], -4.0), (&[(0, 1.0)], 3.0), (&[(1, 1.0)], 3.0)]);
        for backend in backends() {
            let mut point = point(backend, &model).unwrap();
            point.sort_by(f64::total_cmp);
            assert_eq!(point, [1.0, 3.0], "{}", backend.name());
        }
    }

    #[test]
    fn claims_are_told_apart() {
        let empty = model(&[1.0], &[(&[(0, 1.0)], 1.0), (&[(0, -1.0)], -2.0)]);
        let endless = model(&[-1.0, 0.0], &[(&[(0, 1.0), (1, -1.0)], 1.0)]);
        for backend in backends() {
            assert_eq!(point(backend, &empty), Err(BackendError::Infeasible), "{}", backend.name());
            assert_eq!(point(backend, &endless), Err(BackendError::Unbounded), "{}", backend.name());
        }
    }

    #[test]
    fn models_without_rows_or_columns_are_no_special_case() {
        for backend in backends() {
            assert_eq!(point(backend, &model(&[], &[])), Ok(Vec::new()), "{}", backend.name());
            assert_eq!(point(backend, &model(&[2.0, 0.0], &[])), Ok(vec![0.0; 2]), "{}", backend.name());
            let bare = model(&[], &[(&[], 1.0)]);
            assert_eq!(point(backend, &bare), Ok(Vec::new()), "{}", backend.name());
        }
    }
}
