//! Cases small enough to solve by hand (docs/formulation.md, hand-checkable cases): verdicts, shortfalls, costs.
//! Each file in `cases/` says in its first lines what it shows and why the answer is what it is.

mod common;

use common::{answer, bounds, case, close, expect_cost, expect_number, number, solve, solve_json, system};
use serde_json::{Value, json};

/// Demands a proven feasible row without any shortfall.
fn expect_feasible(row: &Value) {
    assert_eq!(row["verdict"], "feasible", "{row:#}");
    expect_number(row, "shortfall_t", 0.0);
    assert_eq!(bounds(row, "shortfall_bounds_t"), (0.0, 0.0), "a feasible plan falls short of nothing:\n{row:#}");
}

/// Demands a proven infeasible row that is `shortfall` short.
fn expect_short(row: &Value, shortfall: f64) {
    assert_eq!(row["verdict"], "infeasible", "{row:#}");
    expect_number(row, "shortfall_t", shortfall);
    let (lower, upper) = bounds(row, "shortfall_bounds_t");
    assert!(lower > 0.0, "infeasible is proven by a shortfall above zero:\n{row:#}");
    assert!(lower <= shortfall && shortfall <= upper || close(lower, shortfall), "{shortfall} is outside:\n{row:#}");
    assert!(row["premium"].is_null(), "what cannot be done has no premium:\n{row:#}");
}

/// Demands an answer's deliveries, coverage and the arithmetic between them.
fn expect_served(answer: &Value, demand: f64, delivered: f64) {
    expect_number(answer, "demand_t", demand);
    expect_number(answer, "delivered_t", delivered);
    expect_number(answer, "coverage", delivered / demand);
    if delivered < demand { expect_short(answer, demand - delivered) } else { expect_feasible(answer) }
}

/// Demands a premium, to a millionth.
fn expect_premium(answer: &Value, expected: f64) {
    let premium = number(answer, "premium");
    assert!((premium - expected).abs() < 1e-6, "premium {premium}, expected {expected}:\n{answer:#}");
}

#[test]
fn two_mines_bring_two_oxides_at_the_least_cost() {
    let exact = 130_000.0 / 19.0;
    let joint = solve(&case("g1_joint_production"), &[]).exits(0).json();
    expect_feasible(system(&joint, 2026));
    expect_cost(system(&joint, 2026), exact);
    let alone = solve(&case("g1_joint_production"), &["--mode", "alone"]).exits(0).json();
    for report in [&joint, &alone] {
        let buyer = answer(report, "buyer", 2026);
        expect_served(buyer, 110.0, 110.0);
        expect_number(buyer, "cost_usd", exact);
        expect_number(buyer, "cost_per_t_usd", exact / 110.0);
        expect_premium(buyer, 0.0);
    }
}

#[test]
fn doing_without_the_second_mine_costs_a_premium_of_six_thirteenths() {
    let from_file = solve(&case("g1_without_m2"), &[]).exits(0).json();
    let from_command_line = solve(&case("g1_joint_production"), &["--avoid", "second"]).exits(0).json();
    for report in [&from_file, &from_command_line] {
        assert_eq!(report["question"]["avoid"], json!(["second"]));
        expect_cost(system(report, 2026), 10_000.0);
        expect_number(system(report, 2026), "baseline_cost_usd", 130_000.0 / 19.0);
        let buyer = answer(report, "buyer", 2026);
        expect_served(buyer, 110.0, 110.0);
        expect_number(buyer, "cost_usd", 10_000.0);
        expect_number(buyer, "baseline_cost_usd", 130_000.0 / 19.0);
        expect_premium(buyer, 6.0 / 13.0);
    }
}

#[test]
fn a_country_avoided_at_another_stage_may_still_mine() {
    let args = ["--avoid", "second", "--avoid-stage", "separation"];
    let report = solve(&case("g1_joint_production"), &args).exits(0).json();
    assert_eq!(report["question"]["avoid_stages"], json!(["separation"]));
    expect_cost(system(&report, 2026), 130_000.0 / 19.0);
    let report = solve(&case("g1_joint_production"), &["--avoid", "second", "--avoid-stage", "mining"]).exits(0).json();
    expect_cost(system(&report, 2026), 10_000.0);
}

