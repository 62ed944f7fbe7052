//! `didymium solve`: the cheapest mix of each member and year, or the proof that there is none.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Manner;
use super::console::Progress;
use super::engine::Engine;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Input, sources};
use super::output::Destination;
use super::printing::Printing;
use super::question::Asked;
use crate::answer::{Options, answer, question_ref};
use crate::certificates::envelope;
use crate::certificates::record::Recorder;
use crate::report::{Report, ScenarioRef};
use crate::scenario::load::Loaded;

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
    /// Also write the JSON report with all its proofs to this file, for `verify`; `-` is standard output
    #[arg(long, value_name = "PATH", help_heading = "Output")]
    certificates: Option<PathBuf>,
}

impl Solve {
    /// Solves and prints.
    ///
    /// # Errors
    /// Where something asked for is not there, no answer was found, or it cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        let loaded = self.input.load(manner.quiet)?;
        let question = self.asked.of(&loaded.scenario)?;
        let destination = Destination::open(self.printing.output.as_deref(), sources(&loaded))?;
        let certificates = self.certificates(&loaded)?;
        let options = self.engine.options()?;
        let recorder = Recorder::new(&options);
        let recording = Options { prover: Some(&recorder), ..options };
        let options = if certificates.is_some() { recording } else { options };
        let progress = Progress::new(manner.quiet);
        let show = |done, total| progress.show(done, total);
        let answers = self.engine.on_threads(|| answer(&loaded.scenario, &question, options, &show));
        drop(progress);
        let report = Report::new(
            options.backend.name(),
            scenario_ref(&self.input.file, &loaded),
            question_ref(&loaded.scenario, &question),
            answers.system,
            answers.answers,
        );
        if let Some(certificates) = certificates {
            certificates.write(&envelope::write(&report, &recorder.entries()))?;
        }
        self.printing.print(&report, &destination)?;
        Ok(Exit::of_report(&report))
    }

    /// Where the proofs go, if anywhere: not where the report goes.
    fn certificates(&self, loaded: &Loaded) -> Result<Option<Destination>, Failure> {
        let Some(path) = &self.certificates else { return Ok(None) };
        let destination = Destination::open(Some(path), sources(loaded))?;
        let report = self.printing.output.as_deref().unwrap_or(Path::new("-"));
        if report == path {
            return Err(Failure::usage(
                "`--certificates` and the report go to the same place",
                "give one of them another path; the certificates hold the JSON report too",
            ));
        }
        Ok(Some(destination))
    }
}

/// The scenario in the words of the report.
#[must_use]
pub fn scenario_ref(file: &Path, loaded: &Loaded) -> ScenarioRef {
    ScenarioRef {
        title: loaded.scenario.title.clone(),
        path: file.display().to_string(),
        sha256: loaded.sha256.clone(),
    }
}
