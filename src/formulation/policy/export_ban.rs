//! `export_ban`: nothing may flow from, to and of; everybody's flows counted, a flow inside a place is no export.
//!
//! ```text
//! Σ flows ≤ 0
//! ```

use super::super::Program;
use super::About;
use crate::exact::Rational;
use crate::scenario::{ExportBan, PolicyId};

/// Adds the row of an export ban.
pub fn add(program: &mut Program<'_>, id: PolicyId, rule: &ExportBan) {
    let terms = program.flows(&rule.flows);
    program.policy_row(id, About::default(), terms, Rational::ZERO);
}
