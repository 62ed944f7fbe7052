//! Exact sparse LU factorisation of a square system by Markowitz pivoting in rationals: singletons, which make up most
//! of a supply chain's basis, cost nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::exact::Rational;

/// One elimination step.
#[derive(Clone, Debug)]
struct Step {
    row: usize,
    col: usize,
    pivot: Rational,
    /// Rest of the pivot row: column and value.
    right: Vec<(usize, Rational)>,
    /// Multiples of the pivot row that were subtracted from other rows.
    below: Vec<(usize, Rational)>,
}

/// A factorised square matrix.
#[derive(Clone, Debug, Default)]
pub struct Factor {
    steps: Vec<Step>,
    /// Rows and columns that no pivot was found for.
    dependent: Option<(Vec<usize>, Vec<usize>)>,
}

impl Factor {
    /// Factorises the matrix with these rows as far as it has independent ones, see [`dependent`](Self::dependent);
    /// `None` where the fill-in passes `max_fill` entries.
    #[must_use]
    pub fn of(mut rows: Vec<BTreeMap<usize, Rational>>, max_fill: usize) -> Option<Self> {
        let size = rows.len();
        let mut columns: Vec<BTreeSet<usize>> = vec![BTreeSet::default(); size];
        for (row, entries) in rows.iter().enumerate() {
            for &col in entries.keys() {
                columns[col].insert(row);
            }
        }
        let mut open = Open::new(&rows, &columns);
        let mut steps = Vec::with_capacity(size);
        let mut fill = 0;
        while steps.len() < size {
            let Some((row, col)) = open.pivot(&rows, &columns) else { break };
            let mut right = std::mem::take(&mut rows[row]);
            let pivot = right.remove(&col)?;
            for &other in right.keys() {
                columns[other].remove(&row);
                open.column_changed(other, &columns);
            }
            columns[col].remove(&row);
            let targets = std::mem::take(&mut columns[col]);
            let mut below = Vec::with_capacity(targets.len());
            for target in targets {
                let value = rows[target].remove(&col)?;
                let multiple = value / &pivot;
                for (&other, entry) in &right {
                    let slot = rows[target].entry(other).or_insert(Rational::ZERO);
                    *slot -= &multiple * entry;
                    if slot.is_zero() {
                        rows[target].remove(&other);
                        columns[other].remove(&target);
                    } else {
                        columns[other].insert(target);
                    }
                    open.column_changed(other, &columns);
                }
                fill += right.len();
                open.row_changed(target, &rows);
                below.push((target, multiple));
            }
            if fill > max_fill {
                return None;
            }
            open.close(row, col);
            steps.push(Step { row, col, pivot, right: right.into_iter().collect(), below });
        }
        let left = |open: &[bool]| (0..size).filter(|&at| open[at]).collect();
        let dependent = (steps.len() < size).then(|| (left(&open.rows), left(&open.columns)));
        Some(Self { steps, dependent })
    }

    /// Rows and columns left without a pivot: without them the matrix is regular. `None` where there are none.
    #[must_use]
    pub fn dependent(&self) -> Option<(Vec<usize>, Vec<usize>)> {
        self.dependent.clone()
    }

    /// The solution of `A x = rhs`.
    #[must_use]
    pub fn solve(&self, mut rhs: Vec<Rational>) -> Vec<Rational> {
        for step in &self.steps {
            if rhs[step.row].is_zero() {
                continue;
            }
            let value = rhs[step.row].clone();
            for (row, multiple) in &step.below {
                rhs[*row] -= multiple * &value;
            }
        }
        let mut x = vec![Rational::ZERO; rhs.len()];
        for step in self.steps.iter().rev() {
            let mut value = std::mem::take(&mut rhs[step.row]);
            for (col, entry) in &step.right {
                if !x[*col].is_zero() {
                    value -= entry * &x[*col];
                }
            }
            x[step.col] = value / &step.pivot;
        }
        x
    }

    /// The solution of `Aᵀ y = rhs`.
    #[must_use]
    pub fn solve_transposed(&self, mut rhs: Vec<Rational>) -> Vec<Rational> {
        let mut y = vec![Rational::ZERO; rhs.len()];
        for step in &self.steps {
            let value = std::mem::take(&mut rhs[step.col]) / &step.pivot;
            if !value.is_zero() {
                for (col, entry) in &step.right {
                    rhs[*col] -= entry * &value;
                }
            }
            y[step.row] = value;
        }
        for step in self.steps.iter().rev() {
            let mut value = std::mem::take(&mut y[step.row]);
            for (row, multiple) in &step.below {
                if !y[*row].is_zero() {
                    value -= multiple * &y[*row];
                }
            }
            y[step.row] = value;
        }
        y
    }
}

/// Rows and columns not yet eliminated, with those of one entry at hand.
struct Open {
    rows: Vec<bool>,
    columns: Vec<bool>,
    row_singletons: Vec<usize>,
    column_singletons: Vec<usize>,
}

impl Open {
    fn new(rows: &[BTreeMap<usize, Rational>], columns: &[BTreeSet<usize>]) -> Self {
        let singletons = |counts: Vec<usize>| (0..counts.len()).rev().filter(|&at| counts[at] == 1).collect();
        Self {
            rows: vec![true; rows.len()],
            columns: vec![true; columns.len()],
            row_singletons: singletons(rows.iter().map(BTreeMap::len).collect()),
            column_singletons: singletons(columns.iter().map(BTreeSet::len).collect()),
        }
    }

    fn column_changed(&mut self, col: usize, columns: &[BTreeSet<usize>]) {
        if columns[col].len() == 1 {
            self.column_singletons.push(col);
        }
    }

    fn row_changed(&mut self, row: usize, rows: &[BTreeMap<usize, Rational>]) {
        if rows[row].len() == 1 {
            self.row_singletons.push(row);
        }
    }

    fn close(&mut self, row: usize, col: usize) {
        self.rows[row] = false;
        self.columns[col] = false;
    }

    /// The next pivot: a singleton where there is one, else the entry of least fill-in among the shortest rows.
    fn pivot(&mut self, rows: &[BTreeMap<usize, Rational>], columns: &[BTreeSet<usize>]) -> Option<(usize, usize)> {
        while let Some(col) = self.column_singletons.pop() {
            if self.columns[col] && columns[col].len() == 1 {
                return columns[col].first().map(|&row| (row, col));
            }
        }
        while let Some(row) = self.row_singletons.pop() {
            if self.rows[row] && rows[row].len() == 1 {
                return rows[row].keys().next().map(|&col| (row, col));
            }
        }
        let mut best: Option<(usize, usize, usize)> = None;
        for (row, entries) in rows.iter().enumerate().filter(|&(row, entries)| self.rows[row] && !entries.is_empty()) {
            if best.is_some_and(|(fill, ..)| entries.len() - 1 > fill) {
                continue;
            }
            for &col in entries.keys() {
                let fill = (entries.len() - 1) * (columns[col].len() - 1);
                if best.is_none_or(|(least, ..)| fill < least) {
                    best = Some((fill, row, col));
                }
            }
        }
        best.map(|(_, row, col)| (row, col))
    }
}
