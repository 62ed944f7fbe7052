//! The same question is answered with the same bytes: by any number of threads, in any language and time zone, run after
//! run, and, where the cheapest plan is the only one, by any solver. Where it is not, all figures but the mix agree.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{case, file, solve};
use serde_json::Value;

/// The solvers of this build.
fn solvers() -> Vec<&'static str> {
    let all: &[&str] = &["simplex", "microlp", "auto", "highs"];
    all.iter().copied().filter(|solver| cfg!(feature = "highs") || *solver != "highs").collect()
}

/// Standard output and error of `didymium ARGS --threads THREADS` under the variables `manners`, but for how long it took.
fn printed(args: &[&str], threads: &str, manners: &[(&str, &str)]) -> (Vec<u8>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_didymium"))
        .args(args)
        .args(["--threads", threads])
        .envs(manners.iter().copied())
        .output()
        .expect("the binary starts");
    assert!(output.status.code().is_some_and(|code| [0, 4].contains(&code)), "{args:?}: {}", output.status);
    let said = String::from_utf8(output.stderr).expect("messages are UTF-8");
    (output.stdout, said.lines().filter(|line| !line.starts_with("didymium: took ")).collect())
}

#[test]
fn threads_and_manners_of_the_machine_change_no_byte() {
    let (fair, tight) = (case("g8_fairness"), case("g1_m1_limited"));
    let smallest = file("../scenarios/smallest.toml");
    let claims = file("cases/claims_shares.toml");
    for args in [
        &["solve", &fair, "--format", "json"][..],
        &["solve", &case("g2_members"), "--format", "json"],
        &["solve", &case("g7_time"), "--format", "csv"],
        &["solve", &smallest, "--verbose"],
        &["solve", &smallest, "--certificates", "-", "--output", "/dev/null"],
        &["explain", &tight, "--format", "json"],
        &["explain", &smallest],
        &["test", &claims],
        &["report", &smallest, "--output", "-"],
        &["sweep", &smallest, "--output", "-", "--axis", "facility.port.capacity_t_per_year.2025=100..300:5"],
    ] {
        let once = printed(args, "1", &[]);
        assert!(!once.0.is_empty(), "{args:?} prints nothing");
        for threads in ["1", "2", "3", "8"] {
            assert!(printed(args, threads, &[]) == once, "{args:?} differs with {threads} threads");
        }
        for manners in [
            [("LC_ALL", "C"), ("TZ", "America/St_Johns")],
            [("LC_ALL", "de_DE.UTF-8"), ("TZ", "Pacific/Kiritimati")],
            [("LANG", "tr_TR.UTF-8"), ("TZ", "UTC")],
            [("LC_NUMERIC", "fr_FR"), ("SOURCE_DATE_EPOCH", "1")],
        ] {
            assert!(printed(args, "2", &manners) == once, "{args:?} differs with {manners:?}");
        }
    }
}

/// Every scenario of `folders` that is whole in itself.
fn scenarios(folders: &[&str]) -> Vec<String> {
    let mut files = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(file(folder)).expect("the folder can be read");
        files.extend(entries.map(|entry| entry.expect("the entry can be read").path()));
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files.iter().map(|path: &std::path::PathBuf| path.to_str().expect("the path is UTF-8").to_owned()).collect()
}

/// The report by `solver`, without its name.
fn report(path: &str, mode: &str, solver: &str) -> Option<Value> {
    let run = solve(path, &["--mode", mode, "--solver", solver]);
    if ![0, 4].contains(&run.code) {
        return None;
    }
    let mut report = run.json();
    report["tool"]["solver"] = Value::Null;
    Some(report)
}

/// Takes out of a report of one member at a time what another plan, as cheap, may say otherwise.
fn without_plan(mut report: Value) -> Value {
    for answer in report["answers"].as_array_mut().into_iter().flatten() {
        for key in ["mix", "transfers", "shortfalls"] {
            answer[key] = Value::Null;
        }
    }
    report
}

#[test]
fn solvers_come_to_the_same_figures_to_the_last_digit() {
    let mut compared = 0;
    for path in scenarios(&["cases", "policies", "textbook"]) {
        let Some(first) = report(&path, "alone", solvers()[0]).map(without_plan) else { continue };
        for solver in &solvers()[1..] {
            let other = report(&path, "alone", solver).map(without_plan);
            assert_eq!(other.as_ref(), Some(&first), "{path} by {solver}");
            compared += 1;
        }
    }
    assert!(compared > 100, "only {compared} reports were compared");
}

/// Of everybody together, what is unique: all of the whole but its alliance's part, and who gets how much.
#[test]
fn solvers_come_to_the_same_shares_together() {
    for path in scenarios(&["cases", "policies", "textbook"]) {
        let unique = |solver: &str| {
            let report = report(&path, "joint", solver)?;
            let rows = |table: &str, keys: &[&str]| -> Vec<Value> {
                let rows = report[table].as_array().into_iter().flatten();
                rows.flat_map(|row| keys.iter().map(|key| row[*key].clone())).collect()
            };
            let whole =
                rows("system", &["verdict", "cost_usd", "cost_bounds_usd", "baseline_cost_usd", "shortfall_bounds_t"]);
            Some((whole, rows("answers", &["verdict", "proof", "shortfall_bounds_t", "coverage", "shortfalls"])))
        };
        let first = unique(solvers()[0]);
        for solver in &solvers()[1..] {
            assert_eq!(unique(solver), first, "{path} by {solver}");
        }
    }
}

/// Each of these has one cheapest plan.
#[test]
fn a_plan_without_an_equal_is_the_same_bytes_by_every_solver() {
    let textbook = ["winston_powerco", "taha_boralis", "hillier_pt_company", "dantzig_stigler_diet"];
    let mut paths: Vec<String> = textbook.iter().map(|name| file(&format!("textbook/{name}.toml"))).collect();
    paths.extend([case("g1_m1_limited"), case("g8_fairness"), file("../scenarios/smallest.toml")]);
    for path in paths {
        for mode in ["joint", "alone", "own"] {
            let bytes = |solver: &str| {
                let text = solve(&path, &["--mode", mode, "--solver", solver]).stdout;
                text.replacen(&format!("\"solver\": \"{solver}\""), "\"solver\": \"any\"", 1)
            };
            let first = bytes(solvers()[0]);
            assert!(first.contains("\"any\""), "{first}");
            for solver in solvers()[1..].iter().filter(|solver| **solver != "auto") {
                assert!(bytes(solver) == first, "{} in {mode} by {solver}", Path::new(&path).display());
            }
        }
    }
}
