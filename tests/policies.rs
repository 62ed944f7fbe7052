//! Every kind of political statement on scenarios small enough to solve by hand: verdicts, shortfalls, costs, what of
//! the cost is a transfer, and who pays. Each file in `policies/` says in its first lines why the answer is what it is.

mod common;

use common::{answer, bounds, close, expect_cost, expect_number, file, number, solve, system};
use serde_json::Value;

/// What `didymium solve` says about one year of a file of `policies/`.
struct Solved {
    report: Value,
    year: i32,
}

/// Solves `policies/NAME.toml` in joint mode for one year with overrides.
fn solved(name: &str, overrides: &[&str], year: i32) -> Solved {
    let year_text = year.to_string();
    let mut args = vec!["--year", &year_text];
    args.extend(overrides.iter().flat_map(|text| ["--set", *text]));
    let run = solve(&file(&format!("policies/{name}.toml")), &args);
    assert!([0, 4].contains(&run.code), "exit code {} of {name} {overrides:?}\n{}", run.code, run.stderr);
    Solved { report: run.json(), year }
}

/// The year 2026 of a file as it stands.
fn plain(name: &str) -> Solved {
    solved(name, &[], 2026)
}

impl Solved {
    fn system(&self) -> &Value {
        system(&self.report, self.year)
    }

    /// Nobody is short, at this least cost.
    fn costs(self, usd: f64) -> Self {
        let system = self.system();
        assert_eq!(system["verdict"], "feasible", "{system:#}");
        assert_eq!(bounds(system, "shortfall_bounds_t"), (0.0, 0.0), "{system:#}");
        self.at_cost(usd)
    }

    /// The alliance is this much short in total, and what it has costs so much.
    fn short(self, tonnes: f64, usd: f64) -> Self {
        let system = self.system();
        assert_eq!(system["verdict"], "infeasible", "{system:#}");
        expect_number(system, "shortfall_t", tonnes);
        self.at_cost(usd)
    }

    /// The proven cost; its parts and its payers sum to it.
    fn at_cost(self, usd: f64) -> Self {
        let system = self.system();
        expect_cost(system, usd);
        let part = |key: &str| number(&system["transfers"], key);
        let parts = part("resource_cost_usd") + part("tariffs_usd") - part("subsidies_usd")
            + part("price_floors_usd")
            + part("slack_usd");
        assert!(close(parts, usd), "the parts sum to {parts}:\n{system:#}");
        let answers = self.report["answers"].as_array().expect("a list");
        let paid: f64 = answers.iter().map(|answer| number(answer, "cost_usd")).sum();
        assert!(close(paid, number(system, "alliance_cost_usd")), "members pay {paid}:\n{system:#}");
        let others = system["others"].as_array().expect("a list");
        assert!(!others.is_empty() || close(paid, usd), "members pay {paid}, not {usd}");
        self
    }

    /// What of the cost are tariffs, subsidies, price-floor support and slack, USD; the rest is resources.
    fn of_which(self, tariffs: f64, subsidies: f64, floors: f64, slack: f64) -> Self {
        let transfers = &self.system()["transfers"];
        for (key, usd) in
            [("tariffs_usd", tariffs), ("subsidies_usd", subsidies), ("price_floors_usd", floors), ("slack_usd", slack)]
        {
            expect_number(transfers, key, usd);
        }
        self
    }

    /// What `a` and `b` pay.
    fn paid(self, a: f64, b: f64) -> Self {
        for (member, usd) in [("a", a), ("b", b)] {
            expect_number(answer(&self.report, member, self.year), "cost_usd", usd);
        }
        self
    }

    /// How well `a` and `b` are covered.
    fn covered(self, a: f64, b: f64) -> Self {
        for (member, coverage) in [("a", a), ("b", b)] {
            expect_number(answer(&self.report, member, self.year), "coverage", coverage);
        }
        self
    }
}

const SOFT: fn(u32) -> String = |usd| format!("policy.rule.slack_usd_per_t={usd}");

#[test]
fn without_policies_the_cheapest_place_serves_everybody() {
    plain("goods").costs(1000.0).of_which(0.0, 0.0, 0.0, 0.0).paid(500.0, 500.0);
    plain("ores").costs(500.0).of_which(0.0, 0.0, 0.0, 0.0).paid(250.0, 250.0);
}

