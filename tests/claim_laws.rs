//! Laws of what differs among equally good plans, on random small scenarios: the plan shown is one of them, and pooling
//! changes no range.

mod law;
mod world;

use didymium::answer::range::{Ranged, country_shares, coverages};
use didymium::answer::{Options, answer};
use didymium::exact::approx;
use didymium::network::Detail;
use didymium::report::{Answer, Verdict};
use didymium::scenario::load::load_text;
use didymium::scenario::{Origin, Question, Scenario};
use law::BACKEND;
use world::World;

const STAGES: [&str; 5] = ["mining", "recycling", "separation", "metal", "magnet"];

fn options(detail: Detail) -> Options<'static> {
    Options { backend: BACKEND, second: None, time_limit: None, detail, prover: None }
}

/// A range whose ends are proven, rounded; `None` where there is none.
fn ends(ranged: &Ranged, what: &str) -> Option<(f64, f64)> {
    let range = ranged.range.as_ref().unwrap_or_else(|error| panic!("{error}: {what}"));
    range.as_ref().map(|range| (approx(&range.low), approx(&range.high)))
}

fn origin(scenario: &Scenario, country: usize, stage: &str) -> Origin {
    Origin {
        countries: vec![scenario.countries.id(&format!("c{country}")).expect("a place")],
        stage: scenario.stages.id(stage).expect("a stage"),
        commodities: None,
    }
}

/// The part of what is used of a stage that comes from a place, in the plan shown.
fn shown(answer: &Answer, country: usize, stage: &str) -> Option<f64> {
    let at = || answer.mix.iter().filter(|line| line.stage == stage);
    let all: f64 = at().map(|line| line.quantity_t).sum();
    let there: f64 = at().filter(|line| line.country == format!("c{country}")).map(|line| line.quantity_t).sum();
    (all > 0.0).then(|| there / all)
}

#[test]
fn the_plan_shown_lies_in_the_range_of_the_cheapest_plans() {
    let (mut unique, mut open) = (0, 0);
    for seed in 0..law::cases() {
        let world = World { freight: 0.0, ..World::new(seed, "alone", seed % 2 == 0) };
        let loaded = load_text("generated.toml", world.to_toml(), None, &[]).expect("a generated scenario is valid");
        let (scenario, question) = (&loaded.scenario, &loaded.scenario.question);
        let answers = answer(scenario, question, options(Detail::Pooled), &|_, _| {}).answers;
        let country = usize::try_from(seed).expect("small") % world.countries;
        for stage in STAGES {
            let origin = origin(scenario, country, stage);
            let ranges = country_shares(scenario, question, false, &origin, options(Detail::Pooled), &|_, _| {});
            for (answer, ranged) in answers.iter().zip(&ranges) {
                let what = format!("seed {seed}, {} from c{country} at {stage}\n{}", answer.member, world.to_toml());
                let Some(share) = shown(answer, country, stage) else { continue };
                // Where some cheapest plans use nothing of the stage there is no range.
                let Ok(range) = &ranged.range else { continue };
                let range = range.as_ref().unwrap_or_else(|| panic!("something is used: {what}"));
                let (low, high) = (approx(&range.low), approx(&range.high));
                assert!(low - 1e-9 <= share && share <= high + 1e-9, "{share} is not in {low} to {high}: {what}");
                if high > low { open += 1 } else { unique += 1 }
            }
        }
    }
    assert!(unique > 20 && open > 5, "{unique} shares were unique, {open} were not");
}

#[test]
fn pooling_changes_no_range() {
    for seed in 0..law::cases() / 2 {
        for (mode, everybody) in [("alone", false), ("joint", false), ("joint", true)] {
            let world = World { freight: 0.0, ..World::new(seed, mode, true) };
            let loaded =
                load_text("generated.toml", world.to_toml(), None, &[]).expect("a generated scenario is valid");
            let (scenario, question) = (&loaded.scenario, &loaded.scenario.question);
            let stage = STAGES[usize::try_from(seed).expect("small") % STAGES.len()];
            let origin = origin(scenario, 1, stage);
            let of = |detail| country_shares(scenario, question, everybody, &origin, options(detail), &|_, _| {});
            for (pooled, full) in of(Detail::Pooled).iter().zip(&of(Detail::Full)) {
                let what = format!("seed {seed}, {mode}, everybody {everybody}, c1 at {stage}\n{}", world.to_toml());
                assert_eq!(pooled.range, full.range, "{what}");
            }
        }
    }
}

#[test]
fn the_coverage_shown_lies_in_the_range_of_equally_good_plans() {
    // A tonne of magnets takes less heavy oxide than a tonne of oxide does, so ties are for tests/cases/claims_coverage.toml.
    let mut tried = 0;
    for seed in 0..law::cases() {
        let world = World::new(seed, "alone", true);
        let loaded = load_text("generated.toml", world.to_toml(), None, &[]).expect("a generated scenario is valid");
        let (scenario, question) = (&loaded.scenario, &loaded.scenario.question);
        let answers = answer(scenario, question, options(Detail::Pooled), &|_, _| {}).answers;
        let short = |answer: &&Answer| answer.verdict == Verdict::Infeasible;
        for answer in answers.iter().filter(short) {
            let member = scenario.members.id(&answer.member).expect("a member");
            let question = Question { members: vec![member], ..question.clone() };
            let ranges = coverages(scenario, &question, options(Detail::Pooled), &|_, _| {});
            let what = format!("seed {seed}, {}\n{}", answer.member, world.to_toml());
            let (low, high) = ends(&ranges[0], &what).expect("a member with a demand");
            let shown = answer.coverage.expect("a coverage");
            assert!(low - 1e-9 <= shown && shown <= high + 1e-9, "{shown} is not in {low} to {high}: {what}");
            tried += 1;
        }
    }
    assert!(tried > 5, "{tried} members were short");
}
