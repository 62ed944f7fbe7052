//! `tariff`: a charge on flows; several in force add up. No row: money on every feed and every shipment that counts.
//!
//! ```text
//! cost of a tonne from i to j  +=  Σ rate × price[c]  or  usd_per_t        for each tariff that counts c, i, j
//! ```
//! A commodity that is swept in without being named and has no price carries none by rate.

use crate::exact::Rational;
use crate::network::Network;
use crate::scenario::{Charge, CommodityId, CountryId, Flows, Rule};
use crate::table::Id;

/// The tariffs in force.
pub struct Tariffs<'a> {
    levied: Vec<(&'a Flows, Levied)>,
    /// By commodity, USD/t.
    prices: Vec<Option<Rational>>,
}

enum Levied {
    /// USD/t.
    PerTonne(Rational),
    /// Share of the price.
    Rate(Rational),
}

impl<'a> Tariffs<'a> {
    /// Those in force in a network.
    #[must_use]
    pub fn of(network: &Network<'a>) -> Self {
        let levied = network.policies().filter_map(|(_, policy)| {
            let Rule::Tariff(tariff) = &policy.rule else { return None };
            let levied = match &tariff.charge {
                Charge::PerTonne(usd) => Levied::PerTonne(usd.at(network.year())),
                Charge::Rate(rate) => Levied::Rate(rate.at(network.year())),
            };
            Some((&tariff.flows, levied))
        });
        let prices = network.scenario().commodities.ids().map(|commodity| network.price(commodity));
        Self { levied: levied.collect(), prices: prices.collect() }
    }

    /// What a tonne of `commodity` pays from one place to another, USD/t.
    #[must_use]
    pub fn per_tonne(&self, commodity: CommodityId, from: CountryId, to: CountryId) -> Rational {
        let counted = self.levied.iter().filter(|(flows, _)| flows.count(commodity, from, to));
        counted.fold(Rational::ZERO, |sum, (_, levied)| match (levied, &self.prices[commodity.index()]) {
            (Levied::PerTonne(usd), _) => sum + usd,
            (Levied::Rate(rate), Some(price)) => sum + rate * price,
            (Levied::Rate(_), None) => sum,
        })
    }
}
