//! `didymium test`: judges the claims of scenario files.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Manner;
use super::console::{Progress, say};
use super::ending;
use super::engine::Engine;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Changes, read};
use super::output::Destination;
use super::question::Counted;
use super::render;
use crate::answer::Options;
use crate::claims::judge;
use crate::report::claim::{ClaimReport, FileReport, junit, table};

/// Arguments of `test`.
#[derive(Clone, Debug, Args)]
pub struct Test {
    /// Scenarios with claims; `-` reads standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// A table to read, JSON, or `JUnit` XML for build servers [default: by the ending of `--output`, else `table`]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write to this file, whole or not at all; `-` is standard output
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    counted: Counted,
    #[command(flatten)]
    engine: Engine,
}

/// The forms of the judgements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Table,
    /// One object with stable keys
    Json,
    /// One test case per claim
    Junit,
}

impl Test {
    /// Judges all claims of all files, also after one that is invalid or missing.
    ///
    /// # Errors
    /// Where this build lacks the solver, or results cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        let known = [("json", Format::Json), ("xml", Format::Junit)];
        let form = ending::form(self.format, self.output.as_deref(), &known, Format::Table)?;
        let options = self.engine.options()?;
        let destination = Destination::open(self.output.as_deref(), self.files.iter().map(PathBuf::as_path))?;
        let mut exits = Vec::new();
        let mut files = Vec::new();
        for path in &self.files {
            let name = path.display().to_string();
            match self.judged(path, options, manner) {
                Ok((sha256, claims)) => {
                    let as_expected = claims.iter().all(|claim| claim.as_expected);
                    exits.push(if as_expected { Exit::Success } else { Exit::Mismatch });
                    files.push(FileReport { path: name, sha256: Some(sha256), error: None, claims });
                }
                Err(failure) => {
                    say(&failure.text());
                    exits.push(failure.exit());
                    let error = anstream::adapter::strip_str(&failure.text()).to_string();
                    files.push(FileReport { path: name, sha256: None, error: Some(error), claims: Vec::new() });
                }
            }
        }
        match form {
            Format::Table => destination.write_styled(&table::render(&files, destination.width()))?,
            Format::Json => {
                let object = serde_json::json!({ "format": crate::report::FORMAT, "files": files });
                destination.write(&format!("{object:#}\n"))?;
            }
            Format::Junit => destination.write(&junit::render(&files))?,
        }
        Ok(exits.into_iter().max_by_key(|exit| weight(*exit)).unwrap_or(Exit::Success))
    }

    /// The judgements of one file, and the hash of its scenario.
    fn judged(
        &self,
        path: &Path,
        options: Options<'_>,
        manner: &Manner,
    ) -> Result<(String, Vec<ClaimReport>), Failure> {
        let overrides = [self.changes.set.as_slice(), &self.counted.overrides()].concat();
        let loaded = read(path, &overrides)?;
        if !manner.quiet {
            say(&render::warnings(&loaded, true));
        }
        let loaded = self.counted.read(loaded)?;
        let progress = Progress::new(manner.quiet);
        let show = |done, total| progress.say("judging", done, total);
        let claims = self.engine.on_threads(|| judge(&loaded, options, &show)).map_err(Failure::Invalid)?;
        Ok((loaded.sha256, claims))
    }
}

/// Which code stands for several files: an invalid file outweighs one that cannot be read, which outweighs a claim that
/// is not as expected, as none of its claims could be judged.
fn weight(exit: Exit) -> u8 {
    match exit {
        Exit::Invalid => 3,
        Exit::File => 2,
        Exit::Mismatch => 1,
        _ => 0,
    }
}
