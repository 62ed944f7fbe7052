//! What columns and rows mean as numbers that depend neither on the question nor on the year: the index of a feed in
//! its network changes with what runs, the numbers of its facilities in the scenario do not. A basis found for one
//! year or point of a sweep is carried to another by them.

use super::{ColumnKey, Node, Program, RowKey};
use crate::lp::{Label, Row};
use crate::network::{Demand, Network, Unit};
use crate::table::Id;

/// Labels all columns and rows of a finished program.
pub fn add(program: &mut Program<'_>) {
    let of = Meaning { network: &program.network, program };
    let columns = told_apart(program.columns.len(), |index| of.column(&program.columns[index]));
    let rows = told_apart(program.rows.len(), |index| of.row(&program.rows[index]));
    program.lp.label(columns, rows);
}

// What begins the labels of columns and rows that are added to a finished program; its own begin with smaller numbers.
const UNMET: usize = 20;
const COVERAGE: usize = 21;
const LEVER: usize = 22;
const LEAST: usize = 23;

/// The label of a column that loosens a row.
#[must_use]
pub fn lever(row: Row) -> Label {
    Label::of(&[LEVER, row.index()])
}

/// The label of the unmet part of a demand.
#[must_use]
pub fn unmet(demand: &Demand) -> Label {
    Label::of(&[UNMET, demand.member.index(), demand.commodity.index()])
}

/// The label of the coverage that every open demand reaches.
#[must_use]
pub fn coverage() -> Label {
    Label::of(&[COVERAGE])
}

/// The label of the row that no more is missing than must be.
#[must_use]
pub fn least() -> Label {
    Label::of(&[LEAST])
}

/// The labels of `count` meanings; equal ones are told apart by counting them.
fn told_apart(count: usize, meaning: impl Fn(usize) -> [usize; 6]) -> Vec<Label> {
    let mut labels: Vec<Label> = (0..count).map(|index| Label::of(&meaning(index))).collect();
    let mut alike: Vec<(Label, usize)> = labels.iter().copied().zip(0..).collect();
    alike.sort_unstable();
    for alike in alike.chunk_by(|one, other| one.0 == other.0) {
        for (seen, &(_, index)) in (1..).zip(alike).skip(1) {
            labels[index] = Label::of(&[&meaning(index)[..], &[seen]].concat());
        }
    }
    labels
}

struct Meaning<'p, 'a> {
    network: &'p Network<'a>,
    program: &'p Program<'a>,
}

impl Meaning<'_, '_> {
    fn column(&self, key: &ColumnKey) -> [usize; 6] {
        match *key {
            ColumnKey::Feed { feed } => {
                let feed = &self.network.feeds[feed];
                let [source, splitter] = [self.source(feed.source), self.splitter(feed.splitter)];
                [1, source, splitter, 0, 0, 0]
            }
            ColumnKey::Allotted { class, group, splitter, product } => {
                [2, self.class(class), self.group(group), self.splitter(splitter), product.index(), 0]
            }
            ColumnKey::Sold { pool, product } => {
                let pool = &self.program.pools[pool];
                [3, self.group(pool.group), self.splitter(pool.splitter), product.index(), 0, 0]
            }
            ColumnKey::Activity { class, recipe } => {
                [4, self.class(class), unit(&self.network.recipes[recipe]), 0, 0, 0]
            }
            ColumnKey::Shipped { class, commodity, from, to } => {
                [5, self.class(class), commodity.index(), node(from), node(to), 0]
            }
            ColumnKey::Delivered { demand, country } => {
                let demand = &self.network.demands[demand];
                [6, demand.member.index(), demand.commodity.index(), country.index(), 0, 0]
            }
            ColumnKey::Slack { policy } => [7, policy.index(), 0, 0, 0, 0],
            ColumnKey::Unmet { .. } | ColumnKey::Coverage => [8; 6],
        }
    }

    fn row(&self, key: &RowKey) -> [usize; 6] {
        match *key {
            RowKey::Split { splitter, group, product } => {
                let group = group.map_or(0, |group| self.group(group) + 1);
                [1, self.splitter(splitter), group, product.index(), 0, 0]
            }
            RowKey::Sales { pool } => {
                let pool = &self.program.pools[pool];
                [2, self.group(pool.group), self.splitter(pool.splitter), 0, 0, 0]
            }
            RowKey::Made { class, commodity, country } => {
                [3, self.class(class), commodity.index(), country.index(), 0, 0]
            }
            RowKey::Hub { class, commodity } => [4, self.class(class), commodity.index(), 0, 0, 0],
            RowKey::Used { class, commodity, country } => {
                [5, self.class(class), commodity.index(), country.index(), 0, 0]
            }
            RowKey::Enough { demand } => self.demand(6, demand),
            RowKey::Demand { demand } => self.demand(7, demand),
            RowKey::Capacity { facility } => [8, facility.index(), 0, 0, 0, 0],
            RowKey::Output { facility, product } => [9, facility.index(), product.index(), 0, 0, 0],
            RowKey::Outlet { product } => [10, product.index(), 0, 0, 0, 0],
            RowKey::Coverage | RowKey::Least => [13; 6],
            RowKey::Avoid { class, stage } => [11, self.class(class), stage.index(), 0, 0, 0],
            RowKey::Policy { policy, class, commodity, country } => {
                let [class, commodity, country] = [
                    class.map_or(0, |class| self.class(class) + 1),
                    commodity.map_or(0, |commodity| commodity.index() + 1),
                    country.map_or(0, |country| country.index() + 1),
                ];
                [12, policy.index(), class, commodity, country, 0]
            }
        }
    }

    fn demand(&self, kind: usize, demand: usize) -> [usize; 6] {
        let demand = &self.network.demands[demand];
        [kind, demand.member.index(), demand.commodity.index(), 0, 0, 0]
    }

    /// A class by its first member.
    fn class(&self, class: usize) -> usize {
        self.network.classes[class].members[0].index()
    }

    /// A group by its first source.
    fn group(&self, group: usize) -> usize {
        self.network.groups[group].first().map_or(0, |&source| self.source(source))
    }

    fn source(&self, source: usize) -> usize {
        unit(&self.network.sources[source])
    }

    fn splitter(&self, splitter: usize) -> usize {
        unit(&self.network.splitters[splitter])
    }
}

/// A unit by its facility and its process.
fn unit(unit: &Unit<'_>) -> usize {
    (unit.facility.index() << 16) + unit.operation.process.index()
}

fn node(node: Node) -> usize {
    match node {
        Node::Place(country) => country.index() + 1,
        Node::Hub => 0,
    }
}
