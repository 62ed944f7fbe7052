//! The avoidance: per class of alliance members and avoided stage, all that is allotted to or made for it in the
//! avoided places is nothing.
//!
//! ```text
//! Σ_c from(m, c, avoided places at the stage) ≤ 0
//! ```
//! A row, not missing columns, so that it can be blamed, priced and relaxed.

use super::super::statement::Topic;
use super::super::{Program, RowKey};
use crate::exact::Rational;
use crate::lp::Sense;

/// Adds the avoidance's rows.
pub fn add(program: &mut Program<'_>) {
    let (avoid, stages) = (program.network.query.avoid, program.network.query.avoid_stages);
    for class in 0..program.network.classes.len() {
        if !program.network.classes[class].avoids {
            continue;
        }
        for &stage in stages {
            let mut terms = Vec::new();
            for commodity in program.network.scenario().commodities.ids() {
                terms.extend(program.from(class, commodity, stage, |country| avoid.contains(&country)));
            }
            if !terms.is_empty() {
                program.row(RowKey::Avoid { class, stage }, terms, Sense::AtMost, Rational::ZERO, Topic::Avoidance);
            }
        }
    }
}
