//! What facilities and outlets can do.
//!
//! ```text
//! Σ feeds shipped + Σ feeds taken + Σ activity ≤ capacity          for each facility
//! Σ_m y + Σ v ≤ max_output                                         for each limited product of a splitter
//! Σ v ≤ outlet                                                     for each by-product, world-wide
//! ```

use super::statement::Topic;
use super::{Program, RowKey, Terms};
use crate::exact::Rational;
use crate::lp::Sense;

/// Adds capacities, product limits and outlets.
pub fn add(program: &mut Program<'_>) {
    let (scenario, year) = (program.network.scenario(), program.network.year());
    for (facility, capacity) in program.network.facilities.clone() {
        if let Some(capacity) = capacity {
            let terms = program.index.take_loads(facility);
            add_limit(program, RowKey::Capacity { facility }, terms, capacity, Topic::Capacity(facility));
        }
        for (product, limit) in &scenario.facilities[facility].max_output {
            let (product, limit) = (*product, limit.at(year));
            let terms = program.index.outputs(facility, product).to_vec();
            let key = RowKey::Output { facility, product };
            add_limit(program, key, terms, limit, Topic::Output(facility, product));
        }
    }
    for (product, commodity) in scenario.commodities.iter() {
        if let Some(byproduct) = &commodity.byproduct {
            let terms = program.index.all_sales(product).into_iter().map(|col| (col, Rational::ONE)).collect();
            let limit = byproduct.max.at(year);
            add_limit(program, RowKey::Outlet { product }, terms, limit, Topic::Outlet(product));
        }
    }
}

/// `Σ terms ≤ limit`; no row where nothing is limited.
fn add_limit(program: &mut Program<'_>, key: RowKey, terms: Terms, limit: Rational, topic: Topic) {
    if !terms.is_empty() {
        program.row(key, terms, Sense::AtMost, limit, topic);
    }
}
