//! A model of its own in Python (`tests/second_model`), written from the documents and sharing no code with the crate,
//! finds what `solve` answers.

mod common;
mod world;

use std::io::Write as _;
use std::process::Command;
use std::{env, fs, io};

use common::file;
use didymium::scenario::keys::POLICY_KINDS;
use world::World;

/// Set to 1 where missing Python packages are a failure and not a reason to skip.
const REQUIRED: &str = "DIDYMIUM_REQUIRE_SECOND_MODEL";

/// A Python that has scipy; where there is none, says so past the test harness.
fn python() -> Option<String> {
    let python = env::var("DIDYMIUM_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let ready = Command::new(&python).args(["-c", "import scipy, tomllib"]).output();
    if ready.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    let message = format!("SKIPPED: no second model, {python} has no scipy");
    assert!(env::var(REQUIRED).as_deref() != Ok("1"), "{message}, but {REQUIRED}=1 asks for it");
    let _ = writeln!(io::stderr(), "{message}");
    None
}

/// Compares and says how many figures were alike.
fn alike(python: &str, args: &[String]) -> usize {
    let output = Command::new(python)
        .arg(file("second_model/compare.py"))
        .arg(env!("CARGO_BIN_EXE_didymium"))
        .args(args)
        .output()
        .expect("Python was there a moment ago");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let last = said.lines().last().expect("a line of counts");
    assert!(last.ends_with(" 0 without an optimum"), "{said}");
    last.split(' ').next().and_then(|count| count.parse().ok()).expect("a count")
}

fn scenarios(folder: &str) -> impl Iterator<Item = String> {
    let entries = fs::read_dir(file(folder)).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    let mut paths: Vec<String> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| path.to_str().expect("the repository's path is UTF-8").to_owned())
        .collect();
    paths.sort();
    paths.into_iter()
}

#[test]
fn cases_policies_and_textbooks() {
    let Some(python) = python() else { return };
    let paths: Vec<String> = ["cases", "policies", "textbook"].into_iter().flat_map(scenarios).collect();
    let count = alike(&python, &paths);
    assert!(count > 1500, "only {count} figures were compared");
}

#[test]
fn random_scenarios_with_every_kind_of_statement() {
    let Some(python) = python() else { return };
    let worlds: u64 = env::var("DIDYMIUM_LAW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(44);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut paths = Vec::new();
    for seed in 0..worlds {
        let kind = POLICY_KINDS[usize::try_from(seed).expect("small") % POLICY_KINDS.len()];
        let world = if seed % 3 == 0 {
            World::new(70_000 + seed, "joint", true)
        } else {
            World::with(70_000 + seed, "joint", kind.word)
        };
        let path = folder.path().join(format!("world{seed}.toml"));
        fs::write(&path, world.to_toml()).expect("the folder takes a file");
        paths.push(path.to_str().expect("a temporary path is UTF-8").to_owned());
    }
    let count = alike(&python, &paths);
    assert!(count as u64 > 15 * worlds, "only {count} figures were compared");
}

#[test]
fn the_flagship_and_another_mineral() {
    let Some(python) = python() else { return };
    let with = |path: &str, mode: &str, years: &str| {
        vec![file(path), "--mode".to_owned(), mode.to_owned(), "--years".to_owned(), years.to_owned()]
    };
    let mut count = alike(&python, &with("../scenarios/g7-magnets.toml", "alone,own", "2026,2030"));
    count += alike(&python, &with("../scenarios/g7-magnets.toml", "joint", "2028"));
    count += alike(&python, &with("../scenarios/gallium.toml", "alone,own,joint", "2026,2030"));
    assert!(count > 100, "only {count} figures were compared");
}
