//! `subsidy`: money paid per unit of activity; several in force add up, together to at most the cost. No row: money on
//! every feed (what is paid to its source and to its splitter) and every activity.
//!
//! ```text
//! cost of a unit of activity of f  −=  Σ usd_per_t        for each subsidy that covers f
//! ```

use crate::exact::Rational;
use crate::network::{Network, Unit};
use crate::scenario::Rule;

/// What is paid to `unit`, USD per unit of activity.
#[must_use]
pub fn per_unit(network: &Network<'_>, unit: &Unit<'_>) -> Rational {
    let mut sum = Rational::ZERO;
    for (_, policy) in network.policies() {
        if let Rule::Subsidy(subsidy) = &policy.rule
            && subsidy.target.covers(unit.facility, unit.country, unit.operation.stage)
        {
            sum += subsidy.usd_per_t.at(network.year());
        }
    }
    sum
}
