//! One member by itself in one year: modes `alone` and `own`.

use super::{Options, Pair, query};
use crate::certify::Certified;
use crate::decide::prover::{Bench, Side};
use crate::decide::{self, Outcome};
use crate::exact::{Rational, approx, decimal, round_down, round_up, sum};
use crate::plan::{self, Needs, Origin};
use crate::report::beside::Beside;
use crate::report::{Answer, MixEntry, Shortfall, Verdict};
use crate::scenario::{MemberId, Mode, Question, Scenario};

/// The answer for `member` in `year`.
pub fn answer(scenario: &Scenario, question: &Question, member: MemberId, year: i32, options: Options<'_>) -> Answer {
    let pair = pair(scenario, question, member, year, options);
    of_pair(scenario, question, member, year, &pair)
}

/// The question and its baseline.
pub fn pair<'a>(
    scenario: &'a Scenario,
    question: &'a Question,
    member: MemberId,
    year: i32,
    options: Options<'_>,
) -> Pair<'a> {
    let query = query(scenario, question, Some(member), year, options.detail);
    let bench = Bench { prover: &options, member: Some(member), side: Side::Answer, start: None };
    Pair::solve(query, decide::least, bench)
}

/// What a question and its baseline come to.
pub fn of_pair(scenario: &Scenario, question: &Question, member: MemberId, year: i32, pair: &Pair<'_>) -> Answer {
    let outcome = pair.answer.as_ref().ok();
    let mut answer = figures(scenario, question, member, year, outcome, pair.baseline_cost());
    if let Some(outcome) = outcome {
        add_plan(&mut answer, outcome, member);
    }
    answer
}

/// The same without the plan, from what the question comes to and what its baseline costs where that is feasible.
pub fn figures(
    scenario: &Scenario,
    question: &Question,
    member: MemberId,
    year: i32,
    outcome: Option<&Outcome<'_>>,
    baseline: Option<&Certified>,
) -> Answer {
    let mut answer = blank(scenario, member, year, question.mode);
    if let Some(outcome) = outcome {
        fill(&mut answer, outcome, member);
    }
    // It is printed without an interval, so it must be known exactly.
    let baseline = baseline.filter(|cost| cost.is_exact());
    answer.baseline_cost_usd = baseline.map(|cost| approx(cost.upper()));
    answer.premium = premium(&answer, outcome.and_then(|outcome| outcome.cost.as_ref()));
    answer
}

/// An answer that says nothing yet: undecided, everything possible.
pub fn blank(scenario: &Scenario, member: MemberId, year: i32, mode: Mode) -> Answer {
    let demand = sum(scenario.members[member].demand.iter().map(|(_, series)| series.at(year)));
    Answer {
        member: scenario.members.key(member).to_owned(),
        year,
        mode: mode.word().to_owned(),
        verdict: Verdict::Undecided,
        proof: "none".to_owned(),
        demand_t: approx(&demand),
        delivered_t: None,
        shortfall_t: approx(&demand),
        shortfall_bounds_t: [0.0, round_up(&demand)],
        coverage: None,
        cost_usd: None,
        cost_bounds_usd: None,
        cost_per_t_usd: None,
        baseline_cost_usd: None,
        premium: None,
        transfers: None,
        shortfalls: Vec::new(),
        mix: Vec::new(),
        beside: Beside::default(),
        explanation: None,
    }
}

/// Cost over baseline less one, where both are feasible, the cost is known exactly and the baseline costs something.
pub fn premium(answer: &Answer, cost: Option<&Certified>) -> Option<f64> {
    cost.filter(|cost| cost.is_exact())?;
    let (cost, baseline) = (answer.cost_usd?, answer.baseline_cost_usd?);
    (answer.verdict == Verdict::Feasible && baseline > 0.0).then(|| cost / baseline - 1.0)
}

fn fill(answer: &mut Answer, outcome: &Outcome<'_>, member: MemberId) {
    set_shortage(answer, outcome, member);
    answer.shortfall_bounds_t = [round_down(&outcome.total.low), round_up(&outcome.total.high)];
    set_verdict(answer, &outcome.total);
    if let Some(cost) = &outcome.cost {
        answer.cost_bounds_usd = cost.lower().map(|low| [round_down(low), round_up(cost.upper())]);
        set_cost(answer, approx(cost.upper()));
    }
}

