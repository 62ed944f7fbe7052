//! A sweep on its way: points asked on all threads, rows written in order.

use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::super::bar::Bar;
use super::super::console::say;
use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::output::Destination;
use super::interrupt;
use super::part::{Part, Table, Unfinished, is_finished};
use super::results::Results;
use crate::report::QuestionRef;
use crate::report::sweep::{Row, Timing};
use crate::sweep::Study;
use crate::sweep::point::Asking;
use crate::sweep::window::in_order;

/// A sweep that is ready to run.
pub struct Run<'a> {
    /// Every point.
    pub study: &'a Study<'a>,
    /// What each is asked.
    pub asking: Asking<'a>,
    /// The table.
    pub table: Table,
    /// Whether rows say how long their point took.
    pub timing: Timing,
    /// How many threads ask.
    pub threads: usize,
    /// Whether nothing but errors is said.
    pub quiet: bool,
}

impl Run<'_> {
    /// Asks all points and lets the rows grow in `target.part` until they are whole.
    ///
    /// # Errors
    /// Where the file is another sweep's, or cannot be written.
    pub fn to_file(&self, target: &Path, unfinished: Unfinished, results: &mut Results) -> Result<Exit, Failure> {
        let (table, fits) = (&self.table, |point, rows: &[Row]| self.fits(point, rows));
        if unfinished == Unfinished::Continue && is_finished(target, table, &fits, &mut |rows| results.add(&rows))? {
            self.say(&format!("{}; `{}` is whole already\n", results.sentence(), target.display()));
            results.print()?;
            return Ok(results.exit());
        }
        let (mut part, next) = Part::open(target, table, unfinished, &fits, &mut |rows| results.add(&rows))?;
        let done = self.points(next, &interrupt::watched(), |rows| {
            results.add(&rows);
            part.append(&table.lines(&rows))
        })?;
        if done < table.identity.range().end {
            let left = part.path().display().to_string();
            self.say(&format!("interrupted after {}; `--resume` continues `{left}`\n", results.sentence()));
            return Ok(Exit::Interrupted);
        }
        part.finish(table)?;
        self.say(&format!("{}; written to `{}`\n", results.sentence(), target.display()));
        results.print()?;
        Ok(results.exit())
    }

    /// Asks all points and writes the rows to a pipe or a device.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn to_stream(&self, stream: &Destination, results: &mut Results) -> Result<Exit, Failure> {
        let mut done = None;
        stream.fill(|out| {
            out.write_all(self.table.header().as_bytes())?;
            let end = self.points(0, &interrupt::watched(), |rows| {
                results.add(&rows);
                out.write_all(self.table.lines(&rows).as_bytes()).and_then(|()| out.flush())
            })?;
            done = Some(end);
            Ok::<(), io::Error>(())
        })?;
        // Without an end, the reader has seen enough: no error.
        self.end(done, results)
    }

    /// Asks all points and keeps no rows.
    ///
    /// # Errors
    /// Where the summary cannot be printed.
    pub fn to_summary(&self, results: &mut Results) -> Result<Exit, Failure> {
        let done = self.points(0, &interrupt::watched(), |rows| {
            results.add(&rows);
            Ok::<(), Failure>(())
        })?;
        self.end(Some(done), results)
    }

    fn end(&self, done: Option<u64>, results: &Results) -> Result<Exit, Failure> {
        if done.is_some_and(|done| done < self.table.identity.points) {
            self.say(&format!("interrupted after {}\n", results.sentence()));
            return Ok(Exit::Interrupted);
        }
        self.say(&format!("{}\n", results.sentence()));
        results.print()?;
        Ok(results.exit())
    }

    /// Asks the points from `next` on and hands their rows to `take` in order. Returns the first point not asked.
    fn points<E>(
        &self,
        next: u64,
        stop: &AtomicBool,
        mut take: impl FnMut(Vec<Row>) -> Result<(), E>,
    ) -> Result<u64, E> {
        let range = self.table.identity.range();
        let mut bar = Bar::new(self.quiet, next - range.start, range.end - range.start);
        let mut done = next - range.start;
        in_order(
            next..range.end,
            self.threads,
            stop,
            |point| self.rows(point),
            |rows| {
                done += 1;
                bar.show(done);
                take(rows)
            },
        )
    }

    fn rows(&self, point: u64) -> Vec<Row> {
        let began = Instant::now();
        let mut rows = self.asking.rows(self.study, point);
        if self.timing == Timing::Shown {
            let took = began.elapsed().as_secs_f64() * 1e3;
            for row in &mut rows {
                row.solve_ms = Some((took * 1e3).round() / 1e3);
            }
        }
        rows
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
