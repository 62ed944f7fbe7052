//! The inequality that `didymium explain` gives as the reason: what is needed, and what is left of it.

mod common;

use common::{case, close, expect_number, number, run};
use serde_json::Value;

/// The explained answer of a case with one question.
fn answer(name: &str, args: &[&str]) -> Value {
    run(&[&["explain", &case(name), "--format", "json"], args].concat()).exits(4).json()["answers"][0].clone()
}

/// The page of a case, each run of spaces as one.
fn page(name: &str, args: &[&str]) -> String {
    let page = run(&[&["explain", &case(name)], args].concat()).exits(4).stdout;
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "it does not say {part}:\n{text}");
    }
}

#[test]
fn what_a_licence_leaves_can_be_had() {
    let answer = answer("licence", &[]);
    let inequality = &answer["inequality"];
    assert_eq!(inequality["counted_in"], "magnet");
    expect_number(inequality, "needed_t", 100.0);
    expect_number(inequality, "available_t", 60.0);
    let sentence = "m's 100 t of magnet needs 100 t of magnet; only 60 t can be had, within `policy.lic` (60 t).";
    says(answer["sentence"].as_str().expect("a sentence"), &[sentence]);
    let page = page("licence", &[]);
    says(&page, &["m (100 t of magnet) takes 100 t of magnet; all that can be had is 60 t:", "60 within policy.lic"]);
    assert!(!page.contains("Nobody can supply"), "{page}");
}

/// Of 100 t, the holder of an offtake of 60 % leaves 40 t to the other, who asks for 60 t.
#[test]
fn what_an_offtake_leaves_can_be_had() {
    let more = "[member.h]\ncountries = [\"A\"]\ndemand_t_per_year = { magnet = 10 }\n\
                [policy.off]\nkind = \"offtake\"\nfacility = \"a\"\nmember = \"h\"\nshare = 0.6\n";
    let text = std::fs::read_to_string(case("licence")).expect("the case is there");
    let text =
        text.replace("capacity_t_per_year = 1000", "capacity_t_per_year = 100").replace("magnet = 100", "magnet = 60");
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a temporary file");
    std::fs::write(file.path(), format!("{text}{more}")).expect("a temporary file can be written");
    let path = file.path().to_str().expect("a path in Unicode");
    let report = run(&["explain", path, "--mode", "joint", "--member", "m", "--format", "json"]).exits(4).json();
    let inequality = &report["answers"][0]["inequality"];
    expect_number(inequality, "needed_t", 60.0);
    expect_number(inequality, "available_t", 40.0);
    assert_eq!(inequality["limits"][0]["statement"], "policy.off", "{inequality:#}");
    says(report["answers"][0]["sentence"].as_str().expect("a sentence"), &["within `policy.off` (40 t)"]);
}

#[test]
fn demands_that_share_nothing_are_short_for_reasons_of_their_own() {
    let answer = answer("two_goods", &[]);
    let all = [&answer["inequality"], &answer["further_inequalities"][0]];
    for (inequality, (good, needed, available, works)) in
        all.iter().zip([("magnet", 100.0, 50.0, "p"), ("gallium", 10.0, 5.0, "q")])
    {
        assert_eq!(inequality["counted_in"], good);
        expect_number(inequality, "needed_t", needed);
        expect_number(inequality, "available_t", available);
        let sources = inequality["sources"].as_array().expect("sources");
        assert_eq!((sources.len(), &sources[0]["name"]), (1, &works.into()), "{inequality:#}");
    }
    assert_eq!(answer["further_inequalities"].as_array().map(Vec::len), Some(1));
    let sentence = "In 2030, m's 100 t of magnet needs 100 t of magnet; only 50 t can be had, from p (A, 50 t). \
                    Besides, m's 10 t of gallium needs 10 t of gallium; only 5 t can be had, from q (A, 5 t).";
    assert_eq!(answer["sentence"], sentence);
    says(&page("two_goods", &[]), &["m (10 t of gallium) takes 10 t of gallium; all that can be had is 5 t:"]);
}

