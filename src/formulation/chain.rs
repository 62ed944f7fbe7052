//! Everything after the split: activities, shipping in one hop, deliveries, and the demands they meet.
//!
//! ```text
//! what leaves a place for a class ≤ what is made there for it
//! inputs of its activities + deliveries in a place ≤ what arrives there for it
//! Σ_j d[m,c,j] ≤ demand
//! Σ_j d[m,c,j] ≥ demand                                            (+ unmet demand, in elastic programs)
//! ```

use std::collections::BTreeMap;

use super::policy::Charges;
use super::statement::Topic;
use super::{ColumnKey, Money, Node, Program, RowKey, Terms};
use crate::exact::{Rational, decimal, sum};
use crate::lp::Sense;
use crate::network::hub::{Fare, Passage, shipping};
use crate::scenario::{CommodityId, CountryId, Work};
use crate::table::Id;

/// Adds activities, shipping, deliveries and demands with their rows.
pub fn add(program: &mut Program<'_>, charges: &Charges<'_>) {
    for class in 0..program.network.classes.len() {
        add_activities(program, charges, class);
    }
    let mut deliveries: Vec<Terms> = vec![Vec::new(); program.network.demands.len()];
    for class in 0..program.network.classes.len() {
        for commodity in program.network.scenario().commodities.ids() {
            if program.network.useful[class][commodity.index()] {
                add_market(program, charges, (class, commodity), &mut deliveries);
            }
        }
    }
    add_demands(program, deliveries);
}

/// A recipe runs for a class where it makes something the class needs from things that can be made.
fn add_activities(program: &mut Program<'_>, charges: &Charges<'_>, class: usize) {
    for recipe in 0..program.network.recipes.len() {
        let network = &program.network;
        let unit = &network.recipes[recipe];
        let Work::Recipe { input, output } = &unit.operation.work else { continue };
        let useful = &network.useful[class];
        let runs = output.iter().any(|made| useful[made.0.index()]) && input.iter().all(|used| useful[used.0.index()]);
        if !runs {
            continue;
        }
        let mut floor = Rational::ZERO;
        for (commodity, rate) in output {
            floor += charges.floors.per_tonne(*commodity, unit) * decimal(*rate);
        }
        let upper = network.capacity(unit.facility).expect("a facility with a recipe has a capacity").clone();
        let subsidy = charges.subsidies.per_unit(unit);
        let money = Money { resource: unit.cost.clone(), subsidy, floor, ..Money::default() };
        program.column(ColumnKey::Activity { class, recipe }, money, upper);
    }
}

/// Shipping of one commodity for one class, with its balances at makers, hub and users.
fn add_market(
    program: &mut Program<'_>,
    charges: &Charges<'_>,
    (class, commodity): (usize, CommodityId),
    deliveries: &mut [Terms],
) {
    let mut made: BTreeMap<CountryId, Terms> = BTreeMap::new();
    for maker in program.index.makers(class, commodity) {
        made.entry(maker.at.1).or_default().push((maker.col, -&maker.rate));
    }
    let mut used: BTreeMap<CountryId, Terms> = BTreeMap::new();
    for (country, col, rate) in program.index.inputs(class, commodity) {
        used.entry(*country).or_default().push((*col, rate.clone()));
    }
    let supply: BTreeMap<CountryId, Rational> =
        made.iter().map(|(place, terms)| (*place, program.most(terms))).collect();
    let all = sum(supply.values().cloned());
    add_delivery_columns(program, (class, commodity), &all, &mut used, deliveries);
    let makers: Vec<CountryId> = made.keys().copied().collect();
    let users: Vec<CountryId> = used.keys().copied().collect();
    let network = &program.network;
    let plan = shipping(network.query.detail, &makers, &users, |from, to| {
        let freight = network.freight(commodity, from, to)?;
        let fare = Fare { freight, tariff: charges.tariffs.per_tonne(commodity, from, to) };
        Some(Passage { fare, watched: network.is_watched(commodity, from, to) })
    });
    let mut hub: Terms = Vec::new();
    let mut hub_upper = Rational::ZERO;
    let shipped = |from, to| ColumnKey::Shipped { class, commodity, from, to };
    for (from, to, fare) in &plan.pairs {
        let key = shipped(Node::Place(*from), Node::Place(*to));
        let col = program.column(key, fare_money(fare), supply[from].clone());
        made.entry(*from).or_default().push((col, Rational::ONE));
        used.entry(*to).or_default().push((col, -Rational::ONE));
    }
    if let Some(fare) = &plan.hub_fare {
        for from in &plan.into_hub {
            let col = program.column(shipped(Node::Place(*from), Node::Hub), fare_money(fare), supply[from].clone());
            made.entry(*from).or_default().push((col, Rational::ONE));
            hub.push((col, -Rational::ONE));
            hub_upper += &supply[from];
        }
        for to in &plan.out_of_hub {
            let col = program.column(shipped(Node::Hub, Node::Place(*to)), Money::default(), hub_upper.clone());
            hub.push((col, Rational::ONE));
            used.entry(*to).or_default().push((col, -Rational::ONE));
        }
    }
    let topic = Topic::Commodity(commodity);
    for (country, terms) in made {
        program.row(RowKey::Made { class, commodity, country }, terms, Sense::AtMost, Rational::ZERO, topic);
    }
    if !hub.is_empty() {
        program.row(RowKey::Hub { class, commodity }, hub, Sense::AtMost, Rational::ZERO, topic);
    }
    for (country, terms) in used {
        program.row(RowKey::Used { class, commodity, country }, terms, Sense::AtMost, Rational::ZERO, topic);
    }
}

fn add_delivery_columns(
    program: &mut Program<'_>,
    (class, commodity): (usize, CommodityId),
    upper: &Rational,
    used: &mut BTreeMap<CountryId, Terms>,
    deliveries: &mut [Terms],
) {
    for (demand, slot) in deliveries.iter_mut().enumerate() {
        let wanted = &program.network.demands[demand];
        if (wanted.class, wanted.commodity) != (class, commodity) {
            continue;
        }
        let places = program.network.scenario().members[wanted.member].countries.clone();
        for country in places {
            let col = program.column(ColumnKey::Delivered { demand, country }, Money::default(), upper.clone());
            used.entry(country).or_default().push((col, Rational::ONE));
            slot.push((col, Rational::ONE));
        }
    }
}

fn fare_money(fare: &Fare) -> Money {
    Money { resource: fare.freight.clone(), tariff: fare.tariff.clone(), ..Money::default() }
}

fn add_demands(program: &mut Program<'_>, deliveries: Vec<Terms>) {
    for (demand, terms) in deliveries.into_iter().enumerate() {
        let wanted = program.network.demands[demand].clone();
        let (quantity, physics) = (wanted.quantity.clone(), Topic::Commodity(wanted.commodity));
        let enough = program.row(RowKey::Enough { demand }, terms.clone(), Sense::AtMost, quantity, physics);
        program.enough_rows.push(enough);
        let topic = Topic::Demand(wanted.member, wanted.commodity);
        let row = program.row(RowKey::Demand { demand }, terms, Sense::AtLeast, wanted.quantity, topic);
        program.demand_rows.push(row);
    }
}
