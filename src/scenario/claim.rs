//! Statements about the answer that `didymium test` judges.

use super::{CommodityId, CountryId, Evidence, MemberId, Question, StageId};

/// A statement about the answer.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The statement in words.
    pub text: String,
    /// The question it is about; `members` and `years` are those the claim covers.
    pub question: Question,
    /// Whether it is about all consumers together rather than each member by itself.
    pub everybody: bool,
    /// Whether the conditions must hold for every member and year, or for at least one.
    pub quantifier: Quantifier,
    /// What must hold of an answer; all of them.
    pub conditions: Vec<Condition>,
    /// What [`Figure::CountryShare`] measures.
    pub origin: Option<Origin>,
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

/// One condition on an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The verdict is this one.
    Feasible(bool),
    /// A figure is at least this.
    AtLeast(Figure, ByMember<f64>),
    /// A figure is at most this.
    AtMost(Figure, ByMember<f64>),
    /// The first feasible year lies after this one, or there is none.
    FirstFeasibleAfter(ByMember<i32>),
    /// The first feasible year is this one or an earlier one.
    FirstFeasibleBy(ByMember<i32>),
}

/// A figure of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Shortfall over demand.
    ShortfallShare,
    /// Cost over the baseline's, less 1.
    Premium,
    /// Cost, USD.
    Cost,
    /// Lowest coverage over the commodities demanded.
    Coverage,
    /// What comes from an [`Origin`] over all that is used.
    CountryShare,
}

/// Where something that is used may come from: some countries at one stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The countries, counted together.
    pub countries: Vec<CountryId>,
    /// The stage.
    pub stage: StageId,
    /// The commodities, in one sum; all that pass the stage where absent.
    pub commodities: Option<Vec<CommodityId>>,
}

/// One limit for all, or one for each member.
#[derive(Clone, Debug, PartialEq)]
pub enum ByMember<T> {
    /// The same for all.
    Same(T),
    /// One each.
    Each(Vec<(MemberId, T)>),
}

impl<T: Copy> ByMember<T> {
    /// The limit for `member`, or for all together.
    ///
    /// # Panics
    /// Never for what a claim covers: limits by member name exactly its members.
    #[must_use]
    pub fn of(&self, member: Option<MemberId>) -> T {
        match self {
            Self::Same(limit) => *limit,
            Self::Each(limits) => {
                let own = limits.iter().find(|entry| Some(entry.0) == member);
                own.expect("limits by member name the members of the claim").1
            }
        }
    }

    /// All limits.
    pub fn limits(&self) -> impl Iterator<Item = T> + '_ {
        let (same, each) = match self {
            Self::Same(limit) => (Some(*limit), &[][..]),
            Self::Each(limits) => (None, limits.as_slice()),
        };
        same.into_iter().chain(each.iter().map(|entry| entry.1))
    }
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
