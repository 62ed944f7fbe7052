//! From a numerical vertex to the exact one: which rows are tight and which columns are not zero is read off the
//! numbers, the values themselves are then solved for in rationals, primal and dual from one factorisation.
//!
//! The numerical model is solved with slightly relaxed right-hand sides, all by different amounts, so that no two
//! rows meet by accident and the basis can be read off without ambiguity. A basis that is optimal for a small enough
//! relaxation is optimal for the program itself (Charnes, Optimality and degeneracy in linear programming,
//! Econometrica 20, 1952); where it was not small enough, a few steps in doubles without relaxation, and at the very
//! end in fractions, finish the work.

use super::presolve::Reduction;
use crate::exact::{Rational, approx};
use crate::lp::{Lp, Row, Sense};
use crate::simplex::matrix::Matrix;
use crate::simplex::{Effort, Kernel, Standard, Stuck, Vertex, optimise};
use crate::solve::{Candidate, Model};
use crate::table::Id;

/// Values below this are rounding, after scaling the largest right-hand side to 2^10.
const ROUNDING: f64 = 1e-11;
/// The most that a column leans, beside costs scaled to 2^10. More would outweigh them, less would not stand out.
const LEANING: f64 = 1e-3;
/// How much may be done to carry a basis from the relaxed program to the program itself, in doubles: exchanges and fill-in.
const IN_DOUBLES: (usize, usize) = (2_000, 20_000_000);
/// And how much in fractions.
const IN_FRACTIONS: (usize, usize) = (400, 4_000_000);

/// The reduced program in floating point, scaled by powers of two: the largest cost and the largest right-hand side to
/// 2^10, every row by its own largest entry.
#[must_use]
pub fn scaled(lp: &Lp, reduction: &Reduction) -> Model {
    let position = positions(lp, reduction);
    let costs: Vec<f64> = reduction.columns.iter().map(|&col| approx(&lp.columns()[col].cost)).collect();
    let cost_scale = power_of_two_above(largest_magnitude(&costs)) / 1024.0;
    let of_rows: Vec<f64> = reduction.rows.iter().map(|&row| approx(&lp.row(Row::from_index(row)).rhs)).collect();
    let (mut rows, mut rhs) = (Vec::with_capacity(of_rows.len()), Vec::with_capacity(of_rows.len()));
    for (&row, of_row) in reduction.rows.iter().zip(of_rows) {
        let constraint = lp.row(Row::from_index(row));
        let sign = if constraint.sense == Sense::AtMost { 1.0 } else { -1.0 };
        let terms = constraint.terms.iter();
        let mut terms: Vec<(usize, f64)> =
            terms.filter_map(|(col, value)| Some((position[col.index()]?, sign * approx(value)))).collect();
        let largest = terms.iter().map(|term| term.1.abs()).fold(0.0, f64::max);
        let scale = if largest > 0.0 { power_of_two_above(largest) } else { 1.0 };
        for term in &mut terms {
            term.1 /= scale;
        }
        rhs.push(sign * of_row / scale);
        rows.push(terms);
    }
    // Only now are they alike: a budget in dollars beside capacities in tonnes would drown these in the relaxation.
    let rhs_scale = power_of_two_above(largest_magnitude(&rhs)) / 1024.0;
    for value in &mut rhs {
        *value /= rhs_scale;
    }
    Model {
        costs: costs.iter().map(|cost| cost / cost_scale).collect(),
        matrix: Matrix::of(rows, reduction.columns.len()),
        rhs,
        leaning: leaning(lp, reduction),
    }
}

/// What columns lean to, the largest as [`LEANING`].
fn leaning(lp: &Lp, reduction: &Reduction) -> Vec<f64> {
    let mut leaning: Vec<f64> = reduction.columns.iter().map(|&col| lp.columns()[col].leaning.max(0.0)).collect();
    let largest = largest_magnitude(&leaning);
    if largest > 0.0 {
        for value in &mut leaning {
            *value *= LEANING / largest;
        }
    }
    leaning
}

