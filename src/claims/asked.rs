//! What the claims of a scenario ask, answered once where several ask the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::range::{Ranged, country_shares, coverages};
use crate::answer::{Answers, Options, answer};
use crate::report::{Answer, SystemAnswer, Verdict};
use crate::scenario::{Claim, Condition, Figure, MemberId, Mode, Question, Scenario};

/// A question and its answers.
struct Asked {
    question: Question,
    answers: Answers,
    coverages: Vec<Ranged>,
}

/// Everything that the claims of a scenario ask.
pub struct Answered<'a> {
    scenario: &'a Scenario,
    options: Options<'a>,
    progress: &'a (dyn Fn(usize, usize) + Sync),
    asked: Vec<Asked>,
}

impl<'a> Answered<'a> {
    /// Answers all questions of the claims that `counts` picks.
    pub fn of(
        scenario: &'a Scenario,
        counts: impl Fn(&Claim) -> bool,
        options: Options<'a>,
        progress: &'a (dyn Fn(usize, usize) + Sync),
    ) -> Self {
        let mut answered = Self { scenario, options, progress, asked: Vec::new() };
        let mut claims: Vec<&Claim> =
            scenario.claims.iter().map(|(_, claim)| claim).filter(|claim| counts(claim)).collect();
        while let Some(first) = claims.first() {
            let question = first.question.clone();
            let (same, rest): (Vec<&Claim>, Vec<&Claim>) =
                claims.into_iter().partition(|claim| alike(&claim.question, &question));
            let asked = answered.ask(&question, &same);
            answered.asked.push(asked);
            claims = rest;
        }
        answered
    }

    /// The scenario that is asked about.
    pub fn scenario(&self) -> &'a Scenario {
        self.scenario
    }

    fn ask(&self, like: &Question, claims: &[&Claim]) -> Asked {
        let mut answers = Answers::default();
        for question in questions(like, claims.iter().copied()) {
            let more = answer(self.scenario, &question, self.options, self.progress);
            answers.answers.extend(more.answers);
            answers.system.get_or_insert_default().extend(more.system.unwrap_or_default());
        }
        let about_coverage = claims.iter().copied().filter(|claim| asks_for(claim, Figure::Coverage));
        let mut ranged = Vec::new();
        for mut question in questions(like, about_coverage).into_iter().filter(|_| like.mode != Mode::Joint) {
            for member in std::mem::take(&mut question.members) {
                let open = |year: &i32| self.has_open_coverage(&answers, member, *year);
                let years = question.years.iter().copied().filter(open).collect();
                let question = Question { members: vec![member], years, ..question.clone() };
                ranged.extend(coverages(self.scenario, &question, self.options, self.progress));
            }
        }
        Asked { question: like.clone(), answers, coverages: ranged }
    }

    /// Whether a shortage may be split in several ways: by members themselves only its total is unique.
    fn has_open_coverage(&self, answers: &Answers, member: MemberId, year: i32) -> bool {
        let key = self.scenario.members.key(member);
        let demands = &self.scenario.members[member].demand;
        let short =
            |answer: &Answer| answer.member == key && answer.year == year && answer.verdict == Verdict::Infeasible;
        demands.iter().filter(|(_, series)| !series.at(year).is_zero()).count() > 1 && answers.answers.iter().any(short)
    }

    fn of_question(&self, question: &Question) -> Option<&Asked> {
        self.asked.iter().find(|asked| alike(&asked.question, question))
    }

    /// The answer for a member in a year.
    pub fn answer(&self, question: &Question, member: MemberId, year: i32) -> Option<&Answer> {
        let key = self.scenario.members.key(member);
        let answers = &self.of_question(question)?.answers.answers;
        answers.iter().find(|answer| answer.member == key && answer.year == year)
    }

    /// The system's entry of a year.
    pub fn system(&self, question: &Question, year: i32) -> Option<&SystemAnswer> {
        self.of_question(question)?.answers.system.iter().flatten().find(|entry| entry.year == year)
    }

    /// The range of a member's coverage, where it is not unique.
    pub fn coverage(&self, question: &Question, member: MemberId, year: i32) -> Option<&Ranged> {
        let ranged = &self.of_question(question)?.coverages;
        ranged.iter().find(|ranged| (ranged.member, ranged.year) == (Some(member), year))
    }

    /// The country shares that a claim asks for.
    pub fn country_shares(&self, claim: &Claim) -> Vec<Ranged> {
        let Some(origin) = claim.origin.as_ref().filter(|_| asks_for(claim, Figure::CountryShare)) else {
            return Vec::new();
        };
        country_shares(self.scenario, &claim.question, claim.everybody, origin, self.options, self.progress)
    }
}

/// Whether two questions differ in members and years at most.
fn alike(a: &Question, b: &Question) -> bool {
    (a.mode, &a.avoid, &a.avoid_stages, &a.statuses) == (b.mode, &b.avoid, &b.avoid_stages, &b.statuses)
}

/// Whether a claim bounds a figure.
pub fn asks_for(claim: &Claim, figure: Figure) -> bool {
    claim
        .conditions
        .iter()
        .any(|condition| matches!(condition, Condition::AtLeast(of, _) | Condition::AtMost(of, _) if *of == figure))
}

/// Questions like one that cover what all the claims are about and, by members themselves, nothing else.
fn questions<'c>(like: &Question, claims: impl Iterator<Item = &'c Claim>) -> Vec<Question> {
    let mut years: BTreeMap<Option<MemberId>, BTreeSet<i32>> = BTreeMap::new();
    let mut members: BTreeSet<MemberId> = BTreeSet::new();
    for claim in claims {
        for &member in &claim.question.members {
            members.insert(member);
            let program = Some(member).filter(|_| like.mode != Mode::Joint);
            years.entry(program).or_default().extend(&claim.question.years);
        }
    }
    let mut by_years: BTreeMap<Vec<i32>, Vec<MemberId>> = BTreeMap::new();
    for (member, years) in years {
        let members = member.map_or_else(|| members.iter().copied().collect(), |member| vec![member]);
        by_years.entry(years.into_iter().collect()).or_default().extend::<Vec<MemberId>>(members);
    }
    by_years.into_iter().map(|(years, members)| Question { members, years, ..like.clone() }).collect()
}
