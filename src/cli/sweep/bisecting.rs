//! `sweep --bisect`: between which values of one input a verdict flips, for every member and year.

use std::sync::atomic::AtomicBool;

use clap::Args;

use super::super::bar::Bar;
use super::super::console::say;
use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::output::Destination;
use super::journal::Journal;
use crate::report::edge::{EdgeRow, table};
use crate::report::sweep::Form;
use crate::sweep::bisect::{Bisection, Fineness};
use crate::sweep::window::in_order;

/// What is bisected.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Bisection")]
pub struct Bisecting {
    /// Find where a verdict flips along one input, `KEY=lo..hi`, `KEY=*0.5..2` or `KEY=+0..500`, at every point
    #[arg(long, value_name = "KEY=LO..HI", conflicts_with_all = ["shard", "timing", "stages", "summary"])]
    pub bisect: Option<String>,
    /// How wide the bracket around a flip may be [default: a thousandth of the range]
    #[arg(long, value_name = "WIDTH", requires = "bisect", value_parser = width)]
    tolerance: Option<f64>,
    /// How many values are tried first, evenly spread: what flips and flips back between two of them is not seen
    #[arg(long, value_name = "N", default_value_t = 9, value_parser = clap::value_parser!(u64).range(2..=100_000))]
    grid: u64,
}

fn width(text: &str) -> Result<f64, String> {
    let width = text.parse().ok().filter(|width: &f64| width.is_finite() && *width > 0.0);
    width.ok_or_else(|| "expected a positive number".to_owned())
}

impl Bisecting {
    /// How finely it is looked.
    #[must_use]
    pub fn fineness(&self) -> Fineness {
        Fineness { tolerance: self.tolerance, grid: self.grid }
    }
}

/// A tolerance that makes no sense.
#[must_use]
pub fn too_fine(message: String) -> Failure {
    Failure::usage(message, "a larger `--tolerance`, or a shorter range")
}

/// How the edges are looked for and written.
pub struct Edges<'a> {
    /// What is looked for.
    pub bisection: Bisection<'a>,
    /// The form of the table.
    pub form: Form,
    /// How many threads ask.
    pub threads: usize,
    /// Whether nothing but errors is said.
    pub quiet: bool,
}

impl Edges<'_> {
    /// Looks for all edges, asking what `journal` does not know, and writes them, whole or not at all.
    ///
    /// # Errors
    /// Where the table or the journal cannot be written.
    pub fn write(&self, output: &Destination, journal: Journal, stop: &AtomicBool) -> Result<Exit, Failure> {
        let bisection = &self.bisection;
        let mut bar = Bar::new(self.quiet, 0, bisection.parts());
        let (mut rows, mut done) = (Vec::new(), 0);
        let work = |part| bisection.edges(part, &journal);
        in_order(0..bisection.parts(), self.threads, stop, work, |found| {
            done += 1;
            bar.show(done);
            rows.extend(found);
            Ok::<(), Failure>(())
        })?;
        drop(bar);
        let kept = journal.path()?;
        if (rows.len() as u64) < bisection.parts() {
            let left = kept.map_or_else(
                || "nothing is written".to_owned(),
                |path| format!("`--resume` continues `{}`", path.display()),
            );
            self.say(&format!("interrupted; {left}\n"));
            return Ok(Exit::Interrupted);
        }
        let rows = in_table_order(&rows, bisection);
        output.write(&table(self.form, &bisection.inputs(), &rows))?;
        journal.finish()?;
        self.say(&sentence(&rows));
        Ok(if rows.iter().any(|row| !row.error.is_empty()) { Exit::Undecided } else { Exit::Success })
    }

    fn say(&self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }
}

/// Points in order, in each the members in order, of each the years ascending.
fn in_table_order(parts: &[Vec<EdgeRow>], bisection: &Bisection<'_>) -> Vec<EdgeRow> {
    let members = bisection.members();
    let place = |row: &EdgeRow| (members.iter().position(|member| *member == row.member), row.year, row.edge);
    let in_point = |parts: &[Vec<EdgeRow>]| {
        let mut rows = parts.concat();
        rows.sort_by_key(place);
        rows
    };
    parts.chunks(bisection.parts_per_point()).flat_map(in_point).collect()
}

/// `3 edges; 2 without one at the values tried`
fn sentence(rows: &[EdgeRow]) -> String {
    let edges = rows.iter().filter(|row| row.edge.is_some()).count();
    let without = rows.iter().filter(|row| row.edge.is_none() && row.error.is_empty()).count();
    let twice = rows.iter().filter(|row| row.edges > 1 && row.edge == Some(1)).count();
    let open = rows.iter().filter(|row| !row.error.is_empty()).count();
    let counts = [
        (edges, if edges == 1 { "edge" } else { "edges" }),
        (without, "without one at the values tried"),
        (twice, "with more than one, so not monotone"),
        (open, "with something open, see `error`"),
    ];
    let parts = counts.iter().enumerate().filter(|(place, (count, _))| *place == 0 || *count > 0);
    parts.map(|(_, (count, what))| format!("{count} {what}")).collect::<Vec<_>>().join("; ") + "\n"
}
