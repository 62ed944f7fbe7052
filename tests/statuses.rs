//! How real a facility must be to take part, on every command; and claims that demand robustness.

mod common;

use common::{case, run};
use serde_json::Value;

fn solve(args: &[&str], code: i32) -> Value {
    let path = case("statuses");
    run(&[&["solve", &path, "--format", "json"], args].concat()).exits(code).json()
}

#[test]
fn only_what_is_real_enough_takes_part() {
    let delivered = |statuses: &str| {
        let report = solve(&["--year", "2030", "--status", statuses], 4);
        report["answers"][0]["delivered_t"].as_f64().expect("tonnes")
    };
    // A facility without a status operates.
    assert_eq!(delivered("operating").to_bits(), 40f64.to_bits());
    assert_eq!(delivered("idle,construction").to_bits(), 50f64.to_bits());
    assert_eq!(delivered("announced").to_bits(), 50f64.to_bits());
    let all = solve(&["--year", "2030"], 0);
    let named = solve(&["--year", "2030", "--status", "announced,idle,financed,construction,operating"], 0);
    assert_eq!(all, named, "all statuses are the default, in any order");
    let file = solve(&["--set", "scenario.statuses=[\"operating\"]", "--year", "2026"], 4);
    assert_eq!(file["question"]["statuses"], serde_json::json!(["operating"]));
    run(&["solve", &case("statuses"), "--status", "running"]).exits(2).complains_of("operating");
}

#[test]
fn answers_by_status_add_one_after_the_other() {
    let report = solve(&["--by-status"], 0);
    let coverages = |answer: usize| -> Vec<(String, f64)> {
        let levels = report["answers"][answer]["by_status"].as_object().expect("a table");
        levels.iter().map(|(status, brief)| (status.clone(), brief["coverage"].as_f64().expect("a coverage"))).collect()
    };
    let levels = ["operating", "construction", "financed", "announced", "idle"];
    let expected = |coverages: [f64; 5]| -> Vec<(String, f64)> {
        levels.iter().map(|status| (*status).to_owned()).zip(coverages).collect()
    };
    assert_eq!(coverages(0), expected([0.8, 1.0, 1.0, 1.0, 1.0]));
    assert_eq!(coverages(1), expected([0.4, 0.6, 0.7, 1.0, 1.0]));
    assert_eq!(report["answers"][0]["feasible_from_status"], "construction");
    assert_eq!(report["answers"][1]["feasible_from_status"], "announced");
    let narrowed = solve(&["--by-status", "--status", "operating,financed"], 4);
    let levels: Vec<&String> = narrowed["answers"][1]["by_status"].as_object().expect("a table").keys().collect();
    assert_eq!(levels, ["operating", "financed"]);
    assert_eq!(narrowed["answers"][1]["feasible_from_status"], Value::Null);
    let text = run(&["solve", &case("statuses"), "--by-status"]).exits(0).stdout;
    let sentence = "buyer: in 2026 feasible only with what is under construction; in 2030 feasible only with what is \
                    announced";
    assert!(text.replace("\n  ", " ").contains(sentence), "{text}");
    let sheet = run(&["solve", &case("statuses"), "--by-status", "--by-evidence", "--format", "csv"]).exits(0).stdout;
    assert!(sheet.contains("status:operating,buyer,2030,alone,infeasible,,,,,coverage,1,0.4\n"), "{sheet}");
    assert!(sheet.contains("answer,buyer,2026,alone,feasible,,,,,robust,1,1\n"), "{sheet}");
    assert!(sheet.contains("answer,buyer,2030,alone,feasible,,,,,robust,1,0\n"), "{sheet}");
}

#[test]
fn every_command_knows_them() {
    let path = case("statuses");
    let narrowed = ["--status", "operating", "--year", "2026"];
    let explained = run(&[&["explain", &path, "--format", "json"], &narrowed[..]].concat()).exits(4).json();
    assert_eq!(explained["answers"][0]["repairs"].as_array().expect("a list").len(), 2, "one plant and the demand");
    let program = run(&[&["export", &path, "--lp-format", "lp"], &narrowed[..]].concat()).exits(0).stdout;
    assert!(program.contains("works") && !program.contains("shell"), "{program}");
    let axis = ["--axis", "member.buyer.demand_t_per_year.magnet.2026=40,41"];
    let rows = run(&[&["sweep", &path], &axis[..], &narrowed[..]].concat()).exits(4).stdout;
    assert!(rows.contains("40,alone,buyer,2026,feasible") && rows.contains("41,alone,buyer,2026,infeasible"), "{rows}");
    let axis = ["--axis", "scenario.statuses=operating,announced", "--evidence", "generous", "--year", "2030"];
    let rows = run(&[&["sweep", &path], &axis[..]].concat()).exits(4).stdout;
    assert!(rows.contains("infeasible"), "{rows}");
}

#[test]
fn a_robust_claim_rests_on_all_three_readings() {
    let path = case("statuses");
    let report = run(&["test", &path, "--format", "json"]).exits(0).json();
    let claims = report["files"][0]["claims"].as_array().expect("a list");
    let judged: Vec<(&str, Vec<&str>)> = claims
        .iter()
        .map(|claim| {
            let readings = claim["by_evidence"].as_object().into_iter().flatten();
            (
                claim["judgement"].as_str().expect("a word"),
                readings.map(|reading| reading.1.as_str().unwrap()).collect(),
            )
        })
        .collect();
    assert_eq!(
        judged,
        [
            ("confirmed", vec!["confirmed", "confirmed", "confirmed"]),
            ("undetermined", vec!["refuted", "confirmed", "confirmed"]),
            ("refuted", vec!["refuted", "refuted", "refuted"]),
            ("confirmed", vec![]),
        ]
    );
    let text = run(&["test", &path]).exits(0).stdout;
    assert!(
        text.contains("by reading of the evidence: strict: refuted, stated: confirmed, generous: confirmed"),
        "{text}"
    );
    // On what operates alone nothing serves 2030: a claim without statuses takes those of the command line.
    let narrowed = run(&["test", &path, "--status", "operating", "--format", "json"]).exits(1).json();
    assert_eq!(narrowed["files"][0]["claims"][1]["judgement"], "refuted");
    let strict = run(&["test", &path, "--evidence", "strict", "--format", "json"]).exits(0).json();
    assert_eq!(strict["files"][0]["claims"][1]["judgement"], "undetermined");
}

#[test]
fn proofs_of_a_reading_are_checked_under_that_reading() {
    let (path, folder) = (case("statuses"), tempfile::tempdir().expect("a temporary folder"));
    let proofs = folder.path().join("proofs.json");
    let proofs = proofs.to_str().expect("a path in Unicode");
    let narrowed = ["--evidence", "strict", "--status", "operating,announced", "--certificates", proofs];
    run(&[&["solve", &path], &narrowed[..]].concat()).exits(4);
    run(&["verify", proofs, &path]).exits(0);
    let text = std::fs::read_to_string(proofs).expect("the proofs are there");
    std::fs::write(proofs, text.replace("\"strict\"", "\"generous\"")).expect("they can be changed");
    run(&["verify", proofs, &path]).exits(1).complains_of("another scenario");
    run(&["solve", &path, "--certificates", proofs, "--by-status"]).exits(2).complains_of("--by-status");
}
