//! `didymium explain` on the cases whose answers can be checked by hand.

mod common;
mod world;

use common::run;
use serde_json::Value;
use world::World;

fn explained(case: &str, args: &[&str]) -> Value {
    let path = format!("{}/tests/cases/{case}.toml", env!("CARGO_MANIFEST_DIR"));
    let output = run(&[&["explain", &path, "--format", "json"], args].concat());
    assert_eq!(output.code, 4, "{}", output.stderr);
    serde_json::from_str(&output.stdout).expect("JSON")
}

fn close(found: &Value, expected: f64) -> bool {
    found.as_f64().is_some_and(|found| (found - expected).abs() <= 1e-6 * (1.0 + expected.abs()))
}

fn repair<'a>(answer: &'a Value, statement: &str) -> &'a Value {
    let repairs = answer["repairs"].as_array().expect("repairs");
    repairs.iter().find(|repair| repair["statement"] == statement).unwrap_or_else(|| panic!("no repair of {statement}"))
}

#[test]
fn g1_names_the_mines_and_the_three_cures() {
    let report = explained("g1_m1_limited", &[]);
    let answer = &report["answers"][0];
    let conflict: Vec<&str> = answer["conflict"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let demand = "member.buyer.demand_t_per_year.dy_oxide";
    assert_eq!(conflict, ["facility.m1.capacity_t_per_year", "facility.m2.capacity_t_per_year", demand]);
    assert_eq!(answer["conflict_irreducible"], true);
    for (statement, by, needed) in [
        ("facility.m1.capacity_t_per_year", 200.0, 1000.0),
        ("facility.m2.capacity_t_per_year", 40.0, 40.0),
        (demand, 2.0, 8.0),
    ] {
        let repair = repair(answer, statement);
        assert!(close(&repair["move_by"], by) && close(&repair["value_needed"], needed), "{repair}");
        assert_eq!(repair["proven"], true);
    }
    assert!(close(&answer["margin"]["capacity_uplift"], 0.25), "{}", answer["margin"]);
    assert!(
        answer["sentence"].as_str().expect("a sentence").contains("1,000 t of ore; only 800 t can be had, from m1")
    );
    let solved = answer["programs_solved"].as_u64().expect("a count");
    assert!(solved <= 3 * 3 + 60, "{solved} programs");
}

#[test]
fn g3_shows_the_bottleneck_that_the_first_conflict_may_hide() {
    let report = explained("g3_hidden_bottleneck", &[]);
    let stages = report["system"][0]["stages"].as_array().expect("stages");
    let short = |name: &str| &stages.iter().find(|stage| stage["stage"] == name).expect("a stage")["shortfall_t"];
    assert!(close(short("separation"), 6.0) && close(short("magnet"), 0.0));
    let separation = stages.iter().find(|stage| stage["stage"] == "separation").expect("a stage");
    assert!(close(&separation["delivered_t"], 18.0), "{separation}");
    // In G2 magnets are a conflict of their own (20 against 24), and separation still is the tighter stage.
    let hiding = explained("g2_members", &["--conflicts", "9"]);
    let conflicts = hiding["system"][0]["further_conflicts"].as_array().expect("a list");
    let names_magnets = |conflict: &Value| conflict["statements"].to_string().contains("u_magnets");
    assert!(conflicts.iter().any(names_magnets), "{conflicts:?}");
    assert_eq!(hiding["system"][0]["binding_stage"], "separation");
    assert_eq!(report["system"][0]["binding_stage"], "separation");
}

#[test]
fn stages_that_stand_in_for_each_other_bind_together() {
    let report = explained("stand_in", &[]);
    let answer = &report["answers"][0];
    let lines: Vec<(&str, f64)> = answer["stages"].as_array().expect("stages").iter().map(line).collect();
    assert_eq!(lines, [("mining", 0.0), ("recycling", 0.0), ("smelting", 0.0), ("mining+recycling", 2.0)]);
    assert_eq!(answer["binding_stage"], "mining+recycling");
    // With 9 t of smelters that stage leaves 3 t missing by itself, and there is nothing to add about several.
    let smelters =
        ["--set", "facility.smelter.capacity_t_per_year=5", "--set", "facility.remelter.capacity_t_per_year=4"];
    let report = explained("stand_in", &smelters);
    let answer = &report["answers"][0];
    let lines: Vec<(&str, f64)> = answer["stages"].as_array().expect("stages").iter().map(line).collect();
    assert_eq!(lines, [("mining", 0.0), ("recycling", 0.0), ("smelting", 3.0)]);
    assert_eq!(answer["binding_stage"], "smelting");
}

fn line(stage: &Value) -> (&str, f64) {
    (stage["stage"].as_str().expect("a name"), stage["shortfall_t"].as_f64().expect("t"))
}

#[test]
fn no_premium_on_nothing_cures() {
    let report = explained("free_baseline", &[]);
    let ceiling = repair(&report["answers"][0], "policy.ceiling");
    assert!(ceiling["cures"] == true && close(&ceiling["move_by"], 100.0), "{ceiling}");
    assert!(ceiling["unit"] == "USD/yr" && ceiling["set"].is_null(), "{ceiling}");
}

/// The ceiling is counted from a baseline that moves with capacities and demands, but not with premium and avoidance.
#[test]
fn under_a_ceiling_on_premiums_only_what_leaves_the_baseline_alone_is_proven() {
    let report = explained("../policies/max_premium", &["--year", "2027"]);
    let answer = &report["system"][0];
    let premium = repair(answer, "policy.rule");
    assert!(premium["proven"] == true && close(&premium["value_needed"], 0.75), "{premium}");
    for repair in answer["repairs"].as_array().expect("repairs") {
        let statement = repair["statement"].as_str().expect("a key");
        let leaves = statement.starts_with("policy.rule") || statement == "scenario.avoid";
        assert!(leaves || (repair["proven"] == false && repair["set"].is_null()), "{repair}");
    }
    assert!(answer["margin"]["proven"] == false && answer["causes"]["proven"] == false, "{answer}");
}

#[test]
fn what_a_plant_may_not_put_out_it_may_still_dig() {
    let path = format!("{}/tests/cases/limited_splitter.toml", env!("CARGO_MANIFEST_DIR"));
    let report = run(&["explain", &path, "--format", "json"]);
    assert_eq!(report.code, 0, "{}", report.stderr);
    let report: Value = serde_json::from_str(&report.stdout).expect("JSON");
    assert_eq!(report["answers"][0]["structure"], Value::Array(Vec::new()));
}

#[test]
fn g5_tells_left_from_right() {
    let report = explained("g5_degenerate_price", &["--conflicts", "3"]);
    let answer = &report["answers"][0];
    let prices = answer["prices"].as_array().expect("prices");
    let of_capacity: Vec<&Value> =
        prices.iter().filter(|price| price["statement"].as_str().is_some_and(|s| s.starts_with("facility"))).collect();
    assert!(!of_capacity.is_empty());
    for price in of_capacity {
        assert!(close(&price["left"], 1.0) && close(&price["right"], 0.0), "{price}");
    }
    let further = answer["further_conflicts"].as_array().expect("a list");
    assert_eq!(further.len(), 2, "separation and mine are conflicts of their own");
}

#[test]
fn the_page_shows_statements_where_the_file_says_them() {
    let path = format!("{}/tests/cases/g3_hidden_bottleneck.toml", env!("CARGO_MANIFEST_DIR"));
    let output = run(&["explain", &path]);
    assert_eq!(output.code, 4);
    for part in ["these cannot all hold", "g2_members.toml:", "^^^^", "Stage by stage", "What would cure it alone"] {
        assert!(output.stdout.contains(part), "the page lacks {part}:\n{}", output.stdout);
    }
}

#[test]
fn what_nobody_makes_or_only_avoided_places_make_is_said_without_a_program() {
    let text = World { avoid: false, ..World::new(3, "alone", false) };
    let member = format!("m{}", text.consumers.iter().find(|consumer| consumer.alliance).expect("a member").country);
    let places: Vec<String> = (0..text.countries).map(|country| format!("c{country}")).collect();
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a temporary file");
    std::fs::write(file.path(), text.to_toml()).expect("a temporary file can be written");
    let path = file.path().to_str().expect("a path in Unicode");
    let output = run(&["explain", path, "--member", &member, "--avoid", &places.join(","), "--avoid-stage", "magnet"]);
    assert_eq!(output.code, 4, "{}", output.stderr);
    let page = output.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["magnet cannot be supplied at all in 2026", "ruled out at magnet", "(`scenario.avoid`, --avoid)"] {
        assert!(page.contains(part), "the page lacks {part}:\n{}", output.stdout);
    }
}

/// A scenario of its own in a temporary file, explained.
fn page_of(text: &str, args: &[&str]) -> String {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a temporary file");
    std::fs::write(file.path(), text).expect("a temporary file can be written");
    let path = file.path().to_str().expect("a path in Unicode");
    let output = run(&[&["explain", path], args].concat());
    assert_eq!(output.code, 4, "{}", output.stderr);
    output.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One chain of ore, oxide and magnet: what is asked for, and tables to add.
fn chain(stages: &str, more: &str) -> String {
    format!(
        "format = 1\n[scenario]\nyears = [2026]\nmode = \"alone\"\nstages = [\"mining\", \"separation\", \"magnet\"]\n\
         avoid = [\"far\"]\n[country.near]\n[country.far]\n[country.home]\n\
         [commodity.ore]\nstage = \"mining\"\nassayed = true\n[commodity.oxide]\nstage = \"separation\"\n\
         [commodity.magnet]\nstage = \"magnet\"\n[process.mine]\nstage = \"mining\"\noutput = {{ ore = 1 }}\n\
         [process.split]\nstage = \"separation\"\nsplits = \"ore\"\nrecovery = {{ oxide = 0.9 }}\n\
         [process.press]\nstage = \"magnet\"\ninput = {{ oxide = 0.3 }}\noutput = {{ magnet = 1 }}\n{stages}\n\
         [member.buyer]\ncountries = [\"home\"]\ndemand_t_per_year.magnet = 10\n{more}"
    )
}

fn works(key: &str, country: &str, process: &str, more: &str) -> String {
    let capacity = if more.contains("capacity") { "" } else { "capacity_t_per_year = 100\n" };
    let assay = if process == "mine" { "assay = { oxide = 0.5 }\n" } else { "" };
    format!("[facility.{key}]\ncountry = \"{country}\"\nprocess = \"{process}\"\n{capacity}{assay}{more}\n")
}

#[test]
fn what_the_network_shows_is_told_link_by_link() {
    let open = "[routes]\ndefault = \"open\"\n";
    let late = "capacity_t_per_year = { 2028 = 50 }";
    let mine = works("pit", "near", "mine", "");
    let split = works("plant", "near", "split", "");
    let press = works("press", "home", "press", "");
    let far_press = works("press", "far", "press", "");
    for (stages, more, expected) in [
        // Nothing has a capacity yet.
        ([mine.as_str(), &split, &works("press", "home", "press", late)].concat(), open, "no capacity before 2028"),
        (
            [mine.as_str(), &works("plant", "near", "split", "capacity_t_per_year = 0"), &press].concat(),
            open,
            "press (home) does not get any oxide - plant (near) has no capacity for oxide in 2026",
        ),
        // All who make it are avoided, here or further up.
        (
            [mine.as_str(), &split, &far_press].concat(),
            open,
            "press (far) stands in a country that is ruled out at magnet",
        ),
        (
            [works("pit", "far", "mine", "").as_str(), &split, &press].concat(),
            open,
            "plant (near) does not get any ore with oxide in it - pit (far) stands in a country that is ruled out at mining",
        ),
        // No open route, for material, for a product on its way, and for what is asked for.
        (
            [mine.as_str(), &works("plant", "home", "split", ""), &press].concat(),
            "[routes]\ndefault = \"closed\"\n",
            "pit (near) has it, but no open route leads to home (`routes.default`",
        ),
        (
            [mine.as_str(), &split, &press].concat(),
            "[route.shut]\nfrom = \"near\"\nto = \"home\"\nopen = false\n",
            "plant (near) has it, but no open route leads to home (`route.shut`",
        ),
        (
            [mine.as_str(), &split, &press].concat(),
            "[policy.stop]\nkind = \"export_ban\"\nfrom = [\"near\"]\ncommodities = [\"oxide\"]\n",
            "none of it may go to home (`policy.stop`",
        ),
        (
            [mine.as_str(), &split, &press].concat(),
            "[policy.no]\nkind = \"ban\"\norigins = [\"near\"]\nstages = [\"separation\"]\n",
            "ruled out at separation (`policy.no`",
        ),
        // A mineral that nobody takes.
        (
            [
                works("hole", "far", "mine", "mineral = \"bastnaesite\"").as_str(),
                &works("pit", "near", "mine", "mineral = \"monazite\""),
                &works("plant", "near", "split", "accepts = [\"bastnaesite\"]"),
                &press,
            ]
            .concat(),
            open,
            "the mineral of pit (near) is not accepted there",
        ),
    ] {
        let page = page_of(&chain(&stages, more), &[]);
        assert!(page.contains("buyer's magnet cannot be supplied at all in 2026"), "{page}");
        assert!(page.contains(expected), "the page lacks {expected}:\n{page}");
    }
    let page = page_of(&chain(&[mine.as_str(), &split, &press].concat(), open), &["--mode", "own"]);
    assert!(page.contains("plant (near) does not belong to buyer"), "{page}");
}

#[test]
fn arguments_and_bases_are_shown_where_they_speak() {
    let path = format!("{}/tests/cases/g3_hidden_bottleneck.toml", env!("CARGO_MANIFEST_DIR"));
    let set = "facility.j_separation.capacity_t_per_year=11";
    let page = run(&["explain", &path, "--set", set]).stdout;
    for part in ["--> ", "g2_members.toml:47:1", "::: --set:1:", set] {
        assert!(page.contains(part), "the page lacks {part}:\n{page}");
    }
    let report = explained("g7_time", &["--year", "2026", "--set", "facility.plant.capacity_t_per_year.2026=19"]);
    let places = &report["places"];
    assert_eq!(places["facility.plant.capacity_t_per_year"]["file"], "--set", "{places}");
    assert!(places["member.buyer.demand_t_per_year.oxide"]["line"].as_u64().is_some_and(|line| line > 1), "{places}");
}

#[test]
fn capital_cost_weighs_joint_repairs_where_the_file_states_it() {
    // Each t/yr of separation costs 10 USD at j and 3 USD at e; the cheapest way to 6 t more also needs 2 t of ore.
    let args = [
        "--set",
        "facility.j_separation.capex_usd_per_t_per_year=10",
        "--set",
        "facility.e_separation.capex_usd_per_t_per_year=3",
        "--set",
        "facility.u_mine.capex_usd_per_t_per_year=1",
    ];
    let report = explained("g3_hidden_bottleneck", &args);
    let repairs = report["system"][0]["joint_repairs"].as_array().expect("joint repairs");
    let capital: Vec<&Value> = repairs.iter().filter(|repair| repair["unit"] == "USD").collect();
    assert!(close(&capital[0]["effort"], 6.0 * 3.0 + 2.0), "{capital:?}");
    assert_eq!(capital[0]["changes"][0]["statement"], "facility.e_separation.capacity_t_per_year");
    assert_eq!(capital[0]["changes"][0]["set"], "facility.e_separation.capacity_t_per_year=10");
    // Where e cannot be built, j takes its place.
    let other = capital.iter().find(|repair| repair["without"] == "facility.e_separation.capacity_t_per_year");
    assert!(close(&other.expect("an alternative")["effort"], 6.0 * 10.0 + 2.0), "{capital:?}");
    // Without a cost nothing is weighed by it.
    let plain = explained("g3_hidden_bottleneck", &[]);
    let plain = plain["system"][0]["joint_repairs"].as_array().expect("joint repairs");
    assert!(plain.iter().all(|repair| repair["unit"] == "1"), "{plain:?}");
}

#[test]
fn years_that_are_not_asked_about_have_the_verdict_that_solve_gives() {
    for (case, args) in [("g7_time", &["--mode", "joint"][..]), ("g7_time", &["--mode", "alone"]), ("g2_members", &[])]
    {
        let path = format!("{}/tests/cases/{case}.toml", env!("CARGO_MANIFEST_DIR"));
        let solved = run(&[&["solve", &path, "--format", "json"], args].concat());
        let solved: Value = serde_json::from_str(&solved.stdout).expect("JSON");
        let report = explained(case, &[&["--year", "2026"], args].concat());
        let timeline = report["answers"][0]["timeline"].as_array().expect("a timeline");
        let of_member = solved["answers"].as_array().expect("answers").iter();
        let of_member: Vec<&Value> =
            of_member.filter(|answer| answer["member"] == report["answers"][0]["member"]).collect();
        assert_eq!(timeline.len(), of_member.len());
        for (year, answer) in timeline.iter().zip(of_member) {
            assert_eq!((&year["year"], &year["verdict"]), (&answer["year"], &answer["verdict"]));
            assert_eq!(year["shortfall_t"], answer["shortfall_t"]);
            assert_eq!(year["binding_stage"].is_string(), answer["verdict"] == "infeasible", "{year}");
        }
    }
}

#[test]
fn all_conflicts_there_are_can_be_found() {
    let report = explained("g5_degenerate_price", &["--conflicts", "9"]);
    let answer = &report["answers"][0];
    assert_eq!(answer["further_conflicts"].as_array().expect("a list").len(), 2);
    assert_eq!(answer["conflicts_complete"], true, "mine, separation and magnets, and nothing else");
    assert_eq!(explained("g5_degenerate_price", &[])["answers"][0]["conflicts_complete"], false);
}

#[test]
fn no_line_of_a_page_but_of_the_file_is_wider_than_the_page() {
    let path = format!("{}/tests/cases/g3_hidden_bottleneck.toml", env!("CARGO_MANIFEST_DIR"));
    let page = run(&["explain", &path, "--conflicts", "2"]).stdout;
    let widest = page.lines().map(|line| line.chars().count()).max().expect("a page has lines");
    assert!(widest <= 120, "{widest}");
}

#[test]
fn reasons_are_facts_in_a_sheet_too() {
    let path = format!("{}/tests/cases/g1_m1_limited.toml", env!("CARGO_MANIFEST_DIR"));
    let sheet = run(&["explain", &path, "--format", "csv"]).stdout;
    for row in [
        "member,year,kind,number,statement,about,quantity,unit,value",
        "buyer,2026,conflict,1,facility.m1.capacity_t_per_year,,necessary,1,1",
        "buyer,2026,repair,,facility.m1.capacity_t_per_year,capacity,value_needed,t/yr,1000",
        ",2026,margin,,,,capacity_uplift,1,0.25",
        "buyer,2026,stage,,,mining,shortfall_t,t,2",
    ] {
        assert!(sheet.lines().any(|line| line == row), "the sheet lacks {row}:\n{sheet}");
    }
}
