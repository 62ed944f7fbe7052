//! Supply in order of its cost against what is needed: for each commodity, who could make it without a country that is
//! avoided, how much at most, and what this stage alone costs.
//!
//! A picture, not a proof. Quantities are upper ends: a source counts its contents, a splitter its richest feed, and a
//! capacity that makes several things counts for each. Costs are those of the stage alone (operating, less subsidies),
//! inputs and freight left out; where one activity yields several products, its cost is spread over them in proportion
//! to price × tonnes, by mass if any of them lacks a price. Needs are lower ends: the demand, and upstream the least
//! that any maker in the question takes per tonne. Political statements are left out.

use std::collections::BTreeMap;

use crate::exact::approx;
use crate::formulation::policy::subsidy::Subsidies;
use crate::network::{Network, Unit};
use crate::scenario::{CommodityId, FacilityId, MemberId, StageId, Work};
use crate::table::Id;

/// One facility on a curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Supplier {
    /// Who.
    pub facility: FacilityId,
    /// The stage.
    pub stage: StageId,
    /// The most it could supply, t/yr.
    pub tonnes: f64,
    /// Cost of this stage alone, USD/t.
    pub cost: f64,
    /// Whether the same capacity stands on other curves too.
    pub shared: bool,
}

/// The supply of one commodity, cheapest first, and what is needed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What.
    pub commodity: CommodityId,
    /// Whether these are sources, which count what they contain.
    pub raw: bool,
    /// The stages, in the chain's order.
    pub stages: Vec<StageId>,
    /// Who.
    pub suppliers: Vec<Supplier>,
    /// Needs by alliance member, t/yr.
    pub needs: Vec<(MemberId, f64)>,
}

/// The curves of everything that alliance members of `network` need, from the first stage to the last.
#[must_use]
pub fn curves(network: &Network<'_>) -> Vec<Curve> {
    let needs = Needs::of(network);
    let mut found: BTreeMap<(bool, CommodityId), Vec<Supplier>> = BTreeMap::new();
    let mut enter = |raw: bool, offers: Vec<(CommodityId, Supplier)>| {
        for (commodity, supplier) in offers {
            if supplier.tonnes > 0.0 && needs.anybody_needs(commodity) {
                found.entry((raw, commodity)).or_default().push(supplier);
            }
        }
    };
    let open = |unit: &&Unit<'_>| !is_avoided(network, unit);
    for unit in network.sources.iter().filter(open) {
        enter(true, source(network, &needs, unit));
    }
    for (index, unit) in network.splitters.iter().enumerate().filter(|(_, unit)| open(unit)) {
        enter(false, splitter(network, index, unit));
    }
    for unit in network.recipes.iter().filter(open) {
        enter(false, recipe(network, unit));
    }
    for (commodity, tonnes) in needs.totals() {
        // What is needed and nobody supplies is worth an empty picture.
        if tonnes > 0.0 {
            found.entry((false, commodity)).or_default();
        }
    }
    let curve = |((raw, commodity), mut suppliers): ((bool, CommodityId), Vec<Supplier>)| {
        suppliers.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.facility.cmp(&b.facility)));
        let mut stages: Vec<StageId> = suppliers.iter().map(|supplier| supplier.stage).collect();
        if stages.is_empty() {
            stages.push(network.scenario().commodities[commodity].stage);
        }
        stages.sort_unstable();
        stages.dedup();
        let loss = if raw { best_recovery(network, commodity) } else { 1.0 };
        let needs = needs.by_member(commodity).map(|(member, tonnes)| (member, tonnes / loss)).collect();
        Curve { commodity, raw, stages, suppliers, needs }
    };
    let mut curves: Vec<Curve> = found.into_iter().map(curve).collect();
    curves.sort_by_key(|curve| (curve.stages.first().copied(), !curve.raw, curve.commodity));
    curves
}

fn is_avoided(network: &Network<'_>, unit: &Unit<'_>) -> bool {
    network.query.avoid.contains(&unit.country) && network.query.avoid_stages.contains(&unit.operation.stage)
}

