//! `export_ban`: nothing may flow.

use super::super::keys::PolicyKind;
use super::super::{CountryId, MemberId};
use super::{Flows, Limit, Scope, Side, Source};

/// Nothing may flow.
#[derive(Clone, Debug)]
pub struct ExportBan {
    /// Which flows.
    pub flows: Flows,
}

impl ExportBan {
    pub(in super::super) const KIND: PolicyKind = PolicyKind {
        word: "export_ban",
        required: &["from"],
        keys: &["to", "commodities", "slack_usd_per_t"],
        doc: "Nothing may flow.",
        read: |check, _, row| Some(super::Rule::ExportBan(Self { flows: Flows::read(check, row)? })),
        together: |_, _| {},
    };
}

impl Scope for ExportBan {
    fn member_side(&self, _: MemberId) -> Side<MemberId> {
        Side::Unseen
    }

    fn source_side(&self, _: Source) -> Side<CountryId> {
        Side::Unseen
    }

    fn counted_flows(&self) -> Option<&Flows> {
        Some(&self.flows)
    }

    fn limit(&self) -> Limit {
        Limit::Zero
    }

    fn places(&self) -> Vec<CountryId> {
        self.flows.places()
    }
}
