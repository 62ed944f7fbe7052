//! Whether a policy can touch anything: what is made where, and at which stage.

use std::collections::BTreeSet;

use super::super::policy::{Rule as Statement, Target};
use super::super::{CommodityId, Facility, Operation, PolicyId, Work};
use super::money::{products, statements};
use super::{Check, Draft};
use crate::diagnostic::{At, Diagnostic, Rule};
use crate::table::Id;

impl Check<'_> {
    /// Shares at a stage where nothing is made, floors under what nobody makes.
    pub(super) fn policies_touch_something(&mut self, draft: &Draft) {
        if draft.facilities.iter().any(Option::is_none) {
            return;
        }
        for (id, policy) in statements(draft) {
            match &policy.rule {
                Statement::MaxShare { stage, commodities, .. } | Statement::MinShare { stage, commodities, .. } => {
                    let made = made_at(draft, |operation| operation.stage == *stage);
                    self.share_of_something(draft, id, &made, commodities.as_deref());
                }
                Statement::PriceFloor { target, commodity: Some(commodity), .. } => {
                    self.floor_under_something(draft, id, target, *commodity);
                }
                _ => {}
            }
        }
    }

    fn share_of_something(
        &mut self,
        draft: &Draft,
        id: PolicyId,
        made: &BTreeSet<CommodityId>,
        commodities: Option<&[CommodityId]>,
    ) {
        let path = self.policy_path(id);
        if made.is_empty() {
            let message = "no facility makes anything at this stage, so there is nothing to take a share of";
            self.push(Diagnostic::new(Rule::VoidPolicy, At::Value(path.child("stage")), message));
            return;
        }
        for (index, commodity) in commodities.unwrap_or_default().iter().enumerate() {
            if !made.contains(commodity) && !draft.is_assayed(*commodity) {
                let message = format!("no facility makes `{}` at this stage", self.commodity_name(*commodity));
                let at = At::Value(path.child("commodities").child(index.to_string()));
                self.push(Diagnostic::new(Rule::VoidPolicy, at, message));
            }
        }
    }

    fn floor_under_something(&mut self, draft: &Draft, id: PolicyId, target: &Target, commodity: CommodityId) {
        let mut paid = draft.facilities.iter().flatten().enumerate().filter(|(index, facility)| match target {
            Target::Facility(id) => id.index() == *index,
            Target::Place { country, stage } => {
                facility.country == *country && facility.operations.iter().any(|operation| operation.stage == *stage)
            }
        });
        let makes = |facility: &Facility| {
            products(facility).contains(&commodity)
                || facility
                    .operations
                    .iter()
                    .any(|operation| matches!(operation.work, Work::Source { material } if material == commodity))
        };
        let mut any = false;
        let made = paid.any(|(_, facility)| {
            any = true;
            makes(facility)
        });
        if any && !made {
            let message = format!("none of those paid makes `{}`", self.commodity_name(commodity));
            let at = At::Value(self.policy_path(id).child("commodity"));
            self.push(Diagnostic::new(Rule::VoidPolicy, at, message));
        }
    }
}

/// What is made, or contained in what is shipped, by some operations.
fn made_at(draft: &Draft, wanted: impl Fn(&Operation) -> bool) -> BTreeSet<CommodityId> {
    let mut made = BTreeSet::new();
    for facility in draft.facilities.iter().flatten() {
        for operation in facility.operations.iter().filter(|operation| wanted(operation)) {
            let parts = match &operation.work {
                Work::Source { .. } => &facility.assay,
                Work::Split { recovery: parts, .. } | Work::Recipe { output: parts, .. } => parts,
            };
            made.extend(parts.iter().map(|part| part.0));
        }
    }
    made
}
