//! What would cure a shortfall: each statement alone.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rayon::prelude::*;

use super::case::Case;
use super::fraction;
use super::lever::{self, Lever};
use super::what_if::{WhatIf, WhatIfs};
use crate::certify::Certified;
use crate::decide::Interval;
use crate::exact::{Rational, approx};
use crate::formulation::Kind;
use crate::lp::StatementId;
use crate::report::explanation::{Opening, Repair};
use crate::table::Id;

/// For each capacity, demand and policy statement alone, how far it must move; least effort first. A statement that is
/// not in `conflict` cannot help alone, since the conflict stands without it; that takes no program.
#[must_use]
pub fn alone(case: &Case<'_>, proof: &Certified, what_ifs: &WhatIfs, conflict: &[StatementId]) -> Vec<Repair> {
    let left = |statement: StatementId| what_ifs.shortfall(WhatIf::Without(statement));
    let mut repairs: Vec<Repair> =
        conflict.par_iter().map(|statement| one(case, proof, *statement, left(*statement))).collect();
    let effort = |repair: &Repair| (!repair.cures, repair.relative.unwrap_or(f64::INFINITY));
    repairs.sort_by(|a, b| {
        let ((not_a, a), (not_b, b)) = (effort(a), effort(b));
        not_a.cmp(&not_b).then(a.total_cmp(&b))
    });
    let conflict: BTreeSet<StatementId> = conflict.iter().copied().collect();
    let others = case.statements().into_iter().filter(|statement| !conflict.contains(statement));
    repairs.extend(others.map(|statement| Repair { proven: true, ..blank(case, statement) }));
    repairs
}

fn blank(case: &Case<'_>, statement: StatementId) -> Repair {
    Repair {
        statement: case.path(statement),
        kind: kind(case.kind(statement)).to_owned(),
        cures: false,
        proven: false,
        remaining_shortfall_t: None,
        move_by: None,
        parts: Vec::new(),
        unit: None,
        value_now: None,
        value_needed: None,
        relative: None,
        set: None,
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Physics => "physics",
        Kind::Capacity => "capacity",
        Kind::Demand => "demand",
        Kind::Policy => "policy",
    }
}

fn one(case: &Case<'_>, proof: &Certified, statement: StatementId, left: Option<&Interval>) -> Repair {
    let mut repair = blank(case, statement);
    let Some(left) = left else { return repair };
    repair.remaining_shortfall_t = Some(approx(&left.high));
    repair.proven = left.low > Rational::ZERO;
    if !left.high.is_zero() {
        return repair;
    }
    repair.cures = true;
    let levers = lever::of(case, statement);
    let (lp, columns) = case.loosened(levers.iter().map(|lever| (&lever.rows[..], Rational::ONE)));
    let Ok(certified) = case.minimise(&lp, Some(proof)) else { return repair };
    repair.proven = certified.is_exact();
    let moved: Vec<(&Lever, &Rational)> = levers
        .iter()
        .zip(columns.iter().map(|col| &certified.point()[col.index()]))
        .filter(|entry| !entry.1.is_zero())
        .collect();
    let Some(main) = moved.first().map(|entry| entry.0).or(levers.first()) else { return repair };
    let amount = certified.upper();
    repair.move_by = Some(approx(amount));
    repair.parts = parts(case, &moved);
    repair.unit = Some(main.unit(case).to_owned());
    repair.relative = Some(approx(&(amount * main.weight(case))));
    repair.value_now = main.value_now();
    repair.value_needed = main.needed(case, amount);
    repair.set = repair.value_needed.and_then(|needed| main.set(needed));
    if let Some(fraction) = fraction::needed(case, proof, statement, &certified) {
        repair.move_by = Some((fraction.needed - fraction.now).abs());
        repair.unit = Some("1".to_owned());
        repair.parts.clear();
        repair.relative = (fraction.now > 0.0).then(|| (fraction.needed / fraction.now - 1.0).abs());
        (repair.value_now, repair.value_needed) = (Some(fraction.now), Some(fraction.needed));
        repair.set = Some(lever::argument(&fraction.key, fraction.needed));
        repair.proven = fraction.proven;
    }
    repair
}

/// The movements by what they are about, those that bind different members added up.
fn parts(case: &Case<'_>, moved: &[(&Lever, &Rational)]) -> Vec<Opening> {
    let mut parts: IndexMap<String, Rational> = IndexMap::new();
    for (lever, by) in moved {
        if let Some(about) = lever.detail(case) {
            *parts.entry(about).or_insert(Rational::ZERO) += *by;
        }
    }
    parts.into_iter().map(|(about, by)| Opening { about, move_by: approx(&by) }).collect()
}
