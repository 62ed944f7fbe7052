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
use crate::answer::{Options, answer, beside, question_ref};
use crate::certificates::envelope;
use crate::certificates::record::Recorder;
use crate::evidence::{Reading, readings};
use crate::report::{Report, ScenarioRef};
use crate::scenario::load::Loaded;

/// Arguments of `solve`.
#[derive(Clone, Debug, Args)]
pub struct Solve {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    asked: Asked,
    /// Show the answer under the strict, the stated and the generous reading of the evidence side by side
    #[arg(long, help_heading = "Question", conflicts_with = "certificates")]
    by_evidence: bool,
    /// Show the answer on what operates, then with what is under construction, financed, announced, standing still
    #[arg(long, help_heading = "Question", conflicts_with = "certificates")]
    by_status: bool,
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
        self.printing.form()?;
        let stated = self.input.load(manner.quiet)?;
        let loaded = self.asked.counted.read(stated.clone())?;
        let readings = self.by_evidence.then(|| readings(&stated)).transpose().map_err(Failure::Invalid)?;
        let question = self.asked.of(&loaded.scenario)?;
        let destination = Destination::open(self.printing.output.as_deref(), sources(&loaded))?;
        let certificates = self.certificates(&loaded)?;
        let options = self.engine.options()?;
        let recorder = Recorder::new(&options);
        let recording = Options { prover: Some(&recorder), ..options };
        let options = if certificates.is_some() { recording } else { options };
        let progress = Progress::new(manner.quiet);
        let show = |done, total| progress.show(done, total);
        let (answers, evidence) = self.engine.on_threads(|| {
            let mut answers = answer(&loaded.scenario, &question, options, &show);
            if self.by_status {
                beside::by_status(&mut answers, &loaded.scenario, &question, options, &show);
            }
            let evidence = readings.map(|readings| {
                beside::by_evidence(&mut answers, &readings, self.asked.counted.reading(), &question, options, &show)
            });
            (answers, evidence)
        });
        drop(progress);
        let mut report = Report::new(
            options.backend.name(),
            scenario_ref(&self.input.file, &loaded, self.asked.counted.reading()),
            question_ref(&loaded.scenario, &question),
            answers.system,
            answers.answers,
        );
        report.evidence = evidence;
        if let Some(certificates) = certificates {
            certificates.write(&envelope::write(&report, &recorder.entries()))?;
        }
        self.printing.print(&report, &destination, manner)?;
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
pub fn scenario_ref(file: &Path, loaded: &Loaded, reading: Reading) -> ScenarioRef {
    ScenarioRef {
        title: loaded.scenario.title.clone(),
        path: file.display().to_string(),
        evidence: reading.word().to_owned(),
        sha256: loaded.sha256.clone(),
    }
}
