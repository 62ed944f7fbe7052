//! Claims about the answer.

use super::super::keys::Kind;
use super::super::{Claim, Condition, Judgement, MemberId, Quantifier, Question};
use super::world::{mode, statuses};
use super::{Check, Draft, Row, evidence, members_of};
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
        let years = self.claim_years(draft, row)?;
        let members = self.claim_members(draft, row)?;
        let scenario = &draft.question;
        let mut avoid_stages = if row.lacks("avoid_stages") {
            scenario.avoid_stages.clone()
        } else {
            row.names(Kind::Stage, "avoid_stages")?
        };
        avoid_stages.sort_unstable();
        let avoid = if row.lacks("avoid") { scenario.avoid.clone() } else { row.names(Kind::Country, "avoid")? };
        Some(Claim {
            text: row.string("text")?,
            question: Question {
                mode: row.text("mode").map_or(scenario.mode, mode),
                avoid,
                avoid_stages,
                members,
                years,
                statuses: statuses(row).unwrap_or_else(|| scenario.statuses.clone()),
            },
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

    fn claim_years(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Vec<i32>> {
        let known = &draft.question.years;
        let listing = || known.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        if row.has("years") {
            for key in ["from_year", "until_year"] {
                if row.has(key) {
                    let message = format!("`{key}` means nothing beside `years`, which lists them");
                    self.push(
                        Diagnostic::new(Rule::KeyDoesNotApply, row.key(key), message).help("keep one of the two"),
                    );
                }
            }
            let mut years = row.years("years")?;
            let unknown = |year: &i32| !known.is_empty() && !known.contains(year);
            for (index, year) in years.iter().enumerate().filter(|(_, year)| unknown(year)) {
                let message = format!("the scenario does not ask about {year}");
                let finding = Diagnostic::new(Rule::YearNotInScenario, row.item("years", index), message);
                self.push(finding.help(format!("its years are {}", listing())));
            }
            years.sort_unstable();
            return Some(years);
        }
        if ["from_year", "until_year", "years"].iter().any(|key| !row.lacks(key) && row.year(key).is_none()) {
            return None;
        }
        let (from, until) = (row.year("from_year"), row.year("until_year"));
        let within = |year: &i32| from.is_none_or(|from| from <= *year) && until.is_none_or(|until| *year <= until);
        let years: Vec<i32> = known.iter().copied().filter(within).collect();
        let ordered = from.zip(until).is_none_or(|(from, until)| from <= until);
        if years.is_empty() && ordered && !known.is_empty() {
            let key = if until.is_some() { "until_year" } else { "from_year" };
            let message = "the scenario asks about no year in this range";
            let finding = Diagnostic::new(Rule::YearNotInScenario, row.at(key), message);
            self.push(finding.help(format!("its years are {}", listing())));
        }
        Some(years)
    }

    fn claim_members(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Vec<MemberId>> {
        let members = members_of(draft, row)?;
        let alliance = draft.alliance();
        for (index, _) in members.iter().enumerate().filter(|(_, member)| !alliance.contains(member)) {
            let name = row.texts("members").and_then(|names| names.get(index).copied()).unwrap_or_default();
            if draft.members.iter().any(Option::is_none) {
                continue;
            }
            let message = format!("`{name}` has `alliance = false`, so there is no answer for it");
            self.push(Diagnostic::new(Rule::ClaimOutsideAlliance, row.item("members", index), message));
        }
        Some(members)
    }
}
