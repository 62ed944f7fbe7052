//! `didymium solve`: the cheapest mix of each member and year, or the proof that there is none.

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
use crate::answer::answer;
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
        let loaded = self.input.load(manner.quiet)?;
        let question = self.asked.of(&loaded.scenario)?;
        let destination = Destination::open(self.printing.output.as_deref(), sources(&loaded))?;
        let options = self.engine.options()?;
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
