//! `didymium test`: what is judged, what it is judged against, and what scripts see of it.

mod common;

use common::{case, run};
use serde_json::{Value, json};

const CLAIMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/claims.toml");
const BROKEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/broken/empty.toml");

fn altered(path: &str, from: &str, to: &str) -> tempfile::NamedTempFile {
    let text = std::fs::read_to_string(path).expect("the case is there");
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
    let file = altered(CLAIMS, "max_cost_usd = 500", "max_cost_usd = 499");
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

/// The file of `tests/cases` called `name`, judged, with the evidence of each claim.
fn judged(name: &str) -> Value {
    let run = run(&["test", &case(name), "--format", "json"]).exits(0);
    run.json()["files"][0]["claims"].clone()
}

#[test]
fn what_differs_among_cheapest_plans_is_judged_for_all_of_them() {
    let claims = judged("claims_shares");
    let range = |index: usize| claims[index]["evidence"][0]["country_share_range"].clone();
    let wanted = [
        ("x_mines_three_quarters", json!([0.75, 0.75])),
        ("x_mines_most", json!([61.0 / 82.0, 62.0 / 82.0])),
        ("a_lives_on_x", json!([0.5, 1.0])),
        ("a_half", json!([0.5, 1.0])),
        ("dy_from_y", json!([0.0, 0.5])),
        ("x_separates", json!([0.0, 1.0])),
        ("all_from_both", json!([1.0, 1.0])),
    ];
    for (index, (name, wanted)) in wanted.into_iter().enumerate() {
        assert_eq!((claims[index]["claim"].as_str(), range(index)), (Some(name), wanted));
    }
    assert_eq!(claims[0]["origin"], json!({ "countries": ["X"], "stage": "mining", "commodities": ["nd"] }));
    assert_eq!(claims[8]["avoid_stages"], json!(["mining"]));
    assert_eq!(claims[8]["evidence"][0]["member"], Value::Null);
    let recycled = judged("claims_recycled");
    assert_eq!(recycled[0]["evidence"][0]["country_share_range"], json!([0.75, 1.0]));
    assert_eq!(recycled[2]["evidence"][0]["country_share_range"], Value::Null);
}

#[test]
fn what_is_shipped_and_used_by_nobody_is_no_part_of_a_share() {
    let claims = judged("claims_own_use");
    assert_eq!(claims[0]["evidence"][0]["country_share_range"], json!([0.5, 0.5]));
}

#[test]
fn a_coverage_is_judged_for_every_split_of_a_shortage() {
    let claims = judged("claims_coverage");
    assert_eq!(claims[0]["judgement"], "undetermined");
    assert_eq!(claims[0]["evidence"][0]["coverage_range"], json!([0.0, 0.5]));
    assert_eq!(claims[2]["evidence"][1]["coverage_range"], json!([1.0, 1.0]));
    assert_eq!(claims[3]["evidence"].as_array().expect("a list").len(), 1);
}

#[test]
fn a_limit_that_is_wrong_for_one_member_refutes_the_claim() {
    for (from, to, wanted) in [
        (
            "min_coverage = { a = 0, b = 1 }\nmax_coverage = { a = 0.5, b = 1 }",
            "max_coverage = { a = 0.5, b = 0.9 }",
            "each_its_own: refuted",
        ),
        ("first_feasible_by = { b = 2026 }", "first_feasible_by = { a = 2026, b = 2026 }", "first_years: refuted"),
        ("first_feasible_by = { b = 2026 }", "first_feasible_after = { a = 2026 }", "first_years: confirmed"),
        ("quantifier = \"some\"", "quantifier = \"all\"", "not_both: refuted"),
    ] {
        let file = altered(&case("claims_coverage"), from, to);
        let output = run(&["test", file.path().to_str().expect("a path in Unicode")]);
        assert!(output.stdout.contains(wanted), "{to}:\n{}{}", output.stdout, output.stderr);
    }
}

#[test]
fn a_claim_that_could_not_be_judged_is_an_error_with_an_edit_that_helps() {
    let shares = case("claims_shares");
    let coverage = case("claims_coverage");
    for (path, from, to, word, help) in [
        (&coverage, "b = 2026 }", "c = 2026 }", "unknown member `c`", "[member.c]"),
        (&coverage, "{ b = 2026 }", "{ b = 2040 }", "asks about 2026 only", "write 2026"),
        (&coverage, "{ a = 0.5, b = 1 }", "{ b = 1 }", "has no limit for `a`", "add `a = ...`"),
        (
            &coverage,
            "members = [\"a\"]\nmin",
            "members = [\"a\"]\neverybody = true\nmin",
            "take part in mode `joint`",
            "joint",
        ),
        (&shares, "countries = [\"X\"]", "countries = [\"W\"]", "unknown country `W`", "[country.W]"),
        (&shares, "stage = \"separation\"\nmin", "stage = \"separating\"\nmin", "unknown stage", "`separation`"),
        (&shares, "stage = \"separation\"\nmin", "min", "has no `stage`", "write `stage"),
        (&shares, "commodities = [\"nd\"]", "commodities = [\"ore\"]", "assayed material", "name the products"),
        (
            &shares,
            "everybody = true\nverdict",
            "everybody = true\nmin_coverage = 1\nverdict",
            "`min_coverage`",
            "max_shortfall",
        ),
        (&shares, "everybody = true\nverdict", "stage = \"mining\"\nverdict", "bounds none", "min_country_share"),
        (&shares, "min_country_share = 0.743", "min_country_share = 74.3", "share from 0 to 1", "0.743"),
        (&shares, "max_country_share = 0.757", "max_country_share = 0.7", "at least 0.743 and at most 0.7", "swap"),
    ] {
        let file = altered(path, from, to);
        let output = run(&["test", file.path().to_str().expect("a path in Unicode")]).exits(3);
        for text in [word, help] {
            assert!(output.stderr.contains(text), "{to}: no {text:?} in\n{}", output.stderr);
        }
    }
}

#[test]
fn a_claim_about_what_is_not_there_is_an_error() {
    for (from, to, word) in [
        ("members = [\"buyer\"]", "members = [\"bayer\"]", "`buyer`"),
        ("from_year = 2030", "from_year = 2031", "2031"),
        // Of 2026, which this claim leaves out, it says nothing; any data would bear it out.
        ("min_shortfall_share = 0.4", "first_feasible_after = 2026", "the claim asks about 2030 only"),
        ("text = \"It can always", "avoid_stages = [\"magnets\"]\ntext = \"It can always", "`magnet`"),
    ] {
        let file = altered(CLAIMS, from, to);
        let output = run(&["test", file.path().to_str().expect("a path in Unicode")]);
        assert_eq!(output.code, 3, "{to}: {}", output.stderr);
        assert!(output.stderr.contains(word), "{to}: {}", output.stderr);
    }
}
