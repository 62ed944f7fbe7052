//! Reasons in plain words: one page per question, for a reader who has never seen a linear program.

use super::explanation::Explanation;
use super::figure;
use super::table::grid::{FAINT, HEAD, paint, plain, wrap};
use super::{Report, Verdict, table};

mod cure;
pub mod facts;
mod flips;
mod tight;
mod when;
mod why;

/// Renders statements that cannot hold together in a year where the file says them, given their key paths.
pub type Snippets<'a> = &'a dyn Fn(i32, &[String]) -> String;

/// The reasons of every question of `report` as styled text.
#[must_use]
pub fn render(report: &Report, width: usize, snippets: Snippets<'_>) -> String {
    let mut text = table::title(report, width);
    let page = |year: i32, headline: String, short: f64, explanation: &Explanation| {
        let page = Page { report, year, explanation, width, snippets };
        page.render(&headline, short)
    };
    let mut told = false;
    for system in report.system.iter().flatten() {
        if let Some(explanation) = &system.explanation {
            let of_year = report.answers.iter().filter(|answer| answer.year == system.year);
            let demand: f64 = of_year.map(|answer| answer.demand_t).sum();
            let short = system.least_shortfall_t.unwrap_or(system.shortfall_t);
            let headline = headline("All members together", system.year, system.verdict, short, demand);
            text += &page(system.year, headline, short, explanation);
            told = report.question.members.len() == 1;
        }
    }
    // Where there is only one member, its reasons are those of all and were told.
    for answer in report.answers.iter().filter(|_| !told) {
        if let Some(explanation) = &answer.explanation {
            let headline = headline(&answer.member, answer.year, answer.verdict, answer.shortfall_t, answer.demand_t);
            text += &page(answer.year, headline, answer.shortfall_t, explanation);
        }
    }
    text
}

fn headline(who: &str, year: i32, verdict: Verdict, short: f64, demand: f64) -> String {
    let (word, style) = table::verdict(verdict);
    let [short, demand] = [figure::one(short), figure::one(demand)];
    let rest = match verdict {
        Verdict::Feasible => format!("the whole demand of {demand} t can be met."),
        Verdict::Infeasible => format!("of {demand} t asked for, {short} t cannot be supplied."),
        Verdict::Undecided => format!("of {demand} t asked for, at most {short} t is missing; neither is proven."),
    };
    format!("{}: {}, {rest}", paint(&format!("{}, {year}", plain(who)), HEAD), paint(word, style))
}

/// One question's page.
struct Page<'a> {
    report: &'a Report,
    year: i32,
    explanation: &'a Explanation,
    width: usize,
    snippets: Snippets<'a>,
}

impl Page<'_> {
    fn render(&self, headline: &str, short: f64) -> String {
        let mut text = format!("\n{}", wrap(headline, self.width, 2));
        let least = self.explanation.least_missing_t;
        if let Some(least) = least.filter(|_| self.explanation.demands_held > 0) {
            text += &self.small(
                "Everybody else keeps what the fair split gives them; whatever is added below goes to those asked about.",
            );
            if figure::one(least) != figure::one(short) {
                let least = figure::one(least);
                text += &self.small(&format!(
                    "Traded off between commodities, at least {least} t are missing; the figures below count that."
                ));
            }
        }
        text += &why::render(self);
        text += &cure::render(self);
        text += &tight::render(self);
        text += &flips::render(self);
        text += &when::render(self);
        text
    }

    /// A heading with what stands below it; nothing where that is empty.
    fn section(heading: &str, body: &str) -> String {
        if body.is_empty() { String::new() } else { format!("\n{}\n{body}", paint(heading, HEAD)) }
    }

    /// A paragraph, indented.
    fn say(&self, sentence: &str) -> String {
        let text = wrap(&plain(sentence), self.width.saturating_sub(INDENT), 0);
        indented(&text)
    }

    /// A paragraph, indented further.
    fn item(&self, sentence: &str) -> String {
        let text = wrap(&plain(sentence), self.width.saturating_sub(2 * INDENT), 2);
        indented(&indented(&text))
    }

    /// A paragraph in small print.
    fn small(&self, sentence: &str) -> String {
        let text = wrap(sentence, self.width.saturating_sub(INDENT), 0);
        indented(&text.lines().map(|line| paint(line, FAINT) + "\n").collect::<String>())
    }

    /// A table, indented.
    fn table(&self, grid: &table::grid::Grid) -> String {
        indented(&grid.render(self.width.saturating_sub(INDENT)))
    }

    /// Where a statement stands: `line 27` of the scenario's own file, `base.toml:27` elsewhere, `--set` for an argument.
    fn place(&self, statement: &str) -> String {
        match self.report.places.get(statement) {
            Some(place) if place.file == self.report.scenario.path => format!("line {}", place.line),
            Some(place) if place.file.starts_with("--") => place.file.clone(),
            Some(place) => format!("{}:{}", place.file, place.line),
            None => String::new(),
        }
    }
}

/// Columns by which everything below a heading is indented.
const INDENT: usize = 2;

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

/// `a, b and 3 more`
fn listed(words: &[String], rest: usize, more: &str) -> String {
    match words {
        [] => String::new(),
        _ if rest > 0 => format!("{} and {rest} {more}", words.join(", ")),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What marks a figure that is not proven.
fn unproven(proven: bool) -> &'static str {
    if proven { "" } else { " (not proven)" }
}

/// A fraction as per cent.
fn percent(fraction: f64) -> String {
    figure::one(100.0 * fraction) + " %"
}
