//! What laws are tried with: worlds solved, answers compared.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use super::world::World;
use didymium::answer::{Answers, Options, answer};
use didymium::network::Detail;
use didymium::report::Verdict;
use didymium::scenario::Scenario;
use didymium::scenario::load::load_text;
use didymium::solve::Backend;

/// Scenarios per law; `DIDYMIUM_LAW_CASES` asks for more.
pub fn cases() -> u64 {
    std::env::var("DIDYMIUM_LAW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}

#[cfg(feature = "highs")]
pub const BACKEND: &dyn Backend = &didymium::solve::Highs;
#[cfg(not(feature = "highs"))]
pub const BACKEND: &dyn Backend = &didymium::solve::Simplex;

pub fn solve_with(world: &World, detail: Detail) -> Answers {
    let text = world.to_toml();
    let loaded =
        load_text("generated.toml", text.clone(), None, &[]).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    let answers = answers_of(&loaded.scenario, detail);
    for entry in &answers.answers {
        assert_ne!(entry.verdict, Verdict::Undecided, "undecided for {} in\n{text}", entry.member);
    }
    answers
}

pub fn answers_of(scenario: &Scenario, detail: Detail) -> Answers {
    answer(scenario, &scenario.question, options(detail), &|_, _| {})
}

pub fn options(detail: Detail) -> Options<'static> {
    Options { backend: BACKEND, second: None, time_limit: None, detail, prover: None }
}

pub fn solve(world: &World) -> Answers {
    solve_with(world, Detail::Pooled)
}

pub fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

pub fn same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => close(a, b),
        (a, b) => a == b,
    }
}

/// Coverages of one priority class, worst first, over alliance and others.
pub fn sorted_coverages(world: &World, answers: &Answers, priority: u64) -> Vec<f64> {
    let of = |key: &str| world.consumers.iter().find(|consumer| consumer.key == key).map(|consumer| consumer.priority);
    let members = answers.answers.iter().map(|entry| (entry.member.clone(), entry.coverage));
    let others = answers.system.iter().flatten().flat_map(|entry| &entry.others);
    let others = others.map(|entry| (entry.member.clone(), entry.coverage));
    let mut list: Vec<f64> =
        members.chain(others).filter(|entry| of(&entry.0) == Some(priority)).filter_map(|entry| entry.1).collect();
    list.sort_by(f64::total_cmp);
    list
}

/// Whether `after` is lexicographically at least as good as `before`, the worst first.
pub fn no_worse(before: &[f64], after: &[f64]) -> bool {
    for (before, after) in before.iter().zip(after) {
        if !close(*before, *after) {
            return after > before;
        }
    }
    true
}

pub fn expect_no_worse(before: &World, after: &World, what: &str) {
    let (old, new) = (solve(before), solve(after));
    if before.mode == "joint" {
        // Coverage is a member's lowest; the law is about demands, so only worlds with one demand each are compared.
        if before.consumers.iter().all(|consumer| consumer.oxide == 0.0) {
            let (first, second) = (sorted_coverages(before, &old, 1), sorted_coverages(after, &new, 1));
            assert!(no_worse(&first, &second), "{what} made {second:?} of {first:?}\n{}", before.to_toml());
        }
    } else {
        for (old, new) in old.answers.iter().zip(&new.answers) {
            let worse = new.shortfall_t > old.shortfall_t && !close(new.shortfall_t, old.shortfall_t);
            assert!(!worse, "{what} raised a shortfall\n{}", before.to_toml());
            if close(new.shortfall_t, old.shortfall_t) && new.verdict == Verdict::Feasible {
                let (old, new) = (old.cost_usd.expect("a cost"), new.cost_usd.expect("a cost"));
                assert!(new <= old || close(old, new), "{what} raised a cost\n{}", before.to_toml());
            }
        }
    }
}
