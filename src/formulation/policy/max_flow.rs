//! `max_flow` (quota, licence) and `export_ban`: a limit on all flows from, to and of, everybody's counted; a flow
//! inside a place is no export.
//!
//! ```text
//! Σ flows ≤ limit            (export_ban: ≤ 0)
//! ```

use super::super::Program;
use super::About;
use crate::exact::Rational;
use crate::scenario::{Flows, PolicyId};

/// Adds the row of a limit on flows.
pub fn add(program: &mut Program<'_>, id: PolicyId, flows: &Flows, limit: Rational) {
    let terms = program.flows(flows);
    program.policy_row(id, About::default(), terms, limit);
}
