//! An exact simplex basis: which columns are basic and which rows are tight. It starts from what a numerical vertex
//! shows and is carried to the exact optimum by a few exact pivots, mostly none: the dual simplex method where the
//! numbers hid a small infeasibility, the primal one where they hid a better column.

use std::collections::BTreeMap;

use dashu_base::Signed;

use super::factor::Factor;
use crate::exact::Rational;

/// Pivots after which an exact basis is given up.
const MAX_PIVOTS: usize = 400;
/// Fill-in beyond which an exact factorisation is given up.
const MAX_FILL: usize = 4_000_000;

/// `min cᵀx`, `A x ≤ b`, `x ≥ 0`, exactly.
#[derive(Clone, Debug)]
pub struct Standard {
    /// Objective coefficients.
    pub costs: Vec<Rational>,
    /// Rows.
    pub rows: Vec<Vec<(usize, Rational)>>,
    /// Right-hand sides.
    pub rhs: Vec<Rational>,
}

/// An optimal vertex with its multipliers (not positive, one per row).
#[derive(Clone, Debug)]
pub struct Vertex {
    /// The point.
    pub point: Vec<Rational>,
    /// The multipliers.
    pub multipliers: Vec<Rational>,
}

/// Why there is no exact optimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stuck {
    /// No point satisfies all rows.
    Infeasible,
    /// The objective falls without end.
    Unbounded,
    /// Too many pivots or too much fill-in.
    Effort,
}

/// A basis under way: `columns` are basic, `rows` are tight, equally many.
struct Basis<'a> {
    lp: &'a Standard,
    costs: Vec<Rational>,
    columns: Vec<usize>,
    rows: Vec<usize>,
    factor: Factor,
    /// Values of the basic columns.
    x: Vec<Rational>,
    /// Slack of every row.
    slack: Vec<Rational>,
    /// Multiplier of every row.
    y: Vec<Rational>,
    /// Reduced cost of every column.
    z: Vec<Rational>,
}

/// Something that enters or leaves a basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Variable {
    Column(usize),
    Slack(usize),
}

/// The exact optimum of `lp`, starting from the basis of these columns and tight rows.
///
/// # Errors
/// Where there is no optimum, or the effort is too great.
pub fn optimise(lp: &Standard, columns: Vec<usize>, rows: Vec<usize>) -> Result<Vertex, Stuck> {
    let mut basis = Basis::new(lp, columns, rows)?;
    let mut pivots = 0;
    if basis.x.iter().chain(&basis.slack).any(Signed::is_negative) {
        // Columns that price out are made neutral while feasibility is restored.
        for col in 0..basis.z.len() {
            if basis.z[col].is_negative() {
                basis.costs[col] = &basis.costs[col] - &basis.z[col];
            }
        }
        basis.reprice();
        while let Some(leaving) = basis.most_negative() {
            basis.dual_pivot(leaving)?;
            pivots += 1;
            if pivots > MAX_PIVOTS {
                return Err(Stuck::Effort);
            }
        }
        basis.costs.clone_from(&lp.costs);
        basis.reprice();
    }
    while let Some(entering) = basis.best_entering() {
        basis.primal_pivot(entering)?;
        pivots += 1;
        if pivots > MAX_PIVOTS {
            return Err(Stuck::Effort);
        }
    }
    Ok(basis.vertex())
}

impl<'a> Basis<'a> {
    fn new(lp: &'a Standard, columns: Vec<usize>, rows: Vec<usize>) -> Result<Self, Stuck> {
        let mut basis = Self {
            lp,
            costs: lp.costs.clone(),
            columns,
            rows,
            factor: Factor::default(),
            x: Vec::new(),
            slack: Vec::new(),
            y: Vec::new(),
            z: Vec::new(),
        };
        basis.refactor()?;
        Ok(basis)
    }

