//! Sparse LU factors of a basis. Slacks and singletons, which make up most of a supply chain's basis, cost nothing;
//! what is left is eliminated by Markowitz pivots. Exchanges of one variable are kept as products behind the factors.
//!
//! A basis has one variable per row. Here every basic variable is placed at the row it was eliminated with, so that
//! vectors over rows and over basic variables have the same length. All loops skip what is zero.

use super::matrix::{Lines, Matrix};
use super::nucleus::eliminate;
use super::number::Number;
use super::single::Singles;
use super::{Effort, Stuck};

/// Elimination steps in order.
#[derive(Clone, Debug)]
pub struct Pivots<N> {
    /// The row of each.
    pub rows: Vec<usize>,
    /// The column of each.
    pub columns: Vec<usize>,
    /// The value of each.
    pub values: Vec<N>,
    /// Entries of its column in rows that were eliminated before.
    pub above: Lines<N>,
    /// Multiples of its row that are subtracted from rows that are eliminated later.
    pub below: Lines<N>,
}

/// A factorised basis.
#[derive(Clone, Debug)]
pub struct Factor<N> {
    height: usize,
    /// Without those of slacks.
    pivots: Pivots<N>,
    /// The steps with anything below them.
    lower: Vec<usize>,
    /// For each row, the entries of all `above`s there: the row the column is placed at, and the value.
    right: Lines<N>,
    /// Rows with a slack that have anything to the right.
    slacks: Vec<usize>,
    /// For each row, the entries of all `below`s there: the row of the step, and the multiple.
    left: Lines<N>,
    /// Rows that have anything to the left, those eliminated last first.
    leftward: Vec<usize>,
    exchanges: Exchanges<N>,
}

/// Exchanges in order: the variable at `row` gave way to one whose column is `value` there and `others` elsewhere.
#[derive(Clone, Debug)]
struct Exchanges<N> {
    rows: Vec<usize>,
    values: Vec<N>,
    others: Lines<N>,
}

impl<N: Number> Factor<N> {
    /// Factorises the basis of these columns and the slacks of all rows that are not `tight`, as far as its columns are
    /// independent. Returns the column placed at each row; rows without one keep, or fall back to, their slack.
    ///
    /// # Errors
    /// Where the fill-in passes what `effort` allows, or it says to stop.
    pub fn of(
        matrix: &Matrix<N>,
        columns: &[usize],
        tight: &[bool],
        effort: Effort<'_>,
    ) -> Result<(Self, Vec<Option<usize>>), Stuck> {
        let (mut pivots, open, rest) = Singles::eliminate(matrix, columns, tight);
        eliminate(matrix, &rest, &open, effort, &mut pivots)?;
        let height = matrix.height();
        let mut placed = vec![None; height];
        for (&row, &col) in pivots.rows.iter().zip(&pivots.columns) {
            placed[row] = Some(col);
        }
        let lower = (0..pivots.rows.len()).filter(|&step| !pivots.below.line(step).is_empty()).collect();
        let right = pivots.above.turned(&pivots.rows, height);
        let left = pivots.below.turned(&pivots.rows, height);
        let without = |lines: &Lines<N>| -> Vec<usize> {
            (0..height).filter(|&row| placed[row].is_none() && !lines.line(row).is_empty()).collect()
        };
        let (slacks, mut leftward) = (without(&right), without(&left));
        leftward.extend(pivots.rows.iter().rev().filter(|&&row| !left.line(row).is_empty()));
        let exchanges = Exchanges { rows: Vec::new(), values: Vec::new(), others: Lines::new() };
        Ok((Self { height, pivots, lower, right, slacks, left, leftward, exchanges }, placed))
    }

    /// The solution of `B x = rhs`: `rhs` by row, the solution by the row each variable is placed at.
    pub fn solve(&self, rhs: &mut [N]) {
        for &step in &self.lower {
            spread(rhs, self.pivots.rows[step], self.pivots.below.line(step));
        }
        for (step, &row) in self.pivots.rows.iter().enumerate().rev() {
            if !rhs[row].is_zero() {
                rhs[row] = rhs[row].over(&self.pivots.values[step]);
                spread(rhs, row, self.pivots.above.line(step));
            }
        }
        for (step, &row) in self.exchanges.rows.iter().enumerate() {
            if !rhs[row].is_zero() {
                rhs[row] = rhs[row].over(&self.exchanges.values[step]);
                spread(rhs, row, self.exchanges.others.line(step));
            }
        }
    }

    /// The solution of `Bᵀ y = rhs`: `rhs` by the row each variable is placed at, the solution by row.
    pub fn solve_transposed(&self, rhs: &mut [N]) {
        for (step, &row) in self.exchanges.rows.iter().enumerate().rev() {
            gather(rhs, row, self.exchanges.others.line(step));
            if !rhs[row].is_zero() {
                rhs[row] = rhs[row].over(&self.exchanges.values[step]);
            }
        }
        for &row in &self.slacks {
            spread(rhs, row, self.right.line(row));
        }
        for (step, &row) in self.pivots.rows.iter().enumerate() {
            if !rhs[row].is_zero() {
                rhs[row] = rhs[row].over(&self.pivots.values[step]);
                spread(rhs, row, self.right.line(row));
            }
        }
        for &row in &self.leftward {
            spread(rhs, row, self.left.line(row));
        }
    }

    /// The variable at `row` gives way to one whose column, solved for, is `column`.
    pub fn exchange(&mut self, row: usize, column: &[(usize, N)]) {
        let value = column.iter().find(|entry| entry.0 == row).map_or(N::ONE, |entry| entry.1.clone());
        self.exchanges.rows.push(row);
        self.exchanges.values.push(value);
        self.exchanges.others.push(column.iter().filter(|entry| entry.0 != row).cloned());
    }

    /// How many exchanges there were.
    #[must_use]
    pub fn exchanges(&self) -> usize {
        self.exchanges.rows.len()
    }

    /// How many rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }
}

/// `vector[other] −= entry × vector[row]` for all entries.
fn spread<N: Number>(vector: &mut [N], row: usize, entries: &[(usize, N)]) {
    if entries.is_empty() || vector[row].is_zero() {
        return;
    }
    let value = vector[row].clone();
    for (other, entry) in entries {
        vector[*other].subtract_product(entry, &value);
    }
}

/// `vector[row] −= Σ entry × vector[other]`
fn gather<N: Number>(vector: &mut [N], row: usize, entries: &[(usize, N)]) {
    let mut value = std::mem::replace(&mut vector[row], N::ZERO);
    for (other, entry) in entries {
        if !vector[*other].is_zero() {
            value.subtract_product(entry, &vector[*other]);
        }
    }
    vector[row] = value.settled();
}
