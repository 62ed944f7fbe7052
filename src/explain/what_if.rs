//! What would be missing if some statements did not hold: every such question is a set of rows taken out. Questions
//! that take out the same rows are solved once; those that leave the proof of the shortfall untouched need no program
//! at all, since the proof then holds as it stands.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::case::Case;
use crate::certify::Certified;
use crate::decide::Interval;
use crate::formulation::{Kind, RowKey};
use crate::lp::{Row, StatementId};
use crate::scenario::StageId;
use crate::table::Id;

/// Which statements do not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhatIf {
    /// One statement does not.
    Without(StatementId),
    /// No policy does, the avoidance included.
    WithoutPolicies,
    /// The avoidance does not.
    WithoutAvoidance,
    /// The avoidance does not at one stage.
    WithoutAvoidanceAt(StageId),
    /// No capacity does.
    WithoutCapacities,
    /// Neither policies nor capacities do.
    WithoutEither,
    /// Of all capacities only those of one stage do.
    OnlyStage(StageId),
}

impl WhatIf {
    /// The rows that fall away.
    #[must_use]
    pub fn rows(self, case: &Case<'_>) -> BTreeSet<Row> {
        let key = |row: Row| &case.program.rows[row.index()];
        let any_of =
            |kind: Kind| move |grounds: &[StatementId]| grounds.iter().any(|statement| case.kind(*statement) == kind);
        match self {
            Self::Without(statement) => case.rows_on(statement).collect(),
            Self::WithoutPolicies => case.rows_where(any_of(Kind::Policy)).collect(),
            Self::WithoutCapacities => case.rows_where(any_of(Kind::Capacity)).collect(),
            Self::WithoutEither => &Self::WithoutPolicies.rows(case) | &Self::WithoutCapacities.rows(case),
            Self::WithoutAvoidance => {
                case.rows_where(|_| true).filter(|row| matches!(key(*row), RowKey::Avoid { .. })).collect()
            }
            Self::WithoutAvoidanceAt(stage) => {
                let at_stage = |row: &Row| matches!(key(*row), RowKey::Avoid { stage: at, .. } if *at == stage);
                case.rows_where(|_| true).filter(at_stage).collect()
            }
            Self::OnlyStage(stage) => without_other_stages(case, &[stage]),
        }
    }
}

/// The rows that fall away where of all capacities only those of `stages` hold.
#[must_use]
pub fn without_other_stages(case: &Case<'_>, stages: &[StageId]) -> BTreeSet<Row> {
    let is_here = |row: &Row| case.stages_of(*row).iter().any(|stage| stages.contains(stage));
    let here = case.rows_where(|_| true).filter(is_here);
    let here: BTreeSet<StatementId> = here.flat_map(|row| case.grounds(row).iter().copied()).collect();
    let elsewhere = |statement: &StatementId| case.kind(*statement) == Kind::Capacity && !here.contains(statement);
    case.rows_where(|grounds| grounds.iter().any(elsewhere)).collect()
}

/// The shortfall under each of some questions.
#[derive(Clone, Debug)]
pub struct WhatIfs(BTreeMap<WhatIf, Option<Interval>>);

impl WhatIfs {
    /// Answers all of `questions`; `proof` is that of the shortfall with everything in force.
    #[must_use]
    pub fn answer(case: &Case<'_>, proof: &Certified, questions: impl IntoIterator<Item = WhatIf>) -> Self {
        let touched: BTreeSet<Row> = case.touched_rows(proof).collect();
        let stands = |rows: &BTreeSet<Row>| proof.is_exact() && rows.is_disjoint(&touched);
        let asked: BTreeMap<WhatIf, BTreeSet<Row>> =
            questions.into_iter().map(|question| (question, question.rows(case))).collect();
        let mut open: BTreeMap<&BTreeSet<Row>, Option<Interval>> =
            asked.values().filter(|rows| !stands(rows)).map(|rows| (rows, None)).collect();
        open.par_iter_mut().for_each(|(rows, found)| *found = case.shortfall(rows, Some(proof)).ok());
        let unchanged = Some(Interval::of_shortfall(proof));
        let answer = |rows| open.get(rows).unwrap_or(&unchanged).clone();
        Self(asked.iter().map(|(question, rows)| (*question, answer(rows))).collect())
    }

    /// What would be missing, t; `None` where nothing could be proven, or it was not asked.
    #[must_use]
    pub fn shortfall(&self, question: WhatIf) -> Option<&Interval> {
        self.0.get(&question)?.as_ref()
    }
}
