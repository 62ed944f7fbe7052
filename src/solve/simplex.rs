//! The simplex method of [`simplex`](mod@crate::simplex) in doubles: the only backend that starts from a basis.

use std::time::{Duration, Instant};

use super::{Backend, BackendError, Candidate, Model};
use crate::simplex::sift::sift;
use crate::simplex::{Effort, Kernel, Stuck};

/// Exchanges per row and column after which a search is given up.
const EXCHANGES: usize = 20;
/// Entries of fill-in after which a factorisation is given up.
const FILL: usize = 20_000_000;

/// The simplex method in doubles.
#[derive(Clone, Copy, Debug, Default)]
pub struct Simplex;

impl Backend for Simplex {
    fn name(&self) -> &'static str {
        "simplex"
    }

    fn search(
        &self,
        model: &Model,
        start: Option<&Kernel>,
        limit: Option<Duration>,
    ) -> Result<Candidate, BackendError> {
        let end = limit.map(|limit| Instant::now() + limit);
        let stop = || end.is_some_and(|end| Instant::now() >= end);
        let exchanges = EXCHANGES * (model.matrix.height() + model.matrix.width() + 1);
        let effort = Effort { exchanges, fill: FILL, stop: &stop };
        let slacks = Kernel::default();
        match sift(model, start.unwrap_or(&slacks), effort) {
            Ok(vertex) => Ok(Candidate::Basis(vertex.kernel)),
            Err(Stuck::Infeasible) => Err(BackendError::Infeasible),
            Err(Stuck::Unbounded) => Err(BackendError::Unbounded),
            Err(Stuck::Stopped) => Err(BackendError::Limit),
            Err(Stuck::Effort) => Err(BackendError::Failed("too many steps or too little precision".to_owned())),
        }
    }
}
