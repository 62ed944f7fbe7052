//! Claims: statements about the answer, judged with the numbers and the proof behind them. What is unique is compared as
//! it is; of what differs among equally good plans both ends are, so that a judgement holds for all of them.

use crate::answer::Options;
use crate::evidence::{Reading, Taken, take};
use crate::report;
use crate::report::claim::{Bounds, ClaimReport, Evidence};
use crate::scenario::{ByMember, Claim, ClaimId, Condition, Figure, Findings, Judgement, Loaded, Quantifier, Scenario};
use crate::table::{Id, Table};

mod asked;
mod facts;
mod truth;

use asked::{Answered, asks_for};
use facts::Facts;
use truth::{Truth, and, or};

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
    let stated = Answered::of(scenario, |_| true, options, progress);
    let demanding = scenario.claims.iter().any(|(_, claim)| claim.robust);
    let readings = [Reading::Strict, Reading::Generous].into_iter().filter(|_| demanding);
    let taken: Vec<Taken> = readings.map(|reading| take(loaded, reading)).collect::<Result<_, _>>()?;
    let others: Vec<(Reading, Answered<'_>)> = taken
        .iter()
        .map(|taken| (taken.reading, Answered::of(&taken.loaded.scenario, |claim| claim.robust, options, progress)))
        .collect();
    let judged = |(id, claim): (ClaimId, &Claim)| {
        let (mut judgement, evidence) = judgement(scenario, claim, &stated);
        let mut by_evidence = None;
        if claim.robust {
            let mut judgements = vec![(Reading::Stated, judgement)];
            judgements
                .extend(others.iter().map(|(reading, other)| (*reading, self::judgement(scenario, claim, other).0)));
            judgements.sort_by_key(|(reading, _)| *reading);
            judgement = robust(&judgements);
            let words =
                judgements.iter().map(|(reading, judged)| (reading.word().to_owned(), judged.word().to_owned()));
            by_evidence = Some(words.collect());
        }
        ClaimReport { by_evidence, ..report(scenario, id, claim, judgement, evidence) }
    };
    Ok(scenario.claims.iter().map(judged).collect())
}

/// What the evidence carries whichever way it is read: confirmed or refuted under every reading, else undetermined.
fn robust(judgements: &[(Reading, Judgement)]) -> Judgement {
    match judgements {
        [(_, first), rest @ ..] if rest.iter().all(|(_, other)| other == first) => *first,
        _ => Judgement::Undetermined,
    }
}

/// Whether what is proven bears a claim out, and the numbers that say so.
fn judgement(scenario: &Scenario, claim: &Claim, answered: &Answered<'_>) -> (Judgement, Vec<Evidence>) {
    let mut truths = Vec::new();
    let mut evidence = Vec::new();
    for series in facts(claim, answered) {
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
    let judgement = match judged {
        Some(true) => Judgement::Confirmed,
        Some(false) => Judgement::Refuted,
        None => Judgement::Undetermined,
    };
    (judgement, evidence)
}

fn report(
    scenario: &Scenario,
    id: ClaimId,
    claim: &Claim,
    judgement: Judgement,
    evidence: Vec<Evidence>,
) -> ClaimReport {
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
        bounds: Bounds { premium: asks_for(claim, Figure::Premium), cost: asks_for(claim, Figure::Cost) },
        judgement: judgement.word().to_owned(),
        expect: claim.expect.word().to_owned(),
        as_expected: judgement == claim.expect,
        by_evidence: None,
        evidence,
    }
}

fn keys<I: Id, T>(table: &Table<I, T>, ids: &[I]) -> Vec<String> {
    ids.iter().map(|id| table.key(*id).to_owned()).collect()
}

/// What is known of everybody a claim is about, year by year; all together are one.
fn facts(claim: &Claim, answered: &Answered<'_>) -> Vec<Vec<Facts>> {
    let (scenario, question) = (answered.scenario(), &claim.question);
    let shares = answered.country_shares(claim);
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
