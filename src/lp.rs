//! A linear program as a plain value: sparse, exact, free of any solver and of any word about supply chains.
//!
//! `min cᵀx` subject to one-sided rows and `x ≥ 0`. Every row carries the statement it comes from, every column a
//! finite bound that the rows (or the sense of the objective) imply, so that any vector of multipliers proves a bound.

use crate::define_id;
use crate::exact::{Rational, approx};
use crate::table::Id;

define_id!(
    /// A column.
    Col
);
define_id!(
    /// A row.
    Row
);
define_id!(
    /// What a row states; the meaning is kept by whoever built the program.
    StatementId
);

/// What a column or row means, as a number that is the same in every program that has it. Two meanings may share one
/// by accident, since labels only carry a [`Basis`] from program to program, which is a hint and never believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(u64);

impl Label {
    /// The label of a meaning given as numbers (`SplitMix64` over them, Steele et al., 2014).
    #[must_use]
    pub fn of(meaning: &[usize]) -> Self {
        Self(meaning.iter().fold(meaning.len() as u64, |sum, &part| {
            let mut z = sum.wrapping_add(part as u64).wrapping_add(0x9E37_79B9_7F4A_7C15);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        }))
    }
}

/// The basis of an optimum: which columns were basic and which rows tight, by label and sorted. Another program that
/// shares most of them is solved from it in a few steps, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// Basic columns.
    pub columns: Vec<Label>,
    /// Tight rows.
    pub rows: Vec<Label>,
}

/// The direction of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// `Σ a x ≤ rhs`
    AtMost,
    /// `Σ a x ≥ rhs`
    AtLeast,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Objective coefficient.
    pub cost: Rational,
    /// A bound no optimal plan needs to exceed; used in proofs, never imposed on a solver. `None` where a relaxed
    /// program has lost it: proofs then rest on multipliers alone.
    pub implied_upper: Option<Rational>,
    /// What it means, for a basis to be carried over.
    pub label: Label,
    /// What it costs in programs that are about cost: among plans that are equally good here, a search prefers the cheap
    /// ones on its way, as they are fewer. A hint like a label, and never believed.
    pub leaning: f64,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// Non-zero coefficients by column.
    pub terms: Vec<(Col, Rational)>,
    /// Direction.
    pub sense: Sense,
    /// Right-hand side.
    pub rhs: Rational,
    /// Where it comes from.
    pub statement: StatementId,
    /// What it means, for a basis to be carried over.
    pub label: Label,
}

impl Constraint {
    /// `Σ a x` at `point`.
    #[must_use]
    pub fn activity(&self, point: &[Rational]) -> Rational {
        self.terms.iter().fold(Rational::ZERO, |sum, (col, value)| {
            let x = &point[col.index()];
            if x.is_zero() { sum } else { sum + value * x }
        })
    }

    /// How far `point` is inside the row; negative where it breaks it.
    #[must_use]
    pub fn slack(&self, point: &[Rational]) -> Rational {
        let activity = self.activity(point);
        match self.sense {
            Sense::AtMost => &self.rhs - activity,
            Sense::AtLeast => activity - &self.rhs,
        }
    }
}

/// A linear program.
#[derive(Clone, Debug, Default)]
pub struct Lp {
    columns: Vec<Column>,
    rows: Vec<Constraint>,
}

impl Lp {
    /// A program without columns and rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a column, labelled by its place.
    pub fn add_column(&mut self, cost: Rational, implied_upper: Rational) -> Col {
        let col = self.add_free_column(cost);
        self.columns[col.index()].implied_upper = Some(implied_upper);
        col
    }

    /// Adds a column without an implied bound, labelled by its place.
    pub fn add_free_column(&mut self, cost: Rational) -> Col {
        let label = Label::of(&[self.columns.len()]);
        self.columns.push(Column { cost, implied_upper: None, label, leaning: 0.0 });
        Col::from_index(self.columns.len() - 1)
    }

    /// Takes a row out by making it vacuous, and with it every implied bound that may rest on it. Indices stay.
    pub fn relax(&mut self, rows: impl IntoIterator<Item = Row>) {
        for row in rows {
            let row = &mut self.rows[row.index()];
            row.terms.clear();
            row.rhs = Rational::ZERO;
        }
        self.forget_bounds();
    }

    /// Takes every implied bound away: for programs whose rows may give way or whose objective is another one.
    pub fn forget_bounds(&mut self) {
        for column in &mut self.columns {
            column.implied_upper = None;
        }
    }

    /// Adds a row, labelled by its place; terms of the same column are summed, zeros dropped.
    pub fn add_row(&mut self, terms: Vec<(Col, Rational)>, sense: Sense, rhs: Rational, statement: StatementId) -> Row {
        let label = Label::of(&[self.rows.len()]);
        self.rows.push(Constraint { terms: merged(terms), sense, rhs, statement, label });
        Row::from_index(self.rows.len() - 1)
    }

    /// Adds a term of a column that is not yet in the row; nothing where it is zero.
    pub fn add_term(&mut self, row: Row, col: Col, value: Rational) {
        if !value.is_zero() {
            self.rows[row.index()].terms.push((col, value));
        }
    }

    /// Says what all columns and rows mean.
    pub fn label(&mut self, columns: Vec<Label>, rows: Vec<Label>) {
        for (column, label) in self.columns.iter_mut().zip(columns) {
            column.label = label;
        }
        for (row, label) in self.rows.iter_mut().zip(rows) {
            row.label = label;
        }
    }

    /// The columns in order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows in order.
    #[must_use]
    pub fn rows(&self) -> &[Constraint] {
        &self.rows
    }

    /// One column.
    #[must_use]
    pub fn column(&self, col: Col) -> &Column {
        &self.columns[col.index()]
    }

    /// One column, to change.
    pub fn column_mut(&mut self, col: Col) -> &mut Column {
        &mut self.columns[col.index()]
    }

    /// One row.
    #[must_use]
    pub fn row(&self, row: Row) -> &Constraint {
        &self.rows[row.index()]
    }

    /// One row, to change.
    pub fn row_mut(&mut self, row: Row) -> &mut Constraint {
        &mut self.rows[row.index()]
    }

    /// All row ids in order.
    pub fn row_ids(&self) -> impl Iterator<Item = Row> + use<> {
        (0..self.rows.len()).map(Row::from_index)
    }

    /// The same rows with every objective coefficient zero; what it was is leant on.
    #[must_use]
    pub fn without_costs(&self) -> Self {
        let mut lp = self.clone();
        for column in &mut lp.columns {
            column.leaning = approx(&std::mem::replace(&mut column.cost, Rational::ZERO));
        }
        lp
    }

    /// `cᵀx` at `point`.
    #[must_use]
    pub fn objective(&self, point: &[Rational]) -> Rational {
        self.columns.iter().zip(point).fold(Rational::ZERO, |sum, (column, x)| {
            if x.is_zero() || column.cost.is_zero() { sum } else { sum + &column.cost * x }
        })
    }
}

fn merged(mut terms: Vec<(Col, Rational)>) -> Vec<(Col, Rational)> {
    if terms.is_sorted_by(|one, other| one.0 < other.0) {
        terms.retain(|term| !term.1.is_zero());
        terms.shrink_to_fit();
        return terms;
    }
    terms.sort_by_key(|term| term.0);
    let mut out: Vec<(Col, Rational)> = Vec::with_capacity(terms.len());
    for (col, value) in terms {
        match out.last_mut() {
            Some(last) if last.0 == col => last.1 += value,
            _ => out.push((col, value)),
        }
    }
    out.retain(|term| !term.1.is_zero());
    out
}
