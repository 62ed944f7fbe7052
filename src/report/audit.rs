//! What the numbers of a scenario rest on: how many of which grade, which name no source, and how much capacity each
//! grade carries.

use std::fmt::Write as _;

use indexmap::IndexMap;
use serde::Serialize;

use super::figure;
use super::table::grid::{Column, Grid};

/// The evidence of one scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Audit {
    /// The file as given.
    pub path: String,
    /// How many numbers, by kind and grade (`none` where a number has no grade).
    pub numbers: IndexMap<String, IndexMap<String, usize>>,
    /// Key paths of numbers that name no source, in file order.
    pub without_source: Vec<String>,
    /// Key paths of numbers without a grade, in file order.
    pub without_grade: Vec<String>,
    /// Facilities that do not say how real they are, in file order.
    pub without_status: Vec<String>,
    /// Capacity by stage, commodity and year.
    pub capacity: Vec<Carried>,
}

/// How much of a capacity each grade carries.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Carried {
    /// The stage.
    pub stage: String,
    /// What is shipped, fed, limited or made.
    pub commodity: String,
    /// The year.
    pub year: i32,
    /// All of it, t.
    pub capacity_t: f64,
    /// Parts of it by grade, 0..=1 (`none` where a capacity has no grade); empty where there is none.
    pub shares: IndexMap<String, f64>,
}

/// The columns of grades, in order.
pub const GRADES: [&str; 4] = ["reported", "unverified", "assumed", "none"];
/// Key paths shown of a list.
const MOST: usize = 10;

/// The audits as a page to read; capacities of the first and the last year.
#[must_use]
pub fn render(audits: &[Audit], width: usize) -> String {
    audits.iter().map(|audit| page(audit, width)).collect::<Vec<_>>().join("\n")
}

fn page(audit: &Audit, width: usize) -> String {
    let mut text = format!("{}: what its numbers rest on\n\n", audit.path);
    let heads = || GRADES.map(|grade| Column::figures(if grade == "none" { "no grade" } else { grade }, ""));
    let mut grid = Grid::new([vec![Column::key("numbers")], heads().to_vec()].concat());
    for (kind, by_grade) in &audit.numbers {
        let counts = GRADES.map(|grade| by_grade.get(grade).copied().unwrap_or(0).to_string().into());
        grid.row([vec![kind.as_str().into()], counts.to_vec()].concat());
    }
    text += &grid.render(width);
    let years = audit.capacity.iter().map(|entry| entry.year);
    let ends = [years.clone().min(), years.max()];
    let keys = ["stage", "capacity of", "year"].map(Column::key);
    let mut grid = Grid::new([keys.to_vec(), vec![Column::figures("total", "t")], heads().to_vec()].concat());
    let shown: Vec<&Carried> = audit.capacity.iter().filter(|entry| ends.contains(&Some(entry.year))).collect();
    let totals = figure::column(&shown.iter().map(|entry| Some(entry.capacity_t)).collect::<Vec<_>>());
    for (entry, total) in shown.into_iter().zip(totals) {
        let share = |grade: &str| {
            entry.shares.get(grade).map_or_else(|| "-".to_owned(), |share| format!("{:.0} %", 100.0 * share))
        };
        let mut row = vec![entry.stage.as_str().into(), entry.commodity.as_str().into(), entry.year.to_string().into()];
        row.push(total.into());
        row.extend(GRADES.map(|grade| share(grade).into()));
        grid.row(row);
    }
    text.push('\n');
    text += &grid.render(width);
    for (what, list) in [
        ("numbers name no source", &audit.without_source),
        ("numbers have no grade and count as assumed", &audit.without_grade),
        ("facilities have no status and count as operating", &audit.without_status),
    ] {
        let _ = writeln!(text, "\n{} {what}{}", list.len(), if list.is_empty() { "" } else { ":" });
        for path in list.iter().take(MOST) {
            let _ = writeln!(text, "  {path}");
        }
        if list.len() > MOST {
            let _ = writeln!(text, "  … and {} more; `--format json` lists all", list.len() - MOST);
        }
    }
    text
}