/// The model with every right-hand side relaxed by a different part of `relaxation`, in a pattern chosen by `seed`.
#[must_use]
pub fn relaxed(model: &Model, relaxation: f64, seed: u64) -> Model {
    let rhs = model.rhs.iter().enumerate().map(|(row, rhs)| rhs + relaxation * jitter(seed, row));
    Model { rhs: rhs.collect(), ..model.clone() }
}

/// The basis that `candidate` shows, carried in floating point to the optimum of `model` without relaxation.
///
/// # Errors
/// Where `candidate` is no point at all.
pub fn basis(model: &Model, relaxed: &Model, candidate: Candidate, stop: &dyn Fn() -> bool) -> Result<Kernel, Stuck> {
    let kernel = match candidate {
        Candidate::Basis(kernel) => kernel,
        Candidate::Point(point) => shown(relaxed, &point).ok_or(Stuck::Effort)?,
    };
    // Where that fails, fractions get the basis as it is.
    Ok(optimise(model, &kernel, effort(IN_DOUBLES, stop)).map_or(kernel, |vertex| vertex.kernel))
}

/// The exact optimum of the reduced program, from a basis: its point, its multipliers, and its own basis.
///
/// # Errors
/// Where there is no optimum, the effort is too great, or `stop` says so.
pub fn exact_vertex(
    lp: &Lp,
    reduction: &Reduction,
    kernel: &Kernel,
    stop: &dyn Fn() -> bool,
) -> Result<Vertex<Rational>, Stuck> {
    let mut vertex = optimise(&standard(lp, reduction), kernel, effort(IN_FRACTIONS, stop))?;
    for (&row, y) in reduction.rows.iter().zip(&mut vertex.multipliers) {
        if lp.row(Row::from_index(row)).sense == Sense::AtLeast {
            *y = -std::mem::take(y);
        }
    }
    Ok(vertex)
}

fn effort((exchanges, fill): (usize, usize), stop: &dyn Fn() -> bool) -> Effort<'_> {
    Effort { exchanges, fill, stop }
}

/// The reduced program with every row as `≤`.
fn standard(lp: &Lp, reduction: &Reduction) -> Standard<Rational> {
    let position = positions(lp, reduction);
    let costs = reduction.columns.iter().map(|&col| lp.columns()[col].cost.clone()).collect();
    let (mut rows, mut rhs) = (Vec::new(), Vec::new());
    for &row in &reduction.rows {
        let constraint = lp.row(Row::from_index(row));
        let turned = |value: &Rational| if constraint.sense == Sense::AtMost { value.clone() } else { -value.clone() };
        let terms = constraint.terms.iter().filter_map(|(col, value)| Some((position[col.index()]?, turned(value))));
        rows.push(terms.collect());
        rhs.push(turned(&constraint.rhs));
    }
    Standard { costs, matrix: Matrix::of(rows, reduction.columns.len()), rhs, leaning: Vec::new() }
}

/// The basic columns and the tight rows, equally many: the largest values among all columns and slacks are basic, and
/// slacks before columns where nothing but rounding tells them apart.
fn shown(model: &Model, candidate: &[f64]) -> Option<Kernel> {
    if candidate.len() != model.costs.len() || !candidate.iter().all(|value| value.is_finite()) {
        return None;
    }
    let used = |terms: &[(usize, f64)]| terms.iter().map(|term| term.1 * candidate[term.0]).sum::<f64>();
    let slacks = model.rhs.iter().enumerate().map(|(row, rhs)| rhs - used(model.matrix.row(row)));
    let known = |value: f64| if value > ROUNDING { value } else { 0.0 };
    let mut values: Vec<(f64, usize)> = candidate.iter().copied().chain(slacks).map(known).zip(0..).collect();
    values.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    let size = model.rhs.len();
    let mut basic = vec![false; candidate.len() + size];
    for &(_, index) in &values[..size] {
        basic[index] = true;
    }
    let columns = (0..candidate.len()).filter(|&col| basic[col]).collect();
    let rows = (0..size).filter(|&row| !basic[candidate.len() + row]).collect();
    Some(Kernel { columns, rows })
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
