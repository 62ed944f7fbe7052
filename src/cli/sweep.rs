//! `didymium sweep`: one scenario asked many times, each row proven like an answer of `solve`.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::Manner;
use super::bar::Bar;
use super::console::say;
use super::engine::Engine;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Input, sources};
use super::output::Destination;
use super::question::Asked;
use super::solve::question_ref;
use crate::answer::swept::Stages;
use crate::report::QuestionRef;
use crate::report::sweep::{Form, Row, Timing, columns};
use crate::scenario::{Loaded, Question, Scenario};
use crate::sweep::Study;
use crate::sweep::point::Asking;
use crate::sweep::sample::Samples;
use crate::sweep::window::in_order;

mod identity;
mod inputs;
mod interrupt;
pub mod merge;
mod part;
mod tally;

use identity::{Identity, Shard, digest};
use inputs::Inputs;
use part::{Part, Table, Unfinished, is_finished};
use tally::Tally;

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
        let question = question_ref(&loaded.scenario, &question, self.asked.counted.reading());
        let of = |scenario: &Scenario| self.question(scenario).map_err(|failure| failure.line());
        let stages = if self.writing.stages { Stages::Sought } else { Stages::Skipped };
        let asking = Asking { question: &question, of: &of, options: self.engine.options()?, stages };
        let form = self.writing.form()?;
        let identity = self.identity(&study, &asking, form);
        let run = Run { study: &study, asking, identity, threads: self.engine.thread_count(), quiet: manner.quiet };
        run.write(&self.writing, &loaded)
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

    fn timing(&self) -> Timing {
        if self.timing { Timing::Shown } else { Timing::Hidden }
    }
}

/// A sweep that is ready to run.
struct Run<'a> {
    study: &'a Study<'a>,
    asking: Asking<'a>,
    identity: Identity,
    threads: usize,
    quiet: bool,
}

impl Run<'_> {
    fn write(&self, writing: &Writing, loaded: &Loaded) -> Result<Exit, Failure> {
        let table = Table {
            identity: self.identity.clone(),
            columns: columns(&self.study.inputs(), writing.timing()),
            fits: &|point, rows| self.fits(point, rows),
        };
        match Destination::open(writing.output.as_deref(), sources(loaded))? {
            Destination::Replace(target) => self.to_file(&target, writing, &table),
            stream => {
                if writing.resume || writing.shard.is_some() {
                    let help = "name a file with `--output`";
                    return Err(Failure::usage("`--resume` and `--shard` need a file to write to", help));
                }
                self.to_stream(&stream, writing, &table)
            }
        }
    }

    fn to_file(&self, target: &Path, writing: &Writing, table: &Table<'_>) -> Result<Exit, Failure> {
        let mut tally = Tally::default();
        let unfinished = if writing.resume { Unfinished::Continue } else { Unfinished::Refuse };
        let mut keep = |rows: Vec<Row>| {
            for row in &rows {
                tally.add(row);
            }
        };
        if writing.resume && is_finished(target, table, &mut keep)? {
            self.say(&format!("{}; `{}` is whole already\n", tally.sentence(), target.display()));
            return Ok(tally.exit());
        }
        let (mut part, next) = Part::open(target, table, unfinished, &mut keep)?;
        let end = self.identity.range().end;
        let form = self.identity.form;
        let stop = interrupt::watched();
        let done = self.points(next, &stop, writing.timing(), |rows| {
            for row in &rows {
                tally.add(row);
            }
            part.append(&rows.iter().map(|row| form.line(&table.columns, row)).collect::<String>())
        })?;
        if done < end {
            let left = part.path().display().to_string();
            self.say(&format!("interrupted after {}; `--resume` continues `{left}`\n", tally.sentence()));
            return Ok(Exit::Interrupted);
        }
        part.finish()?;
        self.say(&format!("{}; written to `{}`\n", tally.sentence(), target.display()));
        Ok(tally.exit())
    }

    fn to_stream(&self, stream: &Destination, writing: &Writing, table: &Table<'_>) -> Result<Exit, Failure> {
        let (mut tally, mut done) = (Tally::default(), None);
        let stop = interrupt::watched();
        let form = self.identity.form;
        stream.fill(|out| {
            out.write_all(form.header(&table.columns).as_bytes())?;
            let end = self.points(0, &stop, writing.timing(), |rows| {
                for row in &rows {
                    tally.add(row);
                }
                let lines: String = rows.iter().map(|row| form.line(&table.columns, row)).collect();
                out.write_all(lines.as_bytes()).and_then(|()| out.flush())
            })?;
            done = Some(end);
            Ok::<(), io::Error>(())
        })?;
        self.say(&format!("{}\n", tally.sentence()));
        // Without an end, the reader has seen enough: no error.
        let interrupted = done.is_some_and(|done| done < self.identity.points);
        Ok(if interrupted { Exit::Interrupted } else { tally.exit() })
    }

    /// Asks the points from `next` on and hands their rows to `take` in order. Returns the first point not asked.
    fn points<E>(
        &self,
        next: u64,
        stop: &AtomicBool,
        timing: Timing,
        mut take: impl FnMut(Vec<Row>) -> Result<(), E>,
    ) -> Result<u64, E> {
        let range = self.identity.range();
        let mut bar = Bar::new(self.quiet, next - range.start, range.end - range.start);
        let mut done = next - range.start;
        let work = |point| {
            let began = Instant::now();
            let mut rows = self.asking.rows(self.study, point);
            if timing == Timing::Shown {
                let took = began.elapsed().as_secs_f64() * 1e3;
                for row in &mut rows {
                    row.solve_ms = Some((took * 1e3).round() / 1e3);
                }
            }
            rows
        };
        in_order(next..range.end, self.threads, stop, work, |rows| {
            done += 1;
            bar.show(done);
            take(rows)
        })
    }

    /// Whether these are rows of a point: what its inputs are, and every member and year once.
    fn fits(&self, point: u64, rows: &[Row]) -> bool {
        let cells = self.study.cells(point);
        let QuestionRef { members, years, .. } = self.asking.question;
        let expected = members.iter().flat_map(|member| years.iter().map(move |year| (member, *year)));
        rows.iter().zip(expected).all(|(row, (member, year))| row.is_at(&cells, member, year))
    }

    fn say(&self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }
}
