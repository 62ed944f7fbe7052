//! What facilities and outlets can do.
//!
//! ```text
//! Σ feeds shipped + Σ feeds taken + Σ activity ≤ capacity          for each facility
//! Σ_m y + Σ v ≤ max_output                                         for each limited product of a splitter
//! Σ v ≤ outlet                                                     for each by-product, world-wide
//! ```

use super::{Kind, Program, RowKey};
use crate::diagnostic::KeyPath;
use crate::exact::Rational;
use crate::lp::{Col, Sense};
use crate::scenario::{CommodityId, FacilityId};

/// Adds capacities, product limits and outlets.
pub fn add(program: &mut Program<'_>) {
    for (facility, capacity) in program.network.facilities.clone() {
        if let Some(capacity) = capacity {
            add_capacity(program, facility, capacity);
        }
        let limits = program.network.facility(facility).max_output.clone();
        for (product, limit) in limits {
            let limit = limit.at(program.network.year());
            add_output_limit(program, facility, product, limit);
        }
    }
    for product in program.network.scenario().commodities.ids() {
        add_outlet(program, product);
    }
}

fn add_capacity(program: &mut Program<'_>, facility: FacilityId, capacity: Rational) {
    let terms = program.index.loads(facility);
    if terms.is_empty() {
        return;
    }
    let key = program.network.scenario().facilities.key(facility);
    let statement = program.intern(KeyPath::new(["facility", key, "capacity_t_per_year"]), Kind::Capacity);
    program.row(RowKey::Capacity { facility }, terms, Sense::AtMost, capacity, statement);
}

fn add_output_limit(program: &mut Program<'_>, facility: FacilityId, product: CommodityId, limit: Rational) {
    let terms = program.index.outputs(facility, product);
    if terms.is_empty() {
        return;
    }
    let scenario = program.network.scenario();
    let (key, commodity) = (scenario.facilities.key(facility), scenario.commodities.key(product));
    let path = KeyPath::new(["facility", key, "max_output_t_per_year", commodity]);
    let statement = program.intern(path, Kind::Capacity);
    program.row(RowKey::Output { facility, product }, terms, Sense::AtMost, limit, statement);
}

fn add_outlet(program: &mut Program<'_>, product: CommodityId) {
    let scenario = program.network.scenario();
    let Some(byproduct) = &scenario.commodities[product].byproduct else { return };
    let limit = byproduct.max.at(program.network.year());
    let sales = program.index.all_sales(product).into_iter();
    let terms: Vec<(Col, Rational)> = sales.map(|col| (col, Rational::ONE)).collect();
    if terms.is_empty() {
        return;
    }
    let path = KeyPath::new(["commodity", scenario.commodities.key(product), "byproduct", "max_t_per_year"]);
    let statement = program.intern(path, Kind::Capacity);
    program.row(RowKey::Outlet { product }, terms, Sense::AtMost, limit, statement);
}
