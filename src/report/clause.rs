//! What is proven of a member in words: one clause per verdict, with its years and what is missing or what avoidance
//! costs.

use super::{Answer, Report, Verdict, figure};

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
    for answer in report.answers.iter().filter(|answer| answer.member == member) {
        match groups.iter_mut().find(|(verdict, _)| *verdict == answer.verdict) {
            Some((_, answers)) => answers.push(answer),
            None => groups.push((answer.verdict, vec![answer])),
        }
    }
    let clause = |(verdict, answers): &(Verdict, Vec<&Answer>)| {
        let years: Vec<i32> = answers.iter().map(|answer| answer.year).collect();
        let asked = &report.question.years;
        let when = if years == *asked && years.len() > 1 { "every year".to_owned() } else { ranges(&years, asked) };
        Clause { verdict: *verdict, when, circumstances: circumstances(*verdict, answers) }
    };
    groups.iter().map(clause).collect()
}

/// What is missing, or what avoidance costs: at worst, where there are several years.
fn circumstances(kind: Verdict, answers: &[&Answer]) -> String {
    if answers.iter().all(|answer| answer.demand_t <= 0.0) {
        return "no demand".to_owned();
    }
    if kind == Verdict::Feasible {
        let Some(premium) = answers.iter().filter_map(|answer| answer.premium).reduce(f64::max) else {
            return String::new();
        };
        let most = if answers.len() > 1 { "at most " } else { "" };
        return format!("premium {most}{} %", figure::percent(&[Some(premium)]).concat());
    }
    let missing = answers.iter().map(|answer| answer.shortfall_t).fold(0.0, f64::max);
    let coverage = answers.iter().filter_map(|answer| answer.coverage).reduce(f64::min);
    let covered = |least| format!(", {} % covered", figure::coverage(&[Some(least)]).concat());
    let worst = match kind {
        Verdict::Undecided => "at most ",
        _ if answers.len() > 1 => "at worst ",
        _ => "",
    };
    format!("{worst}{} t short{}", figure::one(missing), coverage.map_or_else(String::new, covered))
}

/// `2025-2027, 2030`: three or more neighbours among `all` the years asked about are joined.
#[must_use]
pub fn ranges(years: &[i32], all: &[i32]) -> String {
    let mut runs: Vec<Vec<i32>> = Vec::new();
    let mut before = None;
    for position in years.iter().filter_map(|year| all.iter().position(|other| other == year)) {
        match runs.last_mut() {
            Some(run) if before == position.checked_sub(1) => run.push(all[position]),
            _ => runs.push(vec![all[position]]),
        }
        before = Some(position);
    }
    let written = |run: &Vec<i32>| match run.as_slice() {
        [first, _, .., last] => format!("{first}-{last}"),
        few => few.iter().map(i32::to_string).collect::<Vec<_>>().join(", "),
    };
    runs.iter().map(written).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_years_are_joined() {
        let all = [2025, 2026, 2028, 2030, 2035, 2040];
        assert_eq!(ranges(&[2025, 2026, 2030, 2035, 2040], &all), "2025, 2026, 2030-2040");
        assert_eq!(ranges(&[2028], &all), "2028");
        assert_eq!(ranges(&[], &all), "");
    }
}
