//! `--summary`: the figures of a sweep whose answers a hand can compute, as a table and as JSON.

mod common;

use std::fs;

use common::{Run, number, run};
use serde_json::Value;

const SMALLEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/smallest.toml");
const PORT: &str = "facility.port.capacity_t_per_year";

fn sweep(args: &[&str]) -> Run {
    run(&[&["sweep", SMALLEST], args].concat())
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * (1.0 + expected.abs()), "{found}, expected {expected}");
}

#[test]
fn a_grid_comes_to_what_a_hand_computes() {
    // 200 t of feed are needed. 100, 120, 180 t leave 50, 40, 10 t of magnets short; 220, 300 t do not, at 5.024 million.
    // The port's cost changes no verdict: every second point is a twin of the one before.
    let summary = sweep(&[
        "--year",
        "2030",
        "--axis",
        &format!("{PORT}=100,120,180,220,300"),
        "--axis",
        "facility.port.cost_usd_per_t=15000,15001",
        "--summary=json",
    ])
    .exits(4)
    .json();
    assert_eq!((summary["points"].as_u64(), &summary["samples"]), (Some(10), &Value::Null));
    let [outlook] = summary["answers"].as_array().unwrap().as_slice() else { panic!("one member and year") };
    for (key, expected) in [("feasible", 4), ("infeasible", 6), ("undecided", 0), ("failed", 0)] {
        assert_eq!(outlook[key], expected, "{key}");
    }
    near(number(outlook, "feasible_share"), 0.4);
    assert!(outlook["wilson_95"].is_null(), "a grid is no sample");
    // Shortfalls 0 0 0 0 10 10 40 40 50 50: mean 20; quantiles at places 0.45, 2.25, 4.5, 6.75, 8.55.
    for (key, expected) in [("mean", 20.0), ("p5", 0.0), ("p25", 0.0), ("p50", 10.0), ("p75", 40.0), ("p95", 50.0)] {
        near(number(&outlook["shortfall_t"], key), expected);
    }
    // Costs of the feasible ones: 5,024,000 and, 200 t of feed at one dollar more, 5,024,200.
    near(number(&outlook["cost_usd"], "mean"), 5_024_100.0);
    // Capacity has ranks 1.5 3.5 5.5 7.5 9.5 (twice each), the verdict 3.5 (six times) and 8.5 (four times).
    // Σ of products of deviations: 2·(4+2+0)·2 + 2·(2+4)·3 = 60; squares 80 and 60.
    let inputs = outlook["inputs"].as_array().unwrap();
    assert_eq!((inputs[0]["input"].as_str(), inputs.len()), (Some(PORT), 2));
    near(number(&inputs[0], "verdict"), 60.0 / (80.0_f64 * 60.0).sqrt());
    near(number(&inputs[1], "verdict"), 0.0);
    // With the shortfall ranks 9.5 7.5 5.5 2.5 2.5: deviations 4 2 0 -3 -3 against -4 -2 0 2 4.
    near(number(&inputs[0], "shortfall_t"), -76.0 / (80.0_f64 * 76.0).sqrt());
}

#[test]
fn draws_have_an_interval_and_failures_count_apart() {
    // A uniform factor of 0.5 to 1.5 on 250 t: feasible from 0.8 on, so 70 % of the strata but for the one at the edge.
    let args = ["--year", "2030", "--samples", "200", "--seed", "5", "--vary"];
    let summary = sweep(&[&args[..], &[&format!("{PORT}=*uniform(0.5,1.5)"), "--summary=json"]].concat()).json();
    let outlook = &summary["answers"][0];
    near(number(outlook, "feasible_share"), 0.7);
    // Wilson's interval of 140 of 200.
    let (low, high) = common::bounds(outlook, "wilson_95");
    near(low, 0.633_209_316_272_8);
    near(high, 0.759_252_553_176_3);
    near(number(outlook, "correlation_noise"), 1.959_963_984_540_054 / 199.0_f64.sqrt());
    // Ranks 1 to 200 against 60 zeros and 140 ones: sqrt(3 · 60 · 140 · 200 / (200 · (200² - 1))) by hand.
    near(number(&outlook["inputs"][0], "verdict"), (3.0 * 60.0 * 140.0 / 39_999.0_f64).sqrt());
    let run = sweep(&[&args[..], &[&format!("{PORT}=*uniform(-1,1)"), "--summary=json"]].concat()).exits(5);
    let outlook = &run.json()["answers"][0];
    assert_eq!((outlook["failed"].as_u64(), outlook["feasible"].as_u64()), (Some(100), Some(20)));
    near(number(outlook, "feasible_share"), 0.2);
}

