//! One sentence per member: what is proven of which years, how much is missing, what avoidance costs.

use super::figure;
use super::grid::{HEAD, paint, plain, wrap};
use super::{answers_of, ranges, verdict};
use crate::report::{Answer, Report, Verdict};

/// One line per member.
pub fn render(report: &Report, width: usize) -> String {
    report.question.members.iter().map(|member| wrap(&sentence(report, member), width, 2)).collect()
}

fn sentence(report: &Report, member: &str) -> String {
    let mut groups: Vec<(Verdict, Vec<&Answer>)> = Vec::new();
    for answer in answers_of(report, member) {
        match groups.iter_mut().find(|(verdict, _)| *verdict == answer.verdict) {
            Some((_, answers)) => answers.push(answer),
            None => groups.push((answer.verdict, vec![answer])),
        }
    }
    let clause = |(kind, answers): &(Verdict, Vec<&Answer>)| {
        let (word, style) = verdict(*kind);
        let years: Vec<i32> = answers.iter().map(|answer| answer.year).collect();
        let asked = &report.question.years;
        let when = if years == *asked && years.len() > 1 { "every year".to_owned() } else { ranges(&years, asked) };
        format!("{} in {when}{}", paint(word, style), circumstances(*kind, answers))
    };
    let clauses: Vec<String> = groups.iter().map(clause).collect();
    format!("{}: {}", paint(&plain(member), HEAD), clauses.join("; "))
}

/// What is missing, or what avoidance costs: at worst, where there are several years.
fn circumstances(kind: Verdict, answers: &[&Answer]) -> String {
    if answers.iter().all(|answer| answer.demand_t == 0.0) {
        return " (no demand)".to_owned();
    }
    if kind == Verdict::Feasible {
        let Some(premium) = answers.iter().filter_map(|answer| answer.premium).reduce(f64::max) else {
            return String::new();
        };
        let most = if answers.len() > 1 { "at most " } else { "" };
        return format!(" (premium {most}{} %)", figure::percent(&[Some(premium)]).concat());
    }
    let missing = answers.iter().map(|answer| answer.shortfall_t).fold(0.0, f64::max);
    let coverage = answers.iter().filter_map(|answer| answer.coverage).reduce(f64::min);
    let worst = match kind {
        Verdict::Undecided => "at most ",
        _ if answers.len() > 1 => "at worst ",
        _ => "",
    };
    // Where nothing is known of an answer, not even a plan's coverage is.
    let covered = coverage.map(|_| format!(", {} % covered", figure::coverage(&[coverage]).concat()));
    format!(" ({worst}{} t short{})", figure::one(missing), covered.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn bare(report: &Report) -> String {
        anstream::adapter::strip_str(&render(report, 200)).to_string()
    }

    #[test]
    fn years_with_one_verdict_share_a_clause() {
        assert_eq!(
            bare(&fixture::alone()),
            "japan: infeasible in 2025 (25 t short, 75 % covered); feasible in 2030 (premium 66.1 %)\n"
        );
        let large = bare(&fixture::large());
        assert!(large.starts_with(
            "member_with_a_name_1: infeasible in 2025-2029 (at worst 25 t short, 75 % covered); \
             feasible in 2030-2035 (premium at most 66.1 %)\n"
        ));
    }

    #[test]
    fn a_member_without_demand_is_said_to_have_none() {
        let mut report = fixture::alone();
        for answer in &mut report.answers {
            (answer.verdict, answer.coverage, answer.demand_t) = (Verdict::Feasible, None, 0.0);
        }
        assert_eq!(bare(&report), "japan: feasible in every year (no demand)\n");
    }

    #[test]
    fn an_answer_of_which_nothing_is_known_is_not_said_to_be_without_demand() {
        let mut report = fixture::alone();
        for answer in &mut report.answers {
            (answer.verdict, answer.coverage, answer.shortfall_t) = (Verdict::Undecided, None, 100.0);
        }
        assert_eq!(bare(&report), "japan: undecided in every year (at most 100 t short)\n");
    }
}
