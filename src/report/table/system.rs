//! Everybody together: a row per year, and how well the consumers outside the alliance fare.

use super::detail::transfer_parts;
use super::grid::{Cell, Column, Grid, HEAD, paint};
use super::verdict;
use crate::report::{Report, SystemAnswer, figure};

/// The tables of a `joint` question; none in other modes.
pub fn render(report: &Report, width: usize) -> Vec<String> {
    let Some(system) = report.system.as_deref().filter(|system| !system.is_empty()) else { return Vec::new() };
    let titled = |title: &str, grid: &Grid| format!("{}\n{}", paint(title, HEAD), grid.render(width));
    let mut parts = vec![titled("All together", &years_of(system))];
    let years: Vec<i32> = system.iter().map(|answer| answer.year).collect();
    let transfers: Vec<_> = system.iter().map(|answer| answer.transfers).collect();
    if let (unit, Some(grid)) = transfer_parts(&years, &transfers) {
        parts.push(titled(&format!("All together: parts of the cost, {unit}"), &grid));
    }
    parts.extend(others(system).map(|grid| titled("Other consumers: coverage, % of demand", &grid)));
    parts
}

fn years_of(system: &[SystemAnswer]) -> Grid {
    let values = |pick: fn(&SystemAnswer) -> Option<f64>| -> Vec<Option<f64>> { system.iter().map(pick).collect() };
    let costs: Vec<Option<f64>> = [
        values(|answer| answer.alliance_cost_usd),
        values(|answer| answer.cost_usd),
        values(|answer| answer.baseline_cost_usd),
    ]
    .concat();
    let (unit, costs) = figure::money(&costs);
    let shortfalls = figure::column(
        &[values(|answer| Some(answer.shortfall_t)), values(|answer| answer.least_shortfall_t)].concat(),
    );
    let premiums = figure::percent(&values(|answer| answer.premium));
    let mut grid = Grid::new(vec![
        Column::key("year"),
        Column::key("verdict"),
        Column::figures("shortfall", "t"),
        Column::figures("least shortfall", "t"),
        Column::figures("alliance cost", unit),
        Column::figures("total cost", unit),
        Column::figures("baseline cost", unit),
        Column::figures("premium", "%"),
    ]);
    for (index, answer) in system.iter().enumerate() {
        let (word, style) = verdict(answer.verdict);
        let most = |is_open: bool, text: &str| if is_open { figure::bound("≤", text) } else { text.to_owned() };
        let count = system.len();
        let mut row = vec![answer.year.to_string().into(), Cell::styled(word, style)];
        let shortfalls = [&shortfalls[index], &shortfalls[count + index]];
        row.extend(shortfalls.map(|text| Cell::from(most(answer.is_shortfall_open(), text))));
        let [alliance, total, baseline] = [0, 1, 2].map(|column| &costs[column * count + index]);
        row.push(alliance.clone().into());
        row.push(most(answer.is_cost_open(), total).into());
        row.extend([baseline, &premiums[index]].map(|text| Cell::from(text.clone())));
        grid.row(row);
    }
    grid
}

fn others(system: &[SystemAnswer]) -> Option<Grid> {
    let members: Vec<&str> = system.first()?.others.iter().map(|other| other.member.as_str()).collect();
    if members.is_empty() {
        return None;
    }
    let mut columns = vec![Column::key("consumer")];
    columns.extend(system.iter().map(|answer| Column::figures(&answer.year.to_string(), "")));
    let mut grid = Grid::new(columns);
    let coverage = |member: &str, answer: &SystemAnswer| {
        answer.others.iter().find(|other| other.member == member).and_then(|other| other.coverage)
    };
    let values: Vec<Option<f64>> =
        members.iter().flat_map(|member| system.iter().map(|answer| coverage(member, answer))).collect();
    for (member, texts) in members.iter().zip(figure::coverage(&values).chunks(system.len())) {
        grid.row([Cell::from(*member)].into_iter().chain(texts.iter().cloned().map(Cell::from)).collect());
    }
    Some(grid)
}
