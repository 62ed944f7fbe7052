//! Certificates: a report together with the proofs of all its figures, and the check that calls no solver.
//!
//! Checking goes the way of solving: the programs are built from the scenario and the question, and wherever a search
//! would be made, plan and multipliers are taken from the file and certified in exact arithmetic. What comes out is a
//! report of its own, which the one in the file must equal. From the file nothing else is taken over, so a wrong
//! figure, plan, multiplier, verdict or question has no way in. `docs/certificates.md` describes the file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decide::prover::{Bench, Posed, Side, Step};
use crate::scenario::MemberId;

pub mod compare;
pub mod envelope;
pub mod fraction;
pub mod programs;
pub mod question;
pub mod record;
pub mod replay;
mod unique;
pub mod verify;

/// Version of the proofs' keys.
pub const FORMAT: u32 = 1;

/// Which question of which answer: the baseline before the answer, members in file order, years ascending.
pub type Part = (Option<MemberId>, i32, Side);

/// Entries by part, each list in the order of proving.
pub type Book = BTreeMap<Part, Vec<Entry>>;

fn part(bench: Bench<'_>, posed: &Posed<'_, '_>) -> Part {
    (bench.member, posed.program.network.year(), bench.side)
}

/// A program that was asked for, and its proof where there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// For whom; absent in `joint`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub member: Option<String>,
    /// When.
    pub year: i32,
    /// Which question: `answer` or `baseline`.
    pub of: String,
    /// What of it, see [`word`].
    pub program: String,
    /// Number of the round, for `round`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub round: Option<usize>,
    /// The proof; `null` where none was found.
    #[serde(deserialize_with = "Option::deserialize")]
    pub proof: Option<Proof>,
}

/// A plan and multipliers: fractions by the names that `export` gives to columns and rows, zeros left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The bound that the multipliers prove; `null` where they prove none.
    #[serde(deserialize_with = "Option::deserialize")]
    pub lower: Option<String>,
    /// The plan's objective.
    pub upper: String,
    /// The plan.
    pub plan: fraction::Sparse,
    /// The multipliers.
    pub multipliers: fraction::Sparse,
}

impl Entry {
    /// An entry about `step` in `part`, the member called `member`.
    #[must_use]
    pub fn new(part: Part, member: Option<&str>, step: Step, proof: Option<Proof>) -> Self {
        let round = match step {
            Step::Round(number) => Some(number),
            _ => None,
        };
        Self {
            member: member.map(str::to_owned),
            year: part.1,
            of: side_word(part.2).to_owned(),
            program: word(step).to_owned(),
            round,
            proof,
        }
    }

    /// Whether it says that it is about `step`.
    #[must_use]
    pub fn is_about(&self, step: Step) -> bool {
        let number = match step {
            Step::Round(number) => Some(number),
            _ => None,
        };
        self.program == word(step) && self.round == number
    }

    /// What it says it is about, e.g. `answer of japan in 2026: shortfall`.
    #[must_use]
    pub fn title(&self) -> String {
        title(&self.of, self.member.as_deref(), self.year, &self.program, self.round)
    }
}

/// What a program is about, in words.
fn title(of: &str, member: Option<&str>, year: i32, program: &str, round: Option<usize>) -> String {
    let who = member.map_or_else(String::new, |member| format!(" of {member}"));
    let round = round.map_or_else(String::new, |number| format!(" {number}"));
    format!("{of}{who} in {year}: {program}{round}")
}

/// The word for a question.
#[must_use]
pub fn side_word(side: Side) -> &'static str {
    match side {
        Side::Answer => "answer",
        Side::Baseline => "baseline",
    }
}

/// The word for a program of a question.
#[must_use]
pub fn word(step: Step) -> &'static str {
    match step {
        Step::Full => "full",
        Step::Shortfall => "shortfall",
        Step::Round(_) => "round",
        Step::Rest => "rest",
        Step::Granted => "granted",
        Step::Alliance => "alliance",
    }
}
