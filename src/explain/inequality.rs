//! The aggregated inequalities of a proof, with numbers and names: needed > available.
//!
//! Multiplying every row by its multiplier and adding up leaves `Σ y·demand − Σ y·capacity > 0`: what is needed exceeds
//! everything that can be had, whatever the plan. Rows that share no column add up to inequalities of their own, each a
//! proof by itself. Dividing one by the multiplier of the dearest capacity states it in that capacity's own tonnes; where
//! policies alone leave a part, or money is short, by that of the dearest demand.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::case::Case;
use crate::certify::Certified;
use crate::exact::{Rational, approx, magnitude, sum};
use crate::formulation::{Kind, RowKey};
use crate::lp::{Col, Row, StatementId};
use crate::report::explanation::{Exclusion, Inequality, Money, Part, TOGETHER};
use crate::scenario::{CommodityId, FacilityId, Limit, Work};
use crate::table::Id;

/// The inequalities of a proof that something is short, the largest shortage first.
#[must_use]
pub fn of(case: &Case<'_>, proof: &Certified) -> Vec<Inequality> {
    let mut groups: Vec<(Rational, Group<'_, '_>)> = apart(case, proof)
        .into_iter()
        .map(|rows| Group { case, proof, rows })
        .map(|group| (group.missing(), group))
        .filter(|(missing, _)| *missing > Rational::ZERO)
        .collect();
    groups.sort_by(|a, b| b.0.cmp(&a.0));
    groups.iter().map(|(_, group)| group.inequality()).collect()
}

/// The rows that a proof touches, apart where no column joins them.
fn apart(case: &Case<'_>, proof: &Certified) -> Vec<BTreeSet<Row>> {
    let rows: Vec<Row> = case.touched_rows(proof).collect();
    // Each row points at an earlier one of its group, the first at itself.
    let mut earlier: Vec<usize> = (0..rows.len()).collect();
    let mut met: BTreeMap<Col, usize> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        for (col, _) in &case.lp.row(*row).terms {
            let other = *met.entry(*col).or_insert(index);
            let (a, b) = (first_of(&mut earlier, index), first_of(&mut earlier, other));
            earlier[a.max(b)] = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, BTreeSet<Row>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        groups.entry(first_of(&mut earlier, index)).or_default().insert(*row);
    }
    groups.into_values().collect()
}

/// The first of a row's group; the way there is halved for the next time.
fn first_of(earlier: &mut [usize], mut index: usize) -> usize {
    while earlier[index] != index {
        earlier[index] = earlier[earlier[index]];
        index = earlier[index];
    }
    index
}

/// Rows of a proof that add up to an inequality of their own.
struct Group<'g, 'a> {
    case: &'g Case<'a>,
    proof: &'g Certified,
    rows: BTreeSet<Row>,
}

/// A row, or a demand by its row, and what it counts.
type Counted = (Row, Rational);

/// What an inequality is stated in: what is divided by, and the products.
struct Unit {
    scale: Rational,
    products: Vec<CommodityId>,
}

impl Group<'_, '_> {
    fn multiplier(&self, row: Row) -> &Rational {
        &self.proof.multipliers()[row.index()]
    }

    /// What the row adds to the sum.
    fn weighed(&self, row: Row) -> Rational {
        if self.rows.contains(&row) { self.multiplier(row) * &self.case.lp.row(row).rhs } else { Rational::ZERO }
    }

