//! What a process does, and what is left of a commodity that it takes and makes.

use super::CommodityId;
use crate::exact::{Rational, decimal, sum};

/// What a process does per unit of activity.
#[derive(Clone, Debug)]
pub enum Work {
    /// Ships an assayed material; no input.
    Source {
        /// The assayed commodity.
        material: CommodityId,
    },
    /// Separates an assayed material into products.
    Split {
        /// The assayed commodity it consumes.
        material: CommodityId,
        /// Won share of each contained product, 0..=1; never zero.
        recovery: Vec<(CommodityId, f64)>,
    },
    /// Turns inputs into outputs in fixed proportions.
    Recipe {
        /// Tonnes consumed per unit of activity; never zero.
        input: Vec<(CommodityId, f64)>,
        /// Tonnes made per unit of activity; never zero.
        output: Vec<(CommodityId, f64)>,
    },
}

impl Work {
    /// Tonnes of `commodity` that a recipe makes per unit of activity; zero for sources and splits.
    #[must_use]
    pub fn makes(&self, commodity: CommodityId) -> Rational {
        match self {
            Self::Recipe { output, .. } => rate(output, commodity),
            Self::Source { .. } | Self::Split { .. } => Rational::ZERO,
        }
    }

    /// Tonnes of `commodity` that a recipe takes per unit of activity; zero for sources and splits.
    #[must_use]
    pub fn takes(&self, commodity: CommodityId) -> Rational {
        match self {
            Self::Recipe { input, .. } => rate(input, commodity),
            Self::Source { .. } | Self::Split { .. } => Rational::ZERO,
        }
    }

    /// Tonnes of `commodity` that a recipe adds per unit of activity: what it makes of it beyond what it takes, less than
    /// zero where it takes more. What only passes through, as in a warehouse, adds nothing.
    #[must_use]
    pub fn adds(&self, commodity: CommodityId) -> Rational {
        self.makes(commodity) - self.takes(commodity)
    }
}

fn rate(list: &[(CommodityId, f64)], commodity: CommodityId) -> Rational {
    sum(list.iter().filter(|entry| entry.0 == commodity).map(|entry| decimal(entry.1)))
}
