//! Why an answer is what it is: the keys that `explain` adds to an answer. Every figure says whether it is proven.

use serde::Serialize;

use super::flip::Flip;

/// Everything `explain` found out about one question.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// What the network alone shows, without any program: what cannot be made or reached, the reason behind each line
    /// below it; empty where it shows nothing.
    pub structure: Vec<Lack>,
    /// How many demands of others are held at what the answer gives them.
    pub demands_held: usize,
    /// What the asked demands lack at least in all, others held at what they get, t: what all figures below count. The
    /// fair split may leave more missing where one member demands several commodities.
    pub least_missing_t: Option<f64>,
    /// The aggregated inequality of the proof in words, for an infeasible question.
    pub sentence: Option<String>,
    /// The same in figures.
    pub inequality: Option<Inequality>,
    /// Inequalities of demands that share nothing with the first, the largest shortage first.
    pub further_inequalities: Vec<Inequality>,
    /// Key paths of a smallest set of statements that cannot hold together; empty for a feasible question.
    pub conflict: Vec<String>,
    /// Whether every statement of the conflict is proven necessary: without it a plan meets everything else.
    pub conflict_irreducible: bool,
    /// Key paths of what the conflict takes as given: demands of others, held at what the answer gives them, and where
    /// money is short the tariffs, subsidies and price floors in force.
    pub conflict_given: Vec<String>,
    /// Further conflicts, as many as were asked for and exist.
    pub further_conflicts: Vec<Conflict>,
    /// Whether it is proven that there are no other conflicts than these.
    pub conflicts_complete: bool,
    /// What each statement alone would have to become, least effort first; then those that cannot cure it alone.
    pub repairs: Vec<Repair>,
    /// What several statements together would have to become.
    pub joint_repairs: Vec<JointRepair>,
    /// The shortfall when only one stage's capacities are kept; where none leaves anything missing alone, a last line
    /// says of which stages together it does.
    pub stages: Vec<StageShortfall>,
    /// The stage of the line with the largest shortfall; null where none leaves more missing than is missing without any
    /// limit of capacity.
    pub binding_stage: Option<String>,
    /// The shortfall when whole families of statements are relaxed.
    pub causes: Option<Causes>,
    /// How far the verdict is from turning.
    pub margin: Margin,
    /// What one unit more or less of a binding statement is worth, the largest effects first.
    pub prices: Vec<Price>,
    /// Whether all numbers that bind are among them.
    pub prices_complete: bool,
    /// What removing a policy would change.
    pub policies: Vec<PolicyValue>,
    /// What would flip the verdict; null unless it was asked for.
    pub flip: Option<Flip>,
    /// The verdict of every year of the scenario.
    pub timeline: Vec<YearVerdict>,
    /// How many linear programs this explanation took, the timeline aside.
    pub programs_solved: usize,
}

impl Explanation {
    /// All inequalities, the largest shortage first.
    pub fn inequalities(&self) -> impl Iterator<Item = &Inequality> {
        self.inequality.iter().chain(&self.further_inequalities)
    }

    /// Takes the arguments of `--set` away: where others are held at what they get, a solve would share the addition out
    /// again, so that none of them does what it says.
    pub fn withhold_arguments(&mut self) {
        let changes =
            self.joint_repairs.iter_mut().flat_map(|repair| &mut repair.changes).map(|change| &mut change.set);
        self.repairs.iter_mut().map(|repair| &mut repair.set).chain(changes).for_each(|set| *set = None);
    }

    /// Writes the numbers of the world that arguments of `--set` change as known exactly, so that a reading of the
    /// evidence that is asked for again takes them as they are instead of moving them once more.
    pub fn pin_arguments(&mut self) {
        let changes = self.joint_repairs.iter_mut().flat_map(|repair| &mut repair.changes);
        let changes = changes.map(|change| (&change.statement, &mut change.set));
        let repairs = self.repairs.iter_mut().map(|repair| (&repair.statement, &mut repair.set));
        let of_world = repairs.chain(changes).filter(|(statement, _)| !statement.starts_with("policy."));
        of_world.filter_map(|(_, set)| set.as_mut()).for_each(pin);
        if let Some(flip) = &mut self.flip {
            flip.arguments_mut().for_each(pin);
        }
    }

