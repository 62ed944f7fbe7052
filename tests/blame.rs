//! What `didymium explain` blames, and what it does not: stages, policies, routes, statuses.

mod common;

use common::{case, close, expect_number, number, run};
use serde_json::Value;

/// The explained answers of a case.
fn answers(name: &str, args: &[&str]) -> Value {
    run(&[&["explain", &case(name), "--format", "json"], args].concat()).exits(4).json()["answers"].clone()
}

/// The page of a case, each run of spaces as one.
fn page(name: &str, args: &[&str]) -> String {
    let page = run(&[&["explain", &case(name)], args].concat()).exits(4).stdout;
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn no_stage_binds_where_as_much_is_missing_without_any_limit_of_capacity() {
    for (name, missing) in [("licence", 40.0), ("budget", 0.1), ("shares_clash", 100.0), ("no_way", 100.0)] {
        for answer in answers(name, &[]).as_array().expect("answers") {
            assert!(answer["binding_stage"].is_null(), "{name}: {answer:#}");
            assert!(close(number(&answer["causes"], "without_capacities_t"), missing), "{answer:#}");
            for year in answer["timeline"].as_array().expect("years") {
                assert!(year["binding_stage"].is_null(), "{name}: {year}");
            }
        }
        let page = page(name, &[]);
        assert!(page.contains("No stage is to blame") && !page.contains("tightest"), "{page}");
    }
}

/// With a plant of 30 t behind the licence of 60 t, the plant leaves 70 t missing, the licence 40 t of them anyway.
#[test]
fn a_stage_binds_where_it_leaves_more_missing_than_is_missing_anyway() {
    let answers = answers("licence", &["--set", "facility.a.capacity_t_per_year=30"]);
    let answer = &answers[0];
    assert_eq!(answer["binding_stage"], "magnet", "{answer:#}");
    for (key, missing) in [("without_policies_t", 70.0), ("without_capacities_t", 40.0), ("without_either_t", 0.0)] {
        expect_number(&answer["causes"], key, missing);
    }
}

#[test]
fn neither_policies_nor_capacities_are_blamed_where_nothing_leads_to_a_demand() {
    let page = page("no_way", &["--year", "2030"]);
    assert!(page.contains("Neither: with no policy in force and unlimited capacities as much is missing."), "{page}");
    assert!(!page.contains("Either is enough"), "{page}");
    expect_number(&answers("no_way", &[])[0]["causes"], "without_either_t", 100.0);
}

/// 10 USD of 1990 are half a per cent, less than the hundredth by which either demand would have to fall.
#[test]
fn a_budget_is_weighed_beside_the_other_statements() {
    let answers = answers("budget", &[]);
    let cheapest = &answers[0]["joint_repairs"][0];
    assert!(close(number(cheapest, "effort"), 10.0 / 1990.0), "{cheapest:#}");
    let change = &cheapest["changes"][0];
    assert_eq!((&change["statement"], &change["unit"]), (&"policy.bud".into(), &"USD/yr".into()), "{change}");
    run(&["solve", &case("budget"), "--set", change["set"].as_str().expect("an argument")]).exits(0);
    assert!(page("budget", &[]).contains("Nothing together is cheaper than policy.bud alone."));
}

#[test]
fn a_maker_whose_status_does_not_count_is_said_to_be_left_out() {
    let page = page("not_there_yet", &["--status", "operating"]);
    for part in [
        "later (A) is under construction, which does not count here (`facility.later.status`, line",
        "works (A) is only announced, which does not count here (`facility.works.status`, line",
    ] {
        assert!(page.contains(part), "the page lacks {part}:\n{page}");
    }
    assert!(!page.contains("no capacity before"), "{page}");
}

#[test]
fn material_that_holds_the_product_but_is_not_split_there_is_named() {
    let page = page("wrong_material", &["--status", "operating"]);
    let why = "works (A) does not get any ore with dy in it - no source of ore contains dy - bin (A) has it in scrap, \
               which is not split there";
    assert!(page.contains(why), "{page}");
    // Where something does split scrap, nothing is missing.
    run(&["solve", &case("wrong_material")]).exits(0);
}

#[test]
fn an_export_ban_is_no_closed_route() {
    let page = page("no_way", &[]);
    assert!(page.contains("hill (A) has it, but none of it may go to B (`policy.exp`"), "{page}");
    assert!(page.contains("port (B) has it, but no open route leads to M (`routes.default`"), "{page}");
}
