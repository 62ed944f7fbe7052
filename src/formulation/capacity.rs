//! What facilities and outlets can do.
//!
//! ```text
//! Σ feeds shipped + Σ feeds taken + Σ activity ≤ capacity          for each facility
//! Σ_m y + Σ v ≤ max_output                                         for each limited product of a splitter
//! Σ v ≤ outlet                                                     for each by-product, world-wide
//! ```

use super::{ColumnKey, Kind, Program, RowKey};
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
    let network = &program.network;
    let mut terms: Vec<(Col, Rational)> = Vec::new();
    for (col, key) in program.keyed_columns() {
        match *key {
            ColumnKey::Feed { feed } => {
                let feed = &network.feeds[feed];
                let ends = [network.sources[feed.source].facility, network.splitters[feed.splitter].facility];
                terms.extend(ends.iter().filter(|end| **end == facility).map(|_| (col, Rational::ONE)));
            }
            ColumnKey::Activity { recipe, .. } if network.recipes[recipe].facility == facility => {
                terms.push((col, Rational::ONE));
            }
            _ => {}
        }
    }
    if terms.is_empty() {
        return;
    }
    let key = network.scenario().facilities.key(facility);
    let statement = program.intern(KeyPath::new(["facility", key, "capacity_t_per_year"]), Kind::Capacity);
    program.row(RowKey::Capacity { facility }, terms, Sense::AtMost, capacity, statement);
}

fn add_output_limit(program: &mut Program<'_>, facility: FacilityId, product: CommodityId, limit: Rational) {
    let at = |splitter: usize| program.network.splitters[splitter].facility == facility;
    let mut terms: Vec<(Col, Rational)> = Vec::new();
    for (col, key) in program.keyed_columns() {
        let counts = match *key {
            ColumnKey::Allotted { splitter, product: of, .. } => of == product && at(splitter),
            ColumnKey::Sold { pool, product: of } => of == product && at(program.pools[pool].splitter),
            _ => false,
        };
        if counts {
            terms.push((col, Rational::ONE));
        }
    }
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
    let sold = |key: &ColumnKey| matches!(key, ColumnKey::Sold { product: of, .. } if *of == product);
    let terms: Vec<(Col, Rational)> =
        program.keyed_columns().filter(|(_, key)| sold(key)).map(|(col, _)| (col, Rational::ONE)).collect();
    if terms.is_empty() {
        return;
    }
    let path = KeyPath::new(["commodity", scenario.commodities.key(product), "byproduct", "max_t_per_year"]);
    let statement = program.intern(path, Kind::Capacity);
    program.row(RowKey::Outlet { product }, terms, Sense::AtMost, limit, statement);
}
