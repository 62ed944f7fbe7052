//! One sentence per member: what is proven of which years, how much is missing, what avoidance costs.

use super::grid::{HEAD, paint, plain, wrap};
use super::verdict;
use crate::report::Report;
use crate::report::clause::{Clause, clauses, premium_of_all};

/// One line per member, and in `joint` one for all together.
pub fn render(report: &Report, width: usize) -> String {
    let all = premium_of_all(report).map(|premium| format!("{}: {premium}", paint("all together", HEAD)));
    let members = report.question.members.iter().map(|member| sentence(report, member));
    all.into_iter().chain(members).map(|line| wrap(&line, width, 2)).collect()
}

fn sentence(report: &Report, member: &str) -> String {
    let clause = |clause: Clause| {
        let (word, style) = verdict(clause.verdict);
        let circumstances = match clause.circumstances.as_str() {
            "" => String::new(),
            words => format!(" ({words})"),
        };
        format!("{} in {}{circumstances}", paint(word, style), clause.when)
    };
    let clauses: Vec<String> = clauses(report, member).into_iter().map(clause).collect();
    format!("{}: {}", paint(&plain(member), HEAD), clauses.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Verdict, fixture};

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
    fn an_open_question_is_not_said_to_lack_demand() {
        let mut report = fixture::alone();
        for answer in &mut report.answers {
            (answer.verdict, answer.coverage, answer.shortfall_t) = (Verdict::Undecided, None, answer.demand_t);
        }
        assert_eq!(bare(&report), "japan: undecided in every year (at most 100 t short)\n");
    }
}
