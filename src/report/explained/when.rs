//! Until when: the verdict of every year in a few lines.

use super::Page;
use crate::report::Verdict;
use crate::report::explanation::{YearVerdict, apart};
use crate::report::{clause, figure};

/// The section on years; nothing where there is only one.
pub fn render(page: &Page<'_>) -> String {
    let years = &page.explanation.timeline;
    if years.len() < 2 {
        return String::new();
    }
    Page::section("Until when", &(lines(page, years) + &page.say(&first(years))))
}

/// Neighbouring years without anything missing share a line.
fn lines(page: &Page<'_>, years: &[YearVerdict]) -> String {
    let mut text = String::new();
    let mut rest = years;
    while let Some(year) = rest.first() {
        let alike =
            rest.iter().take_while(|other| year.verdict != Verdict::Infeasible && other.verdict == year.verdict);
        let run = alike.count().max(1);
        let span: Vec<i32> = rest[..run].iter().map(|year| year.year).collect();
        let span = clause::ranges(&span);
        text += &page.say(&match year.verdict {
            Verdict::Infeasible => {
                let stage = year
                    .binding_stage
                    .as_ref()
                    .map_or(String::new(), |stage| format!(", tightest at {}", apart(stage)));
                format!("{span} infeasible, {} t missing{stage}", figure::one(year.shortfall_t))
            }
            other => format!("{span} {}", other.word()),
        });
        rest = &rest[run..];
    }
    text
}

fn first(years: &[YearVerdict]) -> String {
    let is_feasible = |year: &&YearVerdict| year.verdict == Verdict::Feasible;
    let Some(first) = years.iter().find(is_feasible).map(|year| year.year) else {
        return "Not feasible in any year of the scenario.".to_owned();
    };
    match years.iter().rev().take_while(is_feasible).last().map(|year| year.year) {
        Some(sustained) if sustained == first => format!("Feasible from {first} on."),
        Some(sustained) => format!("First feasible in {first}, in every year only from {sustained} on."),
        None => format!("First feasible in {first}, but not to the end."),
    }
}
