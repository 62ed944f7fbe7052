//! Every answer's mix adds up: what is delivered was made at every stage, in the proportions of the recipes.

mod common;

use common::{answer, bounds, case, close, expect_cost, expect_number, number, solve, solve_json, system};
use serde_json::Value;

/// Tonnes of `commodity` made at `stage` in an answer's mix; the shares of its origins must add up to one.
fn mixed(answer: &Value, stage: &str, commodity: &str) -> f64 {
    let mix = answer["mix"].as_array().expect("an answer has a mix");
    let origins = mix.iter().filter(|origin| origin["stage"] == stage && origin["commodity"] == commodity);
    let (tonnes, shares) = origins.fold((0.0, 0.0), |(tonnes, shares), origin| {
        assert!(number(origin, "quantity_t") > 0.0, "an origin without quantity is none:\n{origin:#}");
        (tonnes + number(origin, "quantity_t"), shares + number(origin, "share"))
    });
    assert!(close(shares, 1.0), "shares of {commodity} at {stage} add up to {shares}:\n{answer:#}");
    tonnes
}

#[test]
fn what_is_delivered_was_made_at_every_stage() {
    for mode in ["joint", "alone"] {
        let report = solve_json(&case("g2_members"), &["--mode", mode]);
        for member in ["u", "j", "e"] {
            let one = answer(&report, member, 2026);
            for (stage, commodity) in [("magnet", "magnet"), ("separation", "oxide"), ("mining", "ore")] {
                let tonnes = mixed(one, stage, commodity);
                assert!(close(tonnes, number(one, "delivered_t")), "{tonnes} t of {commodity}:\n{one:#}");
            }
        }
    }
}

#[test]
fn a_chain_consumes_what_its_recipes_say() {
    let report = solve(&case("chain"), &[]).exits(0).json();
    expect_cost(system(&report, 2026), 3283.96);
    let mut from_first_mine = 0.0;
    for (member, magnets) in [("north", 60.0), ("south", 40.0)] {
        let one = answer(&report, member, 2026);
        expect_number(one, "delivered_t", magnets);
        for (stage, commodity, per_magnet) in [
            ("magnet", "magnet", 1.0),
            ("metal", "nd_metal", 0.3),
            ("separation", "nd_oxide", 0.36),
            ("separation", "dy_oxide", 0.0192),
        ] {
            let tonnes = mixed(one, stage, commodity);
            assert!(close(tonnes, per_magnet * magnets), "{tonnes} t of {commodity} for {magnets} t:\n{one:#}");
        }
        // At the mines the mix names what is allotted, product by product; both mines ship the same assay.
        assert!(close(mixed(one, "mining", "nd_oxide"), 0.36 * magnets), "{one:#}");
        let mix = one["mix"].as_array().expect("an answer has a mix");
        let first = mix.iter().filter(|origin| origin["facility"] == "m1" && origin["commodity"] == "nd_oxide");
        from_first_mine += first.map(|origin| number(origin, "quantity_t")).sum::<f64>();
    }
    assert!(close(from_first_mine, 36.0 * 120.0 / 200.0), "the cheaper mine gives all it has, not {from_first_mine} t");
}

#[test]
fn what_comes_back_is_part_of_the_mix_and_paid_for_by_all_who_use_it() {
    let joint = solve(&case("own_scrap"), &[]).exits(0).json();
    expect_cost(system(&joint, 2030), 11_375.0);
    let alone = solve(&case("own_scrap"), &["--mode", "alone"]).exits(0).json();
    for (member, magnets) in [("m", 60.0), ("n", 40.0)] {
        for report in [&joint, &alone] {
            let one = answer(report, member, 2030);
            expect_number(one, "cost_usd", 113.75 * magnets);
            for (stage, commodity, per_magnet) in [
                ("metal", "alloy", 1.0),
                ("scrap", "alloy", 0.25),
                ("magnet", "swarf", 0.25),
                ("magnet", "magnet", 1.0),
            ] {
                let tonnes = mixed(one, stage, commodity);
                assert!(close(tonnes, per_magnet * magnets), "{tonnes} t of {commodity} at {stage}:\n{one:#}");
            }
        }
    }
}

#[test]
fn what_comes_back_of_a_members_goods_is_its_own() {
    let report = solve(&case("joint_outputs_in_a_circle"), &[]).exits(0).json();
    expect_cost(system(&report, 2030), 800.0);
    for (member, usd, smelted) in [("m", 600.0, 60.0), ("n", 200.0, 20.0)] {
        let one = answer(&report, member, 2030);
        expect_number(one, "cost_usd", usd);
        assert!(close(mixed(one, "metal", "alloy"), smelted), "{one:#}");
    }
    assert!(close(mixed(answer(&report, "n", 2030), "scrap", "alloy"), 20.0), "{report:#}");
}

#[test]
fn what_is_wanted_of_a_byproduct_is_not_sold_and_sales_pay_no_more_than_the_feed() {
    const DEAR: &str = "commodity.slag.byproduct.price_usd_per_t=100";
    for (overrides, usd) in [
        (&[][..], 375.0),
        (&[DEAR], 0.0),
        (&[DEAR, "policy.mine.enabled=true"], 0.0),
        (&[DEAR, "policy.mill.enabled=true"], 0.0),
        (&[DEAR, "facility.mill.country='B'", "policy.toll.enabled=true"], 0.0),
    ] {
        let args: Vec<&str> = overrides.iter().flat_map(|text| ["--set", *text]).collect();
        let report = solve(&case("byproduct_wanted"), &args).exits(0).json();
        let found = bounds(system(&report, 2026), "cost_bounds_usd");
        assert_eq!(found, (usd, usd), "{overrides:?}");
    }
}

#[test]
fn what_lacks_an_input_makes_nothing() {
    let report = solve(&case("missing_input"), &[]).exits(0).json();
    for (year, usd) in [(2026, 60.0), (2027, 22.0)] {
        expect_cost(system(&report, year), usd);
    }
}
