//! CPLEX LP form.

use std::io::{self, Write};

use super::Export;
use super::number::Number;
use crate::exact::{Rational, magnitude};
use crate::lp::{Constraint, Sense};
use crate::table::Id;

/// Lines end before this column, but for names that are longer: some readers have a limit.
const WIDTH: usize = 120;

/// Writes the file below its head. Columns are not negative unless a file says so, so there is no section of bounds.
///
/// # Errors
/// Where `out` does not take it.
pub fn write(export: &Export, out: &mut dyn Write) -> io::Result<()> {
    let mut out = Lines { out, width: 0 };
    let costs: Vec<(usize, &Rational)> =
        export.lp.columns().iter().map(|column| &column.cost).enumerate().filter(|term| !term.1.is_zero()).collect();
    writeln!(out.out, "Minimize")?;
    out.start(export.objective)?;
    out.terms(export, &costs)?;
    write!(out.out, "\nSubject To\n")?;
    for (row, name) in export.lp.rows().iter().zip(&export.names.rows) {
        out.row(export, row, name)?;
    }
    writeln!(out.out, "End")
}

/// A text in lines that are not too long.
struct Lines<'a> {
    out: &'a mut dyn Write,
    width: usize,
}

impl Lines<'_> {
    fn row(&mut self, export: &Export, row: &Constraint, name: &str) -> io::Result<()> {
        self.start(name)?;
        let terms: Vec<(usize, &Rational)> = row.terms.iter().map(|(col, value)| (col.index(), value)).collect();
        self.terms(export, &terms)?;
        let relation = match row.sense {
            Sense::AtMost => "<=",
            Sense::AtLeast => ">=",
        };
        self.word(&format!("{relation} {}", Number::of(&row.rhs).text))?;
        writeln!(self.out)
    }

    fn start(&mut self, name: &str) -> io::Result<()> {
        self.width = name.len() + 2;
        write!(self.out, " {name}:")
    }

    /// The sum of `terms`; a sum of nothing is zero times the first column.
    fn terms(&mut self, export: &Export, terms: &[(usize, &Rational)]) -> io::Result<()> {
        let names = &export.names.columns;
        for (at, (column, value)) in terms.iter().enumerate() {
            let sign = match (value.is_negative(), at) {
                (true, _) => "- ",
                (false, 0) => "",
                (false, _) => "+ ",
            };
            let name = &names[*column];
            let size = magnitude((*value).clone());
            if size == Rational::ONE {
                self.word(&format!("{sign}{name}"))?;
            } else {
                self.word(&format!("{sign}{} {name}", Number::of(&size).text))?;
            }
        }
        if terms.is_empty() {
            self.word(&format!("0 {}", names[0]))?;
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> io::Result<()> {
        if self.width + 1 + word.len() > WIDTH {
            write!(self.out, "\n ")?;
            self.width = 1;
        }
        self.width += 1 + word.len();
        write!(self.out, " {word}")
    }
}
