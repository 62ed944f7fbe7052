//! Warnings: what a scenario says without effect, and by-products that are none.

use std::collections::BTreeSet;

use super::super::claim::ByMember;
use super::super::keys::Kind;
use super::super::policy::{Charge, MaxPremium, Rule as Statement, Tariff};
use super::super::series::Series;
use super::super::{CommodityId, Facility, Work};
use super::{Check, Draft, statements};
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule, Severity, nearest};
use crate::exact::{Rational, approx, decimal};
use crate::table::Id;

/// Tariffs and premiums above this share were probably meant in per cent.
const LARGEST_RATE: f64 = 5.0;

impl Check<'_> {
    pub(super) fn doubts(&mut self, draft: &Draft, least: Severity) {
        let is_whole = draft.processes.iter().all(Option::is_some) && draft.facilities.iter().all(Option::is_some);
        if is_whole {
            self.byproducts(draft);
        }
        if least == Severity::Error {
            return;
        }
        if is_whole {
            self.minerals(draft);
        }
        self.rates_in_percent(draft);
        self.idle_facilities(draft);
        self.idle_members(draft);
        let errors = self.findings.iter().any(|finding| finding.severity() == Severity::Error);
        if !errors && self.read.is_sound(&["scenario", "facility", "process", "commodity", "member"]) {
            self.unused(draft);
        }
    }

    /// By-products are won at a split; a disposal charge needs a commodity that nobody takes.
    fn byproducts(&mut self, draft: &Draft) {
        let operations = || draft.facilities.iter().flatten().flat_map(|facility| &facility.operations);
        for (index, commodity) in draft.commodities.iter().enumerate() {
            let Some(commodity) = commodity.as_ref().filter(|commodity| commodity.byproduct.is_some()) else {
                continue;
            };
            let id = CommodityId::from_index(index);
            let name = self.commodity_name(id).to_owned();
            let key = |key: &str| At::Key(KeyPath::new(["commodity", &name, key]));
            let works = operations().map(|operation| &operation.work);
            let mut works = works.chain(draft.processes.iter().flatten().map(|process| &process.work));
            let won = works
                .any(|work| matches!(work, Work::Split { recovery, .. } if recovery.iter().any(|(won, _)| *won == id)));
            if !won && !commodity.assayed {
                let message = format!("`{name}` has an outlet as a by-product but is not won at any split");
                let help = "name it in a `recovery`, or remove `byproduct`: a recipe's surplus is free to drop";
                self.push(Diagnostic::new(Rule::ByproductNotSplit, key("byproduct"), message).help(help));
            }
            let recipe = operations().any(|operation| {
                matches!(&operation.work, Work::Recipe { input, .. } if input.iter().any(|(input, _)| *input == id))
            });
            let demand =
                draft.members.iter().flatten().any(|member| member.demand.iter().any(|(wanted, _)| *wanted == id));
            if commodity.dispose.is_some() && (recipe || demand) {
                let taker = if recipe { "a recipe takes it" } else { "a member takes it" };
                let message = format!("`{name}` has a disposal charge, but {taker}");
                let help = "remove `dispose_usd_per_t`: surplus of what is used is free to drop";
                self.push(Diagnostic::new(Rule::DisposalOfUsed, key("dispose_usd_per_t"), message).help(help));
            }
        }
    }

    fn minerals(&mut self, draft: &Draft) {
        let known: BTreeSet<&str> = draft.facilities.iter().flatten().filter_map(|f| f.mineral.as_deref()).collect();
        for (index, facility) in draft.facilities.iter().enumerate() {
            for (position, mineral) in facility.iter().flat_map(|facility| &facility.accepts).flatten().enumerate() {
                let near = nearest(mineral, known.iter().copied());
                let fed =
                    facility.iter().flat_map(|f| &f.accepts).flatten().any(|other| known.contains(other.as_str()));
                // A scenario made from a base by taking sources out leaves minerals behind that mean no harm.
                if known.contains(mineral.as_str()) || (near.is_none() && fed) {
                    continue;
                }
                let name = self.facility_name(index);
                let at = At::Value(KeyPath::new(["facility", name, "accepts"]).child(position.to_string()));
                let message = format!("`{name}` accepts `{mineral}`, which is the mineral of no source");
                let help = near.map(|near| format!("a mineral with a similar name exists: `{near}`"));
                self.push(Diagnostic::new(Rule::UnknownMineral, at, message).maybe_help(help));
            }
        }
    }

    fn rates_in_percent(&mut self, draft: &Draft) {
        for (id, policy) in statements(draft) {
            let (key, series) = match &policy.rule {
                Statement::Tariff(Tariff { charge: Charge::Rate(rate), .. }) => ("rate", rate),
                Statement::MaxPremium(MaxPremium { premium, .. }) => ("premium", premium),
                _ => continue,
            };
            let largest = series.points().iter().map(|point| point.1).fold(0.0, f64::max);
            self.rate_in_percent(At::Value(self.policy_path(id).child(key)), key, largest);
        }
        for (_, row) in self.read.rows("claim") {
            for key in ["min_premium", "max_premium"] {
                let limits = row.number_by_member(key);
                let largest = limits.iter().flat_map(ByMember::limits).fold(0.0, f64::max);
                self.rate_in_percent(row.at(key), key, largest);
            }
        }
    }

    fn rate_in_percent(&mut self, at: At, key: &str, rate: f64) {
        if rate > LARGEST_RATE {
            let (exact, hundred) = (decimal(rate), Rational::from(100));
            let message = format!("`{key}` is a share, so {rate} means {} %", approx(&(&exact * &hundred)));
            let help = format!("{rate} % is written `{}`", approx(&(exact / hundred)));
            self.push(Diagnostic::new(Rule::RateInPercent, at, message).help(help));
        }
    }

    fn idle_facilities(&mut self, draft: &Draft) {
        // A plain zero is meant; a table of years that starts too late may not be.
        let zero = |series: &Series| {
            let years = &draft.question.years;
            series.points().iter().any(|point| point.1 > 0.0)
                && years.iter().all(|year| series.at(*year) == Rational::ZERO)
        };
        for (index, facility) in draft.facilities.iter().enumerate() {
            let Some(facility) = facility else { continue };
            let (key, idle) = if let Some(capacity) = &facility.capacity {
                ("capacity_t_per_year", zero(capacity))
            } else {
                let limits = &facility.max_output;
                ("max_output_t_per_year", !limits.is_empty() && limits.iter().all(|(_, limit)| zero(limit)))
            };
            if idle && !draft.question.years.is_empty() {
                let name = self.facility_name(index);
                let message = format!("`{name}` has no capacity in any of the years asked about");
                let at = At::Value(KeyPath::new(["facility", name, key]));
                self.push(Diagnostic::new(Rule::NoCapacity, at, message));
            }
        }
    }

    /// Whoever demands nothing is answered, and the answer is an empty yes.
    fn idle_members(&mut self, draft: &Draft) {
        let years = &draft.question.years;
        let wanted = |series: &Series| years.iter().any(|year| series.at(*year) > Rational::ZERO);
        for (index, member) in draft.members.iter().enumerate() {
            let Some(member) = member.as_ref().filter(|member| member.alliance && !years.is_empty()) else { continue };
            if member.demand.iter().any(|(_, series)| wanted(series)) {
                continue;
            }
            let name = self.read.names(Kind::Member).nth(index).unwrap_or_default();
            let message = format!("`{name}` demands nothing in any of the years asked about, so it lacks nothing");
            let help = "give it `demand_t_per_year`, or `alliance = false` where it only owns plants";
            self.push(Diagnostic::new(Rule::NoDemand, At::Key(KeyPath::new(["member", name])), message).help(help));
        }
    }

    fn facility_name(&self, index: usize) -> &str {
        self.read.names(Kind::Facility).nth(index).unwrap_or_default()
    }

    fn unused(&mut self, draft: &Draft) {
        let used = Used::of(draft);
        let cited = self.read.cited();
        let sections: [(Kind, &BTreeSet<usize>, &str); 4] = [
            (Kind::Commodity, &used.commodities, "nothing makes, takes or demands it"),
            (Kind::Process, &used.processes, "no facility runs it"),
            (Kind::Country, &used.countries, "nothing stands in it, goes through it or speaks of it"),
            (Kind::Source, &cited, "no `source` names it"),
        ];
        for (kind, used, why) in sections {
            for (_, name) in self.read.names(kind).enumerate().filter(|(index, _)| !used.contains(index)) {
                // What a base declares may be used by its other children.
                if !self.read.is_own(kind.word(), name) {
                    continue;
                }
                let message = format!("{} `{name}` is never used: {why}", kind.word());
                self.findings.push(Diagnostic::new(Rule::Unused, At::Key(KeyPath::new([kind.word(), name])), message));
            }
        }
    }
}