#[test]
fn a_ban_holds_in_its_years_for_its_members() {
    for year in [2026, 2027] {
        solved("ban", &[], year).costs(1450.0).of_which(0.0, 0.0, 0.0, 0.0).paid(950.0, 500.0);
    }
    for year in [2025, 2028] {
        solved("ban", &[], year).costs(1000.0);
    }
    solved("ban", &["policy.rule.enabled=false"], 2026).costs(1000.0).paid(500.0, 500.0);
    solved("ban", &[&SOFT(8)], 2026).costs(1310.0).of_which(0.0, 0.0, 0.0, 160.0).paid(810.0, 500.0);
    solved("ban", &[&SOFT(4)], 2026).costs(1200.0).of_which(0.0, 0.0, 0.0, 200.0).paid(700.0, 500.0);
}

#[test]
fn a_ban_may_name_stages_and_products() {
    plain("ban_stage").costs(550.0).paid(300.0, 250.0);
    solved("ban_stage", &["policy.rule.stages=['mining']"], 2026).costs(1090.0).paid(840.0, 250.0);
    solved("ban_stage", &["policy.rule.stages=['mining', 'separation']"], 2026).costs(1090.0);
    solved("ban_stage", &["policy.rule.commodities=['dy']"], 2026).costs(500.0);
}

#[test]
fn an_export_ban_stops_what_leaves_a_place_and_nothing_inside_it() {
    plain("export_ban").short(30.0, 1550.0).covered(0.7, 0.7);
    solved("export_ban", &["policy.rule.to=['A']"], 2026).costs(1550.0).paid(950.0, 500.0);
    solved("export_ban", &[&SOFT(100)], 2026).costs(4850.0).of_which(0.0, 0.0, 0.0, 3000.0);
    solved("export_ban", &[&SOFT(4)], 2026).costs(1510.0).of_which(0.0, 0.0, 0.0, 360.0);
}

#[test]
fn a_largest_flow_limits_everybody_together_by_its_number_of_the_year() {
    for (year, usd) in [(2025, 1300.0), (2026, 1300.0), (2027, 1600.0)] {
        solved("max_flow", &[], year).costs(usd).of_which(0.0, 0.0, 0.0, 0.0);
    }
    solved("max_flow", &["policy.rule.limit_t_per_year=20"], 2026).short(10.0, 1650.0).covered(0.9, 0.9);
    solved("max_flow", &[&SOFT(3)], 2026).costs(1120.0).of_which(0.0, 0.0, 0.0, 120.0);
    solved("max_flow", &[&SOFT(10)], 2026).costs(1250.0).of_which(0.0, 0.0, 0.0, 100.0);
}

#[test]
fn a_largest_flow_sums_raw_material_and_products() {
    plain("max_flow_ore").costs(874.0).paid(624.0, 250.0);
    solved("max_flow_ore", &[&SOFT(1)], 2026).costs(610.0).of_which(0.0, 0.0, 0.0, 60.0).paid(350.0, 260.0);
}

#[test]
fn a_largest_share_binds_every_single_place_and_member() {
    solved("max_share_single", &[], 2026).costs(1450.0);
    solved("max_share_single", &[], 2030).costs(1600.0);
    solved("max_share_single", &["policy.rule.share=0.3"], 2026).short(100.0, 0.0).covered(0.0, 0.0);
    solved("max_share_single", &["policy.rule.share=0.3", "policy.rule.home_exempt=true"], 2026).costs(1750.0);
    solved("max_share_single", &[&SOFT(7)], 2026).costs(1290.0).of_which(0.0, 0.0, 0.0, 140.0);
}

#[test]
fn a_largest_share_may_bind_places_together() {
    solved("max_share_together", &[], 2026).costs(1600.0);
    solved("max_share_together", &["policy.rule.share=0.5"], 2026).short(20.0, 1400.0).covered(0.8, 0.8);
    let exempt = ["policy.rule.share=0.5", "policy.rule.home_exempt=true"];
    solved("max_share_together", &exempt, 2026).costs(1500.0).paid(625.0, 875.0);
}

#[test]
fn a_largest_share_at_a_source_stage_speaks_of_what_is_won_from_there() {
    plain("max_share_source").costs(736.0).paid(486.0, 250.0);
}

#[test]
fn a_largest_share_of_a_sum_lets_one_commodity_stand_in_for_another() {
    plain("max_share_sum").costs(550.0);
    solved("max_share_sum", &["policy.rule.together=true"], 2026).costs(6025.0 / 11.0);
}

