//! `didymium explain` on the cases whose answers can be checked by hand, and laws of its figures on random scenarios.

mod common;
mod world;

use common::run;
use didymium::answer::Options;
use didymium::answer::explained::explain;
use didymium::explain::Depth;
use didymium::network::Detail;
use didymium::report::explanation::Explanation;
use didymium::report::{Answer, Verdict};
use didymium::scenario::load::load_text;
use didymium::solve::Simplex;
use serde_json::Value;
use world::World;

fn explained(case: &str, args: &[&str]) -> Value {
    let path = format!("{}/tests/cases/{case}.toml", env!("CARGO_MANIFEST_DIR"));
    let output = run(&[&["explain", &path, "--format", "json"], args].concat());
    assert_eq!(output.code, 4, "{}", output.stderr);
    serde_json::from_str(&output.stdout).expect("JSON")
}

fn close(found: &Value, expected: f64) -> bool {
    found.as_f64().is_some_and(|found| (found - expected).abs() <= 1e-6 * (1.0 + expected.abs()))
}

fn repair<'a>(answer: &'a Value, statement: &str) -> &'a Value {
    let repairs = answer["repairs"].as_array().expect("repairs");
    repairs.iter().find(|repair| repair["statement"] == statement).unwrap_or_else(|| panic!("no repair of {statement}"))
}

