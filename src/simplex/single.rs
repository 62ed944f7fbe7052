//! Columns with one entry in open rows, and rows with one entry in open columns: they are eliminated without any
//! arithmetic on what is left.

use super::factor::Pivots;
use super::matrix::{Lines, Matrix};
use super::number::Number;

/// An elimination of singletons under way.
pub struct Singles<'a, N> {
    matrix: &'a Matrix<N>,
    columns: &'a [usize],
    /// Where each column of the matrix stands in `columns`; past their end where it does not.
    position: Vec<usize>,
    /// Open entries by column and by row.
    in_column: Vec<usize>,
    in_row: Vec<usize>,
    open: Vec<bool>,
    left: Vec<bool>,
    pivots: Pivots<N>,
}

impl<'a, N: Number> Singles<'a, N> {
    /// Eliminates what it can of these columns in rows that are `tight`; returns the steps, the rows that stay open, and
    /// the columns that are left.
    pub fn eliminate(
        matrix: &'a Matrix<N>,
        columns: &'a [usize],
        tight: &[bool],
    ) -> (Pivots<N>, Vec<bool>, Vec<usize>) {
        let mut singles = Self::new(matrix, columns, tight);
        singles.run();
        let left = columns.iter().zip(&singles.left).filter(|(_, left)| **left).map(|(&col, _)| col);
        let left = left.collect();
        (singles.pivots, singles.open, left)
    }

    fn new(matrix: &'a Matrix<N>, columns: &'a [usize], tight: &[bool]) -> Self {
        let (mut in_column, mut in_row) = (vec![0; columns.len()], vec![0; tight.len()]);
        let mut position = vec![columns.len(); matrix.width()];
        for (at, &col) in columns.iter().enumerate() {
            position[col] = at;
            for (row, _) in matrix.column(col).iter().filter(|(row, _)| tight[*row]) {
                in_row[*row] += 1;
                in_column[at] += 1;
            }
        }
        let size = columns.len();
        let pivots = Pivots {
            rows: Vec::with_capacity(size),
            columns: Vec::with_capacity(size),
            values: Vec::with_capacity(size),
            above: Lines::new(),
            below: Lines::new(),
        };
        Self { matrix, columns, position, in_column, in_row, open: tight.to_vec(), left: vec![true; size], pivots }
    }

    fn run(&mut self) {
        let matrix = self.matrix;
        let mut columns: Vec<usize> = (0..self.columns.len()).rev().filter(|&at| self.in_column[at] == 1).collect();
        let mut rows: Vec<usize> = (0..self.open.len()).rev().filter(|&row| self.in_row[row] == 1).collect();
        loop {
            if let Some(at) = columns.pop() {
                let row = matrix.column(self.columns[at]).iter().find(|(row, _)| self.open[*row]);
                if let (true, Some(&(row, _))) = (self.left[at], row)
                    && self.take(row, at)
                {
                    for other in matrix.row(row).iter().map(|(col, _)| self.position[*col]) {
                        if self.left.get(other) == Some(&true) {
                            self.in_column[other] -= 1;
                            if self.in_column[other] == 1 {
                                columns.push(other);
                            }
                        }
                    }
                }
            } else if let Some(row) = rows.pop() {
                let mut all = matrix.row(row).iter().map(|(col, _)| self.position[*col]);
                let at = all.find(|&at| self.left.get(at) == Some(&true));
                if let (true, Some(at)) = (self.open[row], at)
                    && self.take(row, at)
                {
                    for (other, _) in matrix.column(self.columns[at]).iter().filter(|(row, _)| self.open[*row]) {
                        self.in_row[*other] -= 1;
                        if self.in_row[*other] == 1 {
                            rows.push(*other);
                        }
                    }
                }
            } else {
                return;
            }
        }
    }

    /// Eliminates with the entry at `row` of the column `at`; false where it is too small.
    fn take(&mut self, row: usize, at: usize) -> bool {
        let column = self.matrix.column(self.columns[at]);
        let Some((_, value)) = column.iter().find(|entry| entry.0 == row) else { return false };
        if !value.is_pivot() {
            return false;
        }
        let (open, pivots) = (&self.open, &mut self.pivots);
        pivots.rows.push(row);
        pivots.columns.push(self.columns[at]);
        pivots.values.push(value.clone());
        pivots.above.push(column.iter().filter(|(other, _)| !open[*other]).cloned());
        let below = column.iter().filter(|(other, _)| open[*other] && *other != row);
        pivots.below.push(below.map(|(other, entry)| (*other, entry.over(value))));
        self.open[row] = false;
        self.left[at] = false;
        true
    }
}
