//! Judgements as a page to read.

use std::fmt::Write as _;

use super::super::Verdict;
use super::super::table::figure;
use super::{ClaimReport, Evidence, FileReport};

/// Lines of evidence shown per claim.
const MOST: usize = 4;

/// The judgements of all files.
#[must_use]
pub fn render(files: &[FileReport], width: usize) -> String {
    let mut text = String::new();
    for file in files {
        if !text.is_empty() {
            text.push('\n');
        }
        file_page(&mut text, file, width.max(40));
    }
    text
}

fn file_page(text: &mut String, file: &FileReport, width: usize) {
    if file.error.is_some() {
        let _ = writeln!(text, "{}: not judged, see the messages", file.path);
        return;
    }
    if file.claims.is_empty() {
        let _ = writeln!(text, "{}: no claims", file.path);
        return;
    }
    let met = file.claims.iter().filter(|claim| claim.as_expected).count();
    let _ = writeln!(text, "{}: {met} of {} claims as expected", file.path, file.claims.len());
    for claim in &file.claims {
        text.push('\n');
        claim_lines(text, claim, width);
    }
}

fn claim_lines(text: &mut String, claim: &ClaimReport, width: usize) {
    let mark = if claim.as_expected { "as expected" } else { "NOT AS EXPECTED" };
    let expected = if claim.as_expected { String::new() } else { format!(" (expected: {})", claim.expect) };
    let _ = writeln!(text, "{}: {}{expected}, {mark}", claim.claim, claim.judgement);
    for line in wrapped(&claim.text, width - 2) {
        let _ = writeln!(text, "  {line}");
    }
    if let Some(readings) = &claim.by_evidence {
        let readings: Vec<String> = readings.iter().map(|(reading, judged)| format!("{reading}: {judged}")).collect();
        let _ = writeln!(text, "  by reading of the evidence: {}", readings.join(", "));
    }
    let mut evidence: Vec<&Evidence> = claim.evidence.iter().collect();
    evidence.sort_by(|a, b| share(b).total_cmp(&share(a)).then(a.year.cmp(&b.year)));
    for line in evidence.iter().take(MOST) {
        let _ = writeln!(text, "  {}", evidence_line(&claim.mode, line));
    }
    if evidence.len() > MOST {
        let _ = writeln!(text, "  … and {} more", evidence.len() - MOST);
    }
}

fn share(evidence: &Evidence) -> f64 {
    if evidence.demand_t > 0.0 { evidence.shortfall_t / evidence.demand_t } else { 0.0 }
}

fn evidence_line(mode: &str, line: &Evidence) -> String {
    let verdict = match line.verdict {
        Verdict::Feasible => "feasible",
        Verdict::Infeasible => "infeasible",
        Verdict::Undecided => "undecided",
    };
    let mut text = format!("{} {} ({mode}): {verdict}", line.member, line.year);
    if line.shortfall_t > 0.0 {
        let _ = write!(text, ", {} of {} t short", figure::one(line.shortfall_t), figure::one(line.demand_t));
    }
    if let Some(coverage) = line.coverage.filter(|coverage| *coverage < 1.0) {
        let _ = write!(text, ", coverage {} %", figure::coverage(&[Some(coverage)]).concat());
    }
    if let Some(premium) = line.premium {
        let _ = write!(text, ", premium {:.1} %", 100.0 * premium);
    }
    let _ = write!(text, " [{}]", if line.proof == "exact" { "proven" } else { "not proven" });
    text
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_shows_its_worst_numbers_first() {
        let evidence = |year: i32, shortfall_t: f64| Evidence {
            member: "japan".to_owned(),
            year,
            verdict: if shortfall_t > 0.0 { Verdict::Infeasible } else { Verdict::Feasible },
            proof: "exact".to_owned(),
            demand_t: 100.0,
            shortfall_t,
            coverage: Some(1.0 - shortfall_t / 100.0),
            cost_usd: Some(1.0),
            premium: None,
        };
        let claim = ClaimReport {
            claim: "near".to_owned(),
            text: "It cannot be done.".to_owned(),
            mode: "alone".to_owned(),
            judgement: "refuted".to_owned(),
            expect: "confirmed".to_owned(),
            as_expected: false,
            by_evidence: None,
            evidence: vec![evidence(2026, 0.0), evidence(2027, 25.0)],
        };
        let file = FileReport { path: "a.toml".to_owned(), sha256: None, error: None, claims: vec![claim] };
        let expected = "a.toml: 0 of 1 claims as expected\n\n\
            near: refuted (expected: confirmed), NOT AS EXPECTED\n  It cannot be done.\n  \
            japan 2027 (alone): infeasible, 25 of 100 t short, coverage 75 % [proven]\n  \
            japan 2026 (alone): feasible [proven]\n";
        assert_eq!(render(&[file], 80), expected);
    }
}
