//! The fair split of a shortage: priority class by priority class, raise the worst-covered demand as far as it goes,
//! freeze what is blocked, repeat (lexicographic max–min).
//!
//! ```text
//! max t   Σ d_k ≥ t × demand_k (open),  Σ d_k ≥ level_k × demand_k (settled),  t ≤ 1
//! ```
//! A demand whose row has a positive multiplier in the proof is blocked: with all open coverages at least `t` and
//! `Σ λ_k coverage_k ≤ t`, `Σ λ_k = 1`, every one with `λ_k > 0` is exactly `t`. No further program is needed to know
//! that. Later priorities make no claim while earlier ones are settled.

use super::prover::{Added, Bench, Step};
use crate::exact::Rational;
use crate::formulation::{ColumnKey, Program, RowKey, label};
use crate::lp::{Basis, Sense, StatementId};
use crate::prove::Unproven;
use crate::table::Id;

/// The unmet part of each demand, t, exactly.
///
/// # Errors
/// Where a round's optimum is not known exactly.
pub fn unmet(program: &Program<'_>, bench: Bench<'_>) -> Result<Vec<Rational>, Unproven> {
    let demands = &program.network.demands;
    let members = &program.network.scenario().members;
    let mut priorities: Vec<i64> = demands.iter().map(|demand| members[demand.member].priority).collect();
    let of_demand = priorities.clone();
    priorities.sort_unstable();
    priorities.dedup();
    let mut levels: Vec<Option<Rational>> = vec![None; demands.len()];
    let (mut rounds, mut basis) = (0, bench.start.cloned().unwrap_or_default());
    for priority in priorities {
        let mut open: Vec<usize> = (0..demands.len()).filter(|&demand| of_demand[demand] == priority).collect();
        while !open.is_empty() {
            rounds += 1;
            let bench = Bench { start: Some(&basis), ..bench };
            let round = Round::solve(program, &levels, &open, Step::Round(rounds), bench)?;
            basis = round.basis;
            for &demand in &round.blocked {
                levels[demand] = Some(round.level.clone());
            }
            open.retain(|demand| !round.blocked.contains(demand));
        }
    }
    let unmet = |(level, demand): (Option<Rational>, &crate::network::Demand)| {
        (Rational::ONE - level.unwrap_or(Rational::ZERO)) * &demand.quantity
    };
    Ok(levels.into_iter().zip(demands).map(unmet).collect())
}

struct Round {
    level: Rational,
    blocked: Vec<usize>,
    basis: Basis,
}

impl Round {
    fn solve(
        program: &Program<'_>,
        levels: &[Option<Rational>],
        open: &[usize],
        step: Step,
        bench: Bench<'_>,
    ) -> Result<Self, Unproven> {
        let mut lp = program.lp.without_costs();
        let coverage = lp.add_column(-Rational::ONE, Rational::ONE);
        lp.column_mut(coverage).label = label::coverage();
        lp.add_row(vec![(coverage, Rational::ONE)], Sense::AtMost, Rational::ONE, StatementId::from_index(0));
        for (demand, &row) in program.demand_rows.iter().enumerate() {
            let quantity = &program.network.demands[demand].quantity;
            let row = lp.row_mut(row);
            if open.contains(&demand) {
                row.rhs = Rational::ZERO;
                row.terms.push((coverage, -quantity.clone()));
            } else {
                row.rhs = levels[demand].as_ref().map_or(Rational::ZERO, |level| level * quantity);
            }
        }
        let added = Added { columns: &[ColumnKey::Coverage], rows: &[RowKey::Coverage] };
        let certified = bench.prove(step, program, added, &lp)?;
        if !certified.is_exact() {
            return Err(Unproven::NoProof);
        }
        let level = -certified.upper();
        let multiplier = |demand: &usize| &certified.multipliers()[program.demand_rows[*demand].index()];
        let blocked: Vec<usize> = if level == Rational::ONE {
            open.to_vec()
        } else {
            open.iter().copied().filter(|demand| *multiplier(demand) > Rational::ZERO).collect()
        };
        if blocked.is_empty() {
            return Err(Unproven::NoProof);
        }
        Ok(Self { level, blocked, basis: certified.basis().clone() })
    }
}
