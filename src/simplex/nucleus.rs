//! What singletons leave of a basis, eliminated by Markowitz pivots: the entry of least fill-in among the shortest rows
//! and columns.

use super::factor::Pivots;
use super::matrix::Matrix;
use super::number::Number;
use super::{Effort, LOOK, Stuck};

/// A pivot is at least this part of the largest entry of its row, where numbers are rounded.
const THRESHOLD: f64 = 0.05;
/// Rows and columns that are looked at for each pivot.
const LOOKED_AT: usize = 4;

/// Eliminates the `columns` of `matrix` in its `open` rows and adds the steps to `pivots`; rows and columns that depend
/// on others are left out.
///
/// # Errors
/// Where the fill-in passes what `effort` allows, or it says to stop.
pub fn eliminate<N: Number>(
    matrix: &Matrix<N>,
    columns: &[usize],
    open: &[bool],
    effort: Effort<'_>,
    pivots: &mut Pivots<N>,
) -> Result<(), Stuck> {
    let mut nucleus = Nucleus::new(matrix, columns, open);
    while let Some((row, col)) = nucleus.best() {
        pivots.columns.push(columns[col]);
        nucleus.take(row, col, pivots);
        if nucleus.fill > effort.fill {
            return Err(Stuck::Effort);
        }
        if pivots.columns.len().is_multiple_of(LOOK) && (effort.stop)() {
            return Err(Stuck::Stopped);
        }
    }
    Ok(())
}

/// The open part. Rows and columns have numbers of their own.
struct Nucleus<N> {
    /// The row of the matrix.
    names: Vec<usize>,
    rows: Vec<Vec<(usize, N)>>,
    /// Rows of each column.
    columns: Vec<Vec<usize>>,
    /// Entries of each column in rows that are eliminated.
    above: Vec<Vec<(usize, N)>>,
    /// Rows and columns under way.
    open_rows: Vec<usize>,
    open_columns: Vec<usize>,
    /// Where each column stands in the row at work, one more than its place; 0 where it does not.
    at: Vec<usize>,
    fill: usize,
}

impl<N: Number> Nucleus<N> {
    fn new(matrix: &Matrix<N>, columns: &[usize], open: &[bool]) -> Self {
        let names: Vec<usize> = (0..open.len()).filter(|&row| open[row]).collect();
        let mut number = vec![None; open.len()];
        for (index, &row) in names.iter().enumerate() {
            number[row] = Some(index);
        }
        let mut rows = vec![Vec::new(); names.len()];
        let mut of_column = vec![Vec::new(); columns.len()];
        let mut above = vec![Vec::new(); columns.len()];
        for (at, &col) in columns.iter().enumerate() {
            for (row, value) in matrix.column(col) {
                match number[*row] {
                    Some(row) => {
                        rows[row].push((at, value.clone()));
                        of_column[at].push(row);
                    }
                    None => above[at].push((*row, value.clone())),
                }
            }
        }
        let (open_rows, open_columns) = ((0..names.len()).collect(), (0..columns.len()).collect());
        Self { names, rows, columns: of_column, above, open_rows, open_columns, at: vec![0; columns.len()], fill: 0 }
    }

    /// The entry of least fill-in among the shortest rows and columns; `None` where nothing is left to divide by.
    fn best(&mut self) -> Option<(usize, usize)> {
        self.open_rows.retain(|&row| !self.rows[row].is_empty());
        self.open_columns.retain(|&col| !self.columns[col].is_empty());
        let mut best: Option<(usize, usize, usize)> = None;
        for row in shortest(&self.open_rows, |row| self.rows[row].len()) {
            self.better(&mut best, row, None);
        }
        for col in shortest(&self.open_columns, |col| self.columns[col].len()) {
            for &row in &self.columns[col] {
                self.better(&mut best, row, Some(col));
            }
        }
        if best.is_none() {
            for &row in &self.open_rows {
                self.better(&mut best, row, None);
            }
        }
        best.map(|(_, row, col)| (row, col))
    }

    /// Takes the best entry of `row`, or its entry in `only`, where it is better than the best so far.
    fn better(&self, best: &mut Option<(usize, usize, usize)>, row: usize, only: Option<usize>) {
        let entries = &self.rows[row];
        let least = if N::EXACT {
            0.0
        } else {
            THRESHOLD * entries.iter().map(|entry| entry.1.rough().abs()).fold(0.0, f64::max)
        };
        for (col, value) in entries.iter().filter(|entry| only.is_none_or(|only| only == entry.0)) {
            let fill = (entries.len() - 1) * (self.columns[*col].len() - 1);
            let safe = || value.is_pivot() && (N::EXACT || value.rough().abs() >= least);
            if best.is_none_or(|(least, ..)| fill < least) && safe() {
                *best = Some((fill, row, *col));
            }
        }
    }

    fn take(&mut self, row: usize, col: usize, pivots: &mut Pivots<N>) {
        let mut right = std::mem::take(&mut self.rows[row]);
        let at = right.iter().position(|entry| entry.0 == col).unwrap_or_default();
        let value = right.swap_remove(at).1;
        for (other, _) in &right {
            self.columns[*other].retain(|&of| of != row);
        }
        let mut below = Vec::new();
        for target in std::mem::take(&mut self.columns[col]) {
            if target != row {
                let multiple = self.subtract(target, col, &value, &right);
                below.push((self.names[target], multiple));
            }
        }
        let name = self.names[row];
        for (other, entry) in right {
            self.above[other].push((name, entry));
        }
        pivots.rows.push(name);
        pivots.values.push(value);
        pivots.above.push(std::mem::take(&mut self.above[col]));
        pivots.below.push(below);
    }

    /// Subtracts the multiple of the pivot row that takes `col` out of the row `target`; returns the multiple.
    fn subtract(&mut self, target: usize, col: usize, value: &N, right: &[(usize, N)]) -> N {
        let mut row = std::mem::take(&mut self.rows[target]);
        let at = row.iter().position(|entry| entry.0 == col).unwrap_or_default();
        let multiple = row.swap_remove(at).1.over(value);
        for (place, (other, _)) in row.iter().enumerate() {
            self.at[*other] = place + 1;
        }
        for (other, entry) in right {
            match self.at[*other] {
                0 => {
                    let mut filled = N::ZERO;
                    filled.subtract_product(&multiple, entry);
                    row.push((*other, filled));
                    self.columns[*other].push(target);
                    self.fill += 1;
                }
                place => row[place - 1].1.subtract_product(&multiple, entry),
            }
        }
        for (other, _) in &row {
            self.at[*other] = 0;
        }
        row.retain_mut(|(other, entry)| {
            *entry = std::mem::replace(entry, N::ZERO).settled();
            if entry.is_zero() {
                self.columns[*other].retain(|&of| of != target);
            }
            !entry.is_zero()
        });
        self.rows[target] = row;
        multiple
    }
}

/// A few of the shortest of `lines`.
fn shortest(lines: &[usize], length: impl Fn(usize) -> usize) -> Vec<usize> {
    let mut found: Vec<(usize, usize)> = Vec::with_capacity(LOOKED_AT + 1);
    for &line in lines {
        let length = length(line);
        if found.len() < LOOKED_AT || found.last().is_some_and(|last| length < last.0) {
            let at = found.partition_point(|entry| entry.0 <= length);
            found.insert(at, (length, line));
            found.truncate(LOOKED_AT);
        }
    }
    found.into_iter().map(|entry| entry.1).collect()
}
