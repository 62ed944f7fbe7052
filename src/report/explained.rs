//! Reasons in plain words: one page per question, for a reader who has never seen a linear program.

use super::explanation::Explanation;
use super::figure;
use super::table::grid::{FAINT, HEAD, paint, plain, wrap};
use super::{Report, Verdict, table};

mod cure;
mod tight;
mod when;
mod why;

/// Renders statements that cannot hold together where the file says them, given their key paths.
pub type Snippets<'a> = &'a dyn Fn(&[String]) -> String;

/// The reasons of every question of `report` as styled text.
#[must_use]
pub fn render(report: &Report, width: usize, snippets: Snippets<'_>) -> String {
    let mut text = table::title(report, width);
    let page = |headline: String, explanation: &Explanation| {
        let page = Page { report, explanation, width, snippets };
        page.render(&headline)
    };
    for system in report.system.iter().flatten() {
        if let Some(explanation) = &system.explanation {
            let of_year = report.answers.iter().filter(|answer| answer.year == system.year);
            let demand: f64 = of_year.map(|answer| answer.demand_t).sum();
            let short = system.least_shortfall_t.unwrap_or(system.shortfall_t);
            text += &page(headline("All members together", system.year, system.verdict, short, demand), explanation);
        }
    }
    for answer in &report.answers {
        if let Some(explanation) = &answer.explanation {
            let headline = headline(&answer.member, answer.year, answer.verdict, answer.shortfall_t, answer.demand_t);
            text += &page(headline, explanation);
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
    explanation: &'a Explanation,
    width: usize,
    snippets: Snippets<'a>,
}

impl Page<'_> {
    fn render(&self, headline: &str) -> String {
        let mut text = format!("\n{}", wrap(headline, self.width, 2));
        if self.report.question.mode == "joint" {
            text += &self.small(
                "Everybody else is held at what the fair split gives them; what is added goes to those \
                                 asked about.",
            );
        }
        text += &why::render(self);
        text += &cure::render(self);
        text += &tight::render(self);
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

    /// A paragraph in small print.
    fn small(&self, sentence: &str) -> String {
        let text = wrap(sentence, self.width.saturating_sub(INDENT), 0);
        indented(&text.lines().map(|line| paint(line, FAINT) + "\n").collect::<String>())
    }

    /// A table, indented.
    fn table(&self, grid: &table::grid::Grid) -> String {
        indented(&grid.render(self.width.saturating_sub(INDENT)))
    }

    /// Where the file says a statement: `scenario.toml:27`.
    fn place(&self, statement: &str) -> String {
        let place = self.report.places.get(statement);
        place.map_or(String::new(), |place| format!("{}:{}", place.file, place.line))
    }
}

/// Columns by which everything below a heading is indented.
const INDENT: usize = 2;

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

/// What marks a figure that is not proven.
fn unproven(proven: bool) -> &'static str {
    if proven { "" } else { " (not proven)" }
}

/// A fraction as per cent with up to three significant digits below 10.
fn percent(fraction: f64) -> String {
    figure::one(100.0 * fraction) + " %"
}
