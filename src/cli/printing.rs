//! How a report is printed: in which form, and where to.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Manner;
use super::failure::Failure;
use super::output::Destination;
use crate::report::{Report, csv, json, table};

/// How a report is printed.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct Printing {
    /// A table to read, JSON with stable keys, or CSV with one fact per row
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Write to this file, whole or not at all; `-` is standard output
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
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

impl Printing {
    /// Writes `report` to `destination` in the wanted form.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn print(&self, report: &Report, destination: &Destination, manner: &Manner) -> Result<(), Failure> {
        match self.format {
            Format::Table => {
                let look = table::Look { width: destination.width(), verbose: manner.verbose };
                destination.write_styled(&table::render(report, look))
            }
            Format::Json => destination.write(&json::render(report)),
            Format::Csv => destination.write(&csv::render(report)),
        }
    }
}
