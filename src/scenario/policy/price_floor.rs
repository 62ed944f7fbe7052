//! `price_floor`: the gap between a guaranteed price and the commodity's price, paid per tonne made.

use super::super::check::{Check, Draft, statements};
use super::super::keys::{Kind, PolicyKind};
use super::super::read::Row;
use super::super::{CommodityId, CountryId, Facility, FacilityId, MemberId, PolicyId, Series, Work};
use super::{Flows, Limit, Scope, Side, Source, Target};
use crate::diagnostic::{At, Diagnostic, Rule};
use crate::table::Id;

/// The gap between a guaranteed price and the commodity's price, paid per tonne made.
#[derive(Clone, Debug)]
pub struct PriceFloor {
    /// To whom.
    pub target: Target,
    /// The commodity; all priced products where absent.
    pub commodity: Option<CommodityId>,
    /// Guaranteed price, USD/t.
    pub usd_per_t: Series,
}

impl PriceFloor {
    pub(in super::super) const KIND: PolicyKind = PolicyKind {
        word: "price_floor",
        required: &["usd_per_t"],
        keys: &["facility", "country", "stage", "commodity"],
        doc: "The gap between a guaranteed price and the price, paid per tonne made.",
        read: |check, draft, row| Self::read(check, draft, row).map(super::Rule::PriceFloor),
        together: |check, draft| {
            for (id, policy) in statements(draft) {
                if let super::Rule::PriceFloor(Self { target, commodity: Some(commodity), .. }) = &policy.rule {
                    under_something(check, draft, id, target, *commodity);
                }
            }
        },
    };

    fn read(check: &mut Check<'_>, draft: &Draft, row: &Row<'_>) -> Option<Self> {
        let target = Target::read(check, draft, row)?;
        let commodity = if row.lacks("commodity") { None } else { Some(row.name(Kind::Commodity, "commodity")?) };
        if let Some(id) = commodity {
            check.needs_price(draft, row.at("commodity"), id, "a floor pays the gap to the price");
        }
        Some(Self { target, commodity, usd_per_t: row.series("usd_per_t")? })
    }
}

/// A floor under what none of those paid makes: what is contained in a mine's ore is made where it is split.
fn under_something(check: &mut Check<'_>, draft: &Draft, id: PolicyId, target: &Target, commodity: CommodityId) {
    let facilities: Option<Vec<&Facility>> = draft.facilities.iter().map(Option::as_deref).collect();
    let Some(facilities) = facilities else { return };
    let mut paid = facilities.into_iter().enumerate().flat_map(|(index, facility)| {
        let id = FacilityId::from_index(index);
        let operations = facility.operations.iter();
        operations.filter(move |operation| target.covers(id, facility.country, operation.stage))
    });
    let mut makes = paid.clone().map(|operation| match &operation.work {
        Work::Source { material } => *material == commodity,
        Work::Split { recovery: parts, .. } | Work::Recipe { output: parts, .. } => {
            parts.iter().any(|part| part.0 == commodity)
        }
    });
    // That nobody is paid at all is said elsewhere.
    if paid.next().is_some() && !makes.any(|makes| makes) {
        let message = format!("none of those paid makes `{}`", check.commodity_name(commodity));
        check.push(Diagnostic::new(Rule::VoidPolicy, At::Value(check.policy_path(id).child("commodity")), message));
    }
}

impl Scope for PriceFloor {
    fn member_side(&self, _: MemberId) -> Side<MemberId> {
        Side::Unseen
    }

    fn source_side(&self, _: Source) -> Side<CountryId> {
        // Paid on what is shipped, per feed, or on what is allotted, whatever it was won from.
        Side::Unseen
    }

    fn counted_flows(&self) -> Option<&Flows> {
        None
    }

    fn limit(&self) -> Limit {
        Limit::NoRows
    }

    fn places(&self) -> Vec<CountryId> {
        self.target.places()
    }
}
