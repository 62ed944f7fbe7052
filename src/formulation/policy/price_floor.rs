//! `price_floor`: the gap between a guaranteed price and the commodity's price, per tonne made: shipped by a source,
//! allotted at a splitter, put out by a recipe. No row: money on those columns. Somebody pays it, so it is a cost.
//!
//! ```text
//! cost of a tonne of c made by f  +=  Σ max(0, usd_per_t − price[c])        for each floor that covers f and c
//! ```

use crate::exact::{Rational, positive_part, sum};
use crate::network::{Network, Unit};
use crate::scenario::{CommodityId, PriceFloor, Rule};
use crate::table::Id;

/// The price floors in force.
pub struct Floors<'a> {
    /// Each with its price, USD/t.
    guaranteed: Vec<(&'a PriceFloor, Rational)>,
    /// By commodity, USD/t.
    prices: Vec<Option<Rational>>,
}

impl<'a> Floors<'a> {
    /// Those in force in a network.
    #[must_use]
    pub fn of(network: &Network<'a>) -> Self {
        let guaranteed = network.policies().filter_map(|(_, policy)| match &policy.rule {
            Rule::PriceFloor(floor) => Some((floor, floor.usd_per_t.at(network.year()))),
            _ => None,
        });
        let prices = network.scenario().commodities.ids().map(|commodity| network.price(commodity));
        Self { guaranteed: guaranteed.collect(), prices: prices.collect() }
    }

    /// What is paid per tonne of `commodity` that `unit` makes, USD/t.
    #[must_use]
    pub fn per_tonne(&self, commodity: CommodityId, unit: &Unit<'_>) -> Rational {
        let Some(price) = &self.prices[commodity.index()] else { return Rational::ZERO };
        let covering = self.guaranteed.iter().filter(|(floor, _)| {
            floor.commodity.is_none_or(|named| named == commodity)
                && floor.target.covers(unit.facility, unit.country, unit.operation.stage)
        });
        sum(covering.map(|(_, usd)| positive_part(&(usd - price))))
    }
}
