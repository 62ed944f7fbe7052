//! `budget`: everybody's cost stays within an amount.
//!
//! ```text
//! Σ cost ≤ usd_per_year
//! ```

use super::super::Program;
use super::About;
use crate::scenario::{Budget, PolicyId};

/// Adds the row of a budget.
pub fn add(program: &mut Program<'_>, id: PolicyId, rule: &Budget) {
    if !program.network.takes_part(&rule.members) {
        return;
    }
    let limit = rule.usd_per_year.at(program.network.year());
    let spending = program.spending();
    program.policy_row(id, About::default(), spending, limit);
}
