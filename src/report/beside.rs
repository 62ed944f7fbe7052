//! The same question under other conditions, beside its answer: other readings of the evidence, and facilities by how
//! real they are.

use indexmap::IndexMap;
use serde::Serialize;

use super::{Answer, SystemAnswer, Verdict};

/// What stands beside an answer, where it was asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Beside {
    /// By reading of the evidence: `strict`, `stated`, `generous`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_evidence: Option<IndexMap<String, Brief>>,
    /// Whether the verdict is the same, and proven, under all three readings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub robust: Option<bool>,
    /// By status, each with the ones before it: `operating`, then `construction` too, and so on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_status: Option<IndexMap<String, Brief>>,
    /// The status that must be counted for the first time so that it is feasible from there on; null where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feasible_from_status: Option<Option<String>>,
}

/// An answer in brief.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Brief {
    /// The verdict.
    pub verdict: Verdict,
    /// Lowest coverage over the member's commodities; null without demand, and for everybody together.
    pub coverage: Option<f64>,
    /// Shortfall, t.
    pub shortfall_t: f64,
    /// Least cost at that shortfall, USD; null where it is not known exactly.
    pub cost_usd: Option<f64>,
}

impl From<&Answer> for Brief {
    fn from(answer: &Answer) -> Self {
        let Answer { verdict, coverage, shortfall_t, cost_usd, .. } = *answer;
        Self { verdict, coverage, shortfall_t, cost_usd: cost_usd.filter(|_| !answer.is_cost_open()) }
    }
}

impl From<&SystemAnswer> for Brief {
    fn from(system: &SystemAnswer) -> Self {
        let SystemAnswer { verdict, shortfall_t, cost_usd, .. } = *system;
        Self { verdict, coverage: None, shortfall_t, cost_usd: cost_usd.filter(|_| !system.is_cost_open()) }
    }
}

impl Beside {
    /// Sets the answers by reading of the evidence.
    pub fn set_by_evidence(&mut self, readings: IndexMap<String, Brief>) {
        let mut verdicts = readings.values().map(|brief| brief.verdict);
        let first = verdicts.next();
        self.robust = Some(first != Some(Verdict::Undecided) && verdicts.all(|verdict| Some(verdict) == first));
        self.by_evidence = Some(readings);
    }

    /// Sets the answers by status.
    pub fn set_by_status(&mut self, levels: IndexMap<String, Brief>) {
        let feasible = levels.iter().rev().take_while(|(_, brief)| brief.verdict == Verdict::Feasible).last();
        self.feasible_from_status = Some(feasible.map(|(status, _)| status.clone()));
        self.by_status = Some(levels);
    }
}

/// What the readings of the evidence did, and what they prove.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Readings {
    /// How many numbers are not at their stated value, by reading.
    pub moved: IndexMap<String, usize>,
    /// Numbers with a range that no reading moves, by reason.
    pub not_moved: Vec<NotMoved>,
    /// Whether every choice of numbers within the ranges moved has a shortfall between those of the strict and of the
    /// generous reading.
    pub encloses: bool,
    /// Why that is not claimed.
    pub encloses_unless: Vec<String>,
}

/// Numbers that no reading moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotMoved {
    /// Why.
    pub reason: String,
    /// How many.
    pub numbers: usize,
}
