//! One infeasible (or tight) question as programs to vary: which demands are asked about, what everybody else is held
//! at, and what happens to the shortfall when statements are relaxed.

use std::cell::Cell;
use std::collections::BTreeSet;

use crate::certify::Certified;
use crate::decide::{Interval, Outcome, granting};
use crate::exact::Rational;
use crate::formulation::{Kind, Program, RowKey};
use crate::lp::{Col, Lp, Row, StatementId};
use crate::prove::{Search, Unproven, minimise};
use crate::scenario::{MemberId, StageId};
use crate::table::Id;

/// A question to explain.
pub struct Case<'a> {
    /// The program, as it was asked.
    pub program: &'a Program<'a>,
    /// The demands asked about; all others are held at what they get.
    pub asked: Vec<usize>,
    /// The program's rows with all demands not asked about reduced to what they get. Its objective is the cost.
    pub lp: Lp,
    search: Search<'a>,
    solved: Cell<usize>,
}

impl<'a> Case<'a> {
    /// The question whether the demands of `asked` members can be met, everybody else held at what `outcome` gives.
    #[must_use]
    pub fn of(outcome: &'a Outcome<'a>, asked: impl Fn(MemberId) -> bool, search: Search<'a>) -> Self {
        let program = &outcome.program;
        let demands = program.network.demands.iter().enumerate();
        let asked: Vec<usize> = demands.filter(|(_, demand)| asked(demand.member)).map(|(index, _)| index).collect();
        let mut held = outcome.unmet.clone();
        for &demand in &asked {
            held[demand] = Rational::ZERO;
        }
        Self { program, lp: granting(program, &held), asked, search, solved: Cell::new(0) }
    }

    /// How many programs were solved so far.
    #[must_use]
    pub fn solved(&self) -> usize {
        self.solved.get()
    }

    /// The certified least objective of `lp`.
    ///
    /// # Errors
    /// Where nothing could be proven.
    pub fn minimise(&self, lp: &Lp) -> Result<Certified, Unproven> {
        self.solved.set(self.solved.get() + 1);
        minimise(lp, self.search)
    }

    /// The rows softened by an unmet part per asked demand, which is all that costs; `relaxed` rows are taken out.
    #[must_use]
    pub fn elastic(&self, relaxed: impl Fn(Row) -> bool) -> Lp {
        let mut lp = self.lp.without_costs();
        for &demand in &self.asked {
            let row = self.program.demand_rows[demand];
            let col = lp.add_column(Rational::ONE, self.program.network.demands[demand].quantity.clone());
            lp.row_mut(row).terms.push((col, Rational::ONE));
        }
        let rows: Vec<Row> = self.program.lp.row_ids().filter(|row| relaxed(*row)).collect();
        if !rows.is_empty() {
            lp.relax(rows);
        }
        lp
    }

    /// The least unmet part of the asked demands, t, without the `relaxed` rows.
    ///
    /// # Errors
    /// Where nothing could be proven.
    pub fn shortfall(&self, relaxed: impl Fn(Row) -> bool) -> Result<Interval, Unproven> {
        self.minimise(&self.elastic(relaxed)).map(|certified| Interval::of_shortfall(&certified))
    }

    /// What kind of statement a row comes from.
    #[must_use]
    pub fn kind(&self, row: Row) -> Kind {
        self.program.statement(row).kind
    }

    /// The statement of a row.
    #[must_use]
    pub fn statement_of(&self, row: Row) -> StatementId {
        self.program.lp.row(row).statement
    }

    /// The rows of a statement.
    #[must_use]
    pub fn rows_of(&self, statement: StatementId) -> Vec<Row> {
        self.program.lp.row_ids().filter(|&row| self.statement_of(row) == statement).collect()
    }

    /// The statements, physics apart, that the multipliers of a proof touch.
    #[must_use]
    pub fn touched(&self, certified: &Certified) -> BTreeSet<StatementId> {
        let rows = self.program.lp.row_ids().zip(certified.multipliers());
        let touched = rows.filter(|(row, y)| !y.is_zero() && self.kind(*row) != Kind::Physics);
        touched.map(|(row, _)| self.statement_of(row)).collect()
    }

    /// The stages a capacity row is about.
    #[must_use]
    pub fn stages_of(&self, row: Row) -> Vec<StageId> {
        let network = &self.program.network;
        let mut stages: Vec<StageId> = match &self.program.rows[row.index()] {
            RowKey::Capacity { facility } => {
                let units = network.sources.iter().chain(&network.splitters).chain(&network.recipes);
                units.filter(|unit| unit.facility == *facility).map(|unit| unit.operation.stage).collect()
            }
            RowKey::Output { facility, .. } => {
                let units = network.splitters.iter().filter(|unit| unit.facility == *facility);
                units.map(|unit| unit.operation.stage).collect()
            }
            _ => Vec::new(),
        };
        stages.sort_unstable();
        stages.dedup();
        stages
    }

    /// Total quantity of the asked demands, t.
    #[must_use]
    pub fn asked_quantity(&self) -> Rational {
        crate::exact::sum(self.asked.iter().map(|&demand| self.program.network.demands[demand].quantity.clone()))
    }

    /// A program of this case's rows with one extra column per entry of `rows`, which loosens that row by its value
    /// and costs the given weight; nothing else costs.
    #[must_use]
    pub fn loosened(&self, rows: &[(Row, Rational)]) -> (Lp, Vec<Col>) {
        let mut lp = self.lp.without_costs();
        lp.relax([]);
        let mut columns = Vec::with_capacity(rows.len());
        for (row, weight) in rows {
            let col = lp.add_free_column(weight.clone());
            let sign = match lp.row(*row).sense {
                crate::lp::Sense::AtMost => -Rational::ONE,
                crate::lp::Sense::AtLeast => Rational::ONE,
            };
            lp.row_mut(*row).terms.push((col, sign));
            columns.push(col);
        }
        (lp, columns)
    }
}