/// Who supplies what, and what is paid besides cost.
fn add_plan(answer: &mut Answer, outcome: &Outcome<'_>, member: MemberId) {
    let Some(cost) = &outcome.cost else { return };
    let values = plan::values(cost.point());
    let needs = Needs::trace(&outcome.program, cost.point(), &values);
    answer.transfers = Some(plan::cost::transfers(&outcome.program, &values));
    answer.mix = mix(outcome, &plan::mix(&outcome.program, &values, &needs, member));
}

/// The verdict that a proven interval of the shortfall allows.
pub fn set_verdict(answer: &mut Answer, shortfall: &decide::Interval) {
    let (verdict, proof) = verdict(shortfall);
    answer.verdict = verdict;
    proof.clone_into(&mut answer.proof);
}

/// `feasible` where nothing is missing, `infeasible` where something must be, else `undecided`; and how it is proven.
pub fn verdict(shortfall: &decide::Interval) -> (Verdict, &'static str) {
    if shortfall.high.is_zero() {
        (Verdict::Feasible, "exact")
    } else if shortfall.low > decimal(0.0) {
        (Verdict::Infeasible, "exact")
    } else {
        (Verdict::Undecided, "none")
    }
}

/// Cost and cost per tonne delivered.
pub fn set_cost(answer: &mut Answer, usd: f64) {
    answer.cost_usd = Some(usd);
    answer.cost_per_t_usd = answer.delivered_t.filter(|tonnes| *tonnes > 0.0).map(|tonnes| usd / tonnes);
}

/// Delivered, shortfall by commodity and coverage of `member`, from the plan's unmet demands.
pub fn set_shortage(answer: &mut Answer, outcome: &Outcome<'_>, member: MemberId) {
    let network = &outcome.program.network;
    let mut missing = decimal(0.0);
    let mut delivered = decimal(0.0);
    answer.coverage = None;
    for (demand, unmet) in network.demands.iter().zip(&outcome.unmet) {
        if demand.member != member {
            continue;
        }
        let met = &demand.quantity - unmet;
        let coverage = coverage(&met, &demand.quantity);
        answer.coverage = Some(answer.coverage.map_or(coverage, |least: f64| least.min(coverage)));
        if !unmet.is_zero() {
            let commodity = network.scenario().commodities.key(demand.commodity).to_owned();
            answer.shortfalls.push(Shortfall { commodity, shortfall_t: approx(unmet) });
        }
        missing += unmet;
        delivered += met;
    }
    answer.shortfall_t = approx(&missing);
    answer.delivered_t = Some(approx(&delivered));
}

/// What part is met, as a double; whatever is missing, it is not 1.
fn coverage(met: &Rational, demand: &Rational) -> f64 {
    let nearest = approx(&(met / demand));
    if met < demand { nearest.min(1.0_f64.next_down()) } else { nearest }
}

/// The lines of a mix with their share of all the member uses of that commodity from that stage.
pub fn mix(outcome: &Outcome<'_>, lines: &[Origin]) -> Vec<MixEntry> {
    let scenario = outcome.program.network.scenario();
    let total = |line: &Origin| -> f64 {
        let alike = lines.iter().filter(|other| (other.stage, other.commodity) == (line.stage, line.commodity));
        alike.map(|other| other.quantity).sum()
    };
    let shares: Vec<f64> = lines.iter().map(|line| line.quantity / total(line)).collect();
    let entry = |(line, share): (&Origin, f64)| MixEntry {
        stage: scenario.stages.key(line.stage).to_owned(),
        commodity: scenario.commodities.key(line.commodity).to_owned(),
        country: scenario.countries.key(line.country).to_owned(),
        facility: scenario.facilities.key(line.facility).to_owned(),
        quantity_t: line.quantity,
        share,
    };
    lines.iter().zip(shares).map(entry).collect()
}
