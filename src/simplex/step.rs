//! One step from a basis to the next: who leaves, who enters, and what becomes of all numbers.

use super::number::Number;
use super::{LOOK, Line, Method, Simplex, Stuck, Variable};

impl<N: Number> Simplex<'_, N> {
    /// The dual method's choice: the place of the most negative variable, by steepness.
    pub fn leaving(&self) -> Option<usize> {
        let negative = self.x.iter().enumerate().filter(|(_, x)| x.is_negative());
        steepest(negative.map(|(place, x)| (place, x, self.weights[place])))
    }

    /// The primal method's choice: the variable that lowers the cost most, by steepness.
    pub fn entering(&self) -> Option<Variable> {
        let outside = self.z.iter().enumerate().filter(|(_, z)| z.is_negative());
        steepest(outside.map(|(variable, z)| (variable, z, self.weights[variable])))
    }

    /// How much of each row makes up the row of the variable placed at `place`.
    pub fn weights_of(&self, place: usize) -> Vec<N> {
        let mut weights = vec![N::ZERO; self.basic.len()];
        weights[place] = N::ONE;
        self.factor.solve_transposed(&mut weights);
        weights
    }

    /// What one more unit of each variable outside the basis takes from the variable placed at `place`.
    pub fn row(&mut self, place: usize) -> Line<N> {
        let width = self.lp.matrix.width();
        let weights = self.weights_of(place);
        let mut entries = Vec::with_capacity(self.basic.len());
        let mut touched = 0;
        for (row, weight) in weights.into_iter().enumerate().filter(|(_, weight)| !weight.is_zero()) {
            let turned = weight.negated();
            // No branches: where they lead is as good as random, and guessing it wrong costs more than all the rest.
            for (col, entry) in self.lp.matrix.row(row) {
                self.sums[*col].subtract_product(entry, &turned);
                self.touched[touched] = *col;
                touched += usize::from(!std::mem::replace(&mut self.is_touched[*col], true));
            }
            if !self.is_basic[width + row] {
                entries.push((width + row, weight));
            }
        }
        for &col in &self.touched[..touched] {
            self.is_touched[col] = false;
            let sum = std::mem::replace(&mut self.sums[col], N::ZERO).settled();
            if !sum.is_zero() && !self.is_basic[col] {
                entries.push((col, sum));
            }
        }
        entries
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
    pub fn entering_for(&self, row: &Line<N>) -> Option<Variable> {
        let largest = largest(row);
        let raising = row.iter().filter(|(_, entry)| entry.is_negative() && entry.stands_out(largest));
        first(raising.map(|(variable, entry)| (*variable, &self.z[*variable], entry.negated())))
    }

    /// The place that must be left for a variable with this column: no value falls below zero.
    pub fn leaving_for(&self, column: &Line<N>) -> Option<usize> {
        let largest = largest(column);
        let falling = column.iter().filter(|(_, entry)| *entry > N::ZERO && entry.stands_out(largest));
        first(falling.map(|(place, entry)| (*place, &self.x[*place], entry.clone())))
    }

    /// `entering` takes the place `place`.
    pub fn exchange(&mut self, place: usize, entering: Variable, row: &Line<N>, column: &Line<N>) -> Result<(), Stuck> {
        let of_row = row.iter().find(|entry| entry.0 == entering).map_or(N::ZERO, |entry| entry.1.clone());
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
        self.forgive(place, entering);
        let step = self.x[place].over(&pivot);
        for (at, entry) in column {
            self.x[*at].subtract_product(entry, &step);
        }
        self.x[place] = step;
        let price = self.z[entering].over(&pivot);
        for (variable, entry) in row {
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

    /// What rounding let slip below zero is taken for zero, so that no step leads back: a reduced cost by raising the
    /// cost, a value until it is computed anew.
    fn forgive(&mut self, place: usize, entering: Variable) {
        match self.method {
            Method::Dual if self.z[entering] < N::ZERO => {
                let rise = std::mem::replace(&mut self.z[entering], N::ZERO);
                self.costs[entering].subtract_product(&N::ONE, &rise);
            }
            Method::Primal if self.x[place] < N::ZERO => self.x[place] = N::ZERO,
            _ => {}
        }
    }

    /// The steepness of the variables that may be chosen next, in a framework of reference (Devex).
    fn steepen(&mut self, place: usize, entering: Variable, pivot: &N, row: &Line<N>, column: &Line<N>) {
        let pivot = pivot.rough();
        let (chosen, left, entries) = match self.method {
            Method::Dual => (place, place, column),
            Method::Primal => (entering, self.basic[place], row),
        };
        let reference = self.weights[chosen];
        for (at, entry) in entries {
            let ratio = entry.rough() / pivot;
            self.weights[*at] = self.weights[*at].max(ratio * ratio * reference);
        }
        self.weights[left] = (reference / (pivot * pivot)).max(1.0);
    }
}

/// The largest magnitude, where numbers are rounded.
fn largest<N: Number>(line: &Line<N>) -> f64 {
    if N::EXACT { 0.0 } else { line.iter().map(|(_, entry)| entry.rough().abs()).fold(0.0, f64::max) }
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