#[test]
fn draws_at_points_of_a_grid_are_summed_up_by_its_axes() {
    let vary = format!("{PORT}=*uniform(0.5,1.5)");
    let args = ["--year", "2030", "--samples", "50", "--vary", &vary];
    let demand = "member.japan.demand_t_per_year.magnet=50,100,200";
    let summary = sweep(&[&args[..], &["--axis", demand, "--summary=json"]].concat()).json();
    let answers = summary["answers"].as_array().unwrap();
    let shares: Vec<(&str, f64)> = answers
        .iter()
        .map(|outlook| {
            let axis = &outlook["at"]["member.japan.demand_t_per_year.magnet"];
            (axis.as_str().unwrap(), number(outlook, "feasible_share"))
        })
        .collect();
    assert_eq!(shares, [("50", 1.0), ("100", 0.7), ("200", 0.0)]);
}

#[test]
fn a_summary_is_the_same_from_a_run_a_resumed_run_and_merged_shards() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let vary = format!("{PORT}=*uniform(0.3,1.5)");
    for ending in ["csv", "jsonl"] {
        let args = [
            "--samples",
            "30",
            "--vary",
            &vary,
            "--axis",
            "member.japan.demand_t_per_year.magnet=90,100",
            "--axis",
            "scenario.mode=alone,joint",
        ];
        let alone = sweep(&[&args[..], &["--summary=json"]].concat()).stdout;
        let output = path(&format!("all.{ending}"));
        let beside = sweep(&[&args[..], &["--summary=json", "--output", &output]].concat());
        assert_eq!(beside.stdout, alone);
        // More shards than points: some have no row to tell their columns.
        let count = if ending == "csv" { 3 } else { 130 };
        let parts: Vec<String> = (1..=count).map(|number| path(&format!("{number}.{ending}"))).collect();
        for (number, part) in (1..).zip(&parts) {
            let shard = format!("{number}/{count}");
            let run = sweep(&[&args[..], &["--shard", &shard, "--output", part]].concat());
            assert!([0, 4].contains(&run.code), "{}", run.stderr);
            let again = sweep(&[&args[..], &["--shard", &shard, "--output", part, "--resume", "--summary"]].concat());
            again.complains_of("is whole already");
        }
        let joined = path(&format!("joined.{ending}"));
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let merged = run(&[&["sweep-merge"], &parts[..], &["--output", &joined, "--summary=json"]].concat());
        assert_eq!(merged.stdout, alone);
        assert_eq!(fs::read(&joined).unwrap(), fs::read(&output).unwrap());
    }
}

#[test]
fn the_table_says_what_the_json_says() {
    let vary = [format!("{PORT}=*uniform(0.5,1.5)"), "member.*.demand_t_per_year=*normal(1,0.2)".to_owned()];
    let args = ["--samples", "40", "--seed", "1", "--vary", &vary[0], "--vary", &vary[1], "--summary"];
    let table = sweep(&args).exits(4).stdout;
    let json = sweep(&[&args[..8], &["--summary=json"]].concat()).json();
    assert!(table.starts_with("Probability of feasibility, 40 draws\n"), "{table}");
    for (outlook, line) in json["answers"].as_array().unwrap().iter().zip(table.lines().skip(3)) {
        let (low, high) = common::bounds(outlook, "wilson_95");
        let interval = format!("{:.1} - {:.1}", 100.0 * low, 100.0 * high);
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words[..2], ["japan", &outlook["year"].to_string()]);
        assert_eq!(words[3..6].join(" "), interval);
        assert_eq!(words[6..8], [outlook["feasible"].to_string(), outlook["infeasible"].to_string()]);
    }
    for outlook in json["answers"].as_array().unwrap() {
        let first = &outlook["inputs"][0];
        let (year, input) = (outlook["year"].to_string(), first["input"].as_str().unwrap());
        let line = table.lines().find(|line| line.contains(&year) && line.contains(input)).unwrap();
        assert!(line.contains(&format!("{:+.2}", number(first, "shortfall_t"))), "{line}");
    }
}

#[test]
fn a_summary_does_not_mix_with_rows() {
    let axis = format!("{PORT}=100");
    sweep(&["--axis", &axis, "--summary", "--output", "-"]).exits(2).complains_of("rows and summary would both go");
    sweep(&["--axis", &axis, "--summary", "--resume"]).exits(2).complains_of("need a file");
    sweep(&["--axis", &axis, "--summary=xml"]).exits(2).complains_of("possible values: table, json");
}
