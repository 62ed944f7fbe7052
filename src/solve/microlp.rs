//! The embedded backend: nothing to install.

use std::time::Duration;

use good_lp::{WithTimeLimit, microlp};

use super::{Backend, BackendError, Candidate, Model, posed};
use crate::simplex::Kernel;

/// The embedded pure-Rust simplex solver `microlp`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Microlp;

impl Backend for Microlp {
    fn name(&self) -> &'static str {
        "microlp"
    }

    fn search(&self, model: &Model, _: Option<&Kernel>, limit: Option<Duration>) -> Result<Candidate, BackendError> {
        posed::search(model, microlp, |problem| match limit {
            Some(limit) => problem.with_time_limit(limit.as_secs_f64()),
            None => problem,
        })
    }
}
