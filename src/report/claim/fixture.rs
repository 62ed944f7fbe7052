//! Judgements to render.

use super::super::Verdict;
use super::{Bounds, ClaimReport, Evidence, FileReport, Origin};

/// A member's year: feasible where nothing is short.
pub fn evidence(member: Option<&str>, year: i32, shortfall_t: f64, holds: Option<bool>) -> Evidence {
    Evidence {
        member: member.map(str::to_owned),
        year,
        holds,
        verdict: if shortfall_t > 0.0 { Verdict::Infeasible } else { Verdict::Feasible },
        proof: "exact".to_owned(),
        demand_t: 100.0,
        shortfall_t,
        coverage: member.map(|_| 1.0 - shortfall_t / 100.0),
        coverage_range: None,
        cost_usd: Some(1.0),
        premium: None,
        country_share_range: None,
    }
}

/// A claim about `japan`, refuted against its author's expectation by a year with a tiny shortage.
pub fn refuted() -> ClaimReport {
    ClaimReport {
        claim: "near".to_owned(),
        text: "It can be done, at < 5 % \u{1b}[31mmore.".to_owned(),
        mode: "alone".to_owned(),
        avoid: vec!["CN".to_owned()],
        avoid_stages: vec!["separation".to_owned()],
        origin: None,
        bounds: Bounds { premium: true, cost: true },
        judgement: "refuted".to_owned(),
        expect: "confirmed".to_owned(),
        as_expected: false,
        by_evidence: None,
        evidence: vec![
            evidence(Some("japan"), 2026, 0.0, Some(true)),
            evidence(Some("japan"), 2027, 0.001, Some(false)),
            Evidence {
                coverage_range: Some([0.5, 0.75]),
                premium: Some(0.25),
                ..evidence(Some("japan"), 2028, 25.0, Some(true))
            },
        ],
    }
}

/// A claim about a country's share for everybody, undetermined as expected.
pub fn undetermined() -> ClaimReport {
    let shared = |range| Evidence { country_share_range: range, ..evidence(None, 2026, 0.0, None) };
    ClaimReport {
        claim: "share".to_owned(),
        text: "CN makes half.".to_owned(),
        mode: "joint".to_owned(),
        avoid: Vec::new(),
        avoid_stages: Vec::new(),
        origin: Some(Origin { countries: vec!["CN".to_owned()], stage: "mining".to_owned(), commodities: None }),
        bounds: Bounds::default(),
        judgement: "undetermined".to_owned(),
        expect: "undetermined".to_owned(),
        as_expected: true,
        by_evidence: Some(
            [("strict", "refuted"), ("stated", "undetermined")]
                .map(|(reading, judged)| (reading.to_owned(), judged.to_owned()))
                .into(),
        ),
        evidence: vec![shared(Some([0.25, 0.625])), shared(Some([0.5, 0.5])), shared(None)],
    }
}

/// Two files: one with claims, one that could not be judged.
pub fn files() -> Vec<FileReport> {
    let file = |path: &str, error: Option<&str>, claims| FileReport {
        path: path.to_owned(),
        sha256: error.is_none().then(|| "00".to_owned()),
        error: error.map(str::to_owned),
        claims,
    };
    vec![file("a&b.toml", None, vec![refuted(), undetermined()]), file("c.toml", Some("error: no years"), Vec::new())]
}