#[test]
fn a_mine_too_small_leaves_exactly_two_tonnes_of_dysprosium_missing() {
    for mode in ["joint", "alone"] {
        let report = solve(&case("g1_m1_limited"), &["--mode", mode]).exits(4).json();
        let buyer = answer(&report, "buyer", 2026);
        expect_short(buyer, 2.0);
        expect_number(buyer, "delivered_t", 108.0);
        expect_number(buyer, "coverage", 0.8);
        expect_number(buyer, "cost_usd", 8000.0);
        let shortfalls = buyer["shortfalls"].as_array().expect("an answer lists its shortfalls");
        let short: Vec<&Value> = shortfalls.iter().filter(|one| number(one, "shortfall_t") > 0.0).collect();
        assert_eq!(short.len(), 1, "{buyer:#}");
        assert_eq!(short[0]["commodity"], "dy_oxide");
        expect_number(short[0], "shortfall_t", 2.0);
        assert_eq!(report["first_feasible_year"], json!({ "buyer": null }));
    }
}

#[test]
fn each_repair_of_the_small_mine_is_just_enough() {
    for (enough, too_little) in [
        ("facility.m1.capacity_t_per_year=1000", "facility.m1.capacity_t_per_year=999.999"),
        ("facility.m2.capacity_t_per_year=40", "facility.m2.capacity_t_per_year=39.999"),
        ("member.buyer.demand_t_per_year.dy_oxide=8", "member.buyer.demand_t_per_year.dy_oxide=8.0001"),
    ] {
        solve(&case("g1_m1_limited"), &["--set", enough]).exits(0);
        solve(&case("g1_m1_limited"), &["--set", too_little]).exits(4);
    }
}

#[test]
fn members_together_share_the_shortfall_fairly() {
    let report = solve(&case("g2_members"), &[]).exits(4).json();
    let whole = system(&report, 2026);
    expect_short(whole, 6.0);
    expect_number(whole, "least_shortfall_t", 6.0);
    expect_number(whole, "cost_usd", 108.0);
    expect_number(whole, "alliance_cost_usd", 108.0);
    for (member, demand) in [("u", 8.0), ("j", 10.0), ("e", 6.0)] {
        let one = answer(&report, member, 2026);
        assert_eq!(one["mode"], "joint");
        expect_served(one, demand, demand * 18.0 / 24.0);
        expect_number(one, "cost_per_t_usd", 6.0);
    }
}

#[test]
fn a_member_by_itself_has_what_it_owns() {
    let report = solve(&case("g2_members"), &["--mode", "own"]).exits(4).json();
    for (member, demand, delivered) in [("u", 8.0, 2.0), ("j", 10.0, 0.0), ("e", 6.0, 2.0)] {
        let one = answer(&report, member, 2026);
        assert_eq!(one["mode"], "own");
        expect_served(one, demand, delivered);
        expect_number(one, "cost_usd", 6.0 * delivered);
    }
    assert!(answer(&report, "j", 2026)["cost_per_t_usd"].is_null(), "nothing delivered has no cost per tonne");
    let owner = r#"facility.j_separation.owner="u""#;
    let report = solve(&case("g2_members"), &["--mode", "own", "--set", owner]).exits(4).json();
    expect_served(answer(&report, "u", 2026), 8.0, 4.0);
}

#[test]
fn a_member_alone_has_everything_to_itself() {
    let report = solve(&case("g2_members"), &["--mode", "alone"]).exits(0).json();
    for (member, demand) in [("u", 8.0), ("j", 10.0), ("e", 6.0)] {
        let one = answer(&report, member, 2026);
        expect_served(one, demand, demand);
        expect_number(one, "cost_usd", 6.0 * demand);
    }
    assert!(report["system"].as_array().is_none_or(Vec::is_empty), "only `joint` has a system");
}

#[test]
fn more_magnets_do_not_cure_a_separation_bottleneck() {
    let extended = solve(&case("g3_hidden_bottleneck"), &[]).exits(4).json();
    let set = solve(&case("g2_members"), &["--set", "facility.u_magnets.capacity_t_per_year=8"]).exits(4).json();
    for report in [&extended, &set] {
        expect_short(system(report, 2026), 6.0);
    }
    let widened = ["--set", "facility.u_separation.capacity_t_per_year=8"];
    let report = solve(&case("g3_hidden_bottleneck"), &widened).exits(4).json();
    expect_short(system(&report, 2026), 2.0); // the mines, 22, are next
}

