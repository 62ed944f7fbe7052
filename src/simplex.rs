//! The revised simplex method from any basis, written once for two kinds of numbers: doubles go far, fractions are
//! right. The dual method makes a basis feasible, with the costs of columns that price out raised meanwhile; the primal
//! method then makes it optimal (Maros, Computational Techniques of the Simplex Method, 2003; steepness in a
//! framework of reference and two-pass ratio tests after Harris, Mathematical Programming 5, 1973).

pub mod factor;
pub mod matrix;
mod nucleus;
pub mod number;
pub mod sift;
mod single;
mod step;

use factor::Factor;
use matrix::Matrix;
use number::Number;

/// `min cᵀx`, `A x ≤ b`, `x ≥ 0`.
#[derive(Clone, Debug)]
pub struct Standard<N> {
    /// Objective coefficients.
    pub costs: Vec<N>,
    /// Rows and columns.
    pub matrix: Matrix<N>,
    /// Right-hand sides.
    pub rhs: Vec<N>,
    /// What reduced costs are raised to at least while the dual method is at work, by column; empty for as good as
    /// nothing. Costs that are alike make it stray, and these lead it.
    pub leaning: Vec<N>,
}

impl<N: Clone> Standard<N> {
    /// The same program with nothing but these columns, in this order.
    #[must_use]
    pub fn only(&self, columns: &[usize]) -> Self {
        let of = |values: &[N]| columns.iter().filter_map(|&col| values.get(col).cloned()).collect();
        Self {
            costs: of(&self.costs),
            matrix: self.matrix.only(columns),
            rhs: self.rhs.clone(),
            leaning: of(&self.leaning),
        }
    }
}

/// Which columns are basic and which rows are tight. As a start any two lists will do: dependent columns and rows fall
/// back to slacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kernel {
    /// Basic columns.
    pub columns: Vec<usize>,
    /// Tight rows.
    pub rows: Vec<usize>,
}

/// An optimal vertex with its multipliers (not positive, one per row).
#[derive(Clone, Debug)]
pub struct Vertex<N> {
    /// The point.
    pub point: Vec<N>,
    /// The multipliers.
    pub multipliers: Vec<N>,
    /// Its basis.
    pub kernel: Kernel,
}

/// Why there is no optimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stuck {
    /// No point satisfies all rows.
    Infeasible,
    /// The objective falls without end.
    Unbounded,
    /// Too many exchanges, too much fill-in, or too little precision.
    Effort,
    /// Told to stop.
    Stopped,
}

/// How much may be done.
#[derive(Clone, Copy)]
pub struct Effort<'a> {
    /// Exchanges.
    pub exchanges: usize,
    /// Fill-in of one factorisation, in entries.
    pub fill: usize,
    /// Whether to stop; asked now and then.
    pub stop: &'a dyn Fn() -> bool,
}

/// Exchanges, or steps of a factorisation, between two looks at whether to stop.
const LOOK: usize = 32;
/// How often a basis that rounding spoiled is made feasible again.
const ROUNDS: usize = 10;

/// The optimum of `lp`, from the basis `start`.
///
/// # Errors
/// Where there is none, or it takes more than `effort`.
pub fn optimise<N: Number>(lp: &Standard<N>, start: &Kernel, effort: Effort<'_>) -> Result<Vertex<N>, Stuck> {
    let mut simplex = Simplex::new(lp, start, effort)?;
    simplex.run()?;
    Ok(simplex.vertex())
}

/// The factors of a basis and the column placed at each row; whatever is not in the program is passed over.
fn factorised<N: Number>(
    lp: &Standard<N>,
    kernel: &Kernel,
    effort: Effort<'_>,
) -> Result<(Factor<N>, Vec<Option<usize>>), Stuck> {
    let basic = flags(lp.matrix.width(), &kernel.columns);
    let tight = flags(lp.matrix.height(), &kernel.rows);
    let columns: Vec<usize> = (0..basic.len()).filter(|&col| basic[col]).collect();
    Factor::of(&lp.matrix, &columns, &tight, effort)
}

fn flags(size: usize, chosen: &[usize]) -> Vec<bool> {
    let mut flags = vec![false; size];
    for &index in chosen.iter().filter(|index| **index < size) {
        flags[index] = true;
    }
    flags
}

