//! What would flip a verdict: the keys that `explain --flip` adds to an explanation.

use serde::Serialize;

/// What would flip a verdict. All verdicts it rests on are proven.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Flip {
    /// How many numbers were moved, one at a time.
    pub tried: usize,
    /// How far beyond their ranges they were moved, in ranges: 4 is four times as far as the range goes.
    pub searched_to: f64,
    /// The numbers that flip it alone, the shortest way first, in ranges.
    pub numbers: Vec<Turn>,
    /// Reported numbers that flip it alone, the least relative change first. They have no range, and were moved as far
    /// as the band of an assumed number goes.
    pub reported: Vec<Turn>,
    /// Key paths of numbers at the end of whose way nothing could be proven.
    pub open: Vec<String>,
    /// All numbers with a range moved at once, each by the same part of its way; null where the verdict is not proven.
    pub together: Option<Stretch>,
}

impl Flip {
    /// Key paths of all numbers it names.
    pub fn statements(&self) -> impl Iterator<Item = &str> {
        self.numbers.iter().chain(&self.reported).map(|turn| turn.statement.as_str())
    }

    /// Its arguments of `--set`.
    pub fn arguments_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.numbers.iter_mut().chain(&mut self.reported).map(|turn| &mut turn.set)
    }
}

/// One number moved alone until the verdict flips.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Turn {
    /// Its key path.
    pub statement: String,
    /// Its unit.
    pub unit: String,
    /// How well it stands; null where nothing is said.
    pub grade: Option<String>,
    /// What it rests on.
    pub source: Option<String>,
    /// What it says.
    pub value_now: f64,
    /// The end of its range on that side; null for one without a range.
    pub range_end: Option<f64>,
    /// Up to here the verdict holds.
    pub holds_at: f64,
    /// Here it is the other one: the next value, unless nothing could be proven in between.
    pub flips_at: f64,
    /// Distance to the flip over the number; null where that is zero.
    pub relative: Option<f64>,
    /// Distance to the flip in ranges: at most 1 is within its range. Null for a number without one.
    pub ranges: Option<f64>,
    /// The argument of `--set` that flips the verdict.
    pub set: String,
}

/// All numbers with a range moved at once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stretch {
    /// Which reading they were moved towards, `strict` or `generous`; it is reached at 1.
    pub towards: String,
    /// How many numbers that moves.
    pub numbers: usize,
    /// Up to here the verdict holds, in ranges; null where nothing but the stated one is proven.
    pub holds_at: f64,
    /// Here it is the other one; null where it did not flip as far as was searched.
    pub flips_at: Option<f64>,
    /// How far it was searched, in ranges.
    pub searched_to: f64,
    /// Whether it is proven that it does not flip earlier; else only as finely as places were tried.
    pub first: bool,
}
