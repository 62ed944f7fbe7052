//! `subsidy`: money paid per unit of activity; several in force add up, together to at most the cost. No row: money on
//! every feed (what is paid to its source and to its splitter) and every activity.
//!
//! ```text
//! cost of a unit of activity of f  −=  Σ usd_per_t        for each subsidy that covers f
//! ```

use crate::exact::{Rational, sum};
use crate::network::{Network, Unit};
use crate::scenario::{Rule, Target};

/// The subsidies in force: whom they pay, and USD per unit of activity.
pub struct Subsidies<'a>(Vec<(&'a Target, Rational)>);

impl<'a> Subsidies<'a> {
    /// Those in force in a network.
    #[must_use]
    pub fn of(network: &Network<'a>) -> Self {
        let paid = network.policies().filter_map(|(_, policy)| match &policy.rule {
            Rule::Subsidy(subsidy) => Some((&subsidy.target, subsidy.usd_per_t.at(network.year()))),
            _ => None,
        });
        Self(paid.collect())
    }

    /// What is paid to `unit`, USD per unit of activity.
    #[must_use]
    pub fn per_unit(&self, unit: &Unit<'_>) -> Rational {
        let covers = |target: &Target| target.covers(unit.facility, unit.country, unit.operation.stage);
        sum(self.0.iter().filter(|(target, _)| covers(target)).map(|(_, usd)| usd.clone()))
    }
}
