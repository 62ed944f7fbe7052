//! A judgement in words, the same for a page and for a build server.

use super::super::Verdict;
use super::super::figure::{coverage, money, one, percent};
use super::{ClaimReport, Evidence};

/// `refuted, as expected`; `refuted (expected: confirmed), NOT AS EXPECTED`.
pub fn outcome(claim: &ClaimReport) -> String {
    if claim.as_expected {
        format!("{}, as expected", claim.judgement)
    } else {
        format!("{} (expected: {}), NOT AS EXPECTED", claim.judgement, claim.expect)
    }
}

/// How each reading of the evidence judged, where the claim demands robustness.
pub fn readings(claim: &ClaimReport) -> Option<String> {
    let judged = claim.by_evidence.as_ref()?.iter().map(|(reading, judged)| format!("{reading}: {judged}"));
    Some(format!("by reading of the evidence: {}", judged.collect::<Vec<_>>().join(", ")))
}

/// The evidence, what decides first, then the largest shortages, then by year.
pub fn ranked(claim: &ClaimReport) -> Vec<&Evidence> {
    let decisive = match claim.judgement.as_str() {
        "confirmed" => Some(true),
        "refuted" => Some(false),
        _ => None,
    };
    let mut evidence: Vec<&Evidence> = claim.evidence.iter().collect();
    evidence.sort_by(|a, b| {
        let aside = |line: &Evidence| line.holds != decisive;
        aside(a).cmp(&aside(b)).then(share(b).total_cmp(&share(a))).then(a.year.cmp(&b.year))
    });
    evidence
}

fn share(evidence: &Evidence) -> f64 {
    if evidence.demand_t > 0.0 { evidence.shortfall_t / evidence.demand_t } else { 0.0 }
}

/// One line of evidence: whom, when, what was found, and whether that is proven.
pub fn line(claim: &ClaimReport, line: &Evidence) -> String {
    let verdict = match line.verdict {
        Verdict::Feasible => "feasible",
        Verdict::Infeasible => "infeasible",
        Verdict::Undecided => "undecided",
    };
    let mut parts = vec![verdict.to_owned()];
    if line.shortfall_t > 0.0 {
        let most = if line.verdict == Verdict::Undecided { "at most " } else { "" };
        parts.push(format!("{most}{} of {} t short", one(line.shortfall_t), one(line.demand_t)));
    }
    match (line.coverage, line.coverage_range) {
        (_, Some([least, most])) if least < most => {
            parts.push(format!("coverage {} in equally good plans", range(coverage, least, most)));
        }
        (Some(value), _) if value < 1.0 => parts.push(format!("coverage {} %", coverage(&[Some(value)])[0])),
        _ => {}
    }
    // What a member pays when all take part is a property of one plan.
    let shown = if claim.mode == "joint" && line.member.is_some() { " in the plan shown" } else { "" };
    if let Some(value) = line.premium.filter(|_| claim.bounds.premium) {
        parts.push(format!("premium {} %{shown}", percent(&[Some(value)])[0]));
    }
    if let Some(value) = line.cost_usd.filter(|_| claim.bounds.cost) {
        let (unit, text) = money(&[Some(value)]);
        parts.push(format!("cost {} {unit}{shown}", text[0]));
    }
    if let Some(origin) = &claim.origin {
        let from = format!("from {} at {}", origin.countries.join(", "), origin.stage);
        parts.push(match line.country_share_range {
            Some([least, most]) => format!("{} {from}", range(percent, least, most)),
            None => format!("no share {from} proven"),
        });
    }
    let whom = line.member.as_deref().unwrap_or("everybody");
    // What is proven of the verdict need not decide the claim.
    let proof = match (line.proof.as_str(), line.holds) {
        ("exact", Some(_)) => "proven",
        ("exact", None) => "verdict proven, claim open",
        _ => "not proven",
    };
    format!("{whom} {} ({}): {} [{proof}]", line.year, claim.mode, parts.join(", "))
}

/// `12.5 %`, or `10 to 12.5 %`.
fn range(write: fn(&[Option<f64>]) -> Vec<String>, least: f64, most: f64) -> String {
    let texts = write(&[Some(least), Some(most)]);
    if texts[0] == texts[1] { format!("{} %", texts[0]) } else { format!("{} to {} %", texts[0], texts[1]) }
}
