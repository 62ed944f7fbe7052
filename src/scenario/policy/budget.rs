//! `budget`: cost stays within an amount.

use super::super::keys::PolicyKind;
use super::super::{CountryId, MemberId, Series};
use super::{Flows, Limit, Scope, Side, Source};

/// Cost stays within an amount, all members together.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Whom it binds.
    pub members: Vec<MemberId>,
    /// USD per year.
    pub usd_per_year: Series,
}

impl Budget {
    pub(in super::super) const KIND: PolicyKind = PolicyKind {
        word: "budget",
        required: &["usd_per_year"],
        keys: &["members"],
        doc: "Cost stays within an amount.",
        read: |check, draft, row| {
            let members = check.money_members(draft, row)?;
            Some(super::Rule::Budget(Self { members, usd_per_year: row.series("usd_per_year")? }))
        },
        together: |_, _| {},
    };
}

impl Scope for Budget {
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
        Limit::Usd
    }

    fn places(&self) -> Vec<CountryId> {
        Vec::new()
    }
}