#[test]
fn what_is_missing_is_counted_in_what_there_is() {
    let inequality = &answer("rich_ore", &[])["inequality"];
    assert_eq!(inequality["counted_in"], "ore");
    expect_number(inequality, "needed_t", 1000.0);
    expect_number(inequality, "available_t", 500.0);
}

#[test]
fn where_money_is_short_the_reason_is_what_it_costs() {
    for (name, policy, cost, allowed) in [
        ("budget", "policy.bud", 2000.0, 1990.0),
        ("soft_share", "policy.bud", 890.0, 800.0),
        ("premium", "policy.ceiling", 1250.0, 900.0),
    ] {
        let answer = answer(name, &[]);
        let inequality = &answer["inequality"];
        let money = &inequality["money"];
        assert_eq!(money["statement"], policy);
        expect_number(money, "least_cost_usd", cost);
        expect_number(money, "allowed_usd", allowed);
        // What can be had by its worth in the dearest good: all but what is missing of it.
        let gap = number(inequality, "needed_t") - number(inequality, "available_t");
        assert!(close(gap, number(&answer, "least_missing_t")), "{inequality:#}");
    }
    says(
        &page("budget", &[]),
        &["m (10 t of dear, 1,000 t of cheap) costs at least 2,000 USD; policy.bud (line 28) allows 1,990 USD."],
    );
    let sentence = "m's 10 t of dear and m's 1,000 t of cheap cost at least 2,000 USD; `policy.bud` allows 1,990 USD.";
    says(answer("budget", &[])["sentence"].as_str().expect("a sentence"), &[sentence]);
}

#[test]
fn what_policies_leave_nothing_of_is_not_counted() {
    let answer = answer("shares_clash", &[]);
    assert!(answer["inequality"]["counted_in"].is_null(), "{answer:#}");
    let page = page("shares_clash", &[]);
    says(
        &page,
        &["Nobody can supply m (100 t of magnet). all of it is ruled out or limited by", "policy.min", "policy.max"],
    );
}

/// The baseline moves with capacities and demands, so that what they are worth under a ceiling on premiums is open.
#[test]
fn under_a_ceiling_on_premiums_prices_are_not_proven() {
    let under_a_ceiling = answer("premium", &[]);
    let price = &under_a_ceiling["prices"][0];
    assert_eq!((&price["statement"], &price["proven"]), (&"facility.a.capacity_t_per_year".into(), &false.into()));
    assert_eq!(under_a_ceiling["conflict_irreducible"], false, "a plant without limits lowers the baseline too");
    says(&page("premium", &[]), &["-0.75 46.88 53.12 (not proven)"]);
    let under_a_budget = answer("soft_share", &[]);
    assert!(under_a_budget["prices"].as_array().expect("prices").iter().all(|price| price["proven"] == true));
    assert_eq!(under_a_budget["conflict_irreducible"], true);
}

/// An argument shown under a reading is replayed under it: the number it writes is not moved a second time.
#[test]
fn arguments_shown_under_a_reading_cure_under_it() {
    for (reading, demand) in [("strict", "120"), ("generous", "160")] {
        let args = ["--evidence", reading, "--set", &format!("member.m.demand_t_per_year.magnet={demand}")];
        let answer = answer("assumed_plant", &args);
        let repairs = answer["repairs"].as_array().expect("repairs").iter();
        let joint = answer["joint_repairs"].as_array().expect("repairs").iter();
        let joint = joint.filter(|repair| repair["changes"].as_array().is_some_and(|changes| changes.len() == 1));
        let shown = repairs.chain(joint.map(|repair| &repair["changes"][0])).map(|change| &change["set"]);
        let shown: Vec<&str> = shown.map(|set| set.as_str().expect("an argument")).collect();
        assert!(shown.len() >= 3, "{shown:?}");
        for set in shown {
            run(&[&["solve", &case("assumed_plant")], &args[..], &["--set", set]].concat()).exits(0);
        }
    }
    // As stated, numbers are written as they are.
    let stated = answer("assumed_plant", &[]);
    for set in stated["repairs"].as_array().expect("repairs").iter().map(|repair| &repair["set"]) {
        assert!(!set.as_str().expect("an argument").contains('{'), "{set}");
    }
}
