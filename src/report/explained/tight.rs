//! How tight it is: stage by stage, policy or physics, margins, prices on both sides, the value of policies.

use super::{Page, percent, unproven};
use crate::report::explanation::{Causes, NoPrice, Price, apart};
use crate::report::figure;
use crate::report::table::grid::{Column, Grid};

/// The sections on tightness.
pub fn render(page: &Page<'_>) -> String {
    let causes = page.explanation.causes.as_ref();
    Page::section("Stage by stage, if no other stage had limits of capacity", &stages(page))
        + &Page::section("Policy or physics", &causes.map_or(String::new(), |causes| policy_or_physics(page, causes)))
        + &Page::section("How far the verdict is from turning", &margin(page))
        + &Page::section("What one unit less or more is worth", &prices(page))
        + &Page::section("What taking a policy away would bring", &policies(page))
}

fn stages(page: &Page<'_>) -> String {
    let stages = &page.explanation.stages;
    if stages.is_empty() {
        return String::new();
    }
    let column = |pick: fn(&crate::report::explanation::StageShortfall) -> f64| {
        figure::column(&stages.iter().map(|stage| Some(pick(stage))).collect::<Vec<_>>())
    };
    let (delivered, short) = (column(|stage| stage.delivered_t), column(|stage| stage.shortfall_t));
    let mut grid = Grid::new(vec![
        Column::key("stage"),
        Column::figures("supplied", "t"),
        Column::figures("missing", "t"),
        Column::key(""),
    ]);
    for ((stage, delivered), short) in stages.iter().zip(delivered).zip(short) {
        let binding = page.explanation.binding_stage.as_deref() == Some(&stage.stage);
        let note = if binding { "tightest" } else { "" };
        let note = format!("{note}{}", unproven(stage.proven));
        grid.row(vec![apart(&stage.stage).into(), delivered.into(), short.into(), note.trim_start().into()]);
    }
    let anyway = page.explanation.causes.as_ref().and_then(|causes| causes.without_capacities_t);
    let none = anyway.is_some() && anyway >= page.explanation.least_missing_t;
    let note = "No stage is to blame: without any limit of capacity as much is missing.";
    page.table(&grid) + &if none { page.say(note) } else { String::new() }
}

fn policy_or_physics(page: &Page<'_>, causes: &Causes) -> String {
    if page.explanation.policies.is_empty() {
        return page.say(if causes.without_capacities_t == Some(0.0) {
            "Physics: no policy is in force, and the capacities do not suffice."
        } else {
            "Physics: no policy is in force, and not even unlimited capacities of those who take part would suffice."
        });
    }
    let mut lines: Vec<(String, Option<f64>)> = vec![("any policy".to_owned(), causes.without_policies_t)];
    if !page.report.question.avoid.is_empty() {
        lines[0].0 += ", the avoidance included";
        lines.push(("the avoidance".to_owned(), causes.without_avoidance_t));
        let stages = causes.avoidance_relaxed_at.iter();
        lines.extend(stages.map(|stage| (format!("the avoidance at {}", stage.stage), Some(stage.shortfall_t))));
    }
    lines.push(("any limit of capacity".to_owned(), causes.without_capacities_t));
    lines.push(("policies and limits of capacity".to_owned(), causes.without_either_t));
    let short = figure::column(&lines.iter().map(|line| line.1).collect::<Vec<_>>());
    let mut grid = Grid::new(vec![Column::key("without"), Column::figures("missing", "t")]);
    for ((what, _), short) in lines.iter().zip(short) {
        grid.row(vec![what.as_str().into(), short.into()]);
    }
    let verdict = whose_fault(page, causes).map_or(String::new(), |verdict| page.say(&verdict));
    let open = if causes.proven { String::new() } else { page.say("Not all of these figures are proven.") };
    verdict + &page.table(&grid) + &open
}

/// Policies or capacities, beyond what routes and recipes leave missing without either.
fn whose_fault(page: &Page<'_>, causes: &Causes) -> Option<String> {
    let anyway = causes.without_either_t?;
    let all = page.explanation.least_missing_t?;
    let tonnes = figure::one(anyway);
    if anyway >= all {
        return Some("Neither: with no policy in force and unlimited capacities as much is missing.".to_owned());
    }
    let verdict = match (causes.without_policies_t? > anyway, causes.without_capacities_t? > anyway) {
        (false, false) => {
            "Both together: without policies the capacities suffice, and with unlimited capacities the policies do no harm."
        }
        (false, true) => "Policy: without it the capacities suffice, with it not even unlimited ones do.",
        (true, false) => "Physics: even without any policy the capacities do not suffice.",
        (true, true) => "Either is enough: something is missing without policies, and with unlimited capacities too.",
    };
    let rest =
        if anyway > 0.0 { format!(" All this beside {tonnes} t that neither is to blame for.") } else { String::new() };
    Some(format!("{verdict}{rest}"))
}

