//! The last step of a sweep into a Parquet file: the rows have grown as lines, since a Parquet file has its end only when
//! it is whole, and are set in columns here.

use std::fs::File;
use std::io::{self, Write};
#[cfg(feature = "parquet")]
use std::io::{BufRead as _, BufReader, Seek as _, SeekFrom};

use super::part::Table;
#[cfg(feature = "parquet")]
use crate::report::parquet::{Kind, Writer};
#[cfg(feature = "parquet")]
use crate::report::sweep::Row;

/// Whether this build can write Parquet.
pub const AVAILABLE: bool = cfg!(feature = "parquet");

/// Writes the rows of `lines`, which start at byte `head`, as a Parquet file.
///
/// # Errors
/// Where they cannot be read, or the file cannot be written.
#[cfg(feature = "parquet")]
pub fn write(table: &Table, lines: &mut File, head: u64, out: &mut dyn Write) -> io::Result<()> {
    let kinds = kinds(table, lines, head)?;
    let mut whole = tempfile::tempfile()?;
    let mut writer = Writer::new(whole.try_clone()?, &table.columns, kinds).map_err(io::Error::other)?;
    each(table, lines, head, |row| writer.row(row.cells()).map_err(io::Error::other))?;
    writer.finish().map_err(io::Error::other)?;
    whole.seek(SeekFrom::Start(0))?;
    io::copy(&mut whole, out).map(drop)
}

/// This build cannot.
///
/// # Errors
/// Always.
#[cfg(not(feature = "parquet"))]
pub fn write(_: &Table, _: &mut File, _: u64, _: &mut dyn Write) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// What each column holds: an input numbers where all its cells are.
#[cfg(feature = "parquet")]
fn kinds(table: &Table, lines: &mut File, head: u64) -> io::Result<Vec<Kind>> {
    let inputs = table.identity.layout(&table.columns).inputs.len();
    let kind = |name: &String| match name.as_str() {
        "year" => Kind::Year,
        "coverage" | "shortfall_t" | "cost_usd" | "premium" | "solve_ms" => Kind::Number,
        _ => Kind::Text,
    };
    let mut numbers = vec![true; inputs];
    each(table, lines, head, |row| {
        for (number, cell) in numbers.iter_mut().zip(&row.inputs) {
            *number &= cell.text().parse::<f64>().is_ok_and(f64::is_finite);
        }
        Ok(())
    })?;
    let of_inputs = numbers.into_iter().map(|number| if number { Kind::Number } else { Kind::Text });
    Ok(of_inputs.chain(table.columns[inputs..].iter().map(kind)).collect())
}

/// Hands on every row.
#[cfg(feature = "parquet")]
fn each(table: &Table, lines: &mut File, head: u64, mut take: impl FnMut(Row) -> io::Result<()>) -> io::Result<()> {
    lines.seek(SeekFrom::Start(head))?;
    for line in BufReader::new(lines).lines() {
        let row = table.identity.form.parse(&table.columns, &line?);
        take(row.ok_or_else(|| io::Error::other("a line of the unfinished file is no row"))?)?;
    }
    Ok(())
}