#[test]
fn demand_equal_to_capacity_is_feasible_in_every_mass_unit() {
    for (name, unit) in [("g4_tight", 1.0), ("g4_tight_micro", 1e-6), ("g4_tight_mega", 1e6)] {
        let report = solve(&case(name), &[]).exits(0).json();
        expect_feasible(system(&report, 2026));
        expect_number(system(&report, 2026), "cost_usd", 108.0 * unit);
        expect_number(system(&report, 2026), "least_shortfall_t", 0.0);
        for (member, demand) in [("u", 5.9), ("j", 7.4), ("e", 4.7)] {
            expect_served(answer(&report, member, 2026), demand * unit, demand * unit);
        }
    }
}

#[test]
fn a_billionth_of_a_tonne_too_much_is_infeasible() {
    let more = ["--set", "member.u.demand_t_per_year.magnet=5.900000001"];
    let report = solve(&case("g4_tight"), &more).exits(4).json();
    let whole = system(&report, 2026);
    assert_eq!(whole["verdict"], "infeasible", "{whole:#}");
    let (lower, upper) = bounds(whole, "shortfall_bounds_t");
    assert!(0.0 < lower && (lower..=upper).contains(&1e-9) && upper < 1e-6, "proven interval {lower} to {upper}");
}

#[test]
fn of_two_equal_bottlenecks_raising_one_is_worth_nothing_and_lowering_one_costs_a_tonne() {
    let missing = |args: &[&str]| number(system(&solve_json(&case("g5_degenerate_price"), args), 2026), "shortfall_t");
    assert!(close(missing(&[]), 6.0));
    for facility in ["separation", "magnets"] {
        let with = |capacity: u32| missing(&["--set", &format!("facility.{facility}.capacity_t_per_year={capacity}")]);
        assert!(close(with(19), 6.0), "the right price of {facility} is 0");
        assert!(close(with(17), 7.0), "the left price of {facility} is 1");
    }
    let report =
        solve(&case("g5_degenerate_price"), &["--set", "member.buyer.demand_t_per_year.magnet=18"]).exits(0).json();
    assert!(answer(&report, "buyer", 2026)["premium"].is_null(), "a baseline that costs nothing gives no premium");
}

#[test]
fn first_feasible_year_is_when_capacity_overtakes_demand() {
    let report = solve(&case("g7_time"), &[]).exits(4).json();
    for (year, capacity, demand) in [
        (2025, 10.0, 50.0),
        (2026, 20.0, 55.0),
        (2027, 40.0, 60.0),
        (2028, 60.0, 65.0),
        (2029, 80.0, 70.0),
        (2030, 100.0, 75.0),
    ] {
        expect_served(answer(&report, "buyer", year), demand, demand.min(capacity));
        expect_number(system(&report, year), "cost_usd", 2.0 * demand.min(capacity));
    }
    assert_eq!(report["first_feasible_year"], json!({ "buyer": 2029 }));
    assert_eq!(report["first_sustained_year"], json!({ "buyer": 2029 }));
}

#[test]
fn only_the_years_asked_for_are_answered() {
    let report = solve(&case("g7_time"), &["--year", "2029"]).exits(0).json();
    assert_eq!(report["question"]["years"], json!([2029]));
    assert_eq!(report["answers"].as_array().map(Vec::len), Some(1));
    let report = solve(&case("g7_time"), &["--year", "2028", "--year", "2030", "--mode", "alone"]).exits(4).json();
    assert_eq!(report["question"]["years"], json!([2028, 2030]));
    expect_served(answer(&report, "buyer", 2028), 65.0, 60.0);
    expect_served(answer(&report, "buyer", 2030), 75.0, 75.0);
}

#[test]
fn feasible_once_is_not_feasible_for_good() {
    let sinks = solve(&case("g7_time"), &["--set", "facility.plant.capacity_t_per_year.2030=74"]).exits(4).json();
    assert_eq!(sinks["first_feasible_year"], json!({ "buyer": 2029 }));
    assert_eq!(sinks["first_sustained_year"], json!({ "buyer": null }));
}

#[test]
fn the_worst_covered_are_raised_first_and_the_others_not_held_down() {
    let report = solve(&case("g8_fairness"), &[]).exits(4).json();
    for (member, delivered) in [("a", 5.0), ("b", 5.0), ("c", 8.0)] {
        expect_served(answer(&report, member, 2026), 10.0, delivered);
    }
    expect_short(system(&report, 2026), 12.0);
    expect_number(system(&report, 2026), "least_shortfall_t", 12.0);
    expect_number(system(&report, 2026), "cost_usd", 18.0);
    let alone = solve(&case("g8_fairness"), &["--mode", "alone"]).exits(4).json();
    for (member, delivered) in [("a", 10.0), ("b", 10.0), ("c", 8.0)] {
        expect_served(answer(&alone, member, 2026), 10.0, delivered);
    }
}

