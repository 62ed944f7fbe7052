//! A certified plan read as a sourcing mix: who uses what from where, and what each member pays. Members of one class
//! share every pooled flow in proportion to what they need of it; what nobody needs is left out of the mix.
//!
//! Numbers here are for reading, in floating point: verdicts, shortfalls and costs are taken from the certified values.

use std::collections::BTreeMap;

use crate::exact::{Rational, approx};
use crate::formulation::{ColumnKey, Program};
use crate::scenario::{CommodityId, CountryId, FacilityId, MemberId, StageId, Work};

pub mod cost;
pub mod flow;
pub mod trace;

pub use trace::Needs;

/// One line of a member's mix.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Stage.
    pub stage: StageId,
    /// What is used; at a source stage the product won from what the source ships.
    pub commodity: CommodityId,
    /// Where.
    pub country: CountryId,
    /// Who.
    pub facility: FacilityId,
    /// Tonnes the member uses.
    pub quantity: f64,
}

/// The columns of a plan in floating point.
#[must_use]
pub fn values(point: &[Rational]) -> Vec<f64> {
    point.iter().map(approx).collect()
}

/// The mix of `member`: by stage, commodity and facility in the scenario's order.
#[must_use]
pub fn mix(program: &Program<'_>, values: &[f64], needs: &Needs, member: MemberId) -> Vec<Origin> {
    let network = &program.network;
    let mut lines: BTreeMap<(StageId, CommodityId, FacilityId, CountryId), f64> = BTreeMap::new();
    for (index, key) in program.columns.iter().enumerate() {
        let needed = needs.of(member, index);
        if needed <= 0.0 {
            continue;
        }
        match *key {
            ColumnKey::Allotted { group, splitter, product, .. } => {
                let unit = &network.splitters[splitter];
                let at = (unit.operation.stage, product, unit.facility, unit.country);
                *lines.entry(at).or_default() += needed;
                for (source, share) in won_shares(program, values, group, splitter, product) {
                    let unit = &network.sources[source];
                    let at = (unit.operation.stage, product, unit.facility, unit.country);
                    *lines.entry(at).or_default() += needed * share;
                }
            }
            ColumnKey::Activity { recipe, .. } => {
                let unit = &network.recipes[recipe];
                let Work::Recipe { output, .. } = &unit.operation.work else { continue };
                for (commodity, _) in output {
                    let (work, made) = (&unit.operation.work, needs.of_output(member, index, *commodity));
                    // What goes through and comes out again comes from elsewhere.
                    let added = made * approx(&(work.adds(*commodity) / work.makes(*commodity)));
                    if added > 0.0 {
                        let at = (unit.operation.stage, *commodity, unit.facility, unit.country);
                        *lines.entry(at).or_default() += added;
                    }
                }
            }
            _ => {}
        }
    }
    let lines = lines.into_iter().filter(|line| line.1 > 0.0);
    lines
        .map(|((stage, commodity, facility, country), quantity)| Origin {
            stage,
            commodity,
            country,
            facility,
            quantity,
        })
        .collect()
}

/// Which part of what a splitter wins of `product` from a group comes from each of its sources; the parts sum to 1.
#[must_use]
pub fn won_shares(
    program: &Program<'_>,
    values: &[f64],
    group: usize,
    splitter: usize,
    product: CommodityId,
) -> Vec<(usize, f64)> {
    let network = &program.network;
    let mut won: Vec<(usize, f64)> = Vec::new();
    // Feeds are the first columns, in the order of the network.
    for (feed, shipped) in network.feeds.iter().zip(values) {
        if feed.splitter == splitter && network.group_of[feed.source] == group && *shipped > 0.0 {
            for (_, rate) in feed.won.iter().filter(|entry| entry.0 == product) {
                won.push((feed.source, approx(rate) * shipped));
            }
        }
    }
    let total: f64 = won.iter().map(|entry| entry.1).sum();
    won.into_iter().map(|(source, tonnes)| (source, tonnes / total)).collect()
}
