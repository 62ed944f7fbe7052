//! `didymium sweep`: one scenario asked many times, each row proven like an answer of `solve`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Manner;
use super::engine::Engine;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Input, sources};
use super::output::Destination;
use super::question::Asked;
use crate::answer::question_ref;
use crate::answer::swept::Stages;
use crate::report::sweep::{Form, Timing, columns};
use crate::scenario::{Question, Scenario};
use crate::sweep::Study;
use crate::sweep::point::Asking;
use crate::sweep::sample::Samples;

mod identity;
mod inputs;
mod interrupt;
pub mod merge;
mod part;
mod results;
mod run;
mod tally;

use identity::{Identity, Shard, digest};
use inputs::Inputs;
use part::{Table, Unfinished};
use results::{Results, Summing};
use run::Run;

/// Arguments of `sweep`.
#[derive(Clone, Debug, Args)]
pub struct Sweep {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    summing: Summing,
}

/// Where the table goes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
struct Writing {
    /// Write the table to this file, which grows in `PATH.part` until it is whole; `-` is standard output
    #[arg(long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// CSV, or one JSON object per line [default: by the ending of `--output`, else `csv`]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<FormName>,
    /// Continue what an earlier run left in `PATH.part`
    #[arg(long)]
    resume: bool,
    /// Only part i of n of the points; `sweep-merge` joins the parts
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Look for the stage that binds where a demand cannot be met: one more program per stage
    #[arg(long)]
    stages: bool,
    /// Add the column `solve_ms`: how long the point took
    #[arg(long)]
    timing: bool,
}

/// [`Form`] on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormName {
    /// Comma-separated values with a header
    Csv,
    /// One JSON object per line
    Jsonl,
}

impl Sweep {
    /// Asks all points and writes their rows.
    ///
    /// # Errors
    /// Where the inputs make no sense, or the table cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        let loaded = self.asked.counted.read(self.input.load(manner.quiet)?)?;
        let study = self.inputs.study(&loaded)?;
        if study.is_empty() {
            let help = "`--axis 'KEY=v1,v2'`, or `--samples N --vary 'KEY=uniform(a,b)'`; `solve` asks once";
            return Err(Failure::usage("there is nothing to sweep over", help));
        }
        let question = self.question(&loaded.scenario)?;
        let question = question_ref(&loaded.scenario, &question);
        let of = |scenario: &Scenario| self.question(scenario).map_err(|failure| failure.line());
        let stages = if self.writing.stages { Stages::Sought } else { Stages::Skipped };
        let asking = Asking { question: &question, of: &of, options: self.engine.options()?, stages };
        let identity = self.identity(&study, &asking, self.writing.form()?);
        let table = Table { columns: columns(&study.inputs(), self.writing.timing()), identity };
        let mut results = Results::new(self.summing, table.identity.layout(&table.columns));
        let run = Run {
            study: &study,
            asking,
            table,
            timing: self.writing.timing(),
            threads: self.engine.thread_count(),
            quiet: manner.quiet,
        };
        if self.writing.output.is_none() && self.summing.summary.is_some() {
            self.writing.needs_no_file()?;
            return run.to_summary(&mut results);
        }
        match Destination::open(self.writing.output.as_deref(), sources(&loaded))? {
            Destination::Replace(target) => run.to_file(&target, self.writing.unfinished(), &mut results),
            stream => {
                self.writing.needs_no_file()?;
                self.summing.beside(&stream)?;
                run.to_stream(&stream, &mut results)
            }
        }
    }

    /// What every point is asked.
    fn question(&self, scenario: &Scenario) -> Result<Question, Failure> {
        let said = scenario.sweep.as_ref().map_or(&scenario.question, |sweep| &sweep.question);
        self.asked.over(said, scenario)
    }

    fn identity(&self, study: &Study<'_>, asking: &Asking<'_>, form: Form) -> Identity {
        let question = format!("{:?} {:?}", asking.question, self.asked);
        let drawn = |Samples { count, seed }| format!("{count}, seed {seed}");
        let samples = study.samples().map_or_else(|| "none".to_owned(), drawn);
        let limit = self.engine.time_limit.map_or_else(String::new, |limit| format!(", {} s", limit.as_secs_f64()));
        let facts = [
            ("version of didymium", env!("CARGO_PKG_VERSION").to_owned()),
            ("scenario", study.loaded().sha256.clone()),
            ("question", digest([question.as_str()])),
            ("inputs", digest(study.stated())),
            ("samples", samples),
            ("solver", format!("{}{limit}", asking.options.backend.name())),
            ("columns", format!("stages {}, timing {}", self.writing.stages, self.writing.timing)),
        ];
        Identity {
            facts: facts.into_iter().map(|(name, fact)| (name.to_owned(), fact)).collect(),
            shard: self.writing.shard,
            points: study.points().unwrap_or_default(),
            rows_per_point: asking.rows_per_point(),
            axes: study.axes(),
            samples: study.samples().map(|samples| samples.count),
            form,
        }
    }
}

impl Writing {
    fn form(&self) -> Result<Form, Failure> {
        let ending = self.output.as_deref().and_then(Path::extension).map(std::ffi::OsStr::to_ascii_lowercase);
        match (self.format, ending.as_deref().and_then(|ending| ending.to_str())) {
            (Some(FormName::Csv), _) | (None, Some("csv") | None) => Ok(Form::Csv),
            (Some(FormName::Jsonl), _) | (None, Some("jsonl" | "ndjson")) => Ok(Form::JsonLines),
            (None, Some(other)) => Err(Failure::usage(
                format!("a sweep writes no `.{other}` files"),
                "`--output` ends in `.csv` or `.jsonl`, or `--format` says which it is",
            )),
        }
    }

    /// Refuses what only a file can do.
    fn needs_no_file(&self) -> Result<(), Failure> {
        if self.resume || self.shard.is_some() {
            let help = "name a file with `--output`";
            return Err(Failure::usage("`--resume` and `--shard` need a file to write to", help));
        }
        Ok(())
    }

    fn unfinished(&self) -> Unfinished {
        if self.resume { Unfinished::Continue } else { Unfinished::Refuse }
    }

    fn timing(&self) -> Timing {
        if self.timing { Timing::Shown } else { Timing::Hidden }
    }
}
