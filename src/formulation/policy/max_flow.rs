//! `max_flow` (quota, licence): a limit on all flows from, to and of, everybody's counted; a flow inside a place is no
//! export.
//!
//! ```text
//! Σ flows ≤ limit
//! ```

use super::super::Program;
use super::About;
use crate::scenario::{MaxFlow, PolicyId};

/// Adds the row of a limit on flows.
pub fn add(program: &mut Program<'_>, id: PolicyId, rule: &MaxFlow) {
    let (terms, limit) = (program.flows(&rule.flows), rule.limit.at(program.network.year()));
    program.policy_row(id, About::default(), terms, limit);
}
