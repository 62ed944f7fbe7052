//! What both kinds of shares check: that they speak of products, and of something that is made.

use super::super::check::{Check, Draft, made_at};
use super::super::read::Row;
use super::super::{CommodityId, PolicyId, StageId, Work};
use crate::diagnostic::{At, Diagnostic, Rule};

/// Shares are of products, also where an assayed commodity is what is shipped.
pub fn of_products(
    check: &mut Check<'_>,
    draft: &Draft,
    row: &Row<'_>,
    stage: StageId,
    commodities: Option<&[CommodityId]>,
) {
    check.names_products(draft, row, commodities);
    let at_source = draft
        .processes
        .iter()
        .flatten()
        .any(|process| process.stage == stage && matches!(process.work, Work::Source { .. }));
    if at_source && row.flag("together") == Some(true) && row.lacks("commodities") {
        let message = "`together` sums over products, and at a source stage `commodities` must say which";
        let help = "write `commodities = [\"...\"]`, naming products that are won from the material";
        check.push(Diagnostic::new(Rule::TogetherWithoutCommodities, row.key("together"), message).help(help));
    }
}

/// A share at a stage where nothing is made, or of what is not made there.
pub fn of_something(
    check: &mut Check<'_>,
    draft: &Draft,
    id: PolicyId,
    stage: StageId,
    commodities: Option<&[CommodityId]>,
) {
    if draft.facilities.iter().any(Option::is_none) {
        return;
    }
    let made = made_at(draft, stage);
    let path = check.policy_path(id);
    if made.is_empty() {
        let message = "no facility makes anything at this stage, so there is nothing to take a share of";
        check.push(Diagnostic::new(Rule::VoidPolicy, At::Value(path.child("stage")), message));
        return;
    }
    for (index, commodity) in commodities.unwrap_or_default().iter().enumerate() {
        if !made.contains(commodity) && !draft.is_assayed(*commodity) {
            let message = format!("no facility makes `{}` at this stage", check.commodity_name(*commodity));
            let at = At::Value(path.child("commodities").child(index.to_string()));
            check.push(Diagnostic::new(Rule::VoidPolicy, at, message));
        }
    }
}

/// Whether two rules speak of the same commodities, at least in part.
pub fn overlap(one: Option<&[CommodityId]>, two: Option<&[CommodityId]>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => one.iter().any(|commodity| two.contains(commodity)),
        _ => true,
    }
}
