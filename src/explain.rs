//! Why an answer is what it is, in the planner's own statements: the inequality that proves a shortfall, the smallest
//! conflict, what would cure it, the bottleneck by stage, policy or physics, margins and prices on both sides.

use std::collections::BTreeSet;

use crate::decide::Outcome;
use crate::exact::{Rational, approx};
use crate::formulation::{Kind, RowKey};
use crate::prove::Search;
use crate::report::explanation::{Causes, Explanation, StageShortfall};
use crate::scenario::{MemberId, StageId};
use crate::table::Id;

pub mod case;
pub mod conflict;
pub mod margin;
pub mod price;
pub mod repair;
pub mod sentence;
pub mod structure;

use case::Case;

/// How much to find out.
#[derive(Clone, Copy, Debug)]
pub struct Depth {
    /// How many conflicts to look for.
    pub conflicts: usize,
}

/// Explains what `outcome` means for the members that `asked` picks; `step` is told what is being worked on.
#[must_use]
pub fn explain(
    outcome: &Outcome<'_>,
    asked: impl Fn(MemberId) -> bool,
    search: Search<'_>,
    depth: Depth,
    step: &dyn Fn(&str),
) -> Explanation {
    let case = Case::of(outcome, asked, search);
    let mut explanation = Explanation { structure: structure::sentence(&case), ..Explanation::default() };
    if case.asked.is_empty() {
        return explanation;
    }
    step("shortfall");
    let Ok(proof) = case.minimise(&case.elastic(|_| false)) else { return explanation };
    if proof.lower().is_some_and(|low| *low > Rational::ZERO) {
        let touched = case.touched(&proof);
        explanation.sentence = sentence::of(&case, &proof);
        step("conflict");
        add_conflicts(&mut explanation, &case, depth.conflicts);
        step("repairs");
        if let Ok(repairs) = repair::alone(&case, &touched) {
            explanation.repairs = repairs;
        }
        explanation.statements_that_cannot_help_alone =
            case.program.statements.iter().filter(|statement| statement.kind != Kind::Physics).count() - touched.len();
        explanation.joint_repairs = repair::together(&case);
        step("causes");
        explanation.causes = Some(causes(&case));
        step("margin");
        explanation.margin = margin::of_shortfall(&case);
        step("prices");
        explanation.prices = price::of_shortfall(&case, &touched, &proof);
        explanation.policies = price::policies_in_shortfall(&case, &touched, &proof);
    } else if let Some(cost) = &outcome.cost {
        step("margin");
        explanation.margin = margin::of_feasible(&case);
        step("prices");
        explanation.prices = price::of_cost(&case, cost);
        explanation.policies = price::policies_in_cost(&case, cost);
    }
    step("stages");
    explanation.stages = stages(&case);
    explanation.binding_stage = binding_stage(&explanation.stages);
    explanation.programs_solved = case.solved();
    explanation
}

fn add_conflicts(explanation: &mut Explanation, case: &Case<'_>, wanted: usize) {
    let mut spared = BTreeSet::new();
    for number in 0..wanted.max(1) {
        let Ok(Some(conflict)) = conflict::find(case, &spared) else { break };
        let paths = conflict.statements.iter().map(|id| case.program.statements[id.index()].path.to_string()).collect();
        if number == 0 {
            explanation.conflict = paths;
            explanation.conflict_irreducible = conflict.irreducible;
        } else {
            explanation.further_conflicts.push(paths);
        }
        match conflict.statements.first() {
            Some(first) => spared.insert(*first),
            None => break,
        };
    }
}

/// The shortfall of the asked demands when only one stage's capacities are kept, policies kept.
#[must_use]
pub fn stages(case: &Case<'_>) -> Vec<StageShortfall> {
    let scenario = case.program.network.scenario();
    scenario
        .stages
        .ids()
        .map(|stage| {
            at_stage(case, stage, |row| case.kind(row) == Kind::Capacity && !case.stages_of(row).contains(&stage))
        })
        .collect()
}

/// The stage that alone leaves the largest shortfall; the earliest of several.
#[must_use]
pub fn binding_stage(stages: &[StageShortfall]) -> Option<String> {
    let mut binding: Option<&StageShortfall> = None;
    for stage in stages.iter().filter(|stage| stage.shortfall_t > 0.0) {
        if binding.is_none_or(|other| stage.shortfall_t > other.shortfall_t) {
            binding = Some(stage);
        }
    }
    binding.map(|stage| stage.stage.clone())
}

fn at_stage(case: &Case<'_>, stage: StageId, relaxed: impl Fn(crate::lp::Row) -> bool) -> StageShortfall {
    let name = case.program.network.scenario().stages.key(stage).to_owned();
    match case.shortfall(relaxed) {
        Ok(interval) => {
            let proven = interval.low == interval.high;
            StageShortfall { stage: name, shortfall_t: approx(&interval.high), proven }
        }
        Err(_) => StageShortfall { stage: name, shortfall_t: approx(&case.asked_quantity()), proven: false },
    }
}

fn causes(case: &Case<'_>) -> Causes {
    let key = |row: crate::lp::Row| &case.program.rows[row.index()];
    let mut proven = true;
    let mut shortfall = |relaxed: &dyn Fn(crate::lp::Row) -> bool| {
        let interval = case.shortfall(relaxed).ok();
        proven &= interval.as_ref().is_some_and(|interval| interval.low == interval.high);
        interval.map(|interval| approx(&interval.high))
    };
    let without_policies_t = shortfall(&|row| case.kind(row) == Kind::Policy);
    let without_avoidance_t = shortfall(&|row| matches!(key(row), RowKey::Avoid { .. }));
    let without_capacities_t = shortfall(&|row| case.kind(row) == Kind::Capacity);
    let stages = case.program.network.query.avoid_stages;
    let avoidance_relaxed_at: Vec<StageShortfall> = stages
        .iter()
        .map(|&stage| at_stage(case, stage, |row| matches!(key(row), RowKey::Avoid { stage: at, .. } if *at == stage)))
        .collect();
    proven &= avoidance_relaxed_at.iter().all(|stage| stage.proven);
    Causes { without_policies_t, without_avoidance_t, without_capacities_t, avoidance_relaxed_at, proven }
}
