//! Small programs, and those with many columns per row, to one backend, other large ones to another.

use std::time::Duration;

use super::{Backend, BackendError, Candidate, Model};
use crate::simplex::Kernel;
use crate::simplex::sift::is_wide;

/// Two backends, of which a program's shape picks one.
#[derive(Clone, Copy)]
pub struct ByShape<'a> {
    /// Who searches programs of up to `most` coefficients, and those that [`sift`](mod@crate::simplex::sift) calls wide.
    pub small_or_wide: &'a dyn Backend,
    /// Who searches the others.
    pub large: &'a dyn Backend,
    /// The most coefficients of a small program.
    pub most: usize,
}

impl Backend for ByShape<'_> {
    fn name(&self) -> &'static str {
        "auto"
    }

    fn search(
        &self,
        model: &Model,
        start: Option<&Kernel>,
        limit: Option<Duration>,
    ) -> Result<Candidate, BackendError> {
        let is_small_or_wide = model.matrix.size() <= self.most || is_wide(model);
        let backend = if is_small_or_wide { self.small_or_wide } else { self.large };
        backend.search(model, start, limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simplex::matrix::Matrix;

    /// Answers with its own number.
    struct Called(f64);
    impl Backend for Called {
        fn name(&self) -> &'static str {
            "called"
        }
        fn search(&self, _: &Model, _: Option<&Kernel>, _: Option<Duration>) -> Result<Candidate, BackendError> {
            Ok(Candidate::Point(vec![self.0]))
        }
    }

    #[test]
    fn coefficients_and_columns_per_row_decide_who_is_asked() {
        let backend = ByShape { small_or_wide: &Called(1.0), large: &Called(2.0), most: 3 };
        for (coefficients, width, called) in [(0, 4, 1.0), (3, 4, 1.0), (4, 4, 2.0), (4, 5, 2.0), (4, 6, 1.0)] {
            let row = (0..coefficients).map(|col| (col, 1.0)).collect();
            let matrix = Matrix::of(vec![row], width);
            let model = Model { costs: vec![0.0; width], matrix, rhs: vec![1.0], leaning: Vec::new() };
            assert_eq!(backend.search(&model, None, None), Ok(Candidate::Point(vec![called])));
        }
    }
}
