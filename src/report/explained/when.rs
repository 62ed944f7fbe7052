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

/// From when on it works. What is undecided may be either, so nothing is said of it but that.
fn first(years: &[YearVerdict]) -> String {
    let is_feasible = |year: &&YearVerdict| year.verdict == Verdict::Feasible;
    let is_open = |year: &YearVerdict| year.verdict == Verdict::Undecided;
    let open: Vec<i32> = years.iter().filter(|year| is_open(year)).map(|year| year.year).collect();
    let Some(start) = years.iter().position(|year| year.verdict == Verdict::Feasible) else {
        return if open.is_empty() {
            "Not feasible in any year of the scenario.".to_owned()
        } else {
            format!("No year is proven feasible; undecided: {}.", clause::ranges(&open))
        };
    };
    let sustained = years.len() - years.iter().rev().take_while(is_feasible).count();
    let from = years[start].year;
    let proven = |before: &[YearVerdict]| if before.iter().any(is_open) { "proven " } else { "" };
    let first = proven(&years[..start]);
    let every = proven(&years[sustained.saturating_sub(1)..sustained]);
    let text = match years.get(sustained) {
        Some(_) if sustained == start && first.is_empty() => format!("Feasible from {from} on"),
        Some(_) if sustained == start => format!("Proven feasible from {from} on"),
        Some(year) => {
            format!("First {first}feasible in {from}, in every year {every}only from {} on", year.year)
        }
        None if every.is_empty() => format!("First {first}feasible in {from}, but not to the end"),
        None => format!("First {first}feasible in {from}, not proven to the end"),
    };
    if open.is_empty() { text + "." } else { format!("{text}; undecided: {}.", clause::ranges(&open)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(verdicts: &str) -> String {
        let verdict = |letter| match letter {
            'f' => Verdict::Feasible,
            'i' => Verdict::Infeasible,
            _ => Verdict::Undecided,
        };
        let year =
            |(letter, year)| YearVerdict { year, verdict: verdict(letter), shortfall_t: 0.0, binding_stage: None };
        first(&verdicts.chars().zip(2026..).map(year).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_decided_is_stated_as_a_fact() {
        assert_eq!(said("iii"), "Not feasible in any year of the scenario.");
        assert_eq!(said("iff"), "Feasible from 2027 on.");
        assert_eq!(said("fif"), "First feasible in 2026, in every year only from 2028 on.");
        assert_eq!(said("ifi"), "First feasible in 2027, but not to the end.");
    }

    #[test]
    fn an_undecided_year_is_neither() {
        assert_eq!(said("uuuu"), "No year is proven feasible; undecided: 2026-2029.");
        assert_eq!(said("iui"), "No year is proven feasible; undecided: 2027.");
        assert_eq!(said("uff"), "Proven feasible from 2027 on; undecided: 2026.");
        assert_eq!(said("fuf"), "First feasible in 2026, in every year proven only from 2028 on; undecided: 2027.");
        assert_eq!(
            said("ufuf"),
            "First proven feasible in 2027, in every year proven only from 2029 on; undecided: 2026, 2028."
        );
        assert_eq!(said("fuif"), "First feasible in 2026, in every year only from 2029 on; undecided: 2027.");
        assert_eq!(said("ffu"), "First feasible in 2026, not proven to the end; undecided: 2028.");
        assert_eq!(said("ufui"), "First proven feasible in 2027, but not to the end; undecided: 2026, 2028.");
    }
}
