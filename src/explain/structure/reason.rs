//! Why nothing leads to a demand, in words: the makers there are, grouped by what keeps each of them out.

use std::collections::{BTreeMap, BTreeSet};

use super::Reach;
use crate::diagnostic::KeyPath;
use crate::network::Unit;
use crate::report::explanation::Lack;
use crate::scenario::{CommodityId, CountryId, Facility, FacilityId, Operation, StageId, Status, Work};

/// Most names in one line.
const MOST_NAMES: usize = 4;

/// What keeps a maker out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// It belongs to somebody else.
    Foreign,
    /// Its status is not among those that count.
    Uncounted(Status),
    /// Its capacity has no entry yet.
    NotYet,
    /// Its capacity is zero.
    Idle,
    /// Where it stands is ruled out at this stage.
    RuledOut(StageId, Vec<KeyPath>),
    /// What it ships is not split there.
    Unsplit(CommodityId),
    /// The splitter does not take its mineral.
    Refused,
    /// Nothing may go from there to where it is needed.
    Closed(CountryId, Vec<KeyPath>),
    /// It cannot get something it needs.
    Starved(CommodityId),
}

/// Adds why `commodity` cannot be had in any of `places`, with the reasons behind the reasons.
pub fn explain(reach: &Reach<'_, '_>, commodity: CommodityId, places: &[CountryId], lacks: &mut Vec<Lack>) {
    let scenario = reach.network.scenario();
    let (member, name) = (&scenario.members[reach.member], &scenario.commodities[commodity].name);
    let demand = KeyPath::new([
        "member",
        scenario.members.key(reach.member),
        "demand_t_per_year",
        scenario.commodities.key(commodity),
    ]);
    let text = format!("{}'s {name} cannot be supplied at all in {}", member.name, reach.network.year());
    lacks.push(Lack { text, depth: 0, statements: vec![demand.to_string()] });
    Chain { reach, lacks, told: BTreeSet::new() }.makers(commodity, places, 1);
}

struct Chain<'c, 'n, 'a> {
    reach: &'c Reach<'n, 'a>,
    lacks: &'c mut Vec<Lack>,
    /// Commodities whose lack was told already.
    told: BTreeSet<CommodityId>,
}

