//! Everybody together in one year: mode `joint`.

use std::collections::BTreeMap;

use super::single::{blank, mix, premium, set_cost, set_shortage, set_verdict, verdict};
use super::{Options, Pair, query};
use crate::certify::Certified;
use crate::decide::prover::{Bench, Side};
use crate::decide::{self, Interval, Outcome};
use crate::exact::{Rational, approx, round_down, round_up, sum};
use crate::plan::{self, Needs};
use crate::report::beside::Beside;
use crate::report::{Answer, Other, SystemAnswer, Verdict};
use crate::scenario::{MemberId, Question, Scenario};

/// The system's entry and the answers of the question's members in `year`.
pub fn answer(
    scenario: &Scenario,
    question: &Question,
    year: i32,
    options: Options<'_>,
) -> (SystemAnswer, Vec<Answer>) {
    let pair = pair(scenario, question, year, options);
    of_pair(scenario, question, year, &pair, options)
}

/// The question and its baseline.
pub fn pair<'a>(scenario: &'a Scenario, question: &'a Question, year: i32, options: Options<'_>) -> Pair<'a> {
    Pair::solve(query(scenario, question, None, year, options.detail), decide::fair, bench(&options))
}

fn bench<'a>(options: &'a Options<'_>) -> Bench<'a> {
    Bench { prover: options, member: None, side: Side::Answer, start: None }
}

/// What a question and its baseline come to.
pub fn of_pair(
    scenario: &Scenario,
    question: &Question,
    year: i32,
    pair: &Pair<'_>,
    options: Options<'_>,
) -> (SystemAnswer, Vec<Answer>) {
    let paid = pair.answer.as_ref().ok().and_then(Paid::in_plan);
    let mut answers = figures(scenario, question, year, pair, paid.as_ref());
    let mut system = unknown(scenario, year, &answers);
    if let Ok(outcome) = &pair.answer {
        fill_system(&mut system, outcome, paid.as_ref(), options);
        for (answer, &member) in answers.iter_mut().zip(&question.members) {
            add_mix(answer, outcome, paid.as_ref(), member);
        }
    }
    let baseline = pair.baseline.as_ref().ok().filter(|baseline| alliance_total(baseline).is_zero());
    system.baseline_cost_usd = baseline.and_then(exact_cost).map(|cost| approx(cost.upper()));
    system.premium =
        pair.answer.as_ref().ok().zip(baseline).and_then(|(answer, baseline)| premium_of_all(answer, baseline));
    (system, answers)
}

/// The cost of a plan where it is proven to be the least: whatever is printed without an interval rests on such a one.
fn exact_cost<'o>(outcome: &'o Outcome<'_>) -> Option<&'o Certified> {
    outcome.cost.as_ref().filter(|cost| cost.is_exact())
}

/// What avoidance adds to the cost of all consumers together, over their baseline. Costs compare only where everybody is
/// served alike, so other consumers must lack the same with the avoidance and without.
fn premium_of_all(answer: &Outcome<'_>, baseline: &Outcome<'_>) -> Option<f64> {
    let (cost, base) = (exact_cost(answer)?.upper(), exact_cost(baseline)?.upper());
    let alike = alliance_total(answer).is_zero() && answer.unmet == baseline.unmet;
    (alike && *base > Rational::ZERO).then(|| approx(&(cost / base - Rational::ONE)))
}

/// The answers of the question's members without their mixes, from who pays what in the plan.
pub fn figures(
    scenario: &Scenario,
    question: &Question,
    year: i32,
    pair: &Pair<'_>,
    paid: Option<&Paid>,
) -> Vec<Answer> {
    let in_baseline = pair.baseline.as_ref().ok().filter(|outcome| exact_cost(outcome).is_some());
    let in_baseline = in_baseline.and_then(|outcome| Some((outcome, Paid::in_plan(outcome)?)));
    let one = |&member: &MemberId| {
        let mut answer = blank(scenario, member, year, question.mode);
        if let Ok(outcome) = &pair.answer {
            fill(&mut answer, outcome, paid, member);
        }
        if let Some((outcome, paid)) = &in_baseline {
            let met = total_of(outcome, |of| of == member).is_zero();
            answer.baseline_cost_usd = met.then(|| paid.by(member));
        }
        let cost = pair.answer.as_ref().ok().and_then(|outcome| outcome.cost.as_ref());
        answer.premium = premium(&answer, cost);
        answer
    };
    question.members.iter().map(one).collect()
}

/// A plan's flows and who pays for them.
pub struct Paid {
    values: Vec<f64>,
    needs: Needs,
    by_member: BTreeMap<MemberId, f64>,
}

