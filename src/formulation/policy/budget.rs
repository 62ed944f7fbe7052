//! `budget`: everybody's cost stays within an amount.
//!
//! ```text
//! Σ cost ≤ usd_per_year
//! ```

use super::super::Program;
use super::About;
use crate::scenario::{PolicyId, Series};

/// Adds the row of a budget.
pub fn add(program: &mut Program<'_>, id: PolicyId, usd_per_year: &Series) {
    let limit = usd_per_year.at(program.network.year());
    let spending = program.spending();
    program.policy_row(id, About::default(), spending, limit);
}
