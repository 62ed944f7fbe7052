//! `tariff`: a charge on flows; several in force add up. No row: money on every feed and every shipment that counts.
//!
//! ```text
//! cost of a tonne from i to j  +=  Σ rate × price[c]  or  usd_per_t        for each tariff that counts c, i, j
//! ```
//! A commodity that is swept in without being named and has no price carries none by rate.

use crate::exact::Rational;
use crate::network::Network;
use crate::scenario::{Charge, CommodityId, CountryId, Rule};

/// What a tonne of `commodity` pays from one place to another, USD/t.
#[must_use]
pub fn per_tonne(network: &Network<'_>, commodity: CommodityId, from: CountryId, to: CountryId) -> Rational {
    let mut sum = Rational::ZERO;
    for (_, policy) in network.policies() {
        let Rule::Tariff(tariff) = &policy.rule else { continue };
        if !tariff.flows.count(commodity, from, to) {
            continue;
        }
        match &tariff.charge {
            Charge::PerTonne(usd) => sum += usd.at(network.year()),
            Charge::Rate(rate) => {
                if let Some(price) = network.price(commodity) {
                    sum += rate.at(network.year()) * price;
                }
            }
        }
    }
    sum
}
