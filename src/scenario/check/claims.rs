//! Claims about the answer.

use super::super::{Claim, Condition, Judgement, Quantifier};
use super::{Check, Draft, Row, evidence};
use crate::diagnostic::{Diagnostic, Rule};

/// A key and the condition that its number makes.
type Bound = (&'static str, fn(f64) -> Condition);

/// Keys of conditions on a number, with what they mean; a minimum stands before its maximum.
const CONDITIONS: [Bound; 8] = [
    ("min_shortfall_share", Condition::MinShortfallShare),
    ("max_shortfall_share", Condition::MaxShortfallShare),
    ("min_premium", Condition::MinPremium),
    ("max_premium", Condition::MaxPremium),
    ("min_cost_usd", Condition::MinCost),
    ("max_cost_usd", Condition::MaxCost),
    ("min_coverage", Condition::MinCoverage),
    ("max_coverage", Condition::MaxCoverage),
];

impl Check<'_> {
    pub(super) fn claim(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Claim> {
        self.years_in_order(row);
        let conditions = self.conditions(row);
        let question = self.asked(draft, row)?;
        Some(Claim {
            text: row.string("text")?,
            question,
            quantifier: if row.text("quantifier") == Some("some") { Quantifier::Some } else { Quantifier::All },
            conditions: conditions?,
            robust: row.flag("robust").unwrap_or(false),
            expect: match row.text("expect") {
                Some("refuted") => Judgement::Refuted,
                Some("undetermined") => Judgement::Undetermined,
                _ => Judgement::Confirmed,
            },
            evidence: evidence(row),
        })
    }

    fn conditions(&mut self, row: &Row<'_>) -> Option<Vec<Condition>> {
        let mut conditions = Vec::new();
        conditions.extend(row.text("verdict").map(|word| Condition::Feasible(word == "feasible")));
        conditions.extend(CONDITIONS.iter().filter_map(|(key, condition)| row.number(key).map(condition)));
        conditions.extend(row.year("first_feasible_after").map(Condition::FirstFeasibleAfter));
        conditions.extend(row.year("first_feasible_by").map(Condition::FirstFeasibleBy));
        for pair in CONDITIONS.chunks_exact(2) {
            let (min, max) = (pair[0].0, pair[1].0);
            if let (Some(least), Some(most)) = (row.number(min), row.number(max))
                && least > most
            {
                let message = format!("no answer is both at least {least} and at most {most}");
                let finding = Diagnostic::new(Rule::EmptyRange, row.at(min), message);
                self.push(finding.note_at(row.at(max), "the other end").help(format!("swap `{min}` and `{max}`")));
            }
        }
        let keys =
            || CONDITIONS.iter().map(|pair| pair.0).chain(["verdict", "first_feasible_after", "first_feasible_by"]);
        if conditions.is_empty() && keys().all(|key| row.lacks(key)) {
            let message = format!("`{}` says nothing that could be judged", row.path());
            let help = "write `verdict = \"infeasible\"`, or a bound such as `min_coverage = 0.9`";
            self.push(Diagnostic::new(Rule::ClaimWithoutCondition, row.here(), message).help(help));
        }
        (!conditions.is_empty()).then_some(conditions)
    }
}
