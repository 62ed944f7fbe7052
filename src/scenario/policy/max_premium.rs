//! `max_premium`: cost stays within a premium over the baseline.

use super::super::keys::PolicyKind;
use super::super::{CountryId, MemberId, Series};
use super::{Flows, Limit, Scope, Side, Source};

/// Cost stays within a premium over the baseline, all members together.
#[derive(Clone, Debug)]
pub struct MaxPremium {
    /// Whom it binds.
    pub members: Vec<MemberId>,
    /// Premium as a fraction: 0.2 is 20 %.
    pub premium: Series,
}

impl MaxPremium {
    pub(in super::super) const KIND: PolicyKind = PolicyKind {
        word: "max_premium",
        required: &["premium"],
        keys: &["members"],
        doc: "Cost stays within a premium over the baseline.",
        read: |check, draft, row| {
            let members = check.money_members(draft, row)?;
            Some(super::Rule::MaxPremium(Self { members, premium: row.series("premium")? }))
        },
        together: |_, _| {},
    };
}

impl Scope for MaxPremium {
    fn member_side(&self, _: MemberId) -> Side<MemberId> {
        // Everybody's cost counts, in one sum.
        Side::Unseen
    }

    fn source_side(&self, _: Source) -> Side<CountryId> {
        Side::Unseen
    }

    fn counted_flows(&self) -> Option<&Flows> {
        None
    }

    fn limit(&self) -> Limit {
        Limit::OfBaseline
    }

    fn places(&self) -> Vec<CountryId> {
        Vec::new()
    }
}
