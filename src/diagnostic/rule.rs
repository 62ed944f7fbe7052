//! The rules a scenario keeps to; each has a section in `docs/rules.md`.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot be used.
    Error,
    /// The scenario can be used, but hardly means what it says.
    Warning,
}

/// A rule; errors come before warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The text is not TOML.
    Syntax,
    /// A key or table is given twice.
    DuplicateKey,
    /// The file is not UTF-8 text.
    NotUtf8,
    /// The file says nothing.
    EmptyFile,
    /// The file is larger than a scenario may be.
    TooLarge,
    /// Tables, lists or bases are nested deeper than a scenario ever is.
    TooDeep,
    /// `format` is missing or not a version this program reads.
    UnknownFormat,
    /// `extends` names a file that cannot be read.
    MissingBase,
    /// A file extends itself.
    BaseCycle,
    /// `remove` names something that the base does not have.
    NothingToRemove,
    /// An override is not `KEY=VALUE`.
    InvalidOverride,
    /// An override goes below a plain value.
    OverrideBelowValue,
    /// A key means nothing here.
    UnknownKey,
    /// A key that must be there is not.
    MissingKey,
    /// A value is of another type than its key takes.
    WrongType,
    /// A value is not one of the words its key takes.
    UnknownWord,
    /// A name refers to something that does not exist.
    UnknownName,
    /// A key is known but means nothing together with its neighbours.
    KeyDoesNotApply,
    /// A list holds an entry twice.
    RepeatedEntry,
    /// A list or a table of years holds nothing.
    EmptyList,
    /// A number is NaN or infinite.
    NotFinite,
    /// A number is negative that must not be.
    NegativeNumber,
    /// A number is larger than can be computed with exactly.
    OutOfRange,
    /// A share is not between 0 and 1.
    ShareOutOfRange,
    /// A coefficient is too small or too large for the linear program.
    CoefficientOutOfRange,
    /// Something is not a year from 1900 to 2200.
    InvalidYear,
    /// A range ends before it begins.
    EmptyRange,
    /// A number lies outside its own range, or its range reaches what it cannot be.
    ValueOutsideRange,
    /// A tonne of material contains more than a tonne.
    AssayAboveOne,
    /// An assayed commodity stands where it cannot.
    AssayedCommodity,
    /// A recipe takes an assayed commodity.
    ConsumesAssayed,
    /// A process splits a commodity that is not assayed.
    SplitsUnassayed,
    /// A source does something besides shipping one assayed commodity.
    ImpureSource,
    /// A facility has two processes that split the same material.
    TwoSplits,
    /// An override at a facility could be meant for several of its processes.
    AmbiguousOverride,
    /// Something is said of a product that is not made there.
    NotAProduct,
    /// A commodity with a disposal charge is taken by a recipe or a member.
    DisposalOfUsed,
    /// A by-product is not won at any split.
    ByproductNotSplit,
    /// A country belongs to two members.
    CountryInTwoMembers,
    /// Two routes speak for the same goods between the same places.
    AmbiguousRoute,
    /// Nobody is asked about.
    NoMember,
    /// A demanded commodity cannot be made at all.
    NoMaker,
    /// A statement on flows names the same place at both ends.
    FromEqualsTo,
    /// A statement needs the price of a commodity that has none.
    MissingPrice,
    /// A sum over products does not say which.
    TogetherWithoutCommodities,
    /// A share is of what recipes can send round without a loss.
    ShareInCircle,
    /// A subsidy exceeds the cost it reduces.
    SubsidyAboveCost,
    /// More than all of a product is reserved.
    OfftakeAboveOne,
    /// A money rule names some members of the alliance only.
    MoneyRuleMembers,
    /// A claim is about a year the scenario does not have.
    YearNotInScenario,
    /// A claim says nothing that could be judged.
    ClaimWithoutCondition,
    /// A claim is about a consumer that is never asked about.
    ClaimOutsideAlliance,
    /// Shares ask for more of some suppliers than others leave them.
    ContradictoryShares,
    /// A ban or the question forbids what an offtake reserves.
    OfftakeBanned,
    /// Something is declared and never used.
    Unused,
    /// A facility has no capacity in any year asked about.
    NoCapacity,
    /// A member asked about demands nothing in any year asked about.
    NoDemand,
    /// A policy can never touch anything.
    VoidPolicy,
    /// A splitter accepts a mineral that no source has.
    UnknownMineral,
    /// A rate looks like a percentage.
    RateInPercent,
    /// A claim is about a figure that differs among equally cheap plans.
    ClaimNotUnique,
}

