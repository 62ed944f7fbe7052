//! How a sweep asks.

use super::super::Sweep;
use super::{Check, Draft, Row};
use crate::diagnostic::{Diagnostic, Rule};

impl Check<'_> {
    /// What `[sweep]` says; nothing where there is no such table.
    pub(super) fn sweep(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Sweep> {
        let samples = row.integer("samples");
        if let Some(samples) = samples.filter(|samples| *samples < 1) {
            let message = format!("`samples` is at least 1, not {samples}");
            self.push(Diagnostic::new(Rule::OutOfRange, row.at("samples"), message));
        }
        let seed = row.integer("seed");
        if let Some(seed) = seed.filter(|seed| *seed < 0) {
            let message = format!("`seed` is not negative, but {seed} is");
            self.push(Diagnostic::new(Rule::NegativeNumber, row.at("seed"), message));
        }
        let mut question = self.asked(draft, row, None)?;
        question.members.sort_unstable();
        question.avoid.sort_unstable();
        let whole = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok());
        Some(Sweep { question, samples: whole(samples), seed: whole(seed) })
    }
}