#[test]
fn a_least_share_favours_the_members_own_places() {
    plain("min_share_home").costs(1400.0).paid(600.0, 800.0);
    let b = 1025.0;
    solved("min_share_home", &["policy.rule.share=0.7"], 2026)
        .short(50.0 / 7.0, 450.0 + 900.0 / 7.0 + b)
        .covered(6.0 / 7.0, 1.0)
        .paid(450.0 + 900.0 / 7.0, b);
    solved("min_share_home", &[&SOFT(10)], 2026).costs(1300.0).of_which(0.0, 0.0, 0.0, 200.0).paid(600.0, 700.0);
}

#[test]
fn a_least_share_may_favour_other_places() {
    plain("min_share_places").costs(1150.0).paid(500.0, 650.0);
}

#[test]
fn a_least_share_may_favour_recycling() {
    solved("min_share_recycling", &[], 2026).costs(795.0).paid(397.5, 397.5);
    solved("min_share_recycling", &[], 2030).costs(1562.0);
    let mined = ["policy.rule.stage=mining", "policy.rule.countries=['A']"];
    solved("min_share_recycling", &mined, 2026).costs(825.0);
}

#[test]
fn a_share_binds_what_passes_its_stage_and_nothing_else() {
    plain("min_share_chain").costs(878.75).paid(628.75, 250.0);
    for (stage, place, usd) in [("separation", "B", 653.75), ("magnet", "A", 635.0)] {
        let at = [format!("policy.rule.stage={stage}"), format!("policy.rule.countries=['{place}']")];
        solved("min_share_chain", &at.each_ref().map(String::as_str), 2026).costs(usd).paid(usd - 250.0, 250.0);
    }
}

#[test]
fn a_warehouse_is_no_use_and_no_supply() {
    plain("share_warehouse").costs(1450.0);
    solved("share_warehouse", &["policy.rule.share=0.2"], 2026).short(12.5, 1625.0);
    // Everything but what A makes: 70 t of 100, also where the warehouse in A could pretend to make more.
    let least = ["policy.rule.kind=min_share", "policy.rule.countries=['A']", "policy.rule.share=0.3"];
    solved("share_warehouse", &least, 2026).costs(1150.0);
    let single = "policy.rule={ kind = 'max_share', stage = 'supply', share = 0.5 }";
    solved("share_warehouse", &[single], 2026).costs(1450.0);
}

#[test]
fn what_a_recipe_gives_back_is_no_use_and_no_supply() {
    plain("share_own_scrap").costs(940.0).paid(440.0, 500.0);
    let most = ["policy.rule.kind=max_share", "policy.rule.share=0.5"];
    solved("share_own_scrap", &most, 2026).costs(1040.0).paid(540.0, 500.0);
}

#[test]
fn a_circle_with_a_loss_is_use_and_supply_in_every_round() {
    solved("share_scrap", &[], 2026).costs(15_125.0);
    let swarf = ["policy.rule.kind=min_share", "policy.rule.stage=scrap", "policy.rule.countries=['B']"];
    solved("share_scrap", &[&swarf[..], &["policy.rule.share=0.2"]].concat(), 2026).costs(11_375.0);
    solved("share_scrap", &[&swarf[..], &["policy.rule.share=0.3"]].concat(), 2026).short(100.0, 0.0);
}

#[test]
fn an_offtake_of_a_recipe_reserves_capacity() {
    plain("offtake_recipe").costs(1100.0).paid(500.0, 600.0);
    solved("offtake_recipe", &[&SOFT(2)], 2026).costs(1040.0).of_which(0.0, 0.0, 0.0, 40.0).paid(500.0, 540.0);
    let alone = solve(&file("policies/offtake_recipe.toml"), &["--mode", "alone"]).exits(0).json();
    for member in ["a", "b"] {
        expect_number(answer(&alone, member, 2026), "cost_usd", 500.0);
    }
}

#[test]
fn an_offtake_of_a_source_reserves_what_is_won_from_it() {
    plain("offtake_source").costs(2680.0 / 3.0);
}

#[test]
fn an_offtake_of_a_splitter_does_not_starve_others_of_what_its_holder_has_no_use_for() {
    plain("offtake_splitter").costs(1600.0 / 3.0);
    solved("offtake_splitter", &["policy.rule.commodities=['dy']"], 2026).costs(520.0);
}

#[test]
fn a_tariff_is_paid_on_what_leaves_a_place() {
    solved("tariff", &[], 2026).costs(1300.0).of_which(300.0, 0.0, 0.0, 0.0).paid(650.0, 650.0);
    solved("tariff", &[], 2027).costs(1640.0).of_which(490.0, 0.0, 0.0, 0.0).paid(790.0, 850.0);
    solved("tariff", &["policy.more.enabled=true"], 2026).costs(1400.0).of_which(400.0, 0.0, 0.0, 0.0);
}

