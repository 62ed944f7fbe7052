//! A sweep that the scenario itself describes: `[sweep]`, `[axis.*]`, `[vary.*]`.

mod common;

use std::fs;

use common::{Run, run};
use tempfile::TempDir;

/// A file that extends the smallest scenario.
struct File {
    folder: TempDir,
    path: String,
}

fn file(text: &str) -> File {
    let folder = tempfile::tempdir().unwrap();
    let base = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/smallest.toml");
    fs::copy(base, folder.path().join("base.toml")).unwrap();
    let path = folder.path().join("study.toml");
    fs::write(&path, format!("extends = \"base.toml\"\n{text}")).unwrap();
    File { path: path.to_str().unwrap().to_owned(), folder }
}

impl File {
    fn sweep(&self, args: &[&str]) -> Run {
        run(&[&["sweep", &self.path], args].concat())
    }

    fn base(&self, args: &[&str]) -> Run {
        let base = self.folder.path().join("base.toml");
        run(&[&["sweep", base.to_str().unwrap()], args].concat())
    }
}

const STUDY: &str = r#"
[sweep]
samples = 4
seed = 7
mode = "joint"
members = ["japan"]
years = [2030]
avoid_stages = ["separation"]

[axis.port]
key = "facility.port.capacity_t_per_year"
values = [150, "*1.2", 250.5]

[axis.avoided]
key = "scenario.description"
values = ["x", "y, z"]
grade = "assumed"
note = "A list may hold text."

[vary.demand]
name = "Demand"
key = "member.*.demand_t_per_year"
draw = "*triangular(0.9, 1, 1.2)"
"#;

#[test]
fn a_file_says_what_flags_would_byte_for_byte() {
    let file = file(STUDY);
    let flags = [
        ["--axis", "facility.port.capacity_t_per_year=150,*1.2,250.5"],
        ["--axis", "scenario.description=\"x\",\"y, z\""],
        ["--vary", "member.*.demand_t_per_year=*triangular(0.9,1,1.2)"],
        ["--samples", "4"],
        ["--seed", "7"],
        ["--mode", "joint"],
        ["--member", "japan"],
        ["--year", "2030"],
        ["--avoid-stage", "separation"],
    ];
    let spoken = file.base(flags.as_flattened());
    let written = file.sweep(&[]);
    assert_eq!(written.stdout, spoken.stdout);
    assert_eq!(written.stdout.lines().count(), 1 + 3 * 2 * 4);
    assert_eq!(written.code, spoken.code);
}

#[test]
fn a_range_in_a_file_is_the_range_of_a_flag() {
    let file = file("[axis.port]\nkey = \"facility.port.capacity_t_per_year\"\nvalues = \"10..1000:3 log\"\n");
    let spoken = file.base(&["--axis", "facility.port.capacity_t_per_year=10..1000:3 log"]);
    assert_eq!(file.sweep(&[]).stdout, spoken.stdout);
}

#[test]
fn flags_go_before_the_file() {
    let file = file(STUDY);
    let run = file.sweep(&["--axis", "facility.port.capacity_t_per_year=1", "--samples", "2", "--year", "2025"]);
    let years: Vec<&str> = run.stdout.lines().skip(1).filter(|line| line.contains(",2025,")).collect();
    assert_eq!(years.len(), 2);
    assert_eq!(run.stdout.lines().count(), 3);
    let seeds = |seed| file.sweep(&["--seed", seed]).stdout;
    assert_eq!(seeds("7"), file.sweep(&[]).stdout);
    assert_ne!(seeds("8"), seeds("7"));
}

#[test]
fn what_the_file_says_of_a_sweep_changes_no_other_answer() {
    let file = file(STUDY);
    let base = file.folder.path().join("base.toml");
    let csv = |path: &str| run(&["solve", path, "--format", "csv"]).stdout;
    assert_eq!(csv(&file.path), csv(base.to_str().unwrap()));
    run(&["check", &file.path]).exits(0);
}

