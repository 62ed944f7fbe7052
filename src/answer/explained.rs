//! Answers with their reasons: explained in the years asked about, and the bare verdict of every other year of the
//! scenario, so that each explanation can say until when it holds.

use rayon::prelude::*;

use super::{Answers, Options, in_parallel, shortage, single, together};
use crate::decide::{Interval, Outcome};
use crate::exact::approx;
use crate::explain::{self, Depth, case::Case, stage};
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
    let task = Task { scenario, question, options, depth };
    match question.mode {
        Mode::Joint => {
            let years = in_parallel(&scenario.years, progress, |&year| task.joint_year(year));
            task.joined(years)
        }
        Mode::Alone | Mode::Own => {
            let pairs = question.members.iter().flat_map(|member| scenario.years.iter().map(|year| (*member, *year)));
            let pairs: Vec<(MemberId, i32)> = pairs.collect();
            let years = in_parallel(&pairs, progress, |&(member, year)| task.single_year(member, year));
            let by_member = years.chunks(scenario.years.len().max(1)).map(<[_]>::to_vec);
            Answers { system: None, answers: by_member.flat_map(with_timelines).collect() }
        }
    }
}

/// Answers and explains `question`, without the verdicts of other years.
#[must_use]
pub fn explain_only(scenario: &Scenario, question: &Question, options: Options<'_>, depth: Depth) -> Vec<Answer> {
    let task = Task { scenario, question, options, depth };
    let years = &question.years;
    let years: Vec<Year<Answer>> = match question.mode {
        Mode::Joint => years.iter().flat_map(|&year| task.joint_year(year).members).collect(),
        Mode::Alone | Mode::Own => {
            let members = question.members.iter();
            members
                .flat_map(|&member| years.iter().map(move |&year| (member, year)))
                .map(|(member, year)| task.single_year(member, year))
                .collect()
        }
    };
    years.into_iter().filter_map(|year| year.1).collect()
}

/// A year's verdict, and the answer in the years asked about.
type Year<T> = (YearVerdict, Option<T>);

/// Something with an explanation.
trait Explained {
    fn explanation(&mut self) -> &mut Option<Explanation>;
}

impl Explained for Answer {
    fn explanation(&mut self) -> &mut Option<Explanation> {
        &mut self.explanation
    }
}

impl Explained for SystemAnswer {
    fn explanation(&mut self) -> &mut Option<Explanation> {
        &mut self.explanation
    }
}

/// The answers of one member (or of everybody together), each with the verdicts of all years.
fn with_timelines<T: Explained>(years: Vec<Year<T>>) -> Vec<T> {
    let timeline: Vec<YearVerdict> = years.iter().map(|year| year.0.clone()).collect();
    let mut answers: Vec<T> = years.into_iter().filter_map(|year| year.1).collect();
    for explanation in answers.iter_mut().filter_map(|answer| answer.explanation().as_mut()) {
        explanation.timeline.clone_from(&timeline);
    }
    answers
}

/// One year of `joint`: everybody together where all are asked about, and each member asked about.
struct JointYear {
    system: Option<Year<SystemAnswer>>,
    members: Vec<Year<Answer>>,
}

struct Task<'a> {
    scenario: &'a Scenario,
    question: &'a Question,
    options: Options<'a>,
    depth: Depth,
}

impl<'a> Task<'a> {
    fn is_asked(&self, year: i32) -> bool {
        self.question.years.contains(&year)
    }

    /// Whether all alliance members are asked about, so that their demands together are a question too.
    fn asks_for_all(&self) -> bool {
        let members = self.scenario.members.iter().filter(|(_, member)| member.alliance);
        members.into_iter().all(|(member, _)| self.question.members.contains(&member))
    }

    fn single_year(&self, member: MemberId, year: i32) -> Year<Answer> {
        let only = |of: MemberId| of == member;
        if !self.is_asked(year) {
            return (self.verdict(self.shortage(Some(member), year).as_ref(), year, &only), None);
        }
        let pair = single::pair(self.scenario, self.question, member, year, self.options);
        let mut answer = single::of_pair(self.scenario, self.question, member, year, &pair);
        let explanation = self.reasons(pair.answer.ok().as_ref(), &only);
        let verdict = of_answer(year, answer.verdict, answer.shortfall_t, &explanation);
        answer.explanation = Some(explanation);
        (verdict, Some(answer))
    }

