//! Why an answer is what it is: the keys that `explain` adds to an answer. Every figure says whether it is proven.

use serde::Serialize;

/// Everything `explain` found out about one question.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// The aggregated inequality of the proof in words, for an infeasible question.
    pub sentence: Option<String>,
    /// Why no program was needed, where the network alone shows that something cannot be made or reached.
    pub structure: Option<String>,
    /// Key paths of a smallest set of statements that cannot hold together; empty for a feasible question.
    pub conflict: Vec<String>,
    /// Whether every statement of the conflict is proven necessary.
    pub conflict_irreducible: bool,
    /// Further conflicts, each without the first statement of the ones before it that can be spared.
    pub further_conflicts: Vec<Vec<String>>,
    /// What each statement alone would have to become.
    pub repairs: Vec<Repair>,
    /// How many statements cannot cure the shortfall alone because its proof does not touch them.
    pub statements_that_cannot_help_alone: usize,
    /// What several statements together would have to become.
    pub joint_repairs: Vec<JointRepair>,
    /// The shortfall when only one stage's capacities are kept.
    pub stages: Vec<StageShortfall>,
    /// The stage that alone leaves the largest shortfall.
    pub binding_stage: Option<String>,
    /// The shortfall when whole families of statements are relaxed.
    pub causes: Option<Causes>,
    /// How far the verdict is from turning.
    pub margin: Margin,
    /// What one unit more or less of a binding statement is worth.
    pub prices: Vec<Price>,
    /// What removing a policy would change.
    pub policies: Vec<PolicyValue>,
    /// The verdict of every year of the scenario.
    pub timeline: Vec<YearVerdict>,
    /// How many linear programs were solved.
    pub programs_solved: usize,
}

/// One statement moved alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Repair {
    /// Key path.
    pub statement: String,
    /// Whether moving it alone can cure the shortfall.
    pub cures: bool,
    /// Whether this is proven.
    pub proven: bool,
    /// The shortfall that is left without the statement, t.
    pub remaining_shortfall_t: f64,
    /// How far it must move.
    pub move_by: Option<f64>,
    /// Unit of the movement.
    pub unit: Option<String>,
    /// The number the statement states now, where it states one.
    pub value_now: Option<f64>,
    /// The number it must state.
    pub value_needed: Option<f64>,
    /// Movement over the present number (over the asked demand where that is zero).
    pub relative: Option<f64>,
}

/// Several statements moved together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JointRepair {
    /// Which statements were allowed to move.
    pub scope: String,
    /// Sum of relative movements.
    pub effort: f64,
    /// Whether no cheaper one exists in this scope, proven.
    pub proven: bool,
    /// The movements.
    pub changes: Vec<Change>,
}

/// One movement of a joint repair.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Key path.
    pub statement: String,
    /// The stage, commodity or place it is about, where the statement speaks of several.
    pub detail: Option<String>,
    /// How far it moves.
    pub move_by: f64,
    /// Unit of the movement.
    pub unit: String,
    /// The number now.
    pub value_now: Option<f64>,
    /// The number needed.
    pub value_needed: Option<f64>,
}

/// The shortfall with one stage's capacities only.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageShortfall {
    /// Stage.
    pub stage: String,
    /// Shortfall, t.
    pub shortfall_t: f64,
    /// Whether it is proven.
    pub proven: bool,
}

/// Policy or physics.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Causes {
    /// Shortfall without any policy and without the avoidance, t.
    pub without_policies_t: Option<f64>,
    /// Shortfall without the avoidance, policies kept, t.
    pub without_avoidance_t: Option<f64>,
    /// Shortfall without any capacity limit, t.
    pub without_capacities_t: Option<f64>,
    /// Shortfall with the avoidance relaxed at one stage only.
    pub avoidance_relaxed_at: Vec<StageShortfall>,
    /// Whether all of these are proven.
    pub proven: bool,
}

/// How far the verdict is from turning, as fractions (0.25 is 25 %).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Margin {
    /// Least uniform rise of all capacities that makes an infeasible question feasible; null where none does.
    pub capacity_uplift: Option<f64>,
    /// Largest uniform growth of the asked demand that keeps a feasible question feasible.
    pub demand_growth: Option<f64>,
    /// Largest uniform loss of all capacities that keeps a feasible question feasible.
    pub capacity_loss: Option<f64>,
    /// Whether the figures given are proven.
    pub proven: bool,
}

/// What one unit of a binding statement is worth, on either side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Price {
    /// Key path.
    pub statement: String,
    /// `t/t`: shortfall per unit (infeasible questions); `USD/t`: cost per unit.
    pub unit: String,
    /// The number the statement states.
    pub value_now: f64,
    /// What one unit less of a capacity would add (of a demand: save); null where there is no unit less, or where no
    /// slope could be proven.
    pub left: Option<f64>,
    /// What one unit more of a capacity would save (of a demand: add); null likewise.
    pub right: Option<f64>,
    /// From here the left price holds.
    pub left_from: Option<f64>,
    /// Up to here the right price holds.
    pub right_to: Option<f64>,
}

/// What removing a policy would change, by solving again without it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PolicyValue {
    /// Key path.
    pub statement: String,
    /// Saving, USD; null where the question is short.
    pub saves_usd: Option<f64>,
    /// Shortfall that goes away, t; null where the question is feasible.
    pub saves_shortfall_t: Option<f64>,
}

/// One year of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearVerdict {
    /// Year.
    pub year: i32,
    /// Verdict.
    pub verdict: super::Verdict,
    /// Shortfall, t.
    pub shortfall_t: f64,
    /// The stage that alone leaves the largest shortfall; null where nothing is short.
    pub binding_stage: Option<String>,
}
