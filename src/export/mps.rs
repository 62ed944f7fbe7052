//! Free MPS form: column by column.

use std::fmt::Write as _;

use super::Export;
use super::number::Number;
use crate::exact::Rational;
use crate::lp::Sense;

/// The file below its head, and how many numbers in it are rounded. Columns are not negative unless a file says so,
/// so there is no section of bounds.
pub fn write(export: &Export) -> (String, usize) {
    let mut out = Entries { text: String::from("NAME didymium\nROWS\n"), rounded: 0 };
    let (rows, objective) = (&export.names.rows, export.objective);
    out.line(&format!("N {objective}"));
    for (row, name) in export.lp.rows().iter().zip(rows) {
        let sense = match row.sense {
            Sense::AtMost => 'L',
            Sense::AtLeast => 'G',
        };
        out.line(&format!("{sense} {name}"));
    }
    out.text += "COLUMNS\n";
    let entries = crate::prove::presolve::transpose(&export.lp);
    for ((column, name), entries) in export.lp.columns().iter().zip(&export.names.columns).zip(entries) {
        // A column without entries must be named all the same.
        if !column.cost.is_zero() || entries.is_empty() {
            out.entry(name, objective, &column.cost);
        }
        for (row, value) in entries {
            out.entry(name, &rows[row], value);
        }
    }
    out.text += "RHS\n";
    for (row, name) in export.lp.rows().iter().zip(rows).filter(|(row, _)| !row.rhs.is_zero()) {
        out.entry("RHS", name, &row.rhs);
    }
    out.text += "ENDATA\n";
    (out.text, out.rounded)
}

struct Entries {
    text: String,
    rounded: usize,
}

impl Entries {
    fn line(&mut self, line: &str) {
        writeln!(self.text, " {line}").expect("a string takes all text");
    }

    fn entry(&mut self, set: &str, row: &str, value: &Rational) {
        let number = Number::of(value);
        self.rounded += usize::from(!number.exact);
        self.line(&format!("{set} {row} {}", number.text));
    }
}
