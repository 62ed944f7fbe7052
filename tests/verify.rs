//! `didymium verify` as a command: its exit codes, its words, and a second opinion in another language.

mod common;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use common::{case, file, run, run_with_input};
use tempfile::TempDir;

/// Set to 1 where a missing Python is a failure and not a reason to skip.
const REQUIRED: &str = "DIDYMIUM_REQUIRE_PYTHON";

/// Certificates of `scenario` in a folder of their own.
fn certified(scenario: &str, args: &[&str]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("proofs.json");
    let run = run(&[&["solve", scenario, "--certificates", path.to_str().unwrap()], args].concat());
    assert!([0, 4].contains(&run.code), "{}", run.stderr);
    (folder, path)
}

fn text(path: &std::path::Path) -> &str {
    path.to_str().expect("the path is UTF-8")
}

#[test]
fn certificates_hold_whatever_the_report_looks_like() {
    let scenario = case("g2_members");
    let (_folder, plain) = certified(&scenario, &[]);
    for args in [&["--format", "json"][..], &["--format", "csv", "--quiet"], &["--threads", "1", "--verbose"]] {
        let (_folder, path) = certified(&scenario, args);
        run(&["verify", text(&path), &scenario]).exits(0);
        assert_eq!(fs::read_to_string(&path).unwrap(), fs::read_to_string(&plain).unwrap(), "{args:?}");
    }
    let said = run(&["verify", text(&plain), &scenario]).exits(0).stdout;
    assert!(said.contains("3 answers: 0 feasible, 3 infeasible, 0 undecided"), "{said}");
}

#[test]
fn the_question_on_the_command_line_is_part_of_the_report() {
    const CAPACITY: &str = "facility.port.capacity_t_per_year.2025=80";
    let scenario = file("../scenarios/smallest.toml");
    let (_folder, path) = certified(&scenario, &["--mode", "alone", "--year", "2025", "--set", CAPACITY]);
    run(&["verify", text(&path), &scenario, "--set", CAPACITY]).exits(0);
    run(&["verify", text(&path), &scenario]).exits(1).complains_of("it is about another scenario");
}

#[test]
fn the_report_or_the_scenario_may_come_from_standard_input() {
    let scenario = case("g8_fairness");
    let (_folder, path) = certified(&scenario, &[]);
    run_with_input(&["verify", "-", &scenario], &fs::read(&path).unwrap()).exits(0);
    run_with_input(&["verify", text(&path), "-"], &fs::read(&scenario).unwrap()).exits(0);
    run(&["verify", "-", "-"]).exits(2).complains_of("standard input holds one file only");
}

#[test]
fn what_cannot_be_verified_is_refused_with_the_reason() {
    let scenario = case("g2_members");
    let (folder, path) = certified(&scenario, &[]);
    let other = folder.path().join("other.json");
    let report = run(&["solve", &scenario, "--format", "json"]).exits(4).stdout;
    let proofs = fs::read_to_string(&path).unwrap();
    for (contents, complaint) in [
        (report.as_str(), "a report without proofs, which nothing can be concluded from"),
        ("", "it is not JSON"),
        ("[]", "it is no report"),
        (&proofs[..proofs.len() / 2], "it is not JSON"),
        (&proofs.replacen("\"format\": 1", "\"format\": 2", 1), "its `format` is 2; this version reads 1"),
        (
            &proofs.replacen("\"verdict\": \"infeasible\"", "\"verdict\": \"feasible\"", 1),
            "`system[0].verdict` (2026) is \"feasible\", not the \"infeasible\" proven",
        ),
        (&proofs.replacen("\"path\": \"", "\"path\": \"x", 1), "the file is not as it was written"),
    ] {
        fs::write(&other, contents).unwrap();
        run(&["verify", text(&other), &scenario]).exits(1).complains_of(complaint);
    }
    fs::write(&other, b"\xff").unwrap();
    run(&["verify", text(&other), &scenario]).exits(1).complains_of("it is not UTF-8 text");
    run(&["verify", text(&folder.path().join("missing.json")), &scenario]).exits(6).complains_of("no such file");
    run(&["verify", text(folder.path()), &scenario]).exits(6).complains_of("is a directory");
    run(&["verify", text(&path), &case("missing")]).exits(6).complains_of("no such file");
    run(&["verify", text(&path), &file("broken/syntax_twice.toml")]).exits(3);
}