    /// Factorises the kernel; columns and rows that are dependent fall back to slacks.
    fn refactor(&mut self) -> Result<(), Stuck> {
        loop {
            let position: BTreeMap<usize, usize> =
                self.columns.iter().enumerate().map(|(at, &col)| (col, at)).collect();
            let kernel = self.rows.iter().map(|&row| {
                let terms = self.lp.rows[row].iter();
                terms.filter_map(|(col, value)| Some((*position.get(col)?, value.clone()))).collect()
            });
            let factor = Factor::of(kernel.collect(), MAX_FILL).ok_or(Stuck::Effort)?;
            let dependent = factor.dependent();
            if dependent.is_none() {
                self.factor = factor;
                self.revalue();
                return Ok(());
            }
            let (rows, columns) = dependent.unwrap_or_default();
            self.rows = kept(&self.rows, &rows);
            self.columns = kept(&self.columns, &columns);
        }
    }

    fn revalue(&mut self) {
        self.x = self.factor.solve(self.rows.iter().map(|&row| self.lp.rhs[row].clone()).collect());
        let mut point = vec![None; self.lp.costs.len()];
        for (at, &col) in self.columns.iter().enumerate() {
            point[col] = Some(at);
        }
        self.slack = self.lp.rhs.clone();
        for (slack, terms) in self.slack.iter_mut().zip(&self.lp.rows) {
            for (col, value) in terms {
                if let Some(at) = point[*col]
                    && !self.x[at].is_zero()
                {
                    *slack -= value * &self.x[at];
                }
            }
        }
        for &row in &self.rows {
            self.slack[row] = Rational::ZERO;
        }
        self.reprice();
    }

    fn reprice(&mut self) {
        let of_tight = self.factor.solve_transposed(self.columns.iter().map(|&col| self.costs[col].clone()).collect());
        self.y = vec![Rational::ZERO; self.lp.rhs.len()];
        self.z = self.costs.clone();
        for (&row, value) in self.rows.iter().zip(of_tight) {
            if !value.is_zero() {
                for (col, entry) in &self.lp.rows[row] {
                    self.z[*col] -= entry * &value;
                }
            }
            self.y[row] = value;
        }
        for &col in &self.columns {
            self.z[col] = Rational::ZERO;
        }
    }

    fn most_negative(&self) -> Option<Variable> {
        let columns = self.columns.iter().zip(&self.x).map(|(&col, value)| (value, Variable::Column(col)));
        let slacks = self.slack.iter().enumerate().map(|(row, value)| (value, Variable::Slack(row)));
        columns.chain(slacks).filter(|entry| entry.0.is_negative()).min().map(|entry| entry.1)
    }

    fn best_entering(&self) -> Option<Variable> {
        let columns = self.z.iter().enumerate().map(|(col, value)| (value.clone(), Variable::Column(col)));
        let slacks = self.rows.iter().map(|&row| (-self.y[row].clone(), Variable::Slack(row)));
        columns.chain(slacks).filter(|entry| entry.0.is_negative()).min().map(|entry| entry.1)
    }

    /// `Σ w_r × row r` over the tight rows, by column.
    fn combined(&self, weights: &[Rational]) -> BTreeMap<usize, Rational> {
        let mut sum: BTreeMap<usize, Rational> = BTreeMap::new();
        for (&row, weight) in self.rows.iter().zip(weights) {
            if !weight.is_zero() {
                for (col, value) in &self.lp.rows[row] {
                    *sum.entry(*col).or_insert(Rational::ZERO) += value * weight;
                }
            }
        }
        sum
    }

