//! One question as programs to vary: which demands are asked about, what everybody else is held at, which statements
//! each row rests on, and what happens to the shortfall when rows are taken out.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::certify::Certified;
use crate::decide::{Interval, Outcome, granting};
use crate::diagnostic::KeyPath;
use crate::exact::{Rational, decimal, sum};
use crate::formulation::{Kind, Program, RowKey, label};
use crate::lp::{Col, Label, Lp, Row, Sense, StatementId};
use crate::prove::{Search, Unproven, minimise};
use crate::scenario::{FacilityId, Limit, MemberId, PolicyId, Rule, StageId};
use crate::table::Id;

/// A question to explain.
pub struct Case<'a> {
    /// The program, as it was asked.
    pub program: &'a Program<'a>,
    /// The demands asked about; all others are held at what they get.
    pub asked: Vec<usize>,
    /// The program's rows with all demands not asked about reduced to what they get. Its objective is the cost.
    pub lp: Lp,
    /// What the asked demands lack in the answer, t.
    pub unmet: Rational,
    grounds: Vec<Vec<StatementId>>,
    search: Search<'a>,
    solved: AtomicUsize,
}

impl<'a> Case<'a> {
    /// The question whether the demands of `asked` members can be met, everybody else held at what `outcome` gives.
    #[must_use]
    pub fn of(outcome: &'a Outcome<'a>, asked: impl Fn(MemberId) -> bool, search: Search<'a>) -> Self {
        let program = &outcome.program;
        let demands = program.network.demands.iter().enumerate();
        let asked: Vec<usize> = demands.filter(|(_, demand)| asked(demand.member)).map(|(index, _)| index).collect();
        let unmet = sum(asked.iter().map(|&demand| outcome.unmet[demand].clone()));
        let mut held = outcome.unmet.clone();
        for &demand in &asked {
            held[demand] = Rational::ZERO;
        }
        let grounds = program.lp.row_ids().map(|row| grounds(program, row, &asked)).collect();
        let lp = granting(program, &held);
        Self { program, lp, asked, unmet, grounds, search, solved: AtomicUsize::new(0) }
    }

    /// How many programs were solved so far.
    #[must_use]
    pub fn solved(&self) -> usize {
        self.solved.load(Ordering::Relaxed)
    }

    /// The certified least objective of `lp`, searched for from the basis of the similar program `near`.
    ///
    /// # Errors
    /// Where nothing could be proven.
    pub fn minimise(&self, lp: &Lp, near: Option<&Certified>) -> Result<Certified, Unproven> {
        self.solved.fetch_add(1, Ordering::Relaxed);
        minimise(lp, near.map_or(self.search, |near| self.search.from(near.basis())))
    }

    /// The rows softened by an unmet part per asked demand, which is all that costs; `relaxed` rows are taken out.
    /// Proofs rest on rows alone, so that what a proof does not touch can be taken out without voiding it.
    #[must_use]
    pub fn elastic(&self, relaxed: &BTreeSet<Row>) -> Lp {
        let mut lp = self.lp.without_costs();
        self.soften(&mut lp);
        lp.relax(relaxed.iter().copied());
        lp
    }

    /// Softens the asked demands of a program without costs by an unmet part each, which is all that costs.
    pub fn soften(&self, lp: &mut Lp) {
        for &demand in &self.asked {
            let (row, wanted) = (self.program.demand_rows[demand], &self.program.network.demands[demand]);
            let col = lp.add_free_column(Rational::ONE);
            lp.column_mut(col).label = label::unmet(wanted);
            lp.row_mut(row).terms.push((col, Rational::ONE));
        }
    }

    /// The least unmet part of the asked demands, t, without the `relaxed` rows.
    ///
    /// # Errors
    /// Where nothing could be proven.
    pub fn shortfall(&self, relaxed: &BTreeSet<Row>, near: Option<&Certified>) -> Result<Interval, Unproven> {
        self.minimise(&self.elastic(relaxed), near).map(|certified| Interval::of_shortfall(&certified))
    }

    /// The statements a row rests on: none for physics and for what others get, which are taken as given; its own,
    /// and for what an offtake leaves of a capacity that capacity too.
    #[must_use]
    pub fn grounds(&self, row: Row) -> &[StatementId] {
        &self.grounds[row.index()]
    }

    /// Whether the row is the demand of somebody who is not asked about.
    #[must_use]
    pub fn is_given(&self, row: Row) -> bool {
        matches!(self.program.rows[row.index()], RowKey::Demand { demand } if !self.asked.contains(&demand))
    }

    /// What kind of statement this is.
    #[must_use]
    pub fn kind(&self, statement: StatementId) -> Kind {
        self.program.statements[statement.index()].kind
    }

    /// Where the file says it.
    #[must_use]
    pub fn path(&self, statement: StatementId) -> String {
        self.program.statements[statement.index()].path.to_string()
    }

