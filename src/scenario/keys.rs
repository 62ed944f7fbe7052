//! Every key a scenario file knows, as data: its shape, its unit and what it means. The reader checks files against
//! these lists, and the JSON schema and the format's reference are generated from them.

use super::series::Hold;

mod claims;
mod evidence;
mod policies;
mod sweep;
mod world;

pub use evidence::{RANGED, STANDING, is_of_number};
pub use policies::{POLICY_KINDS, PolicyKind};

/// What a name can refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An entry of `scenario.stages`.
    Stage,
    /// `[country.*]`
    Country,
    /// `[source.*]`
    Source,
    /// `[commodity.*]`
    Commodity,
    /// `[process.*]`
    Process,
    /// `[facility.*]`
    Facility,
    /// `[member.*]`
    Member,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::Stage, Self::Country, Self::Source, Self::Commodity, Self::Process, Self::Facility, Self::Member];

    /// The word for one of them.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Country => "country",
            Self::Source => "source",
            Self::Commodity => "commodity",
            Self::Process => "process",
            Self::Facility => "facility",
            Self::Member => "member",
        }
    }
}

/// Which numbers a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Not negative.
    Amount,
    /// From 0 to 1.
    Share,
    /// Zero, or from 1e-6 to 1e6.
    Coefficient,
    /// Zero, or from 1e-6 to 1.
    Content,
}

/// Largest quantity, well inside the integers that a float holds exactly.
pub const LARGEST: f64 = 1e15;
/// Smallest coefficient beside zero, and the largest: the linear program is scaled for these.
pub const COEFFICIENTS: std::ops::RangeInclusive<f64> = 1e-6..=1e6;

impl Range {
    /// The nearest number that the key takes, for one that is not zero.
    #[must_use]
    pub fn clamped(self, number: f64) -> f64 {
        match self {
            Self::Amount => number.clamp(0.0, LARGEST),
            Self::Share => number.clamp(0.0, 1.0),
            Self::Coefficient => number.clamp(*COEFFICIENTS.start(), *COEFFICIENTS.end()),
            Self::Content => number.clamp(*COEFFICIENTS.start(), 1.0),
        }
    }
}

/// What a number of the world says. A number that belongs to none of these is a term of the question (a policy's, a
/// claim's): it is chosen rather than known, and takes no range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// How much a facility or an outlet can do.
    Capacity,
    /// How much a consumer needs.
    Demand,
    /// Won part of what is contained.
    Recovery,
    /// What a recipe takes and makes per unit of activity.
    Recipe,
    /// What is contained in what a source ships.
    Assay,
    /// What doing something costs.
    Cost,
    /// What something is sold for.
    Price,
}

impl Quantity {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Capacity, Self::Demand, Self::Recovery, Self::Recipe, Self::Assay, Self::Cost, Self::Price];

    /// The word for it in files and reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::Demand => "demand",
            Self::Recovery => "recovery",
            Self::Recipe => "recipe",
            Self::Assay => "assay",
            Self::Cost => "cost",
            Self::Price => "price",
        }
    }
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Any string.
    Text,
    /// A list of strings, or one.
    Texts,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of these words, or one.
    Words(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// An integer.
    Integer,
    /// A year.
    Year,
    /// A list of years.
    Years,
    /// A number; one of the world may carry a range and evidence of its own ([`RANGED`]).
    Number(Range, Option<Quantity>),
    /// A number, or a table of numbers by year that is read as said unless it says `hold` itself.
    Series(Range, Hold, Option<Quantity>),
    /// A name.
    Name(Kind),
    /// A list of names, or one.
    Names(Kind),
    /// A list of members, one, or the word `all`.
    Members,
    /// One value for all members, or a table with an entry per member.
    PerMember(&'static Shape),
    /// A list of new names, which gives them their order.
    NewNames,
    /// A table with an entry per name.
    By(Kind, &'static Shape),
    /// A table with these keys.
    Table(&'static [Key]),
    /// A list of values of any type, or a range of numbers as a string.
    Values,
    /// A table by key of this section (below `[evidence.*]`, of that section) of source, grade and note.
    Standing,
}

impl Shape {
    /// Whether it holds numbers of the world.
    #[must_use]
    pub fn is_known(&self) -> bool {
        match self {
            Self::Number(_, quantity) | Self::Series(_, _, quantity) => quantity.is_some(),
            Self::By(_, inner) => inner.is_known(),
            Self::Table(keys) => keys.iter().any(|key| key.shape.is_known()),
            _ => false,
        }
    }
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// Unit of its numbers; empty where they have none.
    pub unit: &'static str,
    /// What it means, in one sentence.
    pub doc: &'static str,
}

impl Key {
    const fn new(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self { name, shape, required: false, unit: "", doc }
    }

    const fn needed(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self { name, shape, required: true, unit: "", doc }
    }

    const fn unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }
}

/// One top-level table.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its key.
    pub name: &'static str,
    /// Whether it holds one table per name rather than keys of its own.
    pub named: bool,
    /// Its keys, in groups.
    pub keys: &'static [&'static [Key]],
    /// What it describes.
    pub doc: &'static str,
}

impl Section {
    /// The key called `name`.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.all().find(|key| key.name == name)
    }

    /// All keys in order.
    pub fn all(&self) -> impl Iterator<Item = &'static Key> + Clone + use<> {
        self.keys.iter().copied().flatten()
    }

    /// The section called `name`.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        SECTIONS.iter().find(|section| section.name == name)
    }
}

