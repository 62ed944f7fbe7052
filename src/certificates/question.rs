//! From the question of a report back to the scenario's own ids.

use crate::report::QuestionRef;
use crate::scenario::{Mode, Question, Scenario, Status};
use crate::table::{Id, Table};

/// The question that `asked` puts to `scenario`.
///
/// # Errors
/// With the first thing that this scenario cannot be asked.
pub fn resolve(scenario: &Scenario, asked: &QuestionRef) -> Result<Question, String> {
    let modes = [Mode::Joint, Mode::Alone, Mode::Own];
    let mode = modes.into_iter().find(|mode| mode.word() == asked.mode);
    let mode = mode.ok_or_else(|| format!("`question.mode` is no mode: `{}`", asked.mode))?;
    let members = ids("members", &scenario.members, &asked.members)?;
    if let Some(other) = members.iter().find(|member| !scenario.members[**member].alliance) {
        return Err(format!("`question.members` has `{}`, which is not asked about", scenario.members.key(*other)));
    }
    if let Some(year) = asked.years.iter().find(|year| !scenario.years.contains(year)) {
        return Err(format!("`question.years` has {year}, which the scenario does not ask about"));
    }
    let status =
        |word: &String| Status::find(word).ok_or_else(|| format!("`question.statuses` has `{word}`, no status"));
    let question = Question {
        statuses: asked.statuses.iter().map(status).collect::<Result<_, _>>()?,
        mode,
        avoid: ids("avoid", &scenario.countries, &asked.avoid)?,
        avoid_stages: ids("avoid_stages", &scenario.stages, &asked.avoid_stages)?,
        members,
        years: asked.years.clone(),
    };
    let in_order = [
        ("avoid_stages", question.avoid_stages.is_sorted()),
        ("statuses", question.statuses.is_sorted_by(|earlier, later| earlier < later)),
        ("members", question.members.is_sorted()),
        ("years", question.years.is_sorted_by(|earlier, later| earlier < later)),
    ];
    match in_order.iter().find(|list| !list.1) {
        Some((key, _)) => Err(format!("`question.{key}` is not in order")),
        None => Ok(question),
    }
}

/// The ids of `names`, which must be different rows of `table`.
fn ids<I: Id, T>(key: &str, table: &Table<I, T>, names: &[String]) -> Result<Vec<I>, String> {
    let mut ids: Vec<I> = Vec::with_capacity(names.len());
    for name in names {
        let id = table.id(name).ok_or_else(|| format!("`question.{key}` has `{name}`, which the scenario lacks"))?;
        if ids.contains(&id) {
            return Err(format!("`question.{key}` has `{name}` twice"));
        }
        ids.push(id);
    }
    Ok(ids)
}
