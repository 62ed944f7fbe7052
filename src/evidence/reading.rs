//! The scenario under another reading of its numbers: each at the end of its range that is most generous to the
//! question, or most hostile. A reading is a document like any other, checked like the file; its numbers keep their
//! ranges, so that reading it once more changes nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::direction::{Direction, Open};
use super::number::{Number, numbers};
use crate::diagnostic::KeyPath;
use crate::exact::{Rational, approx, decimal, decimal_up, round_down, sum};
use crate::scenario::keys::Quantity;
use crate::scenario::{FacilityId, Findings, Loaded, Operation, Rule, Scenario, Work};
use crate::tree::{Entry, Node, Tree, Value};

/// How the numbers of a scenario are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// Each at its most hostile.
    Strict,
    /// As stated.
    Stated,
    /// Each at its most generous.
    Generous,
}

impl Reading {
    /// All of them, from the most hostile to the most generous.
    pub const ALL: [Self; 3] = [Self::Strict, Self::Stated, Self::Generous];

    /// The word used on the command line and in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Stated => "stated",
            Self::Generous => "generous",
        }
    }
}

/// A scenario under a reading.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The reading.
    pub reading: Reading,
    /// The scenario.
    pub loaded: Loaded,
    /// How many of its numbers are not at their stated value.
    pub moved: usize,
    /// How many numbers with a range were not moved because no way of them is generous by itself, by reason.
    pub open: BTreeMap<Open, usize>,
    /// Whether contents had to give way so that a tonne contains no more than a tonne.
    pub trimmed: bool,
}

/// A scenario under every reading, in the order of [`Reading::ALL`].
///
/// # Errors
/// With what is wrong with one of them.
pub fn readings(stated: &Loaded) -> Result<[Taken; 3], Findings> {
    let [strict, as_stated, generous] = Reading::ALL.map(|reading| take(stated, reading));
    Ok([strict?, as_stated?, generous?])
}

/// `loaded` under `reading`.
///
/// # Errors
/// With what is wrong with the scenario that this makes.
pub fn take(loaded: &Loaded, reading: Reading) -> Result<Taken, Findings> {
    let mut open = BTreeMap::new();
    for number in numbers(loaded.effective.root()).iter().filter(|number| number.is_weak()) {
        if let Direction::Open(why) = Direction::of(number, &loaded.scenario)
            && why.matters()
        {
            *open.entry(why).or_default() += 1;
        }
    }
    let Moved { tree, numbers, trimmed } = moved(loaded, reading, &Rational::ONE);
    let loaded = if numbers == 0 { loaded.clone() } else { loaded.with(Arc::new(tree))? };
    Ok(Taken { reading, loaded, moved: numbers, open, trimmed })
}

/// A document whose numbers have moved.
pub struct Moved {
    /// The document.
    pub tree: Tree,
    /// How many of its numbers have moved.
    pub numbers: usize,
    /// As in [`Taken`].
    pub trimmed: bool,
}

/// The document of `loaded` with every number moved by `part` of its way to the end of its range that `reading` takes:
/// 0 leaves all as stated, 1 is the reading, more goes beyond the ranges as far as their keys admit.
#[must_use]
pub fn moved(loaded: &Loaded, reading: Reading, part: &Rational) -> Moved {
    let root = loaded.effective.root();
    let target = |number: Number| {
        let direction = Direction::of(&number, &loaded.scenario);
        let end = match reading {
            Reading::Strict => direction.strict(&number),
            Reading::Stated => number.value,
            Reading::Generous => direction.generous(&number),
        };
        let target = number.towards(end, part);
        (number, target)
    };
    let mut targets: Vec<Target> = numbers(root).into_iter().map(target).collect();
    keep_costs_above_subsidies(&loaded.scenario, root, &mut targets);
    let trimmed = keep_contents_within_a_tonne(&loaded.scenario, &mut targets);
    targets.retain(|(number, target)| (number.value - target).abs() > 0.0);
    let mut tree = root.clone();
    for (number, target) in &targets {
        put(&mut tree, number, *target);
    }
    Moved { tree, numbers: targets.len(), trimmed }
}

/// Writes a value, with the range of its number, where the number stands; a value beyond the range widens it.
///
/// # Panics
/// Where `tree` is not the document that the number is of.
pub fn put(tree: &mut Tree, number: &Number, value: f64) {
    let mut table = tree;
    let mut parts = number.path.parts().iter();
    let node = loop {
        let part = parts.next().expect("the path of a number ends at it");
        let entry = table.get_mut(part).expect("a number stands where it was found");
        if parts.len() == 0 {
            break &mut entry.node;
        }
        table = entry.node.value.as_table_mut().expect("numbers stand in tables");
    };
    let place = node.place;
    let mut ranged = node.value.as_table().cloned().unwrap_or_default();
    for (key, number) in [("value", value), ("low", number.low.min(value)), ("high", number.high.max(value))] {
        let node = Node { place, value: written(number) };
        match ranged.get_mut(key) {
            Some(entry) => entry.node = node,
            None => drop(ranged.insert(key.to_owned(), Entry { key: place, node })),
        }
    }
    node.value = ranged.into();
}

