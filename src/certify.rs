//! The gate between solver output and reports: only this module makes a [`Certified`], and only from an exactly
//! feasible plan and a bound that is evaluated in exact arithmetic from the program's own numbers.

use thiserror::Error;

use crate::exact::Rational;
use crate::lp::{Basis, Lp, Row, Sense};
use crate::table::Id;

/// A plan that satisfies every row exactly, with multipliers that prove how far it can be from the optimum.
#[derive(Clone, Debug)]
pub struct Certified {
    point: Vec<Rational>,
    multipliers: Vec<Rational>,
    lower: Option<Rational>,
    upper: Rational,
    basis: Basis,
}

impl Certified {
    /// The same optimum with the basis that led to it.
    #[must_use]
    pub fn found_at(self, basis: Basis) -> Self {
        Self { basis, ..self }
    }

    /// The basis that led here, for similar programs to start from; empty where none did. It proves nothing.
    #[must_use]
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// The exactly feasible plan.
    #[must_use]
    pub fn point(&self) -> &[Rational] {
        &self.point
    }

    /// The multipliers whose bound is [`lower`](Self::lower); not negative on `≥` rows, not positive on `≤` rows.
    #[must_use]
    pub fn multipliers(&self) -> &[Rational] {
        &self.multipliers
    }

    /// A proven lower bound of the optimum, if any.
    #[must_use]
    pub fn lower(&self) -> Option<&Rational> {
        self.lower.as_ref()
    }

    /// The plan's objective: a proven upper bound of the optimum.
    #[must_use]
    pub fn upper(&self) -> &Rational {
        &self.upper
    }

    /// Whether both bounds coincide, so that the optimum is known exactly.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.lower.as_ref() == Some(&self.upper)
    }
}

/// Why a plan was not accepted.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Violation {
    /// The vectors do not belong to this program.
    #[error("a vector of {found} numbers was given where {expected} were expected")]
    Length {
        /// Given.
        found: usize,
        /// Expected.
        expected: usize,
    },
    /// A column is negative.
    #[error("column {0} is negative")]
    Negative(usize),
    /// The bound lies above a feasible plan: an implied bound of the program is wrong.
    #[error("the bound lies above the plan")]
    Contradiction,
    /// A row is broken.
    #[error("row {} is broken", .0.index())]
    Broken(Row),
}

/// Checks `point` against every row in exact arithmetic and evaluates the bound that `multipliers` prove.
///
/// # Errors
/// Where the point is not exactly feasible. Bad multipliers are never an error, they only prove less.
pub fn certify(lp: &Lp, point: Vec<Rational>, multipliers: Vec<Rational>) -> Result<Certified, Violation> {
    check(lp, &point)?;
    let (lower, multipliers) = bound_below(lp, multipliers)?;
    let upper = lp.objective(&point);
    if lower.as_ref().is_some_and(|lower| *lower > upper) {
        return Err(Violation::Contradiction);
    }
    Ok(Certified { point, multipliers, lower, upper, basis: Basis::default() })
}

/// Whether `point` satisfies every row and sign exactly.
///
/// # Errors
/// The first row or sign it breaks.
pub fn check(lp: &Lp, point: &[Rational]) -> Result<(), Violation> {
    expect_length(point.len(), lp.columns().len())?;
    if let Some(index) = point.iter().position(Rational::is_negative) {
        return Err(Violation::Negative(index));
    }
    match lp.row_ids().find(|&row| lp.row(row).slack(point).is_negative()) {
        Some(row) => Err(Violation::Broken(row)),
        None => Ok(()),
    }
}

/// The lower bound of the optimum that `multipliers` prove (Neumaier & Shcherbina, Safe bounds in linear and
/// mixed-integer linear programming, Mathematical Programming 99, 2004, evaluated in rationals):
/// `Σ b_i y_i + Σ_j upper_j min(0, c_j − Σ_i a_ij y_i)`, with multipliers of the wrong sign set to zero; `None` where a
/// column without a bound has a negative reduced cost, which proves nothing.
///
/// # Errors
/// Where there is not one multiplier per row.
pub fn bound_below(lp: &Lp, multipliers: Vec<Rational>) -> Result<(Option<Rational>, Vec<Rational>), Violation> {
    let costs = lp.columns().iter().map(|column| column.cost.clone()).collect();
    bound(lp, costs, multipliers)
}

/// Whether `multipliers`, one per row of a program that begins with those of `lp`, prove that no plan satisfies all of
/// them: so weighted, they ask for more than any plan within the columns' bounds gives (Farkas, Theorie der einfachen
/// Ungleichungen, Journal für die reine und angewandte Mathematik 124, 1902).
#[must_use]
pub fn refutes(lp: &Lp, multipliers: &[Rational]) -> bool {
    let Some(multipliers) = multipliers.get(..lp.rows().len()) else { return false };
    let proven = bound(lp, vec![Rational::ZERO; lp.columns().len()], multipliers.to_vec());
    proven.is_ok_and(|(lower, _)| lower.is_some_and(|lower| lower > Rational::ZERO))
}

/// The bound of [`bound_below`] for an objective with these coefficients, of which nothing is left afterwards.
fn bound(
    lp: &Lp,
    mut reduced: Vec<Rational>,
    mut multipliers: Vec<Rational>,
) -> Result<(Option<Rational>, Vec<Rational>), Violation> {
    expect_length(multipliers.len(), lp.rows().len())?;
    let mut bound = Rational::ZERO;
    for (row, y) in lp.rows().iter().zip(&mut multipliers) {
        let wrong = match row.sense {
            Sense::AtMost => *y > Rational::ZERO,
            Sense::AtLeast => y.is_negative(),
        };
        if wrong {
            *y = Rational::ZERO;
        }
        if y.is_zero() {
            continue;
        }
        bound += &row.rhs * &*y;
        for (col, value) in &row.terms {
            reduced[col.index()] -= value * &*y;
        }
    }
    for (column, z) in lp.columns().iter().zip(&reduced) {
        if z.is_negative() {
            match &column.implied_upper {
                Some(upper) => bound += z * upper,
                None => return Ok((None, multipliers)),
            }
        }
    }
    Ok((Some(bound), multipliers))
}

fn expect_length(found: usize, expected: usize) -> Result<(), Violation> {
    if found == expected { Ok(()) } else { Err(Violation::Length { found, expected }) }
}
