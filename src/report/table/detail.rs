//! One member in full: a row per year, what is missing by commodity, the parts of the cost, and the mix.

use super::grid::{Cell, Column, Grid, HEAD, paint, plain};
use super::verdict;
use crate::report::{Answer, Report, Transfers, figure};

/// The tables of one member.
pub fn render(report: &Report, member: &str, width: usize) -> Vec<String> {
    let answers: Vec<&Answer> = report.answers_of(member).collect();
    if answers.is_empty() {
        return Vec::new();
    }
    let name = plain(member);
    let titled =
        |title: &str, grid: Option<Grid>| grid.map(|grid| format!("{}\n{}", paint(title, HEAD), grid.render(width)));
    let transfers: Vec<Option<Transfers>> = answers.iter().map(|answer| answer.transfers).collect();
    let years: Vec<i32> = answers.iter().map(|answer| answer.year).collect();
    let (unit, parts) = transfer_parts(&years, &transfers);
    [
        titled(&name, Some(years_of(&answers))),
        titled(&format!("{name}: shortfall by commodity, t"), shortfalls(&answers)),
        titled(&format!("{name}: parts of the cost, {unit}"), parts),
        titled(&format!("{name}: where it comes from, % of what is used"), mix(&answers)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A row per year.
fn years_of(answers: &[&Answer]) -> Grid {
    let values = |pick: fn(&Answer) -> Option<f64>| -> Vec<Option<f64>> { answers.iter().map(|a| pick(a)).collect() };
    let (unit, costs) = figure::money(&values(|answer| answer.cost_usd));
    let columns = [
        figure::coverage(&values(|answer| answer.coverage)),
        figure::column(&values(|answer| Some(answer.demand_t))),
        figure::column(&values(|answer| Some(answer.shortfall_t))),
        costs,
        figure::column(&values(|answer| answer.cost_per_t_usd)),
        figure::percent(&values(|answer| answer.premium)),
    ];
    let mut grid = Grid::new(vec![
        Column::key("year"),
        Column::key("verdict"),
        Column::figures("coverage", "%"),
        Column::figures("demand", "t"),
        Column::figures("shortfall", "t"),
        Column::figures("cost", unit),
        Column::figures("cost", "USD/t"),
        Column::figures("premium", "%"),
    ]);
    for (index, answer) in answers.iter().enumerate() {
        let (word, style) = verdict(answer.verdict);
        let mut row = vec![answer.year.to_string().into(), Cell::styled(word, style)];
        row.extend(columns.iter().enumerate().map(|(column, texts)| {
            let text = &texts[index];
            Cell::from(match column {
                0 if answer.is_shortfall_open() => figure::bound("≥", text),
                2 if answer.is_shortfall_open() => figure::bound("≤", text),
                3 | 4 if answer.is_cost_open() => figure::bound("≤", text),
                _ => text.clone(),
            })
        }));
        grid.row(row);
    }
    grid
}

/// What is missing by commodity, where that says more than the sum.
fn shortfalls(answers: &[&Answer]) -> Option<Grid> {
    let mut commodities: Vec<&str> = Vec::new();
    for shortfall in answers.iter().flat_map(|answer| &answer.shortfalls) {
        if shortfall.shortfall_t > 0.0 && !commodities.contains(&shortfall.commodity.as_str()) {
            commodities.push(&shortfall.commodity);
        }
    }
    let wanted: usize = answers.iter().map(|answer| answer.shortfalls.len()).max().unwrap_or(0);
    if commodities.is_empty() || wanted < 2 {
        return None;
    }
    let mut grid = by_year(&["commodity"], answers.iter().map(|answer| answer.year));
    for commodity in commodities {
        let missing = |answer: &&Answer| {
            let found = answer.shortfalls.iter().find(|shortfall| shortfall.commodity == commodity);
            found.map(|shortfall| shortfall.shortfall_t)
        };
        let texts = figure::column(&answers.iter().map(missing).collect::<Vec<_>>());
        grid.row([commodity.into()].into_iter().chain(texts.into_iter().map(Cell::from)).collect());
    }
    Some(grid)
}

/// The parts of the cost, where there are more than the use of resources, with their unit.
pub fn transfer_parts(years: &[i32], transfers: &[Option<Transfers>]) -> (&'static str, Option<Grid>) {
    type Part = fn(&Transfers) -> f64;
    let lines: [(&str, Part); 5] = [
        ("resources", |transfers| transfers.resource_cost_usd),
        ("tariffs", |transfers| transfers.tariffs_usd),
        ("subsidies", |transfers| -transfers.subsidies_usd),
        ("price floors", |transfers| transfers.price_floors_usd),
        ("broken soft statements", |transfers| transfers.slack_usd),
    ];
    let occurs = |pick: Part| transfers.iter().flatten().any(|transfers| pick(transfers) != 0.0);
    if !lines[1..].iter().any(|(_, pick)| occurs(*pick)) {
        return ("USD", None);
    }
    let lines: Vec<_> = lines.into_iter().filter(|(_, pick)| occurs(*pick)).collect();
    let values: Vec<Option<f64>> =
        lines.iter().flat_map(|(_, pick)| transfers.iter().map(|transfers| transfers.as_ref().map(*pick))).collect();
    let (unit, texts) = figure::money(&values);
    let mut grid = by_year(&["part"], years.iter().copied());
    for ((name, _), texts) in lines.iter().zip(texts.chunks(transfers.len())) {
        grid.row([Cell::from(*name)].into_iter().chain(texts.iter().cloned().map(Cell::from)).collect());
    }
    (unit, Some(grid))
}

/// Share of each country in what is used of each commodity, facilities of one country together.
fn mix(answers: &[&Answer]) -> Option<Grid> {
    let mut places: Vec<[&str; 3]> = Vec::new();
    for entry in answers.iter().flat_map(|answer| &answer.mix) {
        let place = [entry.stage.as_str(), &entry.commodity, &entry.country];
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if places.is_empty() {
        return None;
    }
    let first = |place: &[&str; 3], depth: usize| places.iter().position(|other| other[..depth] == place[..depth]);
    let mut sorted = places.clone();
    sorted.sort_by_key(|place| (first(place, 1), first(place, 2), first(place, 3)));
    let share = |place: &[&str; 3], answer: &Answer| {
        let here = answer.mix.iter().filter(|entry| [entry.stage.as_str(), &entry.commodity, &entry.country] == *place);
        here.map(|entry| entry.share).reduce(|sum, share| sum + share)
    };
    let values: Vec<Option<f64>> =
        sorted.iter().flat_map(|place| answers.iter().map(|answer| share(place, answer))).collect();
    let texts = figure::percent(&values);
    let mut grid = by_year(&["stage", "commodity", "country"], answers.iter().map(|answer| answer.year));
    let mut above = ["", "", ""];
    for (place, texts) in sorted.iter().zip(texts.chunks(answers.len())) {
        let stage = if place[0] == above[0] { "" } else { place[0] };
        let commodity = if place[..2] == above[..2] { "" } else { place[1] };
        let shares = texts.iter().map(|text| if text == figure::NONE { "".into() } else { text.as_str().into() });
        grid.row([stage.into(), commodity.into(), place[2].into()].into_iter().chain(shares).collect());
        above = *place;
    }
    Some(grid)
}

/// A table with years as columns.
fn by_year(keys: &[&str], years: impl IntoIterator<Item = i32>) -> Grid {
    let keys = keys.iter().map(|key| Column::key(key));
    Grid::new(keys.chain(years.into_iter().map(|year| Column::figures(&year.to_string(), ""))).collect())
}
