//! Keeping proofs while they are found.

use std::sync::{Mutex, PoisonError};

use super::{Book, Entry, Proof, fraction, part};
use crate::certify::Certified;
use crate::decide::prover::{Posed, Prover};
use crate::export::names::Names;
use crate::prove::Unproven;

/// A prover that searches as another does, and keeps what it is given.
pub struct Recorder<'a> {
    inner: &'a dyn Prover,
    book: Mutex<Book>,
}

impl<'a> Recorder<'a> {
    /// An empty book, filled by what `inner` proves.
    #[must_use]
    pub fn new(inner: &'a dyn Prover) -> Self {
        Self { inner, book: Mutex::default() }
    }

    /// All entries, in the order of their parts.
    #[must_use]
    pub fn entries(self) -> Vec<Entry> {
        self.book.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().flatten().collect()
    }
}

impl Prover for Recorder<'_> {
    fn prove(&self, posed: &Posed<'_, '_>) -> Result<Certified, Unproven> {
        let result = self.inner.prove(posed);
        let proof = result.as_ref().ok().map(|certified| written(certified, &Names::of(posed.program, posed.added)));
        let part = part(posed.bench, posed);
        let member = posed.bench.member.map(|member| posed.program.network.scenario().members.key(member));
        let entry = Entry::new(part, member, posed.step, proof);
        self.book.lock().unwrap_or_else(PoisonError::into_inner).entry(part).or_default().push(entry);
        result
    }
}

fn written(certified: &Certified, names: &Names) -> Proof {
    Proof {
        lower: certified.lower().map(fraction::text),
        upper: fraction::text(certified.upper()),
        plan: fraction::sparse(certified.point(), &names.columns),
        multipliers: fraction::sparse(certified.multipliers(), &names.rows),
    }
}