    /// Marks as not proven what rests on a number that moves with the statements, the cost that a ceiling on premiums
    /// is counted from. Statements that `stay` do not move it.
    pub fn doubt(&mut self, stay: impl Fn(&str) -> bool) {
        for repair in self.repairs.iter_mut().filter(|repair| !stay(&repair.statement)) {
            (repair.proven, repair.set) = (false, None);
        }
        for repair in &mut self.joint_repairs {
            repair.proven = false;
            repair.changes.iter_mut().filter(|change| !stay(&change.statement)).for_each(|change| change.set = None);
        }
        for price in self.prices.iter_mut().filter(|price| !stay(&price.statement)) {
            price.proven = false;
        }
        for policy in self.policies.iter_mut().filter(|policy| !stay(&policy.statement)) {
            policy.proven = false;
        }
        self.conflict_irreducible &= self.conflict.iter().all(|statement| stay(statement));
        for conflict in &mut self.further_conflicts {
            conflict.irreducible &= conflict.statements.iter().all(|statement| stay(statement));
        }
        self.stages.iter_mut().for_each(|stage| stage.proven = false);
        self.causes.iter_mut().for_each(|causes| causes.proven = false);
        self.margin.proven = false;
    }

    /// Key paths of all statements it names.
    pub fn statements(&self) -> impl Iterator<Item = &str> {
        let structure = self.structure.iter().flat_map(|lack| &lack.statements);
        let repairs = self.repairs.iter().map(|repair| &repair.statement);
        let prices = self.prices.iter().map(|price| &price.statement);
        let policies = self.policies.iter().map(|policy| &policy.statement);
        let given = self.further_conflicts.iter().flat_map(|conflict| &conflict.given).chain(&self.conflict_given);
        let named = structure.chain(repairs).chain(prices).chain(policies).chain(given).map(String::as_str);
        named.chain(self.flip.iter().flat_map(Flip::statements))
    }
}

/// `key=1` as `key={value=1,low=1,high=1}`.
fn pin(set: &mut String) {
    if let Some((key, value)) = set.rsplit_once('=') {
        *set = format!("{key}={{value={value},low={value},high={value}}}");
    }
}

/// Something that the network alone shows to be out of reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// In words.
    pub text: String,
    /// How deep it stands: 0 for the demand, one more for each reason behind a reason.
    pub depth: usize,
    /// Key paths of the statements it rests on.
    pub statements: Vec<String>,
}

/// The aggregated inequality of a proof: what is needed exceeds everything that can be had, whatever the plan. All
/// tonnes are of one product, or of several that share a capacity, the scarcest; other capacities count with what they are worth in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inequality {
    /// Key of the product all tonnes are counted in, of several that share a capacity joined by [`TOGETHER`]; null where
    /// it is what is asked for.
    pub counted_in: Option<String>,
    /// What the asked demands need, t.
    pub needed_t: f64,
    /// What others get, t.
    pub given_t: f64,
    /// Everything that can be had, t; less than `needed_t + given_t`.
    pub available_t: f64,
    /// The asked demands.
    pub needs: Vec<Part>,
    /// The capacities that can serve them, largest first; one of nothing is among them.
    pub sources: Vec<Part>,
    /// What policies with a limit above zero let through.
    pub limits: Vec<Part>,
    /// Everything else that could serve them is excluded or limited by these statements.
    pub excluded_by: Vec<Exclusion>,
    /// The same in money, where a budget or a ceiling on premiums leaves something unmet.
    pub money: Option<Money>,
}

impl Inequality {
    /// What `excluded_by` does, in words.
    #[must_use]
    pub fn ruled_out(&self) -> &'static str {
        let policies = self.excluded_by.iter().any(|exclusion| exclusion.statement.starts_with("policy."));
        match (self.available_t > 0.0, policies) {
            (true, true) => "everything else is ruled out or limited",
            (true, false) => "everything else is ruled out",
            (false, true) => "all of it is ruled out or limited",
            (false, false) => "all of it is ruled out",
        }
    }
}

/// What is needed costs more than a policy allows, whatever the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Money {
    /// Key path of the policy.
    pub statement: String,
    /// Least cost of all that is asked for and of what others get, proven, USD.
    pub least_cost_usd: f64,
    /// What the policy allows, USD.
    pub allowed_usd: f64,
}

/// A statement's part of an inequality.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// Key path.
    pub statement: String,
    /// Name of the facility or of the member.
    pub name: String,
    /// Key of what a member demands; null for what is not a demand.
    pub commodity: Option<String>,
    /// Key of the facility's country; null for what is not a facility.
    pub country: Option<String>,
    /// The number the statement states, in its own unit.
    pub value: f64,
    /// What it counts in the inequality, t.
    pub counts_t: f64,
}

/// A statement that rules supply out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exclusion {
    /// Key path.
    pub statement: String,
    /// Stages at which it does, for the avoidance.
    pub stages: Vec<String>,
}

