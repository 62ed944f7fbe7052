//! What is proven of a member in words: one clause per verdict, with its years and what is missing or what avoidance
//! costs.

use indexmap::IndexMap;

use super::{Answer, Report, Verdict, figure};

/// What a member's money is in `joint`.
pub const PARTS: &str = "A member's cost and premium are its part of the plan shown: another cheapest plan may share \
                                them out otherwise. Only what all pay together is the same in every one.";

/// One verdict of one member.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The verdict.
    pub verdict: Verdict,
    /// `2025-2027`, or `every year`.
    pub when: String,
    /// `25 t short, 75 % covered`; empty where there is nothing to say.
    pub circumstances: String,
}

/// The clauses of `member`, in the order in which their verdicts first occur.
#[must_use]
pub fn clauses(report: &Report, member: &str) -> Vec<Clause> {
    let mut groups: Vec<(Verdict, Vec<&Answer>)> = Vec::new();
    for answer in report.answers_of(member) {
        match groups.iter_mut().find(|(verdict, _)| *verdict == answer.verdict) {
            Some((_, answers)) => answers.push(answer),
            None => groups.push((answer.verdict, vec![answer])),
        }
    }
    let clause = |(verdict, answers): &(Verdict, Vec<&Answer>)| {
        let years: Vec<i32> = answers.iter().map(|answer| answer.year).collect();
        let asked = &report.question.years;
        let when = if years == *asked && years.len() > 1 { "every year".to_owned() } else { ranges(&years) };
        Clause { verdict: *verdict, when, circumstances: circumstances(*verdict, answers) }
    };
    groups.iter().map(clause).collect()
}

/// What is missing, or what avoidance costs: at worst, where there are several years.
fn circumstances(kind: Verdict, answers: &[&Answer]) -> String {
    if !answers.iter().any(|answer| answer.has_demand()) {
        return "no demand".to_owned();
    }
    if kind == Verdict::Feasible {
        let Some(premium) = answers.iter().filter_map(|answer| answer.premium).reduce(f64::max) else {
            return String::new();
        };
        let most = if answers.len() > 1 { "at most " } else { "" };
        // In `joint` only the premium of all together is one of every cheapest plan.
        let of = if answers.iter().any(|answer| answer.mode == "joint") { "of its part " } else { "" };
        return format!("premium {of}{most}{} %", figure::percent(&[Some(premium)]).concat());
    }
    let missing = answers.iter().map(|answer| answer.shortfall_t).fold(0.0, f64::max);
    let coverage = answers.iter().filter_map(|answer| answer.coverage).reduce(f64::min);
    let covered = |least| format!(", {} % covered", figure::coverage(&[Some(least)]).concat());
    let worst = if answers.iter().any(|answer| answer.is_shortfall_open()) {
        "at most "
    } else if answers.len() > 1 {
        "at worst "
    } else {
        ""
    };
    // Of what nothing is known, nothing is known to be covered.
    format!("{worst}{} t short{}", figure::one(missing), coverage.map_or_else(String::new, covered))
}

/// What avoidance adds to the cost of all together, with the years in which that is known; none outside `joint`.
#[must_use]
pub fn premium_of_all(report: &Report) -> Option<String> {
    let known = report.system.iter().flatten().filter_map(|system| Some((system.year, system.premium?)));
    let (years, premiums): (Vec<i32>, Vec<f64>) = known.unzip();
    let highest = premiums.iter().copied().reduce(f64::max)?;
    let most = if years.len() > 1 { "at most " } else { "" };
    Some(format!("premium {most}{} % in {}", figure::percent(&[Some(highest)]).concat(), ranges(&years)))
}

/// The premium of an answer; in `joint` it is that of a part, which only the plan shown shares out so.
#[must_use]
pub fn premium(answer: &Answer) -> Option<String> {
    let percent = figure::percent(&[Some(answer.premium?)]).concat();
    let of = if answer.mode == "joint" { " on its part of the cost" } else { "" };
    Some(format!("a premium of {percent} %{of}"))
}

