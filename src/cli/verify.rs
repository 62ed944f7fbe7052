//! `didymium verify`: whether a report follows from its scenario, checked without any solver.

use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use clap::Args;

use super::Manner;
use super::console::{Progress, say};
use super::exit::Exit;
use super::failure::{Failure, finding};
use super::input::{Input, sources};
use super::output::Destination;
use crate::certificates::envelope::MAX_BYTES;
use crate::certificates::programs;
use crate::certificates::verify::{Verified, verify};
use crate::decide::prover::Posed;
use crate::report::Verdict;
use crate::report::table::asked;

/// Faults shown at most; the first ones are the causes.
const SHOWN: usize = 10;

/// Arguments of `verify`.
#[derive(Clone, Debug, Args)]
pub struct Verify {
    /// The report with its proofs, as `solve --certificates` writes it; `-` reads standard input
    #[arg(value_name = "REPORT")]
    report: PathBuf,
    #[command(flatten)]
    input: Input,
    /// Write the programs that are checked to this file, exactly, one line of JSON each: for a second opinion
    #[arg(long, value_name = "PATH", help_heading = "Output")]
    programs: Option<PathBuf>,
}

/// The first ones, and how many more there are.
fn some(titles: &[String]) -> String {
    let shown = titles.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("; ");
    if titles.len() > SHOWN { format!("{shown}; {} more", titles.len() - SHOWN) } else { shown }
}

/// A stream that takes lines from any thread until one cannot be written.
struct Lines<'a> {
    stream: Mutex<(&'a mut (dyn Write + Send), io::Result<()>)>,
}

impl Lines<'_> {
    fn put(&self, line: &str) {
        let (stream, result) = &mut *self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        if result.is_ok() {
            *result = stream.write_all(line.as_bytes());
        }
    }
}

impl Verify {
    /// Checks and says what holds.
    ///
    /// # Errors
    /// Where a file cannot be read or the scenario is invalid.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        if [&self.report, &self.input.file].iter().all(|path| *path == Path::new("-")) {
            return Err(Failure::usage("standard input holds one file only", "give the report or the scenario a path"));
        }
        let text = self.text()?;
        self.expect_order(&text)?;
        let loaded = self.input.load(manner.quiet)?;
        let check = |watch: &(dyn Fn(&Posed<'_, '_>) + Sync)| {
            let progress = Progress::new(manner.quiet);
            let show = |done, total| progress.say("checking", done, total);
            let text = text.as_deref().map_err(|fault| vec![fault.clone()])?;
            verify(text, &loaded, &show, watch)
        };
        let checked = match &self.programs {
            None => check(&|_| {}),
            Some(path) => {
                let destination = Destination::open(Some(path), sources(&loaded))?;
                let mut checked = None;
                destination.fill(|stream| {
                    let lines = Lines { stream: Mutex::new((stream, Ok(()))) };
                    checked = Some(check(&|posed| lines.put(&programs::line(posed))));
                    lines.stream.into_inner().unwrap_or_else(PoisonError::into_inner).1
                })?;
                checked.expect("the file is filled once")
            }
        };
        match checked {
            Ok(verified) => {
                Destination::Standard.write(&self.praise(&verified))?;
                Ok(Exit::Success)
            }
            Err(faults) => {
                say(&self.blame(&faults));
                Ok(Exit::Mismatch)
            }
        }
    }

    /// What the report's file says, where it is text at all.
    fn text(&self) -> Result<Result<String, String>, Failure> {
        let mut bytes = Vec::new();
        let most = MAX_BYTES + 1;
        if self.report == Path::new("-") {
            let read = io::stdin().lock().take(most).read_to_end(&mut bytes);
            read.map_err(|error| Failure::standard_input(&error))?;
        } else {
            let read = File::open(&self.report).and_then(|file| file.take(most).read_to_end(&mut bytes));
            read.map_err(|error| Failure::read(&self.report, &error))?;
        }
        if bytes.len() as u64 > MAX_BYTES {
            return Ok(Err(format!("it is larger than {} MiB, the most that is read", MAX_BYTES >> 20)));
        }
        Ok(String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned()))
    }

    /// The report comes first: swapped, a scenario would be looked for in the report, and found wanting line by line.
    fn expect_order(&self, text: &Result<String, String>) -> Result<(), Failure> {
        let Input { file, .. } = &self.input;
        let is_object = |text: &str| text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
        if text.as_ref().is_ok_and(|text| is_object(text)) || file == Path::new("-") {
            return Ok(());
        }
        let mut start = Vec::new();
        let read = File::open(file).and_then(|file| file.take(1024).read_to_end(&mut start));
        if read.is_ok() && is_object(&String::from_utf8_lossy(&start)) {
            let (report, scenario) = (self.report.display(), file.display());
            return Err(Failure::usage(
                format!("the report comes before the scenario, but `{scenario}` is the one in JSON"),
                format!("swap them: `didymium verify {scenario} {report}`"),
            ));
        }
        Ok(())
    }

    fn praise(&self, verified: &Verified) -> String {
        let counts = Verdict::ALL.map(|verdict| format!("{} {}", verified.count(verdict), verdict.word()));
        let proofs = match verified.proofs {
            1 => "the one proof holds, and every figure of the report follows from it".to_owned(),
            proofs => format!("all {proofs} proofs hold, and every figure of the report follows from them"),
        };
        let inexact = match verified.inexact.as_slice() {
            [] => String::new(),
            titles => format!(
                "not exact, so that a cost or shortfall is proven only to lie within the bounds printed, and a mix not \
                 to be a cheapest one: {}\n",
                some(titles)
            ),
        };
        format!(
            "{}: {proofs}\n{inexact}{}\n{} answer{}: {}\n",
            self.report.display(),
            asked(&verified.report),
            verified.report.answers.len(),
            if verified.report.answers.len() == 1 { "" } else { "s" },
            counts.join(", ")
        )
    }

    fn blame(&self, faults: &[String]) -> String {
        let name = self.report.display();
        let mut messages: Vec<String> =
            faults.iter().take(SHOWN).map(|fault| format!("`{name}` does not hold: {fault}")).collect();
        if faults.len() > SHOWN {
            messages.push(format!("`{name}` does not hold: {} more things are wrong", faults.len() - SHOWN));
        }
        messages.iter().map(|message| finding(message, None)).collect()
    }
}
