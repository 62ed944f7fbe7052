//! A scenario seen from one question in one year: who takes part, what runs, what can be shipped where and for how
//! much, and which consumers and sources no statement in force tells apart.

use crate::exact::Rational;
use crate::scenario::{
    CommodityId, CountryId, Facility, FacilityId, Flows, MemberId, Operation, Policy, PolicyId, Scenario, StageId,
    Status, Work,
};
use crate::table::Id;

pub mod feed;
pub mod grouping;
pub mod hub;
pub mod reach;

pub use feed::Feed;

/// Everything a program is built from.
#[derive(Clone, Debug)]
pub struct Query<'a> {
    /// The facts.
    pub scenario: &'a Scenario,
    /// The year.
    pub year: i32,
    /// Who takes part.
    pub consumers: Vec<MemberId>,
    /// Only facilities of this member, if given.
    pub owner: Option<MemberId>,
    /// Places avoided by alliance members.
    pub avoid: &'a [CountryId],
    /// At these stages.
    pub avoid_stages: &'a [StageId],
    /// Only facilities of these statuses.
    pub statuses: &'a [Status],
    /// Whether what no statement tells apart is pooled.
    pub detail: Detail,
    /// What is asked about by itself, and so not pooled with others.
    pub apart: Apart<'a>,
}

/// What a question tells apart beside the statements in force. The answers are the same.
#[derive(Clone, Copy, Debug, Default)]
pub struct Apart<'a> {
    /// Sources in these places from all others.
    pub origins: &'a [CountryId],
    /// These consumers from each other.
    pub members: &'a [MemberId],
}

/// How finely a program tells consumers, sources and routes apart. The answers are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Classes of consumers and sources, hubs for routes alike.
    Pooled,
    /// Every consumer, source and route by itself.
    Full,
}

impl<'a> Query<'a> {
    /// The statements in force.
    pub fn policies(&self) -> impl Iterator<Item = (PolicyId, &'a Policy)> + use<'a> {
        let year = self.year;
        self.scenario.policies.iter().filter(move |(_, policy)| policy.in_force(year))
    }
}

/// A consumer's demand.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Who.
    pub member: MemberId,
    /// Index of its class in [`Network::classes`].
    pub class: usize,
    /// What.
    pub commodity: CommodityId,
    /// How much, t/yr; above zero.
    pub quantity: Rational,
}

/// Consumers that no statement in force tells apart upstream of delivery.
#[derive(Clone, Debug)]
pub struct Class {
    /// Who, in file order.
    pub members: Vec<MemberId>,
    /// Whether they avoid.
    pub avoids: bool,
}

/// One operation that runs this year.
#[derive(Clone, Debug)]
pub struct Unit<'a> {
    /// The facility.
    pub facility: FacilityId,
    /// Where it stands.
    pub country: CountryId,
    /// What it does.
    pub operation: &'a Operation,
    /// USD per unit of activity before subsidies.
    pub cost: Rational,
}

/// The network of one question in one year.
#[derive(Clone, Debug)]
pub struct Network<'a> {
    /// Where it comes from.
    pub query: Query<'a>,
    /// Facilities that run, in file order, with their capacity (`None`: limited by product only).
    pub facilities: Vec<(FacilityId, Option<Rational>)>,
    /// Sources.
    pub sources: Vec<Unit<'a>>,
    /// Splitters.
    pub splitters: Vec<Unit<'a>>,
    /// Recipes.
    pub recipes: Vec<Unit<'a>>,
    /// Who may ship raw material to whom.
    pub feeds: Vec<Feed>,
    /// Sources that no statement tells apart: the group of each source.
    pub group_of: Vec<usize>,
    /// The sources of each group, as they are listed.
    pub groups: Vec<Vec<usize>>,
    /// Consumers that no statement tells apart.
    pub classes: Vec<Class>,
    /// All demands, members in file order.
    pub demands: Vec<Demand>,
    /// Per class: commodities that can be made and are of use to it.
    pub useful: Vec<Vec<bool>>,
    /// Flows that rows of statements in force count.
    counted: Vec<&'a Flows>,
}

impl<'a> Network<'a> {
    /// The network of `query`.
    #[must_use]
    pub fn of(query: Query<'a>) -> Self {
        let facilities = running(&query);
        let units = |wanted: fn(&Work) -> bool| -> Vec<Unit<'a>> { units(&query, &facilities, wanted) };
        let sources = units(|work| matches!(work, Work::Source { .. }));
        let splitters = units(|work| matches!(work, Work::Split { .. }));
        let recipes = units(|work| matches!(work, Work::Recipe { .. }));
        let classes = grouping::classes(&query, &recipes);
        let demands = demands(&query, &classes);
        let mut network = Self {
            facilities,
            sources,
            splitters,
            recipes,
            feeds: Vec::new(),
            group_of: Vec::new(),
            groups: Vec::new(),
            classes,
            demands,
            useful: Vec::new(),
            counted: query.policies().filter_map(|(_, policy)| policy.rule.scope().counted_flows()).collect(),
            query,
        };
        (network.group_of, network.groups) = grouping::groups(&network);
        network.feeds = feed::possible(&network);
        network.useful = reach::useful(&network);
        network.drop_useless_feeds();
        network
    }

