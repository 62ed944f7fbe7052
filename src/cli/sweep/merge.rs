//! `didymium sweep-merge`: shards joined to the file that one run would have written, byte for byte.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::super::Manner;
use super::super::console::say;
use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::output::Destination;
use super::identity::{Identity, Shard};
use super::results::{Results, Summing};
use crate::report::sweep::Form;
use crate::sweep::summary::Layout;

/// Arguments of `sweep-merge`.
#[derive(Clone, Debug, Args)]
pub struct Merge {
    /// The files that `sweep --shard` wrote, all of them, in any order
    #[arg(value_name = "SHARD", required = true)]
    shards: Vec<PathBuf>,
    /// Write the joined table to this file; `-` is standard output
    #[arg(short, long, value_name = "PATH")]
    output: PathBuf,
    #[command(flatten)]
    summing: Summing,
}

/// A shard with its place.
struct Piece {
    path: PathBuf,
    identity: Identity,
    shard: Shard,
}

impl Merge {
    /// Joins the shards.
    ///
    /// # Errors
    /// Where they do not belong together, one is missing, doubled or unfinished, or the table cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        let mut pieces = self.shards.iter().map(|path| piece(path)).collect::<Result<Vec<Piece>, Failure>>()?;
        pieces.sort_by_key(|piece| piece.shard.number);
        together(&pieces)?;
        let destination = Destination::open(Some(&self.output), self.shards.iter().map(PathBuf::as_path))?;
        self.summing.beside(&destination)?;
        let mut results = Results::new(self.summing, layout(&pieces)?);
        let mut fault = None;
        destination
            .fill(|out| {
                for (position, piece) in pieces.iter().enumerate() {
                    let header = if position == 0 { Header::Copied } else { Header::Dropped };
                    match copy(piece, header, out, &mut results)? {
                        Whole::Yes => {}
                        Whole::No => {
                            fault = Some(unfinished(&piece.path));
                            return Err(io::Error::other("a shard is unfinished"));
                        }
                    }
                }
                Ok(())
            })
            .map_err(|failure| fault.take().unwrap_or(failure))?;
        if !manner.quiet {
            say(&format!("{}; written to `{}`\n", results.sentence(), self.output.display()));
        }
        results.print()?;
        Ok(results.exit())
    }
}

/// Whether a shard has all its rows.
enum Whole {
    Yes,
    No,
}

/// What happens to the header of a shard's table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Header {
    Copied,
    Dropped,
}

fn piece(path: &Path) -> Result<Piece, Failure> {
    let identity = File::open(path).and_then(Identity::of_file).map_err(|error| Failure::read(path, &error))?;
    let found = identity.and_then(|identity| Some((identity.shard?, identity)));
    let (shard, identity) = found.ok_or_else(|| {
        let help = "shards are what `didymium sweep --shard i/n --output PATH` writes";
        Failure::usage(format!("`{}` is no shard of a sweep", path.display()), help)
    })?;
    Ok(Piece { path: path.to_owned(), identity, shard })
}

/// Whether the pieces are every shard of one sweep.
fn together(pieces: &[Piece]) -> Result<(), Failure> {
    let first = &pieces[0];
    for piece in pieces {
        let differences = first.identity.differences(&piece.identity);
        if !differences.is_empty() {
            let (one, other) = (first.path.display(), piece.path.display());
            let message = format!("`{one}` and `{other}` are shards of different sweeps");
            return Err(Failure::usage(message, format!("not the same: {}", differences.join(", "))));
        }
    }
    if let Some(pair) = pieces.windows(2).find(|pair| pair[0].shard == pair[1].shard) {
        let (one, other) = (pair[0].path.display(), pair[1].path.display());
        let Shard { number, count } = pair[0].shard;
        let message = format!("`{one}` and `{other}` are both shard {number}/{count}");
        return Err(Failure::usage(message, "name every shard once"));
    }
    let count = first.shard.count;
    let missing: Vec<String> = (1..=count)
        .filter(|number| !pieces.iter().any(|piece| piece.shard.number == *number))
        .take(5)
        .map(|number| format!("{number}/{count}"))
        .collect();
    let message = match &missing[..] {
        [] => return Ok(()),
        [one] => format!("a shard is missing: {one}"),
        more => format!("shards are missing: {}", more.join(", ")),
    };
    Err(Failure::usage(message, "`didymium sweep --shard i/n` writes what is missing"))
}

/// How the points of the table are ordered. Only a line of the table tells what its columns are, and a shard may have
/// none.
fn layout(pieces: &[Piece]) -> Result<Layout, Failure> {
    let mut columns = Vec::new();
    for Piece { path, identity, .. } in pieces {
        let second = File::open(path).and_then(|file| BufReader::new(file).lines().nth(1).transpose());
        if let Some(line) = second.map_err(|error| Failure::read(path, &error))? {
            columns = identity.form.columns(&line);
            break;
        }
    }
    Ok(pieces[0].identity.layout(&columns))
}

fn unfinished(path: &Path) -> Failure {
    Failure::usage(format!("`{}` is not a whole shard", path.display()), "`didymium sweep --resume` finishes it")
}

/// Copies the rows of a shard, and the header of the first one.
fn copy(piece: &Piece, wanted: Header, out: &mut dyn Write, results: &mut Results) -> io::Result<Whole> {
    let form = piece.identity.form;
    let mut reader = BufReader::new(File::open(&piece.path)?);
    reader.skip_until(b'\n')?;
    let mut columns: Option<Vec<String>> = None;
    let (mut line, mut count, mut rows) = (Vec::new(), 0, Vec::new());
    while reader.read_until(b'\n', &mut line)? > 0 {
        let Some(text) = std::str::from_utf8(&line).ok().filter(|text| text.ends_with('\n')) else {
            return Ok(Whole::No);
        };
        let header = form == Form::Csv && count == 0;
        let names = columns.get_or_insert_with(|| form.columns(text));
        if !header {
            let Some(row) = form.parse(names, text) else { return Ok(Whole::No) };
            rows.push(row);
            if rows.len() == piece.identity.rows_per_point {
                results.add(&std::mem::take(&mut rows));
            }
        }
        if !header || wanted == Header::Copied {
            out.write_all(&line)?;
        }
        count += 1;
        line.clear();
    }
    Ok(if count == piece.identity.lines() { Whole::Yes } else { Whole::No })
}
