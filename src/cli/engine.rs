//! How answers are searched for: solver, threads, time.

use std::num::NonZero;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::answer::Options;
use crate::network::Detail;
use crate::solve::{Backend, Microlp};

/// How answers are searched for; none of it changes one.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Search")]
pub struct Engine {
    /// The solver that searches; what it finds is proven before it is printed
    #[arg(long, value_enum, value_name = "NAME", default_value_t = SolverName::Microlp)]
    pub solver: SolverName,
    /// How many questions are solved at once [default: one per processor]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZero<usize>>,
    /// Give up on a search after this long; what is not proven by then is undecided
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub time_limit: Option<Duration>,
}

/// The solvers of this build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SolverName {
    /// The embedded simplex solver
    Microlp,
}

impl SolverName {
    fn backend(self) -> &'static dyn Backend {
        match self {
            Self::Microlp => &Microlp,
        }
    }
}

impl Engine {
    /// What the engine is told.
    #[must_use]
    pub fn options(&self) -> Options<'static> {
        Options { backend: self.solver.backend(), time_limit: self.time_limit, detail: Detail::Pooled }
    }

    /// Does `work` on the wanted number of threads. Their number changes no answer, so threads that cannot be had are
    /// no reason to fail.
    pub fn on_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        let pool = self.threads.map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build());
        match pool {
            Some(Ok(pool)) => pool.install(work),
            Some(Err(_)) | None => work(),
        }
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(limit) if !limit.is_zero() => Ok(limit),
        _ => Err("expected a positive number of seconds".to_owned()),
    }
}
