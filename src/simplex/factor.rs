//! Sparse LU factors of a basis. Slacks and singletons, which make up most of a supply chain's basis, cost nothing;
//! what is left is eliminated by Markowitz pivots. Exchanges of one variable are kept as products behind the factors.
//!
//! A basis has one variable per row. Here every basic variable is placed at the row it was eliminated with, so that
//! vectors over rows and over basic variables have the same length.

use super::matrix::Matrix;
use super::nucleus::eliminate;
use super::number::Number;

/// One elimination step.
#[derive(Clone, Debug)]
pub struct Pivot<N> {
    /// Its row.
    pub row: usize,
    /// Its value.
    pub value: N,
    /// Entries of its column in rows that were eliminated before.
    pub above: Vec<(usize, N)>,
    /// Multiples of its row that are subtracted from rows that are eliminated later.
    pub below: Vec<(usize, N)>,
}

/// An exchange: the variable at `row` gave way to one whose column is `value` there and `others` elsewhere.
#[derive(Clone, Debug)]
struct Exchange<N> {
    row: usize,
    value: N,
    others: Vec<(usize, N)>,
}

/// A factorised basis.
#[derive(Clone, Debug)]
pub struct Factor<N> {
    height: usize,
    /// Without those of slacks.
    pivots: Vec<Pivot<N>>,
    exchanges: Vec<Exchange<N>>,
}

impl<N: Number> Factor<N> {
    /// Factorises the basis of these columns and the slacks of all rows that are not `tight`, as far as its columns are
    /// independent. Returns the column placed at each row; rows without one keep, or fall back to, their slack.
    /// `None` where the fill-in passes `max_fill` entries.
    #[must_use]
    pub fn of(
        matrix: &Matrix<N>,
        columns: &[usize],
        tight: &[bool],
        max_fill: usize,
    ) -> Option<(Self, Vec<Option<usize>>)> {
        let mut singles = Singles::new(matrix, columns, tight);
        singles.eliminate();
        let Singles { mut pivots, mut placed, open, left, .. } = singles;
        let rest: Vec<usize> = (0..columns.len()).filter(|&at| left[at]).map(|at| columns[at]).collect();
        for (col, pivot) in eliminate(matrix, &rest, &open, max_fill)? {
            placed[pivot.row] = Some(col);
            pivots.push(pivot);
        }
        Some((Self { height: matrix.height(), pivots, exchanges: Vec::new() }, placed))
    }

    /// The solution of `B x = rhs`: `rhs` by row, the solution by the row each variable is placed at.
    pub fn solve(&self, rhs: &mut [N]) {
        for pivot in &self.pivots {
            if !pivot.below.is_empty() && !rhs[pivot.row].is_zero() {
                let value = rhs[pivot.row].clone();
                for (row, multiple) in &pivot.below {
                    rhs[*row].subtract_product(multiple, &value);
                }
            }
        }
        for pivot in self.pivots.iter().rev() {
            if !rhs[pivot.row].is_zero() {
                let value = rhs[pivot.row].over(&pivot.value);
                for (row, entry) in &pivot.above {
                    rhs[*row].subtract_product(entry, &value);
                }
                rhs[pivot.row] = value;
            }
        }
        for exchange in &self.exchanges {
            if !rhs[exchange.row].is_zero() {
                let value = rhs[exchange.row].over(&exchange.value);
                for (row, entry) in &exchange.others {
                    rhs[*row].subtract_product(entry, &value);
                }
                rhs[exchange.row] = value;
            }
        }
    }

    /// The solution of `Bᵀ y = rhs`: `rhs` by the row each variable is placed at, the solution by row.
    pub fn solve_transposed(&self, rhs: &mut [N]) {
        for exchange in self.exchanges.iter().rev() {
            reduce(rhs, exchange.row, &exchange.others);
            if !rhs[exchange.row].is_zero() {
                rhs[exchange.row] = rhs[exchange.row].over(&exchange.value);
            }
        }
        for pivot in &self.pivots {
            reduce(rhs, pivot.row, &pivot.above);
            if !rhs[pivot.row].is_zero() {
                rhs[pivot.row] = rhs[pivot.row].over(&pivot.value);
            }
        }
        for pivot in self.pivots.iter().rev() {
            reduce(rhs, pivot.row, &pivot.below);
        }
    }