#[test]
fn naming_a_member_in_joint_chooses_what_is_printed_and_keeps_everybody_in() {
    let enlarged = ["--set", "facility.c_plant.capacity_t_per_year=10"];
    let report = solve(&case("g8_fairness"), &[&enlarged[..], &["--member", "c"]].concat()).exits(0).json();
    assert_eq!(report["question"]["members"], json!(["c"]));
    assert_eq!(report["answers"].as_array().map(Vec::len), Some(1));
    expect_served(answer(&report, "c", 2026), 10.0, 10.0);
    let report =
        solve(&case("g8_fairness"), &[&enlarged[..], &["--member", "a", "--member", "c"]].concat()).exits(4).json();
    expect_served(answer(&report, "a", 2026), 10.0, 5.0);
}

#[test]
fn rivals_leave_each_other_what_only_the_other_can_use() {
    for name in ["g9_rivalry", "g9_priority"] {
        let report = solve(&case(name), &[]).exits(0).json();
        expect_feasible(system(&report, 2026));
        expect_cost(system(&report, 2026), 60.0);
        for (member, cost) in [("a", 50.0), ("b", 10.0)] {
            expect_served(answer(&report, member, 2026), 10.0, 10.0);
            expect_number(answer(&report, member, 2026), "cost_usd", cost);
        }
    }
    let alone = solve(&case("g9_rivalry"), &["--mode", "alone"]).exits(0).json();
    expect_number(answer(&alone, "a", 2026), "cost_usd", 10.0);
}

#[test]
fn priority_decides_who_goes_short() {
    let report = solve(&case("priority_shortage"), &[]).exits(4).json();
    expect_served(answer(&report, "a", 2026), 10.0, 10.0);
    expect_served(answer(&report, "b", 2026), 10.0, 5.0);
    expect_number(system(&report, 2026), "least_shortfall_t", 5.0);
    let reversed = solve(&case("priority_shortage"), &["--set", "member.a.priority=3"]).exits(4).json();
    expect_served(answer(&reversed, "a", 2026), 10.0, 5.0);
    let equal = solve(&case("priority_shortage"), &["--set", "member.a.priority=2"]).exits(4).json();
    for member in ["a", "b"] {
        expect_served(answer(&equal, member, 2026), 10.0, 7.5);
    }
}

#[test]
fn the_rest_of_the_world_competes_but_avoids_nothing_and_is_not_asked() {
    let report = solve(&case("rest_of_world"), &[]).exits(0).json();
    assert_eq!(report["answers"].as_array().map(Vec::len), Some(1), "only members of the alliance are answered");
    let ally = answer(&report, "ally", 2026);
    expect_served(ally, 10.0, 10.0);
    expect_number(ally, "cost_usd", 20.0);
    expect_premium(ally, 1.0);
    expect_cost(system(&report, 2026), 30.0);
    expect_number(system(&report, 2026), "alliance_cost_usd", 20.0);
    expect_number(system(&report, 2026), "baseline_cost_usd", 20.0);
    expect_premium(system(&report, 2026), 0.5);

    let scarce =
        ["--set", "facility.home_plant.capacity_t_per_year=6", "--set", "facility.cn_plant.capacity_t_per_year=0"];
    let report = solve(&case("rest_of_world"), &scarce).exits(4).json();
    expect_served(answer(&report, "ally", 2026), 10.0, 3.0);
    expect_number(system(&report, 2026), "least_shortfall_t", 7.0);
    let report = solve(&case("rest_of_world"), &[&scarce[..], &["--mode", "alone"]].concat()).exits(4).json();
    expect_served(answer(&report, "ally", 2026), 10.0, 6.0);
}

#[test]
fn nothing_is_washed_through_a_third_country() {
    let report = solve(&case("one_hop"), &[]).exits(4).json();
    expect_served(answer(&report, "buyer", 2026), 10.0, 0.0);
    let report = solve(&case("one_hop"), &["--set", "route.maker_home.open=true"]).exits(0).json();
    expect_cost(system(&report, 2026), 50.0);
}

