//! What a time limit does: a verdict that it cuts short stays open, and none is ever wrong. How long a run really takes
//! is measured by `benches/measure.py`, not here: the clock of a busy machine proves nothing.

mod common;

use std::fs;

use common::run;
use serde_json::Value;

/// A made-up scenario that takes seconds to solve: its programs have some hundred thousand coefficients.
const LARGE: &str = "members=15,mines=200,recyclers=20,separators=100,metals=40,magnets=40,policies=12,years=2";

fn answers(report: &Value) -> &Vec<Value> {
    report["answers"].as_array().expect("a report has answers")
}

/// Every verdict of `cut` is open or the one of `whole`; says how many are open.
fn agree(cut: &Value, whole: &Value) -> usize {
    assert_eq!(answers(cut).len(), answers(whole).len());
    let mut open = 0;
    for (cut, whole) in answers(cut).iter().zip(answers(whole)) {
        if cut["verdict"] == "undecided" {
            open += 1;
            assert_eq!(cut["proof"], "none", "{cut}");
            assert!(cut["cost_usd"].is_null() && cut["mix"].as_array().is_none_or(Vec::is_empty), "{cut}");
            let (low, high) = (&cut["shortfall_bounds_t"][0], &cut["shortfall_bounds_t"][1]);
            let found = whole["shortfall_t"].as_f64().expect("a shortfall");
            assert!(low.as_f64() <= Some(found) && Some(found) <= high.as_f64(), "{cut}");
        } else {
            for key in ["verdict", "shortfall_bounds_t", "proof"] {
                assert_eq!(cut[key], whole[key], "{cut}");
            }
        }
    }
    open
}

fn limited(path: &str, seconds: &str) -> Value {
    let run = run(&["solve", path, "--format", "json", "--quiet", "--time-limit", seconds]);
    assert!([0, 4, 5].contains(&run.code), "{}", run.stderr);
    run.json()
}

#[test]
fn whatever_the_limit_the_flagship_gets_no_other_verdict() {
    let path = "scenarios/g7-magnets.toml";
    let whole = limited(path, "3600");
    assert_eq!(agree(&whole, &whole), 0, "an hour is enough");
    assert_eq!(agree(&limited(path, "0.000001"), &whole), answers(&whole).len(), "no time is not enough for anything");
    agree(&limited(path, "0.5"), &whole);
}

#[test]
fn a_large_scenario_is_left_open_with_a_message() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("large.toml");
    let path = path.to_str().expect("a temporary path is UTF-8");
    fs::write(path, didymium::synthetic::scenario(&LARGE.parse().expect("sizes"), 1)).expect("the folder takes a file");
    for solver in ["auto", "simplex", "microlp"] {
        let cut = run(&["solve", path, "--quiet", "--solver", solver, "--time-limit", "0.001"]).exits(5);
        assert!(cut.stdout.contains("undecided"), "{solver}: {}", cut.stdout);
    }
    run(&["export", path, "--year", "2026", "--question", "cost", "--lp-format", "mps", "--time-limit", "0.001"])
        .exits(5)
        .complains_of("the solver ran out of time");
}
