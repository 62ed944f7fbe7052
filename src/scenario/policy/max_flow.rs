//! `max_flow`: no more than a limit may flow; a quota or a licence.

use super::super::keys::PolicyKind;
use super::super::{CountryId, MemberId, Series};
use super::{Flows, Limit, Scope, Side, Source};

/// No more than a limit may flow, everybody's flows counted.
#[derive(Clone, Debug)]
pub struct MaxFlow {
    /// Which flows.
    pub flows: Flows,
    /// Limit, t/yr.
    pub limit: Series,
}

impl MaxFlow {
    pub(in super::super) const KIND: PolicyKind = PolicyKind {
        word: "max_flow",
        required: &["from", "limit_t_per_year"],
        keys: &["to", "commodities", "slack_usd_per_t"],
        doc: "No more than a limit may flow, everybody's flows counted.",
        read: |check, _, row| {
            let flows = Flows::read(check, row)?;
            Some(super::Rule::MaxFlow(Self { flows, limit: row.series("limit_t_per_year")? }))
        },
        together: |_, _| {},
    };
}

impl Scope for MaxFlow {
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
        Limit::Tonnes
    }

    fn places(&self) -> Vec<CountryId> {
        self.flows.places()
    }
}
