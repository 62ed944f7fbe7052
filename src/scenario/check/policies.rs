//! Political statements: what all kinds share. What a kind says, and what can be wrong with it, is read in its own file
//! below `scenario/policy`.

use std::collections::BTreeSet;

use super::super::keys::{Kind, POLICY_KINDS, PolicyKind};
use super::super::{CommodityId, Facility, MemberId, Policy, PolicyId, StageId, Work};
use super::{Check, Draft, Row, display_name, evidence};
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule};
use crate::exact::Rational;
use crate::table::Id;

/// A key whose fault has been reported.
pub struct Faulty;

/// Names that a key lists, or `None` where it is absent.
///
/// # Errors
/// Where the key is faulty, which has been reported.
pub fn optional<I: Id>(row: &Row<'_>, kind: Kind, key: &str) -> Result<Option<Vec<I>>, Faulty> {
    if row.lacks(key) { Ok(None) } else { row.names(kind, key).map(Some).ok_or(Faulty) }
}

/// The members a policy or a claim names; every alliance member where it names none or `all`.
pub fn members_of(draft: &Draft, row: &Row<'_>) -> Option<Vec<MemberId>> {
    match row.text("members") {
        Some("all") => Some(draft.alliance()),
        None if row.lacks("members") => Some(draft.alliance()),
        _ => row.names(Kind::Member, "members"),
    }
}

/// Policies that can be read, in order.
pub fn statements(draft: &Draft) -> Vec<(PolicyId, &Policy)> {
    let policies = draft.policies.iter().enumerate();
    policies.filter_map(|(index, policy)| Some((PolicyId::from_index(index), policy.as_deref()?))).collect()
}

/// What a facility makes: products won or allotted, outputs of recipes.
pub fn products(facility: &Facility) -> Vec<CommodityId> {
    let mut products: Vec<CommodityId> = facility.assay.iter().map(|part| part.0).collect();
    for operation in &facility.operations {
        match &operation.work {
            Work::Source { .. } => {}
            Work::Split { recovery: parts, .. } | Work::Recipe { output: parts, .. } => {
                products.extend(parts.iter().map(|part| part.0));
            }
        }
    }
    products.sort_unstable();
    products.dedup();
    products
}

/// What is made, or contained in what is shipped, at a stage. What only passes through, as in a warehouse, is not made.
pub fn made_at(draft: &Draft, stage: StageId) -> BTreeSet<CommodityId> {
    let mut made = BTreeSet::new();
    for facility in draft.facilities.iter().flatten() {
        for operation in facility.operations.iter().filter(|operation| operation.stage == stage) {
            let work = &operation.work;
            match work {
                Work::Source { .. } => made.extend(facility.assay.iter().map(|part| part.0)),
                Work::Split { recovery, .. } => made.extend(recovery.iter().map(|part| part.0)),
                Work::Recipe { output, .. } => {
                    made.extend(output.iter().map(|part| part.0).filter(|id| work.adds(*id) > Rational::ZERO));
                }
            }
        }
    }
    made
}

impl Check<'_> {
    pub(super) fn policy(&mut self, draft: &Draft, name: &str, row: &Row<'_>) -> Option<Policy> {
        self.years_in_order(row);
        let kind = PolicyKind::find(row.text("kind")?)?;
        let rule = (kind.read)(self, draft, row)?;
        if row.is_faulty("members") || row.is_faulty("from_year") || row.is_faulty("until_year") {
            return None;
        }
        Some(Policy {
            name: display_name(name, row),
            rule,
            from_year: row.year("from_year"),
            until_year: row.year("until_year"),
            enabled: row.flag("enabled").unwrap_or(true),
            slack: row.series("slack_usd_per_t"),
            evidence: evidence(row),
        })
    }

    /// Everything that takes more than one policy, or a policy and a facility, to see.
    pub(super) fn policies_together(&mut self, draft: &Draft) {
        for kind in POLICY_KINDS {
            (kind.together)(self, draft);
        }
        for (id, policy) in statements(draft) {
            self.never_in_force(draft, id, policy);
        }
    }

    pub(super) fn years_in_order(&mut self, row: &Row<'_>) {
        if let (Some(from), Some(until)) = (row.year("from_year"), row.year("until_year"))
            && from > until
        {
            let message = format!("`{}` ends in {until}, before it begins in {from}", row.path());
            let finding = Diagnostic::new(Rule::EmptyRange, row.at("until_year"), message);
            self.push(finding.note_at(row.at("from_year"), "begins here").help("swap the two years"));
        }
    }

    fn never_in_force(&mut self, draft: &Draft, id: PolicyId, policy: &Policy) {
        let ordered = policy.from_year.zip(policy.until_year).is_none_or(|(from, until)| from <= until);
        if policy.enabled
            && ordered
            && !draft.question.years.is_empty()
            && !draft.question.years.iter().any(|year| policy.in_force(*year))
        {
            let message = format!("`{}` is in force in none of the years asked about", self.policy_path(id));
            self.push(Diagnostic::new(Rule::VoidPolicy, At::Key(self.policy_path(id)), message));
        }
    }

    /// The key path of a policy.
    pub(in super::super) fn policy_path(&self, id: PolicyId) -> KeyPath {
        KeyPath::new(["policy", self.read.keys("policy").nth(id.index()).unwrap_or_default()])
    }

    /// `commodities` names products, never an assayed material.
    pub(in super::super) fn names_products(
        &mut self,
        draft: &Draft,
        row: &Row<'_>,
        commodities: Option<&[CommodityId]>,
    ) {
        for (index, id) in commodities.unwrap_or_default().iter().enumerate() {
            if draft.is_assayed(*id) {
                let name = self.commodity_name(*id);
                let message = format!("`commodities` names products here, but `{name}` is the assayed material");
                let help = "name the products that are won from it, or leave `commodities` out for all of them";
                self.push(Diagnostic::new(Rule::AssayedCommodity, row.item("commodities", index), message).help(help));
            }
        }
    }

    /// What is charged or paid by the price of a commodity, named at `at`, needs one.
    pub(in super::super) fn needs_price(&mut self, draft: &Draft, at: At, id: CommodityId, why: &str) {
        if draft.commodity(id).is_some_and(|commodity| commodity.price.is_none())
            && self.read.rows("commodity").nth(id.index()).is_none_or(|(_, row)| row.lacks("price_usd_per_t"))
        {
            let name = self.commodity_name(id);
            let message = format!("{why}, but `{name}` has none");
            let help = format!("write `price_usd_per_t` in `[commodity.{name}]`");
            self.push(Diagnostic::new(Rule::MissingPrice, at, message).help(help));
        }
    }

    /// Money rules bind the alliance as a whole.
    pub(in super::super) fn money_members(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Vec<MemberId>> {
        let members = members_of(draft, row)?;
        let alliance = draft.alliance();
        let missing = alliance.iter().any(|member| !members.contains(member));
        let outside = members.iter().any(|member| !alliance.contains(member));
        if (missing || outside) && draft.members.iter().all(Option::is_some) {
            let message = if missing {
                "a limit on money binds the alliance as a whole, but some of its members are not named"
            } else {
                "a limit on money binds the alliance, but a consumer outside it is named"
            };
            self.push(Diagnostic::new(Rule::MoneyRuleMembers, row.at("members"), message).help("remove `members`"));
        }
        Some(members)
    }
}