fn margin(page: &Page<'_>) -> String {
    let margin = &page.explanation.margin;
    let short = !page.explanation.conflict.is_empty();
    let mut text = String::new();
    let open = unproven(margin.proven);
    if let Some(share) = margin.capacity_uplift {
        let share = percent(figure::shown_above(share));
        text += &page.say(&format!("It turns feasible once all capacities are {share} larger{open}."));
    } else if short {
        text += &page.say(&format!("No rise of all capacities in proportion turns it{open}."));
    }
    if let Some(share) = margin.demand_growth {
        let share = percent(figure::shown_below(share));
        text += &page.say(&format!("It stays feasible until the demand is {share} larger{open}."));
    }
    if let Some(share) = margin.capacity_loss {
        let share = percent(figure::shown_below(share));
        text += &page.say(&format!("It stays feasible until all capacities are {share} smaller{open}."));
    }
    text
}

fn prices(page: &Page<'_>) -> String {
    // A price of nothing on both sides tells nobody anything.
    let worth_telling = |price: &&Price| price.left != Some(0.0) || price.right != Some(0.0);
    let prices: Vec<&Price> = page.explanation.prices.iter().filter(worth_telling).collect();
    let Some(first) = prices.first() else { return String::new() };
    let unit = first.unit.split('/').next().unwrap_or_default().to_owned();
    let unit = if unit == "t" { "t missing" } else { "USD" };
    let mut grid = Grid::new(vec![
        Column::key("statement"),
        Column::figures("now", ""),
        Column::figures("one less", unit),
        Column::figures("one more", unit),
        Column::figures("holds from", ""),
        Column::figures("to", ""),
        Column::key(""),
    ]);
    for price in &prices {
        // Less of a capacity adds to what is missing or paid, less of a demand takes away.
        let (less, more) = if price.statement.starts_with("member.") { (-1.0, 1.0) } else { (1.0, -1.0) };
        let [from, to] = [price.left_from, price.right_to].map(|end| figure::column(&[end]).remove(0));
        grid.row(vec![
            price.statement.as_str().into(),
            figure::one(price.value_now).into(),
            side(price.left, less, price.left_reason).into(),
            side(price.right, more, price.right_reason).into(),
            from.into(),
            to.into(),
            unproven(price.proven).trim_start().into(),
        ]);
    }
    let all = page.explanation.prices_complete;
    let note = if all { String::new() } else { page.small("Those with the largest effects; others bind too.") };
    page.table(&grid) + &note
}

/// `+0.577`, or why there is none.
fn side(price: Option<f64>, sign: f64, reason: Option<NoPrice>) -> String {
    match (price, reason) {
        (Some(0.0), _) => "0".to_owned(),
        (Some(price), _) => {
            let change = price * sign;
            let plus = if change > 0.0 { "+" } else { "" };
            format!("{plus}{}", figure::one(change))
        }
        (None, Some(NoPrice::Zero)) => "-".to_owned(),
        (None, Some(NoPrice::Infeasible)) => "infeasible".to_owned(),
        (None, _) => "not proven".to_owned(),
    }
}

fn policies(page: &Page<'_>) -> String {
    let values = &page.explanation.policies;
    let matters = |value: &&crate::report::explanation::PolicyValue| {
        value.saves_usd.or(value.saves_shortfall_t).is_none_or(|saved| saved != 0.0)
    };
    let telling: Vec<_> = values.iter().filter(matters).collect();
    let mut text = String::new();
    for value in &telling {
        let saves = match (value.saves_usd, value.saves_shortfall_t) {
            (Some(usd), _) => format!("saves {} USD", figure::one(usd)),
            (None, Some(tonnes)) => format!("{} t less missing", figure::one(tonnes)),
            (None, None) => "not known".to_owned(),
        };
        text += &page.say(&format!("{}: {saves}{}", value.statement, unproven(value.proven)));
    }
    let idle = values.len() - telling.len();
    match (idle, telling.is_empty()) {
        (0, _) => {}
        (1, true) => text += &page.say("Nothing: the one policy in force does not matter here."),
        (_, true) => text += &page.say(&format!("Nothing: none of the {idle} policies in force matters here.")),
        (1, false) => text += &page.say("The other policy in force does not matter here."),
        (_, false) => text += &page.say(&format!("The other {idle} policies in force do not matter here.")),
    }
    text
}
