//! The same question under other conditions, beside its answers: other readings of the evidence, and only facilities
//! that are real enough.

use indexmap::IndexMap;

use super::{Answers, Options, answer};
use crate::evidence::enclosure::doubts;
use crate::evidence::{Reading, Taken};
use crate::report::beside::{Beside, Brief, NotMoved, Readings};
use crate::scenario::{Question, Scenario, Status};

/// Under which other conditions a question is asked too.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<'a> {
    /// The scenario under every reading of its evidence; none where one of them is no valid scenario.
    pub readings: Option<&'a [Taken; 3]>,
    /// The reading under which the question itself is asked.
    pub asked: Reading,
}

/// A name and what the question comes to under it.
type Named<'a> = (&'a str, &'a Answers);

/// Asks `question` under all three readings and puts that beside `answers`, which are those under `asked`. Says what the
/// readings did, and what they prove.
pub fn by_evidence(
    answers: &mut Answers,
    readings: &[Taken; 3],
    asked: Reading,
    question: &Question,
    options: Options<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Readings {
    let all = readings.each_ref().map(|taken| {
        if taken.reading == asked {
            return answers.clone();
        }
        answer(&taken.loaded.scenario, question, options, progress)
    });
    let named: Vec<Named<'_>> = readings.iter().map(|taken| taken.reading.word()).zip(&all).collect();
    attach(answers, &named, Beside::set_by_evidence);
    let [_, stated, generous] = readings;
    let doubts = doubts(&stated.loaded.scenario, question, generous.trimmed);
    let not_moved = stated.open.iter();
    Readings {
        moved: readings.iter().map(|taken| (taken.reading.word().to_owned(), taken.moved)).collect(),
        not_moved: not_moved.map(|(why, &numbers)| NotMoved { reason: why.reason().to_owned(), numbers }).collect(),
        encloses: doubts.is_empty(),
        encloses_unless: doubts.into_iter().map(str::to_owned).collect(),
    }
}

/// Asks `question` of what operates alone, then with what is under construction too, and so on, and puts that beside
/// `answers`, which are those of the question itself. What stands still comes last, where there is any.
pub fn by_status(
    answers: &mut Answers,
    scenario: &Scenario,
    question: &Question,
    options: Options<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) {
    let there = |status: Status| scenario.facilities.iter().any(|(_, facility)| facility.status() == status);
    let counted = |status: &Status| question.statuses.contains(status) && (*status != Status::Idle || there(*status));
    let statuses: Vec<Status> = Status::ALL.into_iter().filter(counted).collect();
    let mut levels: Vec<(Status, Answers)> = Vec::new();
    for (index, &status) in statuses.iter().enumerate() {
        let nothing_follows = statuses[index + 1..].iter().all(|later| !there(*later));
        let same = levels.last().filter(|_| !there(status));
        let level = match same {
            Some((_, before)) => before.clone(),
            None if nothing_follows => answers.clone(),
            None => {
                let narrowed = Question { statuses: statuses[..=index].to_vec(), ..question.clone() };
                answer(scenario, &narrowed, options, progress)
            }
        };
        levels.push((status, level));
    }
    let named: Vec<Named<'_>> = levels.iter().map(|(status, answers)| (status.word(), answers)).collect();
    attach(answers, &named, Beside::set_by_status);
}

fn attach(answers: &mut Answers, conditions: &[Named<'_>], set: fn(&mut Beside, IndexMap<String, Brief>)) {
    for (index, answer) in answers.answers.iter_mut().enumerate() {
        let briefs = conditions.iter().map(|(name, all)| ((*name).to_owned(), Brief::from(&all.answers[index])));
        set(&mut answer.beside, briefs.collect());
    }
    for (index, system) in answers.system.iter_mut().flatten().enumerate() {
        let systems = conditions.iter().filter_map(|(name, all)| Some((*name, all.system.as_ref()?.get(index)?)));
        set(&mut system.beside, systems.map(|(name, system)| (name.to_owned(), Brief::from(system))).collect());
    }
}
