//! `subsidy`: money paid per unit of activity.

use super::super::check::{Check, Draft, statements};
use super::super::keys::{Kind, PolicyKind};
use super::super::{CountryId, FacilityId, MemberId, PolicyId, ProcessId, Series};
use super::{Flows, Limit, Policy, Scope, Side, Source, Target};
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule};
use crate::exact::{Rational, approx};
use crate::table::Id;

/// Money paid per unit of activity.
#[derive(Clone, Debug)]
pub struct Subsidy {
    /// To whom.
    pub target: Target,
    /// USD per unit of activity.
    pub usd_per_t: Series,
}

impl Subsidy {
    pub(in super::super) const KIND: PolicyKind = PolicyKind {
        word: "subsidy",
        required: &["usd_per_t"],
        keys: &["facility", "country", "stage"],
        doc: "Money paid per unit of activity.",
        read: |check, draft, row| {
            let target = Target::read(check, draft, row)?;
            Some(super::Rule::Subsidy(Self { target, usd_per_t: row.series("usd_per_t")? }))
        },
        together: within_cost,
    };
}

/// A subsidy as it is stated.
struct Paid<'d> {
    id: PolicyId,
    policy: &'d Policy,
    subsidy: &'d Subsidy,
}

/// Subsidies on one activity are together at most its cost.
fn within_cost(check: &mut Check<'_>, draft: &Draft) {
    if !check.read.is_sound(&["facility", "process"]) {
        return;
    }
    let subsidies = statements(draft).into_iter().filter_map(|(id, policy)| match &policy.rule {
        super::Rule::Subsidy(subsidy) => Some(Paid { id, policy, subsidy }),
        _ => None,
    });
    let subsidies: Vec<Paid<'_>> = subsidies.collect();
    let mut reported: Vec<PolicyId> = Vec::new();
    for (index, facility) in draft.facilities.iter().enumerate() {
        let Some(facility) = facility else { continue };
        for operation in &facility.operations {
            let covers =
                |target: &Target| target.covers(FacilityId::from_index(index), facility.country, operation.stage);
            let paid: Vec<&Paid<'_>> = subsidies.iter().filter(|paid| covers(&paid.subsidy.target)).collect();
            for year in draft.question.years.iter().filter(|_| !paid.is_empty()) {
                let cost = operation.cost.at(*year);
                let mut sum = Rational::ZERO;
                for Paid { id, subsidy, .. } in paid.iter().filter(|paid| paid.policy.in_force(*year)) {
                    let before = sum.clone();
                    sum += subsidy.usd_per_t.at(*year);
                    if sum > cost && before <= cost && !reported.contains(id) {
                        reported.push(*id);
                        let at = place_of_cost(check, index, operation.process);
                        above_cost(check, *id, index, (*year, &cost, &sum), at);
                    }
                }
            }
        }
    }
}

/// Where the cost of an operation stands: at its facility, else at its process.
fn place_of_cost(check: &Check<'_>, facility: usize, process: ProcessId) -> At {
    let row = check.read.rows("facility").nth(facility).filter(|(_, row)| row.has("cost_usd_per_t"));
    let row = row.or_else(|| check.read.rows("process").nth(process.index()));
    At::Value(row.map_or_else(KeyPath::default, |(_, row)| row.path().child("cost_usd_per_t")))
}

fn above_cost(check: &mut Check<'_>, id: PolicyId, facility: usize, what: (i32, &Rational, &Rational), cost_at: At) {
    let name = check.read.names(Kind::Facility).nth(facility).unwrap_or_default();
    let (year, cost, sum) = (what.0, approx(what.1), approx(what.2));
    let message = format!("`{name}` is paid {sum} USD/t in {year}, but its cost is {cost} USD/t");
    let at = At::Value(check.policy_path(id).child("usd_per_t"));
    let finding = Diagnostic::new(Rule::SubsidyAboveCost, at, message).note_at(cost_at, "the cost that is reduced");
    check.push(finding.help(format!("subsidies together are at most {cost} USD/t here")));
}

impl Scope for Subsidy {
    fn member_side(&self, _: MemberId) -> Side<MemberId> {
        Side::Unseen
    }

    fn source_side(&self, _: Source) -> Side<CountryId> {
        // Paid per feed or per activity.
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
