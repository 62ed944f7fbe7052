//! Joint production: feeds, what is won from them, what is allotted and what is sold.
//!
//! ```text
//! Σ_m y[m,g,s,e] + Σ v ≤ Σ_{f in g} recovery × assay × q[f,s]     for each group g, splitter s, product e
//! Σ_e price × v ≤ cost of the feed × q                            for each feed whose sales could exceed its cost
//! ```
//! Feeds whose by-products can never bring more than the feed costs are sold from one pool per group and splitter;
//! the second row cannot bind there and is left out.

use std::collections::BTreeMap;

use super::policy::{offtake, price_floor, subsidy, tariff};
use super::{ColumnKey, Money, Pool, Program, RowKey};
use crate::exact::{Rational, sum};
use crate::lp::{Col, Sense};
use crate::network::Feed;
use crate::scenario::{CommodityId, Work};
use crate::table::Id;

/// Adds feeds, allotments and sales with their rows.
pub fn add(program: &mut Program<'_>) {
    let rates = Rates::of(program);
    let feeds = add_feeds(program, &rates);
    let allotted = add_allotments(program);
    for pool in pools(program, &rates) {
        add_sales(program, &rates, &feeds, pool);
    }
    add_split_rows(program, &feeds, &allotted);
}

type Allotments = BTreeMap<(usize, usize, CommodityId), Vec<Col>>;

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

fn add_feeds(program: &mut Program<'_>, rates: &Rates) -> Vec<Col> {
    let feeds = 0..program.network.feeds.len();
    feeds
        .map(|index| {
            let feed = &program.network.feeds[index];
            let (money, upper) = (feed_money(program, rates, feed), feed_upper(program, feed));
            program.column(ColumnKey::Feed { feed: index }, money, upper)
        })
        .collect()
}

/// What a tonne of feed itself costs, USD: operating, freight, tariff, less subsidies. Its by-products may bring no more.
fn own_cost(program: &Program<'_>, feed: &Feed) -> Rational {
    let network = &program.network;
    let (source, splitter) = (&network.sources[feed.source], &network.splitters[feed.splitter]);
    &source.cost + &splitter.cost + &feed.freight + feed_tariff(program, feed)
        - subsidy::per_unit(network, source)
        - subsidy::per_unit(network, splitter)
}

fn feed_tariff(program: &Program<'_>, feed: &Feed) -> Rational {
    let network = &program.network;
    let (source, splitter) = (&network.sources[feed.source], &network.splitters[feed.splitter]);
    let Work::Source { material } = source.operation.work else { return Rational::ZERO };
    tariff::per_tonne(network, material, source.country, splitter.country)
}

/// Operating cost of source and splitter, freight, tariff, disposal of what is won and not sold, less subsidies, and
/// price-floor support of what the source ships.
fn feed_money(program: &Program<'_>, rates: &Rates, feed: &Feed) -> Money {
    let network = &program.network;
    let (source, splitter) = (&network.sources[feed.source], &network.splitters[feed.splitter]);
    let resource = &source.cost + &splitter.cost + &feed.freight + rates.disposal(feed);
    let floor = match source.operation.work {
        Work::Source { material } => price_floor::per_tonne(network, material, source),
        _ => Rational::ZERO,
    };
    let subsidy = subsidy::per_unit(network, source) + subsidy::per_unit(network, splitter);
    Money { resource, tariff: feed_tariff(program, feed), subsidy, floor, ..Money::default() }
}

fn feed_upper(program: &Program<'_>, feed: &Feed) -> Rational {
    let network = &program.network;
    let source = network.capacity(network.sources[feed.source].facility);
    let splitter = network.capacity(network.splitters[feed.splitter].facility);
    source.into_iter().chain(splitter).min().expect("a source has a capacity").clone()
}