/// Statements that cannot hold together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Key paths.
    pub statements: Vec<String>,
    /// Whether each is proven necessary.
    pub irreducible: bool,
    /// What it takes as given, see `conflict_given`.
    pub given: Vec<String>,
}

/// One statement moved alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Repair {
    /// Key path.
    pub statement: String,
    /// `capacity`, `demand` or `policy`.
    pub kind: String,
    /// Whether moving it alone can cure the shortfall.
    pub cures: bool,
    /// Whether this, and how far it must move, is proven.
    pub proven: bool,
    /// The shortfall that is left without the statement, t; null where the conflict stands without it, so that it
    /// cannot cure anything alone.
    pub remaining_shortfall_t: Option<f64>,
    /// How far it must move.
    pub move_by: Option<f64>,
    /// The parts of the movement, where the statement speaks of several stages, commodities or places.
    pub parts: Vec<Opening>,
    /// Unit of the movement.
    pub unit: Option<String>,
    /// The number the statement states now, where it states one.
    pub value_now: Option<f64>,
    /// The number it must state.
    pub value_needed: Option<f64>,
    /// Movement over the present number (over the asked demand where there is none, or where it is zero).
    pub relative: Option<f64>,
    /// The argument of `--set` that makes this change; none where a solve would share it out among others too.
    pub set: Option<String>,
}

/// A part of a movement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Opening {
    /// The stage, commodity or place.
    pub about: String,
    /// How far it moves there.
    pub move_by: f64,
}

/// Several statements moved together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JointRepair {
    /// Which statements were allowed to move.
    pub scope: String,
    /// Key path of a statement that was not, in an alternative.
    pub without: Option<String>,
    /// Sum of weighted movements.
    pub effort: f64,
    /// Unit of the effort: `1` for relative movements, `USD` for capital cost.
    pub unit: String,
    /// Whether no cheaper one exists in this scope, proven.
    pub proven: bool,
    /// The movements, dearest first.
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
    /// Its part of the effort.
    pub effort: f64,
    /// The argument of `--set` that makes this change; none where a solve would share it out among others too.
    pub set: Option<String>,
}

/// What joins the keys of stages or products that are counted together.
pub const TOGETHER: &str = "+";

/// The shortfall with one stage's capacities only, or those of several.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageShortfall {
    /// Stage, or several joined by [`TOGETHER`].
    pub stage: String,
    /// What is asked and could not be delivered, t.
    pub shortfall_t: f64,
    /// What could be delivered, t.
    pub delivered_t: f64,
    /// Whether both are proven.
    pub proven: bool,
}

/// `mining+recycling` as `mining and recycling`, three of them with a comma.
#[must_use]
pub fn apart(keys: &str) -> String {
    match keys.rsplit_once(TOGETHER) {
        Some((first, last)) => format!("{} and {last}", first.replace(TOGETHER, ", ")),
        None => keys.to_owned(),
    }
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
    /// Shortfall without policies, avoidance and capacity limits, t: what recipes and routes alone leave missing.
    pub without_either_t: Option<f64>,
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
    /// Whether the figures given are proven, or that there is none.
    pub proven: bool,
}

/// What one unit of a binding statement is worth, on either side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Price {
    /// Key path.
    pub statement: String,
    /// `t/t`: shortfall per unit (infeasible questions); `USD/t`: cost per unit; per `USD` for amounts of money.
    pub unit: String,
    /// The number the statement states.
    pub value_now: f64,
    /// What one unit less of a capacity or limit would add (of a demand: save).
    pub left: Option<f64>,
    /// What one unit more of a capacity or limit would save (of a demand: add).
    pub right: Option<f64>,
    /// From here the left price holds, perhaps from further away.
    pub left_from: Option<f64>,
    /// Up to here the right price holds, perhaps further.
    pub right_to: Option<f64>,
    /// Whether both sides that are given are proven.
    pub proven: bool,
    /// Why there is no left price.
    pub left_reason: Option<NoPrice>,
    /// Why there is no right price.
    pub right_reason: Option<NoPrice>,
}

/// Why a side has no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NoPrice {
    /// The number is zero and cannot fall.
    Zero,
    /// Any movement to this side makes the question infeasible, proven.
    Infeasible,
    /// No slope could be proven.
    Unproven,
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
    /// Whether it is proven.
    pub proven: bool,
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
    /// The stage that alone leaves the largest shortfall, or those that only do together, joined by
    /// [`TOGETHER`]; null where nothing is short, or not for want of capacity.
    pub binding_stage: Option<String>,
}
