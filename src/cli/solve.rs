//! `didymium solve`: the cheapest mix of each member and year, or the proof that there is none.

use std::path::Path;

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
use crate::answer::{answer, beside};
use crate::evidence::{Reading, readings};
use crate::report::{QuestionRef, Report, ScenarioRef};
use crate::scenario::load::Loaded;
use crate::scenario::{Question, Scenario};
use crate::table::{Id, Table};

/// Arguments of `solve`.
#[derive(Clone, Debug, Args)]
pub struct Solve {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    asked: Asked,
    /// Show the answer under the strict, the stated and the generous reading of the evidence side by side
    #[arg(long, help_heading = "Question")]
    by_evidence: bool,
    /// Show the answer on what operates, then with what is under construction, financed, announced, standing still
    #[arg(long, help_heading = "Question")]
    by_status: bool,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    printing: Printing,
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
        let stated = self.input.load(manner.quiet)?;
        let loaded = self.asked.counted.read(stated.clone())?;
        let readings = self.by_evidence.then(|| readings(&stated)).transpose().map_err(Failure::Invalid)?;
        let question = self.asked.of(&loaded.scenario)?;
        let destination = Destination::open(self.printing.output.as_deref(), sources(&loaded))?;
        let options = self.engine.options()?;
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
            scenario_ref(&self.input.file, &loaded),
            question_ref(&loaded.scenario, &question, self.asked.counted.reading()),
            answers.system,
            answers.answers,
        );
        report.evidence = evidence;
        self.printing.print(&report, &destination)?;
        Ok(Exit::of_report(&report))
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

/// The question in the words of the report.
#[must_use]
pub fn question_ref(scenario: &Scenario, question: &Question, reading: Reading) -> QuestionRef {
    QuestionRef {
        mode: question.mode.word().to_owned(),
        avoid: keys(&scenario.countries, &question.avoid),
        avoid_stages: keys(&scenario.stages, &question.avoid_stages),
        years: question.years.clone(),
        members: keys(&scenario.members, &question.members),
        statuses: question.statuses.iter().map(|status| status.word().to_owned()).collect(),
        evidence: reading.word().to_owned(),
    }
}

fn keys<I: Id, T>(table: &Table<I, T>, ids: &[I]) -> Vec<String> {
    ids.iter().map(|id| table.key(*id).to_owned()).collect()
}