/// Which method is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Dual,
    Primal,
}

/// A variable: a column, or behind the columns the slack of a row.
type Variable = usize;

/// A basis under way.
struct Simplex<'a, N> {
    lp: &'a Standard<N>,
    effort: Effort<'a>,
    exchanges: usize,
    /// By variable.
    costs: Vec<N>,
    factor: Factor<N>,
    /// The variable placed at each row.
    basic: Vec<Variable>,
    /// By variable.
    is_basic: Vec<bool>,
    /// Values of the basic variables by place.
    x: Vec<N>,
    /// Reduced costs by variable.
    z: Vec<N>,
    /// Steepness: of the basic variables by place in the dual method, of all by variable in the primal one.
    weights: Vec<f64>,
    method: Method,
    /// Room for the sums of a row, by column; zero between rows.
    sums: Vec<N>,
    /// Columns with a sum, as many as there are, and room for one more.
    touched: Vec<usize>,
    /// Whether a column is among them; false between rows.
    is_touched: Vec<bool>,
}

/// A line of the tableau: the entries that are not zero.
type Line<N> = Vec<(usize, N)>;

impl<'a, N: Number> Simplex<'a, N> {
    fn new(lp: &'a Standard<N>, start: &Kernel, effort: Effort<'a>) -> Result<Self, Stuck> {
        if (effort.stop)() {
            return Err(Stuck::Stopped);
        }
        let size = lp.matrix.width() + lp.matrix.height();
        let (factor, placed) = factorised(lp, start, effort)?;
        let mut costs = lp.costs.clone();
        costs.resize(size, N::ZERO);
        let mut simplex = Self {
            lp,
            effort,
            exchanges: 0,
            costs,
            factor,
            basic: Vec::new(),
            is_basic: Vec::new(),
            x: Vec::new(),
            z: Vec::new(),
            weights: Vec::new(),
            method: Method::Dual,
            sums: vec![N::ZERO; lp.matrix.width()],
            touched: vec![0; lp.matrix.width() + 1],
            is_touched: vec![false; lp.matrix.width()],
        };
        simplex.place(&placed);
        Ok(simplex)
    }

    /// To the optimum.
    fn run(&mut self) -> Result<(), Stuck> {
        for _ in 0..ROUNDS {
            if self.is_infeasible() {
                self.raise_costs();
                self.make_feasible()?;
                self.restore_costs()?;
            }
            self.make_optimal()?;
            self.refresh()?;
            if !self.is_infeasible() && self.entering().is_none() {
                return Ok(());
            }
        }
        Err(Stuck::Effort)
    }

    fn size(&self) -> usize {
        self.lp.matrix.width() + self.lp.matrix.height()
    }

    fn place(&mut self, placed: &[Option<usize>]) {
        let width = self.lp.matrix.width();
        let basic = placed.iter().enumerate().map(|(row, column)| column.unwrap_or(width + row)).collect();
        let before = std::mem::replace(&mut self.basic, basic);
        if self.method == Method::Dual {
            let mut weights = vec![1.0; self.size()];
            for (&variable, &weight) in before.iter().zip(&self.weights) {
                weights[variable] = weight;
            }
            self.weights = self.basic.iter().map(|&variable| weights[variable]).collect();
        }
        self.is_basic = vec![false; self.size()];
        for &variable in &self.basic {
            self.is_basic[variable] = true;
        }
        self.value();
        self.price();
    }

    /// Factors and numbers anew, unless nothing has changed since.
    fn refresh(&mut self) -> Result<(), Stuck> {
        if self.factor.exchanges() > 0 {
            let (factor, placed) = factorised(self.lp, &self.kernel(), self.effort)?;
            self.factor = factor;
            self.place(&placed);
        }
        Ok(())
    }

    fn kernel(&self) -> Kernel {
        let (width, size) = (self.lp.matrix.width(), self.size());
        let columns = (0..width).filter(|&col| self.is_basic[col]).collect();
        let rows = (width..size).filter(|&slack| !self.is_basic[slack]).map(|slack| slack - width).collect();
        Kernel { columns, rows }
    }

