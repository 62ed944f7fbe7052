//! The report for people at a terminal: the verdicts in words first, then the figures, then what the words mean.

use super::clause::{PARTS, first_feasible, ranges, sustained_from};
use super::{Answer, QuestionRef, Report, SystemAnswer, Verdict};
use grid::{BAD, FAINT, GOOD, HEAD, OPEN, paint, plain, wrap};

mod beside;
mod detail;
pub(super) mod grid;
mod headline;
mod overview;
mod system;

/// Up to this many members are shown in detail without being asked for.
const DETAILED: usize = 3;

/// How the reader wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Every member in detail.
    pub verbose: bool,
}

/// The report as styled text; strip the escapes where nobody sees colours.
#[must_use]
pub fn render(report: &Report, look: Look) -> String {
    let detailed = look.verbose || report.question.members.len() <= DETAILED;
    let mut parts = vec![title(report, look.width), headline::render(report, look.width)];
    parts.extend(system::render(report, look.width));
    if report.question.members.len() > 1 {
        parts.extend(overview::render(report, detailed, look.width));
    }
    if detailed {
        for member in &report.question.members {
            parts.extend(detail::render(report, member, look.width));
        }
    }
    if let [member] = report.question.members.as_slice() {
        parts.push(from_when(report, member));
    }
    parts.extend(beside::render(report, look.width));
    parts.push(meaning(report, detailed, look.width));
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// What was asked of what.
pub(super) fn title(report: &Report, width: usize) -> String {
    let question = asked(report);
    format!("{}\n{}", paint(&plain(&report.scenario.title), HEAD), wrap(&plain(&question), width, 2))
}

/// What was asked, in a line.
#[must_use]
pub fn asked(report: &Report) -> String {
    let QuestionRef { mode, avoid, avoid_stages, years, statuses, .. } = &report.question;
    let who = match mode.as_str() {
        "joint" => "joint: everybody on the same capacity",
        "alone" => "alone: each member with all others absent",
        "own" => "own: each member with only what it owns",
        other => other,
    };
    let avoided = match avoid.as_slice() {
        [] => "nothing avoided".to_owned(),
        avoid => format!("avoiding {} at {}", avoid.join(", "), avoid_stages.join(", ")),
    };
    let mut question = format!("{who}; {avoided}; {}", ranges(years));
    if report.question.counts_only_some() {
        question.extend(["; only what is ", &statuses.join(", ")]);
    }
    if report.scenario.evidence != "stated" {
        question.extend(["; ", &report.scenario.evidence, " reading of the evidence"]);
    }
    question
}

/// The years from which it works, where no overview has them.
fn from_when(report: &Report, member: &str) -> String {
    let (first, sustained) = (first_feasible(report, member), sustained_from(report, member));
    format!("First feasible year: {first}; sustained from: {sustained}\n")
}

/// What the words promise, and what was computed with.
fn meaning(report: &Report, detailed: bool, width: usize) -> String {
    let any = |verdict| report.answers.iter().any(|answer| answer.verdict == verdict);
    let mut sentences = Vec::new();
    if !detailed {
        sentences.push("Details of a member: --member, of all: --verbose.");
    }
    if any(Verdict::Infeasible) {
        sentences.push("Infeasible is proven for these data: not even perfect coordination and foresight would help.");
    }
    if any(Verdict::Feasible) {
        sentences.push("Feasible is necessary, not sufficient: it supposes perfect coordination and foresight.");
    }
    if any(Verdict::Undecided) {
        sentences.push("Undecided: neither could be proven; what is missing is at most the figure shown.");
    }
    let systems = || report.system.iter().flatten();
    let is_cost_open = report.answers.iter().any(Answer::is_cost_open) || systems().any(SystemAnswer::is_cost_open);
    if is_cost_open
        || report.answers.iter().any(|answer| answer.verdict == Verdict::Infeasible && answer.is_shortfall_open())
    {
        sentences.push("A figure with ≤ or ≥ is proven as a bound only; the report as JSON has both ends.");
    }
    if detailed && report.answers.iter().any(|answer| !answer.mix.is_empty()) {
        sentences.push(if is_cost_open {
            "A mix is a cheapest one only where the cost has no sign, and not always the only one."
        } else {
            "A mix is a cheapest one, not always the only one."
        });
    }
    if systems().next().is_some() && report.answers.iter().any(|answer| answer.cost_usd.is_some()) {
        sentences.push(PARTS);
    }
    let tool = &report.tool;
    let stamp = format!(
        "{} {}, solver {}, {}, sha256 {:.12}",
        tool.name, tool.version, tool.solver, report.scenario.path, report.scenario.sha256
    );
    let text = wrap(&sentences.join(" "), width, 0) + &wrap(&plain(&stamp), width, 2);
    text.lines().map(|line| paint(line, FAINT) + "\n").collect()
}

/// The answer of one member in one year.
fn answer_in<'a>(report: &'a Report, member: &'a str, year: i32) -> Option<&'a Answer> {
    report.answers_of(member).find(|answer| answer.year == year)
}

/// The verdict's word and colour.
pub(super) fn verdict(verdict: Verdict) -> (&'static str, anstyle::Style) {
    match verdict {
        Verdict::Feasible => ("feasible", GOOD),
        Verdict::Infeasible => ("infeasible", BAD),
        Verdict::Undecided => ("undecided", OPEN),
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::report::fixture;

    fn bare(report: &Report, width: usize, verbose: bool) -> String {
        anstream::adapter::strip_str(&render(report, Look { width, verbose })).to_string()
    }

    #[test]
    fn the_golden_tables_are_reproduced() {
        fixture::assert_golden("report.txt", &bare(&fixture::alone(), 100, false));
        fixture::assert_golden("joint.txt", &bare(&fixture::joint(), 100, false));
        fixture::assert_golden("large.txt", &bare(&fixture::large(), 120, false));
        fixture::assert_golden("narrow.txt", &bare(&fixture::joint(), 50, false));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [60, 80, 120] {
            for (report, verbose) in [(fixture::alone(), true), (fixture::joint(), true), (fixture::large(), false)] {
                let text = bare(&report, width, verbose);
                let widest = text.lines().max_by_key(|line| line.width()).unwrap();
                assert!(widest.width() <= width, "{} > {width}: {widest}", widest.width());
            }
        }
    }

    #[test]
    fn a_report_without_answers_is_still_a_text() {
        let mut report = fixture::alone();
        report.answers.clear();
        report.question.members.clear();
        assert!(bare(&report, 80, true).starts_with("Smallest scenario\n"));
    }

    #[test]
    fn a_title_cannot_play_tricks_on_the_terminal() {
        let mut report = fixture::alone();
        report.scenario.title = "\u{1b}[2Jgone".to_owned();
        assert!(!render(&report, Look { width: 80, verbose: false }).contains("\u{1b}[2J"));
    }
}
