//! Statements about the answer, as the scenario states them; `claims` judges them.

use super::{Evidence, Question};

/// A statement about the answer that `didymium test` judges.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The statement in words.
    pub text: String,
    /// The question it is about; `members` and `years` are those the claim covers.
    pub question: Question,
    /// Whether the conditions must hold for every member and year, or for at least one.
    pub quantifier: Quantifier,
    /// What must hold of an answer; all of them.
    pub conditions: Vec<Condition>,
    /// Whether they must hold under the strict and the generous reading of the evidence too.
    pub robust: bool,
    /// What the author expects.
    pub expect: Judgement,
    /// Origin of the statement.
    pub evidence: Evidence,
}

/// How many of the covered members and years must meet the conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// Every one.
    All,
    /// At least one.
    Some,
}

/// One condition on an answer (shares and premiums as fractions, money in USD).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Condition {
    /// The verdict is this one.
    Feasible(bool),
    /// Shortfall over demand is at least this.
    MinShortfallShare(f64),
    /// Shortfall over demand is at most this.
    MaxShortfallShare(f64),
    /// Premium over the baseline is at least this.
    MinPremium(f64),
    /// Premium over the baseline is at most this.
    MaxPremium(f64),
    /// Cost is at least this, USD.
    MinCost(f64),
    /// Cost is at most this, USD.
    MaxCost(f64),
    /// Coverage is at least this.
    MinCoverage(f64),
    /// Coverage is at most this.
    MaxCoverage(f64),
    /// The first feasible year lies after this one, or there is none.
    FirstFeasibleAfter(i32),
    /// The first feasible year is this one or an earlier one.
    FirstFeasibleBy(i32),
}

/// How a claim was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Proven to hold.
    Confirmed,
    /// Proven not to hold.
    Refuted,
    /// Neither.
    Undetermined,
}

impl Judgement {
    /// The word used in files and reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Refuted => "refuted",
            Self::Undetermined => "undetermined",
        }
    }
}