/// An integer where it is one.
fn written(number: f64) -> Value {
    let whole = (number.fract() == 0.0).then(|| format!("{number:.0}").parse().ok()).flatten();
    whole.map_or(Value::Float(number), Value::Integer)
}

type Target = (Number, f64);

/// A subsidy must not exceed the cost it reduces, so a cost does not fall below what is paid; a cost of which some entry
/// is below that stays as it is.
fn keep_costs_above_subsidies(scenario: &Scenario, root: &Tree, targets: &mut [Target]) {
    let mut paid: BTreeMap<KeyPath, Rational> = BTreeMap::new();
    for (id, facility) in scenario.facilities.iter() {
        for operation in &facility.operations {
            let most = scenario.years.iter().map(|year| subsidies(scenario, id, operation, *year)).max();
            let Some(most) = most.filter(|most| *most > Rational::ZERO) else { continue };
            let own = KeyPath::new(["facility", scenario.facilities.key(id), "cost_usd_per_t"]);
            let of_process = KeyPath::new(["process", scenario.processes.key(operation.process), "cost_usd_per_t"]);
            let stated = own.parts().iter().try_fold(None, |at: Option<&Node>, part| {
                let table = at.map_or(Some(root), |node| node.value.as_table())?;
                table.get(part).map(|entry| Some(&entry.node))
            });
            let floor = paid.entry(if stated.is_some() { own } else { of_process }).or_insert(Rational::ZERO);
            *floor = most.max(floor.clone());
        }
    }
    for (series, floor) in paid {
        let of_series = |path: &KeyPath| path.parts().starts_with(series.parts());
        let covered = targets.iter().filter(|target| of_series(&target.0.path)).all(|t| decimal(t.0.value) >= floor);
        for (number, target) in targets.iter_mut().filter(|target| of_series(&target.0.path)) {
            if !covered {
                *target = number.value;
            } else if decimal(*target) < floor {
                *target = decimal_up(&floor).min(number.value);
            }
        }
    }
}

fn subsidies(scenario: &Scenario, id: FacilityId, operation: &Operation, year: i32) -> Rational {
    let country = scenario.facilities[id].country;
    sum(scenario.policies.iter().filter(|(_, policy)| policy.in_force(year)).filter_map(|(_, policy)| {
        match &policy.rule {
            Rule::Subsidy(subsidy) if subsidy.target.covers(id, country, operation.stage) => {
                Some(subsidy.usd_per_t.at(year))
            }
            _ => None,
        }
    }))
}

/// A tonne contains at most a tonne. Where contents that are raised exceed that, those that no recipe and no member
/// takes give way, as far as their ranges go; then all that are raised are raised by the same smaller part of their way.
/// Says whether that last step was needed.
fn keep_contents_within_a_tonne(scenario: &Scenario, targets: &mut [Target]) -> bool {
    let mut by_source: BTreeMap<KeyPath, Vec<usize>> = BTreeMap::new();
    for (index, (number, _)) in targets.iter().enumerate() {
        if number.quantity == Quantity::Assay {
            by_source.entry(number.path.parent().unwrap_or_default()).or_default().push(index);
        }
    }
    let mut trimmed = false;
    for contents in by_source.into_values() {
        let total = |targets: &[Target]| sum(contents.iter().map(|&at| decimal(targets[at].1)));
        let mut excess = total(targets) - Rational::ONE;
        if excess <= Rational::ZERO {
            continue;
        }
        let (wanted, unwanted): (Vec<usize>, Vec<usize>) =
            contents.iter().partition(|&&at| is_wanted(scenario, &targets[at].0));
        excess -= lower(targets, &unwanted, &excess, |target| decimal(target.0.low));
        if excess > Rational::ZERO {
            trimmed = true;
            lower(targets, &wanted, &excess, |target| decimal(target.0.value));
        }
    }
    trimmed
}

/// Lowers targets by `excess` together, each by the same part of its way to `floor`; how much that was.
fn lower(targets: &mut [Target], which: &[usize], excess: &Rational, floor: impl Fn(&Target) -> Rational) -> Rational {
    let room = |target: &Target| decimal(target.1) - floor(target);
    let all = sum(which.iter().map(|&at| room(&targets[at])));
    if all <= Rational::ZERO {
        return Rational::ZERO;
    }
    let part = (excess / &all).min(Rational::ONE);
    let before = sum(which.iter().map(|&at| decimal(targets[at].1)));
    for &at in which {
        let target = &mut targets[at];
        target.1 = round_down(&(decimal(target.1) - room(target) * &part)).max(approx(&floor(target)));
    }
    before - sum(which.iter().map(|&at| decimal(targets[at].1)))
}

/// Whether any recipe or member takes the product that a number is about.
fn is_wanted(scenario: &Scenario, number: &Number) -> bool {
    let name = number.path.parts().last().map_or("", String::as_str);
    let Some(product) = scenario.commodities.id(name) else { return true };
    let mut operations = scenario.facilities.iter().flat_map(|(_, facility)| &facility.operations);
    let taken = operations.any(|operation| match &operation.work {
        Work::Recipe { input, .. } => input.iter().any(|part| part.0 == product),
        _ => false,
    });
    taken || scenario.members.iter().any(|(_, member)| member.demand.iter().any(|entry| entry.0 == product))
}
