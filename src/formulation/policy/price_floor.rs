//! `price_floor`: the gap between a guaranteed price and the commodity's price, per tonne made: shipped by a source,
//! allotted at a splitter, put out by a recipe. No row: money on those columns. Somebody pays it, so it is a cost.
//!
//! ```text
//! cost of a tonne of c made by f  +=  Σ max(0, usd_per_t − price[c])        for each floor that covers f and c
//! ```

use crate::exact::{Rational, positive_part};
use crate::network::{Network, Unit};
use crate::scenario::{CommodityId, Rule};

/// What is paid per tonne of `commodity` that `unit` makes, USD/t.
#[must_use]
pub fn per_tonne(network: &Network<'_>, commodity: CommodityId, unit: &Unit<'_>) -> Rational {
    let Some(price) = network.price(commodity) else { return Rational::ZERO };
    let mut sum = Rational::ZERO;
    for (_, policy) in network.policies() {
        if let Rule::PriceFloor(floor) = &policy.rule
            && floor.commodity.is_none_or(|named| named == commodity)
            && floor.target.covers(unit.facility, unit.country, unit.operation.stage)
        {
            sum += positive_part(&(floor.usd_per_t.at(network.year()) - &price));
        }
    }
    sum
}
