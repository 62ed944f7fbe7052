//! Keys of what there is: the question, commodities, processes, facilities, routes, members.

use super::{ASSAY, CAPACITY, COST, DEMAND, Key, Kind, OUTLET, PRICE, RECIPE, RECOVERY, Shape};

/// How real a facility can be.
pub const STATUSES: &[&str] = &["operating", "construction", "financed", "announced", "idle"];

pub const SCENARIO: &[Key] = &[
    Key::new("title", Shape::Text, "One line; the file's name where absent."),
    Key::new("description", Shape::Text, "Free text."),
    Key::needed("years", Shape::Years, "The years asked about; each is solved by itself."),
    Key::new(
        "stages",
        Shape::NewNames,
        "The stages in the chain's order; mining, separation, metal, magnet where absent.",
    ),
    Key::new("avoid", Shape::Names(Kind::Country), "Countries to source without."),
    Key::new("avoid_stages", Shape::Names(Kind::Stage), "Stages at which they are avoided; all where absent."),
    Key::new("statuses", Shape::Words(STATUSES), "Only facilities of these statuses take part; all where absent."),
    Key::new("mode", Shape::Word(&["joint", "alone", "own"]), "Who takes part; joint where absent."),
];

pub const SOURCE: &[Key] = &[
    Key::needed("title", Shape::Text, "Title."),
    Key::new("publisher", Shape::Text, "Publisher."),
    Key::new("year", Shape::Year, "Year of publication."),
    Key::new("url", Shape::Text, "Address."),
    Key::new("note", Shape::Text, "Free text."),
];

pub const COMMODITY: &[Key] = &[
    Key::needed("stage", Shape::Name(Kind::Stage), "The stage it is made at."),
    Key::new(
        "assayed",
        Shape::Flag,
        "Whether what is in it depends on the facility that ships it; false where absent.",
    ),
    Key::new("unit", Shape::Text, "Its mass unit; t where absent."),
    Key::new("price_usd_per_t", PRICE, "Price, for tariffs and cost attribution; not a market model.").unit("USD/t"),
    Key::new("byproduct", Shape::Table(BYPRODUCT), "One capped outlet in the world for what is won at a split."),
    Key::new("dispose_usd_per_t", COST, "Charge on what is won and not sold; beside `byproduct`.").unit("USD/t"),
];

pub const BYPRODUCT: &[Key] = &[
    Key::needed("price_usd_per_t", PRICE, "What it brings.").unit("USD/t"),
    Key::needed("max_t_per_year", OUTLET, "How much the world takes.").unit("t/yr"),
];

pub const PROCESS: &[Key] = &[
    Key::new("stage", Shape::Name(Kind::Stage), "The stage of what it makes; that of its first output where absent."),
    Key::new("splits", Shape::Name(Kind::Commodity), "The assayed commodity it separates."),
    Key::new("recovery", RECOVERY, "Won share of each contained product.").unit("share"),
    Key::new("input", RECIPE, "What it takes per unit of activity.").unit("t"),
    Key::new("output", RECIPE, "What it makes per unit of activity.").unit("t"),
    Key::new("cost_usd_per_t", COST, "Default cost per unit of activity: per tonne shipped, fed or made.")
        .unit("USD/t"),
];

pub const FACILITY: &[Key] = &[
    Key::needed("country", Shape::Name(Kind::Country), "Where it stands."),
    Key::new("owner", Shape::Name(Kind::Member), "The member it belongs to; the country's member where absent."),
    Key::needed("process", Shape::Names(Kind::Process), "What it runs; several processes share its capacity."),
    Key::new("mineral", Shape::Text, "Mineral of what a source ships."),
    Key::new("accepts", Shape::Texts, "Minerals a splitter takes; all where absent."),
    Key::new("assay", ASSAY, "Tonnes of product contained in one tonne that a source ships.").unit("t/t"),
    Key::new("capacity_t_per_year", CAPACITY, "Units of activity per year: tonnes shipped, fed or made.").unit("t/yr"),
    Key::new("max_output_t_per_year", Shape::By(Kind::Commodity, &CAPACITY), "Limits on a splitter's products.")
        .unit("t/yr"),
    Key::new("cost_usd_per_t", COST, "Cost per unit of activity; the process's where absent.").unit("USD/t"),
    Key::new("capex_usd_per_t_per_year", COST, "Cost of building one more unit of yearly capacity.").unit("USD/(t/yr)"),
    Key::new("status", Shape::Word(STATUSES), "How real it is; operating where absent."),
    Key::new("recovery", RECOVERY, "Overrides of the process's recoveries; 0 takes an entry out.").unit("share"),
    Key::new("input", RECIPE, "Overrides of the process's inputs; 0 takes an entry out.").unit("t"),
    Key::new("output", RECIPE, "Overrides of the process's outputs; 0 takes an entry out.").unit("t"),
];

pub const ROUTES: &[Key] = &[
    Key::new("default", Shape::Word(&["open", "closed"]), "Whether pairs without a route are open; open where absent."),
    Key::new("freight_usd_per_t", COST, "Freight of open routes that name none; 0 where absent.").unit("USD/t"),
];

pub const ROUTE: &[Key] = &[
    Key::needed("from", Shape::Name(Kind::Country), "Where it starts."),
    Key::needed("to", Shape::Name(Kind::Country), "Where it ends."),
    Key::new("commodity", Shape::Names(Kind::Commodity), "What it is for; everything where absent."),
    Key::new("freight_usd_per_t", COST, "Freight; that of `[routes]` where absent.").unit("USD/t"),
    Key::new("open", Shape::Flag, "Whether anything may pass; true where absent."),
];

pub const MEMBER: &[Key] = &[
    Key::needed("countries", Shape::Names(Kind::Country), "Where its demand can be met."),
    Key::new("alliance", Shape::Flag, "Whether it avoids and is asked about; true where absent."),
    Key::new("priority", Shape::Integer, "A smaller number is served first; 1 where absent."),
    Key::new("demand_t_per_year", Shape::By(Kind::Commodity, &DEMAND), "What it needs.").unit("t/yr"),
];
