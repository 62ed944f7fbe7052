//! Joint production: feeds, what is won from them, what is allotted and what is sold.
//!
//! ```text
//! Σ_m y[m,g,s,e] + Σ v ≤ Σ_{f in g} recovery × assay × q[f,s]     for each group g, splitter s, product e
//! Σ_e price × v ≤ cost of the feed × q                            for each feed whose sales could exceed its cost
//! ```
//! Feeds whose by-products can never bring more than the feed costs are sold from one pool per group and splitter;
//! the second row cannot bind there and is left out.

use std::collections::BTreeMap;

use super::policy::{Charges, offtake};
use super::statement::Topic;
use super::{ColumnKey, Money, Pool, Program, RowKey, Terms};
use crate::exact::{Rational, sum};
use crate::lp::{Col, Sense};
use crate::network::Feed;
use crate::scenario::{CommodityId, Work};
use crate::table::Id;

/// Adds feeds, allotments and sales with their rows.
pub fn add(program: &mut Program<'_>, charges: &Charges<'_>) {
    let rates = Rates::of(program);
    let feeds = add_feeds(program, charges, &rates);
    let mut won = won(program, &feeds.cols);
    add_allotments(program, charges, &mut won);
    for pool in pools(program, &rates, &feeds.own_costs) {
        add_sales(program, &rates, &feeds, pool);
    }
    add_split_rows(program, won);
}

/// What by-products bring and what is left of them costs, USD/t by commodity.
struct Rates {
    price: Vec<Option<Rational>>,
    dispose: Vec<Rational>,
}

impl Rates {
    fn of(program: &Program<'_>) -> Self {
        let (scenario, year) = (program.network.scenario(), program.network.year());
        let all = || scenario.commodities.iter().map(|(_, commodity)| commodity);
        Self {
            price: all().map(|of| of.byproduct.as_ref().map(|byproduct| byproduct.price.at(year))).collect(),
            dispose: all().map(|of| of.dispose.as_ref().map_or(Rational::ZERO, |usd| usd.at(year))).collect(),
        }
    }

    /// The most a tonne of feed can bring by its by-products, USD/t.
    fn sales(&self, feed: &Feed) -> Rational {
        sum(feed.won.iter().filter_map(|(product, won)| Some(self.price[product.index()].as_ref()? * won)))
    }

    /// What a tonne of feed costs where nothing won of it is sold, USD/t.
    fn disposal(&self, feed: &Feed) -> Rational {
        let costly = feed.won.iter().map(|(product, won)| (&self.dispose[product.index()], won));
        sum(costly.filter(|(usd, _)| !usd.is_zero()).map(|(usd, won)| usd * won))
    }
}

/// The columns of the feeds, as they are listed.
struct Feeds {
    cols: Vec<Col>,
    /// What a tonne itself costs, USD: operating, freight, tariff, less subsidies. Its by-products may bring no more.
    own_costs: Vec<Rational>,
}

/// A feed costs operating source and splitter, freight, tariff, and disposal of what is won and not sold, less subsidies;
/// price-floor support is paid for what the source ships.
fn add_feeds(program: &mut Program<'_>, charges: &Charges<'_>, rates: &Rates) -> Feeds {
    let network = &program.network;
    let of_sources: Vec<(Rational, Rational)> = network
        .sources
        .iter()
        .map(|unit| match unit.operation.work {
            Work::Source { material } => (charges.subsidies.per_unit(unit), charges.floors.per_tonne(material, unit)),
            _ => Default::default(),
        })
        .collect();
    let to_splitters: Vec<Rational> = network.splitters.iter().map(|unit| charges.subsidies.per_unit(unit)).collect();
    let count = network.feeds.len();
    let mut feeds = Feeds { cols: Vec::with_capacity(count), own_costs: Vec::with_capacity(count) };
    for index in 0..count {
        let network = &program.network;
        let feed = &network.feeds[index];
        let (source, splitter) = (&network.sources[feed.source], &network.splitters[feed.splitter]);
        let (to_source, floor) = &of_sources[feed.source];
        let tariff = match source.operation.work {
            Work::Source { material } => charges.tariffs.per_tonne(material, source.country, splitter.country),
            _ => Rational::ZERO,
        };
        let subsidy = to_source + &to_splitters[feed.splitter];
        let spent = &source.cost + &splitter.cost + &feed.freight;
        feeds.own_costs.push(&spent + &tariff - &subsidy);
        let resource = spent + rates.disposal(feed);
        let money = Money { resource, tariff, subsidy, floor: floor.clone(), ..Money::default() };
        let capacities = [source.facility, splitter.facility].map(|facility| network.capacity(facility));
        let upper = capacities.into_iter().flatten().min().expect("a source has a capacity").clone();
        feeds.cols.push(program.column(ColumnKey::Feed { feed: index }, money, upper));
    }
    feeds
}

/// What a splitter wins of a product from a group of sources.
struct Won {
    group: usize,
    splitter: usize,
    product: CommodityId,
    /// Less what is won per tonne of each feed.
    feeds: Terms,
    /// Its allotments.
    allotted: Vec<Col>,
}

