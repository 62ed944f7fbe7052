//! What one unit of a binding statement is worth. An optimum is piecewise linear and convex in a right-hand side, so a
//! price is a one-sided derivative: both sides are found by solving again a little to the left and to the right, and a
//! slope counts only when the half-way value lies exactly on the line.

use std::collections::BTreeSet;

use super::case::Case;
use crate::certify::Certified;
use crate::exact::{Rational, approx};
use crate::formulation::{Kind, RowKey};
use crate::lp::{Lp, Row, Sense, StatementId};
use crate::report::explanation::{PolicyValue, Price};
use crate::table::Id;

/// How many statements are priced at most, the dearest multipliers first.
const MOST: usize = 8;
/// How often a step is shortened before a side is given up.
const SHORTENINGS: usize = 3;

/// Prices in unmet demand, t per unit, of the statements the proof of a shortfall touches.
#[must_use]
pub fn of_shortfall(case: &Case<'_>, touched: &BTreeSet<StatementId>, proof: &Certified) -> Vec<Price> {
    let rows = priced_rows(case, proof, |row| touched.contains(&case.statement_of(row)));
    prices(case, &case.elastic(|_| false), proof, &rows, "t/t")
}

/// Prices in cost, USD per unit, of the statements that bind a cheapest plan.
#[must_use]
pub fn of_cost(case: &Case<'_>, proof: &Certified) -> Vec<Price> {
    let rows = priced_rows(case, proof, |_| true);
    prices(case, &case.lp, proof, &rows, "USD/t")
}

/// What removing each policy that the proof of a shortfall touches would leave.
#[must_use]
pub fn policies_in_shortfall(case: &Case<'_>, touched: &BTreeSet<StatementId>, proof: &Certified) -> Vec<PolicyValue> {
    let policies = touched.iter().filter(|id| case.program.statements[id.index()].kind == Kind::Policy);
    let mut values = Vec::new();
    for &policy in policies {
        let Ok(left) = case.shortfall(|row| case.statement_of(row) == policy) else { continue };
        let statement = case.program.statements[policy.index()].path.to_string();
        values.push(PolicyValue {
            statement,
            saves_usd: None,
            saves_shortfall_t: Some(approx(&(proof.upper() - &left.high))),
        });
    }
    values
}

/// What removing each policy that binds a cheapest plan would save.
#[must_use]
pub fn policies_in_cost(case: &Case<'_>, proof: &Certified) -> Vec<PolicyValue> {
    let mut values = Vec::new();
    let touched = case.touched(proof);
    for &policy in touched.iter().filter(|id| case.program.statements[id.index()].kind == Kind::Policy) {
        let mut lp = case.lp.clone();
        lp.relax(case.rows_of(policy));
        let Ok(without) = case.minimise(&lp) else { continue };
        let statement = case.program.statements[policy.index()].path.to_string();
        values.push(PolicyValue {
            statement,
            saves_usd: Some(approx(&(proof.upper() - without.upper()))),
            saves_shortfall_t: None,
        });
    }
    values
}

/// Rows of capacities and demands with a multiplier, the largest effects first. Rows of policies are valued by
/// removing the policy.
fn priced_rows(case: &Case<'_>, proof: &Certified, counts: impl Fn(Row) -> bool) -> Vec<Row> {
    let with_multiplier = case.program.lp.row_ids().zip(proof.multipliers());
    let mut rows: Vec<(Row, Rational)> = with_multiplier
        .filter(|(row, y)| !y.is_zero() && matches!(case.kind(*row), Kind::Capacity | Kind::Demand) && counts(*row))
        .map(|(row, y)| (row, crate::exact::magnitude(y * &case.lp.row(row).rhs)))
        .collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    rows.truncate(MOST);
    rows.into_iter().map(|entry| entry.0).collect()
}

fn prices(case: &Case<'_>, lp: &Lp, proof: &Certified, rows: &[Row], unit: &str) -> Vec<Price> {
    let mut prices = Vec::new();
    for &row in rows {
        let value = lp.row(row).rhs.clone();
        let worth = if lp.row(row).sense == Sense::AtMost { -Rational::ONE } else { Rational::ONE };
        let left = side(case, lp, proof, row, &-Rational::ONE);
        let right = side(case, lp, proof, row, &Rational::ONE);
        prices.push(Price {
            statement: case.program.statement(row).path.to_string(),
            unit: unit.to_owned(),
            value_now: approx(&value),
            left: left.as_ref().map(|side| approx(&(&side.0 * &worth))),
            right: right.as_ref().map(|side| approx(&(&side.0 * &worth))),
            left_from: left.map(|side| approx(&(&value - side.1))),
            right_to: right.map(|side| approx(&(&value + side.1))),
        });
    }
    prices
}

/// The derivative of the optimum in the row's right-hand side towards `sign`, and how far it holds at least.
fn side(case: &Case<'_>, lp: &Lp, proof: &Certified, row: Row, sign: &Rational) -> Option<(Rational, Rational)> {
    let value = &lp.row(row).rhs;
    let mut step = if value.is_zero() { Rational::ONE } else { value / Rational::from(16) };
    if *sign < Rational::ZERO && value.is_zero() {
        return None;
    }
    let at = |step: &Rational| -> Option<Rational> {
        let mut moved = lp.clone();
        moved.relax([]);
        moved.row_mut(row).rhs += sign * step;
        if let RowKey::Demand { demand } = case.program.rows[row.index()] {
            moved.row_mut(case.program.enough_rows[demand]).rhs += sign * step;
        }
        let certified = case.minimise(&moved).ok()?;
        certified.is_exact().then(|| certified.upper().clone())
    };
    for _ in 0..=SHORTENINGS {
        let half = &step / Rational::from(2);
        if let (Some(far), Some(near)) = (at(&step), at(&half)) {
            let (far, near) = (far - proof.upper(), near - proof.upper());
            if far == &near * Rational::from(2) {
                return Some((far / &step * sign, step));
            }
        }
        step /= Rational::from(16);
    }
    None
}
