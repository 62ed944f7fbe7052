//! What statements in force tell apart: consumers into classes, sources into provenance groups; and the money that
//! statements put on a flow or an activity.

use std::collections::BTreeMap;

use super::{Class, Detail, Network, Query};
use crate::exact::Rational;
use crate::scenario::Charge;
use crate::scenario::{
    CommodityId, CountryId, FacilityId, Favoured, Flows, MemberId, Policy, Rule, StageId, Target, Work,
};

/// Consumers pooled where no statement in force tells them apart. A member bound by a rule on shares stays by itself:
/// its share is its own, and pooled members need not share alike.
#[must_use]
pub fn classes(query: &Query<'_>) -> Vec<Class> {
    let scenario = query.scenario;
    let policies: Vec<&Policy> =
        scenario.policies.iter().map(|(_, policy)| policy).filter(|policy| policy.in_force(query.year)).collect();
    let mut by_signature: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    let mut classes: Vec<Class> = Vec::new();
    for (index, &member) in query.consumers.iter().enumerate() {
        let avoids = scenario.members[member].alliance;
        let mut signature = vec![u64::from(avoids)];
        for policy in &policies {
            signature.push(told_apart(policy, member, index as u64));
        }
        if query.detail == Detail::Full {
            signature.push(index as u64);
        }
        let class = *by_signature.entry(signature).or_insert_with(|| {
            classes.push(Class { members: Vec::new(), avoids });
            classes.len() - 1
        });
        classes[class].members.push(member);
    }
    classes
}

/// A number that differs for members that `policy` tells apart.
fn told_apart(policy: &Policy, member: MemberId, own: u64) -> u64 {
    match &policy.rule {
        Rule::Ban { members, .. } => u64::from(members.contains(&member)),
        Rule::MaxShare { members, .. } | Rule::MinShare { members, .. } if members.contains(&member) => own + 1,
        Rule::Offtake { member: holder, .. } => u64::from(*holder == member),
        _ => 0,
    }
}

/// The group of each source, and how many there are: sources of one group stand at the same stage and on the same
/// side of every statement that speaks of sources.
#[must_use]
pub fn groups(network: &Network<'_>) -> (Vec<usize>, usize) {
    let mut by_signature: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    let mut group_of = Vec::with_capacity(network.sources.len());
    for (index, unit) in network.sources.iter().enumerate() {
        let Work::Source { material } = unit.operation.work else { continue };
        let stage = unit.operation.stage;
        let number = |id: &dyn Fn() -> usize| id() as u64;
        let mut signature = vec![
            number(&|| crate::table::Id::index(stage)),
            number(&|| crate::table::Id::index(material)),
            u64::from(network.query.avoid_stages.contains(&stage) && network.query.avoid.contains(&unit.country)),
        ];
        for (_, policy) in network.policies() {
            signature.push(source_side(policy, unit.facility, unit.country, stage));
        }
        if network.query.detail == Detail::Full {
            signature.push(index as u64);
        }
        let next = by_signature.len();
        group_of.push(*by_signature.entry(signature).or_insert(next));
    }
    (group_of, by_signature.len())
}

fn source_side(policy: &Policy, facility: FacilityId, country: CountryId, stage: StageId) -> u64 {
    let place = crate::table::Id::index(country) as u64 + 1;
    match &policy.rule {
        Rule::Ban { origins, stages, .. } if stages.contains(&stage) => u64::from(origins.contains(&country)),
        Rule::MaxShare { stage: at, countries, home_exempt, .. } if *at == stage => match countries {
            Some(list) if !home_exempt => u64::from(list.contains(&country)),
            // Every place by itself, or a home that is exempt and differs by member.
            _ => place,
        },
        Rule::MinShare { stage: at, favoured, .. } if *at == stage => match favoured {
            Favoured::Home => place,
            Favoured::Countries(list) => u64::from(list.contains(&country)),
            Favoured::Recycling => 0,
        },
        Rule::Offtake { facility: reserved, .. } => u64::from(*reserved == facility),
        _ => 0,
    }
}

