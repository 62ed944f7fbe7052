//! Questions that a claim or a sweep asks: the scenario's own, but for what is said otherwise.

use super::super::keys::Kind;
use super::super::{MemberId, Question};
use super::world::{mode, statuses};
use super::{Check, Draft, Row, members_of, optional};
use crate::diagnostic::{Diagnostic, Rule};
use crate::table::Id;

impl Check<'_> {
    /// The question of a row, about `members` where the row has no list of its own.
    pub(super) fn asked(&mut self, draft: &Draft, row: &Row<'_>, members: Option<Vec<MemberId>>) -> Option<Question> {
        let years = self.years_asked(draft, row)?;
        let members = self.members_asked(draft, row, members)?;
        let scenario = &draft.question;
        let mut avoid_stages =
            optional(row, Kind::Stage, "avoid_stages").ok()?.unwrap_or_else(|| scenario.avoid_stages.clone());
        avoid_stages.sort_unstable();
        let avoid = optional(row, Kind::Country, "avoid").ok()?.unwrap_or_else(|| scenario.avoid.clone());
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

    fn members_asked(&mut self, draft: &Draft, row: &Row<'_>, named: Option<Vec<MemberId>>) -> Option<Vec<MemberId>> {
        let members = match named.filter(|_| row.lacks("members")) {
            Some(named) => named,
            None => members_of(draft, row)?,
        };
        let alliance = draft.alliance();
        for (index, member) in members.iter().enumerate().filter(|(_, member)| !alliance.contains(member)) {
            let name = self.member_name(*member).to_owned();
            if draft.members.iter().any(Option::is_none) {
                continue;
            }
            let message = format!("`{name}` has `alliance = false`, so there is no answer for it");
            let at = if row.has("members") { row.item("members", index) } else { row.here() };
            self.push(Diagnostic::new(Rule::ClaimOutsideAlliance, at, message));
        }
        Some(members)
    }

    pub(super) fn member_name(&self, id: MemberId) -> &str {
        self.read.names(Kind::Member).nth(id.index()).unwrap_or_default()
    }
}
