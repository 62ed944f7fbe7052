//! How far a verdict is from turning.

use super::case::Case;
use crate::exact::{Rational, approx};
use crate::formulation::{Kind, RowKey};
use crate::lp::{Lp, Row, Sense, StatementId};
use crate::report::explanation::Margin;
use crate::scenario::Limit;
use crate::table::Id;

/// The least uniform rise of all capacities that makes the question feasible. A capacity of zero stays zero.
#[must_use]
pub fn of_shortfall(case: &Case<'_>) -> Margin {
    let mut lp = case.lp.without_costs();
    lp.relax([]);
    let rise = lp.add_free_column(Rational::ONE);
    for row in capacities(case) {
        let capacity = lp.row(row).rhs.clone();
        lp.add_term(row, rise, -capacity);
    }
    if let Ok(certified) = case.minimise(&lp) {
        return Margin {
            capacity_uplift: Some(approx(certified.upper())),
            proven: certified.is_exact(),
            ..Margin::default()
        };
    }
    // Not reached by any rise: proven where something is short without all capacities that can rise.
    let left = case.shortfall(|row| case.kind(row) == Kind::Capacity && !case.lp.row(row).rhs.is_zero());
    Margin { proven: left.is_ok_and(|left| left.low > Rational::ZERO), ..Margin::default() }
}

/// The largest uniform growth of the asked demand, and the largest uniform loss of all capacities, that the question
/// survives.
#[must_use]
pub fn of_feasible(case: &Case<'_>) -> Margin {
    let growth = largest(case, |lp, share| {
        for &demand in &case.asked {
            for row in [case.program.demand_rows[demand], case.program.enough_rows[demand]] {
                let quantity = lp.row(row).rhs.clone();
                lp.add_term(row, share, -quantity);
            }
        }
    });
    let loss = largest(case, |lp, share| {
        for row in capacities(case) {
            let capacity = lp.row(row).rhs.clone();
            lp.add_term(row, share, capacity);
        }
        lp.add_row(vec![(share, Rational::ONE)], Sense::AtMost, Rational::ONE, StatementId::from_index(0));
    });
    let proven = [&growth, &loss].iter().all(|figure| figure.as_ref().is_none_or(|figure| figure.1));
    Margin {
        capacity_uplift: None,
        demand_growth: growth.map(|figure| figure.0),
        capacity_loss: loss.map(|figure| figure.0),
        proven,
    }
}

fn capacities<'a>(case: &'a Case<'_>) -> impl Iterator<Item = Row> + use<'a> {
    case.program.lp.row_ids().filter(|row| case.kind(*row) == Kind::Capacity || shares_a_capacity(case, *row))
}

/// Whether the row reserves a part of a capacity, and so grows and shrinks with it.
fn shares_a_capacity(case: &Case<'_>, row: Row) -> bool {
    let RowKey::Policy { policy, .. } = &case.program.rows[row.index()] else { return false };
    let rule = &case.program.network.scenario().policies[*policy].rule;
    rule.scope().limit() == Limit::OfCapacity && !case.lp.row(row).rhs.is_zero()
}

/// The largest value of a new column that `add` puts into the rows, and whether it is proven.
fn largest(case: &Case<'_>, add: impl FnOnce(&mut Lp, crate::lp::Col)) -> Option<(f64, bool)> {
    let mut lp = case.lp.without_costs();
    lp.relax([]);
    let share = lp.add_free_column(-Rational::ONE);
    add(&mut lp, share);
    let certified = case.minimise(&lp).ok()?;
    Some((approx(&-certified.upper()), certified.is_exact()))
}
