//! Claims: statements about the answer, judged with the numbers and the proof behind them.

use crate::answer::{Answers, Options, answer};
use crate::report::claim::{ClaimReport, Evidence};
use crate::report::{Answer, Verdict};
use crate::scenario::{Claim, ClaimId, Condition, Judgement, MemberId, Quantifier, Question, Scenario};

/// Slack of comparisons with numbers of the file, relative: figures are exact values rounded to the nearest f64.
const ROUNDING: f64 = 1e-12;

/// Judges every claim of the scenario, in file order. Claims that ask the same share the work.
#[must_use]
pub fn judge(scenario: &Scenario, options: Options<'_>, progress: &(dyn Fn(usize, usize) + Sync)) -> Vec<ClaimReport> {
    let asked = shared_questions(scenario);
    let done: Vec<(Question, Answers)> =
        asked.into_iter().map(|question| (question.clone(), answer(scenario, &question, options, progress))).collect();
    let of = |claim: &Claim| done.iter().find(|(question, _)| alike(question, &claim.question)).map(|entry| &entry.1);
    let claims = scenario.claims.iter();
    claims.filter_map(|(id, claim)| Some(report(scenario, id, claim, of(claim)?))).collect()
}

fn alike(a: &Question, b: &Question) -> bool {
    (a.mode, &a.avoid, &a.avoid_stages, &a.statuses) == (b.mode, &b.avoid, &b.avoid_stages, &b.statuses)
}

/// One question per mode and avoidance, with the members and years of all its claims.
fn shared_questions(scenario: &Scenario) -> Vec<Question> {
    let mut shared: Vec<Question> = Vec::new();
    for (_, claim) in scenario.claims.iter() {
        match shared.iter_mut().find(|question| alike(question, &claim.question)) {
            Some(question) => {
                question.members.extend(&claim.question.members);
                question.years.extend(&claim.question.years);
            }
            None => shared.push(claim.question.clone()),
        }
    }
    for question in &mut shared {
        question.members.sort_unstable();
        question.members.dedup();
        question.years.sort_unstable();
        question.years.dedup();
    }
    shared
}

fn report(scenario: &Scenario, id: ClaimId, claim: &Claim, answers: &Answers) -> ClaimReport {
    let mut verdicts = Vec::new();
    let mut evidence = Vec::new();
    for &member in &claim.question.members {
        let series = series(scenario, claim, answers, member);
        for condition in claim.conditions.iter().filter(|condition| is_about_time(condition)) {
            verdicts.push(holds_over_time(*condition, &series));
        }
        if claim.conditions.iter().any(|condition| !is_about_time(condition)) {
            for answer in &series {
                let here = claim.conditions.iter().filter(|condition| !is_about_time(condition));
                let verdict = here.map(|condition| holds(*condition, answer)).fold(Some(true), and);
                verdicts.push(verdict);
            }
        }
        evidence.extend(series.iter().map(|answer| Evidence::of(answer)));
    }
    let judged = match claim.quantifier {
        Quantifier::All => verdicts.into_iter().fold(Some(true), and),
        Quantifier::Some => verdicts.into_iter().fold(Some(false), or),
    };
    let judged = match judged {
        Some(true) => Judgement::Confirmed,
        Some(false) => Judgement::Refuted,
        None => Judgement::Undetermined,
    };
    ClaimReport {
        claim: scenario.claims.key(id).to_owned(),
        text: claim.text.clone(),
        mode: claim.question.mode.word().to_owned(),
        judgement: judged.word().to_owned(),
        expect: claim.expect.word().to_owned(),
        as_expected: judged == claim.expect,
        evidence,
    }
}

impl Judgement {
    /// The word used in files and reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Refuted => "refuted",
            Self::Undetermined => "undetermined",
        }
    }
}

fn series<'a>(scenario: &Scenario, claim: &Claim, answers: &'a Answers, member: MemberId) -> Vec<&'a Answer> {
    let key = scenario.members.key(member);
    let counts = |answer: &&Answer| answer.member == key && claim.question.years.contains(&answer.year);
    answers.answers.iter().filter(counts).collect()
}

/// Whether a condition holds; `None` where what is proven does not say.
type Truth = Option<bool>;

