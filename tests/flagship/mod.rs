//! The flagship as a table, for tests that compare its numbers and answers with published ones.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::fs;
use std::path::Path;

use toml::{Table, Value};

/// The path of a scenario of this repository.
pub fn scenario(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    path.to_str().expect("the repository's path is UTF-8").to_owned()
}

/// The flagship as it is written.
pub fn flagship() -> Table {
    let text = fs::read_to_string(scenario("g7-magnets.toml")).expect("the flagship can be read");
    text.parse().expect("the flagship is TOML")
}

/// A table inside a table.
pub fn table<'a>(parent: &'a Table, key: &str) -> &'a Table {
    parent.get(key).and_then(Value::as_table).unwrap_or_else(|| panic!("no table `{key}`"))
}

/// A number, whichever way it is written, with a range or without.
pub fn float(value: &Value) -> f64 {
    match value {
        Value::Integer(whole) => *whole as f64,
        Value::Float(number) => *number,
        Value::Table(ranged) => float(&ranged["value"]),
        other => panic!("{other} is no number"),
    }
}

/// A step series in 2025.
pub fn in_2025(series: &Value) -> f64 {
    let Some(steps) = series.as_table().filter(|table| !table.contains_key("value")) else { return float(series) };
    let latest = steps
        .iter()
        .filter_map(|(year, value)| Some((year.parse::<i32>().ok()?, float(value))))
        .filter(|(year, _)| *year <= 2025)
        .max_by_key(|(year, _)| *year);
    latest.map_or(0.0, |(_, value)| value)
}

/// The facilities that run `process`, with their names.
pub fn running<'a>(flagship: &'a Table, process: &'a str) -> impl Iterator<Item = (&'a str, &'a Table)> {
    table(flagship, "facility").iter().filter_map(move |(name, value)| {
        let facility = value.as_table()?;
        let runs = match facility.get("process")? {
            Value::Array(names) => names.iter().any(|name| name.as_str() == Some(process)),
            one => one.as_str() == Some(process),
        };
        runs.then_some((name.as_str(), facility))
    })
}

/// Whether a facility stands in a country.
pub fn stands_in(facility: &Table, country: &str) -> bool {
    facility["country"].as_str() == Some(country)
}
