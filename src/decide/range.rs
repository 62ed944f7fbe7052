//! What can differ among plans that are equally good, with both ends proven.

use super::{Interval, Outcome, elastic};
use crate::certify::Certified;
use crate::exact::{Rational, sum};
use crate::formulation::Terms;
use crate::formulation::origin::{Used, used};
use crate::lp::{Col, Lp, Sense, StatementId};
use crate::prove::again::again;
use crate::prove::{Search, Unproven, minimise};
use crate::scenario::Origin;
use crate::table::Id;

/// The share of what `classes` use of a stage that comes from the countries of `origin`: the least and the largest among
/// the cheapest plans. `None` where none of them uses anything of that stage.
///
/// # Errors
/// Where an end could not be proven, or where some of the cheapest plans use something of the stage and others do not.
pub fn country_share(
    outcome: &Outcome<'_>,
    classes: &[usize],
    origin: &Origin,
    search: Search<'_>,
) -> Result<Option<Interval>, Unproven> {
    let cost = outcome.cost.as_ref().ok_or(Unproven::NoProof)?;
    let mut cheapest = outcome.cheapest().lp;
    let spending = costs(&cheapest);
    // Of an optimum that is known as an interval, the upper end: then some plans are counted that cost a little more.
    cheapest.add_row(spending, Sense::AtMost, cost.upper().clone(), StatementId::from_index(0));
    let Used { lp, from_there, from_elsewhere } = used(&outcome.program, &cheapest, classes, origin);
    let all = [&from_there[..], &from_elsewhere].concat();
    if exact_minimum(&with_costs(&lp, &all, &Rational::ONE), search)?.is_zero() {
        let most = -exact_minimum(&with_costs(&lp, &all, &-Rational::ONE), search)?;
        return if most.is_zero() { Ok(None) } else { Err(Unproven::NoProof) };
    }
    let low = least_ratio(&lp, &from_there, &all, search)?;
    let high = Rational::ONE - least_ratio(&lp, &from_elsewhere, &all, search)?;
    Ok(Some(Interval { low, high }))
}

/// The least value of `part / whole`, both sums, of which the first is never negative and the second always positive,
/// exactly: with `r` the ratio of the last plan, `min part − r × whole` is zero where `r` is the least one, and its plan
/// has a smaller one where it is not (Dinkelbach, On nonlinear fractional programming, Management Science 13, 1967).
fn least_ratio(lp: &Lp, part: &Terms, whole: &Terms, search: Search<'_>) -> Result<Rational, Unproven> {
    let mut ratio = Rational::ZERO;
    loop {
        let certified = exactly(&with_costs(&with_costs(lp, part, &Rational::ONE), whole, &-&ratio), search)?;
        if certified.upper().is_zero() {
            return Ok(ratio);
        }
        let value = |terms: &Terms| sum(terms.iter().map(|(col, value)| value * &certified.point()[col.index()]));
        ratio = value(part) / value(whole);
    }
}

/// The program with `factor × terms` in its objective.
fn with_costs(lp: &Lp, terms: &Terms, factor: &Rational) -> Lp {
    let mut lp = lp.clone();
    for (col, value) in terms {
        lp.column_mut(*col).cost += value * factor;
    }
    lp
}

/// The lowest coverage over the demands of a question about one member: the least and the largest among plans with the
/// least total shortfall. `None` without demands.
///
/// # Errors
/// Where an end could not be proven.
pub fn coverage(outcome: &Outcome<'_>, search: Search<'_>) -> Result<Option<Interval>, Unproven> {
    let demands = &outcome.program.network.demands;
    if demands.is_empty() {
        return Ok(None);
    }
    let (lp, unmet) = elastic(&outcome.program, |_| true);
    let mut lp = lp.without_costs();
    let all = unmet.iter().map(|(_, col)| (*col, Rational::ONE)).collect();
    lp.add_row(all, Sense::AtMost, outcome.total.high.clone(), StatementId::from_index(0));
    let mut low = Rational::ONE;
    for (demand, col) in &unmet {
        let mut lp = lp.clone();
        lp.column_mut(*col).cost = -Rational::ONE;
        let most = -exact_minimum(&lp, search)?;
        low = low.min(Rational::ONE - most / &demands[*demand].quantity);
    }
    let lowest = lp.add_column(-Rational::ONE, Rational::ONE);
    for (demand, col) in &unmet {
        let quantity = &demands[*demand].quantity;
        let terms = vec![(*col, Rational::ONE), (lowest, quantity.clone())];
        lp.add_row(terms, Sense::AtMost, quantity.clone(), StatementId::from_index(0));
    }
    let high = -exact_minimum(&lp, search)?;
    Ok(Some(Interval { low, high }))
}

/// Whether every optimum leaves each demand short by as much as that of `proof`, the optimum of the program `lp` whose
/// columns from `first` on are the unmet parts of the demands, and whose optima all lack the same in total.
#[must_use]
pub fn is_only_split(lp: &Lp, proof: &Certified, first: usize, search: Search<'_>) -> bool {
    if !proof.is_exact() {
        return false;
    }
    // What the proof gives a reduced cost above zero is zero in every optimum. The sum is the same for all of them, so
    // one alone that is left is the whole of it, and of several none can be smaller where none can be larger.
    let reduced = reduced_costs(lp, proof, first);
    let open = (first..).zip(&reduced).filter(|(_, cost)| cost.is_zero()).map(|(index, _)| Col::from_index(index));
    let open: Vec<Col> = open.collect();
    if open.len() < 2 {
        return true;
    }
    let mut best = lp.without_costs();
    best.add_row(costs(lp), Sense::AtMost, proof.upper().clone(), StatementId::from_index(0));
    open.into_iter().all(|col| {
        best.column_mut(col).cost = -Rational::ONE;
        let most = again(&best, proof, search);
        best.column_mut(col).cost = Rational::ZERO;
        most.is_ok_and(|most| most.is_exact() && -most.upper() == proof.point()[col.index()])
    })
}

/// The objective.
fn costs(lp: &Lp) -> Terms {
    let columns = lp.columns().iter().enumerate().filter(|(_, column)| !column.cost.is_zero());
    columns.map(|(index, column)| (Col::from_index(index), column.cost.clone())).collect()
}

/// What the columns from `first` on cost beyond what the multipliers of `proof` pay for them.
fn reduced_costs(lp: &Lp, proof: &Certified, first: usize) -> Vec<Rational> {
    let mut reduced: Vec<Rational> = lp.columns()[first..].iter().map(|column| column.cost.clone()).collect();
    for (row, y) in lp.rows().iter().zip(proof.multipliers()).filter(|(_, y)| !y.is_zero()) {
        for (col, value) in row.terms.iter().filter(|(col, _)| col.index() >= first) {
            reduced[col.index() - first] -= value * y;
        }
    }
    reduced
}

fn exact_minimum(lp: &Lp, search: Search<'_>) -> Result<Rational, Unproven> {
    exactly(lp, search).map(|certified| certified.upper().clone())
}

fn exactly(lp: &Lp, search: Search<'_>) -> Result<Certified, Unproven> {
    minimise(lp, search).and_then(|certified| if certified.is_exact() { Ok(certified) } else { Err(Unproven::NoProof) })
}