    /// The variable at `row` gives way to one whose column, solved for, is `column`.
    pub fn exchange(&mut self, row: usize, column: &[(usize, N)]) {
        let (mut others, mut value) = (Vec::with_capacity(column.len()), N::ONE);
        for (at, entry) in column {
            if *at == row {
                value = entry.clone();
            } else {
                others.push((*at, entry.clone()));
            }
        }
        self.exchanges.push(Exchange { row, value, others });
    }

    /// How many exchanges there were.
    #[must_use]
    pub fn exchanges(&self) -> usize {
        self.exchanges.len()
    }

    /// How many rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }
}

/// `vector[row] −= Σ entry × vector[other]`
fn reduce<N: Number>(vector: &mut [N], row: usize, entries: &[(usize, N)]) {
    if entries.is_empty() {
        return;
    }
    let mut value = std::mem::replace(&mut vector[row], N::ZERO);
    for (other, entry) in entries {
        if !vector[*other].is_zero() {
            value.subtract_product(entry, &vector[*other]);
        }
    }
    vector[row] = value.settled();
}

/// Columns with one entry in open rows and rows with one entry in open columns, which need no arithmetic.
struct Singles<'a, N> {
    matrix: &'a Matrix<N>,
    columns: &'a [usize],
    /// Columns of each row, as positions in `columns`.
    of_row: Vec<Vec<usize>>,
    in_column: Vec<usize>,
    in_row: Vec<usize>,
    open: Vec<bool>,
    left: Vec<bool>,
    pivots: Vec<Pivot<N>>,
    placed: Vec<Option<usize>>,
}

impl<'a, N: Number> Singles<'a, N> {
    fn new(matrix: &'a Matrix<N>, columns: &'a [usize], tight: &[bool]) -> Self {
        let mut of_row = vec![Vec::new(); tight.len()];
        let mut in_column = vec![0; columns.len()];
        for (at, &col) in columns.iter().enumerate() {
            for (row, _) in matrix.column(col).iter().filter(|(row, _)| tight[*row]) {
                of_row[*row].push(at);
                in_column[at] += 1;
            }
        }
        Self {
            matrix,
            columns,
            in_row: of_row.iter().map(Vec::len).collect(),
            of_row,
            in_column,
            open: tight.to_vec(),
            left: vec![true; columns.len()],
            pivots: Vec::with_capacity(columns.len()),
            placed: vec![None; tight.len()],
        }
    }

    fn eliminate(&mut self) {
        let mut columns: Vec<usize> = (0..self.columns.len()).rev().filter(|&at| self.in_column[at] == 1).collect();
        let mut rows: Vec<usize> = (0..self.open.len()).rev().filter(|&row| self.in_row[row] == 1).collect();
        loop {
            if let Some(at) = columns.pop() {
                let row = self.matrix.column(self.columns[at]).iter().find(|(row, _)| self.open[*row]);
                if let (true, Some(&(row, _))) = (self.left[at], row)
                    && self.take(row, at)
                {
                    for &other in &self.of_row[row] {
                        self.in_column[other] -= 1;
                        if self.left[other] && self.in_column[other] == 1 {
                            columns.push(other);
                        }
                    }
                }
            } else if let Some(row) = rows.pop() {
                let at = self.of_row[row].iter().copied().find(|&at| self.left[at]);
                if let (true, Some(at)) = (self.open[row], at)
                    && self.take(row, at)
                {
                    for (other, _) in self.matrix.column(self.columns[at]).iter().filter(|(row, _)| self.open[*row]) {
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
        let (mut above, mut below, mut value) = (Vec::new(), Vec::new(), N::ZERO);
        let column = self.matrix.column(self.columns[at]);
        for (other, entry) in column {
            if *other == row {
                value = entry.clone();
            } else if self.open[*other] {
                below.push((*other, entry.clone()));
            } else {
                above.push((*other, entry.clone()));
            }
        }
        if !value.is_pivot() {
            return false;
        }
        for (_, entry) in &mut below {
            *entry = entry.over(&value);
        }
        self.pivots.push(Pivot { row, value, above, below });
        self.placed[row] = Some(self.columns[at]);
        self.open[row] = false;
        self.left[at] = false;
        true
    }
}
