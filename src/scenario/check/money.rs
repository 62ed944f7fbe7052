//! What policies add up to: offtakes of one product, subsidies against the cost they reduce.

use std::collections::BTreeMap;

use super::super::keys::Kind;
use super::super::policy::{Rule as Statement, Target};
use super::super::{CommodityId, Facility, FacilityId, Policy, PolicyId, ProcessId, Work};
use super::{Check, Draft, Row};
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule};
use crate::exact::{Rational, approx};
use crate::table::Id;

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

/// Policies that can be read, in order.
pub fn statements(draft: &Draft) -> Vec<(PolicyId, &Policy)> {
    let policies = draft.policies.iter().enumerate();
    policies.filter_map(|(index, policy)| Some((PolicyId::from_index(index), policy.as_ref()?))).collect()
}

impl Check<'_> {
    /// Everything that takes more than one policy, or a policy and a facility, to see.
    pub(super) fn policies_together(&mut self, draft: &Draft) {
        self.offtakes(draft);
        self.subsidies(draft);
        self.shares(draft);
        self.policies_touch_something(draft);
    }

    pub(super) fn policy_path(&self, id: PolicyId) -> KeyPath {
        KeyPath::new(["policy", self.read.rows("policy").nth(id.index()).map_or("", |(name, _)| name)])
    }

    pub(super) fn made_there(
        &mut self,
        draft: &Draft,
        row: &Row<'_>,
        facility: FacilityId,
        named: Option<&[CommodityId]>,
    ) {
        let Some(made) = draft.facilities[facility.index()].as_ref().map(products) else { return };
        for (index, id) in named.unwrap_or_default().iter().enumerate() {
            if !made.contains(id) && !draft.is_assayed(*id) {
                let name = self.commodity_name(*id);
                let facility = row.text("facility").unwrap_or_default();
                let message = format!("`{facility}` does not make `{name}`");
                let made: Vec<String> = made.iter().map(|id| format!("`{}`", self.commodity_name(*id))).collect();
                let finding = Diagnostic::new(Rule::NotAProduct, row.item("commodities", index), message);
                self.push(finding.help(format!("it makes {}", made.join(", "))));
            }
        }
    }

    fn offtakes(&mut self, draft: &Draft) {
        let mut reserved: BTreeMap<(FacilityId, CommodityId), Vec<(PolicyId, &Policy)>> = BTreeMap::new();
        for (id, policy) in statements(draft) {
            let Statement::Offtake { facility, commodities, .. } = &policy.rule else { continue };
            let Some(row) = draft.facilities[facility.index()].as_ref() else { continue };
            for product in products(row) {
                if commodities.as_ref().is_none_or(|list| list.contains(&product)) {
                    reserved.entry((*facility, product)).or_default().push((id, policy));
                }
            }
        }
        let mut reported = Vec::new();
        for ((_, product), policies) in reserved {
            let over = draft.question.years.iter().find_map(|year| {
                let mut sum = Rational::ZERO;
                policies.iter().find_map(|(id, policy)| {
                    let Statement::Offtake { share, .. } = &policy.rule else { return None };
                    if policy.in_force(*year) {
                        sum += share.at(*year);
                    }
                    (sum > Rational::ONE).then(|| (*id, *year, approx(&(sum.clone() * Rational::from(100)))))
                })
            });
            let Some((id, year, sum)) = over.filter(|(id, ..)| !reported.contains(id)) else { continue };
            reported.push(id);
            let product = self.commodity_name(product).to_owned();
            let message =
                format!("with this offtake {sum} % of `{product}` are reserved in {year}, at most 100 % can be");
            let mut finding =
                Diagnostic::new(Rule::OfftakeAboveOne, At::Value(self.policy_path(id).child("share")), message);
            for (other, _) in policies.iter().filter(|(other, _)| *other < id) {
                finding = finding.note_at(At::Value(self.policy_path(*other).child("share")), "reserved here");
            }
            self.push(finding);
        }
    }

    fn subsidies(&mut self, draft: &Draft) {
        if !self.read.is_sound(&["facility", "process"]) {
            return;
        }
        let statements = statements(draft);
        let mut reported: Vec<PolicyId> = Vec::new();
        for (index, facility) in draft.facilities.iter().enumerate() {
            let Some(facility) = facility else { continue };
            for operation in &facility.operations {
                for year in &draft.question.years {
                    let cost = operation.cost.at(*year);
                    let mut sum = Rational::ZERO;
                    for (id, policy) in &statements {
                        let Statement::Subsidy { target, usd_per_t } = &policy.rule else { continue };
                        let paid = match target {
                            Target::Facility(paid) => paid.index() == index,
                            Target::Place { country, stage } => {
                                *country == facility.country && *stage == operation.stage
                            }
                        };
                        if !paid || !policy.in_force(*year) {
                            continue;
                        }
                        let before = sum.clone();
                        sum += usd_per_t.at(*year);
                        if sum > cost && before <= cost && !reported.contains(id) {
                            reported.push(*id);
                            let at = self.place_of_cost(index, operation.process);
                            self.subsidy_above_cost(*id, index, (*year, &cost, &sum), at);
                        }
                    }
                }
            }
        }
    }

    /// Where the cost of an operation stands: at its facility, else at its process.
    fn place_of_cost(&self, facility: usize, process: ProcessId) -> At {
        let row = self.read.rows("facility").nth(facility).filter(|(_, row)| row.has("cost_usd_per_t"));
        let row = row.or_else(|| self.read.rows("process").nth(process.index()));
        At::Value(row.map_or_else(KeyPath::default, |(_, row)| row.path().child("cost_usd_per_t")))
    }

    fn subsidy_above_cost(&mut self, id: PolicyId, facility: usize, what: (i32, &Rational, &Rational), cost_at: At) {
        let name = self.read.names(Kind::Facility).nth(facility).unwrap_or_default();
        let (year, cost, sum) = (what.0, approx(what.1), approx(what.2));
        let message = format!("`{name}` is paid {sum} USD/t in {year}, but its cost is {cost} USD/t");
        let finding =
            Diagnostic::new(Rule::SubsidyAboveCost, At::Value(self.policy_path(id).child("usd_per_t")), message)
                .note_at(cost_at, "the cost that is reduced")
                .help(format!("subsidies together are at most {cost} USD/t here"));
        self.push(finding);
    }
}
