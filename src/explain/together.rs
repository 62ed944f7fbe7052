//! What would cure a shortfall when several statements move at once: the cheapest way, and what is cheapest where the
//! statement it leans on most cannot move.

use rayon::prelude::*;

use super::case::Case;
use super::lever::{self, Lever};
use crate::certify::Certified;
use crate::exact::{Rational, approx};
use crate::formulation::Kind;
use crate::lp::StatementId;
use crate::report::explanation::{Change, JointRepair};
use crate::table::Id;

/// Which statements may move, and what a movement costs.
struct Scope {
    word: &'static str,
    unit: &'static str,
    levers: Vec<(Lever, Rational)>,
    /// How many alternatives are looked for.
    alternatives: usize,
}

/// The cheapest joint repairs: any statement moving, then capacities alone, each weighed by relative change; then
/// capacities weighed by their capital cost, as far as the file states it. Behind each come its alternatives. A scope
/// that cannot cure the shortfall is left out.
#[must_use]
pub fn repairs(case: &Case<'_>, proof: &Certified) -> Vec<JointRepair> {
    let scopes = scopes(case);
    let Some((widest, rest)) = scopes.split_first() else { return Vec::new() };
    let first = cheapest(case, proof, widest, None);
    let near = first.as_ref().map_or(proof, |found| &found.optimum);
    let in_rest = || rest.par_iter().map(|scope| with_alternatives(case, scope, cheapest(case, near, scope, None)));
    let of_rest: Vec<Vec<JointRepair>> = in_rest().collect();
    let of_widest = with_alternatives(case, widest, first);
    of_widest.into_iter().chain(of_rest.into_iter().flatten()).collect()
}

fn scopes(case: &Case<'_>) -> Vec<Scope> {
    let all: Vec<Lever> = case.statements().into_iter().flat_map(|statement| lever::of(case, statement)).collect();
    let movable = || all.iter().filter(|lever| lever.compares(case));
    let capacities = || movable().filter(|lever| case.kind(lever.statement) == Kind::Capacity);
    let relative = |lever: &Lever| (lever.clone(), lever.weight(case));
    let capital: Vec<(Lever, Rational)> =
        capacities().filter_map(|lever| Some((lever.clone(), lever.capital(case)?))).collect();
    let mut scopes = vec![
        Scope { word: "any statement", unit: "1", levers: movable().map(relative).collect(), alternatives: 2 },
        Scope { word: "capacities", unit: "1", levers: capacities().map(relative).collect(), alternatives: 1 },
    ];
    if !capital.is_empty() {
        scopes.push(Scope { word: "capacities with a capital cost", unit: "USD", levers: capital, alternatives: 2 });
    }
    scopes
}

/// A joint repair, the statements it moves, dearest first, and the optimum it was read off.
struct Found {
    repair: JointRepair,
    leaning_on: Vec<StatementId>,
    optimum: Certified,
}

fn with_alternatives(case: &Case<'_>, scope: &Scope, found: Option<Found>) -> Vec<JointRepair> {
    let Some(Found { repair, leaning_on, optimum }) = found else { return Vec::new() };
    let without = |spared: StatementId| cheapest(case, &optimum, scope, Some(spared)).map(|found| found.repair);
    let spared: Vec<StatementId> = leaning_on.into_iter().take(scope.alternatives).collect();
    let alternatives: Vec<Option<JointRepair>> = spared.into_par_iter().map(without).collect();
    let mut repairs = vec![repair];
    for other in alternatives.into_iter().flatten() {
        if repairs.iter().all(|repair| repair.changes != other.changes) {
            repairs.push(other);
        }
    }
    repairs
}

/// The cheapest repair that does not move `spared`, and the statements it moves, dearest first.
fn cheapest(case: &Case<'_>, near: &Certified, scope: &Scope, spared: Option<StatementId>) -> Option<Found> {
    let levers: Vec<&(Lever, Rational)> =
        scope.levers.iter().filter(|(lever, _)| Some(lever.statement) != spared).collect();
    let (lp, columns) = case.loosened(levers.iter().map(|(lever, weight)| (&lever.rows[..], weight.clone())));
    let certified = case.minimise(&lp, Some(near)).ok()?;
    let moves = levers.iter().zip(&columns).map(|((lever, weight), col)| {
        let by = certified.point()[col.index()].clone();
        (lever, weight * &by, by)
    });
    let mut moves: Vec<(&Lever, Rational, Rational)> = moves.filter(|entry| !entry.2.is_zero()).collect();
    moves.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.row().cmp(&b.0.row())));
    let mut leaning_on: Vec<StatementId> = Vec::new();
    for (lever, ..) in &moves {
        if !leaning_on.contains(&lever.statement) {
            leaning_on.push(lever.statement);
        }
    }
    let repair = JointRepair {
        scope: scope.word.to_owned(),
        without: spared.map(|statement| case.path(statement)),
        effort: approx(certified.upper()),
        unit: scope.unit.to_owned(),
        proven: certified.is_exact(),
        changes: merged(moves.iter().map(|(lever, effort, by)| change(case, lever, effort, by))),
    };
    Some(Found { repair, leaning_on, optimum: certified })
}

/// Movements that say the same of the same statement are one: its rows differ by whom they bind.
fn merged(changes: impl Iterator<Item = Change>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::new();
    for change in changes {
        let alike = |other: &&mut Change| (&other.statement, &other.detail) == (&change.statement, &change.detail);
        match merged.iter_mut().find(alike) {
            Some(other) => {
                other.move_by += change.move_by;
                other.effort += change.effort;
            }
            None => merged.push(change),
        }
    }
    merged
}

fn change(case: &Case<'_>, lever: &Lever, effort: &Rational, by: &Rational) -> Change {
    let value_needed = lever.needed(case, by);
    Change {
        statement: case.path(lever.statement),
        detail: lever.detail(case),
        move_by: approx(by),
        unit: lever.unit(case).to_owned(),
        value_now: lever.value_now(),
        value_needed,
        effort: approx(effort),
        set: value_needed.and_then(|needed| lever.set(needed)),
    }
}