#[test]
fn g1_names_the_mines_and_the_three_cures() {
    let report = explained("g1_m1_limited", &[]);
    let answer = &report["answers"][0];
    let conflict: Vec<&str> = answer["conflict"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let demand = "member.buyer.demand_t_per_year.dy_oxide";
    assert_eq!(conflict, ["facility.m1.capacity_t_per_year", "facility.m2.capacity_t_per_year", demand]);
    assert_eq!(answer["conflict_irreducible"], true);
    for (statement, by, needed) in [
        ("facility.m1.capacity_t_per_year", 200.0, 1000.0),
        ("facility.m2.capacity_t_per_year", 40.0, 40.0),
        (demand, 2.0, 8.0),
    ] {
        let repair = repair(answer, statement);
        assert!(close(&repair["move_by"], by) && close(&repair["value_needed"], needed), "{repair}");
        assert_eq!(repair["proven"], true);
    }
    assert!(close(&answer["margin"]["capacity_uplift"], 0.25), "{}", answer["margin"]);
    assert!(answer["sentence"].as_str().expect("a sentence").contains("200 t of ore; only 160 t can be had"));
    let solved = answer["programs_solved"].as_u64().expect("a count");
    assert!(solved <= 3 * 3 + 60, "{solved} programs");
}

#[test]
fn g3_shows_the_bottleneck_that_the_first_conflict_may_hide() {
    let report = explained("g3_hidden_bottleneck", &[]);
    let stages = report["system"][0]["stages"].as_array().expect("stages");
    let short = |name: &str| &stages.iter().find(|stage| stage["stage"] == name).expect("a stage")["shortfall_t"];
    assert!(close(short("separation"), 6.0) && close(short("magnet"), 0.0));
    assert_eq!(report["system"][0]["binding_stage"], "separation");
}

#[test]
fn g5_tells_left_from_right() {
    let report = explained("g5_degenerate_price", &["--conflicts", "3"]);
    let answer = &report["answers"][0];
    let prices = answer["prices"].as_array().expect("prices");
    let of_capacity: Vec<&Value> =
        prices.iter().filter(|price| price["statement"].as_str().is_some_and(|s| s.starts_with("facility"))).collect();
    assert!(!of_capacity.is_empty());
    for price in of_capacity {
        assert!(close(&price["left"], 1.0) && close(&price["right"], 0.0), "{price}");
    }
    let further = answer["further_conflicts"].as_array().expect("a list");
    assert_eq!(further.len(), 2, "separation and mine are conflicts of their own");
}

#[test]
fn the_page_shows_statements_where_the_file_says_them() {
    let path = format!("{}/tests/cases/g3_hidden_bottleneck.toml", env!("CARGO_MANIFEST_DIR"));
    let output = run(&["explain", &path]);
    assert_eq!(output.code, 4);
    for part in
        ["these statements cannot all hold", "g2_members.toml:", "^^^^", "Stage by stage", "What would cure it alone"]
    {
        assert!(output.stdout.contains(part), "the page lacks {part}:\n{}", output.stdout);
    }
}

#[test]
fn what_nobody_makes_or_only_avoided_places_make_is_said_without_a_program() {
    let text = World { avoid: false, ..World::new(3, "alone", false) };
    let member = format!("m{}", text.consumers.iter().find(|consumer| consumer.alliance).expect("a member").country);
    let places: Vec<String> = (0..text.countries).map(|country| format!("c{country}")).collect();
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a temporary file");
    std::fs::write(file.path(), text.to_toml()).expect("a temporary file can be written");
    let path = file.path().to_str().expect("a path in Unicode");
    let output = run(&["explain", path, "--member", &member, "--avoid", &places.join(","), "--avoid-stage", "magnet"]);
    assert_eq!(output.code, 4, "{}", output.stderr);
    let page = output.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["magnet cannot be supplied at all in 2026", "ruled out at magnet", "[`scenario.avoid` "] {
        assert!(page.contains(part), "the page lacks {part}:\n{}", output.stdout);
    }
}

fn cases() -> u64 {
    std::env::var("DIDYMIUM_LAW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(30)
}

fn answers(text: &str, overrides: &[String]) -> Vec<Answer> {
    let loaded = load_text("generated.toml", text.to_owned(), None, overrides)
        .unwrap_or_else(|error| panic!("{error:?}\n{overrides:?}\n{text}"));
    let options = Options { backend: &Simplex, second: None, time_limit: None, detail: Detail::Pooled, prover: None };
    explain(&loaded.scenario, &loaded.scenario.question, options, Depth { conflicts: 1, worth: true }, &|_, _| {})
        .answers
}

/// Key paths of every capacity and demand of a generated world with a value that takes the limit away.
fn relaxing(world: &World, kept: &[String]) -> Vec<String> {
    let mut overrides = Vec::new();
    let mut relax = |path: String, value: &str| {
        if !kept.contains(&path) {
            overrides.push(format!("{path}={value}"));
        }
    };
    for plant in &world.plants {
        relax(format!("facility.{}.capacity_t_per_year", plant.key), "100000");
        if plant.heavy_limit.is_some() {
            relax(format!("facility.{}.max_output_t_per_year.heavy", plant.key), "100000");
        }
    }
    for consumer in &world.consumers {
        relax(format!("member.{}.demand_t_per_year.magnet", consumer.key), "0");
        if consumer.oxide > 0.0 {
            relax(format!("member.{}.demand_t_per_year.heavy", consumer.key), "0");
        }
    }
    if !kept.contains(&"scenario.avoid".to_owned()) {
        overrides.push("scenario.avoid=[]".to_owned());
    }
    for (key, _) in &world.policies {
        if !kept.contains(&format!("policy.{key}")) {
            overrides.push(format!("policy.{key}.enabled=false"));
        }
    }
    overrides
}

#[test]
fn conflicts_repairs_and_margins_hold_when_tried() {
    let (mut conflicts, mut repairs, mut margins) = (0, 0, 0);
    for seed in 0..cases() {
        let world = World::new(seed, "alone", seed % 3 == 0);
        let text = world.to_toml();
        for (index, answer) in answers(&text, &[]).iter().enumerate() {
            let Some(explanation) = answer.explanation.as_ref().filter(|_| answer.verdict == Verdict::Infeasible)
            else {
                continue;
            };
            let verdict = |overrides: &[String]| answers(&text, overrides)[index].verdict;
            conflicts += expect_conflict(&world, explanation, &verdict);
            repairs += expect_repairs(explanation, &verdict, &text);
            margins += expect_margin(&world, explanation, &verdict);
        }
    }
    assert!(conflicts > 0 && repairs > 0 && margins > 0, "{conflicts} conflicts, {repairs} repairs, {margins} margins");
}

fn expect_conflict(world: &World, explanation: &Explanation, verdict: &dyn Fn(&[String]) -> Verdict) -> usize {
    let conflict = &explanation.conflict;
    assert!(!conflict.is_empty() && explanation.conflict_irreducible, "{explanation:?}\n{}", world.to_toml());
    let all = verdict(&relaxing(world, conflict));
    assert_eq!(all, Verdict::Infeasible, "{conflict:?} can hold\n{}", world.to_toml());
    for dropped in conflict {
        let rest: Vec<String> = conflict.iter().filter(|path| *path != dropped).cloned().collect();
        let without = verdict(&relaxing(world, &rest));
        assert_eq!(without, Verdict::Feasible, "{dropped} is not needed in {conflict:?}\n{}", world.to_toml());
    }
    1
}

fn expect_repairs(explanation: &Explanation, verdict: &dyn Fn(&[String]) -> Verdict, text: &str) -> usize {
    let mut tried = 0;
    for repair in &explanation.repairs {
        let (Some(now), Some(needed)) = (repair.value_now, repair.value_needed) else { continue };
        if repair.statement.starts_with("policy.") {
            continue;
        }
        tried += 1;
        let hair = (needed - now) * 1e-6;
        let set = |value: f64| vec![format!("{}={value}", repair.statement)];
        assert_eq!(verdict(&set(needed)), Verdict::Feasible, "{repair:?}\n{text}");
        assert_eq!(verdict(&set(needed - hair)), Verdict::Infeasible, "a hair less than {repair:?}\n{text}");
    }
    tried
}

fn expect_margin(world: &World, explanation: &Explanation, verdict: &dyn Fn(&[String]) -> Verdict) -> usize {
    let Some(uplift) = explanation.margin.capacity_uplift else { return 0 };
    let offtakes = world.policies.iter().any(|(_, body)| body.contains("offtake"));
    if world.byproduct.is_some() || offtakes {
        return 0;
    }
    let raised = |factor: f64| -> Vec<String> {
        let mut overrides = Vec::new();
        for plant in &world.plants {
            overrides.push(format!("facility.{}.capacity_t_per_year={}", plant.key, plant.capacity * factor));
            if let Some(limit) = plant.heavy_limit {
                overrides.push(format!("facility.{}.max_output_t_per_year.heavy={}", plant.key, limit * factor));
            }
        }
        overrides
    };
    assert_eq!(verdict(&raised(1.0 + uplift * (1.0 + 1e-9) + 1e-12)), Verdict::Feasible, "{}", world.to_toml());
    assert_eq!(verdict(&raised(1.0 + uplift * (1.0 - 1e-6))), Verdict::Infeasible, "{}", world.to_toml());
    1
}
