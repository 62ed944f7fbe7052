//! Smallest sets of statements that cannot hold together, physics and what others get aside: candidates are the
//! statements a proof touches, a deletion filter takes out what is not needed (Chinneck & Dravnieks, Locating minimal
//! infeasible constraint sets in linear programs, ORSA Journal on Computing 3, 1991). A statement goes only when the
//! rest is proven infeasible; one that stays has a plan that meets everything without it as its witness.

use std::collections::{BTreeSet, VecDeque};

use super::case::Case;
use crate::certify::Certified;
use crate::exact::Rational;
use crate::formulation::Kind;
use crate::lp::StatementId;

/// Statements that cannot hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The statements, policies last.
    pub statements: Vec<StatementId>,
    /// Whether each is proven necessary: without it the others can hold.
    pub irreducible: bool,
    /// Demands of others that are taken as given and that the proof rests on too.
    pub given: Vec<StatementId>,
}

/// Conflicts of one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conflicts {
    /// The conflicts, in the order they were found.
    pub found: Vec<Conflict>,
    /// Whether there are no others.
    pub complete: bool,
}

/// Searches that find nothing, per conflict wanted, before the rest is given up.
const FRUITLESS: usize = 8;

/// Up to `wanted` conflicts. Every conflict has a statement in each set that would cure the question, so another one
/// is looked for where one statement of each known conflict is spared (Reiter, A theory of diagnosis from first
/// principles, Artificial Intelligence 32, 1987). `proof` is that of the shortfall with everything in force.
#[must_use]
pub fn enumerate(case: &Case<'_>, proof: &Certified, wanted: usize) -> Conflicts {
    let mut conflicts = Conflicts::default();
    let mut queue = VecDeque::from([BTreeSet::new()]);
    let mut seen: BTreeSet<BTreeSet<StatementId>> = BTreeSet::new();
    let mut cures: Vec<BTreeSet<StatementId>> = Vec::new();
    let mut proven = true;
    while let Some(spared) = queue.pop_front() {
        if cures.iter().any(|cure| cure.is_subset(&spared)) || !seen.insert(spared.clone()) {
            continue;
        }
        let is_apart = |conflict: &&Conflict| conflict.statements.iter().all(|statement| !spared.contains(statement));
        let label = match conflicts.found.iter().find(is_apart) {
            Some(known) => known.statements.clone(),
            None if conflicts.found.len() == wanted || cures.len() > FRUITLESS * wanted => return conflicts,
            None => match find(case, proof, &spared) {
                Search::Found(conflict) => {
                    conflicts.found.push(conflict.clone());
                    conflict.statements
                }
                Search::Cured => {
                    cures.push(spared);
                    continue;
                }
                Search::Unproven => {
                    proven = false;
                    continue;
                }
            },
        };
        queue.extend(label.into_iter().map(|statement| {
            let mut more = spared.clone();
            more.insert(statement);
            more
        }));
    }
    conflicts.complete = proven;
    conflicts
}

enum Search {
    Found(Conflict),
    /// Without the spared statements everything can hold.
    Cured,
    Unproven,
}

/// A conflict without the statements `spared`.
fn find(case: &Case<'_>, proof: &Certified, spared: &BTreeSet<StatementId>) -> Search {
    let mut proof = proof.clone();
    if !spared.is_empty() {
        let kept: BTreeSet<StatementId> = case.statements().difference(spared).copied().collect();
        match case.minimise(&case.elastic(&case.rows_without(&kept))) {
            Ok(certified) if is_short(&certified) => proof = certified,
            Ok(certified) if certified.upper().is_zero() => return Search::Cured,
            _ => return Search::Unproven,
        }
    }
    let mut kept = case.touched(&proof);
    let mut irreducible = true;
    let mut order: Vec<StatementId> = kept.iter().copied().collect();
    order.sort_by_key(|statement| interest(case, *statement));
    for statement in order {
        if !kept.contains(&statement) {
            continue;
        }
        let mut rest = kept.clone();
        rest.remove(&statement);
        match case.minimise(&case.elastic(&case.rows_without(&rest))) {
            Ok(certified) if is_short(&certified) => {
                kept = rest.intersection(&case.touched(&certified)).copied().collect();
                proof = certified;
            }
            Ok(certified) if certified.upper().is_zero() => {}
            _ => irreducible = false,
        }
    }
    let mut statements: Vec<StatementId> = kept.into_iter().collect();
    statements.sort_by_key(|statement| interest(case, *statement));
    let given = case.touched_rows(&proof).filter(|row| case.is_given(*row));
    let given = given.map(|row| case.program.lp.row(row).statement).collect();
    Search::Found(Conflict { statements, irreducible, given })
}

/// Whether something is proven to be missing.
pub(super) fn is_short(certified: &Certified) -> bool {
    certified.lower().is_some_and(|low| *low > Rational::ZERO)
}

/// Less interesting statements are tried first, so that policies stay where there is a choice.
fn interest(case: &Case<'_>, statement: StatementId) -> (Kind, StatementId) {
    (case.kind(statement), statement)
}
