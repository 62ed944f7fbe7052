//! What would cure a shortfall when several statements move at once: the cheapest way, and what is cheapest where the
//! statement it leans on most cannot move.

use rayon::prelude::*;

use super::case::Case;
use super::lever::{self, Lever};
use crate::exact::{Rational, approx};
use crate::formulation::Kind;
use crate::lp::StatementId;
use crate::report::explanation::{Change, JointRepair};
use crate::table::Id;

/// How many alternatives are looked for in each scope.
const ALTERNATIVES: usize = 2;

/// Which statements may move, and what a movement costs.
struct Scope {
    word: &'static str,
    unit: &'static str,
    levers: Vec<(Lever, Rational)>,
}

/// The cheapest joint repairs: any statement moving, then only what adds supply (capacities and policies), then
/// capacities alone, each weighed by relative change; a scope that cannot cure the shortfall is left out. Behind each
/// come its alternatives.
#[must_use]
pub fn repairs(case: &Case<'_>) -> Vec<JointRepair> {
    let by_scope: Vec<Vec<JointRepair>> = scopes(case).par_iter().map(|scope| in_scope(case, scope)).collect();
    let mut found: Vec<JointRepair> = Vec::new();
    for repair in by_scope.into_iter().flatten() {
        if found.iter().all(|other| other.unit != repair.unit || other.changes != repair.changes) {
            found.push(repair);
        }
    }
    found
}

fn scopes(case: &Case<'_>) -> Vec<Scope> {
    let all: Vec<Lever> = case.statements().into_iter().flat_map(|statement| lever::of(case, statement)).collect();
    let relative = |word, kinds: &[Kind]| {
        let movable = all.iter().filter(|lever| kinds.contains(&case.kind(lever.statement)));
        let movable = movable.filter(|lever| !lever.is_about_money(case));
        let levers = movable.map(|lever| (lever.clone(), lever.weight(case))).collect();
        Scope { word, unit: "1", levers }
    };
    vec![
        relative("any statement", &[Kind::Capacity, Kind::Demand, Kind::Policy]),
        relative("capacities and policies", &[Kind::Capacity, Kind::Policy]),
        relative("capacities", &[Kind::Capacity]),
    ]
}

fn in_scope(case: &Case<'_>, scope: &Scope) -> Vec<JointRepair> {
    let Some((cheapest, leaning_on)) = cheapest(case, scope, None) else { return Vec::new() };
    let mut repairs = vec![cheapest];
    let others = leaning_on.into_par_iter().take(ALTERNATIVES).map(|spared| cheapest_without(case, scope, spared));
    for other in others.collect::<Vec<_>>().into_iter().flatten() {
        if repairs.iter().all(|repair| repair.changes != other.changes) {
            repairs.push(other);
        }
    }
    repairs
}

fn cheapest_without(case: &Case<'_>, scope: &Scope, spared: StatementId) -> Option<JointRepair> {
    cheapest(case, scope, Some(spared)).map(|found| found.0)
}

/// The cheapest repair that does not move `spared`, and the statements it moves, dearest first.
fn cheapest(case: &Case<'_>, scope: &Scope, spared: Option<StatementId>) -> Option<(JointRepair, Vec<StatementId>)> {
    let levers: Vec<&(Lever, Rational)> =
        scope.levers.iter().filter(|(lever, _)| Some(lever.statement) != spared).collect();
    let (lp, columns) = case.loosened(levers.iter().map(|(lever, weight)| (&lever.rows[..], weight.clone())));
    let certified = case.minimise(&lp).ok()?;
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
        changes: moves.iter().map(|(lever, effort, by)| change(case, lever, effort, by)).collect(),
    };
    Some((repair, leaning_on))
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
