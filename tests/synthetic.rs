//! `didymium new`: what it writes passes `check` without a finding and solves, whatever the sizes and the seed.

mod common;

use std::fs;

use common::{run, run_with_input};
use didymium::scenario::load::{Loaded, load_text};
use didymium::scenario::policy::Rule;
use didymium::synthetic::{Sizes, scenario};

fn made(sizes: &str, seed: u64) -> Loaded {
    let text = scenario(&sizes.parse().unwrap(), seed);
    let loaded = load_text("made.toml", text.clone(), None, &[]);
    loaded.unwrap_or_else(|error| panic!("{error:?}\n{text}"))
}

#[test]
fn made_up_scenarios_of_all_sizes_are_without_a_finding() {
    for sizes in [
        "",
        "members=1,others=0,mines=1,recyclers=0,separators=1,metals=1,magnets=1,elements=1,routes=0,policies=0,years=1",
        "members=1,others=0,mines=1,separators=1,metals=1,magnets=1,elements=1,policies=40",
        "members=3,others=5,mines=7,separators=9,metals=2,magnets=2,elements=9,policies=60,routes=500,years=12",
        "members=60,mines=300,separators=90,magnets=120,policies=200,elements=5",
    ] {
        for seed in 0..8 {
            let loaded = made(sizes, seed);
            let warnings: Vec<&String> = loaded.warnings.iter().map(|finding| &finding.message).collect();
            assert!(
                warnings.is_empty(),
                "{sizes}, seed {seed}: {warnings:?}\n{}",
                scenario(&sizes.parse().unwrap(), seed)
            );
        }
    }
}

#[test]
fn a_made_up_scenario_is_as_large_as_asked_and_has_every_kind_of_statement() {
    let loaded = made("members=5,others=2,mines=30,recyclers=3,separators=11,metals=6,magnets=8,routes=10,years=4", 1);
    let made = &loaded.scenario;
    assert_eq!(made.members.iter().filter(|(_, member)| member.alliance).count(), 5);
    assert_eq!((made.members.len(), made.facilities.len(), made.years.len()), (7, 30 + 3 + 11 + 6 + 8, 4));
    let mut kinds: Vec<std::mem::Discriminant<Rule>> =
        made.policies.iter().map(|(_, policy)| std::mem::discriminant(&policy.rule)).collect();
    kinds.sort_by_key(|kind| format!("{kind:?}"));
    kinds.dedup();
    assert_eq!(kinds.len(), didymium::scenario::keys::POLICY_KINDS.len());
}

#[test]
fn sizes_and_seed_decide_every_byte() {
    let sizes = Sizes::default();
    assert_eq!(scenario(&sizes, 7), scenario(&sizes, 7));
    assert_ne!(scenario(&sizes, 7), scenario(&sizes, 8));
    assert!(scenario(&sizes, 7).starts_with(&format!("# Made up by `didymium new --synthetic {sizes} --seed 7`")));
}

#[test]
fn a_new_scenario_passes_check_test_and_solve_in_every_mode() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my_magnets");
    let written = folder.path().join("my_magnets.toml");
    let (path, written) = (path.to_str().unwrap(), written.to_str().unwrap());
    assert!(run(&["new", path]).exits(0).stderr.contains("didymium check"));
    assert_eq!(run(&["check", written]).exits(0).stderr, "");
    run(&["test", written]).exits(0);
    for (mode, code) in [("joint", 4), ("alone", 4), ("own", 4)] {
        let report = run(&["solve", written, "--mode", mode, "--format", "json"]).exits(code).json();
        assert_eq!(report["scenario"]["title"], "My magnets");
    }
    assert_eq!(run(&["solve", written, "--format", "json"]).json()["first_feasible_year"]["germany"], 2030);
}

#[test]
fn a_file_is_replaced_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("there.toml");
    fs::write(&path, "mine").unwrap();
    let name = path.to_str().unwrap();
    for args in [&["new", name][..], &["new", name, "--synthetic"]] {
        run(args).exits(6).complains_of("it exists; `--force` replaces it");
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }
    run(&["new", name, "--force", "--quiet"]).exits(0);
    run(&["check", name]).exits(0);
    run(&["new", folder.path().join("no").join("where").to_str().unwrap()]).exits(6).complains_of("there is no folder");
}

#[test]
fn a_budget_beyond_all_measure_leaves_nothing_open() {
    let text = scenario(&Sizes::default(), 1);
    let answers = |budget: &str| {
        let set = format!("policy.p2.usd_per_year={budget}");
        let run = run_with_input(&["solve", "-", "--year", "2027", "--set", &set, "--format", "json"], text.as_bytes());
        run.json()["answers"].as_array().unwrap().iter().map(|answer| answer["verdict"].clone()).collect::<Vec<_>>()
    };
    let ample = answers("1e10");
    assert!(!ample.contains(&"undecided".into()), "{ample:?}");
    for budget in ["9e11", "1e15"] {
        assert_eq!(answers(budget), ample, "budget {budget}");
    }
}

#[test]
fn a_made_up_scenario_goes_through_a_pipe_and_solves() {
    let sizes = "members=3,mines=8,separators=5,metals=6,magnets=5,years=2,policies=22";
    let text = run(&["new", "-", "--synthetic", sizes, "--seed", "5"]).exits(0).stdout;
    assert_eq!(text, scenario(&sizes.parse().unwrap(), 5));
    for mode in ["joint", "alone", "own"] {
        let run = run_with_input(&["solve", "-", "--mode", mode, "--format", "json"], text.as_bytes());
        assert!([0, 4].contains(&run.code), "mode {mode} ends with {}:\n{}", run.code, run.stderr);
    }
    run(&["new", "-", "--synthetic", "mine=1"]).exits(2).complains_of("one with a similar name exists: `mines`");
    run(&["new", "-", "--seed", "5"]).exits(2).complains_of("--synthetic");
}