#[test]
fn a_file_that_sweeps_wrongly_is_invalid_with_line_and_cure() {
    for (text, line, complaint) in [
        ("[sweep]\nsample = 3", 3, "a key with a similar name exists: `samples`"),
        (
            "[sweep]\nsamples = 0\n[vary.x]\nkey = \"facility.*.cost_usd_per_t\"\ndraw = \"*uniform(1,2)\"",
            3,
            "at least 1",
        ),
        ("[sweep]\nseed = -1", 3, "`seed` is not negative"),
        ("[sweep]\nsamples = 3", 3, "there is nothing to draw"),
        ("[sweep]\nmembers = [\"jpan\"]", 3, "a member with a similar name exists: `japan`"),
        ("[sweep]\nyears = [2031]", 3, "the scenario does not ask about 2031"),
        ("[sweep]\nmode = \"jiont\"", 3, "`joint`"),
        ("[axis.x]\nvalues = [1]", 2, "`axis.x` has no `key`"),
        ("[axis.x]\nkey = \"facility.*.cost_usd_per_t\"\nvalues = []", 4, "is an empty list"),
        ("[axis.x]\nkey = \"facility.*.cost_usd_per_t\"\nvalues = 3", 4, "a list of values or a range in quotes"),
        ("[axis.x]\nkey = \"facility.*.cost_usd_per_t\"\nvalues = \"1..2\"", 4, "how many values it has"),
        ("[axis.x]\nkey = \"facility.*.cost_usd_per_t\"\nvalues = [\"*1.2x\"]", 4, "`1.2x` is no number"),
        (
            "[axis.x]\nkey = \"facility.prot.cost_usd_per_t\"\nvalues = [1]",
            3,
            "a facility with a similar name exists: `port`",
        ),
        ("[axis.x]\nkey = \"facility.port.cost_usd_per_tonne\"\nvalues = [1]", 3, "`cost_usd_per_t`"),
        ("[axis.x]\nkey = \"facility..cost\"\nvalues = [1]", 3, "this is no key"),
        ("[axis.x]\nkey = \"sweep.samples\"\nvalues = [1]", 3, "does not vary what it says of itself"),
        ("[vary.x]\nkey = \"facility.*.cost_usd_per_t\"\ndraw = \"*uniform(1,2)\"", 3, "how many samples"),
        (
            "[sweep]\nsamples = 2\n[vary.x]\nkey = \"facility.*.cost_usd_per_t\"\ndraw = \"*unifrm(1,2)\"",
            6,
            "there is no distribution `unifrm`",
        ),
        (
            "[sweep]\nsamples = 2\n[vary.x]\nkey = \"facility.*.cost_usd_per_t\"\ndraw = \"*uniform(1,2)\"\nsource = \"me\"",
            7,
            "vary `x` cites unknown source `me`",
        ),
        (
            "[axis.x]\nkey = \"facility.port.cost_usd_per_t\"\nvalues = [1]\n[axis.y]\nkey = \"facility.*.cost_usd_per_t\"\n\
             values = [2]",
            6,
            "another input sets or changes this too",
        ),
    ] {
        let file = file(text);
        for run in [run(&["check", &file.path]), file.sweep(&[])] {
            let run = run.exits(3).complains_of(complaint);
            assert!(run.stderr.contains(&format!("study.toml:{line}:")), "line {line}\n{}", run.stderr);
            assert!(run.stdout.is_empty());
        }
    }
}

#[test]
fn every_fault_of_the_inputs_is_found_in_one_pass() {
    let file = file(
        "[axis.x]\nkey = \"facility.prot.cost_usd_per_t\"\nvalues = [1]\n\
         [axis.y]\nkey = \"facility.port.cost_usd_per_t\"\nvalues = \"1..2:x\"\n\
         [vary.z]\nkey = \"member.japan.demand_t_per_year.magnet\"\ndraw = \"normal(1)\"\n",
    );
    let run = run(&["check", &file.path]).exits(3).complains_of("3 errors");
    for line in [3, 7, 10] {
        assert!(run.stderr.contains(&format!("study.toml:{line}:")), "{}", run.stderr);
    }
}

#[test]
fn a_point_that_fails_in_a_file_is_a_row_with_its_error() {
    let file = file("[axis.port]\nkey = \"facility.port.capacity_t_per_year\"\nvalues = [\"*-1\", 'x', 250]\n");
    let run = file.sweep(&["--year", "2030"]).exits(5).complains_of("3 rows: 1 feasible, 2 with an error");
    assert!(run.stdout.contains("is not negative, but -250 is"), "{}", run.stdout);
}

#[test]
fn what_is_asked_of_every_point_cannot_vary() {
    let file = file("[sweep]\nmode = \"alone\"\n[axis.x]\nkey = \"scenario.mode\"\nvalues = [\"alone\", \"joint\"]\n");
    file.sweep(&[]).exits(3).complains_of("`scenario.mode` cannot vary: `mode` in `[sweep]` says what it is");
    for (flags, by) in [
        (["--mode", "own", "--axis", "scenario.mode=alone,joint"], "`--mode`"),
        (["--avoid", "CN", "--axis", "scenario.avoid=[],[\"CN\"]"], "`--avoid`"),
        (["--avoid-stage", "mining", "--axis", "scenario.avoid_stages=[\"mining\"]"], "`--avoid-stage`"),
        (["--status", "operating", "--axis", "scenario.statuses=[\"operating\"]"], "`--status`"),
    ] {
        file.base(&flags).exits(2).complains_of(&format!("cannot vary: {by} says what it is at every point"));
    }
    file.base(&["--mode", "own", "--axis", "scenario.avoid=[],[\"CN\"]"]).exits(4);
}
