//! Laws of political statements, on random small scenarios, for every kind there is: the generator in `world` refuses a
//! kind that it does not know.

mod law;
mod world;

use didymium::answer::Answers;
use didymium::network::Detail;
use didymium::report::Verdict;
use didymium::scenario::keys::{POLICY_KINDS, PolicyKind};
use law::{close, expect_no_worse, same, solve, solve_with};
use world::World;

/// Scenarios per law and kind; `DIDYMIUM_LAW_CASES` asks for more.
fn worlds<'a>(kind: &'a PolicyKind, mode: &'static str) -> impl Iterator<Item = (String, World)> + use<'a> {
    let seeds = law::cases() / 2;
    (0..seeds).map(move |seed| {
        let world = World::with(seed, mode, kind.word);
        (format!("seed {seed}, {mode}, {}\n{}", kind.word, world.to_toml()), world)
    })
}

/// Demands the same verdicts, coverages and costs; in `joint` a member's own cost is that of the plan shown.
fn expect_same(one: &Answers, two: &Answers, what: &str) {
    for (one, two) in one.answers.iter().zip(&two.answers) {
        assert_eq!(one.verdict, two.verdict, "{what}");
        assert!(
            same(one.coverage, two.coverage) && close(one.shortfall_t, two.shortfall_t),
            "{one:?}\n{two:?}\n{what}"
        );
        assert!(one.mode == "joint" || same(one.cost_usd, two.cost_usd), "{one:?}\n{two:?}\n{what}");
    }
    for (one, two) in one.system.iter().flatten().zip(two.system.iter().flatten()) {
        assert!(same(one.cost_usd, two.cost_usd), "{one:?}\n{two:?}\n{what}");
        assert!(same(one.least_shortfall_t, two.least_shortfall_t), "{one:?}\n{two:?}\n{what}");
    }
}

/// What is paid, by member alone or by all together.
fn costs(answers: &Answers) -> Vec<f64> {
    match &answers.system {
        Some(system) => system.iter().filter_map(|entry| entry.cost_usd).collect(),
        None => answers.answers.iter().filter_map(|entry| entry.cost_usd).collect(),
    }
}

/// Coverage of every consumer and shortfall of every answer: what a statement may take from somebody.
fn service(answers: &Answers) -> Vec<Option<f64>> {
    let others = answers.system.iter().flatten().flat_map(|entry| &entry.others);
    let others = others.flat_map(|other| [other.coverage, Some(other.shortfall_t)]);
    let members = answers.answers.iter().flat_map(|entry| [entry.coverage, Some(entry.shortfall_t)]);
    members.chain(others).collect()
}

#[test]
fn pooling_changes_no_answer_whatever_is_in_force() {
    for kind in POLICY_KINDS {
        for mode in ["alone", "joint"] {
            for (what, world) in worlds(kind, mode) {
                expect_same(&solve(&world), &solve_with(&world, Detail::Full), &what);
            }
        }
    }
}

#[test]
fn a_dropped_statement_never_makes_it_worse() {
    // A subsidy is money received: without it everything costs more.
    for kind in POLICY_KINDS.iter().filter(|kind| kind.word != "subsidy") {
        for mode in ["alone", "joint"] {
            for (what, world) in worlds(kind, mode) {
                expect_no_worse(&world, &world.relieved(), &what);
            }
        }
    }
}

fn soft_kinds() -> impl Iterator<Item = &'static PolicyKind> {
    POLICY_KINDS.iter().filter(|kind| kind.takes("slack_usd_per_t"))
}

#[test]
fn slack_for_nothing_is_the_statement_dropped() {
    for kind in soft_kinds() {
        for mode in ["alone", "joint"] {
            for (what, world) in worlds(kind, mode) {
                expect_same(&solve(&world.softened(0.0)), &solve(&world.relieved()), &what);
            }
        }
    }
}

#[test]
fn dear_slack_is_a_hard_statement_unless_that_makes_somebody_short() {
    let (mut hard_enough, mut left_short) = (0, 0);
    for kind in soft_kinds() {
        for mode in ["alone", "joint"] {
            for (what, world) in worlds(kind, mode) {
                let [soft, hard, none] =
                    [world.softened(1e7), world.clone(), world.relieved()].map(|world| solve(&world));
                let covered = |one: &Answers, two: &Answers| {
                    service(one).into_iter().zip(service(two)).all(|(one, two)| same(one, two))
                };
                assert!(covered(&soft, &none), "slack let somebody go short\n{what}");
                if covered(&hard, &none) {
                    hard_enough += 1;
                    expect_same(&soft, &hard, &what);
                } else {
                    left_short += 1;
                }
            }
        }
    }
    assert!(hard_enough > 20 && left_short > 5, "{hard_enough} of one sort, {left_short} of the other");
}

#[test]
fn the_dearer_the_slack_the_dearer_the_plan() {
    let mut dearer = 0;
    for kind in soft_kinds() {
        for mode in ["alone", "joint"] {
            for (what, world) in worlds(kind, mode) {
                let prices = [0.0, 1.0, 10.0, 1000.0];
                let steps = prices.map(|usd| costs(&solve(&world.softened(usd))));
                for (less, more) in steps.iter().zip(&steps[1..]) {
                    for (less, more) in less.iter().zip(more) {
                        assert!(less <= more || close(*less, *more), "{less} > {more}\n{what}");
                        dearer += usize::from(more > less && !close(*less, *more));
                    }
                }
            }
        }
    }
    assert!(dearer > 20, "slack was paid {dearer} times");
}

#[test]
fn money_alone_changes_no_verdict() {
    for kind in ["tariff", "subsidy", "price_floor"].map(|word| PolicyKind::find(word).expect("a kind")) {
        for mode in ["alone", "joint"] {
            for (what, world) in worlds(kind, mode) {
                let (with, without) = (solve(&world), solve(&world.relieved()));
                for (with, without) in with.answers.iter().zip(&without.answers) {
                    assert_eq!(with.verdict, without.verdict, "{what}");
                    assert!(with.verdict == Verdict::Undecided || same(with.coverage, without.coverage), "{what}");
                }
                for (with, without) in costs(&with).into_iter().zip(costs(&without)) {
                    let no_more = with <= without || close(with, without);
                    let no_less = with >= without || close(with, without);
                    assert!(if kind.word == "subsidy" { no_more } else { no_less }, "{with}, {without}\n{what}");
                }
            }
        }
    }
}

#[test]
fn a_warehouse_meets_no_share() {
    let mut short = 0;
    for kind in ["max_share", "min_share"].map(|word| PolicyKind::find(word).expect("a kind")) {
        for mode in ["alone", "joint"] {
            for (what, mut world) in worlds(kind, mode) {
                // Alone with the share and on open routes, so that a warehouse has nothing else to go round.
                world.policies.retain(|(key, _)| key == "rule");
                world.routes.clear();
                let without = solve(&world);
                short += without.answers.iter().filter(|answer| answer.verdict == Verdict::Infeasible).count();
                world.warehouses = (0..world.countries).collect();
                expect_same(&without, &solve(&world), &what);
            }
        }
    }
    assert!(short > 5, "a share was out of reach {short} times");
}
