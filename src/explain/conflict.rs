//! The smallest set of statements that cannot hold together, physics aside: candidates are the statements a proof
//! touches, a deletion filter takes out what is not needed (Chinneck & Dravnieks, Locating minimal infeasible
//! constraint sets in linear programs, ORSA Journal on Computing 3, 1991). A statement goes only when the rest is
//! proven infeasible; one that stays has a plan that meets everything without it as its witness.

use std::collections::BTreeSet;

use super::case::Case;
use crate::formulation::Kind;
use crate::lp::StatementId;
use crate::prove::Unproven;

/// Statements that cannot hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The statements, policies last.
    pub statements: Vec<StatementId>,
    /// Whether each is proven necessary: without it the others can hold.
    pub irreducible: bool,
}

/// A conflict that avoids the statements `spared`; `None` where without them everything can hold.
///
/// # Errors
/// Where the shortfall itself could not be proven.
pub fn find(case: &Case<'_>, spared: &BTreeSet<StatementId>) -> Result<Option<Conflict>, Unproven> {
    let first = case.minimise(&case.elastic(|row| spared.contains(&case.statement_of(row))))?;
    if first.lower().is_none_or(|low| *low <= crate::exact::Rational::ZERO) {
        return Ok(None);
    }
    let mut kept = case.touched(&first);
    let mut irreducible = true;
    let mut order: Vec<StatementId> = kept.iter().copied().collect();
    order.sort_by_key(|statement| interest(case, *statement));
    for statement in order {
        if !kept.contains(&statement) {
            continue;
        }
        let mut rest = kept.clone();
        rest.remove(&statement);
        let lp = case.elastic(|row| case.kind(row) != Kind::Physics && !rest.contains(&case.statement_of(row)));
        match case.minimise(&lp) {
            Ok(certified) if certified.lower().is_some_and(|low| *low > crate::exact::Rational::ZERO) => {
                let touched = case.touched(&certified);
                kept = rest.intersection(&touched).copied().collect();
            }
            Ok(certified) if certified.upper().is_zero() => {}
            _ => irreducible = false,
        }
    }
    let mut statements: Vec<StatementId> = kept.into_iter().collect();
    statements.sort_by_key(|statement| interest(case, *statement));
    Ok(Some(Conflict { statements, irreducible }))
}

/// Less interesting statements are tried first, so that policies stay where there is a choice.
fn interest(case: &Case<'_>, statement: StatementId) -> (Kind, StatementId) {
    (case.program.statements[crate::table::Id::index(statement)].kind, statement)
}
