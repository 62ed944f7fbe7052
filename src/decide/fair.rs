//! The fair split of a shortage: priority class by priority class, raise the worst-covered demand as far as it goes,
//! freeze what is blocked, repeat (lexicographic max–min).
//!
//! ```text
//! max t   Σ d_k ≥ t × demand_k (open),  Σ d_k ≥ level_k × demand_k (settled),  t ≤ 1
//! ```
//! A demand whose row has a positive multiplier in the proof is blocked: with all open coverages at least `t` and
//! `Σ λ_k coverage_k ≤ t`, `Σ λ_k = 1`, every one with `λ_k > 0` is exactly `t`. No further program is needed to know
//! that. Later priorities make no claim while earlier ones are settled.

use super::granting;
use super::prover::{Added, Bench, Step};
use crate::certify::Certified;
use crate::exact::Rational;
use crate::formulation::{ColumnKey, Program, RowKey, label};
use crate::lp::{Basis, Lp, Sense, StatementId};
use crate::prove::Unproven;
use crate::table::Id;

/// What a round adds to the program.
pub const ADDED: Added<'_> = Added { columns: &[ColumnKey::Coverage], rows: &[RowKey::Coverage] };

/// The unmet part of each demand, t, exactly, and the cheapest plan at it where that is known on the way.
///
/// A shortage mostly has one cause. So after the first round it is tried to meet in full all that is still open; where
/// that can be done, all other rounds and the program of the plan are one.
///
/// # Errors
/// Where a round's optimum is not known exactly.
pub fn split(program: &Program<'_>, bench: Bench<'_>) -> Result<(Vec<Rational>, Option<Certified>), Unproven> {
    let mut rounds = Rounds::of(program);
    while let Some(lp) = rounds.upcoming() {
        if rounds.proven() == 1 {
            let unmet = rounds.unmet(&Rational::ONE);
            if let Ok(plan) = bench.prove(Step::Rest, program, Added::default(), &granting(program, &unmet)) {
                return Ok((unmet, Some(plan)));
            }
        }
        rounds.prove(&lp, bench)?;
    }
    Ok((rounds.unmet(&Rational::ZERO), None))
}

/// A split under way, round by round.
pub struct Rounds<'p, 'a> {
    program: &'p Program<'a>,
    /// The coverage of each demand that is settled.
    levels: Vec<Option<Rational>>,
    /// Rounds that are proven.
    proven: usize,
}

impl<'p, 'a> Rounds<'p, 'a> {
    /// A split with nothing settled yet.
    #[must_use]
    pub fn of(program: &'p Program<'a>) -> Self {
        Self { program, levels: vec![None; program.network.demands.len()], proven: 0 }
    }

    /// How many rounds are proven.
    #[must_use]
    pub fn proven(&self) -> usize {
        self.proven
    }

    /// The program of the next round; `None` where every demand is settled.
    #[must_use]
    pub fn upcoming(&self) -> Option<Lp> {
        let open = self.open();
        if open.is_empty() {
            return None;
        }
        let mut lp = self.program.lp.without_costs();
        let coverage = lp.add_column(-Rational::ONE, Rational::ONE);
        lp.column_mut(coverage).label = label::coverage();
        lp.add_row(vec![(coverage, Rational::ONE)], Sense::AtMost, Rational::ONE, StatementId::from_index(0));
        for (demand, &row) in self.program.demand_rows.iter().enumerate() {
            let quantity = &self.program.network.demands[demand].quantity;
            let row = lp.row_mut(row);
            if open.contains(&demand) {
                row.rhs = Rational::ZERO;
                row.terms.push((coverage, -quantity.clone()));
            } else {
                row.rhs = self.levels[demand].as_ref().map_or(Rational::ZERO, |level| level * quantity);
            }
        }
        Some(lp)
    }

    /// Has `lp`, which is the program of the [upcoming](Self::upcoming) round, proven, and settles what it blocks.
    ///
    /// # Errors
    /// Where its optimum is not known exactly.
    pub fn prove(&mut self, lp: &Lp, bench: Bench<'_>) -> Result<(), Unproven> {
        // Everything met in full is no plan, but its costs are right, and from there the level has only to fall.
        let (column, row) = (lp.columns().last(), lp.rows().last());
        let [columns, rows] = [column.map(|column| column.label), row.map(|row| row.label)].map(Vec::from_iter);
        let full = Basis { columns, rows };
        let bench = Bench { start: Some(&full), ..bench };
        let certified = bench.prove(Step::Round(self.proven + 1), self.program, ADDED, lp)?;
        if !certified.is_exact() {
            return Err(Unproven::NoProof);
        }
        let level = -certified.upper();
        let multiplier = |demand: &usize| &certified.multipliers()[self.program.demand_rows[*demand].index()];
        let mut blocked = self.open();
        if level < Rational::ONE {
            blocked.retain(|demand| *multiplier(demand) > Rational::ZERO);
        }
        if blocked.is_empty() {
            return Err(Unproven::NoProof);
        }
        for demand in blocked {
            self.levels[demand] = Some(level.clone());
        }
        self.proven += 1;
        Ok(())
    }

    /// The unmet part of each demand, t, where those that are not settled are covered to this `level`.
    fn unmet(&self, level: &Rational) -> Vec<Rational> {
        let demands = self.program.network.demands.iter().zip(&self.levels);
        demands.map(|(demand, of)| (Rational::ONE - of.as_ref().unwrap_or(level)) * &demand.quantity).collect()
    }

    /// The demands that are not settled of the first priority that has any.
    fn open(&self) -> Vec<usize> {
        let network = &self.program.network;
        let priority = |demand: usize| network.scenario().members[network.demands[demand].member].priority;
        let unsettled = (0..self.levels.len()).filter(|&demand| self.levels[demand].is_none());
        let first = unsettled.clone().map(priority).min();
        unsettled.filter(|&demand| Some(priority(demand)) == first).collect()
    }
}
