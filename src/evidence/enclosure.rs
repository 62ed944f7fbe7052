//! Whether the strict and the generous reading enclose what lies between them: whether, whatever the numbers are within
//! their ranges, the shortfall is between those of the two readings.
//!
//! In `alone` and `own`, more of a right-hand side, a recovery or an assay only adds plans, and less of a demand or an
//! input cuts a plan down: every plan of a reading is, cut down, a plan of a more generous one. The exceptions are listed
//! here.

use crate::scenario::{Mode, Question, Rule, Scenario};

/// Why the readings may not enclose the shortfall of `question`; none where they are proven to. `trimmed`: contents had
/// to give way so that a tonne contains no more than a tonne.
#[must_use]
pub fn doubts(scenario: &Scenario, question: &Question, trimmed: bool) -> Vec<&'static str> {
    let mut doubts = Vec::new();
    if question.mode == Mode::Joint {
        doubts.push("in `joint`, more for one can leave less for another");
    }
    let in_force = |counts: fn(&Rule) -> bool| {
        let mut policies = scenario.policies.iter();
        let asked = |policy: &crate::scenario::Policy| question.years.iter().any(|year| policy.in_force(*year));
        policies.any(|(_, policy)| counts(&policy.rule) && asked(policy))
    };
    if in_force(|rule| matches!(rule, Rule::MaxShare(_) | Rule::MinShare(_))) {
        doubts.push("under a rule on shares, less demand for one good can leave too much of one origin in another");
    }
    if in_force(|rule| rule.scope().limit().is_money()) {
        doubts.push("under a limit on cost, cheaper is not always looser: the baseline moves, and so does what by-products pay for");
    }
    if trimmed {
        doubts.push("some contents cannot all be at their highest, since a tonne contains at most a tonne");
    }
    doubts
}
