//! Textbook problems with published optima whose arcs have limits of their own: `max_flow` policies.

mod common;

use common::{bounds, expect_cost, file, solve, system};

/// Demands that `textbook/NAME.toml` is feasible at exactly the published optimum.
fn expect_optimum(name: &str, published: f64) {
    let report = solve(&file(&format!("textbook/{name}.toml")), &[]).exits(0).json();
    let whole = system(&report, 2026);
    assert_eq!(whole["verdict"], "feasible", "{whole:#}");
    assert_eq!(bounds(whole, "shortfall_bounds_t"), (0.0, 0.0), "{whole:#}");
    expect_cost(whole, published);
}

#[test]
fn ampls_three_steel_products_on_joint_arcs_cost_199_500() {
    expect_optimum("ampl_multi", 199_500.0);
}

#[test]
fn ampls_distribution_network_costs_1819() {
    expect_optimum("ampl_net1", 1819.0);
}

#[test]
fn a_network_with_a_cycle_costs_150() {
    expect_optimum("bradley_network", 150.0);
}

#[test]
fn an_arc_too_narrow_for_its_only_customer_is_infeasible() {
    let narrow = ["--set", "policy.ne_bos.limit_t_per_year=89"];
    let report = solve(&file("textbook/ampl_net1.toml"), &narrow).exits(4).json();
    let (lower, upper) = bounds(system(&report, 2026), "shortfall_bounds_t");
    assert!(lower > 0.0 && lower <= 1.0 && upper >= 1.0, "90 are demanded and 89 can pass: {lower} to {upper}");
}
