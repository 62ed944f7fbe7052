//! Claims: statements about the answer, judged with the numbers and the proof behind them. What is unique is compared as
//! it is; of what differs among equally good plans both ends are, so that a judgement holds for all of them.

use crate::answer::Options;
use crate::report::{self, claim::ClaimReport};
use crate::scenario::{ByMember, Claim, ClaimId, Condition, Figure, Judgement, Quantifier, Scenario};
use crate::table::{Id, Table};

mod asked;
mod facts;
mod truth;

use asked::{Answered, asks_for};
use facts::Facts;
use truth::{Truth, and, or};

/// Judges every claim of the scenario, in file order. Claims that ask the same share the work.
#[must_use]
pub fn judge(scenario: &Scenario, options: Options<'_>, progress: &(dyn Fn(usize, usize) + Sync)) -> Vec<ClaimReport> {
    let answered = Answered::of(scenario, options, progress);
    scenario.claims.iter().map(|(id, claim)| judged(scenario, id, claim, &answered)).collect()
}

fn judged(scenario: &Scenario, id: ClaimId, claim: &Claim, answered: &Answered<'_>) -> ClaimReport {
    let mut truths = Vec::new();
    let mut evidence = Vec::new();
    for series in facts(scenario, claim, answered) {
        let over_time = claim.conditions.iter().map(|condition| holds_over_time(condition, &series));
        let over_time = over_time.fold(Some(true), and);
        for facts in &series {
            let here = claim.conditions.iter().map(|condition| facts.holds(condition)).fold(over_time, and);
            truths.push(here);
            evidence.push(facts.evidence(scenario, here));
        }
    }
    // A claim that came to no answer at all is not one that holds for every answer.
    let nothing = if truths.is_empty() { None } else { Some(claim.quantifier == Quantifier::All) };
    let judged = match claim.quantifier {
        Quantifier::All => truths.into_iter().fold(nothing, and),
        Quantifier::Some => truths.into_iter().fold(nothing, or),
    };
    let judged = match judged {
        Some(true) => Judgement::Confirmed,
        Some(false) => Judgement::Refuted,
        None => Judgement::Undetermined,
    };
    let question = &claim.question;
    let origin = claim.origin.as_ref().map(|origin| report::claim::Origin {
        countries: keys(&scenario.countries, &origin.countries),
        stage: scenario.stages.key(origin.stage).to_owned(),
        commodities: origin.commodities.as_ref().map(|ids| keys(&scenario.commodities, ids)),
    });
    ClaimReport {
        claim: scenario.claims.key(id).to_owned(),
        text: claim.text.clone(),
        mode: question.mode.word().to_owned(),
        avoid: keys(&scenario.countries, &question.avoid),
        avoid_stages: keys(&scenario.stages, &question.avoid_stages),
        origin,
        bounds: report::claim::Bounds {
            premium: asks_for(claim, Figure::Premium),
            cost: asks_for(claim, Figure::Cost),
        },
        judgement: judged.word().to_owned(),
        expect: claim.expect.word().to_owned(),
        as_expected: judged == claim.expect,
        evidence,
    }
}

fn keys<I: Id, T>(table: &Table<I, T>, ids: &[I]) -> Vec<String> {
    ids.iter().map(|id| table.key(*id).to_owned()).collect()
}

/// What is known of everybody a claim is about, year by year; all together are one.
fn facts(scenario: &Scenario, claim: &Claim, answered: &Answered<'_>) -> Vec<Vec<Facts>> {
    let (question, shares) = (&claim.question, answered.country_shares(claim));
    let share = |facts: &Facts| shares.iter().find(|share| (share.member, share.year) == (facts.member, facts.year));
    let measured = |facts: Facts| {
        let share = share(&facts);
        facts.with_country_share(share)
    };
    if claim.everybody {
        let years = question.years.iter().filter_map(|&year| answered.system(question, year));
        return vec![years.map(|system| measured(Facts::of_system(scenario, system))).collect()];
    }
    let of_member = |&member| -> Vec<Facts> {
        let years = question.years.iter();
        let answers = years.filter_map(|&year| answered.answer(question, member, year));
        let known = answers.map(|answer| {
            let facts = Facts::of_answer(scenario, member, question.mode, answer);
            measured(facts.with_coverage(answered.coverage(question, member, answer.year)))
        });
        known.collect()
    };
    question.members.iter().map(of_member).collect()
}

/// Whether a condition on the first feasible year holds for somebody's years; other conditions do not say.
fn holds_over_time(condition: &Condition, series: &[Facts]) -> Truth {
    let limit = |limit: &ByMember<i32>| series.first().map(|facts| limit.of(facts.member));
    match condition {
        Condition::FirstFeasibleBy(year) => feasible_by(series, limit(year)?),
        Condition::FirstFeasibleAfter(year) => feasible_by(series, limit(year)?).map(|met| !met),
        Condition::Feasible(_) | Condition::AtLeast(..) | Condition::AtMost(..) => Some(true),
    }
}

/// Whether some year up to `year` is feasible.
fn feasible_by(series: &[Facts], year: i32) -> Truth {
    series.iter().filter(|facts| facts.year <= year).map(Facts::is_feasible).fold(Some(false), or)
}