impl Flows {
    /// Whether a flow of `commodity` from `from` to another place `to` counts.
    #[must_use]
    pub fn count(&self, commodity: CommodityId, from: CountryId, to: CountryId) -> bool {
        from != to
            && self.from.contains(&from)
            && self.to.as_ref().is_none_or(|list| list.contains(&to))
            && self.commodities.as_ref().is_none_or(|list| list.contains(&commodity))
    }
}

/// Whether what `splitter` wins from `group` belongs to what an offtake of `facility` reserves: it is split there or
/// comes from there.
#[must_use]
pub fn is_of(network: &Network<'_>, facility: FacilityId, splitter: usize, group: usize) -> bool {
    let grouped = network.sources.iter().zip(&network.group_of);
    network.splitters[splitter].facility == facility
        || grouped.filter(|entry| *entry.1 == group).any(|(source, _)| source.facility == facility)
}

/// Whether an offtake in force lets `class` be allotted `product`, also where it has no use for it.
#[must_use]
pub fn is_held(network: &Network<'_>, class: usize, group: usize, splitter: usize, product: CommodityId) -> bool {
    network.policies().any(|(_, policy)| match &policy.rule {
        Rule::Offtake { facility, member, commodities, .. } => {
            network.classes[class].members.contains(member)
                && commodities.as_ref().is_none_or(|list| list.contains(&product))
                && is_of(network, *facility, splitter, group)
        }
        _ => false,
    })
}

/// Whether a statement in force limits this flow, so that it needs a column of its own.
#[must_use]
pub fn is_watched(network: &Network<'_>, commodity: CommodityId, from: CountryId, to: CountryId) -> bool {
    network.policies().any(|(_, policy)| match &policy.rule {
        Rule::ExportBan { flows } | Rule::MaxFlow { flows, .. } => flows.count(commodity, from, to),
        _ => false,
    })
}

/// Tariffs on a flow, USD/t: `Σ rate × price + usd_per_t` over the tariffs in force that count it.
#[must_use]
pub fn tariff(network: &Network<'_>, commodity: CommodityId, from: CountryId, to: CountryId) -> Rational {
    let mut sum = Rational::ZERO;
    for (_, policy) in network.policies() {
        let Rule::Tariff { flows, charge } = &policy.rule else { continue };
        if !flows.count(commodity, from, to) {
            continue;
        }
        match charge {
            Charge::PerTonne(usd) => sum += usd.at(network.year()),
            Charge::Rate(rate) => {
                if let Some(price) = network.price(commodity) {
                    sum += rate.at(network.year()) * price;
                }
            }
        }
    }
    sum
}

impl Target {
    /// Whether `facility`, standing in `country`, is paid for what it does at `stage`.
    #[must_use]
    pub fn covers(&self, facility: FacilityId, country: CountryId, stage: StageId) -> bool {
        match self {
            Self::Facility(named) => *named == facility,
            Self::Place { country: place, stage: at } => *place == country && *at == stage,
        }
    }
}

/// Subsidies in force per unit of activity, USD.
#[must_use]
pub fn subsidy(query: &Query<'_>, facility: FacilityId, country: CountryId, stage: StageId) -> Rational {
    let mut sum = Rational::ZERO;
    for (_, policy) in query.scenario.policies.iter().filter(|(_, policy)| policy.in_force(query.year)) {
        if let Rule::Subsidy { target, usd_per_t } = &policy.rule
            && target.covers(facility, country, stage)
        {
            sum += usd_per_t.at(query.year);
        }
    }
    sum
}

/// Price-floor support per tonne of `commodity` made, USD/t: `Σ max(0, floor − price)` over the floors in force.
#[must_use]
pub fn price_floor(
    network: &Network<'_>,
    commodity: CommodityId,
    facility: FacilityId,
    country: CountryId,
    stage: StageId,
) -> Rational {
    let Some(price) = network.price(commodity) else { return Rational::ZERO };
    let mut sum = Rational::ZERO;
    for (_, policy) in network.policies() {
        if let Rule::PriceFloor { target, commodity: named, usd_per_t } = &policy.rule
            && named.is_none_or(|named| named == commodity)
            && target.covers(facility, country, stage)
        {
            let gap = usd_per_t.at(network.year()) - &price;
            sum += crate::exact::positive_part(&gap);
        }
    }
    sum
}
