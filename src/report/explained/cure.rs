//! What would cure a shortfall: one statement moved alone, several together.

use indexmap::IndexMap;

use super::{Page, listed, percent, unproven};
use crate::report::explanation::{Change, JointRepair, Opening, Repair};
use crate::report::figure;
use crate::report::table::grid::{Column, Grid};

/// Statements that help without curing that are named.
const MOST: usize = 3;

/// By how much two efforts that are the same may differ in print, relative.
const SAME: f64 = 1e-9;

/// The sections on cures.
pub fn render(page: &Page<'_>) -> String {
    Page::section("What would cure it alone", &alone(page))
        + &Page::section("What would cure it together", &together(page))
}

fn alone(page: &Page<'_>) -> String {
    let (mut cures, others): (Vec<&Repair>, Vec<&Repair>) =
        page.explanation.repairs.iter().partition(|repair| repair.cures);
    if cures.is_empty() && others.is_empty() {
        return String::new();
    }
    // To want nothing cures everything, which is no news.
    let before = cures.len();
    cures.retain(|repair| repair.kind != "demand" || repair.value_needed != Some(0.0));
    let given_up = before > cures.len();
    let without_number = cures.iter().filter(|repair| repair.value_needed.is_none());
    let mut text: String = without_number.map(|repair| opening(page, repair)).collect();
    text += &numbers(page, &cures);
    text += &trial(page, &cures);
    text += &page.say(&match (cures.len(), others.len()) {
        (0, _) if given_up => "No single statement can, short of giving up a demand.".to_owned(),
        (0, _) => "No single statement can: however far it moves, something stays missing.".to_owned(),
        (_, 0) => "These are all statements of the question.".to_owned(),
        (_, 1) => "The one other statement cannot, however far it moves.".to_owned(),
        (_, others) => format!("None of the {others} other statements can, however far it moves."),
    });
    let open = others.iter().filter(|repair| !repair.proven).count();
    if open > 0 {
        text += &page.say(&format!("Not proven for {open} of them."));
    }
    text + &helping(page, &others)
}

/// How to try a cure out; where others are held at what they get, `solve` would share the addition out again.
fn trial(page: &Page<'_>, cures: &[&Repair]) -> String {
    if page.explanation.demands_held > 0 {
        return String::new();
    }
    let of_kind = |demand: bool| cures.iter().filter(move |repair| (repair.kind == "demand") == demand);
    let set = of_kind(false).chain(of_kind(true)).find_map(|repair| repair.set.as_ref());
    set.map_or(String::new(), |set| page.small(&format!("Try one of them: --set '{set}'")))
}

/// A statement without a number of its own.
fn opening(page: &Page<'_>, repair: &Repair) -> String {
    let unit = repair.unit.as_deref().unwrap_or_default();
    let part = |part: &Opening| format!("{} {unit} at {}", figure::one(part.move_by), part.about);
    let what = match (repair.move_by, &repair.parts[..]) {
        (None, _) => "taken out".to_owned(),
        (Some(by), []) => format!("let {} {unit} through", figure::one(by)),
        (Some(_), parts) => format!("let through {}", listed(&parts.iter().map(part).collect::<Vec<_>>(), 0, "")),
    };
    page.say(&format!("{}: {what}{}", repair.statement, unproven(repair.proven)))
}

fn numbers(page: &Page<'_>, cures: &[&Repair]) -> String {
    let mut grid = Grid::new(vec![
        Column::key("one of these numbers alone"),
        Column::figures("now", ""),
        Column::figures("needed", ""),
        Column::key(""),
        Column::figures("change", ""),
        Column::key(""),
    ]);
    let mut empty = true;
    for repair in cures {
        let (Some(now), Some(needed)) = (repair.value_now, repair.value_needed) else { continue };
        empty = false;
        // Shares and premiums read as per cent.
        let (factor, unit) = match repair.unit.as_deref() {
            Some("1") => (100.0, "%"),
            unit => (1.0, unit.unwrap_or_default()),
        };
        let [shown_now, shown_needed] = both(factor * now, factor * needed);
        let relative = repair.relative.filter(|_| now > 0.0);
        grid.row(vec![
            repair.statement.as_str().into(),
            shown_now.into(),
            shown_needed.into(),
            unit.into(),
            relative.map_or_else(|| "new".to_owned(), |relative| figure::change(now, needed, relative) + " %").into(),
            unproven(repair.proven).trim_start().into(),
        ]);
    }
    if empty { String::new() } else { page.table(&grid) }
}

