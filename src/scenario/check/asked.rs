//! Questions that a claim or a sweep asks: the scenario's own, but for what is said otherwise.

use super::super::keys::Kind;
use super::super::{MemberId, Question};
use super::world::{mode, statuses};
use super::{Check, Draft, Row, members_of};
use crate::diagnostic::{Diagnostic, Rule};

impl Check<'_> {
    /// The question of a row.
    pub(super) fn asked(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Question> {
        let years = self.years_asked(draft, row)?;
        let members = self.members_asked(draft, row)?;
        let scenario = &draft.question;
        let mut avoid_stages = if row.lacks("avoid_stages") {
            scenario.avoid_stages.clone()
        } else {
            row.names(Kind::Stage, "avoid_stages")?
        };
        avoid_stages.sort_unstable();
        let avoid = if row.lacks("avoid") { scenario.avoid.clone() } else { row.names(Kind::Country, "avoid")? };
        let mode = row.text("mode").map_or(scenario.mode, mode);
        let statuses = if row.lacks("statuses") { scenario.statuses.clone() } else { statuses(row)? };
        Some(Question { mode, avoid, avoid_stages, members, years, statuses })
    }

    fn years_asked(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Vec<i32>> {
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

    fn members_asked(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Vec<MemberId>> {
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