/// `y` exists only where a class needs the product, or holds an offtake of it, which it may leave unused.
fn add_allotments(program: &mut Program<'_>) -> Allotments {
    let mut won: BTreeMap<(usize, usize, CommodityId), Rational> = BTreeMap::new();
    for feed in &program.network.feeds {
        let group = program.network.group_of[feed.source];
        let upper = feed_upper(program, feed);
        for (product, rate) in &feed.won {
            *won.entry((group, feed.splitter, *product)).or_insert(Rational::ZERO) += rate * &upper;
        }
    }
    let mut allotted = Allotments::new();
    for ((group, splitter, product), upper) in won {
        for class in 0..program.network.classes.len() {
            let useful = program.network.useful[class][product.index()];
            if useful || offtake::is_held(&program.network, class, group, splitter, product) {
                let unit = &program.network.splitters[splitter];
                let floor = price_floor::per_tonne(&program.network, product, unit);
                let key = ColumnKey::Allotted { class, group, splitter, product };
                let col = program.column(key, Money { floor, ..Money::default() }, upper.clone());
                allotted.entry((group, splitter, product)).or_default().push(col);
            }
        }
    }
    allotted
}

/// Feeds by group and splitter; one whose by-products could bring more than it costs stands alone.
fn pools(program: &Program<'_>, rates: &Rates) -> Vec<(Pool, bool)> {
    let network = &program.network;
    let mut pooled: BTreeMap<(usize, usize, Option<usize>), Vec<usize>> = BTreeMap::new();
    for (index, feed) in network.feeds.iter().enumerate() {
        if feed.won.iter().all(|(product, _)| rates.price[product.index()].is_none()) {
            continue;
        }
        let alone = rates.sales(feed) > own_cost(program, feed);
        let key = (network.group_of[feed.source], feed.splitter, alone.then_some(index));
        pooled.entry(key).or_default().push(index);
    }
    pooled
        .into_iter()
        .map(|((group, splitter, alone), feeds)| (Pool { splitter, group, feeds }, alone.is_some()))
        .collect()
}

fn add_sales(program: &mut Program<'_>, rates: &Rates, feeds: &[Col], (pool, limited): (Pool, bool)) {
    let index = program.pools.len();
    program.pools.push(pool.clone());
    let members: Vec<Feed> = pool.feeds.iter().map(|&feed| program.network.feeds[feed].clone()).collect();
    let products: std::collections::BTreeSet<CommodityId> =
        members.iter().flat_map(|feed| feed.won.iter().map(|won| won.0)).collect();
    let mut income = Vec::new();
    for product in products {
        let Some(price) = rates.price[product.index()].clone() else { continue };
        let mut won = Vec::new();
        let mut upper = Rational::ZERO;
        for (feed, &at) in members.iter().zip(&pool.feeds) {
            if let Some((_, rate)) = feed.won.iter().find(|won| won.0 == product) {
                won.push((feeds[at], -rate.clone()));
                upper += rate * program.upper(feeds[at]);
            }
        }
        let money = Money { resource: -(&price + &rates.dispose[product.index()]), ..Money::default() };
        let col = program.column(ColumnKey::Sold { pool: index, product }, money, upper);
        income.push((col, price));
        won.push((col, Rational::ONE));
        let statement = program.physics(product);
        let key = RowKey::Split { splitter: pool.splitter, group: None, product };
        program.row(key, won, Sense::AtMost, Rational::ZERO, statement);
    }
    let sold = program.columns.iter().rev().find_map(|key| match key {
        ColumnKey::Sold { pool, product } if *pool == index => Some(*product),
        _ => None,
    });
    if let (true, Some(income_of)) = (limited, sold) {
        let statement = program.physics(income_of);
        income.push((feeds[pool.feeds[0]], -own_cost(program, &members[0])));
        program.row(RowKey::Sales { pool: index }, income, Sense::AtMost, Rational::ZERO, statement);
    }
}

fn add_split_rows(program: &mut Program<'_>, feeds: &[Col], allotted: &Allotments) {
    let mut won: BTreeMap<(usize, usize, CommodityId), Vec<(Col, Rational)>> = BTreeMap::new();
    for (feed, &col) in program.network.feeds.iter().zip(feeds) {
        let group = program.network.group_of[feed.source];
        for (product, rate) in &feed.won {
            won.entry((group, feed.splitter, *product)).or_default().push((col, -rate));
        }
    }
    for (&(group, splitter, product), columns) in allotted {
        let sold = program.index.sales(product, group, splitter);
        let mut terms: Vec<(Col, Rational)> = columns.iter().chain(sold).map(|&col| (col, Rational::ONE)).collect();
        terms.extend(won.remove(&(group, splitter, product)).unwrap_or_default());
        let statement = program.physics(product);
        let key = RowKey::Split { splitter, group: Some(group), product };
        program.row(key, terms, Sense::AtMost, Rational::ZERO, statement);
    }
}
