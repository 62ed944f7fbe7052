//! Judgements as a page to read.

use std::fmt::Write as _;

use super::{ClaimReport, FileReport, words};

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
    let _ = writeln!(text, "{}: {}", claim.claim, words::outcome(claim));
    for line in wrapped(&claim.text, width - 2) {
        let _ = writeln!(text, "  {line}");
    }
    if let Some(readings) = words::readings(claim) {
        let _ = writeln!(text, "  {readings}");
    }
    let evidence = words::ranked(claim);
    for line in evidence.iter().take(MOST) {
        for line in wrapped(&words::line(claim, line), width - 2) {
            let _ = writeln!(text, "  {line}");
        }
    }
    if evidence.len() > MOST {
        let _ = writeln!(text, "  … and {} more", evidence.len() - MOST);
    }
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
    use super::super::fixture;
    use super::*;

    #[test]
    fn what_decides_stands_first_and_nothing_rounds_to_a_lie() {
        let expected = "\
a&b.toml: 1 of 2 claims as expected

near: refuted (expected: confirmed), NOT AS EXPECTED
  It can be done, at < 5 % \u{1b}[31mmore.
  japan 2027 (alone): infeasible, 0.001 of 100 t short, coverage >99.9 %, cost 1 USD [proven]
  japan 2028 (alone): infeasible, 25 of 100 t short, coverage 50 to 75 % in equally good plans,
  premium 25 %, cost 1 USD [proven]
  japan 2026 (alone): feasible, cost 1 USD [proven]

share: undetermined, as expected
  CN makes half.
  by reading of the evidence: strict: refuted, stated: undetermined
  everybody 2026 (joint): feasible, 25.0 to 62.5 % from CN at mining [verdict proven, claim open]
  everybody 2026 (joint): feasible, 50 % from CN at mining [verdict proven, claim open]
  everybody 2026 (joint): feasible, no share from CN at mining proven [verdict proven, claim open]

c.toml: not judged, see the messages
";
        assert_eq!(render(&fixture::files(), 100), expected);
    }
}