#[test]
fn a_tariff_by_rate_spares_what_has_no_price() {
    plain("tariff_ore").costs(900.0).of_which(300.0, 0.0, 0.0, 0.0).paid(450.0, 450.0);
    solved("tariff_ore", &["policy.rule.rate=5"], 2026).costs(1680.0).of_which(0.0, 0.0, 0.0, 0.0);
}

#[test]
fn a_subsidy_makes_a_facility_or_a_place_cheaper() {
    solved("subsidy", &[], 2026).costs(970.0).of_which(0.0, 180.0, 0.0, 0.0);
    solved("subsidy", &[], 2027).costs(1000.0).of_which(0.0, 0.0, 0.0, 0.0);
    solved("subsidy", &["policy.place.enabled=true"], 2026).costs(770.0).of_which(0.0, 980.0, 0.0, 0.0);
    plain("subsidy_splitter").costs(440.0).of_which(0.0, 160.0, 0.0, 0.0).paid(220.0, 220.0);
    let mine = ["policy.rule.facility=mine_x"];
    solved("subsidy_splitter", &mine, 2026).costs(340.0).of_which(0.0, 160.0, 0.0, 0.0);
}

#[test]
fn a_price_floor_pays_the_gap_to_the_price() {
    solved("price_floor", &[], 2026).costs(1200.0).of_which(0.0, 0.0, 200.0, 0.0);
    solved("price_floor", &[], 2027).costs(1570.0).of_which(0.0, 0.0, 420.0, 0.0);
    solved("price_floor", &[], 2028).costs(1000.0).of_which(0.0, 0.0, 0.0, 0.0);
    solved("price_floor", &["process.make.output.oxide=2"], 2026).costs(700.0).of_which(0.0, 0.0, 200.0, 0.0);
    solved("price_floor", &["policy.place.enabled=true"], 2026).costs(1300.0).of_which(0.0, 0.0, 300.0, 0.0);
}

#[test]
fn a_price_floor_pays_on_what_a_splitter_allots_and_on_what_a_source_ships() {
    plain("price_floor_splitter").costs(720.0).of_which(0.0, 0.0, 120.0, 0.0).paid(360.0, 360.0);
    plain("price_floor_source").costs(900.0).of_which(0.0, 0.0, 400.0, 0.0).paid(450.0, 450.0);
}

#[test]
fn a_largest_premium_is_counted_from_the_proven_baseline() {
    let feasible = solved("max_premium", &[], 2026).costs(700.0);
    expect_number(feasible.system(), "baseline_cost_usd", 400.0);
    solved("max_premium", &[], 2027).short(4.0, 600.0).covered(0.9, 0.9);
    solved("max_premium", &[], 2028).short(0.16, 696.0);
    let narrow = "policy.narrow={ kind = 'max_flow', from = ['X', 'A'], to = ['B'], limit_t_per_year = 10 }";
    let short = ["member.b.demand_t_per_year.oxide=50", "facility.b_plant.capacity_t_per_year=0", narrow];
    let short = [&short[..], &["policy.rule.premium=0.2"]].concat();
    solved("max_premium", &short, 2026).short(46.0, 360.0).covered(0.7, 0.2);
    let alone = solve(&file("policies/max_premium.toml"), &["--mode", "alone", "--member", "a"]).exits(0).json();
    for year in [2026, 2027, 2028] {
        expect_number(answer(&alone, "a", year), "cost_usd", 300.0);
        expect_number(answer(&alone, "a", year), "premium", 0.5);
    }
}

#[test]
fn a_budget_counts_other_consumers_and_the_price_of_soft_statements() {
    let feasible = solved("budget", &[], 2026).costs(800.0);
    expect_number(feasible.system(), "alliance_cost_usd", 700.0);
    solved("budget", &[], 2027).short(40.0 / 11.0, 700.0).covered(10.0 / 11.0, 10.0 / 11.0);
    let soft = "policy.soft.enabled=true";
    solved("budget", &[soft], 2026).short(20.0 / 13.0, 800.0).of_which(0.0, 0.0, 0.0, 550.0 / 13.0);
    solved("budget", &[soft, "policy.rule.enabled=false"], 2026).costs(850.0).of_which(0.0, 0.0, 0.0, 50.0);
}
