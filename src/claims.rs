//! Claims: statements about the answer, judged with the numbers and the proof behind them.

use crate::answer::{Answers, Options, answer};
use crate::evidence::{Reading, take};
use crate::report::claim::{ClaimReport, Evidence};
use crate::report::{Answer, Verdict};
use crate::scenario::{
    Claim, ClaimId, Condition, Findings, Judgement, Loaded, MemberId, Quantifier, Question, Scenario,
};

/// Slack of comparisons with numbers of the file, relative: figures are exact values rounded to the nearest f64.
const ROUNDING: f64 = 1e-12;

/// Judges every claim of the scenario, in file order. Claims that ask the same share the work.
///
/// # Errors
/// Where a claim demands robustness and a reading of the evidence makes the scenario invalid.
pub fn judge(
    loaded: &Loaded,
    options: Options<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<ClaimReport>, Findings> {
    let scenario = &loaded.scenario;
    let stated = Sitting::of(scenario, |_| true, options, progress);
    let mut others = Vec::new();
    if scenario.claims.iter().any(|(_, claim)| claim.robust) {
        for reading in [Reading::Strict, Reading::Generous] {
            let taken = take(loaded, reading)?;
            others.push((reading, Sitting::of(&taken.loaded.scenario, |claim| claim.robust, options, progress)));
        }
    }
    let judged = |(id, claim): (ClaimId, &Claim)| {
        let mut report = report(scenario, id, claim, stated.answers(claim)?);
        if claim.robust {
            let mut judgements = vec![(Reading::Stated, judgement(scenario, claim, stated.answers(claim)?))];
            for (reading, sitting) in &others {
                judgements.push((*reading, judgement(scenario, claim, sitting.answers(claim)?)));
            }
            judgements.sort_by_key(|(reading, _)| *reading);
            report.set_judgement(robust(&judgements), claim.expect);
            let words =
                judgements.iter().map(|(reading, judged)| (reading.word().to_owned(), judged.word().to_owned()));
            report.by_evidence = Some(words.collect());
        }
        Some(report)
    };
    Ok(scenario.claims.iter().filter_map(judged).collect())
}

/// What the evidence carries whichever way it is read: confirmed or refuted under every reading, else undetermined.
fn robust(judgements: &[(Reading, Judgement)]) -> Judgement {
    match judgements {
        [(_, first), rest @ ..] if rest.iter().all(|(_, other)| other == first) => *first,
        _ => Judgement::Undetermined,
    }
}

/// The answers that claims of one scenario rest on.
struct Sitting(Vec<(Question, Answers)>);

impl Sitting {
    fn of(
        scenario: &Scenario,
        counts: impl Fn(&Claim) -> bool,
        options: Options<'_>,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Self {
        let asked = shared_questions(scenario, counts);
        let answered = |question: Question| (question.clone(), answer(scenario, &question, options, progress));
        Self(asked.into_iter().map(answered).collect())
    }

    fn answers(&self, claim: &Claim) -> Option<&Answers> {
        self.0.iter().find(|(question, _)| alike(question, &claim.question)).map(|entry| &entry.1)
    }
}

fn alike(a: &Question, b: &Question) -> bool {
    (a.mode, &a.avoid, &a.avoid_stages, &a.statuses) == (b.mode, &b.avoid, &b.avoid_stages, &b.statuses)
}

/// One question per mode, avoidance and statuses, with the members and years of all its claims that count.
fn shared_questions(scenario: &Scenario, counts: impl Fn(&Claim) -> bool) -> Vec<Question> {
    let mut shared: Vec<Question> = Vec::new();
    for (_, claim) in scenario.claims.iter().filter(|(_, claim)| counts(claim)) {
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
    let members = claim.question.members.iter();
    let evidence = members.flat_map(|member| series(scenario, claim, answers, *member)).map(Evidence::of);
    let mut report = ClaimReport {
        claim: scenario.claims.key(id).to_owned(),
        text: claim.text.clone(),
        mode: claim.question.mode.word().to_owned(),
        judgement: String::new(),
        expect: claim.expect.word().to_owned(),
        as_expected: false,
        by_evidence: None,
        evidence: evidence.collect(),
    };
    report.set_judgement(judgement(scenario, claim, answers), claim.expect);
    report
}

impl ClaimReport {
    fn set_judgement(&mut self, judged: Judgement, expected: Judgement) {
        judged.word().clone_into(&mut self.judgement);
        self.as_expected = judged == expected;
    }
}

/// Whether what is proven bears a claim out.
fn judgement(scenario: &Scenario, claim: &Claim, answers: &Answers) -> Judgement {
    let mut verdicts = Vec::new();
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
    }
    let judged = match claim.quantifier {
        Quantifier::All => verdicts.into_iter().fold(Some(true), and),
        Quantifier::Some => verdicts.into_iter().fold(Some(false), or),
    };
    match judged {
        Some(true) => Judgement::Confirmed,
        Some(false) => Judgement::Refuted,
        None => Judgement::Undetermined,
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
