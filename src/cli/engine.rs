//! How answers are searched for: solver, threads, time.

use std::num::NonZero;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::failure::Failure;
use crate::answer::Options;
use crate::network::Detail;
use crate::solve::{Backend, Deadline, Microlp, Simplex};

/// How answers are searched for; none of it changes one.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Search")]
pub struct Engine {
    /// The solver that searches; what it finds is proven before it is printed
    #[arg(long, value_enum, value_name = "NAME", default_value_t = SolverName::Auto)]
    pub solver: SolverName,
    /// How many questions are solved at once [default: one per processor]
    #[arg(long, visible_alias = "jobs", value_name = "N", value_parser = threads)]
    pub threads: Option<NonZero<usize>>,
    /// Stop searching after this long, in a sweep at each point; what is not proven by then is undecided
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub time_limit: Option<Duration>,
}

/// The solvers one can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SolverName {
    /// `simplex`, for large programs `highs` where it is built in; another one where that finds nothing to prove
    Auto,
    /// didymium's own, which starts from what it knows of similar programs
    Simplex,
    /// The simplex solver of the library microlp
    Microlp,
    /// The simplex solver of the library HiGHS; only in builds with the feature `highs`
    Highs,
}

/// HiGHS, where it is built in; beside it who searches first and who second where `auto` is asked for.
#[cfg(feature = "highs")]
mod built {
    use crate::solve::{Backend, ByShape, Highs, Simplex};

    /// Coefficients beyond which HiGHS from nothing is quicker than our own method, where there are not many columns per
    /// row (docs/decisions/0028-highs-starts-cold.md).
    const MOST: usize = 50_000;

    pub const HIGHS: Option<&dyn Backend> = Some(&Highs);
    pub const FIRST: &dyn Backend = &ByShape { small_or_wide: &Simplex, large: &Highs, most: MOST };
    pub const SECOND: &dyn Backend = &ByShape { small_or_wide: &Highs, large: &Simplex, most: MOST };
}

/// What there is without HiGHS.
#[cfg(not(feature = "highs"))]
mod built {
    use crate::solve::{Backend, Microlp, Simplex};

    pub const HIGHS: Option<&dyn Backend> = None;
    pub const FIRST: &dyn Backend = &Simplex;
    pub const SECOND: &dyn Backend = &Microlp;
}

impl SolverName {
    /// Who searches, and who is asked where nothing that the first one finds can be proven.
    fn backends(self) -> Result<(&'static dyn Backend, Option<&'static dyn Backend>), Failure> {
        match (self, built::HIGHS) {
            (Self::Auto, _) => Ok((built::FIRST, Some(built::SECOND))),
            (Self::Simplex, _) => Ok((&Simplex, None)),
            (Self::Microlp, _) => Ok((&Microlp, None)),
            (Self::Highs, Some(highs)) => Ok((highs, None)),
            (Self::Highs, None) => Err(Failure::usage(
                "this build of didymium has no solver `highs`",
                "install HiGHS with its headers, pkg-config and libclang (or cmake, a C++ compiler and libclang), then \
                 `cargo build --release --features highs`; docs/backends.md says how",
            )),
        }
    }
}

impl Engine {
    /// What the engine is told.
    ///
    /// # Errors
    /// Where this build lacks the solver.
    pub fn options(&self) -> Result<Options<'static>, Failure> {
        let (backend, second) = self.solver.backends()?;
        let time_limit = self.time_limit.and_then(Deadline::after);
        Ok(Options { backend, second, time_limit, detail: Detail::Pooled, prover: None })
    }

    /// How many threads are wanted: all processors unless said otherwise.
    #[must_use]
    pub fn thread_count(&self) -> usize {
        self.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZero::get)
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

/// How many threads an argument allows.
fn threads(text: &str) -> Result<NonZero<usize>, String> {
    text.parse().map_err(|_| "it is no whole number of 1 or more".to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(limit) if !limit.is_zero() => Ok(limit),
        _ => Err("expected a positive number of seconds".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auto_has_a_second_solver_to_turn_to() {
        let (backend, second) = SolverName::Auto.backends().unwrap();
        let names = (backend.name(), second.map(Backend::name));
        let (first, second) = if cfg!(feature = "highs") { ("auto", "auto") } else { ("simplex", "microlp") };
        assert_eq!(names, (first, Some(second)));
    }

    #[cfg(not(feature = "highs"))]
    #[test]
    fn a_solver_that_is_not_built_in_is_a_usage_error_with_the_way_to_build_it() {
        let failure = SolverName::Highs.backends().err().unwrap();
        assert_eq!(failure.exit(), super::super::exit::Exit::Usage);
        assert!(failure.text().contains("cargo build --release --features highs"), "{}", failure.text());
    }
}
