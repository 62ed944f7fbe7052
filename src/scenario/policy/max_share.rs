//! `max_share`: no single place (or the named ones together) supplies more than a share of what a member uses.

use super::super::check::{Check, Draft, members_of, optional, statements};
use super::super::keys::{Kind, PolicyKind};
use super::super::read::Row;
use super::super::{CommodityId, CountryId, MemberId, Series, StageId};
use super::{Flows, Limit, Scope, Side, Source, shares};

/// No single place (or the named ones together) supplies more than a share of what a member uses.
#[derive(Clone, Debug)]
pub struct MaxShare {
    /// Whom it binds, each for itself.
    pub members: Vec<MemberId>,
    /// The stage.
    pub stage: StageId,
    /// Share, 0..=1.
    pub share: Series,
    /// These together; every single place where absent.
    pub countries: Option<Vec<CountryId>>,
    /// Whether the member's own places are exempt.
    pub home_exempt: bool,
    /// Commodities; all of the stage where absent.
    pub commodities: Option<Vec<CommodityId>>,
    /// One row for the sum over the commodities instead of one each.
    pub together: bool,
}

impl MaxShare {
    pub(in super::super) const KIND: PolicyKind = PolicyKind {
        word: "max_share",
        required: &["stage", "share"],
        keys: &["members", "countries", "home_exempt", "commodities", "together", "slack_usd_per_t"],
        doc: "No single country, or these together, supplies more than a share.",
        read: |check, draft, row| Self::read(check, draft, row).map(super::Rule::MaxShare),
        together: |check, draft| {
            for (id, policy) in statements(draft) {
                if let super::Rule::MaxShare(rule) = &policy.rule {
                    shares::of_something(check, draft, id, rule.stage, rule.commodities.as_deref());
                }
            }
        },
    };

    fn read(check: &mut Check<'_>, draft: &Draft, row: &Row<'_>) -> Option<Self> {
        let stage = row.name(Kind::Stage, "stage")?;
        let commodities = optional(row, Kind::Commodity, "commodities").ok()?;
        shares::of_products(check, draft, row, stage, commodities.as_deref());
        Some(Self {
            members: members_of(draft, row)?,
            stage,
            share: row.series("share")?,
            countries: optional(row, Kind::Country, "countries").ok()?,
            home_exempt: row.flag("home_exempt").unwrap_or(false),
            commodities,
            together: row.flag("together").unwrap_or(false),
        })
    }
}

impl Scope for MaxShare {
    fn member_side(&self, member: MemberId) -> Side<MemberId> {
        if self.members.contains(&member) { Side::Own(member) } else { Side::Meant(false) }
    }

    fn source_side(&self, source: Source) -> Side<CountryId> {
        match &self.countries {
            _ if source.stage != self.stage => Side::Unseen,
            Some(list) if !self.home_exempt => Side::Meant(list.contains(&source.country)),
            // Every place by itself, or a home that is exempt and differs by member.
            _ => Side::Own(source.country),
        }
    }

    fn counted_flows(&self) -> Option<&Flows> {
        None
    }

    fn limit(&self) -> Limit {
        Limit::Zero
    }

    fn places(&self) -> Vec<CountryId> {
        self.countries.clone().unwrap_or_default()
    }
}
