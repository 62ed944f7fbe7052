//! Keys of claims.

use super::world::STATUSES;
use super::{Key, Kind, Range, Shape};

const SHARE: Shape = Shape::PerMember(&Shape::Number(Range::Share, None));
const AMOUNT: Shape = Shape::PerMember(&Shape::Number(Range::Amount, None));
const YEAR: Shape = Shape::PerMember(&Shape::Year);

pub const CLAIM: &[Key] = &[
    Key::needed("text", Shape::Text, "The statement in words."),
    Key::new("mode", Shape::Word(&["joint", "alone", "own"]), "Who takes part; the scenario's mode where absent."),
    Key::new("members", Shape::Members, "Whom it is about; every alliance member where absent."),
    Key::new(
        "everybody",
        Shape::Flag,
        "Whether it is about all consumers together, in `joint`, rather than each member by itself.",
    ),
    Key::new(
        "avoid",
        Shape::Names(Kind::Country),
        "Countries to source without; the scenario's where absent, and an empty list is the baseline.",
    ),
    Key::new(
        "avoid_stages",
        Shape::Names(Kind::Stage),
        "Stages at which they are avoided; the scenario's where absent.",
    ),
    Key::new(
        "statuses",
        Shape::Words(STATUSES),
        "Only facilities of these statuses take part; the scenario's where absent.",
    ),
    Key::new(
        "robust",
        Shape::Flag,
        "Whether it must hold under the strict and the generous reading of the evidence too; false where absent.",
    ),
    Key::new("years", Shape::Years, "Years it is about, instead of a range."),
    Key::new("from_year", Shape::Year, "First year it is about; the scenario's first where absent."),
    Key::new("until_year", Shape::Year, "Last year it is about; the scenario's last where absent."),
    Key::new(
        "quantifier",
        Shape::Word(&["all", "some"]),
        "Whether it is about all members and years, or at least one.",
    ),
    Key::new("verdict", Shape::Word(&["feasible", "infeasible"]), "The verdict."),
    Key::new("min_shortfall_share", SHARE, "Least shortfall over demand.").unit("share"),
    Key::new("max_shortfall_share", SHARE, "Largest shortfall over demand.").unit("share"),
    Key::new("min_premium", AMOUNT, "Least premium over the baseline: 0.2 is 20 %.").unit("share"),
    Key::new("max_premium", AMOUNT, "Largest premium over the baseline: 0.2 is 20 %.").unit("share"),
    Key::new("min_cost_usd", AMOUNT, "Least cost.").unit("USD"),
    Key::new("max_cost_usd", AMOUNT, "Largest cost.").unit("USD"),
    Key::new("min_coverage", SHARE, "Least coverage.").unit("share"),
    Key::new("max_coverage", SHARE, "Largest coverage.").unit("share"),
    Key::new("min_country_share", SHARE, "Least part of what is used that comes from `countries` at `stage`.")
        .unit("share"),
    Key::new("max_country_share", SHARE, "Largest part of what is used that comes from `countries` at `stage`.")
        .unit("share"),
    Key::new("countries", Shape::Names(Kind::Country), "The countries of a country share, counted together."),
    Key::new("stage", Shape::Name(Kind::Stage), "The stage of a country share."),
    Key::new(
        "commodities",
        Shape::Names(Kind::Commodity),
        "The commodities of a country share, in one sum; all that pass the stage where absent.",
    ),
    Key::new("first_feasible_after", YEAR, "The first feasible year comes after this one, or never."),
    Key::new("first_feasible_by", YEAR, "The first feasible year is this one or an earlier one."),
    Key::new(
        "expect",
        Shape::Word(&["confirmed", "refuted", "undetermined"]),
        "What the author expects; confirmed where absent.",
    ),
];
