//! Answers with what pictures need: who ships to whom, and why demands cannot be met. Looking for reasons takes far
//! longer than answering, so only so many answers are explained in full; the stage that binds is found for all.

use super::beside::Conditions;
use super::{Answers, Options, Pair, in_parallel, single, together};
use crate::exact::approx;
use crate::explain::{Depth, case::Case, explain as reasons, stage};
use crate::plan::{self, Needs, flow};
use crate::report::dossier::{Bottleneck, Flow, MemberFlows, Stop};
use crate::report::explanation::Explanation;
use crate::report::{Answer, SystemAnswer, Verdict};
use crate::scenario::{MemberId, Mode, Question, Scenario};

/// What a question came to, for pictures.
#[derive(Clone, Debug, Default)]
pub struct Pictured {
    /// The answers; some of them explained.
    pub answers: Answers,
    /// Who ships to whom, one entry per answer with a plan.
    pub flows: Vec<MemberFlows>,
    /// The shortfall stage by stage where there is one: in `joint` of all alliance demands together.
    pub bottlenecks: Vec<Bottleneck>,
}

/// Which parts of an answer are wanted; each left out saves programs to solve.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The shortfall stage by stage.
    pub stages: bool,
    /// How many infeasible answers are explained in full. Where there are more, in `joint` all alliance demands
    /// together are explained instead, in so many years; in the other modes first every member's first infeasible year,
    /// then every member's second.
    pub explained: usize,
    /// What the question comes to under other conditions; explained as far as [`explained`](Self::explained) allows,
    /// where it is feasible and would not be on what operates alone.
    pub beside: Option<Conditions<'a>>,
}

/// What is being worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Answers.
    Solving,
    /// Answers under other readings of the evidence, and by status.
    Comparing,
    /// Reasons.
    Explaining,
}

/// Answers `question`. `progress` is told the phase and how many of how many of its parts are done.
#[must_use]
pub fn answer(
    scenario: &Scenario,
    question: &Question,
    options: Options<'_>,
    wanted: Wanted<'_>,
    progress: &(dyn Fn(Phase, usize, usize) + Sync),
) -> Pictured {
    let frame = Frame { scenario, question, options };
    let solving = |done, total| progress(Phase::Solving, done, total);
    let solved = in_parallel(&frame.subjects(), &solving, |subject| frame.solve(*subject));
    let tasks = frame.tasks(&solved, wanted);
    let explaining = |done, total| progress(Phase::Explaining, done, total);
    let reasons = in_parallel(&tasks, &explaining, |task| frame.work(&solved, *task));
    frame.merge(solved, tasks.into_iter().zip(reasons))
}

/// One program's question: a member, or everybody together, in a year.
type Subject = (Option<MemberId>, i32);

/// A subject with its answers.
struct Solved<'a> {
    pair: Pair<'a>,
    year: i32,
    system: Option<SystemAnswer>,
    /// One per member the subject speaks for.
    answers: Vec<(MemberId, Answer)>,
}

/// Something to find out about a solved subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Task {
    subject: usize,
    /// The member; none for all alliance demands together.
    member: Option<MemberId>,
    kind: TaskKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TaskKind {
    Stages,
    Reasons,
}

/// What a task found.
enum Found {
    Stages(Bottleneck),
    Reasons(Box<Explanation>),
}

struct Frame<'a> {
    scenario: &'a Scenario,
    question: &'a Question,
    options: Options<'a>,
}

impl<'a> Frame<'a> {
    fn subjects(&self) -> Vec<Subject> {
        let years = &self.question.years;
        match self.question.mode {
            Mode::Joint => years.iter().map(|&year| (None, year)).collect(),
            Mode::Alone | Mode::Own => {
                let members = self.question.members.iter();
                members.flat_map(|&member| years.iter().map(move |&year| (Some(member), year))).collect()
            }
        }
    }