/// What helps most without curing, where that was looked at.
fn helping(page: &Page<'_>, others: &[&Repair]) -> String {
    let Some(all) = page.explanation.least_missing_t else { return String::new() };
    let left = others.iter().filter_map(|repair| Some((*repair, repair.remaining_shortfall_t?)));
    let mut helping: Vec<(&Repair, f64)> = left.filter(|(_, left)| *left < all).collect();
    helping.sort_by(|a, b| a.1.total_cmp(&b.1));
    let words: Vec<String> = helping
        .iter()
        .take(MOST)
        .map(|(repair, left)| format!("{} ({} t)", repair.statement, figure::one(*left)))
        .collect();
    if words.is_empty() {
        return String::new();
    }
    let rest = helping.len() - words.len();
    page.say(&format!(
        "Taken out altogether, these would still leave something missing: {}.",
        listed(&words, rest, "more")
    ))
}

/// The number now and the number needed, the latter rounded to the side that cures.
fn both(now: f64, needed: f64) -> [String; 2] {
    [now, figure::cure(now, needed)].map(figure::one)
}

fn together(page: &Page<'_>) -> String {
    let all = &page.explanation.joint_repairs;
    // What is not weighed beside the others, such as a premium, may still be the smallest change of all.
    let least = page.explanation.repairs.iter().filter(|repair| repair.cures).filter_map(|repair| repair.relative);
    let least = least.fold(f64::INFINITY, f64::min);
    let cheapest = all.first().filter(|repair| {
        matches!(&repair.changes[..], [one] if one.value_needed != Some(0.0)) && repair.effort <= least * (1.0 + SAME)
    });
    let alone = cheapest.map(|repair| {
        let statement = &repair.changes[0].statement;
        page.say(&format!("Nothing together is cheaper than {statement} alone{}.", unproven(repair.proven)))
    });
    let telling = all.iter().filter(|repair| repair.changes.len() > 1 && !is_as_cheap(repair, all));
    alone.unwrap_or_default() + &telling.map(|repair| joint(page, repair)).collect::<String>()
}

/// Whether an alternative costs hardly more than what it is an alternative to: it trades one small change for another.
fn is_as_cheap(repair: &JointRepair, all: &[JointRepair]) -> bool {
    let first = all.iter().find(|other| (&other.scope, &other.unit) == (&repair.scope, &repair.unit));
    repair.without.is_some() && first.is_some_and(|first| repair.effort < 1.01 * first.effort)
}

fn joint(page: &Page<'_>, repair: &JointRepair) -> String {
    let effort = match repair.unit.as_str() {
        "USD" => {
            let (unit, usd) = figure::money(&[Some(repair.effort)]);
            format!("{} {unit} of capital", usd.concat())
        }
        _ => format!("{} of relative change in all", percent(repair.effort)),
    };
    let moving = match (&repair.without, repair.scope.as_str()) {
        (Some(spared), scope) => format!("Moving {scope} but {spared}"),
        (None, scope) => format!("Moving {scope}"),
    };
    let mut by_statement: IndexMap<&str, Vec<String>> = IndexMap::new();
    for change in &repair.changes {
        by_statement.entry(&change.statement).or_default().push(movement(change));
    }
    let line = |(statement, movements): (&str, Vec<String>)| {
        let through = if movements[0].contains(" at ") { "let through " } else { "" };
        page.item(&format!("{statement}: {through}{}", listed(&movements, 0, "")))
    };
    let lines: String = by_statement.into_iter().map(line).collect();
    page.say(&format!("{moving}, at least {effort}{}:", unproven(repair.proven))) + &lines
}

/// `raise from 180 to 327.5 t/yr`, or `22.5 t/yr at mining`, several of which may follow each other.
fn movement(change: &Change) -> String {
    let unit = &change.unit;
    match (change.value_now, change.value_needed, &change.detail) {
        (Some(0.0), Some(needed), _) => format!("{} {unit} where there is none", both(0.0, needed)[1]),
        (Some(now), Some(needed), _) => {
            let verb = if needed > now { "raise" } else { "lower" };
            let [now, needed] = both(now, needed);
            format!("{verb} from {now} to {needed} {unit}")
        }
        (_, _, Some(detail)) => format!("{} {unit} at {detail}", figure::one(change.move_by)),
        (_, _, None) => format!("let {} {unit} through", figure::one(change.move_by)),
    }
}