    /// Values of the basic variables.
    fn value(&mut self) {
        let mut values = self.lp.rhs.clone();
        self.factor.solve(&mut values);
        self.x = values.into_iter().map(Number::settled).collect();
    }

    /// Reduced costs of all variables; those of slacks are the multipliers with their signs turned.
    fn price(&mut self) {
        let width = self.lp.matrix.width();
        let mut multipliers: Vec<N> = self.basic.iter().map(|&variable| self.costs[variable].clone()).collect();
        self.factor.solve_transposed(&mut multipliers);
        self.z.clone_from(&self.costs);
        for (row, multiplier) in multipliers.iter().enumerate().filter(|(_, multiplier)| !multiplier.is_zero()) {
            for (col, entry) in self.lp.matrix.row(row) {
                self.z[*col].subtract_product(entry, multiplier);
            }
            self.z[width + row].subtract_product(&N::ONE, multiplier);
        }
        for &variable in &self.basic {
            self.z[variable] = N::ZERO;
        }
    }

    /// Multipliers of rows.
    fn multipliers(&self) -> Vec<N> {
        self.z[self.lp.matrix.width()..].iter().map(N::negated).collect()
    }

    fn is_infeasible(&self) -> bool {
        self.x.iter().any(Number::is_negative)
    }

    /// Raises the costs of variables that price out, or nearly do, until they do not.
    fn raise_costs(&mut self) {
        for variable in (0..self.size()).filter(|&variable| !self.is_basic[variable]) {
            let mut least = N::apart(variable);
            if let Some(leaning) = self.lp.leaning.get(variable) {
                least.subtract_product(&N::ONE, &leaning.negated());
            }
            if self.z[variable] < least {
                let mut rise = least.clone();
                rise.subtract_product(&N::ONE, &self.z[variable]);
                self.costs[variable].subtract_product(&N::ONE, &rise.negated());
                self.z[variable] = least;
            }
        }
    }

    fn restore_costs(&mut self) -> Result<(), Stuck> {
        self.costs.clear();
        self.costs.extend_from_slice(&self.lp.costs);
        self.costs.resize(self.size(), N::ZERO);
        if self.factor.exchanges() > 0 {
            return self.refresh();
        }
        self.price();
        Ok(())
    }

    /// The dual method: takes out what is negative, and brings in what keeps all reduced costs.
    fn make_feasible(&mut self) -> Result<(), Stuck> {
        self.begin(Method::Dual);
        while let Some(place) = self.leaving() {
            let row = self.row(place);
            let entering = match self.entering_for(&row) {
                Some(entering) => entering,
                // Rounding may have hidden the way out.
                None if self.factor.exchanges() > 0 && !N::EXACT => {
                    self.refresh()?;
                    continue;
                }
                None => return Err(Stuck::Infeasible),
            };
            let column = self.column(entering);
            self.exchange(place, entering, &row, &column)?;
        }
        Ok(())
    }

    /// The primal method: brings in what lowers the cost, and takes out what would become negative first.
    fn make_optimal(&mut self) -> Result<(), Stuck> {
        self.begin(Method::Primal);
        while let Some(entering) = self.entering() {
            let column = self.column(entering);
            let place = match self.leaving_for(&column) {
                Some(place) => place,
                None if self.factor.exchanges() > 0 && !N::EXACT => {
                    self.refresh()?;
                    continue;
                }
                None => return Err(Stuck::Unbounded),
            };
            let row = self.row(place);
            self.exchange(place, entering, &row, &column)?;
        }
        Ok(())
    }

    fn begin(&mut self, method: Method) {
        self.method = method;
        let size = if method == Method::Dual { self.basic.len() } else { self.size() };
        self.weights = vec![1.0; size];
    }

    fn vertex(self) -> Vertex<N> {
        let (kernel, multipliers) = (self.kernel(), self.multipliers());
        let mut point = vec![N::ZERO; self.lp.matrix.width()];
        for (&variable, value) in self.basic.iter().zip(self.x) {
            if let Some(slot) = point.get_mut(variable) {
                *slot = value;
            }
        }
        Vertex { point, multipliers, kernel }
    }
}
