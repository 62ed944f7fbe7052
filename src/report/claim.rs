//! How claims were judged.

use indexmap::IndexMap;
use serde::Serialize;

use super::{Answer, Verdict};

pub mod junit;
pub mod table;

/// The claims of one file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FileReport {
    /// The file as given.
    pub path: String,
    /// SHA-256 of the effective scenario; null where it could not be read.
    pub sha256: Option<String>,
    /// Why the file could not be judged.
    pub error: Option<String>,
    /// Its claims, in file order.
    pub claims: Vec<ClaimReport>,
}

/// One claim, judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimReport {
    /// Its key.
    pub claim: String,
    /// The statement in words.
    pub text: String,
    /// Mode of the question.
    pub mode: String,
    /// `confirmed`, `refuted` or `undetermined`.
    pub judgement: String,
    /// What the file's author expects.
    pub expect: String,
    /// Whether both agree.
    pub as_expected: bool,
    /// How it was judged under each reading of the evidence, where it demands robustness; the judgement is theirs where
    /// they agree, else `undetermined`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_evidence: Option<IndexMap<String, String>>,
    /// The answers it rests on.
    pub evidence: Vec<Evidence>,
}

/// The numbers of one answer that a claim rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// Member.
    pub member: String,
    /// Year.
    pub year: i32,
    /// Verdict.
    pub verdict: Verdict,
    /// `exact` where the verdict is proven.
    pub proof: String,
    /// Demand, t.
    pub demand_t: f64,
    /// Shortfall, t.
    pub shortfall_t: f64,
    /// Coverage.
    pub coverage: Option<f64>,
    /// Cost, USD.
    pub cost_usd: Option<f64>,
    /// Premium over the baseline.
    pub premium: Option<f64>,
}

impl Evidence {
    /// What a claim needs to know of an answer.
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        Self {
            member: answer.member.clone(),
            year: answer.year,
            verdict: answer.verdict,
            proof: answer.proof.clone(),
            demand_t: answer.demand_t,
            shortfall_t: answer.shortfall_t,
            coverage: answer.coverage,
            cost_usd: answer.cost_usd,
            premium: answer.premium,
        }
    }
}
