//! What the rows of a sweep come to, per member and year. Its JSON keys are a contract; what does not apply is `null`.

use indexmap::IndexMap;
use serde::Serialize;

/// Version of the keys.
pub const FORMAT: u32 = 1;

mod table;

pub use table::render as table;

/// What a sweep came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Version of the keys.
    pub format: u32,
    /// How many points there are.
    pub points: u64,
    /// How many samples were drawn at each point of the grid; none in a grid without draws.
    pub samples: Option<u64>,
    /// One entry per point of the grid (one altogether where nothing is drawn), member and year.
    pub answers: Vec<Outlook>,
}

/// What the points of one member and year came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outlook {
    /// What the axes are; empty where all points of a grid are taken together.
    pub at: IndexMap<String, String>,
    /// The member.
    pub member: String,
    /// The year.
    pub year: i32,
    /// How many points are proven feasible.
    pub feasible: u64,
    /// How many are proven infeasible.
    pub infeasible: u64,
    /// How many could not be proven either way.
    pub undecided: u64,
    /// How many are no scenario.
    pub failed: u64,
    /// Feasible ones among those that are proven; over draws an estimate of the probability.
    pub feasible_share: Option<f64>,
    /// Wilson's 95 % interval for that probability; none without draws.
    pub wilson_95: Option<[f64; 2]>,
    /// Shortfall over all points that are proven, t.
    pub shortfall_t: Option<Spread>,
    /// Cost over the feasible points, USD.
    pub cost_usd: Option<Spread>,
    /// Rank correlations up to this size say nothing.
    pub correlation_noise: Option<f64>,
    /// How every varied input goes with the answer, the one that goes most with the verdict first.
    pub inputs: Vec<Influence>,
}

/// How numbers are spread.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Their mean.
    pub mean: f64,
    /// 5 % are below.
    pub p5: f64,
    /// 25 % are below.
    pub p25: f64,
    /// The median.
    pub p50: f64,
    /// 75 % are below.
    pub p75: f64,
    /// 95 % are below.
    pub p95: f64,
}

/// How one input goes with the answer: Spearman's rank correlation; none where one of both never changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Influence {
    /// The input.
    pub input: String,
    /// With the verdict: positive where more of it goes with feasible.
    pub verdict: Option<f64>,
    /// With the shortfall.
    pub shortfall_t: Option<f64>,
}

/// The summary as JSON.
///
/// # Panics
/// Never: it holds only strings, numbers and lists of them.
#[must_use]
pub fn json(summary: &Summary) -> String {
    let value = serde_json::to_value(summary).expect("a summary is plain data");
    format!("{value:#}\n")
}
