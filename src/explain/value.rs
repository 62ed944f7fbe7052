//! What removing a policy would change, by solving again without it. A policy that the proof does not touch changes
//! nothing: proof and plan both stand without it.

use rayon::prelude::*;

use super::case::Case;
use super::what_if::{WhatIf, WhatIfs};
use crate::certify::Certified;
use crate::decide::{Interval, granting, needs_baseline};
use crate::exact::{Rational, approx};
use crate::formulation::{BaselineCost, Kind, formulate};
use crate::lp::{Lp, StatementId};
use crate::network::{Network, Query};
use crate::report::explanation::PolicyValue;
use crate::scenario::{Limit, Policy, PolicyId, Rule};

/// The policies that have rows in the question.
#[must_use]
pub fn policies(case: &Case<'_>) -> Vec<StatementId> {
    case.statements().into_iter().filter(|statement| case.kind(*statement) == Kind::Policy).collect()
}

/// How much less would be missing without each policy.
#[must_use]
pub fn in_shortfall(case: &Case<'_>, proof: &Certified, what_ifs: &WhatIfs) -> Vec<PolicyValue> {
    let all = Interval::of_shortfall(proof);
    let one = |policy: StatementId| {
        let left = what_ifs.shortfall(WhatIf::Without(policy));
        PolicyValue {
            statement: case.path(policy),
            saves_usd: None,
            saves_shortfall_t: left.map(|left| approx(&(&all.high - &left.high))),
            proven: left.is_some_and(|left| left.low == left.high && all.low == all.high),
        }
    };
    policies(case).into_iter().map(one).collect()
}

/// What a cheapest plan would save without each policy, those that are only money on a flow or an activity included.
#[must_use]
pub fn in_cost(case: &Case<'_>, proof: &Certified, plan: &[Rational]) -> Vec<PolicyValue> {
    let touched = case.touched(proof);
    let with_rows = policies(case).into_par_iter().map(|policy| {
        if proof.is_exact() && !touched.contains(&policy) {
            return saving(case.path(policy), Some((Rational::ZERO, true)));
        }
        let mut lp = case.lp.clone();
        lp.relax(case.rows_on(policy));
        saving(case.path(policy), saved(case, proof, &lp))
    });
    let mut values: Vec<PolicyValue> = with_rows.collect();
    values.extend(money_only(case, proof, plan));
    values
}

/// Policies without rows: the question is put together again without them.
fn money_only(case: &Case<'_>, proof: &Certified, plan: &[Rational]) -> Vec<PolicyValue> {
    let network = &case.program.network;
    let is_money = |rule: &Rule| rule.scope().limit() == Limit::NoRows;
    let policies: Vec<(PolicyId, &Policy)> = network.policies().filter(|(_, policy)| is_money(&policy.rule)).collect();
    let one = |(id, policy): &(PolicyId, &Policy)| {
        let scenario = network.scenario();
        let path = crate::diagnostic::KeyPath::new(["policy", scenario.policies.key(*id)]).to_string();
        // A ceiling on the premium would move with the baseline, which is another question.
        if needs_baseline(&network.query) {
            return saving(path, None);
        }
        let mut changed = scenario.clone();
        changed.policies.insert(scenario.policies.key(*id), Policy { enabled: false, ..(*policy).clone() });
        let query = Query { scenario: &changed, ..network.query.clone() };
        let without = formulate(Network::of(query), &BaselineCost::default());
        saving(path, saved(case, proof, &granting(&without, plan)))
    };
    policies.par_iter().map(one).collect()
}

/// The saving and whether it is proven.
fn saved(case: &Case<'_>, proof: &Certified, lp: &Lp) -> Option<(Rational, bool)> {
    let without = case.minimise(lp).ok()?;
    Some((proof.upper() - without.upper(), proof.is_exact() && without.is_exact()))
}

fn saving(statement: String, saved: Option<(Rational, bool)>) -> PolicyValue {
    PolicyValue {
        statement,
        saves_usd: saved.as_ref().map(|saved| approx(&saved.0)),
        saves_shortfall_t: None,
        proven: saved.is_some_and(|saved| saved.1),
    }
}
