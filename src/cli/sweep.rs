//! `didymium sweep`: one scenario asked many times, each row proven like an answer of `solve`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::Manner;
use super::engine::Engine;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Input, sources};
use super::output::Destination;
use super::question::Asked;
use crate::answer::question_ref;
use crate::answer::swept::Wanted;
use crate::report::sweep::{Form, Timing, columns};
use crate::scenario::{Question, Scenario};
use crate::sweep::Study;
use crate::sweep::base::Base;
use crate::sweep::bisect::Bisection;
use crate::sweep::point::Asking;
use crate::sweep::sample::Samples;

mod bisecting;
mod columnar;
mod identity;
mod inputs;
mod interrupt;
mod journal;
pub mod merge;
mod note;
mod part;
mod results;
mod run;
mod tally;

use bisecting::{Bisecting, Edges};
use identity::{Identity, Shard, digest};
use inputs::Inputs;
use journal::Journal;
use part::{Laid, Table, Unfinished};
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
    #[command(flatten)]
    bisecting: Bisecting,
}

/// Where the table goes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
struct Writing {
    /// Write the table to this file, which grows in `PATH.part` until it is whole; `-` is standard output
    #[arg(short, long, value_name = "PATH")]
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
    /// Columns with types; only in builds with the feature `parquet`
    Parquet,
}

impl Sweep {
    /// Asks all points and writes their rows.
    ///
    /// # Errors
    /// Where the inputs make no sense, or the table cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        let loaded = self.asked.counted.read(self.input.load(manner.quiet)?)?;
        let study = self.inputs.study(self.bisecting.bisect.as_ref(), &self.asked, &loaded)?;
        if study.is_empty() {
            let help = "`--axis 'KEY=v1,v2'`, or `--samples N --vary 'KEY=uniform(a,b)'`; `solve` asks once";
            return Err(Failure::usage("there is nothing to sweep over", help));
        }
        let question = self.question(&loaded.scenario)?;
        let question = question_ref(&loaded.scenario, &question);
        let of = |scenario: &Scenario| self.question(scenario).map_err(|failure| failure.line());
        let wanted = if self.writing.stages { Wanted::Stages } else { Wanted::Figures };
        let options = self.engine.options()?;
        let base = Base::new(&loaded.scenario, &of);
        let time_limit = self.engine.time_limit;
        let asking = Asking { question: &question, of: &of, options, time_limit, base: &base, wanted };
        let (form, threads) = (self.writing.form()?, self.engine.thread_count());
        let fineness = self.bisecting.fineness();
        let bisection = Bisection::new(&study, asking, fineness).map_err(bisecting::too_fine)?;
        if let Some(bisection) = bisection {
            let output = Destination::open(self.writing.output.as_deref(), sources(&loaded))?;
            self.writing.needs_rows()?;
            let stop = interrupt::watched();
            let journal = if let Destination::Replace(target) = &output {
                let identity = self.identity(&study, &asking, form);
                Journal::beside(target, &identity, self.writing.unfinished(), Arc::clone(&stop))?
            } else {
                self.writing.needs_no_file()?;
                Journal::nowhere(Arc::clone(&stop))
            };
            return Edges { bisection, form, threads, quiet: manner.quiet }.write(&output, journal, &stop);
        }
        let identity = self.identity(&study, &asking, form);
        let columns = columns(&study.inputs(), self.writing.timing());
        let table = Table { columns, identity, laid: self.writing.laid()? };
        let mut results = Results::new(self.summing, table.identity.layout(&table.columns));
        let run = Run { study: &study, asking, table, timing: self.writing.timing(), threads, quiet: manner.quiet };
        if self.writing.output.is_none() && self.summing.summary.is_some() {
            self.writing.needs_no_file()?;
            return run.to_summary(&mut results);
        }
        match Destination::open(self.writing.output.as_deref(), sources(&loaded))? {
            Destination::Replace(target) => run.to_file(&target, self.writing.unfinished(), &mut results),
            stream => {
                self.writing.needs_no_file()?;
                self.writing.needs_rows()?;
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
        let bisection = study.bisected().map(|input| {
            let looked = format!("{:?}", self.bisecting.fineness());
            ("bisection", digest([input.stated.as_str(), looked.as_str()]))
        });
        let facts = facts.into_iter().chain(bisection);
        Identity {
            facts: facts.map(|(name, fact)| (name.to_owned(), fact)).collect(),
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
            // The rows of a Parquet file grow as lines and are set in columns at the end.
            (Some(FormName::Jsonl | FormName::Parquet), _) | (None, Some("jsonl" | "ndjson" | "parquet")) => {
                Ok(Form::JsonLines)
            }
            (None, Some(other)) => Err(Failure::usage(
                format!("a sweep writes no `.{other}` files"),
                "`--output` ends in `.csv`, `.jsonl` or `.parquet`, or `--format` says which it is",
            )),
        }
    }

    /// How the table is laid out once it is whole.
    fn laid(&self) -> Result<Laid, Failure> {
        if !self.is_parquet() {
            return Ok(Laid::InRows);
        }
        if !columnar::AVAILABLE {
            let help = "`cargo build --release --features parquet`, or write `.csv` or `.jsonl`";
            return Err(Failure::usage("this build of didymium writes no Parquet files", help));
        }
        if self.shard.is_some() {
            return Err(Failure::usage("a shard is no Parquet file", "shards are `.csv` or `.jsonl`"));
        }
        Ok(Laid::InColumns)
    }

    /// Refuses Parquet where rows are written as they come.
    fn needs_rows(&self) -> Result<(), Failure> {
        if self.is_parquet() {
            let help = "`--format csv` or `--format jsonl`";
            return Err(Failure::usage("Parquet is written into files, and of points alone", help));
        }
        Ok(())
    }

    fn is_parquet(&self) -> bool {
        let ending = self.output.as_deref().and_then(Path::extension);
        let by_ending = ending.is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
        self.format == Some(FormName::Parquet) || (self.format.is_none() && by_ending)
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