    /// The facts.
    #[must_use]
    pub fn scenario(&self) -> &'a Scenario {
        self.query.scenario
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.query.year
    }

    /// The statements in force.
    pub fn policies(&self) -> impl Iterator<Item = (PolicyId, &'a Policy)> + use<'a> {
        self.query.policies()
    }

    /// The class of `member`, where it takes part.
    #[must_use]
    pub fn class_of(&self, member: MemberId) -> Option<usize> {
        self.classes.iter().position(|class| class.members.contains(&member))
    }

    /// The classes that `members` belong to.
    ///
    /// # Panics
    /// Where some of a class are named and others are not: the statement that names them does not tell them apart.
    #[must_use]
    pub fn classes_of(&self, members: &[MemberId]) -> Vec<usize> {
        let mut named = Vec::new();
        for (index, class) in self.classes.iter().enumerate() {
            let count = class.members.iter().filter(|member| members.contains(member)).count();
            if count > 0 {
                assert!(count == class.members.len(), "a statement names part of a class of consumers");
                named.push(index);
            }
        }
        named
    }

    /// Whether any of `members` takes part.
    #[must_use]
    pub fn takes_part(&self, members: &[MemberId]) -> bool {
        self.query.consumers.iter().any(|member| members.contains(member))
    }

    /// The capacity of a facility; `None` where it does not run or is limited by product only.
    #[must_use]
    pub fn capacity(&self, facility: FacilityId) -> Option<&Rational> {
        let at = self.facilities.binary_search_by_key(&facility, |entry| entry.0).ok()?;
        self.facilities[at].1.as_ref()
    }

    /// A facility's row of the scenario.
    #[must_use]
    pub fn facility(&self, id: FacilityId) -> &'a Facility {
        &self.query.scenario.facilities[id]
    }

    /// The commodity's price, USD/t.
    #[must_use]
    pub fn price(&self, commodity: CommodityId) -> Option<Rational> {
        self.query.scenario.commodities[commodity].price.as_ref().map(|price| price.at(self.query.year))
    }

    /// Freight from `from` to `to`, USD/t; `None` where nothing may pass.
    #[must_use]
    pub fn freight(&self, commodity: CommodityId, from: CountryId, to: CountryId) -> Option<Rational> {
        self.query.scenario.routes.freight(commodity, from, to, self.query.year)
    }

    /// Whether the rows of a statement in force count this flow, so that it needs a column of its own.
    #[must_use]
    pub fn is_watched(&self, commodity: CommodityId, from: CountryId, to: CountryId) -> bool {
        self.counted.iter().any(|flows| flows.count(commodity, from, to))
    }

    /// Drops feeds that win nothing anybody needs: by-products alone never pay for a feed.
    fn drop_useless_feeds(&mut self) {
        let commodities = self.scenario().commodities.ids();
        let needed: Vec<bool> =
            commodities.map(|commodity| self.useful.iter().any(|class| class[commodity.index()])).collect();
        self.feeds.retain(|feed| feed.won.iter().any(|(product, _)| needed[product.index()]));
    }
}

/// Facilities that exist in this year and that the question may use.
fn running(query: &Query<'_>) -> Vec<(FacilityId, Option<Rational>)> {
    let mut running = Vec::new();
    for (id, facility) in query.scenario.facilities.iter() {
        let foreign = query.owner.is_some() && facility.owner != query.owner;
        if foreign || !query.statuses.contains(&facility.status()) {
            continue;
        }
        let capacity = facility.capacity.as_ref().map(|capacity| capacity.at(query.year));
        // A zero that the file states stays, as a statement that can be blamed and moved; one before the first entry
        // of a table of years means that there is no such facility yet.
        let exists = facility.capacity.as_ref().is_none_or(|series| series.is_stated(query.year));
        if exists {
            running.push((id, capacity));
        }
    }
    running
}

fn units<'a>(
    query: &Query<'a>,
    running: &[(FacilityId, Option<Rational>)],
    wanted: fn(&Work) -> bool,
) -> Vec<Unit<'a>> {
    let scenario = query.scenario;
    let mut units = Vec::new();
    for (id, _) in running {
        let facility = &scenario.facilities[*id];
        for operation in facility.operations.iter().filter(|operation| wanted(&operation.work)) {
            let cost = operation.cost.at(query.year);
            units.push(Unit { facility: *id, country: facility.country, operation, cost });
        }
    }
    units
}

fn demands(query: &Query<'_>, classes: &[Class]) -> Vec<Demand> {
    let mut demands = Vec::new();
    for &member in &query.consumers {
        let class = classes.iter().position(|class| class.members.contains(&member));
        let class = class.expect("every consumer belongs to a class");
        for (commodity, series) in &query.scenario.members[member].demand {
            let quantity = series.at(query.year);
            if !quantity.is_zero() {
                demands.push(Demand { member, class, commodity: *commodity, quantity });
            }
        }
    }
    demands
}
