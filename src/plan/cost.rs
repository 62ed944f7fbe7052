//! Who pays what in `joint`: a feed's cost is charged to the products allotted from it, in proportion to price ×
//! tonnes (by mass if any of them lacks a price); every other column already belongs to a class, and inside it to
//! members in proportion to what they need of it.

use std::collections::BTreeMap;

use super::trace::Needs;
use super::won_shares;
use crate::exact::{Rational, approx};
use crate::formulation::{ColumnKey, Money, Program, RowKey};
use crate::report::Transfers;
use crate::scenario::{CommodityId, MemberId};
use crate::table::Id;

/// What a plan costs, by kind of money.
#[must_use]
pub fn transfers(program: &Program<'_>, values: &[f64]) -> Transfers {
    let total = |part: fn(&Money) -> &Rational| -> f64 {
        program.money.iter().zip(values).map(|(money, value)| approx(part(money)) * value).sum()
    };
    Transfers {
        resource_cost_usd: total(|money| &money.resource),
        tariffs_usd: total(|money| &money.tariff),
        subsidies_usd: total(|money| &money.subsidy),
        price_floors_usd: total(|money| &money.floor),
        slack_usd: total(|money| &money.slack),
    }
}

/// The cost attributed to each member, USD; they sum to the plan's cost.
#[must_use]
pub fn by_member(program: &Program<'_>, values: &[f64], needs: &Needs) -> BTreeMap<MemberId, f64> {
    let mut bill =
        Bill { program, values, needs, paid: BTreeMap::new(), feeds: vec![0.0; program.network.feeds.len()] };
    for (index, key) in program.columns.iter().enumerate() {
        if values[index] == 0.0 {
            continue;
        }
        let cost = approx(&program.lp.columns()[index].cost) * values[index];
        match *key {
            ColumnKey::Feed { feed } => bill.feeds[feed] += cost,
            ColumnKey::Sold { pool, product } => bill.credit_sales(pool, product, cost),
            ColumnKey::Slack { .. } => bill.charge_slack(index, cost),
            _ => bill.charge_column(index, cost),
        }
    }
    bill.charge_feeds();
    bill.paid
}

struct Bill<'a> {
    program: &'a Program<'a>,
    values: &'a [f64],
    needs: &'a Needs,
    paid: BTreeMap<MemberId, f64>,
    feeds: Vec<f64>,
}

impl Bill<'_> {
    fn charge_column(&mut self, index: usize, cost: f64) {
        let class = match self.program.columns[index] {
            ColumnKey::Allotted { class, .. }
            | ColumnKey::Activity { class, .. }
            | ColumnKey::Shipped { class, .. } => class,
            ColumnKey::Delivered { demand, .. } => self.program.network.demands[demand].class,
            ColumnKey::Feed { feed } => {
                self.feeds[feed] += cost;
                return;
            }
            _ => return,
        };
        for (member, share) in self.needs.shares(&self.program.network.classes[class].members, index) {
            *self.paid.entry(member).or_default() += cost * share;
        }
    }

    /// Sales are credited to the feeds of the pool in proportion to what was won from each.
    fn credit_sales(&mut self, pool: usize, product: CommodityId, cost: f64) {
        let network = &self.program.network;
        let won = |feed: usize| -> f64 {
            let rate =
                network.feeds[feed].won.iter().find(|entry| entry.0 == product).map_or(0.0, |entry| approx(&entry.1));
            rate * self.values[feed]
        };
        let feeds = &self.program.pools[pool].feeds;
        let parts: Vec<(usize, f64)> = feeds.iter().map(|&feed| (feed, won(feed))).collect();
        let total: f64 = parts.iter().map(|part| part.1).sum();
        for (feed, tonnes) in parts.into_iter().filter(|part| part.1 > 0.0) {
            self.feeds[feed] += cost * tonnes / total;
        }
    }

    /// The price of breaking a statement is borne by the flows its row counts.
    fn charge_slack(&mut self, slack: usize, cost: f64) {
        for (row, key) in self.program.rows.iter().enumerate() {
            let terms = &self.program.lp.rows()[row].terms;
            let softens = |term: &(crate::lp::Col, Rational)| term.0.index() == slack && term.1 < Rational::ZERO;
            if !matches!(key, RowKey::Policy { .. }) || !terms.iter().any(softens) {
                continue;
            }
            let counted = terms.iter().map(|(col, value)| (col.index(), approx(value) * self.values[col.index()]));
            let counted: Vec<(usize, f64)> = counted.filter(|term| term.0 != slack && term.1 > 0.0).collect();
            let total: f64 = counted.iter().map(|term| term.1).sum();
            for (index, tonnes) in counted {
                self.charge_column(index, cost * tonnes / total);
            }
        }
    }

    fn charge_feeds(&mut self) {
        let feeds = std::mem::take(&mut self.feeds);
        for (feed, cost) in feeds.into_iter().enumerate().filter(|entry| entry.1 != 0.0) {
            let products = self.allotted_from(feed);
            let total: f64 = products.iter().map(|entry| entry.1).sum();
            if total <= 0.0 {
                continue;
            }
            for (column, weight) in products {
                self.charge_column(column, cost * weight / total);
            }
        }
    }

    /// Allotments of the feed's splitter and group, weighted by price × the tonnes of them that come from this feed.
    fn allotted_from(&self, feed: usize) -> Vec<(usize, f64)> {
        let network = &self.program.network;
        let (source, splitter) = (network.feeds[feed].source, network.feeds[feed].splitter);
        let group = network.group_of[source];
        let mut tonnes: Vec<(usize, CommodityId, f64)> = Vec::new();
        for (column, key) in self.program.columns.iter().enumerate() {
            if let ColumnKey::Allotted { group: of, splitter: at, product, .. } = *key
                && (of, at) == (group, splitter)
                && self.values[column] > 0.0
            {
                let shares = won_shares(self.program, self.values, group, splitter, product);
                let share: f64 = shares.iter().filter(|entry| entry.0 == source).map(|entry| entry.1).sum();
                tonnes.push((column, product, share * self.values[column]));
            }
        }
        let prices: Option<Vec<f64>> =
            tonnes.iter().map(|entry| network.price(entry.1).map(|price| approx(&price))).collect();
        let by_value = prices.map(|prices| -> Vec<(usize, f64)> {
            tonnes.iter().zip(prices).map(|(entry, price)| (entry.0, entry.2 * price)).collect()
        });
        match by_value {
            Some(weights) if weights.iter().any(|entry| entry.1 > 0.0) => weights,
            _ => tonnes.iter().map(|entry| (entry.0, entry.2)).collect(),
        }
    }
}
