//! The flows that a statement speaks of.

use super::super::check::{Check, optional};
use super::super::keys::Kind;
use super::super::read::Row;
use super::super::{CommodityId, CountryId};
use crate::diagnostic::{Diagnostic, Rule};

/// Flows from, to and of; lists are one sum, a flow inside a place is none.
#[derive(Clone, Debug)]
pub struct Flows {
    /// From any of these.
    pub from: Vec<CountryId>,
    /// To any of these; everyone where absent.
    pub to: Option<Vec<CountryId>>,
    /// Of any of these; everything where absent.
    pub commodities: Option<Vec<CommodityId>>,
}

impl Flows {
    /// Whether a flow of `commodity` from `from` to another place `to` counts.
    #[must_use]
    pub fn count(&self, commodity: CommodityId, from: CountryId, to: CountryId) -> bool {
        from != to
            && self.from.contains(&from)
            && self.to.as_ref().is_none_or(|list| list.contains(&to))
            && self.commodities.as_ref().is_none_or(|list| list.contains(&commodity))
    }

    /// Where they start and where they end, as far as that is named.
    #[must_use]
    pub fn places(&self) -> Vec<CountryId> {
        self.from.iter().chain(self.to.iter().flatten()).copied().collect()
    }

    pub(super) fn read(check: &mut Check<'_>, row: &Row<'_>) -> Option<Self> {
        let from: Vec<CountryId> = row.names(Kind::Country, "from")?;
        let to: Option<Vec<CountryId>> = optional(row, Kind::Country, "to").ok()?;
        if to.as_ref() == Some(&from) && from.len() == 1 {
            let place = row.texts("from").unwrap_or_default().join("");
            let message = format!("flows from `{place}` to `{place}` stay inside it, and such flows are not counted");
            let finding = Diagnostic::new(Rule::FromEqualsTo, row.at("to"), message);
            check.push(
                finding.note_at(row.at("from"), "they start here").help("name the place they go to, or leave `to` out"),
            );
        }
        Some(Self { from, to, commodities: optional(row, Kind::Commodity, "commodities").ok()? })
    }
}
