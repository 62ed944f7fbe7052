//! Why what can be had with projects cannot be had without them: answers that are feasible, but not on what operates,
//! asked and explained once more on what operates alone.

use super::{Options, explained};
use crate::explain::Depth;
use crate::report::dossier::Unready;
use crate::report::{Answer, Verdict};
use crate::scenario::{Question, Scenario, Status};

/// The reasons of at most `most` of `answers` to `question`: first every member's first such year, then every member's
/// second. The answers carry what they come to by status.
#[must_use]
pub fn reasons(
    scenario: &Scenario,
    question: &Question,
    answers: &[Answer],
    options: Options<'_>,
    most: usize,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Unready> {
    let mut ranked: Vec<(usize, &Answer)> = Vec::new();
    for answer in answers.iter().filter(|answer| short_of_projects(answer)) {
        ranked.push((ranked.iter().filter(|(_, other)| other.member == answer.member).count(), answer));
    }
    ranked.sort_by_key(|entry| entry.0);
    ranked.truncate(most);
    let total = ranked.len();
    let mut reasons = Vec::with_capacity(total);
    for (index, (_, answer)) in ranked.into_iter().enumerate() {
        let Some(member) = scenario.members.id(&answer.member) else { continue };
        let statuses = vec![Status::Operating];
        let narrowed = Question { members: vec![member], years: vec![answer.year], statuses, ..question.clone() };
        let explained = explained::explain_only(scenario, &narrowed, options, Depth { conflicts: 1, worth: false });
        progress(index + 1, total);
        let found = explained.into_iter().find(|found| found.verdict == Verdict::Infeasible);
        reasons.extend(found.map(|found| Unready {
            member: found.member,
            year: found.year,
            demand_t: found.demand_t,
            shortfall_t: found.shortfall_t,
            explanation: found.explanation.unwrap_or_default(),
        }));
    }
    reasons
}

/// Whether `answer` is feasible, but proven infeasible on what operates.
fn short_of_projects(answer: &Answer) -> bool {
    let operating = answer.beside.by_status.as_ref().and_then(|levels| levels.get(Status::Operating.word()));
    answer.verdict == Verdict::Feasible && operating.is_some_and(|brief| brief.verdict == Verdict::Infeasible)
}
