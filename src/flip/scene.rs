//! One member, or everybody together, in one year: what is missing when the question is asked of a changed scenario.

use super::edge::Found;
use super::recall::{Need, Proofs, Recall};
use crate::answer::{Options, shortage};
use crate::decide::{Interval, Outcome};
use crate::exact::{Rational, sum};
use crate::scenario::{MemberId, Mode, Question, Scenario};

/// Whose verdict it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// That of one of the question's members.
    Member(MemberId),
    /// That of the whole alliance.
    Alliance,
}

/// What is asked at once.
#[derive(Clone)]
pub struct Scene<'a> {
    /// The question.
    pub question: &'a Question,
    /// How to search.
    pub options: Options<'a>,
    /// The member; `None` is everybody together.
    pub member: Option<MemberId>,
    /// The year.
    pub year: i32,
    /// Whose verdicts come of it.
    pub subjects: Vec<Subject>,
}

/// What came of asking.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// What was found for each subject; `None` where nothing could be proven.
    pub found: Vec<Option<Found>>,
    /// The proofs, for the next time.
    pub proofs: Proofs,
}

/// All that a question asks.
#[must_use]
pub fn scenes<'a>(question: &'a Question, options: Options<'a>) -> Vec<Scene<'a>> {
    let scene = |member, year, subjects| Scene { question, options, member, year, subjects };
    let members = question.members.iter().map(|member| Subject::Member(*member));
    if question.mode == Mode::Joint {
        let subjects: Vec<Subject> = [Subject::Alliance].into_iter().chain(members).collect();
        return question.years.iter().map(|year| scene(None, *year, subjects.clone())).collect();
    }
    let alone = |member: MemberId, year: i32| scene(Some(member), year, vec![Subject::Member(member)]);
    question.members.iter().flat_map(|member| question.years.iter().map(|year| alone(*member, *year))).collect()
}

impl Scene<'_> {
    /// Asks `scenario`, a changed one, with the proofs of a similar one.
    #[must_use]
    pub fn ask(&self, scenario: &Scenario, known: &Proofs, need: Need) -> Seen {
        let recall = Recall::new(known, need, self.options);
        let options = Options { prover: Some(&recall), ..self.options };
        let outcome = shortage(scenario, self.question, self.member, self.year, options);
        let found = |subject: &Subject| outcome.as_ref().and_then(|outcome| found(outcome, *subject));
        Seen { found: self.subjects.iter().map(found).collect(), proofs: recall.proofs() }
    }
}

fn found(outcome: &Outcome<'_>, subject: Subject) -> Option<Found> {
    let network = &outcome.program.network;
    let counts = |member: MemberId| match subject {
        Subject::Member(of) => of == member,
        Subject::Alliance => network.scenario().members[member].alliance,
    };
    // A fair split is exact; the least total of one member may be known as an interval.
    let missing = if outcome.total.low == outcome.total.high {
        let demands = network.demands.iter().zip(&outcome.unmet).filter(|(demand, _)| counts(demand.member));
        Interval::exactly(sum(demands.map(|(_, unmet)| unmet.clone())))
    } else {
        outcome.total.clone()
    };
    match (missing.high.is_zero(), missing.low > Rational::ZERO) {
        (true, _) => Some(Found::Met),
        (_, true) => Some(Found::Short(missing.low)),
        (false, false) => None,
    }
}
