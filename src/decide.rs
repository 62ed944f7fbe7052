//! From a program to verdicts: least shortfall, fair shortfall, least cost, each certified. A solver's status is never
//! read as a verdict.

use crate::certify::Certified;
use crate::exact::{Rational, positive_part, sum};
use crate::formulation::{BaselineCost, ColumnKey, Program, RowKey, formulate, label};
use crate::lp::{Col, Lp, Row, Sense, StatementId};
use crate::network::{Network, Query};
use crate::prove::Unproven;
use crate::scenario::Rule;
use crate::table::Id;

pub mod fair;
pub mod prover;
pub mod range;

use prover::{Added, Bench, Step};

/// A proven interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Nothing is below.
    pub low: Rational,
    /// Nothing is above.
    pub high: Rational,
}

impl Interval {
    /// An interval of one number.
    #[must_use]
    pub fn exactly(value: Rational) -> Self {
        Self { low: value.clone(), high: value }
    }

    /// Both ends of a certified optimum; `None` without a proven lower end.
    #[must_use]
    pub fn of(certified: &Certified) -> Option<Self> {
        Some(Self { low: certified.lower()?.clone(), high: certified.upper().clone() })
    }

    /// Both ends of a certified least shortfall, which is never below zero.
    #[must_use]
    pub fn of_shortfall(certified: &Certified) -> Self {
        Self { low: certified.lower().map_or(Rational::ZERO, positive_part), high: certified.upper().clone() }
    }
}

/// What one question in one year came to.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// The program that was solved.
    pub program: Program<'a>,
    /// How a shortage is split.
    pub split: Split,
    /// Unmet part of each demand in the plan, t.
    pub unmet: Vec<Rational>,
    /// The proven interval of the total unmet demand, t.
    pub total: Interval,
    /// A cheapest plan at that shortfall; what [`cheapest`](Self::cheapest) adds follows the program's own columns.
    pub cost: Option<Certified>,
}

impl Outcome<'_> {
    /// Whether an exactly feasible plan meets everything.
    #[must_use]
    pub fn is_feasible(&self) -> bool {
        self.total.high.is_zero()
    }

    /// The program that [`cost`](Self::cost) is the optimum of.
    #[must_use]
    pub fn cheapest(&self) -> Cheapest {
        Cheapest::at(&self.program, self.split, &self.unmet, &self.total)
    }
}

/// The program of a cheapest plan at a shortfall.
#[derive(Clone, Debug)]
pub struct Cheapest {
    /// The program.
    pub lp: Lp,
    /// What its columns after those of the question's program mean.
    pub columns: Vec<ColumnKey>,
    /// What its rows after those of the question's program mean.
    pub rows: &'static [RowKey],
}

impl Cheapest {
    /// A fair split is kept as it is. Of a least total only the sum is given: several demands may share it in any way,
    /// so that the least cost does not depend on the way that was found first.
    fn at(program: &Program<'_>, split: Split, unmet: &[Rational], total: &Interval) -> Self {
        if split == Split::Fair || unmet.len() < 2 || total.high.is_zero() {
            return Self { lp: granting(program, unmet), columns: Vec::new(), rows: &[] };
        }
        let (mut lp, unmet) = soften(program, program.lp.clone(), &Rational::ZERO, |_| true);
        let all = unmet.iter().map(|(_, col)| (*col, Rational::ONE)).collect();
        let row = lp.add_row(all, Sense::AtMost, total.high.clone(), StatementId::from_index(0));
        lp.row_mut(row).label = label::least();
        Self { lp, columns: unmet_keys(&unmet), rows: &[RowKey::Least] }
    }

    /// What follows the columns and rows of the question's program.
    #[must_use]
    pub fn added(&self) -> Added<'_> {
        Added { columns: &self.columns, rows: self.rows }
    }
}

/// The least total shortfall of a question and its least cost: modes `alone` and `own`.
///
/// # Errors
/// Where nothing could be proven.
pub fn least<'a>(query: Query<'a>, baseline: Option<&Interval>, bench: Bench<'_>) -> Result<Outcome<'a>, Unproven> {
    settle(query, baseline, bench, Split::Least)
}