    /// Where the file says a policy.
    #[must_use]
    pub fn policy_path(&self, policy: PolicyId) -> String {
        KeyPath::new(["policy", self.program.network.scenario().policies.key(policy)]).to_string()
    }

    /// The policies in force that are only money on a flow or an activity, and so have no rows.
    pub fn money_only(&self) -> impl Iterator<Item = PolicyId> {
        let policies = self.program.network.policies();
        policies.filter(|(_, policy)| policy.rule.scope().limit() == Limit::NoRows).map(|(id, _)| id)
    }

    /// What the right-hand side of a policy's row is; `None` for other rows.
    #[must_use]
    pub fn limit(&self, row: Row) -> Option<Limit> {
        let RowKey::Policy { policy, .. } = &self.program.rows[row.index()] else { return None };
        Some(self.program.network.scenario().policies[*policy].rule.scope().limit())
    }

    /// All statements that can be blamed, in the order of their rows.
    #[must_use]
    pub fn statements(&self) -> BTreeSet<StatementId> {
        self.grounds.iter().flatten().copied().collect()
    }

    /// The rows that rest on a statement.
    pub fn rows_on(&self, statement: StatementId) -> impl Iterator<Item = Row> {
        self.rows_where(move |grounds| grounds.contains(&statement))
    }

    /// The rows whose statements `chosen` picks.
    pub fn rows_where(&self, chosen: impl Fn(&[StatementId]) -> bool) -> impl Iterator<Item = Row> {
        let rows = self.grounds.iter().enumerate();
        rows.filter(move |(_, grounds)| chosen(grounds)).map(|(row, _)| Row::from_index(row))
    }

    /// The rows that fall away when only `kept` statements hold.
    #[must_use]
    pub fn rows_without(&self, kept: &BTreeSet<StatementId>) -> BTreeSet<Row> {
        self.rows_where(|grounds| grounds.iter().any(|statement| !kept.contains(statement))).collect()
    }

    /// The statements that the multipliers of a proof touch.
    #[must_use]
    pub fn touched(&self, certified: &Certified) -> BTreeSet<StatementId> {
        self.touched_rows(certified).flat_map(|row| self.grounds(row).iter().copied()).collect()
    }

    /// The rows of the program that the multipliers of a proof touch.
    pub fn touched_rows(&self, certified: &Certified) -> impl Iterator<Item = Row> {
        self.program.lp.row_ids().zip(certified.multipliers()).filter(|(_, y)| !y.is_zero()).map(|(row, _)| row)
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
        sum(self.asked.iter().map(|&demand| self.program.network.demands[demand].quantity.clone()))
    }

    /// A demand that gives way is a demand that stays unmet, whatever else may give way too.
    fn lever_label(&self, row: Row) -> Label {
        match self.program.rows[row.index()] {
            RowKey::Demand { demand } => label::unmet(&self.program.network.demands[demand]),
            _ => label::lever(row),
        }
    }

    /// A program of this case's rows with one extra column per lever, which loosens the lever's rows and costs the
    /// given weight per unit; nothing else costs.
    #[must_use]
    pub fn loosened<'l>(&self, levers: impl IntoIterator<Item = (&'l [(Row, Rational)], Rational)>) -> (Lp, Vec<Col>) {
        let mut lp = self.lp.without_costs();
        lp.forget_bounds();
        let mut columns = Vec::new();
        for (rows, weight) in levers {
            let col = lp.add_free_column(weight);
            lp.column_mut(col).label = self.lever_label(rows[0].0);
            for (row, factor) in rows {
                let sign = match lp.row(*row).sense {
                    Sense::AtMost => -factor,
                    Sense::AtLeast => factor.clone(),
                };
                lp.add_term(*row, col, sign);
            }
            columns.push(col);
        }
        (lp, columns)
    }
}

/// The part of a facility's capacity that an offtake leaves to others, where the row limits them to it.
#[must_use]
pub fn left_by_offtake(program: &Program<'_>, row: Row) -> Option<(FacilityId, Rational)> {
    let RowKey::Policy { policy, commodity: None, .. } = &program.rows[row.index()] else { return None };
    let scenario = program.network.scenario();
    let Rule::Offtake(rule) = &scenario.policies[*policy].rule else { return None };
    Some((rule.facility, Rational::ONE - rule.share.at(program.network.year())))
}

fn grounds(program: &Program<'_>, row: Row, asked: &[usize]) -> Vec<StatementId> {
    let own = program.lp.row(row).statement;
    let given = matches!(program.rows[row.index()], RowKey::Demand { demand } if !asked.contains(&demand));
    if given || program.statements[own.index()].kind == Kind::Physics {
        return Vec::new();
    }
    let capacity = left_by_offtake(program, row).filter(|(_, part)| *part > decimal(0.0)).and_then(|(facility, _)| {
        let of_capacity = |row: &Row| program.rows[row.index()] == RowKey::Capacity { facility };
        program.lp.row_ids().find(of_capacity).map(|row| program.lp.row(row).statement)
    });
    [own].into_iter().chain(capacity).collect()
}
