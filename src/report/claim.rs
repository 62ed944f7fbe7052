//! How claims were judged.

use indexmap::IndexMap;
use serde::Serialize;

use super::Verdict;

pub mod junit;
pub mod table;
mod words;

#[cfg(test)]
mod fixture;

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
    /// Countries avoided.
    pub avoid: Vec<String>,
    /// At these stages.
    pub avoid_stages: Vec<String>,
    /// Where a country share is measured, if the claim bounds one.
    pub origin: Option<Origin>,
    /// Whether the claim bounds a premium, and a cost.
    #[serde(skip)]
    pub bounds: Bounds,
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

/// Which figures of money a claim bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// A premium.
    pub premium: bool,
    /// A cost.
    pub cost: bool,
}

/// Where a country share is measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Origin {
    /// The countries, counted together.
    pub countries: Vec<String>,
    /// The stage.
    pub stage: String,
    /// The commodities, in one sum; null for all that pass the stage.
    pub commodities: Option<Vec<String>>,
}

/// The numbers of one answer that a claim rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// Member; null where it is about all together.
    pub member: Option<String>,
    /// Year.
    pub year: i32,
    /// Whether all conditions of the claim hold here; null where that is not proven.
    pub holds: Option<bool>,
    /// Verdict.
    pub verdict: Verdict,
    /// `exact` where the verdict is proven.
    pub proof: String,
    /// Demand, t.
    pub demand_t: f64,
    /// Shortfall, t.
    pub shortfall_t: f64,
    /// Coverage in the plan shown.
    pub coverage: Option<f64>,
    /// Least and largest coverage among plans with the same shortfall.
    pub coverage_range: Option<[f64; 2]>,
    /// Cost, USD; a member's in `joint` is that of the plan shown.
    pub cost_usd: Option<f64>,
    /// Premium over the baseline; a member's in `joint` is that of the plan shown.
    pub premium: Option<f64>,
    /// Least and largest country share among the cheapest plans, where the claim bounds one.
    pub country_share_range: Option<[f64; 2]>,
}
