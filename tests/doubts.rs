//! What is found in sound scenarios changed in one place, and what is not: every finding that a change deserves, and
//! none of the consequences of another.

use std::fs;

use didymium::scenario::{LoadError, Loaded, Mode, load_text};

/// `tests/PATH.toml` with overrides, without the line `less`.
fn loaded(path: &str, less: &str, overrides: &[&str]) -> Result<Loaded, LoadError> {
    let path = format!("{}/tests/{path}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).expect("the case can be read");
    assert!(less.is_empty() || text.contains(less), "{path} does not say {less}");
    let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    load_text("text.toml", text.replace(less, ""), path.rsplit_once('/').map(|(folder, _)| folder.as_ref()), &overrides)
}

/// The names of what is found, in file order.
fn found(path: &str, less: &str, overrides: &[&str]) -> Vec<&'static str> {
    match loaded(path, less, overrides) {
        Ok(loaded) => loaded.warnings.iter().map(|finding| finding.rule.name()).collect(),
        Err(LoadError::Invalid(findings)) => {
            findings.diagnostics.as_slice().iter().map(|finding| finding.rule.name()).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

#[track_caller]
fn expect(path: &str, cases: &[(&[&str], &[&str])]) {
    for (overrides, expected) in cases {
        assert_eq!(found(path, "", overrides), *expected, "{path} {overrides:?}");
    }
}

#[test]
fn a_share_of_nothing_cannot_be_claimed() {
    let third_stage = "scenario.stages=['mining','separation','magnet']";
    expect(
        "cases/claims_shares",
        &[(&[third_stage, "claim.x_separates.stage=magnet"], &["claim-not-unique", "claim-without-condition"])],
    );
    let of = |commodity: &str| format!("claim.x_mines_half.commodities=['{commodity}']");
    expect("cases/claims_own_use", &[(&[&of("metal")], &[]), (&[&of("magnet")], &["claim-without-condition"])]);
}

#[test]
fn what_a_member_pays_is_unique_alone_and_without_others() {
    expect("cases/claims_shares", &[(&[], &["claim-not-unique"]), (&["claim.each_pays.mode=alone"], &[])]);
    expect("cases/claims_own_use", &[(&[], &[])]);
}

#[test]
fn bounds_of_a_claim_cross_for_a_member() {
    let between = |least: &str, most: &str| {
        let bound = |end: &str, limits: &str| format!("claim.each_its_own.{end}_coverage={limits}");
        found("cases/claims_coverage", "", &[&bound("min", least), &bound("max", most)])
    };
    assert_eq!(between("{ a = 0.2, b = 0.3 }", "{ a = 0.3, b = 0.4 }"), [""; 0]);
    assert_eq!(between("{ a = 0.3, b = 0.4 }", "{ a = 0.3, b = 0.4 }"), [""; 0]);
    assert_eq!(between("{ a = 0.2, b = 0.5 }", "{ a = 0.3, b = 0.4 }"), ["empty-range"]);
    assert_eq!(between("{ a = 0.2, b = 0.5 }", "0.4"), ["empty-range"]);
    // That nothing is said of `a` is one fault, that the bounds of `b` cross another.
    assert!(between("{ a = 0.2, b = 0.5 }", "{ b = 0.4 }").contains(&"empty-range"));
}

#[test]
fn a_faulty_condition_is_no_missing_one() {
    let faulty = ["claim.j_pays.min_cost_usd='x'", "claim.j_pays.max_cost_usd='x'"];
    expect("cases/claims_own_use", &[(&faulty, &["wrong-type", "wrong-type"])]);
}

#[test]
fn a_mineral_of_no_source_is_doubted_where_it_is_misspelt_or_nothing_is_left() {
    let accepts = |list: &str| found("diagnostics/sound", "", &[&format!("facility.kuantan.accepts={list}")]);
    assert_eq!(accepts("['monazite', 'bastnaesite']"), [""; 0]);
    assert_eq!(accepts("['monazite', 'monazit']"), ["unknown-mineral"]);
    assert_eq!(accepts("['bastnaesite']"), ["unknown-mineral"]);
}

#[test]
fn a_share_above_five_looks_like_a_percentage() {
    for (path, key) in [("policies/max_premium", "policy.rule.premium"), ("policies/tariff", "policy.more.rate")] {
        let doubts = |share: &str| found(path, "", &[&format!("{key}={share}")]);
        assert_eq!([doubts("5"), doubts("5.1")], [vec![], vec!["rate-in-percent"]], "{key}");
    }
}

#[test]
fn a_country_is_used_where_only_a_statement_or_a_claim_speaks_of_it() {
    let another = "country.Z.name=Z";
    let naming = ["policy.rule.origins=['X','Z']", "scenario.avoid=['Z']"];
    expect("policies/ban", &[(&[another], &["unused"]), (&[another, naming[0]], &[]), (&[another, naming[1]], &[])]);
    let claimed = "claim.x_mines_half.countries=['X','Z']";
    expect("cases/claims_own_use", &[(&[another], &["unused"]), (&[another, claimed], &[])]);
}

#[test]
fn a_demand_that_nothing_can_meet_is_found_unless_another_finding_explains_it() {
    let no_metal = "facility.smelter.process=magnetise";
    let gallium = "commodity.gallium.stage=metal";
    let wanted = |tonnes: &str| format!("member.japan.demand_t_per_year.gallium={tonnes}");
    expect(
        "diagnostics/sound",
        &[
            (&[no_metal], &["no-maker"]),
            (&[no_metal, "facility.smelter.accepts=['monazite']"], &["key-does-not-apply"]),
            (&[no_metal, "member.japan.demand_t_per_year.concentrate=1"], &["no-maker", "assayed-commodity"]),
            (&[no_metal, "commodity.dy_oxide.stage=nowhere"], &["unknown-name"]),
            (&[gallium, &wanted("1")], &["no-maker"]),
            (&[gallium, &wanted("0")], &[]),
        ],
    );
    // What is dug holds the oxide, but is not what the separators split.
    let dug = [
        "commodity.sand={ stage = 'mining', assayed = true }",
        "process.dig={ output = { sand = 1 } }",
        "facility.mount_weld.process=dig",
    ];
    assert!(found("diagnostics/sound", "", &dug).contains(&"no-maker"));
}

#[test]
fn a_plant_needs_a_limit_of_its_own() {
    let lacking = |line: &str| found("diagnostics/sound", line, &[]);
    assert_eq!(lacking("capacity_t_per_year = { 2024 = 50000 }\n"), [""; 0], "its product is limited");
    assert_eq!(lacking("capacity_t_per_year = 50000\n"), ["missing-key"], "nothing of it is limited");
    assert_eq!(lacking("capacity_t_per_year = 100000\n"), ["missing-key"]);
}

#[test]
fn assayed_commodities_are_no_products() {
    for key in ["process.separate.recovery", "facility.kuantan.recovery", "facility.mount_weld.assay"] {
        let overrides = [&*format!("{key}.concentrate=0.1")];
        expect("diagnostics/sound", &[(&overrides, &["assayed-commodity"])]);
    }
}

#[test]
fn a_sweep_draws_at_least_once_from_a_seed_that_is_not_negative() {
    for (key, limit, rule) in [("samples", 1, "out-of-range"), ("seed", 0, "negative-number")] {
        let says = |number: i32| found("diagnostics/sound", "", &[&format!("sweep.{key}={number}")]);
        assert_eq!([says(limit - 2), says(limit - 1), says(limit)], [vec![rule], vec![rule], vec![]], "{key}");
    }
    let overrides = ["sweep.samples=7", "sweep.seed=9"];
    let sweep = loaded("diagnostics/sound", "", &overrides).expect("it is sound").scenario.sweep.expect("a sweep");
    assert_eq!((sweep.samples, sweep.seed), (Some(7), Some(9)));
}

#[test]
fn every_mode_is_read_as_itself() {
    for (word, mode) in [("joint", Mode::Joint), ("alone", Mode::Alone), ("own", Mode::Own)] {
        let overrides = format!("scenario.mode={word}");
        let scenario = loaded("diagnostics/sound", "", &[&overrides]).expect("it is sound").scenario;
        assert_eq!(scenario.question.mode, mode);
    }
}
