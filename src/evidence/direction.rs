//! Which way of a number is generous: it lets more plans through, or makes the same plan cheaper.
//!
//! | numbers | generous | why |
//! |---|---|---|
//! | capacities, limits on products, outlets | more | right-hand sides of `≤` rows |
//! | recoveries, assays | more | what is won stands on the right of `allotted + sold ≤ won` |
//! | outputs of recipes | more | the same output takes less activity |
//! | inputs of recipes, demands | less | the same plan, cut down |
//! | costs, freight, disposal charges | less | coefficients of the objective, of activities that are not negative |
//! | prices of by-products | more | the same income from fewer tonnes |
//! | prices of commodities | less for tariffs by rate, more for price floors | they stand in nothing else |
//!
//! Where no way is generous by itself the number is [`Direction::Open`], and no reading moves it.

use super::number::Number;
use crate::diagnostic::KeyPath;
use crate::scenario::keys::Quantity;
use crate::scenario::{Charge, CommodityId, Rule, Scenario, Work};

/// Which way of a number is generous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More of it.
    More,
    /// Less of it.
    Less,
    /// Neither way by itself.
    Open(Open),
}

/// Why no way is generous by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Open {
    /// A source ships one tonne per unit of activity.
    Fixed,
    /// What is won of it is sold as far as the outlet goes, and costs disposal beyond.
    Disposed,
    /// Its price is charged by a tariff and supported by a floor.
    Price,
    /// Nothing that is asked depends on it.
    Unused,
}

impl Open {
    /// The reason in words.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Fixed => "a source ships one tonne per unit of activity",
            Self::Disposed => "more of it is sold, or has to be disposed of",
            Self::Price => "a price moves tariffs by rate one way and price floors the other",
            Self::Unused => "nothing that is asked depends on it",
        }
    }

    /// Whether moving it could change an answer.
    #[must_use]
    pub fn matters(self) -> bool {
        matches!(self, Self::Disposed | Self::Price)
    }
}

impl Direction {
    /// Which way of `number` is generous in `scenario`.
    #[must_use]
    pub fn of(number: &Number, scenario: &Scenario) -> Self {
        let parts = number.path.parts();
        let key = key_of(&number.path);
        let commodity = |name: &String| scenario.commodities.id(name);
        let named = parts.iter().rev().find_map(commodity);
        let disposed = || named.is_some_and(|id| scenario.commodities[id].dispose.is_some());
        match (number.quantity, key) {
            (Quantity::Demand, _) | (Quantity::Recipe, "input") => Self::Less,
            (Quantity::Recipe, _) if is_source(scenario, parts) => Self::Open(Open::Fixed),
            (Quantity::Recovery | Quantity::Assay, _) | (Quantity::Price, "byproduct") if disposed() => {
                Self::Open(Open::Disposed)
            }
            (Quantity::Cost, "capex_usd_per_t_per_year") => Self::Open(Open::Unused),
            (Quantity::Cost, _) => Self::Less,
            (Quantity::Price, "price_usd_per_t") => named.map_or(Self::Open(Open::Unused), |id| of_price(scenario, id)),
            _ => Self::More,
        }
    }

    /// The most generous value of a number with this direction.
    #[must_use]
    pub fn generous(self, number: &Number) -> f64 {
        match self {
            Self::More => number.high,
            Self::Less => number.low,
            Self::Open(_) => number.value,
        }
    }

    /// The most hostile value of a number with this direction.
    #[must_use]
    pub fn strict(self, number: &Number) -> f64 {
        match self {
            Self::More => number.low,
            Self::Less => number.high,
            Self::Open(_) => number.value,
        }
    }
}

/// The key of a row that a number belongs to.
fn key_of(path: &KeyPath) -> &str {
    let at = if path.parts()[0] == "routes" { 1 } else { 2 };
    path.parts().get(at).map_or("", String::as_str)
}

fn is_source(scenario: &Scenario, parts: &[String]) -> bool {
    let process = scenario.processes.id(&parts[1]).filter(|_| parts[0] == "process");
    process.is_some_and(|id| matches!(scenario.processes[id].work, Work::Source { .. }))
}

/// A price counts in tariffs by rate and in price floors; the attribution of costs moves no verdict and no sum.
fn of_price(scenario: &Scenario, commodity: CommodityId) -> Direction {
    let (mut charged, mut supported) = (false, false);
    for (_, policy) in scenario.policies.iter() {
        match &policy.rule {
            Rule::Tariff(tariff) if matches!(tariff.charge, Charge::Rate(_)) => {
                charged |= tariff.flows.commodities.as_ref().is_none_or(|list| list.contains(&commodity));
            }
            Rule::PriceFloor(floor) => supported |= floor.commodity.is_none_or(|named| named == commodity),
            _ => {}
        }
    }
    match (charged, supported) {
        (true, false) => Direction::Less,
        (false, true) => Direction::More,
        (true, true) => Direction::Open(Open::Price),
        (false, false) => Direction::Open(Open::Unused),
    }
}
