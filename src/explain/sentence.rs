//! The inequality of a proof in one sentence, for a reader who has never seen a linear program.

use std::fmt::Write as _;

use super::case::Case;
use crate::exact::approx;
use crate::report::explanation::{Exclusion, Inequality, Part, TOGETHER};

/// Most demands, suppliers and exclusions that are named; the inequality itself has them all.
const MOST: usize = 5;
/// More decimals than any tonnes differ by that are worth a look.
const MOST_DECIMALS: usize = 12;

/// `In 2026, Japan's 7,303 t of magnet need 380 t of dy_oxide; only 155 t can be had: …`
#[must_use]
pub fn of(case: &Case<'_>, inequality: &Inequality) -> String {
    let network = &case.program.network;
    let scenario = network.scenario();
    let needs: Vec<String> = case
        .asked
        .iter()
        .map(|&demand| (demand, case.program.statement(case.program.demand_rows[demand]).path.to_string()))
        .filter(|(_, path)| inequality.needs.iter().any(|need| need.statement == *path))
        .map(|(demand, _)| {
            let wanted = &network.demands[demand];
            let (member, commodity) =
                (&scenario.members[wanted.member].name, &scenario.commodities[wanted.commodity].name);
            format!("{member}'s {} of {commodity}", tonnes(approx(&wanted.quantity)))
        })
        .collect();
    let verb = if needs.len() == 1 { "needs" } else { "need" };
    let mut text = format!("In {}, {} {verb} ", network.year(), list(&needs));
    let Some(product) = &inequality.counted_in else {
        text.push_str("what nobody can supply");
        return text + &excluded(&inequality.excluded_by) + ".";
    };
    let name = |key| scenario.commodities.id(key).map_or(key, |id| scenario.commodities[id].name.as_str()).to_owned();
    let product = list(&product.split(TOGETHER).map(name).collect::<Vec<_>>());
    let (asked, available) = (inequality.needed_t + inequality.given_t, inequality.available_t);
    let enough = (0..=MOST_DECIMALS).find(|&least| exactly(asked, least) != exactly(available, least)).unwrap_or(0);
    let _ = write!(text, "{} of {product}", exactly(inequality.needed_t, enough));
    if inequality.given_t > 0.0 {
        let _ = write!(text, ", beside the {} that others get", exactly(inequality.given_t, enough));
    }
    let _ = write!(text, "; only {} can be had", exactly(available, enough));
    let sources: Vec<String> =
        inequality.sources.iter().chain(&inequality.limits).filter(|part| part.counts_t > 0.0).map(source).collect();
    if !sources.is_empty() {
        let _ = write!(text, ", from {}", list(&sources));
    }
    text + &excluded(&inequality.excluded_by) + "."
}

fn source(part: &Part) -> String {
    let place = part.country.as_ref().map_or(String::new(), |country| format!("{country}, "));
    format!("{} ({place}{})", part.name, tonnes(part.counts_t))
}

fn excluded(exclusions: &[Exclusion]) -> String {
    let words: Vec<String> = exclusions
        .iter()
        .map(|exclusion| match &exclusion.stages[..] {
            [] => format!("`{}`", exclusion.statement),
            stages => format!("`{}` at {}", exclusion.statement, stages.join(", ")),
        })
        .collect();
    let policies = exclusions.iter().any(|exclusion| exclusion.statement.starts_with("policy."));
    let how = if policies { "ruled out or limited" } else { "ruled out" };
    if words.is_empty() { String::new() } else { format!("; everything else is {how} by {}", list(&words)) }
}

/// `1,234 t`, with as many decimals as a reader needs.
fn tonnes(value: f64) -> String {
    exactly(value, 0)
}

/// The same with no fewer than `least` decimals.
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
    format!("{grouped}{} t", fraction.trim_end_matches('0').trim_end_matches('.'))
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
