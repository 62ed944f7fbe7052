//! An exact simplex method on a dense tableau, two phases, Bland's rule: slow, short and independent of the crate's own
//! search and basis. Bland, New finite pivoting rules for the simplex method, Mathematics of Operations Research 2, 1977.

use didymium::exact::Rational;
use didymium::lp::{Lp, Sense};
use didymium::table::Id;

/// What an exact solve found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Optimum(Rational),
    Infeasible,
    Unbounded,
}

/// The least objective of `lp`.
pub fn solve(lp: &Lp) -> Found {
    let (columns, rows) = (lp.columns().len(), lp.rows().len());
    // Columns: structural, one slack per row, one artificial per row, right-hand side.
    let width = columns + 2 * rows + 1;
    let mut table: Vec<Vec<Rational>> = Vec::new();
    for (index, row) in lp.rows().iter().enumerate() {
        let mut line = vec![Rational::ZERO; width];
        for (col, value) in &row.terms {
            line[col.index()] += value;
        }
        line[columns + index] = if row.sense == Sense::AtMost { Rational::ONE } else { -Rational::ONE };
        line[width - 1].clone_from(&row.rhs);
        if row.rhs < Rational::ZERO {
            for value in &mut line {
                *value = -std::mem::take(value);
            }
        }
        line[columns + rows + index] = Rational::ONE;
        table.push(line);
    }
    let mut basis: Vec<usize> = (0..rows).map(|row| columns + rows + row).collect();
    let mut phase_one = vec![Rational::ZERO; width];
    for line in &table {
        for (total, value) in phase_one.iter_mut().zip(line) {
            *total -= value;
        }
    }
    for cost in &mut phase_one[columns + rows..width - 1] {
        *cost = Rational::ZERO;
    }
    assert!(pivot_to_the_end(&mut table, &mut phase_one, &mut basis, width - 1), "phase one is bounded");
    if phase_one[width - 1] != Rational::ZERO {
        return Found::Infeasible;
    }
    let mut costs = vec![Rational::ZERO; width];
    for (cost, column) in costs.iter_mut().zip(lp.columns()) {
        cost.clone_from(&column.cost);
    }
    for (row, &basic) in basis.iter().enumerate() {
        let cost = lp.columns().get(basic).map_or(Rational::ZERO, |column| column.cost.clone());
        if cost != Rational::ZERO {
            for (total, value) in costs.iter_mut().zip(&table[row]) {
                *total -= &cost * value;
            }
        }
    }
    // Artificial columns may not come back.
    if !pivot_to_the_end(&mut table, &mut costs, &mut basis, columns + rows) {
        return Found::Unbounded;
    }
    Found::Optimum(-costs[width - 1].clone())
}

/// Pivots by Bland's rule among the first `open` columns; `false` where the objective falls without end.
fn pivot_to_the_end(table: &mut [Vec<Rational>], costs: &mut [Rational], basis: &mut [usize], open: usize) -> bool {
    let rhs = costs.len() - 1;
    while let Some(entering) = (0..open).find(|&col| costs[col] < Rational::ZERO) {
        let ratios = table.iter().enumerate().filter(|(_, line)| line[entering] > Rational::ZERO);
        let ratios = ratios.map(|(row, line)| (&line[rhs] / &line[entering], basis[row], row));
        // An artificial column that is still basic at zero must not grow: it leaves whatever the sign of its entry.
        let stuck = table
            .iter()
            .enumerate()
            .find(|(row, line)| open <= basis[*row] && line[rhs] == Rational::ZERO && line[entering] != Rational::ZERO);
        let leaving = match stuck {
            Some((row, _)) => row,
            None => match ratios.min() {
                Some((_, _, row)) => row,
                None => return false,
            },
        };
        let pivot = table[leaving][entering].clone();
        for value in &mut table[leaving] {
            *value /= &pivot;
        }
        let line = table[leaving].clone();
        for other in table.iter_mut().enumerate().filter(|(row, _)| *row != leaving).map(|(_, other)| other) {
            eliminate(other, &line, entering);
        }
        eliminate(costs, &line, entering);
        basis[leaving] = entering;
    }
    true
}

fn eliminate(target: &mut [Rational], line: &[Rational], col: usize) {
    let factor = target[col].clone();
    if factor != Rational::ZERO {
        for (value, entry) in target.iter_mut().zip(line) {
            if *entry != Rational::ZERO {
                *value -= &factor * entry;
            }
        }
    }
}
