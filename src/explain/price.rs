//! What one unit of a binding statement is worth. An optimum is piecewise linear and convex in a right-hand side, so a
//! price is a one-sided derivative: each side is found by solving again a little further on. The multipliers there
//! bound the optimum from below everywhere; where their line also meets the optimum here, it is straight between.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::case::Case;
use super::lever::{self, Lever};
use crate::certify::Certified;
use crate::exact::{Rational, approx, magnitude, sum};
use crate::formulation::{Kind, RowKey};
use crate::lp::{Lp, Sense};
use crate::report::explanation::{NoPrice, Price};
use crate::table::Id;

/// How many statements are priced at most, the dearest multipliers first.
const MOST: usize = 8;
/// How often a step is shortened before a side is given up.
const SHORTENINGS: usize = 3;

/// Prices in unmet demand, t per unit, of the capacities and limits that the proof of a shortfall touches,
/// and whether these are all.
#[must_use]
pub fn of_shortfall(case: &Case<'_>, proof: &Certified) -> (Vec<Price>, bool) {
    let (levers, all) = binding(case, proof, |kind| kind != Kind::Demand);
    (prices(case, &case.elastic(&BTreeSet::new()), proof, &levers, "t"), all)
}

/// Prices in cost, USD per unit, of the statements that bind a cheapest plan, and whether these are all.
#[must_use]
pub fn of_cost(case: &Case<'_>, proof: &Certified) -> (Vec<Price>, bool) {
    let (levers, all) = binding(case, proof, |_| true);
    let mut lp = case.lp.clone();
    lp.forget_bounds();
    (prices(case, &lp, proof, &levers, "USD"), all)
}

/// The numbers of the file with a multiplier, the largest effects first, and whether these are all. Statements without
/// a number are valued by taking them out.
fn binding(case: &Case<'_>, proof: &Certified, counts: impl Fn(Kind) -> bool) -> (Vec<Lever>, bool) {
    let touched = case.touched(proof).into_iter().filter(|statement| counts(case.kind(*statement)));
    let levers = touched.flat_map(|statement| lever::of(case, statement)).filter(|lever| lever.number.is_some());
    let effect = |lever: &Lever| {
        let rows = lever.rows.iter().map(|(row, factor)| factor * &proof.multipliers()[row.index()]);
        magnitude(sum(rows) * &case.lp.row(lever.row()).rhs)
    };
    let mut levers: Vec<(Lever, Rational)> = levers.map(|lever| (lever.clone(), effect(&lever))).collect();
    levers.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.row().cmp(&b.0.row())));
    let all = levers.len() <= MOST;
    levers.truncate(MOST);
    (levers.into_iter().map(|entry| entry.0).collect(), all)
}

fn prices(case: &Case<'_>, lp: &Lp, proof: &Certified, levers: &[Lever], unit: &str) -> Vec<Price> {
    let one = |lever: &Lever| {
        let curve = Curve { case, lp, proof, lever };
        let worth = if lp.row(lever.row()).sense == Sense::AtMost { -Rational::ONE } else { Rational::ONE };
        let (left, right) = rayon::join(|| curve.side(&-Rational::ONE), || curve.side(&Rational::ONE));
        let value = curve.value();
        let price = |side: &Result<(Rational, Rational), NoPrice>| {
            side.as_ref().ok().map(|(slope, _)| approx(&(slope * &worth)))
        };
        Price {
            statement: case.path(lever.statement),
            unit: format!("{unit}/{}", lever.unit(case).trim_end_matches("/yr")),
            value_now: approx(value),
            left: price(&left),
            right: price(&right),
            left_from: left.as_ref().ok().map(|(_, step)| approx(&(value - step))),
            right_to: right.as_ref().ok().map(|(_, step)| approx(&(value + step))),
            proven: true,
            left_reason: left.err(),
            right_reason: right.err(),
        }
    };
    levers.par_iter().map(one).collect()
}

/// The optimum of `lp` as a function of one number.
struct Curve<'c, 'a> {
    case: &'c Case<'a>,
    lp: &'c Lp,
    proof: &'c Certified,
    lever: &'c Lever,
}

impl Curve<'_, '_> {
    fn value(&self) -> &Rational {
        &self.lp.row(self.lever.row()).rhs
    }

    /// The derivative towards `sign`, and how far it holds at least.
    fn side(&self, sign: &Rational) -> Result<(Rational, Rational), NoPrice> {
        let falls = *sign < Rational::ZERO;
        if falls && self.value().is_zero() {
            return Err(NoPrice::Zero);
        }
        let mut step = if self.value().is_zero() { Rational::ONE } else { self.value() / Rational::from(16) };
        let mut reached = false;
        for _ in 0..=SHORTENINGS {
            if let Some(there) = self.at(&(sign * &step)) {
                reached = true;
                let slope = self.slope(&there);
                if there.upper() - self.proof.upper() == &slope * sign * &step {
                    return Ok((slope, step));
                }
            }
            step /= Rational::from(16);
        }
        Err(if !reached && self.is_the_end(sign) { NoPrice::Infeasible } else { NoPrice::Unproven })
    }

    /// The optimum, exactly, where the number is further by `by`.
    fn at(&self, by: &Rational) -> Option<Certified> {
        let mut moved = self.lp.clone();
        for (row, factor) in &self.lever.rows {
            moved.row_mut(*row).rhs += factor * by;
        }
        if let RowKey::Demand { demand } = self.case.program.rows[self.lever.row().index()] {
            moved.row_mut(self.case.program.enough_rows[demand]).rhs += by;
        }
        self.case.minimise(&moved, Some(self.proof)).ok().filter(Certified::is_exact)
    }

    /// The slope of the line that the multipliers at a point draw.
    fn slope(&self, there: &Certified) -> Rational {
        let mut slope = sum(self.lever.rows.iter().map(|(row, factor)| factor * &there.multipliers()[row.index()]));
        if let RowKey::Demand { demand } = self.case.program.rows[self.lever.row().index()] {
            slope += &there.multipliers()[self.case.program.enough_rows[demand].index()];
        }
        slope
    }

    /// Whether it is proven that nothing is feasible any more towards `sign`.
    fn is_the_end(&self, sign: &Rational) -> bool {
        let mut lp = self.lp.without_costs();
        let way = lp.add_free_column(-Rational::ONE);
        for (row, factor) in &self.lever.rows {
            lp.add_term(*row, way, -(factor * sign));
        }
        if let RowKey::Demand { demand } = self.case.program.rows[self.lever.row().index()] {
            lp.add_term(self.case.program.enough_rows[demand], way, -sign.clone());
        }
        self.case
            .minimise(&lp, Some(self.proof))
            .is_ok_and(|furthest| furthest.is_exact() && furthest.upper().is_zero())
    }
}
