//! `didymium report`: everything found out as one page.

use std::path::PathBuf;

use clap::Args;

use super::Manner;
use super::ending;
use super::engine::Engine;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Input, sources};
use super::output::Destination;
use super::pictured::Posed;
use super::question::Asked;
use crate::answer::pictured::Wanted;
use crate::report::page;

/// Arguments of `report`.
#[derive(Clone, Debug, Args)]
pub struct Page {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    engine: Engine,
    /// How many infeasible answers are explained in full; where there are more, in `joint` all alliance demands
    /// together are explained instead, year by year, else every member's first infeasible year comes first
    #[arg(long, value_name = "N", default_value_t = 12, help_heading = "Output")]
    explain: usize,
    /// Leave out how the answer changes with the reading of the evidence and with what counts as real; quicker
    #[arg(long, help_heading = "Output")]
    stated_only: bool,
    /// Write the page to this file, whole or not at all; `-` is standard output
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    output: PathBuf,
}

impl Page {
    /// Answers, explains and writes the page.
    ///
    /// # Errors
    /// Where something asked for is not there, no answer was found, or it cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        ending::expect(Some(&self.output), &["html"])?;
        let posed = Posed::read(&self.input, &self.asked, &self.engine, manner)?;
        let destination = Destination::open(Some(&self.output), sources(&posed.loaded))?;
        let beside = (!self.stated_only).then(|| posed.conditions());
        let dossier = posed.answer(Wanted { stages: true, explained: self.explain, beside }, manner)?;
        destination.write(&page::render(&dossier))?;
        Ok(Exit::of_report(&dossier.report))
    }
}
