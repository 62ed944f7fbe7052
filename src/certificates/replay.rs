//! Taking plans and multipliers from a book of proofs, and certifying them against programs built anew.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::{Book, Entry, Part, Proof, fraction, part, side_word, title, word};
use crate::certify::{Certified, Violation, certify};
use crate::decide::prover::{Posed, Prover, Step};
use crate::exact::Rational;
use crate::export::names::Names;
use crate::lp::{Lp, Sense};
use crate::prove::Unproven;
use crate::table::Id;

/// A prover without a solver: it has what the book says, and believes none of it.
pub struct Replay {
    left: Mutex<BTreeMap<Part, VecDeque<Entry>>>,
    outcome: Mutex<Outcome>,
}

/// What came of checking a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many proofs hold.
    pub held: usize,
    /// What those of them are about that leave room between their two ends, by part.
    pub inexact: BTreeMap<Part, Vec<String>>,
    /// What does not hold, by part.
    pub faults: BTreeMap<Part, Vec<String>>,
}

impl Replay {
    /// A prover with the proofs of `book`.
    #[must_use]
    pub fn new(book: Book) -> Self {
        let left = book.into_iter().map(|(part, entries)| (part, VecDeque::from(entries))).collect();
        Self { left: Mutex::new(left), outcome: Mutex::default() }
    }

    /// What came of it; proofs that no program asked for are faults.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        let mut outcome = self.outcome.into_inner().unwrap_or_else(PoisonError::into_inner);
        let left = self.left.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (part, entries) in left {
            // After the first fault of a part, what follows is asked for in another order or not at all.
            if !entries.is_empty() && !outcome.faults.contains_key(&part) {
                let strays = entries.iter().map(|entry| format!("{}: no answer rests on it", entry.title()));
                outcome.faults.insert(part, strays.collect());
            }
        }
        outcome
    }

    /// The next entry of the part, which must be about this program.
    fn next(&self, posed: &Posed<'_, '_>) -> Result<Option<Proof>, String> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = left.get_mut(&part(posed.bench, posed)).and_then(VecDeque::pop_front);
        let asked = posed_title(posed);
        match entry {
            Some(entry) if entry.is_about(posed.step) => Ok(entry.proof),
            Some(entry) => Err(format!("{asked}: its proof is missing; the next one is about `{}`", entry.title())),
            None => Err(format!("{asked}: its proof is missing")),
        }
    }
}

impl Prover for Replay {
    fn prove(&self, posed: &Posed<'_, '_>) -> Result<Certified, Unproven> {
        let checked = self.next(posed).and_then(|proof| {
            let proof = proof.map(|proof| check(&proof, posed.lp, &Names::of(posed.program, posed.added)));
            proof.transpose().map_err(|fault| format!("{}: {fault}", posed_title(posed)))
        });
        let mut outcome = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        match checked {
            Ok(Some(certified)) => {
                outcome.held += 1;
                if !certified.is_exact() {
                    outcome.inexact.entry(part(posed.bench, posed)).or_default().push(posed_title(posed));
                }
                Ok(certified)
            }
            // Nothing is claimed, so nothing follows.
            Ok(None) => Err(Unproven::NoProof),
            Err(fault) => {
                outcome.faults.entry(part(posed.bench, posed)).or_default().push(fault);
                Err(Unproven::NoProof)
            }
        }
    }
}

fn posed_title(posed: &Posed<'_, '_>) -> String {
    let member = posed.bench.member.map(|member| posed.program.network.scenario().members.key(member));
    let round = match posed.step {
        Step::Round(number) => Some(number),
        _ => None,
    };
    title(side_word(posed.bench.side), member, posed.program.network.year(), word(posed.step), round)
}

/// Certifies `proof` against `lp`; its claimed ends must be what plan and multipliers come to.
fn check(proof: &Proof, lp: &Lp, names: &Names) -> Result<Certified, String> {
    let plan = fraction::dense(&proof.plan, &names.columns, "column")?;
    let multipliers = fraction::dense(&proof.multipliers, &names.rows, "row")?;
    if let Some(row) = lp.row_ids().find(|row| is_wrong(lp.row(*row).sense, &multipliers[row.index()])) {
        let (name, value) = (&names.rows[row.index()], fraction::text(&multipliers[row.index()]));
        return Err(format!("the multiplier {value} of row `{name}` has the wrong sign"));
    }
    let short = |row: crate::lp::Row| fraction::text(&-lp.row(row).slack(&plan));
    let certified = certify(lp, plan.clone(), multipliers).map_err(|violation| match violation {
        Violation::Negative(column) => format!("the plan is negative in column `{}`", names.columns[column]),
        Violation::Broken(row) => format!("the plan breaks row `{}` by {}", names.rows[row.index()], short(row)),
        Violation::Length { .. } | Violation::Contradiction => violation.to_string(),
    })?;
    let upper = fraction::text(certified.upper());
    if proof.upper != upper {
        return Err(format!("the plan's objective is {upper}, not {}", proof.upper));
    }
    let lower = certified.lower().map(fraction::text);
    if proof.lower != lower {
        let said = |end: &Option<String>| end.clone().unwrap_or_else(|| "nothing".to_owned());
        return Err(format!("the multipliers prove {} as lower bound, not {}", said(&lower), said(&proof.lower)));
    }
    Ok(certified)
}

fn is_wrong(sense: Sense, multiplier: &Rational) -> bool {
    match sense {
        Sense::AtMost => *multiplier > Rational::ZERO,
        Sense::AtLeast => *multiplier < Rational::ZERO,
    }
}