/// What is used, by row number.
#[derive(Default)]
struct Used {
    commodities: BTreeSet<usize>,
    processes: BTreeSet<usize>,
    countries: BTreeSet<usize>,
}

impl Used {
    fn of(draft: &Draft) -> Self {
        let mut used = Self::default();
        for process in draft.processes.iter().flatten() {
            used.work(&process.work);
        }
        for facility in draft.facilities.iter().flatten() {
            used.facility(facility);
        }
        for member in draft.members.iter().flatten() {
            used.commodities.extend(member.demand.iter().map(|(id, _)| id.index()));
            used.countries.extend(member.countries.iter().map(|id| id.index()));
        }
        for route in draft.routes.iter().flat_map(|routes| routes.named.iter()) {
            used.countries.extend([route.1.from.index(), route.1.to.index()]);
        }
        used.countries.extend(draft.question.avoid.iter().map(|id| id.index()));
        used.policies(draft);
        used
    }

    fn work(&mut self, work: &Work) {
        let mut take = |parts: &[(CommodityId, f64)]| self.commodities.extend(parts.iter().map(|(id, _)| id.index()));
        match work {
            Work::Source { material } => take(&[(*material, 1.0)]),
            Work::Split { material, recovery } => {
                take(&[(*material, 1.0)]);
                take(recovery);
            }
            Work::Recipe { input, output } => {
                take(input);
                take(output);
            }
        }
    }

    fn facility(&mut self, facility: &Facility) {
        self.countries.insert(facility.country.index());
        self.commodities.extend(facility.assay.iter().map(|(id, _)| id.index()));
        for operation in &facility.operations {
            self.processes.insert(operation.process.index());
            self.work(&operation.work);
        }
    }

    fn policies(&mut self, draft: &Draft) {
        for policy in draft.policies.iter().flatten() {
            self.countries.extend(policy.rule.scope().places().into_iter().map(Id::index));
        }
        for claim in draft.claims.iter().flatten() {
            let origins = claim.origin.iter().flat_map(|origin| &origin.countries);
            self.countries.extend(claim.question.avoid.iter().chain(origins).map(|id| id.index()));
        }
    }
}
