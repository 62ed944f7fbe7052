//! `offtake`: a share of what a facility makes is reserved for its holder; void when the holder is not in the question.
//!
//! ```text
//! sources, splitters: Σ_others y − (1 − share) × Σ_all y ≤ 0      for each product
//! recipes:            Σ_others x ≤ (1 − share) × capacity
//! ```
//! The holder may be allotted tonnes it does not use, also of a product it has no use for at all: others are limited to
//! their part of what is allotted, not shut out.

use std::collections::BTreeMap;

use super::super::{ColumnKey, Program, Terms};
use super::About;
use crate::exact::Rational;
use crate::network::Network;
use crate::scenario::{CommodityId, FacilityId, Offtake, PolicyId, Rule, Work};

/// Adds the rows of a reservation.
pub fn add(program: &mut Program<'_>, id: PolicyId, rule: &Offtake) {
    let Some(holder) = program.network.class_of(rule.member) else { return };
    let rest = Rational::ONE - rule.share.at(program.network.year());
    let network = &program.network;
    let mut products: BTreeMap<CommodityId, Terms> = BTreeMap::new();
    let mut activity: Terms = Vec::new();
    for (col, key) in program.keyed_columns() {
        match *key {
            ColumnKey::Allotted { class, group, splitter, product }
                if rule.names(product) && is_of(network, rule.facility, splitter, group) =>
            {
                let others = if class == holder { Rational::ZERO } else { Rational::ONE };
                products.entry(product).or_default().push((col, others - &rest));
            }
            ColumnKey::Activity { class, recipe }
                if class != holder && network.recipes[recipe].facility == rule.facility =>
            {
                let Work::Recipe { output, .. } = &network.recipes[recipe].operation.work else { continue };
                if output.iter().any(|made| rule.names(made.0)) {
                    activity.push((col, Rational::ONE));
                }
            }
            _ => {}
        }
    }
    let capacity = network.capacity(rule.facility).cloned();
    for (product, terms) in products {
        let about = About { commodity: Some(product), ..About::default() };
        program.policy_row(id, about, terms, Rational::ZERO);
    }
    if let Some(capacity) = capacity {
        program.policy_row(id, About::default(), activity, capacity * rest);
    }
}

/// Whether what `splitter` wins from `group` belongs to what an offtake of `facility` reserves: it is split there or
/// comes from there.
fn is_of(network: &Network<'_>, facility: FacilityId, splitter: usize, group: usize) -> bool {
    network.splitters[splitter].facility == facility
        || network.groups[group].iter().any(|&source| network.sources[source].facility == facility)
}

/// Whether an offtake in force lets `class` be allotted `product`, also where it has no use for it.
#[must_use]
pub fn is_held(network: &Network<'_>, class: usize, group: usize, splitter: usize, product: CommodityId) -> bool {
    network.policies().any(|(_, policy)| match &policy.rule {
        Rule::Offtake(rule) => {
            network.classes[class].members.contains(&rule.member)
                && rule.names(product)
                && is_of(network, rule.facility, splitter, group)
        }
        _ => false,
    })
}