/// The fair shortfall of everybody together and the least cost at it: mode `joint`.
///
/// # Errors
/// Where nothing could be proven.
pub fn fair<'a>(query: Query<'a>, baseline: Option<&Interval>, bench: Bench<'_>) -> Result<Outcome<'a>, Unproven> {
    settle(query, baseline, bench, Split::Fair)
}

/// How a shortage is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// So that the total is least.
    Least,
    /// Fairly.
    Fair,
}

impl Split {
    fn of(self, program: &Program<'_>, bench: Bench<'_>) -> Result<Shortage, Unproven> {
        if self == Self::Fair {
            let (unmet, cost) = fair::split(program, bench)?;
            let total = Interval::exactly(sum(unmet.iter().cloned()));
            return Ok(Shortage { unmet, total, cost });
        }
        let elastic = prove_elastic(bench, Step::Shortfall, program, elastic(program, |_| true))?;
        let unmet = elastic.point()[program.columns.len()..].to_vec();
        Ok(Shortage { unmet, total: Interval::of_shortfall(&elastic), cost: None })
    }
}

/// What is missing.
struct Shortage {
    /// The unmet part of each demand, t.
    unmet: Vec<Rational>,
    /// The interval of their sum, t.
    total: Interval,
    /// The cheapest plan at it, where that is known already.
    cost: Option<Certified>,
}

/// The least cost of meeting everything without the avoidance: of the same program without its rows, so that nothing is
/// built anew. What it costs is what the baseline costs that is built by itself; the plan may be another one.
///
/// # Errors
/// Where there is no such plan, or nothing could be proven.
pub fn least_cost_avoiding_nothing(program: &Program<'_>, bench: Bench<'_>) -> Result<Certified, Unproven> {
    let is_avoidance = |row: &Row| matches!(program.rows[row.index()], RowKey::Avoid { .. });
    let mut lp = program.lp.clone();
    lp.relax(program.lp.row_ids().filter(is_avoidance));
    bench.prove(Step::Full, program, Added::default(), &lp)
}

/// The shortfall of a question without a cheapest plan: enough for its verdict, and quicker. A question that needs its
/// baseline first has none without it.
///
/// # Errors
/// Where nothing could be proven.
pub fn shortage<'a>(query: Query<'a>, split: Split, bench: Bench<'_>) -> Result<Outcome<'a>, Unproven> {
    if needs_baseline(&query) {
        return Err(Unproven::NoProof);
    }
    let program = formulate(Network::of(query), &BaselineCost::default());
    let Shortage { unmet, total, .. } = split.of(&program, bench)?;
    Ok(Outcome { program, split, unmet, total, cost: None })
}

/// First the cheapest plan that meets everything; where there is none, the shortage and the cheapest plan at it.
///
/// A premium's limit may only be known as an interval: a plan that keeps its lower end meets everything for certain. How
/// much is missing where there is none depends on where in the interval the limit is, so nothing is said then.
fn settle<'a>(
    query: Query<'a>,
    baseline: Option<&Interval>,
    bench: Bench<'_>,
    split: Split,
) -> Result<Outcome<'a>, Unproven> {
    let limit = BaselineCost { usd: baseline.map(|interval| interval.low.clone()) };
    let program = formulate(Network::of(query), &limit);
    if let Ok(cost) = bench.prove(Step::Full, &program, Added::default(), &program.lp) {
        let unmet = vec![Rational::ZERO; program.network.demands.len()];
        return Ok(Outcome { program, split, unmet, total: Interval::exactly(Rational::ZERO), cost: Some(cost) });
    }
    if baseline.is_some_and(|interval| interval.low != interval.high) {
        return Err(Unproven::NoProof);
    }
    let Shortage { mut unmet, total, cost } = split.of(&program, bench)?;
    if cost.is_some() {
        return Ok(Outcome { program, split, unmet, total, cost });
    }
    let cheapest = Cheapest::at(&program, split, &unmet, &total);
    let cost = bench.prove(Step::Granted, &program, cheapest.added(), &cheapest.lp).ok();
    if let Some(cost) = cost.as_ref().filter(|_| !cheapest.columns.is_empty()) {
        unmet = cost.point()[program.columns.len()..].to_vec();
    }
    Ok(Outcome { program, split, unmet, total, cost })
}

