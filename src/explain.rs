//! Why an answer is what it is, in the planner's own statements: the inequality that proves a shortfall, the smallest
//! conflict, what would cure it, the bottleneck by stage, policy or physics, margins and prices on both sides.

use std::collections::BTreeSet;

use crate::certify::Certified;
use crate::decide::{Outcome, needs_baseline};
use crate::exact::approx;
use crate::lp::StatementId;
use crate::network::{Network, Query};
use crate::prove::Search;
use crate::report::explanation::{self, Causes, Explanation};
use crate::scenario::{MemberId, Rule};

pub mod case;
pub mod conflict;
pub mod fraction;
pub mod inequality;
pub mod lever;
pub mod margin;
pub mod price;
pub mod repair;
pub mod sentence;
pub mod stage;
pub mod structure;
pub mod together;
pub mod value;
pub mod what_if;

use case::Case;
use conflict::Conflict;
use what_if::{WhatIf, WhatIfs};

/// Whole families of statements that are left out to tell policy from physics.
const FAMILIES: [WhatIf; 4] =
    [WhatIf::WithoutPolicies, WhatIf::WithoutAvoidance, WhatIf::WithoutCapacities, WhatIf::WithoutEither];

/// How much to find out.
#[derive(Clone, Copy, Debug)]
pub struct Depth {
    /// How many conflicts to look for.
    pub conflicts: usize,
    /// Whether to find out what single statements are worth: prices, and what removing each policy would bring.
    pub worth: bool,
}

/// Explains what `outcome` means for the members that `asked` picks.
#[must_use]
pub fn explain(
    outcome: &Outcome<'_>,
    asked: impl Fn(MemberId) -> bool,
    search: Search<'_>,
    depth: Depth,
) -> Explanation {
    let case = Case::of(outcome, asked, search);
    let mut explanation = Explanation { structure: structure::lacks(&case), ..Explanation::default() };
    explanation.demands_held = case.program.network.demands.len() - case.asked.len();
    if case.asked.is_empty() {
        return explanation;
    }
    if case.unmet.is_zero() {
        explain_feasible(&mut explanation, &case, outcome);
    } else if let Ok(proof) = case.minimise(&case.elastic(&BTreeSet::new()), None)
        && conflict::is_short(&proof)
    {
        explain_shortfall(&mut explanation, &case, &proof, depth);
    }
    if explanation.demands_held > 0 {
        explanation.withhold_arguments();
    }
    let Network { query, .. } = &case.program.network;
    if needs_baseline(query) {
        explanation.doubt(|statement| leaves_baseline(query, statement));
    }
    explanation.programs_solved = case.solved();
    explanation
}

/// Whether the baseline is the same whatever becomes of `statement`: it avoids nothing and has no ceiling on premiums.
fn leaves_baseline(query: &Query<'_>, statement: &str) -> bool {
    let policies = &query.scenario.policies;
    let key = statement.strip_prefix("policy.").and_then(|rest| rest.split('.').next());
    let ceiling =
        key.and_then(|key| policies.id(key)).is_some_and(|id| matches!(policies[id].rule, Rule::MaxPremium(_)));
    ceiling || statement == "scenario.avoid"
}

fn explain_shortfall(explanation: &mut Explanation, case: &Case<'_>, proof: &Certified, depth: Depth) {
    explanation.least_missing_t = Some(approx(proof.upper()));
    let mut inequalities = inequality::of(case, proof).into_iter();
    explanation.sentence = Some(sentence::of(case, inequalities.as_slice()));
    explanation.inequality = inequalities.next();
    explanation.further_inequalities = inequalities.collect();
    let conflicts = conflict::enumerate(case, proof, depth.conflicts.max(1));
    let first: Vec<StatementId> = conflicts.found.first().map_or_else(Vec::new, |first| first.statements.clone());
    add_conflicts(explanation, case, &conflicts);
    let what_ifs = WhatIfs::answer(case, proof, questions(case, &first, depth));
    explanation.repairs = repair::alone(case, proof, &what_ifs, &first);
    if depth.worth {
        let (joint_repairs, prices) =
            rayon::join(|| together::repairs(case, proof), || price::of_shortfall(case, proof));
        explanation.joint_repairs = joint_repairs;
        (explanation.prices, explanation.prices_complete) = prices;
        explanation.policies = value::in_shortfall(case, proof, &what_ifs);
    } else {
        explanation.joint_repairs = together::repairs(case, proof);
    }
    explanation.causes = Some(causes(case, &what_ifs));
    explanation.margin = margin::of_shortfall(case, proof);
    add_stages(explanation, case, &what_ifs);
}

