//! `didymium check`: every finding of every file in one pass.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Manner;
use super::console::say;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Changes, read};
use super::output::Destination;
use super::render;
use crate::evidence::audit::audit;
use crate::report;
use crate::scenario::{Loaded, Scenario};
use crate::sweep::{Plan, Study};

/// Arguments of `check`.
#[derive(Clone, Debug, Args)]
pub struct Check {
    /// Scenarios; `-` reads standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub changes: Changes,
    /// Print the scenario as it is understood: `extends`, `remove` and `--set` applied
    #[arg(long)]
    pub print: bool,
    /// List what the numbers rest on: by grade, without source, and the capacity that each grade carries
    #[arg(long, conflicts_with = "print")]
    pub evidence: bool,
    /// With `--evidence`: a table to read, or JSON
    #[arg(long, value_enum, default_value_t = Format::Table, requires = "evidence")]
    pub format: Format,
}

/// The forms of what `--evidence` lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Table,
    /// One object with stable keys
    Json,
}

impl Check {
    /// Checks all files, also after one that is invalid or missing.
    ///
    /// # Errors
    /// Where results cannot be written, or more than one file is to be printed.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        if self.print && self.files.len() > 1 {
            return Err(Failure::usage("`--print` takes one file", "run it once for each file"));
        }
        let (mut results, mut exit) = (String::new(), Exit::Success);
        let mut audits = Vec::new();
        for path in &self.files {
            match read(path, &self.changes.set).and_then(with_sound_inputs) {
                Ok(loaded) => {
                    if !manner.quiet {
                        say(&render::warnings(&loaded, true));
                    }
                    if self.evidence {
                        audits.push(audit(path.display().to_string(), &loaded));
                    } else if self.print {
                        write!(results, "{}", loaded.effective).expect("a string takes all text");
                    } else {
                        results += &summary(path, &loaded.scenario);
                    }
                }
                Err(failure) => {
                    say(&failure.text());
                    exit = worse(exit, failure.exit());
                }
            }
        }
        if self.evidence {
            results = match self.format {
                Format::Table => report::audit::render(&audits, Destination::Standard.width()),
                Format::Json => format!("{:#}\n", serde_json::json!({ "format": report::FORMAT, "files": audits })),
            };
            Destination::Standard.write_styled(&results)?;
            return Ok(exit);
        }
        Destination::Standard.write(&results)?;
        Ok(exit)
    }
}

/// The scenario, unless what it says of a sweep's inputs is at fault.
fn with_sound_inputs(loaded: Loaded) -> Result<Loaded, Failure> {
    match Study::new(&loaded, &Plan::default()) {
        Ok(_) => Ok(loaded),
        Err(findings) => Err(Failure::Invalid(findings)),
    }
}

/// An invalid file is certain, an unreadable one is an open question: the certain outcome wins.
fn worse(one: Exit, other: Exit) -> Exit {
    let weight = |exit| match exit {
        Exit::Success => 0,
        Exit::File => 1,
        _ => 2,
    };
    if weight(other) > weight(one) { other } else { one }
}

fn summary(path: &Path, scenario: &Scenario) -> String {
    let alliance = scenario.members.iter().filter(|(_, member)| member.alliance).count();
    let others = scenario.members.len() - alliance;
    let mut parts = vec![count(alliance, "member", "members")];
    if others > 0 {
        parts.push(count(others, "other consumer", "other consumers"));
    }
    parts.push(count(scenario.facilities.len(), "facility", "facilities"));
    if !scenario.policies.is_empty() {
        parts.push(count(scenario.policies.len(), "policy", "policies"));
    }
    if !scenario.claims.is_empty() {
        parts.push(count(scenario.claims.len(), "claim", "claims"));
    }
    parts.push(count(scenario.years.len(), "year", "years"));
    format!("{}: valid ({})\n", path.display(), parts.join(", "))
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