/// A reader that takes the first of two equal keys would read something that nobody proved.
#[test]
fn a_key_that_stands_twice_is_refused_though_the_digest_is_made_anew() {
    use sha2::{Digest, Sha256};

    let scenario = case("g2_members");
    let (folder, path) = certified(&scenario, &[]);
    let proofs = fs::read_to_string(&path).unwrap();
    let other = folder.path().join("other.json");
    let verdict = "\"verdict\": \"infeasible\"";
    for twice in [
        proofs.replacen(verdict, &format!("\"verdict\": \"feasible\",\n      {verdict}"), 1),
        proofs.replacen("\n  },\n  \"sha256\"", "\n  },\n  \"format\": 1,\n  \"sha256\"", 1),
    ] {
        assert_ne!(twice, proofs);
        let (body, _) = twice.rsplit_once("  \"sha256\": \"").unwrap();
        let digest = Sha256::digest(body.as_bytes());
        fs::write(&other, format!("{body}  \"sha256\": \"{digest:x}\"\n}}\n")).unwrap();
        run(&["verify", text(&other), &scenario]).exits(1).complains_of("it can be read in two ways: the key `");
    }
}

#[test]
fn report_and_certificates_go_to_different_places() {
    let scenario = case("g2_members");
    run(&["solve", &scenario, "--certificates", "-"]).exits(2).complains_of("go to the same place");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("both");
    let args = ["solve", &scenario, "--output", text(&path), "--certificates", text(&path)];
    run(&args).exits(2).complains_of("go to the same place");
    run(&["solve", &scenario, "--certificates", &scenario]).exits(6).complains_of("the scenario is read from it");
    let certificates = run(&["solve", &scenario, "--output", text(&path), "--certificates", "-"]).exits(4).stdout;
    run_with_input(&["verify", "-", &scenario], certificates.as_bytes()).exits(0);
}

#[test]
fn python_comes_to_the_same_opinion() {
    if Command::new("python3").arg("--version").output().is_err() {
        assert!(std::env::var_os(REQUIRED).is_none(), "python3 is not there");
        return;
    }
    let opinion = |proofs: &str, programs: &str| {
        let script = file("../docs/second_opinion.py");
        let output = Command::new("python3").args([script.as_str(), proofs, programs]).output().unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    for scenario in [case("g1_m1_limited"), case("priority_shortage"), file("policies/max_premium.toml")] {
        for mode in ["joint", "alone", "own"] {
            let (folder, path) = certified(&scenario, &["--mode", mode]);
            let programs = folder.path().join("programs.jsonl");
            run(&["verify", text(&path), &scenario, "--programs", text(&programs)]).exits(0);
            assert_eq!(opinion(text(&path), text(&programs)), (true, String::new()), "{scenario} {mode}");
            let changed = fs::read_to_string(&path).unwrap().replacen("\"upper\":\"", "\"upper\":\"9", 1);
            fs::write(&path, changed).unwrap();
            let (holds, said) = opinion(text(&path), text(&programs));
            assert!(!holds && said.contains("the plan comes to"), "{scenario} {mode}: {said}");
        }
    }
}

#[test]
fn swapped_arguments_are_one_usage_error() {
    let errors = |said: &str| said.lines().filter(|line| line.starts_with("error")).count();
    let scenario = case("g2_members");
    let (_folder, path) = certified(&scenario, &[]);
    let swapped = run(&["verify", &scenario, text(&path)]).exits(2);
    let order = format!("`didymium verify {} {scenario}`", text(&path));
    let swapped = swapped.complains_of("the report comes before the scenario").complains_of(&order);
    assert_eq!(errors(&swapped.stderr), 1, "{}", swapped.stderr);
    // JSON is no scenario elsewhere either, and one finding says so.
    let wrong = run(&["check", text(&path)]).exits(3).complains_of("not TOML but JSON");
    assert_eq!(errors(&wrong.stderr), 1, "{}", wrong.stderr);
}