/// In which years the verdict of `member` holds under all readings of the evidence; none where that was not asked.
#[must_use]
pub fn by_evidence(report: &Report, member: &str) -> Option<String> {
    let mut years: [Vec<i32>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    for answer in report.answers_of(member) {
        let Some(robust) = answer.beside.robust else { continue };
        let mut verdicts: Vec<Verdict> =
            answer.beside.by_evidence.iter().flatten().map(|(_, brief)| brief.verdict).collect();
        verdicts.retain(|verdict| *verdict != Verdict::Undecided);
        let differ = verdicts.windows(2).any(|pair| pair[0] != pair[1]);
        let which = if robust {
            0
        } else if differ {
            1
        } else {
            2
        };
        years[which].push(answer.year);
    }
    let [same, differ, open] = years.map(|years| ranges(&years));
    let rest = [("not in", differ), ("undecided in", open)];
    let rest: Vec<String> =
        rest.iter().filter(|(_, years)| !years.is_empty()).map(|(word, years)| format!("{word} {years}")).collect();
    match (same.as_str(), rest.as_slice()) {
        ("", []) => None,
        ("", [only]) if only.starts_with("not") => Some("no verdict holds under all three readings".to_owned()),
        ("", rest) => Some(format!("whether the verdict holds under all three readings: {}", rest.join("; "))),
        (same, []) => Some(format!("the verdict holds under all three readings in {same}")),
        (same, rest) => Some(format!("the verdict holds under all three readings in {same}; {}", rest.join("; "))),
    }
}

/// What must be counted so that `member` has all it needs, with the years; none where that was not asked.
#[must_use]
pub fn by_status(report: &Report, member: &str) -> Option<String> {
    let mut clauses: IndexMap<(Option<&str>, bool), Vec<i32>> = IndexMap::new();
    for answer in report.answers_of(member) {
        if let (Some(from), Some(levels)) = (&answer.beside.feasible_from_status, &answer.beside.by_status) {
            let before = levels.iter().take_while(|(level, _)| Some(*level) != from.as_ref()).last();
            let open = before.is_some_and(|(_, brief)| brief.verdict == Verdict::Undecided);
            clauses.entry((from.as_deref(), open)).or_default().push(answer.year);
        }
    }
    let clause = |((from, open), years): ((Option<&str>, bool), Vec<i32>)| {
        let years = ranges(&years);
        match (from, open) {
            (None, true) => format!("in {years} undecided"),
            (None, false) => format!("not feasible in {years}"),
            (Some("operating"), _) => format!("feasible on what operates in {years}"),
            (Some(status), true) => {
                format!("in {years} feasible with what is {}, undecided without it", status_words(status))
            }
            (Some(status), false) => format!("in {years} feasible only with what is {}", status_words(status)),
        }
    };
    let clauses: Vec<String> = clauses.into_iter().map(clause).collect();
    (!clauses.is_empty()).then(|| clauses.join("; "))
}

/// The first year in which `member` has all it needs; `≤` where an earlier one is undecided.
#[must_use]
pub fn first_feasible(report: &Report, member: &str) -> String {
    let before = report.answers_of(member).take_while(|answer| answer.verdict != Verdict::Feasible);
    year(report.first_feasible_year.get(member), before.map(|answer| answer.verdict))
}

/// The first year from which `member` has all it needs in every year; `≤` where the one before is undecided.
#[must_use]
pub fn sustained_from(report: &Report, member: &str) -> String {
    let answers: Vec<&Answer> = report.answers_of(member).collect();
    let before = answers.iter().rev().find(|answer| answer.verdict != Verdict::Feasible);
    year(report.first_sustained_year.get(member), before.map(|answer| answer.verdict).into_iter())
}

/// A first year, which is only the latest it can be where one of the verdicts before it is open.
fn year(year: Option<&Option<i32>>, mut before: impl Iterator<Item = Verdict>) -> String {
    match (year.copied().flatten(), before.any(|verdict| verdict == Verdict::Undecided)) {
        (Some(year), true) => format!("≤ {year}"),
        (Some(year), false) => year.to_string(),
        (None, true) => "none proven".to_owned(),
        (None, false) => "none".to_owned(),
    }
}

/// How a facility of a status is spoken of.
#[must_use]
pub fn status_words(status: &str) -> &str {
    if status == "construction" { "under construction" } else { status }
}

/// `2025-2027, 2030`: three or more years in a row are joined; what was not asked about is not between any.
#[must_use]
pub fn ranges(years: &[i32]) -> String {
    let mut runs: Vec<Vec<i32>> = Vec::new();
    for &year in years {
        match runs.last_mut() {
            Some(run) if run.last().and_then(|last| last.checked_add(1)) == Some(year) => run.push(year),
            _ => runs.push(vec![year]),
        }
    }
    let written = |run: &Vec<i32>| match run.as_slice() {
        [first, _, .., last] => format!("{first}-{last}"),
        few => few.iter().map(i32::to_string).collect::<Vec<_>>().join(", "),
    };
    runs.iter().map(written).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::beside::Brief;
    use super::super::{QuestionRef, fixture};
    use super::*;

    #[test]
    fn only_an_answer_without_demand_has_no_demand() {
        let of = |answer: Answer| {
            let question = QuestionRef { years: vec![answer.year], ..fixture::question() };
            let report = Report::new("simplex", fixture::scenario(), question, None, vec![answer]);
            clauses(&report, "japan").remove(0).circumstances
        };
        let unknown =
            Answer { coverage: None, shortfall_t: 100.0, ..fixture::answer("japan", 2025, Verdict::Undecided) };
        assert_eq!(of(unknown.clone()), "at most 100 t short");
        assert_eq!(of(Answer { demand_t: 0.0, verdict: Verdict::Feasible, ..unknown }), "no demand");
        assert_eq!(of(fixture::answer("japan", 2025, Verdict::Infeasible)), "25 t short, 75 % covered");
    }

    #[test]
    fn an_undecided_condition_is_not_one_that_fails() {
        use Verdict::{Feasible, Infeasible, Undecided};
        let beside = |verdicts: &[(&str, Verdict)]| {
            let brief = |verdict| Brief { verdict, coverage: None, shortfall_t: 0.0, cost_usd: None };
            verdicts.iter().map(|(word, verdict)| ((*word).to_owned(), brief(*verdict))).collect()
        };
        let years = 2025..;
        let levels = [
            [("operating", Feasible), ("announced", Feasible)],
            [("operating", Infeasible), ("announced", Feasible)],
            [("operating", Undecided), ("announced", Feasible)],
            [("operating", Infeasible), ("announced", Undecided)],
            [("operating", Infeasible), ("announced", Infeasible)],
        ];
        let answers = levels.iter().zip(years.clone()).map(|(levels, year)| {
            let mut answer = fixture::answer("japan", year, Feasible);
            answer.beside.set_by_status(beside(levels));
            answer
        });
        let report = Report::new("simplex", fixture::scenario(), fixture::question(), None, answers.collect());
        let said = "feasible on what operates in 2025; in 2026 feasible only with what is announced; in 2027 feasible \
                    with what is announced, undecided without it; in 2028 undecided; not feasible in 2029";
        assert_eq!(by_status(&report, "japan").as_deref(), Some(said));
        let readings = [[Feasible; 3], [Infeasible, Undecided, Feasible], [Infeasible, Infeasible, Undecided]];
        let answers = readings.iter().zip(years).map(|(verdicts, year)| {
            let mut answer = fixture::answer("japan", year, Feasible);
            let words = ["strict", "stated", "generous"];
            answer.beside.set_by_evidence(beside(&words.into_iter().zip(*verdicts).collect::<Vec<_>>()));
            answer
        });
        let report = Report::new("simplex", fixture::scenario(), fixture::question(), None, answers.collect());
        let said = "the verdict holds under all three readings in 2025; not in 2026; undecided in 2027";
        assert_eq!(by_evidence(&report, "japan").as_deref(), Some(said));
    }

    #[test]
    fn a_first_year_is_a_fact_only_where_the_years_before_are_decided() {
        use Verdict::{Feasible, Infeasible, Undecided};
        let of = |verdicts: &[Verdict]| {
            let answers = verdicts.iter().zip(2025..).map(|(verdict, year)| fixture::answer("japan", year, *verdict));
            let report = Report::new("simplex", fixture::scenario(), fixture::question(), None, answers.collect());
            [first_feasible(&report, "japan"), sustained_from(&report, "japan")]
        };
        assert_eq!(of(&[Infeasible, Infeasible]), ["none", "none"]);
        assert_eq!(of(&[Infeasible, Undecided]), ["none proven", "none proven"]);
        assert_eq!(of(&[Undecided, Infeasible]), ["none proven", "none"]);
        assert_eq!(of(&[Undecided, Feasible]), ["≤ 2026", "≤ 2026"]);
        assert_eq!(of(&[Undecided, Infeasible, Feasible]), ["≤ 2027", "2027"]);
        assert_eq!(of(&[Feasible, Undecided, Feasible]), ["2025", "≤ 2027"]);
        assert_eq!(of(&[Feasible, Undecided]), ["2025", "none proven"]);
        assert_eq!(of(&[Feasible, Infeasible]), ["2025", "none"]);
    }

    #[test]
    fn neighbouring_years_are_joined() {
        assert_eq!(ranges(&[2025, 2026, 2030, 2031, 2032, 2040]), "2025, 2026, 2030-2032, 2040");
        assert_eq!(ranges(&[2028]), "2028");
        assert_eq!(ranges(&[]), "");
        // What nobody asked about is not said to lie between.
        assert_eq!(ranges(&[2025, 2030, 2035]), "2025, 2030, 2035");
    }
}