impl Rule {
    /// All rules in order.
    pub const ALL: &[Self] = &[
        Self::Syntax,
        Self::DuplicateKey,
        Self::NotUtf8,
        Self::EmptyFile,
        Self::TooLarge,
        Self::TooDeep,
        Self::UnknownFormat,
        Self::MissingBase,
        Self::BaseCycle,
        Self::NothingToRemove,
        Self::InvalidOverride,
        Self::OverrideBelowValue,
        Self::UnknownKey,
        Self::MissingKey,
        Self::WrongType,
        Self::UnknownWord,
        Self::UnknownName,
        Self::KeyDoesNotApply,
        Self::RepeatedEntry,
        Self::EmptyList,
        Self::NotFinite,
        Self::NegativeNumber,
        Self::OutOfRange,
        Self::ShareOutOfRange,
        Self::CoefficientOutOfRange,
        Self::InvalidYear,
        Self::EmptyRange,
        Self::ValueOutsideRange,
        Self::AssayAboveOne,
        Self::AssayedCommodity,
        Self::ConsumesAssayed,
        Self::SplitsUnassayed,
        Self::ImpureSource,
        Self::TwoSplits,
        Self::AmbiguousOverride,
        Self::NotAProduct,
        Self::DisposalOfUsed,
        Self::ByproductNotSplit,
        Self::CountryInTwoMembers,
        Self::AmbiguousRoute,
        Self::NoMember,
        Self::NoMaker,
        Self::FromEqualsTo,
        Self::MissingPrice,
        Self::TogetherWithoutCommodities,
        Self::ShareInCircle,
        Self::SubsidyAboveCost,
        Self::OfftakeAboveOne,
        Self::MoneyRuleMembers,
        Self::YearNotInScenario,
        Self::ClaimWithoutCondition,
        Self::ClaimOutsideAlliance,
        Self::ContradictoryShares,
        Self::OfftakeBanned,
        Self::Unused,
        Self::NoCapacity,
        Self::NoDemand,
        Self::VoidPolicy,
        Self::UnknownMineral,
        Self::RateInPercent,
        Self::ClaimNotUnique,
    ];

    /// The name used in documents and beside messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::DuplicateKey => "duplicate-key",
            Self::NotUtf8 => "not-utf8",
            Self::EmptyFile => "empty-file",
            Self::TooLarge => "too-large",
            Self::TooDeep => "too-deep",
            Self::UnknownFormat => "unknown-format",
            Self::MissingBase => "missing-base",
            Self::BaseCycle => "base-cycle",
            Self::NothingToRemove => "nothing-to-remove",
            Self::InvalidOverride => "invalid-override",
            Self::OverrideBelowValue => "override-below-value",
            Self::UnknownKey => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::WrongType => "wrong-type",
            Self::UnknownWord => "unknown-word",
            Self::UnknownName => "unknown-name",
            Self::KeyDoesNotApply => "key-does-not-apply",
            Self::RepeatedEntry => "repeated-entry",
            Self::EmptyList => "empty-list",
            Self::NotFinite => "not-finite",
            Self::NegativeNumber => "negative-number",
            Self::OutOfRange => "out-of-range",
            Self::ShareOutOfRange => "share-out-of-range",
            Self::CoefficientOutOfRange => "coefficient-out-of-range",
            Self::InvalidYear => "invalid-year",
            Self::EmptyRange => "empty-range",
            Self::ValueOutsideRange => "value-outside-range",
            Self::AssayAboveOne => "assay-above-one",
            Self::AssayedCommodity => "assayed-commodity",
            Self::ConsumesAssayed => "consumes-assayed",
            Self::SplitsUnassayed => "splits-unassayed",
            Self::ImpureSource => "impure-source",
            Self::TwoSplits => "two-splits",
            Self::AmbiguousOverride => "ambiguous-override",
            Self::NotAProduct => "not-a-product",
            Self::DisposalOfUsed => "disposal-of-used",
            Self::ByproductNotSplit => "byproduct-not-split",
            Self::CountryInTwoMembers => "country-in-two-members",
            Self::AmbiguousRoute => "ambiguous-route",
            Self::NoMember => "no-member",
            Self::NoMaker => "no-maker",
            Self::FromEqualsTo => "from-equals-to",
            Self::MissingPrice => "missing-price",
            Self::TogetherWithoutCommodities => "together-without-commodities",
            Self::ShareInCircle => "share-in-circle",
            Self::SubsidyAboveCost => "subsidy-above-cost",
            Self::OfftakeAboveOne => "offtake-above-one",
            Self::MoneyRuleMembers => "money-rule-members",
            Self::YearNotInScenario => "year-not-in-scenario",
            Self::ClaimWithoutCondition => "claim-without-condition",
            Self::ClaimOutsideAlliance => "claim-outside-alliance",
            Self::ContradictoryShares => "contradictory-shares",
            Self::OfftakeBanned => "offtake-banned",
            Self::Unused => "unused",
            Self::NoCapacity => "no-capacity",
            Self::NoDemand => "no-demand",
            Self::VoidPolicy => "void-policy",
            Self::UnknownMineral => "unknown-mineral",
            Self::RateInPercent => "rate-in-percent",
            Self::ClaimNotUnique => "claim-not-unique",
        }
    }

    /// Whether breaking it makes the scenario unusable.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self < Self::ContradictoryShares { Severity::Error } else { Severity::Warning }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_rules_are_listed_in_order() {
        for (index, rule) in Rule::ALL.iter().enumerate() {
            assert_eq!(*rule as usize, index, "{rule}");
        }
        assert_eq!(Rule::ALL.last(), Some(&Rule::ClaimNotUnique));
    }
}
