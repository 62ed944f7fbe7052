//! Free MPS form: column by column.

use std::io::{self, Write};

use super::Export;
use super::number::Number;
use crate::exact::Rational;
use crate::lp::Sense;

/// Writes the file below its head. Columns are not negative unless a file says so, so there is no section of bounds.
///
/// # Errors
/// Where `out` does not take it.
pub fn write(export: &Export, out: &mut dyn Write) -> io::Result<()> {
    let (rows, objective) = (&export.names.rows, export.objective);
    write!(out, "NAME didymium\nROWS\n N {objective}\n")?;
    for (row, name) in export.lp.rows().iter().zip(rows) {
        let sense = match row.sense {
            Sense::AtMost => 'L',
            Sense::AtLeast => 'G',
        };
        writeln!(out, " {sense} {name}")?;
    }
    writeln!(out, "COLUMNS")?;
    let entries = crate::prove::presolve::transpose(&export.lp);
    for ((column, name), entries) in export.lp.columns().iter().zip(&export.names.columns).zip(entries) {
        // A column without entries must be named all the same.
        if !column.cost.is_zero() || entries.is_empty() {
            entry(out, name, objective, &column.cost)?;
        }
        for (row, value) in entries {
            entry(out, name, &rows[row], value)?;
        }
    }
    writeln!(out, "RHS")?;
    for (row, name) in export.lp.rows().iter().zip(rows).filter(|(row, _)| !row.rhs.is_zero()) {
        entry(out, "RHS", name, &row.rhs)?;
    }
    writeln!(out, "ENDATA")
}

fn entry(out: &mut dyn Write, set: &str, row: &str, value: &Rational) -> io::Result<()> {
    writeln!(out, " {set} {row} {}", Number::of(value).text)
}
