//! Exported programs: names that every solver takes, and foreign solvers that find in them what `solve` proves.

mod common;
mod foreign;

use std::collections::BTreeSet;
use std::fs;

use common::{case, file, run};
use foreign::{Part, agree, exported, parts, rounds_agree, solvers};

/// Files with every kind of row and column.
fn scenarios() -> Vec<String> {
    let folder = fs::read_dir(file("cases")).expect("the folder can be read");
    let mut paths: Vec<String> = folder
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| path.to_str().expect("the repository's path is UTF-8").to_owned())
        .collect();
    paths.push(file("../scenarios/smallest.toml"));
    paths.sort();
    paths
}

/// Tonnages so small that nothing but an exact proof tells them from zero.
const BELOW_ALL_TOLERANCES: &str = "g4_tight_micro.toml";

#[test]
fn foreign_solvers_find_what_solve_proves() {
    let solvers = solvers();
    if solvers.is_empty() {
        return;
    }
    let (mut compared, mut levels) = (0, 0);
    for path in scenarios().into_iter().filter(|path| !path.ends_with(BELOW_ALL_TOLERANCES)) {
        for part in parts(&path, "joint") {
            levels += rounds_agree(&path, &part, &solvers);
        }
        for mode in ["joint", "alone", "own"] {
            for part in parts(&path, mode) {
                compared += agree(&path, &part, &solvers);
            }
        }
    }
    assert!(compared > 100, "only {compared} optima were compared");
    assert!(levels > 20, "only {levels} levels were compared");
}

#[test]
fn both_forms_name_the_same_columns_and_rows_and_every_name_is_legal() {
    for path in scenarios() {
        for part in parts(&path, "joint").into_iter().take(1) {
            for question in ["shortfall", "cost", "baseline", "fair"] {
                let lp = names_of_lp(&exported(&path, &part, question, "lp"));
                let mps = names_of_mps(&exported(&path, &part, question, "mps"));
                assert_eq!(lp, mps, "{path} {question}");
                for name in &lp {
                    legal(name);
                }
            }
        }
    }
}

/// What CPLEX, GLPK and HiGHS all take: no operator, no number, no keyword, nothing that begins like one.
fn legal(name: &str) {
    assert!(name.len() <= 255, "`{name}` is too long");
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '.';
    assert!(name.chars().all(plain), "`{name}` has odd letters in it");
    let small = name.to_lowercase();
    assert!(small.starts_with(|first: char| first.is_ascii_alphabetic() && first != 'e'), "`{name}` reads as a number");
    assert!(!["inf", "nan"].iter().any(|word| small.starts_with(word)), "`{name}` reads as a number");
    let keywords =
        ["free", "st", "bounds", "bin", "gen", "general", "int", "end", "min", "max", "subject", "semi", "sos"];
    assert!(!keywords.contains(&small.as_str()), "`{name}` is a keyword");
}

fn names_of_mps(text: &str) -> BTreeSet<String> {
    let body = text.lines().skip_while(|line| *line != "ROWS");
    let lines = body.take_while(|line| *line != "RHS").filter(|line| line.starts_with(' '));
    lines
        .flat_map(|line| line.split_whitespace().take(2).collect::<Vec<_>>())
        .filter(|word| !["N", "G", "L"].contains(word))
        .map(str::to_owned)
        .collect()
}

fn names_of_lp(text: &str) -> BTreeSet<String> {
    let body = text.lines().skip_while(|line| *line != "Minimize").filter(|line| line.starts_with(' '));
    let words =
        body.flat_map(str::split_whitespace).filter(|word| word.starts_with(|first: char| first.is_alphabetic()));
    words.map(|word| word.trim_end_matches(':').to_owned()).collect()
}

#[test]
fn a_file_says_what_it_asks_and_of_which_scenario() {
    let text = exported(&case("sound"), &Part::of("alone", Some("islands"), 2026), "cost", "lp");
    let head: Vec<&str> = text.lines().take_while(|line| line.starts_with('\\')).collect();
    let head = head.join("\n");
    for words in ["least cost in USD", "of islands in 2026", "mode alone", "sha256 ", "sound.toml"] {
        assert!(head.contains(words), "the head does not say {words:?}:\n{head}");
    }
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let export = || exported(&case("g8_fairness"), &Part::of("joint", None, 2026), "shortfall", "lp");
    assert_eq!(export(), export());
}

#[test]
fn each_round_of_the_fair_split_is_a_program_and_the_last_one_is_the_default() {
    // Two share a plant and are covered by half; then a third reaches 0.8.
    let fairness = case("g8_fairness");
    let round = |args: &[&str]| {
        let export = ["export", &fairness, "--lp-format", "lp", "--year", "2026", "--question", "fair"];
        run(&[&export[..], args].concat())
    };
    let [first, second] = ["1", "2"].map(|number| round(&["--round", number]).exits(0).stdout);
    let body = |text: &str| text.lines().skip_while(|line| *line != "Minimize").map(str::to_owned).collect::<Vec<_>>();
    assert_ne!(body(&first), body(&second));
    assert!(first.contains(" minus_coverage: - coverage.2026\n"), "{first}");
    assert_eq!(round(&[]).exits(0).stdout, second);
    round(&["--round", "3"]).exits(2).complains_of("no such round").complains_of("--round 2");
    round(&["--mode", "own", "--member", "a"]).exits(2).complains_of("--mode joint");
    let args = ["export", &fairness, "--lp-format", "lp", "--year", "2026", "--round", "1"];
    run(&args).exits(2).complains_of("--question fair");
}

#[test]
fn several_programs_do_not_fit_into_one_file() {
    let seven = case("g7_time");
    let run = run(&["export", &seven, "--lp-format", "lp"]).exits(2).complains_of("one program").complains_of("--year");
    assert!(run.stdout.is_empty());
}

#[test]
fn a_file_is_written_where_it_is_wanted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("program.mps");
    let target = path.to_str().expect("a temporary path is UTF-8");
    let seven = case("g7_time");
    let args = ["export", &seven, "--lp-format", "mps", "--year", "2025", "--output", target];
    assert!(run(&args).exits(0).stdout.is_empty());
    assert!(fs::read_to_string(&path).expect("the file is there").ends_with("ENDATA\n"));
}

#[test]
fn a_solver_that_is_not_built_in_says_how_to_build_it() {
    let run = run(&["solve", &case("sound"), "--solver", "highs", "--format", "json"]);
    if cfg!(feature = "highs") {
        assert_eq!(run.json()["tool"]["solver"], "highs");
    } else {
        run.exits(2).complains_of("--features highs");
    }
}

#[test]
fn every_solver_of_this_build_proves_the_same_optima() {
    let solvers = if cfg!(feature = "highs") { &["microlp", "highs", "auto"][..] } else { &["microlp", "auto"] };
    for path in scenarios() {
        let bounds = solvers.iter().map(|solver| foreign::proven(&path, solver)).collect::<Vec<_>>();
        assert!(bounds.windows(2).all(|pair| pair[0] == pair[1]), "{path}: {bounds:#?}");
    }
}
