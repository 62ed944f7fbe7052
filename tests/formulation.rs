//! What every kind of statement does to the linear program, on the smallest scenario that shows it: the program in CPLEX
//! LP form beside each file, and the least cost that its first line works out by hand. `BLESS=1` writes the programs anew.

mod common;

use std::fs;

use common::{close, file, number, run, solve, system};
use didymium::scenario::keys::POLICY_KINDS;

/// The files of `formulation/`, by name.
fn names() -> Vec<String> {
    let folder = fs::read_dir(file("formulation")).expect("the folder can be read");
    let paths = folder.map(|entry| entry.expect("the entry can be read").path());
    let scenarios = paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let mut names: Vec<String> =
        scenarios.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn every_kind_has_its_smallest_scenario() {
    let names = names();
    for kind in POLICY_KINDS {
        assert!(names.iter().any(|name| name == kind.word), "tests/formulation/{}.toml is missing", kind.word);
    }
}

#[test]
fn programs_are_as_recorded() {
    let mut faults = Vec::new();
    for name in names() {
        let path = file(&format!("formulation/{name}.toml"));
        let text = run(&["export", &path, "--lp-format", "lp"]).exits(0).stdout;
        // The head says which version wrote it, from where.
        let program: Vec<&str> = text.lines().filter(|line| !line.starts_with('\\')).collect();
        let program = program.join("\n") + "\n";
        let recorded = file(&format!("formulation/{name}.lp"));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&recorded, &program).expect("the program can be written");
        }
        if fs::read_to_string(&recorded).ok().as_ref() != Some(&program) {
            faults.push(format!("{recorded} differs from:\n{program}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn costs_are_those_worked_out_by_hand() {
    for name in names() {
        let path = file(&format!("formulation/{name}.toml"));
        let text = fs::read_to_string(&path).expect("the file can be read");
        let stated = text.strip_prefix("# ").and_then(|text| text.split_once(" USD: "));
        let stated: f64 = stated.and_then(|parts| parts.0.parse().ok()).expect("the first line begins with the cost");
        let report = solve(&path, &[]).exits(0).json();
        let found = number(system(&report, 2026), "cost_usd");
        assert!(close(found, stated), "{name}: {found} USD, {stated} by hand");
    }
}