impl Paid {
    /// Who pays what in the plan of `outcome`, where there is one.
    pub fn in_plan(outcome: &Outcome<'_>) -> Option<Self> {
        let point = outcome.cost.as_ref()?.point();
        let values = plan::values(point);
        let needs = Needs::trace(&outcome.program, point, &values);
        let by_member = plan::cost::by_member(&outcome.program, &values, &needs);
        Some(Self { values, needs, by_member })
    }

    fn by(&self, member: MemberId) -> f64 {
        self.by_member.get(&member).copied().unwrap_or(0.0)
    }
}

fn total_of(outcome: &Outcome<'_>, counts: impl Fn(MemberId) -> bool) -> Rational {
    let demands = outcome.program.network.demands.iter().zip(&outcome.unmet);
    sum(demands.filter(|(demand, _)| counts(demand.member)).map(|(_, unmet)| unmet.clone()))
}

fn alliance_total(outcome: &Outcome<'_>) -> Rational {
    let members = &outcome.program.network.scenario().members;
    total_of(outcome, |member| members[member].alliance)
}

fn unknown(scenario: &Scenario, year: i32, answers: &[Answer]) -> SystemAnswer {
    let members = scenario.members.ids().filter(|&member| scenario.members[member].alliance);
    let demand = sum(members.flat_map(|member| scenario.members[member].demand.iter().map(|entry| entry.1.at(year))));
    let demand = if answers.is_empty() { Rational::ZERO } else { demand };
    SystemAnswer {
        year,
        verdict: Verdict::Undecided,
        cost_usd: None,
        cost_bounds_usd: None,
        baseline_cost_usd: None,
        premium: None,
        shortfall_t: approx(&demand),
        shortfall_bounds_t: [0.0, round_up(&demand)],
        least_shortfall_t: None,
        alliance_cost_usd: None,
        transfers: None,
        others: Vec::new(),
        beside: Beside::default(),
        explanation: None,
    }
}

fn fill_system(system: &mut SystemAnswer, outcome: &Outcome<'_>, paid: Option<&Paid>, options: Options<'_>) {
    let shortfall = alliance_total(outcome);
    system.verdict = verdict(&Interval::exactly(shortfall.clone())).0;
    system.shortfall_t = approx(&shortfall);
    system.shortfall_bounds_t = [round_down(&shortfall), round_up(&shortfall)];
    system.least_shortfall_t = if shortfall.is_zero() {
        Some(0.0)
    } else {
        let least = decide::least_alliance_shortfall(outcome, bench(&options)).ok();
        least.filter(|least| least.low == least.high).map(|least| approx(&least.high))
    };
    let scenario = outcome.program.network.scenario();
    if let (Some(cost), Some(paid)) = (&outcome.cost, paid) {
        system.cost_usd = Some(approx(cost.upper()));
        system.cost_bounds_usd = cost.lower().map(|low| [round_down(low), round_up(cost.upper())]);
        let alliance = scenario.members.iter().filter(|(_, member)| member.alliance);
        let alliance = alliance.map(|(member, _)| paid.by(member)).sum();
        system.alliance_cost_usd = cost.is_exact().then_some(alliance);
        system.transfers = Some(plan::cost::transfers(&outcome.program, &paid.values));
    }
    for (member, _) in scenario.members.iter().filter(|(_, member)| !member.alliance) {
        let mut served = blank(scenario, member, system.year, crate::scenario::Mode::Joint);
        set_shortage(&mut served, outcome, member);
        system.others.push(Other {
            member: served.member,
            demand_t: served.demand_t,
            shortfall_t: served.shortfall_t,
            coverage: served.coverage,
        });
    }
}

fn fill(answer: &mut Answer, outcome: &Outcome<'_>, paid: Option<&Paid>, member: MemberId) {
    set_shortage(answer, outcome, member);
    let shortfall = total_of(outcome, |of| of == member);
    answer.shortfall_bounds_t = [round_down(&shortfall), round_up(&shortfall)];
    set_verdict(answer, &Interval::exactly(shortfall));
    if let Some(paid) = paid.filter(|_| exact_cost(outcome).is_some()) {
        set_cost(answer, paid.by(member));
    }
}

fn add_mix(answer: &mut Answer, outcome: &Outcome<'_>, paid: Option<&Paid>, member: MemberId) {
    if let Some(paid) = paid {
        answer.mix = mix(outcome, &plan::mix(&outcome.program, &paid.values, &paid.needs, member));
    }
}
