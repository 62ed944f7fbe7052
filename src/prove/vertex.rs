//! From a numerical vertex to the exact one: which rows are tight and which columns are not zero is read off the
//! numbers, the values themselves are then solved for in rationals, primal and dual from one factorisation.
//!
//! The numerical model is solved with slightly relaxed right-hand sides, all by different amounts, so that no two
//! rows meet by accident and the basis can be read off without ambiguity. A basis that is optimal for a small enough
//! relaxation is optimal for the program itself (Charnes, Optimality and degeneracy in linear programming,
//! Econometrica 20, 1952); whether it was small enough is checked by `certify`, not assumed here.

use std::collections::BTreeMap;

use super::factor::Factor;
use super::presolve::Reduction;
use crate::exact::{Rational, approx};
use crate::lp::{Lp, Row, Sense};
use crate::solve::Model;
use crate::table::Id;

/// Fill-in beyond which an exact factorisation is given up.
const MAX_FILL: usize = 4_000_000;
/// Values below this are rounding, after scaling the largest right-hand side to 2^10.
const ROUNDING: f64 = 1e-11;

/// A model in floating point, scaled by powers of two, with what undoes the scaling.
#[derive(Clone, Debug)]
pub struct Scaled {
    /// The model.
    pub model: Model,
    /// `point × rhs_scale` is in the program's own unit.
    pub rhs_scale: f64,
}

impl Scaled {
    /// The reduced program in floating point, every right-hand side relaxed by up to `relaxation` (of a largest
    /// right-hand side of 2^10) in a pattern chosen by `seed`.
    #[must_use]
    pub fn of(lp: &Lp, reduction: &Reduction, relaxation: f64, seed: u64) -> Self {
        let position = positions(lp, reduction);
        let costs: Vec<f64> = reduction.columns.iter().map(|&col| approx(&lp.columns()[col].cost)).collect();
        let largest = largest_magnitude(&costs);
        let cost_scale = power_of_two_above(largest) / 1024.0;
        let rhs: Vec<f64> = reduction.rows.iter().map(|&row| approx(&lp.row(Row::from_index(row)).rhs)).collect();
        let rhs_scale = power_of_two_above(largest_magnitude(&rhs)) / 1024.0;
        let rows = reduction.rows.iter().zip(rhs).enumerate().map(|(index, (&row, rhs))| {
            let constraint = lp.row(Row::from_index(row));
            let sign = if constraint.sense == Sense::AtMost { 1.0 } else { -1.0 };
            let terms = constraint.terms.iter();
            let mut terms: Vec<(usize, f64)> =
                terms.filter_map(|(col, value)| Some((position[col.index()]?, sign * approx(value)))).collect();
            let scale = terms.iter().map(|term| term.1.abs()).fold(0.0, f64::max);
            let scale = if scale > 0.0 { power_of_two_above(scale) } else { 1.0 };
            for term in &mut terms {
                term.1 /= scale;
            }
            (terms, sign * rhs / rhs_scale / scale + relaxation * jitter(seed, index))
        });
        Self {
            model: Model { costs: costs.iter().map(|cost| cost / cost_scale).collect(), rows: rows.collect() },
            rhs_scale,
        }
    }
}

/// The exact primal and dual vertex (of the reduced program) whose basis `candidate` shows; `None` where the basis
/// cannot be read off or is singular.
#[must_use]
pub fn exact_vertex(
    lp: &Lp,
    reduction: &Reduction,
    scaled: &Scaled,
    candidate: &[f64],
) -> Option<(Vec<Rational>, Vec<Rational>)> {
    let (columns, rows) = basis(&scaled.model, candidate)?;
    let position: BTreeMap<usize, usize> =
        columns.iter().enumerate().map(|(at, &col)| (reduction.columns[col], at)).collect();
    let constraints: Vec<_> = rows.iter().map(|&row| lp.row(Row::from_index(reduction.rows[row]))).collect();
    let matrix = constraints.iter().map(|constraint| {
        let terms = constraint.terms.iter();
        terms.filter_map(|(col, value)| Some((*position.get(&col.index())?, value.clone()))).collect()
    });
    let factor = Factor::of(matrix.collect(), MAX_FILL)?;
    let x = factor.solve(constraints.iter().map(|constraint| constraint.rhs.clone()).collect());
    let costs = columns.iter().map(|&col| lp.columns()[reduction.columns[col]].cost.clone());
    let y = factor.solve_transposed(costs.collect());
    let mut point = vec![Rational::ZERO; reduction.columns.len()];
    for (&col, value) in columns.iter().zip(x) {
        point[col] = value;
    }
    let mut multipliers = vec![Rational::ZERO; reduction.rows.len()];
    for (&row, value) in rows.iter().zip(y) {
        multipliers[row] = value;
    }
    Some((point, multipliers))
}

/// The basic columns and the tight rows, equally many: the largest values among all columns and slacks are basic.
fn basis(model: &Model, candidate: &[f64]) -> Option<(Vec<usize>, Vec<usize>)> {
    if candidate.len() != model.costs.len() || !candidate.iter().all(|value| value.is_finite()) {
        return None;
    }
    let slacks =
        model.rows.iter().map(|(terms, rhs)| rhs - terms.iter().map(|term| term.1 * candidate[term.0]).sum::<f64>());
    let mut values: Vec<(f64, usize)> = candidate.iter().copied().chain(slacks).zip(0..).collect();
    values.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let size = model.rows.len();
    if size > 0 && values.get(size - 1)?.0 < ROUNDING {
        return None;
    }
    let mut basic = vec![false; candidate.len() + size];
    for &(_, index) in &values[..size] {
        basic[index] = true;
    }
    let columns = (0..candidate.len()).filter(|&col| basic[col]).collect();
    let rows = (0..size).filter(|&row| !basic[candidate.len() + row]).collect();
    Some((columns, rows))
}

fn positions(lp: &Lp, reduction: &Reduction) -> Vec<Option<usize>> {
    let mut position = vec![None; lp.columns().len()];
    for (at, &col) in reduction.columns.iter().enumerate() {
        position[col] = Some(at);
    }
    position
}

fn largest_magnitude(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest, value| value.abs().max(largest))
}

/// The least power of two above `value`; 1024 for zero, so that nothing is scaled.
fn power_of_two_above(value: f64) -> f64 {
    if value > 0.0 { value.log2().floor().exp2() * 2.0 } else { 1024.0 }
}

/// A fixed pseudo-random number in 0.5..1 (`SplitMix64`, Steele et al., 2014).
fn jitter(seed: u64, index: usize) -> f64 {
    let mut z =
        (seed.wrapping_mul(0x2545_F491_4F6C_DD1D)).wrapping_add((index as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    0.5 + (z >> 11) as f64 / (1u64 << 54) as f64
}