    fn joint_year(&self, year: i32) -> JointYear {
        let members = &self.question.members;
        if !self.is_asked(year) {
            let outcome = self.shortage(None, year);
            let verdict = |asked: &(dyn Fn(MemberId) -> bool + Sync)| self.verdict(outcome.as_ref(), year, asked);
            let of_member = |member: &MemberId| (verdict(&|of| of == *member), None);
            let system = self.asks_for_all().then(|| (verdict(&|of| self.scenario.members[of].alliance), None));
            return JointYear { system, members: members.par_iter().map(of_member).collect() };
        }
        let pair = together::pair(self.scenario, self.question, year, self.options);
        let (mut system, answers) = together::of_pair(self.scenario, self.question, year, &pair, self.options);
        let outcome = pair.answer.ok();
        if self.asks_for_all() {
            system.explanation = Some(self.reasons(outcome.as_ref(), &|member| self.scenario.members[member].alliance));
        }
        // Where there is only one member, its question is that of all.
        let of_all = system.explanation.clone().filter(|_| members.len() == 1);
        let explained = |(mut answer, member): (Answer, &MemberId)| {
            let own = || self.reasons(outcome.as_ref(), &|of| of == *member);
            let explanation = of_all.clone().unwrap_or_else(own);
            let verdict = of_answer(year, answer.verdict, answer.shortfall_t, &explanation);
            answer.explanation = Some(explanation);
            (verdict, Some(answer))
        };
        let members = answers.into_par_iter().zip(members).map(explained).collect();
        let of_system = system.explanation.clone().unwrap_or_default();
        let verdict = of_answer(year, system.verdict, system.shortfall_t, &of_system);
        JointYear { system: Some((verdict, Some(system))), members }
    }

    /// Years side by side turned into members with all their years.
    fn joined(&self, years: Vec<JointYear>) -> Answers {
        let mut system = Vec::new();
        let mut by_member: Vec<Vec<Year<Answer>>> = vec![Vec::new(); self.question.members.len()];
        for year in years {
            system.extend(year.system);
            for (list, of_year) in by_member.iter_mut().zip(year.members) {
                list.push(of_year);
            }
        }
        Answers {
            system: Some(with_timelines(system)),
            answers: by_member.into_iter().flat_map(with_timelines).collect(),
        }
    }

    /// The outcome of a year that is not asked about.
    fn shortage(&self, member: Option<MemberId>, year: i32) -> Option<Outcome<'a>> {
        shortage(self.scenario, self.question, member, year, self.options)
    }

    fn reasons(&self, outcome: Option<&Outcome<'_>>, asked: &(dyn Fn(MemberId) -> bool + Sync)) -> Explanation {
        let explain = |outcome| explain::explain(outcome, asked, self.options.search(), self.depth);
        outcome.map(explain).unwrap_or_default()
    }

    /// The verdict of a year that is not asked about.
    fn verdict(
        &self,
        outcome: Option<&Outcome<'_>>,
        year: i32,
        asked: &(dyn Fn(MemberId) -> bool + Sync),
    ) -> YearVerdict {
        let mut verdict = YearVerdict { year, verdict: Verdict::Undecided, shortfall_t: 0.0, binding_stage: None };
        let Some(outcome) = outcome else { return verdict };
        let case = Case::of(outcome, asked, self.options.search());
        let exact = outcome.total.low == outcome.total.high;
        let shortfall = if exact { Interval::exactly(case.unmet.clone()) } else { outcome.total.clone() };
        verdict.verdict = single::verdict(&shortfall).0;
        verdict.shortfall_t = approx(&case.unmet);
        if verdict.verdict == Verdict::Infeasible {
            verdict.binding_stage = stage::find_binding(&case);
        }
        verdict
    }
}

fn of_answer(year: i32, verdict: Verdict, shortfall_t: f64, explanation: &Explanation) -> YearVerdict {
    YearVerdict { year, verdict, shortfall_t, binding_stage: explanation.binding_stage.clone() }
}
