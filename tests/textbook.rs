//! Textbook problems with published optima, written in the scenario format without tricks: plants are facilities of a
//! process without inputs, warehouses recipes that turn a good into itself, arcs routes in a closed world. Each file in
//! `textbook/` cites its source; those that need joint arc limits are in `textbook_policies.rs`.

mod common;

use common::{bounds, expect_cost, expect_number, file, solve, system};

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
