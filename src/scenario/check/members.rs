//! Members and other consumers.

use std::collections::BTreeMap;

use super::super::keys::Kind;
use super::super::{CountryId, Member};
use super::{Check, Draft, Row, display_name, evidence};
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule};
use crate::table::Id;

impl Check<'_> {
    pub(super) fn member(&mut self, draft: &Draft, name: &str, row: &Row<'_>) -> Option<Member> {
        let demand = row.serieses(Kind::Commodity, "demand_t_per_year");
        if demand.is_none() && !row.lacks("demand_t_per_year") {
            return None;
        }
        let demand = demand.unwrap_or_default();
        for (id, _) in demand.iter().filter(|(id, _)| draft.is_assayed(*id)) {
            let commodity = self.commodity_name(*id).to_owned();
            let message = format!("`{name}` demands `{commodity}`, but assayed commodities only go to a split");
            let at = At::Key(row.path().child("demand_t_per_year").child(&commodity));
            self.push(Diagnostic::new(Rule::AssayedCommodity, at, message));
        }
        Some(Member {
            name: display_name(name, row),
            countries: row.names(Kind::Country, "countries")?,
            alliance: row.flag("alliance").unwrap_or(true),
            priority: row.integer("priority").unwrap_or(1),
            demand,
            evidence: evidence(row),
        })
    }

    pub(super) fn members_together(&mut self, draft: &Draft) {
        if draft.alliance().is_empty() && self.read.is_sound(&["member"]) {
            let at = At::Key(KeyPath::new(["member"]));
            let finding = if draft.members.is_empty() {
                Diagnostic::new(Rule::NoMember, at, "there is no `[member]`, so nobody is asked about")
            } else {
                Diagnostic::new(Rule::NoMember, at, "every member has `alliance = false`, so nobody is asked about")
            };
            self.push(finding.help("write `[member.name]` with `countries` and `demand_t_per_year`"));
        }
        let names: Vec<&str> = self.read.names(Kind::Member).collect();
        let mut owner: BTreeMap<CountryId, usize> = BTreeMap::new();
        for (index, member) in draft.members.iter().enumerate() {
            for (position, country) in member.iter().flat_map(|member| member.countries.iter().enumerate()) {
                let first = *owner.entry(*country).or_insert(index);
                if first == index {
                    continue;
                }
                let country = self.read.names(Kind::Country).nth(country.index()).unwrap_or_default();
                let message = format!("country `{country}` belongs to `{}` and to `{}`", names[first], names[index]);
                let list = |member: usize| KeyPath::new(["member", names[member], "countries"]);
                let finding = Diagnostic::new(
                    Rule::CountryInTwoMembers,
                    At::Value(list(index).child(position.to_string())),
                    message,
                )
                .note_at(At::Value(list(first)), "the first")
                .help("a country belongs to at most one member: take it out of one list");
                self.push(finding);
            }
        }
    }
}
