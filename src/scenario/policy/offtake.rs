//! `offtake`: a share of what a facility makes is reserved for one member.

use std::collections::BTreeMap;

use super::super::check::{Check, Draft, optional, products, statements};
use super::super::keys::{Kind, PolicyKind};
use super::super::read::Row;
use super::super::{CommodityId, CountryId, Facility, FacilityId, MemberId, Policy, PolicyId, Series, StageId};
use super::{Ban, Flows, Limit, Scope, Side, Source};
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule};
use crate::exact::{Rational, approx};
use crate::table::Id;

/// A share of what a facility makes is reserved for one member.
#[derive(Clone, Debug)]
pub struct Offtake {
    /// The facility.
    pub facility: FacilityId,
    /// The holder.
    pub member: MemberId,
    /// Share, 0..=1.
    pub share: Series,
    /// Products; all where absent.
    pub commodities: Option<Vec<CommodityId>>,
}

impl Offtake {
    pub(in super::super) const KIND: PolicyKind = PolicyKind {
        word: "offtake",
        required: &["facility", "member", "share"],
        keys: &["commodities", "slack_usd_per_t"],
        doc: "A share of what a facility makes is reserved for one member.",
        read: |check, draft, row| Self::read(check, draft, row).map(super::Rule::Offtake),
        together: |check, draft| {
            above_one(check, draft);
            let statements = statements(draft);
            for (id, policy) in &statements {
                if let super::Rule::Offtake(rule) = &policy.rule {
                    of_what_is_banned(check, draft, *id, policy, rule, &statements);
                }
            }
        },
    };

    fn read(check: &mut Check<'_>, draft: &Draft, row: &Row<'_>) -> Option<Self> {
        let facility: FacilityId = row.name(Kind::Facility, "facility")?;
        let commodities = optional(row, Kind::Commodity, "commodities").ok()?;
        check.names_products(draft, row, commodities.as_deref());
        made_there(check, draft, row, facility, commodities.as_deref());
        Some(Self { facility, member: row.name(Kind::Member, "member")?, share: row.series("share")?, commodities })
    }

    /// Whether it reserves part of `product`.
    #[must_use]
    pub fn names(&self, product: CommodityId) -> bool {
        self.commodities.as_ref().is_none_or(|list| list.contains(&product))
    }
}

fn made_there(
    check: &mut Check<'_>,
    draft: &Draft,
    row: &Row<'_>,
    facility: FacilityId,
    named: Option<&[CommodityId]>,
) {
    let Some(made) = draft.facilities[facility.index()].as_deref().map(products) else { return };
    for (index, id) in named.unwrap_or_default().iter().enumerate() {
        if !made.contains(id) && !draft.is_assayed(*id) {
            let name = check.commodity_name(*id);
            let facility = row.text("facility").unwrap_or_default();
            let message = format!("`{facility}` does not make `{name}`");
            let made: Vec<String> = made.iter().map(|id| format!("`{}`", check.commodity_name(*id))).collect();
            let finding = Diagnostic::new(Rule::NotAProduct, row.item("commodities", index), message);
            check.push(finding.help(format!("it makes {}", made.join(", "))));
        }
    }
}

/// An offtake in force with its id.
type Reserved<'a> = (PolicyId, &'a Policy, &'a Offtake);

/// More than all of a product is reserved.
fn above_one(check: &mut Check<'_>, draft: &Draft) {
    let mut reserved: BTreeMap<(FacilityId, CommodityId), Vec<Reserved<'_>>> = BTreeMap::new();
    for (id, policy) in statements(draft) {
        let super::Rule::Offtake(rule) = &policy.rule else { continue };
        let Some(facility) = draft.facilities[rule.facility.index()].as_ref() else { continue };
        for product in products(facility).into_iter().filter(|product| rule.names(*product)) {
            reserved.entry((rule.facility, product)).or_default().push((id, policy, rule));
        }
    }
    let mut reported = Vec::new();
    for ((_, product), offtakes) in reserved {
        let over = draft.question.years.iter().find_map(|year| {
            let mut sum = Rational::ZERO;
            offtakes.iter().find_map(|(id, policy, rule)| {
                if policy.in_force(*year) {
                    sum += rule.share.at(*year);
                }
                (sum > Rational::ONE).then(|| (*id, *year, approx(&(sum.clone() * Rational::from(100)))))
            })
        });
        let Some((id, year, sum)) = over.filter(|(id, ..)| !reported.contains(id)) else { continue };
        reported.push(id);
        let share = |check: &Check<'_>, id: PolicyId| At::Value(check.policy_path(id).child("share"));
        let product = check.commodity_name(product);
        let message = format!("with this offtake {sum} % of `{product}` are reserved in {year}, at most 100 % can be");
        let mut finding = Diagnostic::new(Rule::OfftakeAboveOne, share(check, id), message);
        for (other, ..) in offtakes.iter().filter(|(other, ..)| *other < id) {
            finding = finding.note_at(share(check, *other), "reserved here");
        }
        check.push(finding);
    }
}

/// An offtake of something that its holder must not use.
fn of_what_is_banned(
    check: &mut Check<'_>,
    draft: &Draft,
    id: PolicyId,
    policy: &Policy,
    rule: &Offtake,
    all: &[(PolicyId, &Policy)],
) {
    let Some(facility) = draft.facilities[rule.facility.index()].as_ref() else { return };
    let years: Vec<i32> = draft.question.years.iter().copied().filter(|year| policy.in_force(*year)).collect();
    if years.is_empty() {
        return;
    }
    let stages: Vec<StageId> = facility.operations.iter().map(|operation| operation.stage).collect();
    let ally = draft.members[rule.member.index()].as_ref().is_some_and(|member| member.alliance);
    let question = &draft.question;
    let avoided = ally
        && question.avoid.contains(&facility.country)
        && stages.iter().all(|stage| question.avoid_stages.contains(stage));
    let ban = all.iter().find(|(_, other)| match &other.rule {
        super::Rule::Ban(ban) => {
            forbids(ban, rule, facility, &stages) && years.iter().all(|year| other.in_force(*year))
        }
        _ => false,
    });
    let place = At::Value(check.policy_path(id).child("facility"));
    let finding = Diagnostic::new(Rule::OfftakeBanned, place, "what this offtake reserves its holder may not use");
    if let Some((ban, _)) = ban {
        check.push(finding.note_at(At::Value(check.policy_path(*ban).child("origins")), "banned here"));
    } else if avoided {
        check.push(finding.note_at(At::Value(KeyPath::new(["scenario", "avoid"])), "avoided here"));
    }
}

/// Whether `ban` forbids the holder everything that is reserved.
fn forbids(ban: &Ban, rule: &Offtake, facility: &Facility, stages: &[StageId]) -> bool {
    let mut reserved = products(facility).into_iter().filter(|product| rule.names(*product));
    ban.origins.contains(&facility.country)
        && stages.iter().all(|stage| ban.stages.contains(stage))
        && ban.members.contains(&rule.member)
        && reserved.all(|product| ban.commodities.as_ref().is_none_or(|list| list.contains(&product)))
}

impl Scope for Offtake {
    fn member_side(&self, member: MemberId) -> Side<MemberId> {
        Side::Meant(self.member == member)
    }

    fn source_side(&self, source: Source) -> Side<CountryId> {
        Side::Meant(self.facility == source.facility)
    }

    fn counted_flows(&self) -> Option<&Flows> {
        None
    }

    fn limit(&self) -> Limit {
        Limit::OfCapacity
    }

    fn places(&self) -> Vec<CountryId> {
        Vec::new()
    }
}
