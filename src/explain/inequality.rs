//! The aggregated inequality of a proof, with numbers and names: needed > available.
//!
//! Multiplying every row by its multiplier and adding up leaves `Σ y·demand − Σ y·capacity > 0`: what is needed exceeds
//! everything that can be had, whatever the plan. Dividing by the multiplier of the dearest capacity states it in that
//! capacity's own tonnes.

use std::collections::BTreeMap;

use indexmap::IndexSet;

use super::case::Case;
use crate::certify::Certified;
use crate::exact::{Rational, approx, magnitude, sum};
use crate::formulation::{Kind, RowKey};
use crate::lp::Row;
use crate::report::explanation::{Exclusion, Inequality, Part, TOGETHER};
use crate::scenario::{CommodityId, FacilityId, Work};
use crate::table::Id;

/// The inequality of a proof that something is short.
#[must_use]
pub fn of(case: &Case<'_>, proof: &Certified) -> Inequality {
    let program = case.program;
    let multiplier = |row: Row| &proof.multipliers()[row.index()];
    let of_kind = |kind: Kind| {
        let rows = case.touched_rows(proof).filter(|row| !case.is_given(*row));
        rows.filter(|row| program.statement(*row).kind == kind).collect::<Vec<Row>>()
    };
    let capacities = of_kind(Kind::Capacity);
    let dearest = capacities.iter().copied().max_by(|a, b| {
        let of = |row: &Row| magnitude(multiplier(*row).clone());
        of(a).cmp(&of(b)).then(b.cmp(a))
    });
    let scale = dearest.map_or(Rational::ONE, |row| magnitude(multiplier(row).clone()));
    let counts = |row: Row| magnitude(multiplier(row) / &scale * &case.lp.row(row).rhs);
    let part = |row: Row, counted: &Rational| part(case, row, counted);
    // What may not exceed a demand counts on the other side of the same demand.
    let demanded = |demand: usize| {
        let rows = [program.demand_rows[demand], program.enough_rows[demand]];
        sum(rows.map(|row| multiplier(row) / &scale * &case.lp.row(row).rhs))
    };
    let demands = (0..program.network.demands.len()).map(|demand| (demand, demanded(demand)));
    let (asked, given): (Vec<_>, Vec<_>) =
        demands.filter(|entry| !entry.1.is_zero()).partition(|entry| case.asked.contains(&entry.0));
    let needs: Vec<(Row, Rational)> =
        asked.into_iter().map(|(demand, counted)| (program.demand_rows[demand], counted)).collect();
    let mut sources: Vec<(Row, Rational)> = capacities.into_iter().map(|row| (row, counts(row))).collect();
    sources.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let policies = of_kind(Kind::Policy);
    let limits: Vec<(Row, Rational)> =
        policies.iter().map(|row| (*row, counts(*row))).filter(|entry| !entry.1.is_zero()).collect();
    let total = |parts: &[(Row, Rational)]| sum(parts.iter().map(|entry| entry.1.clone()));
    let commodities = &program.network.scenario().commodities;
    let products: Vec<&str> =
        dearest.map_or(Vec::new(), |row| counted_in(case, row)).into_iter().map(|id| commodities.key(id)).collect();
    Inequality {
        counted_in: (!products.is_empty()).then(|| products.join(TOGETHER)),
        needed_t: approx(&total(&needs)),
        given_t: approx(&sum(given.into_iter().map(|entry| entry.1))),
        available_t: approx(&(total(&sources) + total(&limits))),
        needs: needs.iter().map(|(row, counted)| part(*row, counted)).collect(),
        sources: sources.iter().map(|(row, counted)| part(*row, counted)).collect(),
        limits: limits.iter().map(|(row, counted)| part(*row, counted)).collect(),
        excluded_by: exclusions(case, policies.into_iter().filter(|row| case.lp.row(*row).rhs.is_zero())),
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
    let mut found: BTreeMap<crate::lp::StatementId, Exclusion> = BTreeMap::new();
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
