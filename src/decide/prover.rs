//! Who proves the programs of a question, and what each program is: one seam through which every verdict passes, so
//! that proofs can be found, kept, or taken from a file and checked again.

use crate::certify::Certified;
use crate::formulation::{ColumnKey, Program, RowKey};
use crate::lp::{Basis, Lp};
use crate::prove::{Search, Unproven, minimise};
use crate::scenario::MemberId;

/// Proves programs: by searching, or with proofs found before.
pub trait Prover: Sync {
    /// The certified least objective of a program.
    ///
    /// # Errors
    /// Where there is no proof.
    fn prove(&self, posed: &Posed<'_, '_>) -> Result<Certified, Unproven>;
}

impl Prover for Search<'_> {
    fn prove(&self, posed: &Posed<'_, '_>) -> Result<Certified, Unproven> {
        minimise(posed.lp, posed.bench.start.map_or(*self, |start| self.from(start)))
    }
}

/// Which of the two questions of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The same without the avoidance and without any premium ceiling.
    Baseline,
    /// The question itself.
    Answer,
}

/// What a program of a question is for. The order is the one they are proven in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The cheapest plan that meets every demand.
    Full,
    /// The least total shortfall of one member.
    Shortfall,
    /// A round of the fair split, counted from 1 over all priorities.
    Round(usize),
    /// The cheapest plan with the demands that the first round settled reduced by their shortfall, all others in full.
    Rest,
    /// The cheapest plan with every demand reduced by its shortfall.
    Granted,
    /// The least total shortfall of the alliance, other consumers held at their fair coverage.
    Alliance,
}

/// A program put to a prover.
#[derive(Clone, Copy)]
pub struct Posed<'p, 'a> {
    /// Whose question, and which of the two.
    pub bench: Bench<'p>,
    /// What of it.
    pub step: Step,
    /// What the columns and rows mean.
    pub program: &'p Program<'a>,
    /// What follows the program's own columns and rows.
    pub added: Added<'p>,
    /// What is minimised: the program's rows, changed for this step.
    pub lp: &'p Lp,
}

/// Columns and rows that a step adds to a program.
#[derive(Clone, Copy, Default)]
pub struct Added<'p> {
    /// What its columns mean.
    pub columns: &'p [ColumnKey],
    /// What its rows mean.
    pub rows: &'p [RowKey],
}

/// One question at work: who proves its programs, and what for.
#[derive(Clone, Copy)]
pub struct Bench<'p> {
    /// Who proves.
    pub prover: &'p dyn Prover,
    /// For whom; `None` is everybody together.
    pub member: Option<MemberId>,
    /// Which question.
    pub side: Side,
    /// Where a search starts from, if it can: the basis of a similar program.
    pub start: Option<&'p Basis>,
}

impl Bench<'_> {
    /// Has `lp`, which is `program` changed for `step`, proven.
    ///
    /// # Errors
    /// Where there is no proof.
    pub fn prove(self, step: Step, program: &Program<'_>, added: Added<'_>, lp: &Lp) -> Result<Certified, Unproven> {
        self.prover.prove(&Posed { bench: self, step, program, added, lp })
    }
}
