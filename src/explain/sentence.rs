//! The aggregated inequality of a proof, with numbers and names: needed > available.
//!
//! Multiplying every row by its multiplier and adding up leaves `Σ y·demand − Σ y·capacity > 0`: what is needed exceeds
//! everything that can be had, whatever the plan. Dividing by the multiplier of the dearest capacity states it in that
//! capacity's own tonnes.

use super::case::Case;
use crate::certify::Certified;
use crate::exact::{Rational, approx, magnitude};
use crate::formulation::{Kind, Program, RowKey};
use crate::lp::Row;
use crate::scenario::{FacilityId, Work};
use crate::table::Id;

/// The sentence of a proof; `None` where it says nothing that can be put into words.
#[must_use]
pub fn of(case: &Case<'_>, proof: &Certified) -> Option<String> {
    let rows: Vec<(Row, Rational)> = case
        .program
        .lp
        .row_ids()
        .zip(proof.multipliers())
        .filter(|(row, y)| !y.is_zero() && case.kind(*row) != Kind::Physics)
        .map(|(row, y)| (row, magnitude(y.clone())))
        .collect();
    let of_kind = |kind: Kind| rows.iter().filter(move |(row, _)| case.kind(*row) == kind);
    let capacities: Vec<&(Row, Rational)> = of_kind(Kind::Capacity).collect();
    let scale = capacities.iter().map(|entry| &entry.1).max().cloned().unwrap_or(Rational::ONE);
    let weighed = |(row, y): &(Row, Rational)| (*row, y / &scale * &case.lp.row(*row).rhs);
    let needed: Vec<(Row, Rational)> = of_kind(Kind::Demand).map(weighed).collect();
    let available: Vec<(Row, Rational)> = capacities.iter().map(|entry| weighed(entry)).collect();
    let limits: Vec<(Row, Rational)> = of_kind(Kind::Policy).map(weighed).collect();
    let total = |list: &[(Row, Rational)]| crate::exact::sum(list.iter().map(|entry| entry.1.clone()));
    let year = case.program.network.year();
    let unit = capacities
        .iter()
        .find(|entry| entry.1 == scale)
        .map_or_else(|| "what is asked".to_owned(), |entry| made_by(case.program, entry.0));
    let needed_by: Vec<String> = needed.iter().map(|(row, _)| demand_words(case, *row)).collect();
    let have = total(&available) + total(&limits);
    let mut text = format!(
        "in {year}, {} need{} {} of {unit}, more than the {}",
        list(&needed_by, 3),
        if needed_by.len() == 1 { "s" } else { "" },
        tonnes(&total(&needed)),
        tonnes(&have),
    );
    if available.is_empty() {
        text.push_str(" that can be had");
    } else {
        let mut by_size = available.clone();
        by_size.sort_by(|a, b| b.1.cmp(&a.1));
        let makers: Vec<String> = by_size.iter().map(|(row, amount)| maker_words(case.program, *row, amount)).collect();
        text.push_str(" that can come from ");
        text.push_str(&list(&makers, 5));
    }
    let mut excluded: Vec<String> = of_kind(Kind::Policy).map(|(row, _)| policy_words(case.program, *row)).collect();
    excluded.sort();
    excluded.dedup();
    if !excluded.is_empty() {
        text.push_str("; everything else is excluded by ");
        text.push_str(&list(&excluded, 4));
    }
    Some(text)
}

/// `1,234 t`, with as many decimals as a reader needs.
#[must_use]
pub fn tonnes(value: &Rational) -> String {
    let value = approx(value);
    let decimals = if value.abs() >= 100.0 {
        0
    } else if value.abs() >= 1.0 {
        1
    } else {
        3
    };
    let text = format!("{value:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) && digit != '-' && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { format!("{grouped} t") } else { format!("{grouped}.{fraction} t") }
}

fn list(words: &[String], most: usize) -> String {
    let shown = &words[..words.len().min(most)];
    let rest = words.len() - shown.len();
    let joined = match shown {
        [] => return "nothing".to_owned(),
        [one] if rest == 0 => return one.clone(),
        [first @ .., last] if rest == 0 => format!("{} and {last}", first.join(", ")),
        _ => shown.join(", "),
    };
    if rest == 0 { joined } else { format!("{joined} and {rest} more") }
}

fn demand_words(case: &Case<'_>, row: Row) -> String {
    let RowKey::Demand { demand } = case.program.rows[row.index()] else { return "demand".to_owned() };
    let (scenario, wanted) = (case.program.network.scenario(), &case.program.network.demands[demand]);
    let held = if case.asked.contains(&demand) { "" } else { " (held at its fair coverage)" };
    let quantity = tonnes(&case.lp.row(row).rhs);
    let (member, commodity) = (&scenario.members[wanted.member].name, &scenario.commodities[wanted.commodity].name);
    format!("{member}'s {quantity} of {commodity}{held}")
}

fn maker_words(program: &Program<'_>, row: Row, amount: &Rational) -> String {
    let scenario = program.network.scenario();
    match &program.rows[row.index()] {
        RowKey::Capacity { facility } | RowKey::Output { facility, .. } => {
            let place = scenario.countries.key(scenario.facilities[*facility].country);
            format!("{} ({place}, {})", scenario.facilities[*facility].name, tonnes(amount))
        }
        RowKey::Outlet { product } => format!("the outlet for {}", scenario.commodities[*product].name),
        _ => program.statement(row).path.to_string(),
    }
}

fn policy_words(program: &Program<'_>, row: Row) -> String {
    let path = program.statement(row).path.to_string();
    match &program.rows[row.index()] {
        RowKey::Avoid { stage, .. } => {
            format!("`{path}` at {}", program.network.scenario().stages.key(*stage))
        }
        _ => format!("`{path}`"),
    }
}

/// What a capacity is counted in.
fn made_by(program: &Program<'_>, row: Row) -> String {
    let scenario = program.network.scenario();
    match &program.rows[row.index()] {
        RowKey::Output { product, .. } | RowKey::Outlet { product } => scenario.commodities[*product].name.clone(),
        RowKey::Capacity { facility } => main_product(program, *facility),
        _ => "what is asked".to_owned(),
    }
}

fn main_product(program: &Program<'_>, facility: FacilityId) -> String {
    let scenario = program.network.scenario();
    let operation = scenario.facilities[facility].operations.first();
    let commodity = operation.and_then(|operation| match &operation.work {
        Work::Source { material } | Work::Split { material, .. } => Some(*material),
        Work::Recipe { output, .. } => output.first().map(|made| made.0),
    });
    commodity.map_or_else(|| "its product".to_owned(), |commodity| scenario.commodities[commodity].name.clone())
}
