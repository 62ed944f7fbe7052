//! Stands in until the reader's own file arrives.

use crate::scenario::load::{Findings, Loaded};

/// Findings as text.
pub fn findings(findings: &Findings) -> String {
    format!("error: {}\n", findings.0.join("; "))
}

/// Warnings as text.
pub fn warnings(loaded: &Loaded) -> String {
    loaded.warnings.join("; ")
}
