//! Answers with their reasons: the question solved for every year of the scenario, so that each explanation can say
//! until when it holds, and explained in the years asked about.

use super::{Answers, Options, Pair, in_parallel, single, together};
use crate::explain::{Depth, binding_stage, case::Case, explain as reasons, stages};
use crate::report::explanation::{Explanation, YearVerdict};
use crate::report::{Answer, SystemAnswer, Verdict};
use crate::scenario::{MemberId, Mode, Question, Scenario};

/// Answers and explains `question`. `progress` is told how many of how many questions are done.
#[must_use]
pub fn explain(
    scenario: &Scenario,
    question: &Question,
    options: Options<'_>,
    depth: Depth,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Answers {
    let asked = |year: i32| question.years.contains(&year);
    match question.mode {
        Mode::Joint => {
            let years =
                in_parallel(&scenario.years, progress, |&year| joint_year(scenario, question, year, options, depth));
            let mut timelines: Vec<Vec<YearVerdict>> = vec![Vec::new(); question.members.len()];
            let mut system_timeline = Vec::new();
            for year in &years {
                system_timeline.push(year.system_verdict.clone());
                for (timeline, verdict) in timelines.iter_mut().zip(&year.verdicts) {
                    timeline.push(verdict.clone());
                }
            }
            let mut system = Vec::new();
            let mut by_member: Vec<Vec<Answer>> = vec![Vec::new(); question.members.len()];
            for mut year in years.into_iter().filter(|year| asked(year.system.year)) {
                if let Some(explanation) = &mut year.system.explanation {
                    explanation.timeline.clone_from(&system_timeline);
                }
                system.push(year.system);
                for ((list, mut answer), timeline) in by_member.iter_mut().zip(year.answers).zip(&timelines) {
                    if let Some(explanation) = &mut answer.explanation {
                        explanation.timeline.clone_from(timeline);
                    }
                    list.push(answer);
                }
            }
            Answers { system: Some(system), answers: by_member.into_iter().flatten().collect() }
        }
        Mode::Alone | Mode::Own => {
            let pairs = question.members.iter().flat_map(|member| scenario.years.iter().map(|year| (*member, *year)));
            let pairs: Vec<(MemberId, i32)> = pairs.collect();
            let one = |&(member, year): &(MemberId, i32)| single_year(scenario, question, member, year, options, depth);
            let done = in_parallel(&pairs, progress, one);
            let mut answers = Vec::new();
            for of_member in done.chunks(scenario.years.len().max(1)) {
                let timeline: Vec<YearVerdict> = of_member.iter().map(|entry| entry.1.clone()).collect();
                for (answer, _) in of_member.iter().filter(|entry| asked(entry.0.year)) {
                    let mut answer = answer.clone();
                    if let Some(explanation) = &mut answer.explanation {
                        explanation.timeline.clone_from(&timeline);
                    }
                    answers.push(answer);
                }
            }
            Answers { system: None, answers }
        }
    }
}

struct JointYear {
    system: SystemAnswer,
    system_verdict: YearVerdict,
    answers: Vec<Answer>,
    verdicts: Vec<YearVerdict>,
}

fn joint_year(scenario: &Scenario, question: &Question, year: i32, options: Options<'_>, depth: Depth) -> JointYear {
    let pair = together::pair(scenario, question, year, options);
    let (mut system, mut answers) = together::of_pair(scenario, question, year, &pair, options);
    let alliance = |member: MemberId| scenario.members[member].alliance;
    let asked = question.years.contains(&year).then_some(depth);
    let mut of_system = Reasons::of(&pair, options, asked, system.verdict, &alliance);
    of_system.verdict.shortfall_t = system.shortfall_t;
    of_system.verdict.year = year;
    system.explanation = of_system.explanation;
    let mut verdicts = Vec::with_capacity(answers.len());
    for (answer, &member) in answers.iter_mut().zip(&question.members) {
        let only = |of: MemberId| of == member;
        let mut reasons = Reasons::of(&pair, options, asked, answer.verdict, &only);
        reasons.verdict.shortfall_t = answer.shortfall_t;
        reasons.verdict.year = year;
        answer.explanation = reasons.explanation;
        verdicts.push(reasons.verdict);
    }
    JointYear { system, system_verdict: of_system.verdict, answers, verdicts }
}

fn single_year(
    scenario: &Scenario,
    question: &Question,
    member: MemberId,
    year: i32,
    options: Options<'_>,
    depth: Depth,
) -> (Answer, YearVerdict) {
    let pair = single::pair(scenario, question, member, year, options);
    let mut answer = single::of_pair(scenario, question, member, year, &pair);
    let asked = question.years.contains(&year).then_some(depth);
    let mut reasons = Reasons::of(&pair, options, asked, answer.verdict, &|of| of == member);
    reasons.verdict.shortfall_t = answer.shortfall_t;
    reasons.verdict.year = year;
    answer.explanation = reasons.explanation;
    (answer, reasons.verdict)
}

/// A verdict with its binding stage, and the explanation where it was asked for.
struct Reasons {
    verdict: YearVerdict,
    explanation: Option<Explanation>,
}

impl Reasons {
    fn of(
        pair: &Pair<'_>,
        options: Options<'_>,
        depth: Option<Depth>,
        verdict: Verdict,
        asked: &dyn Fn(MemberId) -> bool,
    ) -> Self {
        let mut year = YearVerdict { year: 0, verdict, shortfall_t: 0.0, binding_stage: None };
        let Ok(outcome) = &pair.answer else {
            return Self { verdict: year, explanation: depth.map(|_| Explanation::default()) };
        };
        let explanation = depth.map(|depth| reasons(outcome, asked, options.search(), depth, &|_| {}));
        year.binding_stage = match &explanation {
            Some(explanation) => explanation.binding_stage.clone(),
            None if verdict == Verdict::Infeasible => {
                binding_stage(&stages(&Case::of(outcome, asked, options.search())))
            }
            None => None,
        };
        Self { verdict: year, explanation }
    }
}
