//! What the rows of a sweep come to, gathered while they are written: a line at the end, an exit code, and the summary
//! where it is wanted.

use clap::{Args, ValueEnum};

use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::output::Destination;
use super::tally::Tally;
use crate::report::summary;
use crate::report::sweep::Row;
use crate::sweep::summary::{Gatherer, Layout};

/// Whether a summary is printed.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Summing {
    /// Print how often it is feasible, quantiles of shortfall and cost, and which input moves the verdict most
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "table"
    )]
    pub summary: Option<SummaryForm>,
}

/// The form of the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SummaryForm {
    /// For reading
    Table,
    /// One object with stable keys
    Json,
}

impl Summing {
    /// Refuses a summary in the stream that rows go to.
    ///
    /// # Errors
    /// Where both would go to standard output.
    pub fn beside(self, rows: &Destination) -> Result<(), Failure> {
        if self.summary.is_some() && matches!(rows, Destination::Standard) {
            let help = "name a file with `--output`, or leave `--output` out for the summary alone";
            return Err(Failure::usage("rows and summary would both go to standard output", help));
        }
        Ok(())
    }
}

/// What the rows came to.
pub struct Results {
    tally: Tally,
    summary: Option<(SummaryForm, Gatherer)>,
}

impl Results {
    /// Nothing yet.
    #[must_use]
    pub fn new(wanted: Summing, layout: Layout) -> Self {
        Self { tally: Tally::default(), summary: wanted.summary.map(|form| (form, Gatherer::new(layout))) }
    }

    /// Takes in the rows of the next point.
    pub fn add(&mut self, rows: &[Row]) {
        for row in rows {
            self.tally.add(row);
        }
        if let Some((_, gatherer)) = &mut self.summary {
            gatherer.add(rows);
        }
    }

    /// All rows in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.tally.sentence()
    }

    /// Prints the summary, if it is wanted.
    ///
    /// # Errors
    /// Where it cannot be printed.
    pub fn print(&self) -> Result<(), Failure> {
        let Some((form, gatherer)) = &self.summary else { return Ok(()) };
        let (summary, out) = (gatherer.summary(), Destination::Standard);
        match form {
            SummaryForm::Table => out.write_styled(&summary::table(&summary, out.width())),
            SummaryForm::Json => out.write(&summary::json(&summary)),
        }
    }

    /// The code for these rows.
    #[must_use]
    pub fn exit(&self) -> Exit {
        self.tally.exit()
    }
}
