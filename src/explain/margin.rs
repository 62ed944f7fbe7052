//! How far a verdict is from turning.

use std::collections::BTreeSet;

use super::case::Case;
use crate::certify::Certified;
use crate::exact::{Rational, approx};
use crate::formulation::{Kind, RowKey};
use crate::lp::{Col, Lp, Row, Sense, StatementId};
use crate::report::explanation::Margin;
use crate::table::Id;

/// The least uniform rise of all capacities that makes the question feasible. A capacity of zero stays zero.
#[must_use]
pub fn of_shortfall(case: &Case<'_>, proof: &Certified) -> Margin {
    let capacities: BTreeSet<Row> = capacities(case).collect();
    let (lp, _) = varied(case, Rational::ONE, |lp, rise| {
        for &row in &capacities {
            let capacity = lp.row(row).rhs.clone();
            lp.add_term(row, rise, -capacity);
        }
    });
    if let Ok(certified) = case.minimise(&lp, Some(proof)) {
        let capacity_uplift = Some(approx(certified.upper()));
        return Margin { capacity_uplift, proven: certified.is_exact(), ..Margin::default() };
    }
    // Not reached by any rise: proven where something is short without all capacities that can rise.
    let rising = capacities.into_iter().filter(|row| !case.lp.row(*row).rhs.is_zero()).collect();
    let left = case.shortfall(&rising, Some(proof));
    Margin { proven: left.is_ok_and(|left| left.low > Rational::ZERO), ..Margin::default() }
}

/// The largest uniform growth of the asked demand, and the largest uniform loss of all capacities, that the question
/// survives.
#[must_use]
pub fn of_feasible(case: &Case<'_>, plan: &Certified) -> Margin {
    let growth = || {
        largest(case, plan, |lp, share| {
            for &demand in &case.asked {
                for row in [case.program.demand_rows[demand], case.program.enough_rows[demand]] {
                    let quantity = lp.row(row).rhs.clone();
                    lp.add_term(row, share, -quantity);
                }
            }
        })
    };
    let loss = || {
        largest(case, plan, |lp, share| {
            for row in capacities(case) {
                let capacity = lp.row(row).rhs.clone();
                lp.add_term(row, share, capacity);
            }
            lp.add_row(vec![(share, Rational::ONE)], Sense::AtMost, Rational::ONE, StatementId::from_index(0));
        })
    };
    let (growth, loss) = rayon::join(growth, loss);
    let proven = [&growth, &loss].iter().all(|figure| figure.as_ref().is_none_or(|figure| figure.1));
    Margin {
        capacity_uplift: None,
        demand_growth: growth.map(|figure| figure.0),
        capacity_loss: loss.map(|figure| figure.0),
        proven,
    }
}

/// The rows that grow and shrink with the capacities of facilities: their own, and what offtakes leave of them to
/// others. The world's outlets for by-products are no facilities.
fn capacities<'a>(case: &'a Case<'_>) -> impl Iterator<Item = Row> + use<'a> {
    let rows = case.rows_where(|grounds| grounds.iter().any(|statement| case.kind(*statement) == Kind::Capacity));
    rows.filter(|row| !matches!(case.program.rows[row.index()], RowKey::Outlet { .. }))
}

/// The largest value of a new column that `add` puts into the rows, and whether it is proven.
fn largest(case: &Case<'_>, near: &Certified, add: impl FnOnce(&mut Lp, Col)) -> Option<(f64, bool)> {
    let (lp, _) = varied(case, -Rational::ONE, add);
    let certified = case.minimise(&lp, Some(near)).ok()?;
    Some((approx(&-certified.upper()), certified.is_exact()))
}

/// The case's rows with one more column, which alone costs.
fn varied(case: &Case<'_>, cost: Rational, add: impl FnOnce(&mut Lp, Col)) -> (Lp, Col) {
    let mut lp = case.lp.without_costs();
    lp.forget_bounds();
    let col = lp.add_free_column(cost);
    add(&mut lp, col);
    (lp, col)
}
