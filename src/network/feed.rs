//! Which source may feed which splitter: whether that takes what it ships, over which route, and what is won of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Network, Unit};
use crate::exact::{Rational, decimal};
use crate::scenario::{CommodityId, CountryId, Work};

/// What a source may ship to a splitter.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Index in [`Network::sources`].
    pub source: usize,
    /// Index in [`Network::splitters`].
    pub splitter: usize,
    /// Freight, USD/t.
    pub freight: Rational,
    /// Tonnes of each product won per tonne shipped: recovery × assay, above zero.
    pub won: Parts,
}

/// Parts of a tonne by commodity; feeds of one source share them where splitters win alike.
pub type Parts = Arc<[(CommodityId, Rational)]>;

/// What a splitter asks of a source: what it ships, from where, and of which mineral.
type Offer<'a> = (CommodityId, CountryId, Option<&'a str>);

/// Every feed that minerals and routes allow, whether or not anybody needs what is won from it; splitter by splitter, in
/// the order of the sources.
#[must_use]
pub fn possible(network: &Network<'_>) -> Vec<Feed> {
    let exact = |list: &[(CommodityId, f64)]| -> Vec<(CommodityId, Rational)> {
        list.iter().map(|(id, part)| (*id, decimal(*part))).collect()
    };
    let (offers, offered) = offers(network);
    let assays: Vec<_> = network.sources.iter().map(|source| exact(&network.facility(source.facility).assay)).collect();
    let mut ways: Vec<Way<'_>> = Vec::new();
    let mut feeds = Vec::new();
    for (splitter, unit) in network.splitters.iter().enumerate() {
        let Work::Split { recovery, .. } = &unit.operation.work else { continue };
        let freights: Vec<Option<Rational>> = offers.iter().map(|offer| freight(network, offer, unit)).collect();
        let way = ways.iter().position(|way| way.recovery == recovery).unwrap_or_else(|| {
            ways.push(Way { recovery, exact: exact(recovery), won: vec![None; assays.len()] });
            ways.len() - 1
        });
        for (source, offer) in offered.iter().enumerate() {
            if let Some(freight) = offer.and_then(|offer| freights[offer].clone()) {
                let won = ways[way].of(source, &assays[source]);
                feeds.push(Feed { source, splitter, freight, won });
            }
        }
    }
    feeds
}

/// What splitters that win alike win of each source.
struct Way<'a> {
    recovery: &'a [(CommodityId, f64)],
    exact: Vec<(CommodityId, Rational)>,
    won: Vec<Option<Parts>>,
}

impl Way<'_> {
    fn of(&mut self, source: usize, assay: &[(CommodityId, Rational)]) -> Parts {
        let won = self.won[source].get_or_insert_with(|| {
            let won = self.exact.iter().filter_map(|(product, recovery)| {
                let (_, content) = assay.iter().find(|(contained, _)| contained == product)?;
                Some((*product, recovery * content))
            });
            won.collect()
        });
        Arc::clone(won)
    }
}

/// The offers there are, each once, and which of them each source makes.
fn offers<'a>(network: &Network<'a>) -> (Vec<Offer<'a>>, Vec<Option<usize>>) {
    let mut places: BTreeMap<Offer<'a>, usize> = BTreeMap::new();
    let mut all = Vec::new();
    let of_source = network.sources.iter().map(|unit| {
        let Work::Source { material } = unit.operation.work else { return None };
        let offer = (material, unit.country, network.facility(unit.facility).mineral.as_deref());
        Some(*places.entry(offer).or_insert_with(|| {
            all.push(offer);
            all.len() - 1
        }))
    });
    let of_source = of_source.collect();
    (all, of_source)
}

/// Freight of an offer to a splitter, USD/t; `None` where that does not take it, or nothing may pass.
fn freight(network: &Network<'_>, (material, from, mineral): &Offer<'_>, unit: &Unit<'_>) -> Option<Rational> {
    let Work::Split { material: taken, .. } = &unit.operation.work else { return None };
    let accepts = &network.facility(unit.facility).accepts;
    let accepted = accepts.as_ref().is_none_or(|list| mineral.is_some_and(|mineral| list.iter().any(|m| m == mineral)));
    if material == taken && accepted { network.freight(*material, *from, unit.country) } else { None }
}
