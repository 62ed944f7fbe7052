//! `offtake`: a share of what a facility makes is reserved for its holder; void when the holder is not in the question.
//!
//! ```text
//! sources, splitters: Σ_others y − (1 − share) × Σ_all y ≤ 0      for each product
//! recipes:            Σ_others x ≤ (1 − share) × capacity
//! ```
//! The holder may be allotted tonnes it does not use, also of a product it has no use for at all: others are limited to
//! their part of what is allotted, not shut out.

use std::collections::BTreeMap;

use super::super::{ColumnKey, Program};
use super::{About, Terms};
use crate::exact::Rational;
use crate::network::grouping::is_of;
use crate::scenario::{CommodityId, PolicyId, Rule, Work};

/// Adds the rows of a reservation.
pub fn add(program: &mut Program<'_>, id: PolicyId, rule: &Rule) {
    let Rule::Offtake { facility, member, share, commodities } = rule else { return };
    let Some(holder) = program.network.class_of(*member) else { return };
    let rest = Rational::ONE - share.at(program.network.year());
    let named = |commodity: CommodityId| commodities.as_ref().is_none_or(|list| list.contains(&commodity));
    let network = &program.network;
    let mut products: BTreeMap<CommodityId, Terms> = BTreeMap::new();
    let mut activity: Terms = Vec::new();
    for (col, key) in program.keyed_columns() {
        match *key {
            ColumnKey::Allotted { class, group, splitter, product }
                if named(product) && is_of(network, *facility, splitter, group) =>
            {
                let others = if class == holder { Rational::ZERO } else { Rational::ONE };
                products.entry(product).or_default().push((col, others - &rest));
            }
            ColumnKey::Activity { class, recipe }
                if class != holder && network.recipes[recipe].facility == *facility =>
            {
                let Work::Recipe { output, .. } = &network.recipes[recipe].operation.work else { continue };
                if output.iter().any(|made| named(made.0)) {
                    activity.push((col, Rational::ONE));
                }
            }
            _ => {}
        }
    }
    let capacity = network.facilities.iter().find(|entry| entry.0 == *facility).and_then(|entry| entry.1.clone());
    for (product, terms) in products {
        let about = About { commodity: Some(product), ..About::default() };
        program.policy_row(id, about, terms, Rational::ZERO);
    }
    if let Some(capacity) = capacity {
        program.policy_row(id, About::default(), activity, capacity * rest);
    }
}
