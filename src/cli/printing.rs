//! How a report is printed: in which form, and where to.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Manner;
use super::ending;
use super::failure::Failure;
use super::output::Destination;
use crate::report::{Report, csv, json, table};

/// How a report is printed.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct Printing {
    /// A table to read, JSON with stable keys, or CSV with one fact per row [default: by the ending of
    /// `--output`, else `table`]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
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

impl Format {
    /// The form of a file whose name ends so.
    pub const BY_ENDING: &[(&str, Self)] = &[("json", Self::Json), ("csv", Self::Csv)];
}

impl Printing {
    /// The form that is asked for, or that the ending of the file says.
    ///
    /// # Errors
    /// Where the ending is that of something else.
    pub fn form(&self) -> Result<Format, Failure> {
        ending::form(self.format, self.output.as_deref(), Format::BY_ENDING, Format::Table)
    }

    /// Writes `report` to `destination` in the wanted form.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn print(&self, report: &Report, destination: &Destination, manner: &Manner) -> Result<(), Failure> {
        match self.form()? {
            Format::Table => {
                let look = table::Look { width: destination.width(), verbose: manner.verbose };
                destination.write_styled(&table::render(report, look))
            }
            Format::Json => destination.write(&json::render(report)),
            Format::Csv => destination.write(&csv::render(report)),
        }
    }
}
