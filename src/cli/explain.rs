//! `didymium explain`: why an answer is what it is, and what would change it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use indexmap::IndexMap;

use super::Manner;
use super::console::Progress;
use super::engine::Engine;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Input, sources};
use super::output::Destination;
use super::question::Asked;
use super::render;
use super::solve::scenario_ref;
use crate::answer::explained::explain;
use crate::answer::question_ref;
use crate::diagnostic::KeyPath;
use crate::explain::Depth;
use crate::origin::Origins;
use crate::report::explanation::Explanation;
use crate::report::{Place, Report, explained, json};

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
        let depth = Depth { conflicts: usize::from(self.conflicts), worth: true };
        let progress = Progress::new(manner.quiet);
        let show = |done, total| progress.show(done, total);
        let answers = self.engine.on_threads(|| explain(&loaded.scenario, &question, options, depth, &show));
        drop(progress);
        let mut report = Report::new(
            options.backend.name(),
            scenario_ref(&self.input.file, &loaded, self.asked.counted.reading()),
            question_ref(&loaded.scenario, &question),
            answers.system,
            answers.answers,
        );
        report.places = places(&report, &loaded.origins);
        match self.format {
            Format::Table => {
                let width = destination.width();
                let snippets = |paths: &[String]| {
                    let paths: Vec<KeyPath> = paths.iter().map(|path| KeyPath::parse(path)).collect();
                    render::statements("these statements cannot all hold", &paths, &loaded.origins, width)
                };
                destination.write_styled(&explained::render(&report, width, &snippets))?;
            }
            Format::Json => destination.write(&json::render(&report))?,
        }
        Ok(Exit::of_report(&report))
    }
}

/// Where the file says what the explanations name, in the order of the key paths.
fn places(report: &Report, origins: &Origins) -> IndexMap<String, Place> {
    let statements: BTreeSet<&str> = report.explanations().flat_map(Explanation::statements).collect();
    let place = |statement: &str| {
        let (file, line, column) = render::place(&KeyPath::parse(statement), origins);
        (statement.to_owned(), Place { file, line, column })
    };
    statements.into_iter().map(place).collect()
}
