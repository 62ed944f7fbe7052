//! `tariff`: a charge on flows.

use super::super::check::{Check, Draft};
use super::super::keys::PolicyKind;
use super::super::read::Row;
use super::super::{CountryId, MemberId, Series};
use super::{Flows, Limit, Scope, Side, Source};
use crate::diagnostic::{Diagnostic, Rule};

/// A charge on flows.
#[derive(Clone, Debug)]
pub struct Tariff {
    /// Which flows.
    pub flows: Flows,
    /// How much.
    pub charge: Charge,
}

/// How a tariff is charged.
#[derive(Clone, Debug)]
pub enum Charge {
    /// Share of the commodity's price.
    Rate(Series),
    /// USD/t.
    PerTonne(Series),
}

impl Tariff {
    pub(in super::super) const KIND: PolicyKind = PolicyKind {
        word: "tariff",
        required: &["from"],
        keys: &["to", "commodities", "rate", "usd_per_t"],
        doc: "A charge on flows.",
        read: |check, draft, row| Self::read(check, draft, row).map(super::Rule::Tariff),
        together: |_, _| {},
    };

    fn read(check: &mut Check<'_>, draft: &Draft, row: &Row<'_>) -> Option<Self> {
        let flows = Flows::read(check, row)?;
        if row.lacks("rate") && row.lacks("usd_per_t") {
            let message = format!("`{}` has neither `rate` nor `usd_per_t`", row.path());
            let help = "write `rate = 0.25` (a share of the price) or `usd_per_t = 100`";
            check.push(Diagnostic::new(Rule::MissingKey, row.here(), message).help(help));
        }
        if row.has("rate") && row.has("usd_per_t") {
            let message = "a tariff is charged by `rate` or by `usd_per_t`, not both";
            let finding = Diagnostic::new(Rule::KeyDoesNotApply, row.key("usd_per_t"), message);
            check.push(finding.note_at(row.key("rate"), "the other one").help("split it into two tariffs"));
        }
        if row.has("rate") {
            for (index, id) in flows.commodities.iter().flatten().enumerate() {
                let at = row.item("commodities", index);
                check.needs_price(draft, at, *id, "a tariff by `rate` is a share of the price");
            }
            return Some(Self { flows, charge: Charge::Rate(row.series("rate")?) });
        }
        Some(Self { flows, charge: Charge::PerTonne(row.series("usd_per_t")?) })
    }
}

impl Scope for Tariff {
    fn member_side(&self, _: MemberId) -> Side<MemberId> {
        Side::Unseen
    }

    fn source_side(&self, _: Source) -> Side<CountryId> {
        Side::Unseen
    }

    fn counted_flows(&self) -> Option<&Flows> {
        // Money on the flow, which tells fares apart by itself.
        None
    }

    fn limit(&self) -> Limit {
        Limit::NoRows
    }

    fn places(&self) -> Vec<CountryId> {
        self.flows.places()
    }
}
