//! One step from a basis to the next: who leaves, who enters, and what becomes of all numbers.

use super::number::Number;
use super::{LOOK, Line, Method, Simplex, Stuck, Variable};

/// Least steepness, where rounding would make it smaller.
const FLAT: f64 = 1e-4;

/// A row of the tableau: what one more unit of each variable outside the basis takes from the variable placed there.
pub struct Row<N> {
    /// Its weights over the rows of the program.
    weights: Vec<N>,
    /// Its entries by variable.
    entries: Line<N>,
}

impl<N: Number> Simplex<'_, N> {
    /// The dual method's choice: the place of the most negative variable, by steepness.
    pub fn leaving(&self) -> Option<usize> {
        let negative = self.x.iter().enumerate().filter(|(_, x)| x.is_negative());
        steepest(negative.map(|(place, x)| (place, x, self.steep[place])))
    }

    /// The primal method's choice: the variable that lowers the cost most, by steepness.
    pub fn entering(&self) -> Option<Variable> {
        let outside = self.z.iter().enumerate().filter(|(_, z)| z.is_negative());
        steepest(outside.map(|(variable, z)| (variable, z, self.weights[variable])))
    }

    /// The row of the variable placed at `place`.
    pub fn row(&mut self, place: usize) -> Row<N> {
        let width = self.lp.matrix.width();
        let mut weights = vec![N::ZERO; self.basic.len()];
        weights[place] = N::ONE;
        self.factor.solve_transposed(&mut weights);
        let (mut touched, mut entries) = (Vec::new(), Vec::new());
        for (row, weight) in weights.iter().enumerate().filter(|(_, weight)| !weight.is_zero()) {
            let turned = weight.negated();
            for (col, entry) in self.lp.matrix.row(row).iter().filter(|(col, _)| !self.is_basic[*col]) {
                if self.sums[*col].is_zero() {
                    touched.push(*col);
                }
                self.sums[*col].subtract_product(entry, &turned);
            }
            if !self.is_basic[width + row] {
                entries.push((width + row, weight.clone()));
            }
        }
        for col in touched {
            // A column whose sum came to zero on the way is touched twice.
            let sum = std::mem::replace(&mut self.sums[col], N::ZERO).settled();
            if !sum.is_zero() {
                entries.push((col, sum));
            }
        }
        Row { weights, entries }
    }

    /// What one more unit of `variable` takes from every basic variable, by place.
    pub fn column(&self, variable: Variable) -> Line<N> {
        let width = self.lp.matrix.width();
        let mut column = vec![N::ZERO; self.basic.len()];
        if variable < width {
            for (row, entry) in self.lp.matrix.column(variable) {
                column[*row] = entry.clone();
            }
        } else {
            column[variable - width] = N::ONE;
        }
        self.factor.solve(&mut column);
        let entries = column.into_iter().map(Number::settled).enumerate();
        entries.filter(|(_, entry)| !entry.is_zero()).collect()
    }

    /// The variable that may enter for a negative one with this row: no reduced cost falls below zero.
    pub fn entering_for(&self, row: &Row<N>) -> Option<Variable> {
        let raising = row.entries.iter().filter(|(_, entry)| entry.is_pivot() && entry.is_negative());
        first(raising.map(|(variable, entry)| (*variable, &self.z[*variable], entry.negated())))
    }

    /// The place that must be left for a variable with this column: no value falls below zero.
    pub fn leaving_for(&self, column: &Line<N>) -> Option<usize> {
        let falling = column.iter().filter(|(_, entry)| entry.is_pivot() && *entry > N::ZERO);
        first(falling.map(|(place, entry)| (*place, &self.x[*place], entry.clone())))
    }

    /// `entering` takes the place `place`.
    pub fn exchange(&mut self, place: usize, entering: Variable, row: &Row<N>, column: &Line<N>) -> Result<(), Stuck> {
        let of_row = row.entries.iter().find(|entry| entry.0 == entering).map_or(N::ZERO, |entry| entry.1.clone());
        let pivot = column.iter().find(|entry| entry.0 == place).map_or(N::ZERO, |entry| entry.1.clone());
        if !pivot.is_pivot() || !of_row.agrees(&pivot) {
            // Rounding: with fresh factors the same step may look different.
            return if self.factor.exchanges() > 0 { self.refresh() } else { Err(Stuck::Effort) };
        }
        self.exchanges += 1;
        if self.exchanges > self.effort.exchanges {
            return Err(Stuck::Effort);
        }
        if self.exchanges.is_multiple_of(LOOK) && (self.effort.stop)() {
            return Err(Stuck::Stopped);
        }
        let leaving = self.basic[place];
        if !N::EXACT {
            self.steepen(place, entering, &pivot, row, column);
        }
        let step = self.x[place].over(&pivot);
        for (at, entry) in column {
            self.x[*at].subtract_product(entry, &step);
        }
        self.x[place] = step;
        let price = self.z[entering].over(&pivot);
        for (variable, entry) in &row.entries {
            self.z[*variable].subtract_product(entry, &price);
        }
        self.z[entering] = N::ZERO;
        self.z[leaving] = price.negated();
        self.factor.exchange(place, column);
        self.basic[place] = entering;
        self.is_basic[leaving] = false;
        self.is_basic[entering] = true;
        if self.factor.exchanges() >= N::EXCHANGES { self.refresh() } else { Ok(()) }
    }

    /// The steepness of the variables that may be chosen next: exactly in the dual method, in a framework of reference
    /// in the primal one.
    fn steepen(&mut self, place: usize, entering: Variable, pivot: &N, row: &Row<N>, column: &Line<N>) {
        let leaving = self.basic[place];
        let pivot = pivot.rough();
        match self.method {
            Method::Dual => {
                let length: f64 = row.weights.iter().map(|weight| weight.rough().powi(2)).sum();
                let mut turned = row.weights.clone();
                self.factor.solve(&mut turned);
                for (at, entry) in column {
                    let ratio = entry.rough() / pivot;
                    let weight = &mut self.steep[*at];
                    *weight = (*weight - ratio * (2.0 * turned[*at].rough() - ratio * length)).max(FLAT);
                }
                self.steep[place] = (length / (pivot * pivot)).max(FLAT);
            }
            Method::Primal => {
                let reference = self.weights[entering];
                for (variable, entry) in &row.entries {
                    let ratio = entry.rough() / pivot;
                    let weight = &mut self.weights[*variable];
                    *weight = weight.max(ratio * ratio * reference);
                }
                self.weights[leaving] = (reference / (pivot * pivot)).max(1.0);
            }
        }
    }
}

/// The largest square over steepness; the first of several.
fn steepest<'n, N: Number + 'n>(candidates: impl Iterator<Item = (usize, &'n N, f64)>) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for (index, value, weight) in candidates {
        let gain = value.rough().powi(2) / weight;
        if best.is_none_or(|(most, _)| gain > most) {
            best = Some((gain, index));
        }
    }
    best.map(|(_, index)| index)
}

/// Of those that reach zero first, within rounding, the one with the largest entry.
fn first<'n, N: Number + 'n>(candidates: impl Iterator<Item = (usize, &'n N, N)> + Clone) -> Option<usize> {
    let mut bound: Option<N> = None;
    for (_, value, entry) in candidates.clone() {
        let ratio = value.eased().over(&entry);
        if bound.as_ref().is_none_or(|bound| ratio < *bound) {
            bound = Some(ratio);
        }
    }
    let bound = bound?;
    let mut best: Option<(N, usize)> = None;
    for (index, value, entry) in candidates {
        if value.over(&entry) <= bound && best.as_ref().is_none_or(|(largest, _)| entry > *largest) {
            best = Some((entry, index));
        }
    }
    best.map(|(_, index)| index)
}
