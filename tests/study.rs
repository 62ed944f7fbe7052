//! The Monte-Carlo study of the flagship: a slice of its rows stays what the page about it was made from.

mod common;

use std::fs;
use std::path::Path;

use common::run;

const STUDY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/monte-carlo.toml");

/// The first draw in both modes and one year: mode, member, year, verdict, coverage to four digits, proof.
fn slice() -> String {
    // Of 200 points the first hundred are `joint`.
    ["1/200", "101/200"].map(point).concat()
}

fn point(shard: &str) -> String {
    let run = run(&["sweep", STUDY, "--shard", shard, "--year", "2028", "--output", &path("slice.csv"), "--quiet"]);
    assert!([0, 4].contains(&run.code), "{}", run.stderr);
    let text = fs::read_to_string(path("slice.csv")).unwrap();
    let (_, table) = text.split_once('\n').expect("a shard has a head");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| (0..headers.len()).rfind(|&column| &headers[column] == name).unwrap();
    let line = |record: &csv::StringRecord| {
        let coverage: f64 = record[at("coverage")].parse().unwrap();
        let words = ["mode", "member", "year", "verdict"].map(|name| record[at(name)].to_owned());
        format!("{} {coverage:.4} {}\n", words.join(" "), &record[at("proof")])
    };
    reader.records().map(|record| line(&record.unwrap())).collect()
}

fn path(name: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    folder.join(name).to_str().unwrap().to_owned()
}

#[test]
fn the_first_draws_come_to_what_the_page_was_made_from() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/study-slice.txt");
    let found = slice();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&golden, &found).unwrap();
    }
    let expected = fs::read_to_string(&golden).unwrap_or_default();
    let cure = "the flagship has changed: make the table of docs/study-delays.md anew with the command it names, then `BLESS=1`";
    assert_eq!(found, expected, "{cure}");
}

#[test]
fn the_page_tells_the_command_the_ranges_and_what_they_rest_on() {
    let page = include_str!("../docs/study-delays.md");
    let study = include_str!("../scenarios/monte-carlo.toml");
    assert!(page.contains("didymium sweep scenarios/monte-carlo.toml --summary"));
    for line in study.lines().filter(|line| line.starts_with("draw = ")) {
        let draw = line.split('"').nth(1).unwrap();
        assert!(page.contains(draw), "the page does not name `{draw}`");
    }
    assert_eq!(
        study.matches("grade = \"assumed\"").count(),
        study.matches("draw = ").count(),
        "every range says how it stands"
    );
}
