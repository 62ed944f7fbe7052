//! The inequality of a proof in one sentence, for a reader who has never seen a linear program.

use std::fmt::Write as _;

use super::case::Case;
use crate::exact::approx;
use crate::report::explanation::{Inequality, Part, TOGETHER};

/// Most demands, suppliers and exclusions that are named; the inequality itself has them all.
const MOST: usize = 5;
/// More decimals than any tonnes differ by that are worth a look.
const MOST_DECIMALS: usize = 12;

/// `In 2026, Japan's 7,303 t of magnet need 380 t of dy_oxide; only 155 t can be had: …`, and so on for demands that are
/// short for reasons of their own.
#[must_use]
pub fn of(case: &Case<'_>, inequalities: &[Inequality]) -> String {
    let clauses: Vec<String> = inequalities.iter().map(|inequality| clause(case, inequality)).collect();
    format!("In {}, {}", case.program.network.year(), clauses.join(" Besides, "))
}

fn clause(case: &Case<'_>, inequality: &Inequality) -> String {
    let needs = needs(case, inequality);
    let one = needs.len() == 1;
    let mut text = list(&needs);
    if let Some(money) = &inequality.money {
        let cost = if one { "costs" } else { "cost" };
        let others = if inequality.given_t > 0.0 { ", with what others get," } else { "" };
        let [least, allowed] = unlike([money.least_cost_usd, money.allowed_usd]);
        let statement = &money.statement;
        let _ = write!(text, "{others} {cost} at least {least} USD; `{statement}` allows {allowed} USD");
    } else {
        let need = if one { "needs" } else { "need" };
        let what = quantities(case, inequality).unwrap_or_else(|| "what nobody can supply".to_owned());
        let _ = write!(text, " {need} {what}");
    }
    text + &excluded(inequality) + "."
}

/// `Japan's 7,303 t of magnet`, for each demand.
fn needs(case: &Case<'_>, inequality: &Inequality) -> Vec<String> {
    let network = &case.program.network;
    let scenario = network.scenario();
    let asked = case.asked.iter();
    let asked =
        asked.map(|&demand| (demand, case.program.statement(case.program.demand_rows[demand]).path.to_string()));
    let asked = asked.filter(|(_, path)| inequality.needs.iter().any(|need| need.statement == *path));
    let words = asked.map(|(demand, _)| {
        let wanted = &network.demands[demand];
        let (member, commodity) = (&scenario.members[wanted.member].name, &scenario.commodities[wanted.commodity].name);
        format!("{member}'s {} of {commodity}", tonnes(approx(&wanted.quantity)))
    });
    words.collect()
}

/// `380 t of dy_oxide; only 155 t can be had, from …`; none where nothing can be had at all.
fn quantities(case: &Case<'_>, inequality: &Inequality) -> Option<String> {
    let product = inequality.counted_in.as_ref()?;
    let commodities = &case.program.network.scenario().commodities;
    let name = |key| commodities.id(key).map_or(key, |id| commodities[id].name.as_str()).to_owned();
    let product = list(&product.split(TOGETHER).map(name).collect::<Vec<_>>());
    let (asked, available) = (inequality.needed_t + inequality.given_t, inequality.available_t);
    let enough = enough(asked, available);
    let mut text = format!("{} t of {product}", exactly(inequality.needed_t, enough));
    if inequality.given_t > 0.0 {
        let _ = write!(text, ", beside the {} t that others get", exactly(inequality.given_t, enough));
    }
    let _ = write!(text, "; only {} t can be had", exactly(available, enough));
    let sources: Vec<String> = inequality.sources.iter().filter(|part| part.counts_t > 0.0).map(source).collect();
    if !sources.is_empty() {
        let _ = write!(text, ", from {}", list(&sources));
    }
    let limit = |part: &Part| format!("`{}` ({})", part.statement, tonnes(part.counts_t));
    let limits: Vec<String> = inequality.limits.iter().map(limit).collect();
    if !limits.is_empty() {
        let and = if sources.is_empty() { "," } else { " and" };
        let _ = write!(text, "{and} within {}", list(&limits));
    }
    Some(text)
}

fn source(part: &Part) -> String {
    let place = part.country.as_ref().map_or(String::new(), |country| format!("{country}, "));
    format!("{} ({place}{})", part.name, tonnes(part.counts_t))
}

fn excluded(inequality: &Inequality) -> String {
    let exclusions = &inequality.excluded_by;
    let words: Vec<String> = exclusions
        .iter()
        .map(|exclusion| match &exclusion.stages[..] {
            [] => format!("`{}`", exclusion.statement),
            stages => format!("`{}` at {}", exclusion.statement, stages.join(", ")),
        })
        .collect();
    if words.is_empty() { String::new() } else { format!("; {} by {}", inequality.ruled_out(), list(&words)) }
}

/// `1,234 t`, with as many decimals as a reader needs.
fn tonnes(value: f64) -> String {
    format!("{} t", exactly(value, 0))
}

/// Two amounts so that they read differently.
fn unlike([one, other]: [f64; 2]) -> [String; 2] {
    let enough = enough(one, other);
    [one, other].map(|value| exactly(value, enough))
}

/// How many decimals it takes to tell two numbers apart.
fn enough(one: f64, other: f64) -> usize {
    (0..=MOST_DECIMALS).find(|&least| exactly(one, least) != exactly(other, least)).unwrap_or(0)
}

/// A number with as many decimals as a reader needs, and no fewer than `least`.
fn exactly(value: f64, least: usize) -> String {
    let decimals = match value.abs() {
        large if large >= 100.0 => 0,
        middle if middle >= 1.0 => 1,
        _ => 3,
    };
    let decimals = decimals.max(least);
    let text = format!("{value:.decimals$}");
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}{}", fraction.trim_end_matches('0').trim_end_matches('.'))
}

fn list(words: &[String]) -> String {
    let shown = &words[..words.len().min(MOST)];
    let rest = words.len() - shown.len();
    match shown {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] if rest == 0 => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {rest} more", shown.join(", ")),
    }
}