/// The program with the demands that `chosen` picks softened by an unmet part that costs 1 per tonne and nothing else
/// in the objective; its extra columns follow the program's own, one per picked demand.
#[must_use]
pub fn elastic(program: &Program<'_>, chosen: impl Fn(usize) -> bool) -> (Lp, Vec<(usize, Col)>) {
    soften(program, program.lp.without_costs(), &Rational::ONE, chosen)
}

/// `lp` with an unmet part, at `cost` USD/t, of each demand that `chosen` picks.
fn soften(
    program: &Program<'_>,
    mut lp: Lp,
    cost: &Rational,
    chosen: impl Fn(usize) -> bool,
) -> (Lp, Vec<(usize, Col)>) {
    let mut columns = Vec::new();
    for (demand, &row) in program.demand_rows.iter().enumerate().filter(|(demand, _)| chosen(*demand)) {
        let wanted = &program.network.demands[demand];
        let col = lp.add_column(cost.clone(), wanted.quantity.clone());
        lp.column_mut(col).label = label::unmet(wanted);
        lp.row_mut(row).terms.push((col, Rational::ONE));
        columns.push((demand, col));
    }
    (lp, columns)
}

/// What the columns that [`elastic`] adds mean.
#[must_use]
pub fn unmet_keys(unmet: &[(usize, Col)]) -> Vec<ColumnKey> {
    unmet.iter().map(|&(demand, _)| ColumnKey::Unmet { demand }).collect()
}

/// The program with every demand reduced by its unmet part.
#[must_use]
pub fn granting(program: &Program<'_>, unmet: &[Rational]) -> Lp {
    let mut lp = program.lp.clone();
    for (&row, unmet) in program.demand_rows.iter().zip(unmet) {
        lp.row_mut(row).rhs -= unmet;
    }
    lp
}

/// The alliance's demands softened as in [`elastic`], other consumers held at what they get in `outcome`.
#[must_use]
pub fn alliance_elastic(outcome: &Outcome<'_>) -> (Lp, Vec<(usize, Col)>) {
    let program = &outcome.program;
    let members = &program.network.scenario().members;
    let in_alliance = |demand: usize| members[program.network.demands[demand].member].alliance;
    let (mut lp, unmet) = elastic(program, in_alliance);
    for (demand, &row) in program.demand_rows.iter().enumerate().filter(|(demand, _)| !in_alliance(*demand)) {
        lp.row_mut(row).rhs -= &outcome.unmet[demand];
    }
    (lp, unmet)
}

/// The least total unmet demand of the alliance, other consumers held at what they get in `outcome`.
///
/// # Errors
/// Where nothing could be proven.
pub fn least_alliance_shortfall(outcome: &Outcome<'_>, bench: Bench<'_>) -> Result<Interval, Unproven> {
    let certified = prove_elastic(bench, Step::Alliance, &outcome.program, alliance_elastic(outcome))?;
    Ok(Interval::of_shortfall(&certified))
}

fn prove_elastic(
    bench: Bench<'_>,
    step: Step,
    program: &Program<'_>,
    (lp, unmet): (Lp, Vec<(usize, Col)>),
) -> Result<Certified, Unproven> {
    bench.prove(step, program, Added { columns: &unmet_keys(&unmet), rows: &[] }, &lp)
}

/// Whether a premium ceiling is in force, so that the baseline must be known first.
#[must_use]
pub fn needs_baseline(query: &Query<'_>) -> bool {
    let policies = query.scenario.policies.iter();
    policies.filter(|(_, policy)| policy.in_force(query.year)).any(|(_, p)| matches!(p.rule, Rule::MaxPremium(_)))
}
