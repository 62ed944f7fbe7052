//! CPLEX LP form.

use std::fmt::Write as _;

use super::Export;
use super::number::Number;
use crate::exact::{Rational, magnitude};
use crate::lp::{Constraint, Sense};
use crate::table::Id;

/// Lines end before this column, but for names that are longer: some readers have a limit.
const WIDTH: usize = 120;

/// The file below its head, and how many numbers in it are rounded. Columns are not negative unless a file says so,
/// so there is no section of bounds.
pub fn write(export: &Export) -> (String, usize) {
    let mut out = Lines { text: String::from("Minimize\n"), width: 0, rounded: 0 };
    let costs: Vec<(usize, Rational)> = export
        .lp
        .columns()
        .iter()
        .map(|column| column.cost.clone())
        .enumerate()
        .filter(|term| !term.1.is_zero())
        .collect();
    out.start(export.objective);
    out.terms(export, &costs);
    out.text += "\nSubject To\n";
    for (row, name) in export.lp.rows().iter().zip(&export.names.rows) {
        out.row(export, row, name);
    }
    out.text += "End\n";
    (out.text, out.rounded)
}

/// A text in lines that are not too long.
struct Lines {
    text: String,
    width: usize,
    rounded: usize,
}

impl Lines {
    fn row(&mut self, export: &Export, row: &Constraint, name: &str) {
        self.start(name);
        let terms: Vec<(usize, Rational)> = row.terms.iter().map(|(col, value)| (col.index(), value.clone())).collect();
        self.terms(export, &terms);
        let relation = match row.sense {
            Sense::AtMost => "<=",
            Sense::AtLeast => ">=",
        };
        let rhs = self.number(&row.rhs);
        self.word(&format!("{relation} {rhs}"));
        self.text.push('\n');
    }

    fn start(&mut self, name: &str) {
        write!(self.text, " {name}:").expect("a string takes all text");
        self.width = name.len() + 2;
    }

    /// The sum of `terms`; a sum of nothing is zero times the first column.
    fn terms(&mut self, export: &Export, terms: &[(usize, Rational)]) {
        let names = &export.names.columns;
        for (at, (column, value)) in terms.iter().enumerate() {
            let sign = match (value.is_negative(), at) {
                (true, _) => "- ",
                (false, 0) => "",
                (false, _) => "+ ",
            };
            let name = &names[*column];
            let size = magnitude(value.clone());
            if size == Rational::ONE {
                self.word(&format!("{sign}{name}"));
            } else {
                let size = self.number(&size);
                self.word(&format!("{sign}{size} {name}"));
            }
        }
        if terms.is_empty() {
            self.word(&format!("0 {}", names[0]));
        }
    }

    fn number(&mut self, value: &Rational) -> String {
        let number = Number::of(value);
        self.rounded += usize::from(!number.exact);
        number.text
    }

    fn word(&mut self, word: &str) {
        if self.width + 1 + word.len() > WIDTH {
            self.text += "\n ";
            self.width = 1;
        }
        self.text.push(' ');
        self.text += word;
        self.width += 1 + word.len();
    }
}