    /// Takes the negative `leaving` variable out; the entering one has the least ratio of reduced cost to tableau entry.
    fn dual_pivot(&mut self, leaving: Variable) -> Result<(), Stuck> {
        let size = self.columns.len();
        // The leaving variable is `constant − Σ entry × nonbasic`; only negative entries can raise it.
        let (columns, slacks): (BTreeMap<usize, Rational>, Vec<Rational>) = match leaving {
            Variable::Column(col) => {
                let mut unit = vec![Rational::ZERO; size];
                let at = self.columns.iter().position(|&basic| basic == col).ok_or(Stuck::Effort)?;
                unit[at] = Rational::ONE;
                let weights = self.factor.solve_transposed(unit);
                (self.combined(&weights), weights)
            }
            Variable::Slack(row) => {
                let own: BTreeMap<usize, &Rational> =
                    self.lp.rows[row].iter().map(|(col, value)| (*col, value)).collect();
                let basic =
                    self.columns.iter().map(|col| own.get(col).map_or(Rational::ZERO, |value| (*value).clone()));
                let weights = self.factor.solve_transposed(basic.collect());
                let mut columns = self.combined(&weights);
                for value in columns.values_mut() {
                    *value = -std::mem::take(value);
                }
                for (col, value) in &self.lp.rows[row] {
                    *columns.entry(*col).or_insert(Rational::ZERO) += value;
                }
                (columns, weights.into_iter().map(|weight| -weight).collect())
            }
        };
        for &col in &self.columns {
            debug_assert!(columns.get(&col).is_none_or(|value| value.is_zero() || leaving == Variable::Column(col)));
        }
        let basic = |col: &usize| self.columns.contains(col);
        let of_columns = columns.iter().filter(|(col, entry)| entry.is_negative() && !basic(col));
        let of_columns = of_columns.map(|(&col, entry)| (-(&self.z[col] / entry), Variable::Column(col)));
        let of_slacks = self.rows.iter().zip(&slacks).filter(|(_, entry)| entry.is_negative());
        let of_slacks = of_slacks.map(|(&row, entry)| (&self.y[row] / entry, Variable::Slack(row)));
        let entering = of_columns.chain(of_slacks).min().ok_or(Stuck::Infeasible)?.1;
        self.exchange(entering, leaving)
    }

    /// Brings `entering` in; the leaving variable is the first to reach zero.
    fn primal_pivot(&mut self, entering: Variable) -> Result<(), Stuck> {
        let column: Vec<(usize, Rational)> = match entering {
            Variable::Column(col) => self.column(col),
            Variable::Slack(row) => vec![(row, Rational::ONE)],
        };
        let mut by_row: BTreeMap<usize, Rational> = column.into_iter().collect();
        let tight = self.rows.iter().map(|row| by_row.get(row).cloned().unwrap_or(Rational::ZERO));
        let fall = self.factor.solve(tight.collect());
        let at: BTreeMap<usize, &Rational> = self.columns.iter().copied().zip(&fall).collect();
        for (row, terms) in self.lp.rows.iter().enumerate() {
            for (col, value) in terms {
                if let Some(fall) = at.get(col)
                    && !fall.is_zero()
                {
                    *by_row.entry(row).or_insert(Rational::ZERO) -= value * *fall;
                }
            }
        }
        let columns = self.columns.iter().zip(&self.x).zip(&fall);
        let columns = columns.filter(|(_, fall)| **fall > Rational::ZERO);
        let columns = columns.map(|((&col, x), fall)| (x / fall, Variable::Column(col)));
        let loose = by_row.iter().filter(|(row, fall)| **fall > Rational::ZERO && !self.rows.contains(row));
        let loose = loose.map(|(&row, fall)| (&self.slack[row] / fall, Variable::Slack(row)));
        let leaving = columns.chain(loose).min().ok_or(Stuck::Unbounded)?.1;
        self.exchange(entering, leaving)
    }

    fn column(&self, col: usize) -> Vec<(usize, Rational)> {
        let rows = self.lp.rows.iter().enumerate();
        rows.filter_map(|(row, terms)| Some((row, terms.iter().find(|term| term.0 == col)?.1.clone()))).collect()
    }

    fn exchange(&mut self, entering: Variable, leaving: Variable) -> Result<(), Stuck> {
        match leaving {
            Variable::Column(col) => self.columns.retain(|&basic| basic != col),
            Variable::Slack(row) => self.rows.push(row),
        }
        match entering {
            Variable::Column(col) => self.columns.push(col),
            Variable::Slack(row) => self.rows.retain(|&tight| tight != row),
        }
        self.refactor()
    }

    fn vertex(self) -> Vertex {
        let mut point = vec![Rational::ZERO; self.lp.costs.len()];
        for (&col, value) in self.columns.iter().zip(self.x) {
            point[col] = value;
        }
        Vertex { point, multipliers: self.y }
    }
}

fn kept(all: &[usize], dropped: &[usize]) -> Vec<usize> {
    all.iter().enumerate().filter(|(at, _)| !dropped.contains(at)).map(|(_, &value)| value).collect()
}