fn capacity(network: &Network<'_>, unit: &Unit<'_>) -> Option<f64> {
    network.capacity(unit.facility).map(approx)
}

fn offer(network: &Network<'_>, unit: &Unit<'_>, tonnes: f64, cost: f64) -> Supplier {
    let shared = network.facility(unit.facility).operations.len() > 1;
    Supplier { facility: unit.facility, stage: unit.operation.stage, tonnes, cost, shared }
}

/// What one unit of activity costs after subsidies, USD.
fn own_cost(network: &Network<'_>, unit: &Unit<'_>) -> f64 {
    approx(&(&unit.cost - Subsidies::of(network).per_unit(unit)))
}

/// The products a source contains that somebody needs, each with its share of the cost.
fn source(network: &Network<'_>, needs: &Needs, unit: &Unit<'_>) -> Vec<(CommodityId, Supplier)> {
    let contents: Vec<(CommodityId, f64)> = network
        .facility(unit.facility)
        .assay
        .iter()
        .copied()
        .filter(|(product, _)| needs.anybody_needs(*product) && best_recovery(network, *product) > 0.0)
        .collect();
    let shipped = capacity(network, unit).unwrap_or(0.0);
    let costs = spread(network, own_cost(network, unit), &contents);
    let offers = contents.iter().zip(costs);
    offers.map(|((product, content), cost)| (*product, offer(network, unit, shipped * content, cost))).collect()
}

/// The products a splitter wins, each from its richest feed that is not avoided.
fn splitter(network: &Network<'_>, index: usize, unit: &Unit<'_>) -> Vec<(CommodityId, Supplier)> {
    let feeds: Vec<_> = network
        .feeds
        .iter()
        .filter(|feed| feed.splitter == index && !is_avoided(network, &network.sources[feed.source]))
        .map(|feed| {
            let won: Vec<(CommodityId, f64)> =
                feed.won.iter().map(|(product, rate)| (*product, approx(rate))).collect();
            (capacity(network, &network.sources[feed.source]).unwrap_or(0.0), won)
        })
        .collect();
    let Work::Split { recovery, .. } = &unit.operation.work else { return Vec::new() };
    let facility = network.facility(unit.facility);
    let mut offers = Vec::new();
    for (product, _) in recovery {
        let rate =
            |won: &[(CommodityId, f64)]| won.iter().find(|entry| entry.0 == *product).map_or(0.0, |entry| entry.1);
        let Some((_, richest)) = feeds.iter().max_by(|a, b| rate(&a.1).total_cmp(&rate(&b.1))) else { continue };
        let can_be_fed: f64 = feeds.iter().map(|(shipped, won)| shipped * rate(won)).sum();
        let limit = facility.max_output.iter().find(|entry| entry.0 == *product);
        let limit = limit.map_or(f64::INFINITY, |(_, series)| approx(&series.at(network.year())));
        let treated = capacity(network, unit).map_or(f64::INFINITY, |capacity| capacity * rate(richest));
        let position = richest.iter().position(|entry| entry.0 == *product);
        let costs = spread(network, own_cost(network, unit), richest);
        if let Some(cost) = position.map(|position| costs[position]) {
            offers.push((*product, offer(network, unit, can_be_fed.min(limit).min(treated), cost)));
        }
    }
    offers
}

/// The outputs of a recipe.
fn recipe(network: &Network<'_>, unit: &Unit<'_>) -> Vec<(CommodityId, Supplier)> {
    let Work::Recipe { output, .. } = &unit.operation.work else { return Vec::new() };
    let runs = capacity(network, unit).unwrap_or(0.0);
    let costs = spread(network, own_cost(network, unit), output);
    output.iter().zip(costs).map(|((made, rate), cost)| (*made, offer(network, unit, runs * rate, cost))).collect()
}