#[test]
fn a_tonne_of_europium_brings_hundreds_of_tonnes_to_sell_and_to_dispose_of() {
    let report = solve(&case("balance_problem"), &[]).exits(0).json();
    expect_served(answer(&report, "phosphor_makers", 2026), 1.0, 1.0);
    expect_cost(system(&report, 2026), 10_134.4);
    // Each outlet's price counts the tonnes: a dollar more on an element costs as many dollars less as it has tonnes.
    for (element, tonnes) in
        [("la2o3", 300.0), ("pr6o11", 38.0), ("nd2o3", 118.0), ("sm2o3", 7.3), ("gd2o3", 1.4), ("y2o3", 0.9)]
    {
        let dearer = format!("commodity.{element}.byproduct.price_usd_per_t=2");
        let report = solve(&case("balance_problem"), &["--set", &dearer]).exits(0).json();
        expect_number(system(&report, 2026), "cost_usd", 10_134.4 - tonnes);
    }
    let wider = ["--set", "commodity.ceo2.byproduct.max_t_per_year=1000"];
    let report = solve(&case("balance_problem"), &wider).exits(0).json();
    expect_number(system(&report, 2026), "cost_usd", 10_134.4 - 350.0 * 3.0);
}

#[test]
fn demand_in_the_proportions_of_the_ore_is_met_exactly_and_in_no_other() {
    let report = solve(&case("balance_all_elements"), &[]).exits(0).json();
    expect_served(answer(&report, "buyer", 2026), 916.6, 916.6);
    expect_cost(system(&report, 2026), 10_000.0);
    for more in ["eu2o3=1.01", "la2o3=300.01", "ceo2=450.01", "pr6o11=38.01", "nd2o3=118.01", "sm2o3=7.31", "y2o3=0.91"]
    {
        let demand = format!("member.buyer.demand_t_per_year.{more}");
        let report = solve(&case("balance_all_elements"), &["--mode", "alone", "--set", &demand]).exits(4).json();
        expect_short(answer(&report, "buyer", 2026), 0.01);
    }
}

#[test]
fn a_shortage_falls_on_the_goods_that_are_dear() {
    let report = solve(&case("dear_or_cheap"), &[]).exits(4).json();
    let answer = answer(&report, "buyer", 2030);
    expect_short(answer, 10.0);
    expect_cost(answer, 10.0);
    let short = &answer["shortfalls"][0];
    assert_eq!((&short["commodity"], &short["shortfall_t"]), (&"dear".into(), &10.0.into()));
    // With 4 t of room for dear goods alone in a plant of their own, 6 t are missing: those that are still dear.
    let room = ["--set", "facility.plant.capacity_t_per_year=14"];
    let report = solve(&case("dear_or_cheap"), &room).exits(4).json();
    expect_short(self::answer(&report, "buyer", 2030), 6.0);
    expect_cost(self::answer(&report, "buyer", 2030), 10.0 + 400.0);
}

#[test]
fn independence_costs_more_the_further_it_goes_and_ends_at_thirty_per_cent() {
    for (share, cost) in [("0.7", 1150.0), ("0.5", 1450.0), ("0.3", 1750.0)] {
        let report = solve(&case("g6_frontier"), &["--set", &format!("policy.cn_share.share={share}")]).exits(0).json();
        expect_served(answer(&report, "buyer", 2026), 100.0, 100.0);
        expect_cost(system(&report, 2026), cost);
    }
    let report = solve(&case("g6_frontier"), &["--set", "policy.cn_share.share=0.29"]).exits(4).json();
    expect_served(answer(&report, "buyer", 2026), 100.0, 7000.0 / 71.0);
    let report = solve(&case("g6_frontier"), &["--avoid", "CN"]).exits(4).json();
    expect_served(answer(&report, "buyer", 2026), 100.0, 70.0);
    expect_number(answer(&report, "buyer", 2026), "baseline_cost_usd", 1150.0);
}

#[test]
fn the_cost_of_all_has_a_premium_only_where_all_are_served_alike() {
    let report = solve(&case("served_differently"), &[]).exits(0).json();
    expect_premium(answer(&report, "ally", 2026), 1.0 / 3.0);
    expect_cost(system(&report, 2026), 20.0);
    expect_number(system(&report, 2026), "baseline_cost_usd", 30.0);
    assert!(system(&report, 2026)["premium"].is_null(), "the neighbour lacks 5 t with the avoidance and none without");
    let enough = ["--set", "facility.sea_plant.capacity_t_per_year=10"];
    let report = solve(&case("served_differently"), &enough).exits(0).json();
    expect_premium(system(&report, 2026), 1.0 / 6.0);
}
