//! Small programs to one backend, large ones to another.

use std::time::Duration;

use super::{Backend, BackendError, Candidate, Model};
use crate::simplex::Kernel;

/// Two backends, of which a program's size picks one.
#[derive(Clone, Copy)]
pub struct BySize<'a> {
    /// Who searches programs of up to `most` coefficients.
    pub small: &'a dyn Backend,
    /// Who searches larger ones.
    pub large: &'a dyn Backend,
    /// The most coefficients of a small program.
    pub most: usize,
}

impl Backend for BySize<'_> {
    fn name(&self) -> &'static str {
        "auto"
    }

    fn search(
        &self,
        model: &Model,
        start: Option<&Kernel>,
        limit: Option<Duration>,
    ) -> Result<Candidate, BackendError> {
        let backend = if model.matrix.size() <= self.most { self.small } else { self.large };
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
    fn coefficients_decide_who_is_asked() {
        let backend = BySize { small: &Called(1.0), large: &Called(2.0), most: 3 };
        for (coefficients, called) in [(0, 1.0), (3, 1.0), (4, 2.0)] {
            let row = (0..coefficients).map(|col| (col, 1.0)).collect();
            let model =
                Model { costs: vec![0.0; 4], matrix: Matrix::of(vec![row], 4), rhs: vec![1.0], leaning: Vec::new() };
            assert_eq!(backend.search(&model, None, None), Ok(Candidate::Point(vec![called])));
        }
    }
}
