//! Keys that say where numbers come from, how well they stand, and how far they may be off.

use super::{Key, Kind, Range, Shape};

/// Keys of what a number rests on.
pub const STANDING: &[Key] = &[
    Key::new("source", Shape::Name(Kind::Source), "The publication that the numbers come from."),
    Key::new("grade", Shape::Word(&["reported", "unverified", "assumed"]), "How well the numbers stand."),
    Key::new("note", Shape::Text, "Free text."),
];

/// Keys of a number that is written as a table, beside those of [`STANDING`]; the numbers are those that its own key
/// takes.
pub const RANGED: &[Key] = &[
    Key::needed("value", Shape::Number(Range::Amount, None), "The number as stated."),
    Key::new(
        "low",
        Shape::Number(Range::Amount, None),
        "The least it may be, in the same unit; the value where absent.",
    ),
    Key::new(
        "high",
        Shape::Number(Range::Amount, None),
        "The most it may be, in the same unit; the value where absent.",
    ),
];

/// The key of a row that says how the numbers of single keys stand.
pub const OF_KEYS: &[Key] =
    &[Key::new("evidence", Shape::Standing, "How the numbers of single keys stand, where otherwise than the row's.")];

/// Keys of `[evidence]`.
pub const EVIDENCE_SECTION: &[Key] = &[
    Key::new("band", Shape::Table(GRADES), "How far numbers without a range may be off, by grade and kind of number."),
    Key::new("commodity", Shape::Standing, "How numbers of these keys stand in every commodity that does not say so."),
    Key::new("process", Shape::Standing, "The same of processes."),
    Key::new("facility", Shape::Standing, "The same of facilities."),
    Key::new("routes", Shape::Standing, "The same of what holds between countries without a route."),
    Key::new("route", Shape::Standing, "The same of routes."),
    Key::new("member", Shape::Standing, "The same of members and other consumers."),
];

const GRADES: &[Key] = &[
    Key::new("reported", Shape::Table(BANDS), "Of numbers graded `reported`; zero where absent."),
    Key::new("unverified", Shape::Table(BANDS), "Of numbers graded `unverified`."),
    Key::new("assumed", Shape::Table(BANDS), "Of numbers graded `assumed`, and of those without a grade."),
];

const BAND: Shape = Shape::Number(Range::Share, None);

const BANDS: &[Key] = &[
    Key::new("capacity", BAND, "Capacities, limits on products, outlets.").unit("share"),
    Key::new("demand", BAND, "Demands.").unit("share"),
    Key::new("recovery", BAND, "Recoveries.").unit("share"),
    Key::new("recipe", BAND, "Inputs and outputs of recipes.").unit("share"),
    Key::new("assay", BAND, "Assays.").unit("share"),
    Key::new("cost", BAND, "Operating costs, freight, disposal.").unit("share"),
    Key::new("price", BAND, "Prices of commodities and by-products.").unit("share"),
];

/// Whether `key` makes a table a number with a range rather than a table by year.
#[must_use]
pub fn is_of_number(key: &str) -> bool {
    RANGED.iter().chain(STANDING).any(|known| known.name == key)
}