fn explain_feasible(explanation: &mut Explanation, case: &Case<'_>, outcome: &Outcome<'_>) {
    let Some(cost) = &outcome.cost else { return };
    let (margin, prices) = rayon::join(|| margin::of_feasible(case, cost), || price::of_cost(case, cost));
    explanation.margin = margin;
    (explanation.prices, explanation.prices_complete) = prices;
    explanation.policies = value::in_cost(case, cost, &outcome.unmet);
}

/// Everything that is asked of an infeasible question once its conflict is known.
fn questions(case: &Case<'_>, conflict: &[StatementId], depth: Depth) -> Vec<WhatIf> {
    let network = &case.program.network;
    let policies = if depth.worth { value::policies(case) } else { Vec::new() };
    let single = conflict.iter().copied().chain(policies).map(WhatIf::Without);
    let avoided = network.query.avoid_stages.iter().map(|stage| WhatIf::WithoutAvoidanceAt(*stage));
    let stages = network.scenario().stages.ids().map(WhatIf::OnlyStage);
    single.chain(FAMILIES).chain(avoided).chain(stages).collect()
}

fn add_conflicts(explanation: &mut Explanation, case: &Case<'_>, conflicts: &conflict::Conflicts) {
    let paths = |ids: &[StatementId]| ids.iter().map(|id| case.path(*id)).collect::<Vec<String>>();
    let report = |conflict: &Conflict| explanation::Conflict {
        statements: paths(&conflict.statements),
        irreducible: conflict.irreducible,
        given: conflict.given.clone(),
    };
    let mut found = conflicts.found.iter().map(report);
    if let Some(first) = found.next() {
        explanation.conflict = first.statements;
        explanation.conflict_irreducible = first.irreducible;
        explanation.conflict_given = first.given;
    }
    explanation.further_conflicts = found.collect();
    explanation.conflicts_complete = conflicts.complete;
}

fn add_stages(explanation: &mut Explanation, case: &Case<'_>, what_ifs: &WhatIfs) {
    let stages = case.program.network.scenario().stages.ids();
    let line = |stage| stage::line(case, stage, what_ifs.shortfall(WhatIf::OnlyStage(stage)));
    explanation.stages = stages.map(line).collect();
    let Some(anyway) = what_ifs.shortfall(WhatIf::WithoutCapacities).map(|interval| &interval.high) else { return };
    explanation.stages.extend(stage::together(case, &explanation.stages, anyway));
    explanation.binding_stage = stage::binding(&explanation.stages, anyway);
}

fn causes(case: &Case<'_>, what_ifs: &WhatIfs) -> Causes {
    let short = |question: WhatIf| what_ifs.shortfall(question).map(|interval| approx(&interval.high));
    let avoided = case.program.network.query.avoid_stages.iter();
    let at = |stage| stage::line(case, stage, what_ifs.shortfall(WhatIf::WithoutAvoidanceAt(stage)));
    let avoidance_relaxed_at: Vec<explanation::StageShortfall> = avoided.map(|stage| at(*stage)).collect();
    let exact = |question: &WhatIf| what_ifs.shortfall(*question).is_some_and(|interval| interval.low == interval.high);
    Causes {
        without_policies_t: short(WhatIf::WithoutPolicies),
        without_avoidance_t: short(WhatIf::WithoutAvoidance),
        without_capacities_t: short(WhatIf::WithoutCapacities),
        without_either_t: short(WhatIf::WithoutEither),
        proven: FAMILIES.iter().all(exact) && avoidance_relaxed_at.iter().all(|stage| stage.proven),
        avoidance_relaxed_at,
    }
}
