//! `didymium solve`: the cheapest mix of each member and year, or the proof that there is none.

use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::Manner;
use super::console::Progress;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Input, sources};
use super::output::Destination;
use super::question::Asked;
use crate::answer::{Options, answer};
use crate::network::Detail;
use crate::report::{QuestionRef, Report, ScenarioRef, csv, json, table};
use crate::scenario::load::Loaded;
use crate::scenario::{Question, Scenario};
use crate::solve::{Backend, Microlp};
use crate::table::{Id, Table};

/// Arguments of `solve`.
#[derive(Clone, Debug, Args)]
pub struct Solve {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    printing: Printing,
}

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

/// How a report is printed.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct Printing {
    /// A table to read, JSON with stable keys, or CSV with one fact per row
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Write to this file, whole or not at all; `-` is standard output
    #[arg(long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Write the proofs to this file
    #[arg(long, value_name = "PATH", hide = true)]
    pub certificates: Option<PathBuf>,
    /// In the table, show every member in detail
    #[arg(short, long)]
    pub verbose: bool,
}

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Table,
    /// One object with stable keys
    Json,
    /// One fact per row
    Csv,
}

impl Solve {
    /// Solves and prints.
    ///
    /// # Errors
    /// Where something asked for is not there, no answer was found, or it cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        if self.printing.certificates.is_some() {
            return Err(Failure::usage("`--certificates` is not there yet", "leave it out"));
        }
        let loaded = self.input.load(manner.quiet)?;
        let question = self.asked.of(&loaded.scenario)?;
        let destination = Destination::open(self.printing.output.as_deref(), sources(&loaded))?;
        let options = self.engine.options();
        let progress = Progress::new(manner.quiet);
        let show = |done, total| progress.show(done, total);
        let answers = self.engine.on_threads(|| answer(&loaded.scenario, &question, options, &show));
        drop(progress);
        let report = Report::new(
            options.backend.name(),
            self.scenario_ref(&loaded),
            question_ref(&loaded.scenario, &question),
            answers.system,
            answers.answers,
        );
        self.printing.print(&report, &destination)?;
        Ok(Exit::of_report(&report))
    }

    fn scenario_ref(&self, loaded: &Loaded) -> ScenarioRef {
        ScenarioRef {
            title: loaded.scenario.title.clone(),
            path: self.input.file.display().to_string(),
            sha256: loaded.sha256.clone(),
        }
    }
}

impl Printing {
    /// Writes `report` to `destination` in the wanted form.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn print(&self, report: &Report, destination: &Destination) -> Result<(), Failure> {
        match self.format {
            Format::Table => {
                let look = table::Look { width: destination.width(), verbose: self.verbose };
                destination.write_styled(&table::render(report, look))
            }
            Format::Json => destination.write(&json::render(report)),
            Format::Csv => destination.write(&csv::render(report)),
        }
    }
}

/// The question in the words of the report.
#[must_use]
pub fn question_ref(scenario: &Scenario, question: &Question) -> QuestionRef {
    QuestionRef {
        mode: question.mode.word().to_owned(),
        avoid: keys(&scenario.countries, &question.avoid),
        avoid_stages: keys(&scenario.stages, &question.avoid_stages),
        years: question.years.clone(),
        members: keys(&scenario.members, &question.members),
    }
}

fn keys<I: Id, T>(table: &Table<I, T>, ids: &[I]) -> Vec<String> {
    ids.iter().map(|id| table.key(*id).to_owned()).collect()
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(limit) if !limit.is_zero() => Ok(limit),
        _ => Err("expected a positive number of seconds".to_owned()),
    }
}
