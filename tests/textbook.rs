//! Textbook problems with published optima, written in the scenario format without tricks: plants are facilities of a
//! process without inputs, warehouses recipes that turn a good into itself, arcs routes in a closed world. Each file in
//! `textbook/` cites its source; those that need joint arc limits are in `textbook_policies.rs`.

mod common;

use common::{answer, bounds, expect_cost, expect_number, file, number, solve, system};

/// Demands that `textbook/NAME.toml` is feasible at exactly the published optimum.
fn expect_optimum(name: &str, published: f64) {
    let report = solve(&file(&format!("textbook/{name}.toml")), &[]).exits(0).json();
    let whole = system(&report, 2026);
    assert_eq!(whole["verdict"], "feasible", "{whole:#}");
    assert_eq!(bounds(whole, "shortfall_bounds_t"), (0.0, 0.0), "{whole:#}");
    expect_cost(whole, published);
    expect_number(whole, "alliance_cost_usd", published);
}

#[test]
fn dantzigs_canned_goods_cost_153_675() {
    expect_optimum("dantzig_trnsport", 153_675.0);
}

#[test]
fn ampls_steel_coils_cost_196_200() {
    expect_optimum("ampl_transp", 196_200.0);
}

#[test]
fn hillier_and_liebermans_canned_peas_cost_152_535() {
    expect_optimum("hillier_pt_company", 152_535.0);
}

#[test]
fn winstons_powerco_costs_1020() {
    expect_optimum("winston_powerco", 1020.0);
}

#[test]
fn tahas_grain_costs_435() {
    expect_optimum("taha_sunray", 435.0);
}

#[test]
fn tahas_cars_cost_313_200() {
    expect_optimum("taha_mg_auto", 313_200.0);
}

#[test]
fn jet_engines_built_ahead_cost_77_3_million() {
    expect_optimum("hillier_northern_airplane", 77.3);
}

#[test]
fn sailboats_in_overtime_and_stock_cost_78_450() {
    expect_optimum("winston_sailco", 78_450.0);
}

#[test]
fn four_products_share_three_plants_for_3260() {
    expect_optimum("hillier_better_products", 3260.0);
}

#[test]
fn distribution_unlimited_costs_49_000() {
    expect_optimum("hillier_distribution_unlimited", 49_000.0);
}

#[test]
fn widgets_through_a_cycle_of_relays_cost_6370() {
    expect_optimum("winston_widgetco", 6370.0);
}

#[test]
fn cars_passed_on_between_dealers_cost_20_700() {
    expect_optimum("taha_transshipment", 20_700.0);
}

#[test]
fn williamss_distribution_costs_198_500() {
    expect_optimum("williams_distribution", 198_500.0);
}

#[test]
fn two_crude_oils_cost_92_500() {
    expect_optimum("rardin_two_crude", 92_500.0);
}

#[test]
fn the_diet_costs_88_20() {
    expect_optimum("ampl_diet", 88.2);
}

#[test]
fn hitchcocks_product_costs_535() {
    expect_optimum("hitchcock", 535.0);
}

#[test]
fn jobs_are_set_up_in_15_hours() {
    expect_optimum("winston_machineco", 15.0);
}

#[test]
fn machines_in_their_best_places_cost_29_an_hour() {
    expect_optimum("hillier_job_shop", 29.0);
}

#[test]
fn backpacks_on_stock_and_on_order_cost_31_455() {
    expect_optimum("taha_boralis", 31_455.0);
}

#[test]
fn agents_in_overlapping_shifts_cost_30_610() {
    expect_optimum("hillier_union_airways", 30_610.0);
}

#[test]
fn a_week_at_the_post_office_takes_67_thirds_of_an_employee() {
    expect_optimum("winston_post_office", 67.0 / 3.0);
}

#[test]
fn advertisements_cost_320_thousand() {
    expect_optimum("winston_dorian_auto", 320.0);
}

#[test]
fn ice_cream_and_cola_cost_90_cents() {
    expect_optimum("winston_diet", 90.0);
}

#[test]
fn an_orange_drink_costs_25_cents() {
    expect_optimum("winston_bevco", 25.0);
}

/// Published to four digits.
#[test]
fn stiglers_diet_costs_10_87_cents_a_day() {
    let report = solve(&file("textbook/dantzig_stigler_diet.toml"), &[]).exits(0).json();
    let (lower, upper) = bounds(system(&report, 2026), "cost_bounds_usd");
    assert_eq!((format!("{lower:.4}"), format!("{upper:.4}")), ("0.1087".to_owned(), "0.1087".to_owned()));
}

#[test]
fn trucks_and_cars_do_not_fit_into_one_day() {
    let report = solve(&file("textbook/winston_trucks_and_cars.toml"), &[]).exits(4).json();
    assert_eq!(system(&report, 2026)["verdict"], "infeasible");
    let dealers = answer(&report, "dealers", 2026);
    expect_number(dealers, "coverage", 12.0 / 13.0);
    expect_number(dealers, "shortfall_t", number(dealers, "demand_t") / 13.0);
}