impl Chain<'_, '_, '_> {
    /// All who make `commodity`, by what keeps them from supplying `places`.
    fn makers(&mut self, commodity: CommodityId, places: &[CountryId], depth: usize) {
        if !self.told.insert(commodity) {
            return;
        }
        let mut groups: BTreeMap<Why, Vec<FacilityId>> = BTreeMap::new();
        for (id, facility) in self.reach.network.scenario().facilities.iter() {
            for operation in facility.operations.iter().filter(|operation| makes(operation, commodity)) {
                for why in self.why(id, facility, operation, commodity, places) {
                    groups.entry(why).or_default().push(id);
                }
            }
        }
        if groups.is_empty() {
            let text = format!("nothing makes {} (stage {})", self.name(commodity), self.stage_of(commodity));
            self.lacks.push(Lack { text, depth, statements: Vec::new() });
        }
        self.tell(groups, commodity, depth);
    }

    fn why(
        &self,
        id: FacilityId,
        facility: &Facility,
        operation: &Operation,
        commodity: CommodityId,
        places: &[CountryId],
    ) -> Vec<Why> {
        let unit = match self.standing(id, facility, operation, commodity) {
            Ok(unit) => unit,
            Err(why) => return vec![why],
        };
        let starved: Vec<Why> = match &operation.work {
            Work::Recipe { input, .. } => {
                let lacking = input.iter().filter(|(used, _)| !self.reach.is_usable(*used, facility.country));
                lacking.map(|(used, _)| Why::Starved(*used)).collect()
            }
            Work::Split { material, .. } if !self.reach.is_fed(unit, commodity) => vec![Why::Starved(*material)],
            _ => Vec::new(),
        };
        if !starved.is_empty() {
            return starved;
        }
        // It makes it, so what is missing is the way.
        let closed = |place: &CountryId| {
            let barriers = self.reach.barriers(commodity, facility.country, *place);
            (!barriers.is_empty()).then_some(Why::Closed(*place, barriers))
        };
        places.iter().filter_map(closed).collect()
    }

    /// The facility's unit, where it runs and is not ruled out.
    fn standing(
        &self,
        id: FacilityId,
        facility: &Facility,
        operation: &Operation,
        product: CommodityId,
    ) -> Result<&Unit<'_>, Why> {
        let network = self.reach.network;
        let units = network.sources.iter().chain(&network.splitters).chain(&network.recipes);
        let runs = |unit: &&Unit<'_>| unit.facility == id && unit.operation.process == operation.process;
        let Some(unit) = units.into_iter().find(runs) else {
            let foreign = network.query.owner.is_some() && facility.owner != network.query.owner;
            let counts = network.query.statuses.contains(&facility.status());
            return Err(match (foreign, counts) {
                (true, _) => Why::Foreign,
                (false, false) => Why::Uncounted(facility.status()),
                (false, true) => Why::NotYet,
            });
        };
        if self.reach.is_idle(unit, product) {
            return Err(Why::Idle);
        }
        let ruled_out = self.reach.ruled_out(operation.stage, facility.country, product);
        if ruled_out.is_empty() { Ok(unit) } else { Err(Why::RuledOut(operation.stage, ruled_out)) }
    }

    fn tell(&mut self, groups: BTreeMap<Why, Vec<FacilityId>>, commodity: CommodityId, depth: usize) {
        for (why, makers) in groups {
            let text = self.words(&why, &makers, commodity);
            let statements = match &why {
                Why::Foreign | Why::Unsplit(_) | Why::Refused | Why::Starved(_) => Vec::new(),
                Why::Uncounted(_) => makers.iter().map(|id| self.status(*id)).collect(),
                Why::NotYet | Why::Idle => makers.iter().map(|id| self.capacity(*id, commodity)).collect(),
                Why::RuledOut(_, statements) | Why::Closed(_, statements) => {
                    statements.iter().map(ToString::to_string).collect()
                }
            };
            self.lacks.push(Lack { text, depth, statements });
            if let Why::Starved(lacking) = why {
                self.behind(lacking, commodity, &makers, depth + 1);
            }
        }
    }

    /// Why these makers of `commodity` cannot get `lacking`.
    fn behind(&mut self, lacking: CommodityId, commodity: CommodityId, makers: &[FacilityId], depth: usize) {
        let scenario = self.reach.network.scenario();
        if scenario.commodities[lacking].assayed {
            self.sources(lacking, commodity, makers, depth);
        } else {
            let places: BTreeSet<CountryId> = makers.iter().map(|id| scenario.facilities[*id].country).collect();
            self.makers(lacking, &places.into_iter().collect::<Vec<_>>(), depth);
        }
    }

    /// All sources of `material` with `product` in it, by what keeps them from these splitters, and those that ship it in
    /// other material.
    fn sources(&mut self, material: CommodityId, product: CommodityId, splitters: &[FacilityId], depth: usize) {
        let scenario = self.reach.network.scenario();
        let mut groups: BTreeMap<Why, Vec<FacilityId>> = BTreeMap::new();
        for (id, facility) in scenario.facilities.iter().filter(|(_, f)| f.assay.iter().any(|c| c.0 == product)) {
            for operation in &facility.operations {
                for why in self.why_not_fed(id, facility, operation, (material, product), splitters) {
                    groups.entry(why).or_default().push(id);
                }
            }
        }
        if groups.keys().all(|why| matches!(why, Why::Unsplit(_))) {
            let text = format!("no source of {} contains {}", self.name(material), self.name(product));
            self.lacks.push(Lack { text, depth, statements: Vec::new() });
        } else {
            groups.retain(|why, _| !matches!(why, Why::Unsplit(_)));
        }
        self.tell(groups, product, depth);
    }

    /// What keeps a source from feeding these splitters with material that has the product in it.
    fn why_not_fed(
        &self,
        id: FacilityId,
        facility: &Facility,
        operation: &Operation,
        (material, product): (CommodityId, CommodityId),
        splitters: &[FacilityId],
    ) -> BTreeSet<Why> {
        let network = self.reach.network;
        let Work::Source { material: shipped } = operation.work else { return BTreeSet::new() };
        if shipped != material {
            return BTreeSet::from([Why::Unsplit(shipped)]);
        }
        let source = match self.standing(id, facility, operation, product) {
            Ok(source) => source,
            Err(why) => return BTreeSet::from([why]),
        };
        let takes = |unit: &&Unit<'_>| {
            let taken = matches!(unit.operation.work, Work::Split { material: taken, .. } if taken == material);
            taken && splitters.contains(&unit.facility)
        };
        let why = |splitter: &Unit<'_>| {
            if !self.reach.is_accepted(source, splitter) {
                return Some(Why::Refused);
            }
            let barriers = self.reach.barriers(material, facility.country, splitter.country);
            (!barriers.is_empty()).then_some(Why::Closed(splitter.country, barriers))
        };
        network.splitters.iter().filter(takes).filter_map(why).collect()
    }

    fn words(&self, why: &Why, makers: &[FacilityId], commodity: CommodityId) -> String {
        let scenario = self.reach.network.scenario();
        let year = self.reach.network.year();
        let (names, one) = (self.names(makers), makers.len() == 1);
        let (is, does, have) = if one { ("stands", "does", "has") } else { ("stand", "do", "have") };
        let are = if one { "is" } else { "are" };
        match why {
            Why::Foreign => {
                format!("{names} {does} not belong to {}", scenario.members[self.reach.member].name)
            }
            Why::Uncounted(Status::Idle) => format!("{names} {are} idle, which does not count here"),
            Why::Uncounted(Status::Construction) => {
                format!("{names} {are} under construction, which does not count here")
            }
            Why::Uncounted(status) => format!("{names} {are} only {}, which does not count here", status.word()),
            Why::NotYet => format!("{names} {have} no capacity before {}", self.first_years(makers)),
            Why::Idle => format!("{names} {have} no capacity for {} in {year}", self.name(commodity)),
            Why::RuledOut(stage, _) => {
                format!("{names} {is} in a country that is ruled out at {}", scenario.stages.key(*stage))
            }
            Why::Unsplit(material) => {
                format!("{names} {have} it in {}, which is not split there", self.name(*material))
            }
            Why::Refused => format!("the mineral of {names} is not accepted there"),
            Why::Closed(place, barriers) => {
                let to = &scenario.countries[*place].name;
                let routes = barriers.iter().any(|barrier| barrier.parts()[0] != "policy");
                let way = if routes { "no open route leads" } else { "none of it may go" };
                format!("{names} {have} it, but {way} to {to}")
            }
            Why::Starved(lacking) if scenario.commodities[*lacking].assayed => {
                format!("{names} {does} not get any {} with {} in it", self.name(*lacking), self.name(commodity))
            }
            Why::Starved(lacking) => format!("{names} {does} not get any {}", self.name(*lacking)),
        }
    }

    fn name(&self, commodity: CommodityId) -> &str {
        &self.reach.network.scenario().commodities[commodity].name
    }

    fn stage_of(&self, commodity: CommodityId) -> &str {
        let scenario = self.reach.network.scenario();
        scenario.stages.key(scenario.commodities[commodity].stage)
    }

    /// `Foo works (JP), Bar (CN) and 3 more`
    fn names(&self, makers: &[FacilityId]) -> String {
        let scenario = self.reach.network.scenario();
        let name = |id: &FacilityId| {
            let facility = &scenario.facilities[*id];
            format!("{} ({})", facility.name, scenario.countries.key(facility.country))
        };
        let shown: Vec<String> = makers.iter().take(MOST_NAMES).map(name).collect();
        match (&shown[..], makers.len() - shown.len()) {
            ([one], 0) => one.clone(),
            ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
            (shown, rest) => format!("{} and {rest} more", shown.join(", ")),
        }
    }

    /// The years in which capacities that are not there yet begin.
    fn first_years(&self, makers: &[FacilityId]) -> String {
        let scenario = self.reach.network.scenario();
        let first = |id: &FacilityId| scenario.facilities[*id].capacity.as_ref().map(|series| series.points()[0].0);
        let years: BTreeSet<i32> = makers.iter().filter_map(first).collect();
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        years.join(", ")
    }

    /// The key path of a facility's status.
    fn status(&self, id: FacilityId) -> String {
        KeyPath::new(["facility", self.reach.network.scenario().facilities.key(id), "status"]).to_string()
    }

    /// The key path of what limits a facility to nothing.
    fn capacity(&self, id: FacilityId, product: CommodityId) -> String {
        let scenario = self.reach.network.scenario();
        let (facility, key) = (&scenario.facilities[id], scenario.facilities.key(id));
        let year = self.reach.network.year();
        let limit = facility.max_output.iter().find(|limit| limit.0 == product && limit.1.at(year).is_zero());
        match limit {
            Some((product, _)) => {
                KeyPath::new(["facility", key, "max_output_t_per_year", scenario.commodities.key(*product)])
            }
            None => KeyPath::new(["facility", key, "capacity_t_per_year"]),
        }
        .to_string()
    }
}

/// Whether an operation makes `commodity`.
fn makes(operation: &Operation, commodity: CommodityId) -> bool {
    match &operation.work {
        Work::Source { .. } => false,
        Work::Split { recovery, .. } => recovery.iter().any(|won| won.0 == commodity),
        Work::Recipe { output, .. } => output.iter().any(|made| made.0 == commodity),
    }
}
