//! Political statements as the scenario states them, one file per kind: its fields, its keys, what can be wrong with it,
//! and what others must know of it. Rows and money are made in `formulation::policy`, again one file per kind.

use super::{CountryId, Evidence, FacilityId, MemberId, Series, StageId};

mod ban;
mod budget;
mod export_ban;
mod flows;
mod max_flow;
mod max_premium;
mod max_share;
mod min_share;
mod offtake;
mod price_floor;
mod shares;
mod subsidy;
mod target;
mod tariff;

pub use ban::Ban;
pub use budget::Budget;
pub use export_ban::ExportBan;
pub use flows::Flows;
pub use max_flow::MaxFlow;
pub use max_premium::MaxPremium;
pub use max_share::MaxShare;
pub use min_share::{Favoured, MinShare};
pub use offtake::Offtake;
pub use price_floor::PriceFloor;
pub use subsidy::Subsidy;
pub use target::Target;
pub use tariff::{Charge, Tariff};

/// A political statement.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Display name; the key where the file gives none.
    pub name: String,
    /// What it says.
    pub rule: Rule,
    /// First year in force.
    pub from_year: Option<i32>,
    /// Last year in force.
    pub until_year: Option<i32>,
    /// Whether it takes part at all.
    pub enabled: bool,
    /// Price of breaking it, USD/t; a hard rule where absent.
    pub slack: Option<Series>,
    /// Origin of its numbers.
    pub evidence: Evidence,
}

impl Policy {
    /// Whether the statement is in force in `year`.
    #[must_use]
    pub fn in_force(&self, year: i32) -> bool {
        self.enabled
            && self.from_year.is_none_or(|from| from <= year)
            && self.until_year.is_none_or(|until| year <= until)
    }
}

/// What a political statement says, by kind.
#[derive(Clone, Debug)]
pub enum Rule {
    /// Nothing of some origins.
    Ban(Ban),
    /// Nothing may flow.
    ExportBan(ExportBan),
    /// No more than a limit may flow.
    MaxFlow(MaxFlow),
    /// No place supplies more than a share.
    MaxShare(MaxShare),
    /// Favoured places supply at least a share.
    MinShare(MinShare),
    /// A share of a facility is reserved.
    Offtake(Offtake),
    /// A charge on flows.
    Tariff(Tariff),
    /// Money paid per unit of activity.
    Subsidy(Subsidy),
    /// A guaranteed price.
    PriceFloor(PriceFloor),
    /// A ceiling over the baseline's cost.
    MaxPremium(MaxPremium),
    /// A ceiling on cost.
    Budget(Budget),
}

impl Rule {
    /// What it is about.
    #[must_use]
    pub fn scope(&self) -> &dyn Scope {
        match self {
            Self::Ban(rule) => rule,
            Self::ExportBan(rule) => rule,
            Self::MaxFlow(rule) => rule,
            Self::MaxShare(rule) => rule,
            Self::MinShare(rule) => rule,
            Self::Offtake(rule) => rule,
            Self::Tariff(rule) => rule,
            Self::Subsidy(rule) => rule,
            Self::PriceFloor(rule) => rule,
            Self::MaxPremium(rule) => rule,
            Self::Budget(rule) => rule,
        }
    }
}

/// What a statement is about. No method has a default: whoever adds a kind answers all of them, since a distinction
/// that is not declared here is pooled away.
pub trait Scope {
    /// How it tells consumers apart.
    fn member_side(&self, member: MemberId) -> Side<MemberId>;
    /// How it tells what is won from sources apart.
    fn source_side(&self, source: Source) -> Side<CountryId>;
    /// The flows that its rows count.
    fn counted_flows(&self) -> Option<&Flows>;
    /// What stands on the right-hand side of its rows.
    fn limit(&self) -> Limit;
    /// The places it names.
    fn places(&self) -> Vec<CountryId>;
}

/// A source, as far as a statement can see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The facility.
    pub facility: FacilityId,
    /// Where it stands.
    pub country: CountryId,
    /// The stage of what it ships.
    pub stage: StageId,
}

/// On which side of a statement something is. What is on the same side of every statement may be pooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side<I> {
    /// The statement does not look at it.
    Unseen,
    /// Meant, or looked at and not meant.
    Meant(bool),
    /// Each by itself.
    Own(I),
}

/// What stands on the right-hand side of a statement's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// It has no rows: it is money on a column.
    NoRows,
    /// Zero, t/yr; shares stand on the left-hand side.
    Zero,
    /// A number of the file, t/yr.
    Tonnes,
    /// Zero, or a part of a facility's capacity, which it rises and falls with.
    OfCapacity,
    /// A number of the file, USD/yr.
    Usd,
    /// A multiple of the baseline's cost, USD/yr.
    OfBaseline,
}

impl Limit {
    /// Whether it is a number that the file states, and so can be moved there.
    #[must_use]
    pub fn is_stated(self) -> bool {
        matches!(self, Self::Tonnes | Self::Usd)
    }

    /// Whether the rows count money.
    #[must_use]
    pub fn is_money(self) -> bool {
        matches!(self, Self::Usd | Self::OfBaseline)
    }
}
