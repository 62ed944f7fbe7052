//! `ban`: nothing of these origins at these stages for these members.

use super::super::check::{Check, Draft, members_of, optional};
use super::super::keys::{Kind, PolicyKind};
use super::super::read::Row;
use super::super::{CommodityId, CountryId, MemberId, StageId};
use super::{Flows, Limit, Scope, Side, Source};

/// Nothing of these origins at these stages for these members.
#[derive(Clone, Debug)]
pub struct Ban {
    /// Places.
    pub origins: Vec<CountryId>,
    /// Stages; all where the file names none.
    pub stages: Vec<StageId>,
    /// Commodities; all where absent.
    pub commodities: Option<Vec<CommodityId>>,
    /// Whom it binds.
    pub members: Vec<MemberId>,
}

impl Ban {
    pub(in super::super) const KIND: PolicyKind = PolicyKind {
        word: "ban",
        required: &["origins"],
        keys: &["stages", "commodities", "members", "slack_usd_per_t"],
        doc: "Nothing of these origins for these members.",
        read: |check, draft, row| Self::read(check, draft, row).map(super::Rule::Ban),
        together: |_, _| {},
    };

    fn read(check: &mut Check<'_>, draft: &Draft, row: &Row<'_>) -> Option<Self> {
        let mut stages = optional(row, Kind::Stage, "stages").ok()?.unwrap_or_else(|| draft.all_stages());
        stages.sort_unstable();
        let commodities = optional(row, Kind::Commodity, "commodities").ok()?;
        check.names_products(draft, row, commodities.as_deref());
        Some(Self {
            origins: row.names(Kind::Country, "origins")?,
            stages,
            commodities,
            members: members_of(draft, row)?,
        })
    }
}

impl Scope for Ban {
    fn member_side(&self, member: MemberId) -> Side<MemberId> {
        Side::Meant(self.members.contains(&member))
    }

    fn source_side(&self, source: Source) -> Side<CountryId> {
        if self.stages.contains(&source.stage) {
            Side::Meant(self.origins.contains(&source.country))
        } else {
            Side::Unseen
        }
    }

    fn counted_flows(&self) -> Option<&Flows> {
        None
    }

    fn limit(&self) -> Limit {
        Limit::Zero
    }

    fn places(&self) -> Vec<CountryId> {
        self.origins.clone()
    }
}
