//! `max_premium`: everybody's cost stays within a premium over the same question without the avoidance.
//!
//! ```text
//! Σ cost ≤ (1 + premium) × baseline cost
//! ```

use super::super::{BaselineCost, Program};
use super::About;
use crate::exact::Rational;
use crate::scenario::{MaxPremium, PolicyId};

/// Adds the row of a largest premium; none where there is no baseline to count from.
pub fn add(program: &mut Program<'_>, id: PolicyId, rule: &MaxPremium, baseline: &BaselineCost) {
    let Some(usd) = baseline.usd.as_ref().filter(|_| program.network.takes_part(&rule.members)) else { return };
    let limit = (Rational::ONE + rule.premium.at(program.network.year())) * usd;
    let spending = program.spending();
    program.policy_row(id, About::default(), spending, limit);
}