/// The part of `cost` that each tonne of several products bears: in proportion to price × tonnes, by mass if any of
/// them lacks a price.
fn spread(network: &Network<'_>, cost: f64, products: &[(CommodityId, f64)]) -> Vec<f64> {
    let prices: Option<Vec<f64>> =
        products.iter().map(|entry| network.price(entry.0).map(|price| approx(&price))).collect();
    let weights = prices.filter(|prices| prices.iter().any(|price| *price > 0.0));
    let weights = weights.unwrap_or_else(|| vec![1.0; products.len()]);
    let total: f64 = products.iter().zip(&weights).map(|(entry, weight)| entry.1 * weight).sum();
    weights.iter().map(|weight| cost * weight / total).collect()
}

/// The largest part of a contained product that any splitter in the question wins.
fn best_recovery(network: &Network<'_>, product: CommodityId) -> f64 {
    let recoveries = network.splitters.iter().filter(|unit| !is_avoided(network, unit)).filter_map(|unit| {
        let Work::Split { recovery, .. } = &unit.operation.work else { return None };
        recovery.iter().find(|entry| entry.0 == product).map(|entry| entry.1)
    });
    recoveries.fold(0.0, f64::max)
}

/// What each alliance member needs of each commodity at least, t/yr.
struct Needs {
    of_member: Vec<(MemberId, Vec<f64>)>,
}

impl Needs {
    fn of(network: &Network<'_>) -> Self {
        let scenario = network.scenario();
        let mut needs = Self { of_member: Vec::new() };
        for demand in network.demands.iter().filter(|demand| scenario.members[demand.member].alliance) {
            if needs.of_member.last().is_none_or(|entry| entry.0 != demand.member) {
                needs.of_member.push((demand.member, vec![0.0; scenario.commodities.len()]));
            }
            if let Some((_, tonnes)) = needs.of_member.last_mut() {
                add(network, tonnes, demand.commodity, approx(&demand.quantity), &mut Vec::new());
            }
        }
        needs
    }

    fn by_member(&self, commodity: CommodityId) -> impl Iterator<Item = (MemberId, f64)> {
        self.of_member.iter().map(move |(member, tonnes)| (*member, tonnes[commodity.index()]))
    }

    fn anybody_needs(&self, commodity: CommodityId) -> bool {
        self.by_member(commodity).any(|entry| entry.1 > 0.0)
    }

    fn totals(&self) -> Vec<(CommodityId, f64)> {
        let count = self.of_member.first().map_or(0, |entry| entry.1.len());
        let commodities = (0..count).map(CommodityId::from_index);
        commodities.map(|id| (id, self.by_member(id).map(|entry| entry.1).sum())).collect()
    }
}

/// Adds what `tonnes` of `commodity` take: itself, and of each input the least that any maker takes.
fn add(network: &Network<'_>, needs: &mut [f64], commodity: CommodityId, tonnes: f64, above: &mut Vec<CommodityId>) {
    if above.contains(&commodity) {
        return;
    }
    needs[commodity.index()] += tonnes;
    let makers: Vec<(&[(CommodityId, f64)], f64)> = network
        .recipes
        .iter()
        .filter(|unit| !is_avoided(network, unit))
        .filter_map(|unit| {
            let Work::Recipe { input, output } = &unit.operation.work else { return None };
            let made = output.iter().find(|entry| entry.0 == commodity)?;
            Some((input.as_slice(), made.1))
        })
        .collect();
    let mut inputs: Vec<CommodityId> = makers.iter().flat_map(|(input, _)| input.iter().map(|entry| entry.0)).collect();
    inputs.sort_unstable();
    inputs.dedup();
    above.push(commodity);
    for input in inputs {
        let rate = |(taken, made): &(&[(CommodityId, f64)], f64)| {
            taken.iter().find(|entry| entry.0 == input).map_or(0.0, |entry| entry.1 / made)
        };
        let least = makers.iter().map(rate).fold(f64::INFINITY, f64::min);
        if least > 0.0 {
            add(network, needs, input, least * tonnes, above);
        }
    }
    above.pop();
}