    /// How much more is needed than can be had: so much stays unmet, t.
    fn missing(&self) -> Rational {
        sum(self.rows.iter().map(|row| self.weighed(*row)))
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = Row> {
        let rows = self.rows.iter().copied().filter(|row| !self.case.is_given(*row));
        rows.filter(move |row| self.case.program.statement(*row).kind == kind)
    }

    /// Rows of a kind that leave something, undivided.
    fn leaving(&self, kind: Kind) -> Vec<Counted> {
        let rows = self.of_kind(kind).map(|row| (row, magnitude(self.weighed(row))));
        rows.filter(|entry| !entry.1.is_zero()).collect()
    }

    /// The demands, undivided. What may not exceed a demand counts on the other side of the same demand.
    fn demands(&self) -> Vec<(usize, Rational)> {
        let program = self.case.program;
        let weighed = |demand: usize| {
            let rows = [program.demand_rows[demand], program.enough_rows[demand]];
            (demand, sum(rows.map(|row| self.weighed(row))))
        };
        (0..program.network.demands.len()).map(weighed).filter(|entry| !entry.1.is_zero()).collect()
    }

    fn inequality(&self) -> Inequality {
        let (case, program) = (self.case, self.case.program);
        let Unit { scale, products } = self.unit();
        let divided = |entries: Vec<Counted>| -> Vec<Counted> {
            entries.into_iter().map(|(row, weighed)| (row, weighed / &scale)).collect()
        };
        let (asked, given): (Vec<_>, Vec<_>) =
            self.demands().into_iter().partition(|entry| case.asked.contains(&entry.0));
        let needs =
            divided(asked.into_iter().map(|(demand, weighed)| (program.demand_rows[demand], weighed)).collect());
        let capacities = self.of_kind(Kind::Capacity).map(|row| (row, magnitude(self.weighed(row))));
        let mut sources = divided(capacities.collect());
        sources.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let limits = divided(self.leaving(Kind::Policy));
        let total = |counted: &[Counted]| sum(counted.iter().map(|entry| entry.1.clone()));
        let parts = |counted: &[Counted]| counted.iter().map(|(row, counts)| part(case, *row, counts)).collect();
        let keys = products.into_iter().map(|id| program.network.scenario().commodities.key(id));
        let keys = keys.collect::<Vec<&str>>().join(TOGETHER);
        Inequality {
            counted_in: Some(keys).filter(|keys| !keys.is_empty()),
            needed_t: approx(&total(&needs)),
            given_t: approx(&(sum(given.into_iter().map(|entry| entry.1)) / &scale)),
            available_t: approx(&(total(&sources) + total(&limits))),
            needs: parts(&needs),
            sources: parts(&sources),
            limits: parts(&limits),
            excluded_by: exclusions(case, self.of_kind(Kind::Policy).filter(|row| case.lp.row(*row).rhs.is_zero())),
            money: self.money(),
        }
    }

    /// The dearest capacity says what is counted, if it leaves anything and money plays no part; else the dearest demand,
    /// if anything is left at all.
    fn unit(&self) -> Unit {
        let dearest = self.leaving(Kind::Capacity).into_iter().map(|entry| entry.0).max_by(|a, b| {
            let of = |row: &Row| magnitude(self.multiplier(*row).clone());
            of(a).cmp(&of(b)).then(b.cmp(a))
        });
        if let Some(row) = dearest.filter(|_| self.money_rows().is_empty()) {
            return Unit { scale: magnitude(self.multiplier(row).clone()), products: counted_in(self.case, row) };
        }
        let asked = self.case.asked.iter().map(|&demand| (demand, self.case.program.demand_rows[demand]));
        let asked =
            asked.filter(|(_, row)| self.rows.contains(row)).map(|(demand, row)| (demand, self.multiplier(row)));
        let asked: Vec<(usize, &Rational)> = asked.collect();
        let scale = asked.iter().map(|entry| entry.1).max().cloned().unwrap_or(Rational::ONE);
        let demands = &self.case.program.network.demands;
        let wanted = asked.iter().filter(|entry| *entry.1 == scale).map(|entry| demands[entry.0].commodity);
        let wanted: IndexSet<CommodityId> = wanted.collect();
        let nothing = dearest.is_none() && self.leaving(Kind::Policy).is_empty();
        Unit { scale, products: wanted.into_iter().filter(|_| !nothing).collect() }
    }

    /// The rows that limit money.
    fn money_rows(&self) -> Vec<Row> {
        self.of_kind(Kind::Policy).filter(|row| self.case.limit(*row).is_some_and(Limit::is_money)).collect()
    }

    /// The same inequality divided by the multiplier of the one row that limits money: what all plans cost at least.
    fn money(&self) -> Option<Money> {
        let [row] = self.money_rows()[..] else { return None };
        let least = (self.missing() - self.weighed(row)) / magnitude(self.multiplier(row).clone());
        Some(Money {
            statement: self.case.program.statement(row).path.to_string(),
            least_cost_usd: approx(&least),
            allowed_usd: approx(&self.case.lp.row(row).rhs),
        })
    }
}

fn part(case: &Case<'_>, row: Row, counted: &Rational) -> Part {
    let scenario = case.program.network.scenario();
    let statement = case.program.statement(row).path.to_string();
    let facility = match &case.program.rows[row.index()] {
        RowKey::Capacity { facility } | RowKey::Output { facility, .. } => Some(&scenario.facilities[*facility]),
        _ => None,
    };
    let name = match &case.program.rows[row.index()] {
        RowKey::Outlet { product } => format!("outlet for {}", scenario.commodities[*product].name),
        RowKey::Demand { demand } => {
            let wanted = &case.program.network.demands[*demand];
            scenario.members[wanted.member].name.clone()
        }
        _ => facility.map_or_else(|| statement.clone(), |facility| facility.name.clone()),
    };
    let commodity = match &case.program.rows[row.index()] {
        RowKey::Demand { demand } => Some(case.program.network.demands[*demand].commodity),
        _ => None,
    };
    Part {
        statement,
        name,
        commodity: commodity.map(|id| scenario.commodities.key(id).to_owned()),
        country: facility.map(|facility| scenario.countries.key(facility.country).to_owned()),
        value: approx(&case.lp.row(row).rhs),
        counts_t: approx(counted),
    }
}

fn exclusions(case: &Case<'_>, rows: impl Iterator<Item = Row>) -> Vec<Exclusion> {
    let scenario = case.program.network.scenario();
    let mut found: BTreeMap<StatementId, Exclusion> = BTreeMap::new();
    for row in rows {
        let id = case.program.lp.row(row).statement;
        let statement = case.path(id);
        let exclusion = found.entry(id).or_insert(Exclusion { statement, stages: Vec::new() });
        if let RowKey::Avoid { stage, .. } = &case.program.rows[row.index()] {
            let stage = scenario.stages.key(*stage).to_owned();
            if !exclusion.stages.contains(&stage) {
                exclusion.stages.push(stage);
            }
        }
    }
    found.into_values().collect()
}

/// What a capacity is counted in: all that a facility makes of what is asked for shares its capacity.
fn counted_in(case: &Case<'_>, row: Row) -> Vec<CommodityId> {
    match &case.program.rows[row.index()] {
        RowKey::Output { product, .. } | RowKey::Outlet { product } => vec![*product],
        RowKey::Capacity { facility } => main_products(case, *facility),
        _ => Vec::new(),
    }
}

/// The main product of each process of a facility that has a place in the network of the question.
fn main_products(case: &Case<'_>, facility: FacilityId) -> Vec<CommodityId> {
    let network = &case.program.network;
    let units = network.sources.iter().chain(&network.splitters).chain(&network.recipes);
    let products = units.filter(|unit| unit.facility == facility).filter_map(|unit| match &unit.operation.work {
        Work::Source { material } | Work::Split { material, .. } => Some(*material),
        Work::Recipe { output, .. } => output.first().map(|made| made.0),
    });
    products.collect::<IndexSet<CommodityId>>().into_iter().collect()
}
