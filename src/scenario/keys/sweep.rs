//! Keys of what `didymium sweep` varies.

use super::world::STATUSES;
use super::{Key, Kind, Shape};

pub const SWEEP: &[Key] = &[
    Key::new("samples", Shape::Integer, "How many samples to draw of what `[vary.*]` names."),
    Key::new("seed", Shape::Integer, "Seed of the samples; 0 where absent."),
    Key::new("mode", Shape::Word(&["joint", "alone", "own"]), "Who takes part; the scenario's where absent."),
    Key::new("avoid", Shape::Names(Kind::Country), "Countries to source without; the scenario's where absent."),
    Key::new(
        "avoid_stages",
        Shape::Names(Kind::Stage),
        "Stages at which they are avoided; the scenario's where absent.",
    ),
    Key::new("members", Shape::Members, "Members asked about; all where absent."),
    Key::new(
        "statuses",
        Shape::Words(STATUSES),
        "Only facilities of these statuses take part; the scenario's where absent.",
    ),
    Key::new("years", Shape::Years, "Years asked about; the scenario's where absent."),
];

pub const AXIS: &[Key] = &[
    Key::needed(
        "key",
        Shape::Text,
        "What is set or changed; `*` stands for any name, as in `facility.*.cost_usd_per_t`.",
    ),
    Key::needed("values", Shape::Values, "A list of values, or a range such as `\"0..1000:5\"`."),
];

pub const VARY: &[Key] = &[
    Key::needed("key", Shape::Text, "What is set or changed; `*` stands for any name."),
    Key::needed("draw", Shape::Text, "What it is drawn from, such as `\"*triangular(0.9, 1, 1.2)\"`."),
];
