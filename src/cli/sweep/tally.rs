//! What the rows of a sweep came to, in numbers.

use super::super::exit::Exit;
use crate::report::Verdict;
use crate::report::sweep::Row;

/// How many rows came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    feasible: u64,
    infeasible: u64,
    undecided: u64,
    refused: u64,
}

impl Tally {
    /// Counts a row.
    pub fn add(&mut self, row: &Row) {
        match row.verdict {
            Some(Verdict::Feasible) => self.feasible += 1,
            Some(Verdict::Infeasible) => self.infeasible += 1,
            Some(Verdict::Undecided) => self.undecided += 1,
            None => self.refused += 1,
        }
    }

    /// The code for these rows: a point without an answer outweighs an infeasible one, which is nothing unusual in a
    /// sweep.
    #[must_use]
    pub fn exit(&self) -> Exit {
        if self.undecided + self.refused > 0 {
            Exit::Undecided
        } else if self.infeasible > 0 {
            Exit::Infeasible
        } else {
            Exit::Success
        }
    }

    /// `12 rows: 7 feasible, 3 infeasible, 1 undecided, 1 with an error`
    #[must_use]
    pub fn sentence(&self) -> String {
        let total = self.feasible + self.infeasible + self.undecided + self.refused;
        let parts = [
            (self.feasible, "feasible"),
            (self.infeasible, "infeasible"),
            (self.undecided, "undecided"),
            (self.refused, "with an error"),
        ];
        let parts: Vec<String> =
            parts.iter().filter(|part| part.0 > 0).map(|(count, word)| format!("{count} {word}")).collect();
        match total {
            0 => "no rows".to_owned(),
            1 => format!("1 row: {}", parts.join(", ")),
            _ => format!("{total} rows: {}", parts.join(", ")),
        }
    }
}
