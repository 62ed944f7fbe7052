//! `didymium explain`: why an answer is what it is, and what would change it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Manner;
use super::console::Progress;
use super::engine::Engine;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Input, sources};
use super::output::Destination;
use super::question::Asked;
use super::render;
use super::solve::{question_ref, scenario_ref};
use crate::answer::explained::explain;
use crate::diagnostic::KeyPath;
use crate::explain::Depth;
use crate::report::{Report, explained, json};

/// Arguments of `explain`.
#[derive(Clone, Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    engine: Engine,
    /// How many conflicts to look for; each further one does without a statement of the ones before it
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    conflicts: u16,
    /// A text to read, or JSON with stable keys
    #[arg(long, value_enum, default_value_t = Format::Table, help_heading = "Output")]
    format: Format,
    /// Write to this file, whole or not at all; `-` is standard output
    #[arg(long, value_name = "PATH", help_heading = "Output")]
    output: Option<PathBuf>,
}

/// The forms of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Table,
    /// One object with stable keys
    Json,
}

impl Explain {
    /// Explains and prints.
    ///
    /// # Errors
    /// Where something asked for is not there, no answer was found, or it cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        let loaded = self.asked.counted.read(self.input.load(manner.quiet)?)?;
        let question = self.asked.of(&loaded.scenario)?;
        let destination = Destination::open(self.output.as_deref(), sources(&loaded))?;
        let options = self.engine.options()?;
        let depth = Depth { conflicts: usize::from(self.conflicts) };
        let progress = Progress::new(manner.quiet);
        let show = |done, total| progress.show(done, total);
        let answers = self.engine.on_threads(|| explain(&loaded.scenario, &question, options, depth, &show));
        drop(progress);
        let report = Report::new(
            options.backend.name(),
            scenario_ref(&self.input.file, &loaded),
            question_ref(&loaded.scenario, &question, self.asked.counted.reading()),
            answers.system,
            answers.answers,
        );
        match self.format {
            Format::Table => {
                let conflict = |paths: &[String]| {
                    let paths: Vec<KeyPath> = paths.iter().map(|path| KeyPath::parse(path)).collect();
                    render::statements("these statements cannot all hold", &paths, &loaded.origins, true)
                };
                destination.write_styled(&explained::render(&report, &conflict))?;
            }
            Format::Json => destination.write(&json::render(&report))?,
        }
        Ok(Exit::of_report(&report))
    }
}