fn and(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn is_about_time(condition: &Condition) -> bool {
    matches!(condition, Condition::FirstFeasibleAfter(_) | Condition::FirstFeasibleBy(_))
}

/// A condition on one answer. A number that does not apply (the premium of an infeasible answer, the coverage of a
/// member without demand) meets no condition on it.
fn holds(condition: Condition, answer: &Answer) -> Truth {
    let share = |tonnes: f64| if answer.demand_t > 0.0 { tonnes / answer.demand_t } else { 0.0 };
    let [low, high] = answer.shortfall_bounds_t.map(share);
    let decided = answer.verdict != Verdict::Undecided;
    match condition {
        Condition::Feasible(wanted) => decided.then(|| (answer.verdict == Verdict::Feasible) == wanted),
        Condition::MinShortfallShare(limit) => at_least(low, high, limit),
        Condition::MaxShortfallShare(limit) => at_most(low, high, limit),
        Condition::MinPremium(limit) => number(decided, answer.premium, |premium| at_least(premium, premium, limit)),
        Condition::MaxPremium(limit) => number(decided, answer.premium, |premium| at_most(premium, premium, limit)),
        Condition::MinCost(limit) => number(decided, answer.cost_usd, |cost| {
            let [low, high] = answer.cost_bounds_usd.unwrap_or([cost, cost]);
            at_least(low, high, limit)
        }),
        Condition::MaxCost(limit) => number(decided, answer.cost_usd, |cost| {
            let [low, high] = answer.cost_bounds_usd.unwrap_or([cost, cost]);
            at_most(low, high, limit)
        }),
        Condition::MinCoverage(limit) => {
            number(decided, answer.coverage, |coverage| at_least(coverage, coverage, limit))
        }
        Condition::MaxCoverage(limit) => {
            number(decided, answer.coverage, |coverage| at_most(coverage, coverage, limit))
        }
        Condition::FirstFeasibleAfter(_) | Condition::FirstFeasibleBy(_) => None,
    }
}

fn number(decided: bool, value: Option<f64>, judge: impl FnOnce(f64) -> Truth) -> Truth {
    match value {
        Some(value) if decided => judge(value),
        None if decided => Some(false),
        _ => None,
    }
}

fn at_least(low: f64, high: f64, limit: f64) -> Truth {
    let slack = ROUNDING * limit.abs();
    if low >= limit - slack {
        Some(true)
    } else if high < limit - slack {
        Some(false)
    } else {
        None
    }
}

fn at_most(low: f64, high: f64, limit: f64) -> Truth {
    at_least(-high, -low, -limit)
}

/// A condition on the first feasible year among the years the claim covers.
fn holds_over_time(condition: Condition, series: &[&Answer]) -> Truth {
    match condition {
        Condition::FirstFeasibleBy(year) => feasible_by(series, year),
        Condition::FirstFeasibleAfter(year) => feasible_by(series, year).map(|met| !met),
        _ => None,
    }
}

/// Whether some year up to `year` is feasible.
fn feasible_by(series: &[&Answer], year: i32) -> Truth {
    let verdicts = series.iter().filter(|answer| answer.year <= year).map(|answer| match answer.verdict {
        Verdict::Feasible => Some(true),
        Verdict::Infeasible => Some(false),
        Verdict::Undecided => None,
    });
    verdicts.fold(Some(false), or)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_that_straddle_a_limit_decide_nothing() {
        assert_eq!(at_least(1.0, 3.0, 2.0), None);
        assert_eq!(at_least(2.0, 3.0, 2.0), Some(true));
        assert_eq!(at_most(1.0, 3.0, 2.0), None);
        assert_eq!(at_most(2.5, 3.0, 2.0), Some(false));
        assert_eq!(at_most(0.0, 0.0, 0.0), Some(true));
    }

    #[test]
    fn what_is_unknown_stays_unknown_unless_decided_elsewhere() {
        assert_eq!([None, Some(false)].into_iter().fold(Some(true), and), Some(false));
        assert_eq!([None, Some(true)].into_iter().fold(Some(true), and), None);
        assert_eq!([None, Some(true)].into_iter().fold(Some(false), or), Some(true));
    }
}
