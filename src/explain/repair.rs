//! What would cure a shortfall: each statement alone, then several together.

use std::collections::BTreeSet;

use super::case::Case;
use crate::exact::{Rational, approx, round_down, round_up};
use crate::formulation::{Kind, RowKey};
use crate::lp::{Row, Sense, StatementId};
use crate::prove::Unproven;
use crate::report::explanation::{Change, JointRepair, Repair};
use crate::scenario::Limit;
use crate::table::Id;

/// For each capacity, demand and policy statement alone, how far it must move. A statement that the proof of the
/// shortfall does not touch cannot help alone: the proof stands whatever it says; those are counted, not listed.
///
/// # Errors
/// Where the shortfall itself could not be proven.
pub fn alone(case: &Case<'_>, touched: &BTreeSet<StatementId>) -> Result<Vec<Repair>, Unproven> {
    let mut repairs = Vec::new();
    for &statement in touched {
        repairs.push(one(case, statement)?);
    }
    let effort = |repair: &Repair| (!repair.cures, repair.relative.unwrap_or(f64::INFINITY));
    repairs.sort_by(|a, b| {
        let (a, b) = (effort(a), effort(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    Ok(repairs)
}

fn one(case: &Case<'_>, statement: StatementId) -> Result<Repair, Unproven> {
    let path = case.program.statements[statement.index()].path.to_string();
    let left = case.shortfall(|row| case.statement_of(row) == statement)?;
    let mut repair = Repair {
        statement: path,
        cures: left.high.is_zero(),
        proven: left.high.is_zero() || left.low > Rational::ZERO,
        remaining_shortfall_t: approx(&left.high),
        move_by: None,
        unit: None,
        value_now: None,
        value_needed: None,
        relative: None,
    };
    if !repair.cures {
        return Ok(repair);
    }
    let rows: Vec<(Row, Rational)> = case.rows_of(statement).into_iter().map(|row| (row, Rational::ONE)).collect();
    let (lp, columns) = case.loosened(&rows);
    let Ok(certified) = case.minimise(&lp) else { return Ok(repair) };
    let amount = certified.upper().clone();
    repair.proven = certified.is_exact();
    repair.move_by = Some(approx(&amount));
    repair.unit = Some(unit(case, rows[0].0).to_owned());
    let moved: Vec<Row> = rows
        .iter()
        .zip(&columns)
        .filter(|(_, col)| !certified.point()[col.index()].is_zero())
        .map(|(row, _)| row.0)
        .collect();
    if let [(row, _)] = rows[..]
        && states_a_number(case, row)
    {
        (repair.value_now, repair.value_needed) = values(case, row, &amount);
    }
    repair.relative = Some(approx(&(amount * weight(case, moved.first().copied().unwrap_or(rows[0].0)))));
    Ok(repair)
}

/// The cheapest ways to cure the shortfall by moving several statements at once: any statement, then only what adds
/// supply (capacities and policies), then capacities alone.
///
/// # Errors
/// Never; a scope that cannot cure the shortfall is left out.
#[must_use]
pub fn together(case: &Case<'_>) -> Vec<JointRepair> {
    let scopes: [(&str, &[Kind]); 3] = [
        ("any statement", &[Kind::Capacity, Kind::Demand, Kind::Policy]),
        ("capacities and policies", &[Kind::Capacity, Kind::Policy]),
        ("capacities", &[Kind::Capacity]),
    ];
    let mut found: Vec<JointRepair> = Vec::new();
    for (scope, kinds) in scopes {
        let rows: Vec<(Row, Rational)> = case
            .program
            .lp
            .row_ids()
            .filter(|&row| kinds.contains(&case.kind(row)))
            .filter(|&row| !is_about_money(case, row))
            .map(|row| (row, weight(case, row)))
            .collect();
        let (lp, columns) = case.loosened(&rows);
        let Ok(certified) = case.minimise(&lp) else { continue };
        let moves = rows.iter().zip(&columns).map(|((row, _), col)| (*row, certified.point()[col.index()].clone()));
        let changes: Vec<Change> =
            moves.filter(|entry| !entry.1.is_zero()).map(|(row, by)| change(case, row, &by)).collect();
        if found.iter().all(|other| other.changes != changes) {
            let effort = approx(certified.upper());
            found.push(JointRepair { scope: scope.to_owned(), effort, proven: certified.is_exact(), changes });
        }
    }
    found
}

fn change(case: &Case<'_>, row: Row, by: &Rational) -> Change {
    let statement = case.program.statement(row).path.to_string();
    let (value_now, value_needed) = if states_a_number(case, row) { values(case, row, by) } else { (None, None) };
    let detail = detail(case, row);
    Change { statement, detail, move_by: approx(by), unit: unit(case, row).to_owned(), value_now, value_needed }
}

/// What a row of a statement with several rows is about: a stage, a commodity, a place.
fn detail(case: &Case<'_>, row: Row) -> Option<String> {
    let scenario = case.program.network.scenario();
    match &case.program.rows[row.index()] {
        RowKey::Avoid { stage, .. } => Some(scenario.stages.key(*stage).to_owned()),
        RowKey::Policy { commodity, country, .. } => {
            let parts =
                [commodity.map(|id| scenario.commodities.key(id)), country.map(|id| scenario.countries.key(id))];
            let parts: Vec<&str> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        }
        _ => None,
    }
}

/// The weight of one unit of movement: its share of the number that moves, or of the asked demand where that number is
/// zero or not a tonnage.
fn weight(case: &Case<'_>, row: Row) -> Rational {
    let rhs = &case.lp.row(row).rhs;
    let base = if states_a_number(case, row) && *rhs > Rational::ZERO { rhs.clone() } else { case.asked_quantity() };
    Rational::ONE / base
}

/// Whether the row's right-hand side is a number of the file.
fn states_a_number(case: &Case<'_>, row: Row) -> bool {
    match &case.program.rows[row.index()] {
        RowKey::Capacity { .. } | RowKey::Output { .. } | RowKey::Outlet { .. } | RowKey::Demand { .. } => true,
        _ => limit(case, row).is_some_and(Limit::is_stated),
    }
}

fn is_about_money(case: &Case<'_>, row: Row) -> bool {
    limit(case, row).is_some_and(Limit::is_money)
}

fn unit(case: &Case<'_>, row: Row) -> &'static str {
    if is_about_money(case, row) { "USD/yr" } else { "t/yr" }
}

/// What the right-hand side of a political statement's row is.
fn limit(case: &Case<'_>, row: Row) -> Option<Limit> {
    let RowKey::Policy { policy, .. } = &case.program.rows[row.index()] else { return None };
    Some(case.program.network.scenario().policies[*policy].rule.scope().limit())
}

/// The number now and the number needed, rounded to the safe side.
fn values(case: &Case<'_>, row: Row, by: &Rational) -> (Option<f64>, Option<f64>) {
    let constraint = case.lp.row(row);
    let now = approx(&constraint.rhs);
    let needed = match constraint.sense {
        Sense::AtMost => round_up(&(&constraint.rhs + by)),
        Sense::AtLeast => round_down(&(&constraint.rhs - by)),
    };
    (Some(now), Some(needed))
}
