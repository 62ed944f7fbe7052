//! What is known of one member, or of all together, in one year.

use super::truth::{Truth, Value};
use crate::answer::range::Ranged;
use crate::decide::Interval;
use crate::exact::{approx, round_down, round_up, sum};
use crate::report::claim::Evidence;
use crate::report::{Answer, SystemAnswer, Verdict};
use crate::scenario::{Condition, Figure, MemberId, Mode, Scenario};

/// What is known of one member, or of all together, in one year.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Whom it is about; everybody where absent.
    pub member: Option<MemberId>,
    /// The year.
    pub year: i32,
    /// The verdict.
    pub verdict: Verdict,
    proof: String,
    demand_t: f64,
    shortfall_t: f64,
    shortfall_share: Value,
    coverage: Value,
    cost: Value,
    premium: Value,
    country_share: Value,
    /// Of the plan shown, where there is one.
    shown: Shown,
}

#[derive(Clone, Debug, Default)]
struct Shown {
    coverage: Option<f64>,
    cost_usd: Option<f64>,
    premium: Option<f64>,
}

impl Facts {
    /// What an answer says of a member. Its money in `joint` is that of the plan shown, unless nobody else takes part.
    pub fn of_answer(scenario: &Scenario, member: MemberId, mode: Mode, answer: &Answer) -> Self {
        let decided = answer.verdict != Verdict::Undecided;
        let share = |tonnes: f64| if answer.demand_t > 0.0 { tonnes / answer.demand_t } else { 0.0 };
        let [low, high] = answer.shortfall_bounds_t.map(share);
        let unique = mode != Mode::Joint || is_only_consumer(scenario, member, answer.year);
        let money = |value: Value| if unique || value == Value::Absent { value } else { Value::Unknown };
        Self {
            member: Some(member),
            year: answer.year,
            verdict: answer.verdict,
            proof: answer.proof.clone(),
            demand_t: answer.demand_t,
            shortfall_t: answer.shortfall_t,
            shortfall_share: Value::Between(low, high),
            coverage: known(decided, answer.coverage),
            cost: money(within(decided, answer.cost_usd, answer.cost_bounds_usd)),
            premium: money(known(decided, answer.premium)),
            country_share: Value::Unknown,
            shown: Shown { coverage: answer.coverage, cost_usd: answer.cost_usd, premium: answer.premium },
        }
    }

    /// What a year's system entry says of all together: demand and shortfall are the alliance's, cost is everybody's.
    pub fn of_system(scenario: &Scenario, system: &SystemAnswer) -> Self {
        let members = scenario.members.iter().filter(|(_, member)| member.alliance);
        let demands = members.flat_map(|(_, member)| &member.demand);
        let demand_t = approx(&sum(demands.map(|(_, series)| series.at(system.year))));
        let share = |tonnes: f64| if demand_t > 0.0 { tonnes / demand_t } else { 0.0 };
        let [low, high] = system.shortfall_bounds_t.map(share);
        let decided = system.verdict != Verdict::Undecided;
        let feasible = system.verdict == Verdict::Feasible;
        let baseline = system.baseline_cost_usd.filter(|usd| feasible && *usd > 0.0);
        let premium = system.cost_usd.zip(baseline).map(|(cost, baseline)| cost / baseline - 1.0);
        Self {
            member: None,
            year: system.year,
            verdict: system.verdict,
            proof: if decided { "exact" } else { "none" }.to_owned(),
            demand_t,
            shortfall_t: system.shortfall_t,
            shortfall_share: Value::Between(low, high),
            coverage: Value::Absent,
            cost: within(decided, system.cost_usd, system.cost_bounds_usd),
            premium: known(decided, premium),
            country_share: Value::Unknown,
            shown: Shown { coverage: None, cost_usd: system.cost_usd, premium },
        }
    }

    /// The same with the range of its coverage, where several splits of a shortage are equally good.
    pub fn with_coverage(mut self, ranged: Option<&Ranged>) -> Self {
        if let Some(ranged) = ranged {
            self.coverage = value_of(ranged);
        }
        self
    }

    /// The same with the range of its country share.
    pub fn with_country_share(mut self, ranged: Option<&Ranged>) -> Self {
        self.country_share = ranged.map_or(Value::Unknown, value_of);
        self
    }

    /// Whether a condition holds that is not about the first feasible year.
    pub fn holds(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::Feasible(wanted) => self.is_feasible().map(|feasible| feasible == *wanted),
            Condition::AtLeast(figure, limit) => self.figure(*figure).at_least(limit.of(self.member)),
            Condition::AtMost(figure, limit) => self.figure(*figure).at_most(limit.of(self.member)),
            Condition::FirstFeasibleAfter(_) | Condition::FirstFeasibleBy(_) => Some(true),
        }
    }

    /// Whether everything can be met.
    pub fn is_feasible(&self) -> Truth {
        match self.verdict {
            Verdict::Feasible => Some(true),
            Verdict::Infeasible => Some(false),
            Verdict::Undecided => None,
        }
    }

    fn figure(&self, figure: Figure) -> Value {
        match figure {
            Figure::ShortfallShare => self.shortfall_share,
            Figure::Premium => self.premium,
            Figure::Cost => self.cost,
            Figure::Coverage => self.coverage,
            Figure::CountryShare => self.country_share,
        }
    }

    /// The numbers in the words of the report.
    pub fn evidence(&self, scenario: &Scenario, holds: Truth) -> Evidence {
        Evidence {
            member: self.member.map(|member| scenario.members.key(member).to_owned()),
            year: self.year,
            holds,
            verdict: self.verdict,
            proof: self.proof.clone(),
            demand_t: self.demand_t,
            shortfall_t: self.shortfall_t,
            coverage: self.shown.coverage,
            coverage_range: self.coverage.ends(),
            cost_usd: self.shown.cost_usd,
            premium: self.shown.premium,
            country_share_range: self.country_share.ends(),
        }
    }
}

fn is_only_consumer(scenario: &Scenario, member: MemberId, year: i32) -> bool {
    let demands = |of: MemberId| scenario.members[of].demand.iter().any(|(_, series)| !series.at(year).is_zero());
    scenario.members.ids().all(|other| other == member || !demands(other))
}

fn known(decided: bool, value: Option<f64>) -> Value {
    match value {
        Some(value) if decided => Value::exactly(value),
        None if decided => Value::Absent,
        _ => Value::Unknown,
    }
}

fn within(decided: bool, value: Option<f64>, bounds: Option<[f64; 2]>) -> Value {
    match bounds {
        Some([low, high]) if decided => Value::Between(low, high),
        _ => known(decided, value),
    }
}

fn value_of(ranged: &Ranged) -> Value {
    match &ranged.range {
        Ok(Some(Interval { low, high })) => Value::Between(round_down(low), round_up(high)),
        Ok(None) => Value::Absent,
        Err(_) => Value::Unknown,
    }
}
