//! Columns that a row `Σ a x ≤ 0` with positive coefficients forces to zero are taken out before the search, together
//! with the row; the multiplier of such a row is free (its right-hand side is zero) and is recovered afterwards so
//! that the reduced costs of its columns are not negative. A ban thus costs the solver nothing and still can be blamed.

use crate::exact::Rational;
use crate::lp::{Lp, Row, Sense};
use crate::table::Id;

/// What is left of a program, and how to get back.
#[derive(Clone, Debug)]
pub struct Reduction {
    /// Columns that stay, ascending.
    pub columns: Vec<usize>,
    /// Rows that stay, ascending.
    pub rows: Vec<usize>,
    /// Forcing rows in the order they were found, each with the columns it took out.
    forcing: Vec<(usize, Vec<usize>)>,
}

/// Column-wise view of a program: for each column, its rows and coefficients.
pub type Transpose<'a> = Vec<Vec<(usize, &'a Rational)>>;

/// The column-wise view of `lp`.
#[must_use]
pub fn transpose(lp: &Lp) -> Transpose<'_> {
    let mut columns: Transpose<'_> = vec![Vec::new(); lp.columns().len()];
    for (index, row) in lp.rows().iter().enumerate() {
        for (col, value) in &row.terms {
            columns[col.index()].push((index, value));
        }
    }
    columns
}

impl Reduction {
    /// Finds every forced column of `lp`.
    #[must_use]
    pub fn of(lp: &Lp, transpose: &Transpose<'_>) -> Self {
        // Open negative terms per row: a row forces once none is left.
        let mut negatives: Vec<usize> =
            lp.rows().iter().map(|row| row.terms.iter().filter(|term| term.1.is_negative()).count()).collect();
        let forces = |row: usize, negatives: &[usize]| {
            let constraint = lp.row(Row::from_index(row));
            constraint.sense == Sense::AtMost && constraint.rhs.is_zero() && negatives[row] == 0
        };
        let mut gone = vec![false; lp.columns().len()];
        let mut used = vec![false; lp.rows().len()];
        let mut forcing = Vec::new();
        let mut queue: Vec<usize> = (0..lp.rows().len()).filter(|&row| forces(row, &negatives)).rev().collect();
        while let Some(row) = queue.pop() {
            if std::mem::replace(&mut used[row], true) {
                continue;
            }
            let terms = lp.row(Row::from_index(row)).terms.iter();
            let taken: Vec<usize> = terms.map(|term| term.0.index()).filter(|&col| !gone[col]).collect();
            for &col in &taken {
                gone[col] = true;
                for &(other, value) in &transpose[col] {
                    if value.is_negative() {
                        negatives[other] -= 1;
                        if forces(other, &negatives) {
                            queue.push(other);
                        }
                    }
                }
            }
            forcing.push((row, taken));
        }
        let columns: Vec<usize> = (0..gone.len()).filter(|&col| !gone[col]).collect();
        let rows = (0..used.len()).filter(|&row| !used[row] && !vacuous(lp, row, &gone)).collect();
        Self { columns, rows, forcing }
    }

    /// The multipliers of all rows, from those of the rows that stayed.
    #[must_use]
    pub fn multipliers(&self, lp: &Lp, transpose: &Transpose<'_>, of_rows: &[Rational]) -> Vec<Rational> {
        let mut y = vec![Rational::ZERO; lp.rows().len()];
        for (&row, value) in self.rows.iter().zip(of_rows) {
            y[row].clone_from(value);
        }
        for (row, taken) in self.forcing.iter().rev() {
            let mut least = Rational::ZERO;
            for &col in taken {
                let mut reduced = lp.columns()[col].cost.clone();
                let mut own = Rational::ZERO;
                for &(other, value) in &transpose[col] {
                    if other == *row {
                        own.clone_from(value);
                    } else if !y[other].is_zero() {
                        reduced -= value * &y[other];
                    }
                }
                let needed = reduced / own;
                if needed < least {
                    least = needed;
                }
            }
            y[*row] = least;
        }
        y
    }

    /// The whole point, from the columns that stayed.
    #[must_use]
    pub fn point(&self, lp: &Lp, of_columns: Vec<Rational>) -> Vec<Rational> {
        let mut point = vec![Rational::ZERO; lp.columns().len()];
        for (&col, value) in self.columns.iter().zip(of_columns) {
            point[col] = value;
        }
        point
    }
}

/// Whether no plan can break the row: `≤` a number not below zero with nothing positive left in it.
fn vacuous(lp: &Lp, row: usize, gone: &[bool]) -> bool {
    let constraint = lp.row(Row::from_index(row));
    let mut open = constraint.terms.iter().filter(|term| !gone[term.0.index()]);
    match constraint.sense {
        Sense::AtMost => !constraint.rhs.is_negative() && open.all(|term| term.1.is_negative()),
        Sense::AtLeast => constraint.rhs <= Rational::ZERO && open.all(|term| !term.1.is_negative()),
    }
}