/// Keys at the top of a file.
pub const TOP: &[Key] = &[
    Key::needed("format", Shape::Integer, "Version of the file format: 1."),
    Key::new("extends", Shape::Text, "Path, relative to this file, of a base that this file is merged over."),
    Key::new("remove", Shape::Texts, "Key paths taken out of the base before the merge, such as `facility.x`."),
];

/// The top-level tables.
pub const SECTIONS: &[Section] = &[
    Section { name: "scenario", named: false, keys: &[world::SCENARIO], doc: "The question." },
    Section { name: "country", named: true, keys: &[NAME, EVIDENCE], doc: "A country or any other place." },
    Section { name: "source", named: true, keys: &[world::SOURCE], doc: "A publication that numbers come from." },
    Section {
        name: "commodity",
        named: true,
        keys: &[NAME, world::COMMODITY, EVIDENCE, evidence::OF_KEYS],
        doc: "Something with a mass that is made at one stage.",
    },
    Section {
        name: "process",
        named: true,
        keys: &[NAME, world::PROCESS, EVIDENCE, evidence::OF_KEYS],
        doc: "A source, a split of an assayed commodity, or a recipe.",
    },
    Section {
        name: "facility",
        named: true,
        keys: &[NAME, world::FACILITY, EVIDENCE, evidence::OF_KEYS],
        doc: "A mine, plant or works in one country that runs one or more processes.",
    },
    Section {
        name: "routes",
        named: false,
        keys: &[world::ROUTES, EVIDENCE, evidence::OF_KEYS],
        doc: "What holds between two countries where no route says otherwise.",
    },
    Section {
        name: "route",
        named: true,
        keys: &[world::ROUTE, EVIDENCE, evidence::OF_KEYS],
        doc: "What holds between two countries, for all commodities or some.",
    },
    Section {
        name: "member",
        named: true,
        keys: &[NAME, world::MEMBER, EVIDENCE, evidence::OF_KEYS],
        doc: "A member of the alliance, or another consumer.",
    },
    Section { name: "policy", named: true, keys: &[NAME, policies::POLICY, EVIDENCE], doc: "A political statement." },
    Section {
        name: "claim",
        named: true,
        keys: &[claims::CLAIM, EVIDENCE],
        doc: "A statement about the answer that `didymium test` judges.",
    },
    Section { name: "sweep", named: false, keys: &[sweep::SWEEP], doc: "How `didymium sweep` asks this scenario." },
    Section {
        name: "axis",
        named: true,
        keys: &[NAME, sweep::AXIS, EVIDENCE],
        doc: "Values that a sweep gives to one input; several axes make a grid.",
    },
    Section {
        name: "vary",
        named: true,
        keys: &[NAME, sweep::VARY, EVIDENCE],
        doc: "An input that a sweep draws at random.",
    },
    Section {
        name: "evidence",
        named: false,
        keys: &[evidence::EVIDENCE_SECTION],
        doc: "How numbers stand that do not say so themselves.",
    },
];

const NAME: &[Key] = &[Key::new("name", Shape::Text, "Display name; the key itself where absent.")];

const EVIDENCE: &[Key] = STANDING;

const CAPACITY: Shape = Shape::Series(Range::Amount, Hold::StepFromZero, Some(Quantity::Capacity));
const OUTLET: Shape = Shape::Series(Range::Amount, Hold::Linear, Some(Quantity::Capacity));
const DEMAND: Shape = Shape::Series(Range::Amount, Hold::Linear, Some(Quantity::Demand));
const COST: Shape = Shape::Series(Range::Amount, Hold::Linear, Some(Quantity::Cost));
const PRICE: Shape = Shape::Series(Range::Amount, Hold::Linear, Some(Quantity::Price));
const POLICY_AMOUNT: Shape = Shape::Series(Range::Amount, Hold::Step, None);
const POLICY_SHARE: Shape = Shape::Series(Range::Share, Hold::Step, None);
const RECIPE: Shape = Shape::By(Kind::Commodity, &Shape::Number(Range::Coefficient, Some(Quantity::Recipe)));
const RECOVERY: Shape = Shape::By(Kind::Commodity, &Shape::Number(Range::Content, Some(Quantity::Recovery)));
const ASSAY: Shape = Shape::By(Kind::Commodity, &Shape::Number(Range::Content, Some(Quantity::Assay)));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_declared_twice_and_all_are_described() {
        for section in SECTIONS {
            let names: Vec<&str> = section.all().map(|key| key.name).collect();
            for (index, name) in names.iter().enumerate() {
                assert!(!names[..index].contains(name), "{}.{name} is declared twice", section.name);
            }
            assert!(section.all().all(|key| key.doc.ends_with('.')), "{}: a key has no sentence", section.name);
        }
    }

    #[test]
    fn a_key_that_carries_its_unit_declares_it() {
        for key in SECTIONS.iter().flat_map(Section::all) {
            let carries = ["_usd", "_t_per_year", "_per_t"].iter().any(|unit| key.name.contains(unit));
            assert!(!carries || !key.unit.is_empty(), "{} has no unit", key.name);
        }
    }

    #[test]
    fn each_kind_of_policy_lists_known_keys() {
        let policy = Section::find("policy").unwrap();
        for kind in POLICY_KINDS {
            for name in kind.keys.iter().chain(kind.required) {
                assert!(policy.key(name).is_some(), "{}: {name}", kind.word);
            }
        }
    }
}
