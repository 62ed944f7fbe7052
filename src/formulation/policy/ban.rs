//! `ban`: like the avoidance, for named origins, stages, commodities and members.
//!
//! ```text
//! Σ_c from(m, c, origins at the stage) ≤ 0        for each class of the named members and each stage
//! ```

use super::super::Program;
use super::About;
use crate::exact::Rational;
use crate::scenario::{Ban, PolicyId};

/// Adds the rows of a ban.
pub fn add(program: &mut Program<'_>, id: PolicyId, rule: &Ban) {
    for class in program.network.classes_of(&rule.members) {
        for &stage in &rule.stages {
            let mut terms = Vec::new();
            for commodity in program.network.scenario().commodities.ids() {
                if rule.commodities.as_ref().is_none_or(|list| list.contains(&commodity)) {
                    terms.extend(program.from(class, commodity, stage, |country| rule.origins.contains(&country)));
                }
            }
            program.policy_row(id, About { class: Some(class), ..About::default() }, terms, Rational::ZERO);
        }
    }
}
