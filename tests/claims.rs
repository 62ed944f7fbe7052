//! `didymium test`: what is judged, what it is judged against, and what scripts see of it.

mod common;

use common::run;

const CLAIMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/claims.toml");
const BROKEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/broken/empty.toml");

fn altered(from: &str, to: &str) -> tempfile::NamedTempFile {
    let text = std::fs::read_to_string(CLAIMS).expect("the case is there");
    assert!(text.contains(from), "the case no longer says {from}");
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a temporary file");
    std::fs::write(file.path(), text.replace(from, to)).expect("a temporary file can be written");
    file
}

#[test]
fn claims_are_judged_against_what_is_expected() {
    let output = run(&["test", CLAIMS, "--format", "json"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let report: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let claims = report["files"][0]["claims"].as_array().expect("a list of claims");
    let judged: Vec<(&str, &str)> = claims
        .iter()
        .map(|claim| (claim["claim"].as_str().expect("a key"), claim["judgement"].as_str().expect("a word")))
        .collect();
    let expected = [
        ("now", "confirmed"),
        ("always", "refuted"),
        ("sometime", "confirmed"),
        ("short", "confirmed"),
        ("early", "confirmed"),
        ("late", "refuted"),
    ];
    assert_eq!(judged, expected);
    assert!(claims.iter().all(|claim| claim["as_expected"] == true));
    assert_eq!(claims[3]["evidence"][0]["shortfall_t"], 40.0);
    assert_eq!(claims[3]["evidence"][0]["proof"], "exact");
}

#[test]
fn a_claim_that_is_not_as_expected_exits_with_one() {
    let file = altered("max_cost_usd = 500", "max_cost_usd = 499");
    let output = run(&["test", file.path().to_str().expect("a path in Unicode")]);
    assert_eq!(output.code, 1, "{}", output.stderr);
    assert!(output.stdout.contains("now: refuted (expected: confirmed), NOT AS EXPECTED"), "{}", output.stdout);
    assert!(output.stdout.contains("5 of 6 claims as expected"), "{}", output.stdout);
}

#[test]
fn what_cannot_be_proven_in_time_is_undetermined() {
    let output = run(&["test", CLAIMS, "--time-limit", "1e-9"]);
    assert_eq!(output.code, 1, "{}", output.stderr);
    assert!(output.stdout.contains("now: undetermined"), "{}", output.stdout);
}

#[test]
fn all_files_are_judged_even_when_one_is_broken() {
    let output = run(&["test", BROKEN, CLAIMS, "--format", "junit"]);
    assert_eq!(output.code, 3, "{}", output.stderr);
    assert!(output.stdout.contains("errors=\"1\""), "{}", output.stdout);
    assert!(output.stdout.contains("tests=\"6\" failures=\"0\" errors=\"0\""), "{}", output.stdout);
    let missing = run(&["test", "not-there.toml", CLAIMS]);
    assert_eq!(missing.code, 6, "{}", missing.stderr);
    assert!(missing.stdout.contains("6 of 6 claims as expected"), "{}", missing.stdout);
}

#[test]
fn a_claim_about_what_is_not_there_is_an_error() {
    for (from, to, word) in [
        ("members = [\"buyer\"]", "members = [\"bayer\"]", "`buyer`"),
        ("from_year = 2030", "from_year = 2031", "2031"),
        ("text = \"It can always", "avoid_stages = [\"magnets\"]\ntext = \"It can always", "`magnet`"),
    ] {
        let file = altered(from, to);
        let output = run(&["test", file.path().to_str().expect("a path in Unicode")]);
        assert_eq!(output.code, 3, "{to}: {}", output.stderr);
        assert!(output.stderr.contains(word), "{to}: {}", output.stderr);
    }
}
