//! What the network alone shows, without a linear program: a demand that no chain of makers, open routes and allowed
//! origins leads to. Quantities play no part; a capacity is either there or not.

use std::collections::BTreeSet;

use super::case::Case;
use crate::diagnostic::KeyPath;
use crate::network::{Network, Unit};
use crate::report::explanation::Lack;
use crate::scenario::{Ban, CommodityId, CountryId, Flows, MemberId, Rule, StageId, Work};

mod reason;

/// Why some asked demand cannot be met at all; empty where the network does not show it.
#[must_use]
pub fn lacks(case: &Case<'_>) -> Vec<Lack> {
    let network = &case.program.network;
    let mut lacks = Vec::new();
    for &demand in &case.asked {
        let wanted = &network.demands[demand];
        let reach = Reach::of(network, wanted.member);
        let places = &network.scenario().members[wanted.member].countries;
        if !places.iter().any(|place| reach.is_usable(wanted.commodity, *place)) {
            reason::explain(&reach, wanted.commodity, places, &mut lacks);
        }
    }
    lacks
}

/// What can be made where for one member, quantities aside.
struct Reach<'n, 'a> {
    network: &'n Network<'a>,
    member: MemberId,
    made: BTreeSet<(CommodityId, CountryId)>,
}

impl<'n, 'a> Reach<'n, 'a> {
    fn of(network: &'n Network<'a>, member: MemberId) -> Self {
        let mut reach = Self { network, member, made: BTreeSet::new() };
        for unit in &network.splitters {
            let Work::Split { recovery, .. } = &unit.operation.work else { continue };
            for (product, _) in recovery {
                if reach.runs(unit, *product) && reach.is_fed(unit, *product) {
                    reach.made.insert((*product, unit.country));
                }
            }
        }
        loop {
            let before = reach.made.len();
            for unit in &network.recipes {
                let Work::Recipe { input, output } = &unit.operation.work else { continue };
                let fed = input.iter().all(|(used, _)| reach.is_usable(*used, unit.country));
                for (product, _) in output.iter().filter(|_| fed) {
                    if reach.runs(unit, *product) {
                        reach.made.insert((*product, unit.country));
                    }
                }
            }
            if reach.made.len() == before {
                return reach;
            }
        }
    }

    /// Whether the unit can do anything, and may make `product` for the member.
    fn runs(&self, unit: &Unit<'_>, product: CommodityId) -> bool {
        !self.is_idle(unit, product) && self.ruled_out(unit.operation.stage, unit.country, product).is_empty()
    }

    /// Whether the unit has a capacity of zero, or may put out none of `product`, which is a limit of splitters.
    fn is_idle(&self, unit: &Unit<'_>, product: CommodityId) -> bool {
        let capacity = self.network.capacity(unit.facility).cloned();
        let limits = &self.network.facility(unit.facility).max_output;
        let splits = matches!(unit.operation.work, Work::Split { .. });
        let limit =
            limits.iter().find(|limit| splits && limit.0 == product).map(|limit| limit.1.at(self.network.year()));
        [capacity, limit].into_iter().flatten().any(|most| most.is_zero())
    }

    /// Whether any source that runs and is allowed ships material with `product` to the splitter.
    fn is_fed(&self, splitter: &Unit<'_>, product: CommodityId) -> bool {
        self.network.sources.iter().any(|source| {
            self.contains(source, splitter, product)
                && self.is_accepted(source, splitter)
                && self.runs(source, product)
                && self.barriers(material(source), source.country, splitter.country).is_empty()
        })
    }

    /// Whether the source ships what the splitter splits, with `product` in it.
    fn contains(&self, source: &Unit<'_>, splitter: &Unit<'_>, product: CommodityId) -> bool {
        let taken = matches!(splitter.operation.work, Work::Split { material: taken, .. } if taken == material(source));
        taken && self.network.facility(source.facility).assay.iter().any(|contained| contained.0 == product)
    }

    fn is_accepted(&self, source: &Unit<'_>, splitter: &Unit<'_>) -> bool {
        let mineral = self.network.facility(source.facility).mineral.as_ref();
        let accepts = self.network.facility(splitter.facility).accepts.as_ref();
        accepts.is_none_or(|list| mineral.is_some_and(|mineral| list.contains(mineral)))
    }

    /// Whether `commodity` can be had at `place`.
    fn is_usable(&self, commodity: CommodityId, place: CountryId) -> bool {
        let made = self.made.iter().filter(|made| made.0 == commodity);
        made.into_iter().any(|(_, from)| self.barriers(commodity, *from, place).is_empty())
    }

    /// The statements that rule out, for the member, what is made of `product` at `stage` in `place`.
    fn ruled_out(&self, stage: StageId, place: CountryId, product: CommodityId) -> Vec<KeyPath> {
        let (scenario, query) = (self.network.scenario(), &self.network.query);
        let mut statements = Vec::new();
        let avoids = scenario.members[self.member].alliance;
        if avoids && query.avoid_stages.contains(&stage) && query.avoid.contains(&place) {
            statements.push(KeyPath::new(["scenario", "avoid"]));
        }
        for (id, policy) in self.network.policies().filter(|(_, policy)| policy.slack.is_none()) {
            if let Rule::Ban(Ban { origins, stages, commodities, members }) = &policy.rule
                && origins.contains(&place)
                && stages.contains(&stage)
                && members.contains(&self.member)
                && commodities.as_ref().is_none_or(|list| list.contains(&product))
            {
                statements.push(KeyPath::new(["policy", scenario.policies.key(id)]));
            }
        }
        statements
    }

    /// The statements that keep `commodity` from going from `from` to `to`.
    fn barriers(&self, commodity: CommodityId, from: CountryId, to: CountryId) -> Vec<KeyPath> {
        let scenario = self.network.scenario();
        let mut statements = Vec::new();
        if self.network.freight(commodity, from, to).is_none() {
            let route = scenario.routes.speaking_for(commodity, from, to);
            statements.push(route.map_or_else(
                || KeyPath::new(["routes", "default"]),
                |route| KeyPath::new(["route", scenario.routes.named.key(route)]),
            ));
        }
        for (id, policy) in self.network.policies().filter(|(_, policy)| policy.slack.is_none()) {
            let closes = |flows: &Flows| flows.count(commodity, from, to);
            let closed = match &policy.rule {
                Rule::ExportBan(rule) => closes(&rule.flows),
                Rule::MaxFlow(rule) => closes(&rule.flows) && rule.limit.at(self.network.year()).is_zero(),
                _ => false,
            };
            if closed {
                statements.push(KeyPath::new(["policy", scenario.policies.key(id)]));
            }
        }
        statements
    }
}

/// The material a source ships.
fn material(source: &Unit<'_>) -> CommodityId {
    match &source.operation.work {
        Work::Source { material } => *material,
        _ => unreachable!("sources do nothing but ship a material"),
    }
}