/// Everything that is won, by group, splitter and product.
fn won(program: &Program<'_>, cols: &[Col]) -> Vec<Won> {
    let network = &program.network;
    let products = network.scenario().commodities.len();
    let mut all: Vec<Won> = Vec::new();
    // Feeds are listed splitter by splitter.
    let mut places = Places::new(network.groups.len() * products);
    for (feed, &col) in network.feeds.iter().zip(cols) {
        let (group, splitter) = (network.group_of[feed.source], feed.splitter);
        for (product, rate) in feed.won.iter() {
            let at = places.of(splitter, group * products + product.index(), || {
                all.push(Won { group, splitter, product: *product, feeds: Vec::new(), allotted: Vec::new() });
                all.len() - 1
            });
            all[at].feeds.push((col, -rate));
        }
    }
    all.sort_by_key(|won| (won.group, won.splitter, won.product));
    all
}

/// Where in a list the entry of a splitter with some number is; each splitter has entries of its own.
struct Places(Vec<Option<(usize, usize)>>);

impl Places {
    fn new(numbers: usize) -> Self {
        Self(vec![None; numbers])
    }

    /// The place of the entry; `add` makes one where there is none yet.
    fn of(&mut self, splitter: usize, number: usize, add: impl FnOnce() -> usize) -> usize {
        match self.0[number] {
            Some((of, place)) if of == splitter => place,
            _ => self.0[number].insert((splitter, add())).1,
        }
    }
}

/// `y` exists only where a class needs the product, or holds an offtake of it, which it may leave unused.
fn add_allotments(program: &mut Program<'_>, charges: &Charges<'_>, all: &mut [Won]) {
    for won in all {
        let Won { group, splitter, product, .. } = *won;
        let upper = program.most(&won.feeds);
        let floor = charges.floors.per_tonne(product, &program.network.splitters[splitter]);
        for class in 0..program.network.classes.len() {
            let useful = program.network.useful[class][product.index()];
            if useful || offtake::is_held(&program.network, class, group, splitter, product) {
                let key = ColumnKey::Allotted { class, group, splitter, product };
                let money = Money { floor: floor.clone(), ..Money::default() };
                won.allotted.push(program.column(key, money, upper.clone()));
            }
        }
    }
}

/// Feeds by group and splitter; one whose by-products could bring more than it costs stands alone.
fn pools(program: &Program<'_>, rates: &Rates, own_costs: &[Rational]) -> Vec<(Pool, bool)> {
    let network = &program.network;
    let mut all: Vec<(Pool, bool)> = Vec::new();
    let mut places = Places::new(network.groups.len());
    for (index, (feed, own_cost)) in network.feeds.iter().zip(own_costs).enumerate() {
        if feed.won.iter().all(|(product, _)| rates.price[product.index()].is_none()) {
            continue;
        }
        let (group, splitter) = (network.group_of[feed.source], feed.splitter);
        let mut add = |alone: bool| {
            all.push((Pool { splitter, group, feeds: Vec::new() }, alone));
            all.len() - 1
        };
        let at = if rates.sales(feed) > *own_cost { add(true) } else { places.of(splitter, group, || add(false)) };
        all[at].0.feeds.push(index);
    }
    all.sort_by_key(|(pool, alone)| (pool.group, pool.splitter, alone.then_some(pool.feeds[0])));
    all
}

fn add_sales(program: &mut Program<'_>, rates: &Rates, feeds: &Feeds, (pool, limited): (Pool, bool)) {
    let mut won: BTreeMap<CommodityId, Terms> = BTreeMap::new();
    for &feed in &pool.feeds {
        for (product, rate) in program.network.feeds[feed].won.iter() {
            if rates.price[product.index()].is_some() {
                won.entry(*product).or_default().push((feeds.cols[feed], -rate));
            }
        }
    }
    let (index, splitter, first) = (program.pools.len(), pool.splitter, pool.feeds[0]);
    program.pools.push(pool);
    let mut income = Vec::new();
    let mut sold = None;
    for (product, mut terms) in won {
        let Some(price) = &rates.price[product.index()] else { continue };
        let upper = program.most(&terms);
        let money = Money { resource: -(price + &rates.dispose[product.index()]), ..Money::default() };
        let col = program.column(ColumnKey::Sold { pool: index, product }, money, upper);
        income.push((col, price.clone()));
        terms.push((col, Rational::ONE));
        let key = RowKey::Split { splitter, group: None, product };
        program.row(key, terms, Sense::AtMost, Rational::ZERO, Topic::Commodity(product));
        sold = Some(product);
    }
    if let (true, Some(product)) = (limited, sold) {
        income.push((feeds.cols[first], -&feeds.own_costs[first]));
        let topic = Topic::Commodity(product);
        program.row(RowKey::Sales { pool: index }, income, Sense::AtMost, Rational::ZERO, topic);
    }
}

fn add_split_rows(program: &mut Program<'_>, all: Vec<Won>) {
    for Won { group, splitter, product, feeds, allotted } in all {
        if allotted.is_empty() {
            continue;
        }
        let sold = program.index.sales(product, group, splitter);
        let mut terms = feeds;
        terms.extend(allotted.iter().chain(sold).map(|&col| (col, Rational::ONE)));
        let key = RowKey::Split { splitter, group: Some(group), product };
        program.row(key, terms, Sense::AtMost, Rational::ZERO, Topic::Commodity(product));
    }
}