    fn solve(&self, (member, year): Subject) -> Solved<'a> {
        let (scenario, question, options) = (self.scenario, self.question, self.options);
        let Some(member) = member else {
            let pair = together::pair(scenario, question, year, options);
            let (system, answers) = together::of_pair(scenario, question, year, &pair, options);
            let answers = question.members.iter().copied().zip(answers).collect();
            return Solved { pair, year, system: Some(system), answers };
        };
        let pair = single::pair(scenario, question, member, year, options);
        let answer = single::of_pair(scenario, question, member, year, &pair);
        Solved { pair, year, system: None, answers: vec![(member, answer)] }
    }

    /// What is to be found out, settled by the verdicts alone, so that it does not depend on threads.
    fn tasks(&self, solved: &[Solved<'_>], wanted: Wanted<'_>) -> Vec<Task> {
        let mut tasks = Vec::new();
        let mut together = Vec::new();
        let mut members: Vec<(usize, usize, MemberId)> = Vec::new();
        for (subject, entry) in solved.iter().enumerate() {
            if entry.system.as_ref().is_some_and(|system| system.verdict == Verdict::Infeasible) {
                together.push(subject);
            }
            for (member, _) in entry.answers.iter().filter(|(_, answer)| answer.verdict == Verdict::Infeasible) {
                let rank = members.iter().filter(|other| other.2 == *member).count();
                members.push((rank, subject, *member));
            }
        }
        if wanted.stages {
            let alone = members.iter().filter(|_| self.question.mode != Mode::Joint);
            let alone = alone.map(|&(_, subject, member)| (subject, Some(member)));
            let subjects = together.iter().map(|&subject| (subject, None)).chain(alone);
            tasks.extend(subjects.map(|(subject, member)| Task { subject, member, kind: TaskKind::Stages }));
        }
        members.sort_by_key(|entry| entry.0);
        let explained: Vec<(usize, Option<MemberId>)> =
            if self.question.mode == Mode::Joint && members.len() > wanted.explained {
                together.into_iter().map(|subject| (subject, None)).collect()
            } else {
                members.into_iter().map(|(_, subject, member)| (subject, Some(member))).collect()
            };
        let reasons = explained.into_iter().take(wanted.explained);
        tasks.extend(reasons.map(|(subject, member)| Task { subject, member, kind: TaskKind::Reasons }));
        tasks
    }

    fn work(&self, solved: &[Solved<'_>], task: Task) -> Option<Found> {
        let outcome = solved[task.subject].pair.answer.as_ref().ok()?;
        let asked = |of: MemberId| task.member.map_or(self.scenario.members[of].alliance, |member| of == member);
        let search = self.options.search();
        if task.kind == TaskKind::Reasons {
            let depth = Depth { conflicts: 1, worth: false };
            return Some(Found::Reasons(Box::new(reasons(outcome, asked, search, depth))));
        }
        let case = Case::of(outcome, asked, search);
        let (stages, binding) = stage::lines(&case);
        Some(Found::Stages(Bottleneck {
            member: task.member.map(|member| self.scenario.members.key(member).to_owned()),
            year: solved[task.subject].year,
            demand_t: approx(&case.asked_quantity()),
            binding,
            stages,
        }))
    }

    /// Everything as one: answers by member first, then by year.
    fn merge(&self, mut solved: Vec<Solved<'_>>, found: impl Iterator<Item = (Task, Option<Found>)>) -> Pictured {
        let mut all = Pictured::default();
        for (task, found) in found {
            let entry = &mut solved[task.subject];
            match (found, task.member) {
                (Some(Found::Stages(bottleneck)), _) => all.bottlenecks.push(bottleneck),
                (Some(Found::Reasons(reasons)), None) => {
                    if let Some(system) = &mut entry.system {
                        system.explanation = Some(*reasons);
                    }
                }
                (Some(Found::Reasons(reasons)), Some(member)) => {
                    if let Some((_, answer)) = entry.answers.iter_mut().find(|answer| answer.0 == member) {
                        answer.explanation = Some(*reasons);
                    }
                }
                (None, _) => {}
            }
        }
        for entry in &solved {
            let members: Vec<MemberId> = entry.answers.iter().map(|answer| answer.0).collect();
            all.flows.extend(flows(&entry.pair, &members, entry.year));
        }
        let joint = self.question.mode == Mode::Joint;
        all.answers.system = joint.then(|| solved.iter().filter_map(|entry| entry.system.clone()).collect());
        for &member in &self.question.members {
            let answers = solved.iter().flat_map(|entry| &entry.answers).filter(|answer| answer.0 == member);
            all.answers.answers.extend(answers.map(|answer| answer.1.clone()));
        }
        all
    }
}

/// The flows of `members` in the plan of a question.
fn flows(pair: &Pair<'_>, members: &[MemberId], year: i32) -> Vec<MemberFlows> {
    let Ok(outcome) = &pair.answer else { return Vec::new() };
    let Some(cost) = &outcome.cost else { return Vec::new() };
    let scenario = outcome.program.network.scenario();
    let values = plan::values(cost.point());
    let needs = Needs::trace(&outcome.program, cost.point(), &values);
    let stop = |stop: flow::Stop| Stop {
        stage: scenario.stages.key(stop.stage).to_owned(),
        country: scenario.countries.key(stop.country).to_owned(),
        made: scenario.commodities.key(stop.made).to_owned(),
    };
    let of_member = |&member: &MemberId| {
        let legs = flow::legs(&outcome.program, &values, &needs, member);
        let flows = legs.into_iter().map(|leg| Flow {
            commodity: scenario.commodities.key(leg.commodity).to_owned(),
            from: stop(leg.from),
            to: leg.to.map(stop),
            quantity_t: leg.tonnes,
        });
        MemberFlows { member: scenario.members.key(member).to_owned(), year, flows: flows.collect() }
    };
    members.iter().map(of_member).filter(|entry| !entry.flows.is_empty()).collect()
}
