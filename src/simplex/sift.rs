//! Programs with many more columns than rows: most columns are never of use, so the method works on a few of them, looks
//! at all when it is done, and takes in those that would help (Bixby, Gregory, Lustig, Marsten and Shanno, Very
//! large-scale linear programming, Operations Research 40, 1992: sifting).

use super::number::Number;
use super::{Effort, Kernel, Simplex, Standard, Stuck, Vertex};

/// Columns per row from which on there are many.
const WIDE: usize = 6;
/// How many of the cheapest columns that raise a row there are at first.
const CHEAPEST: usize = 10;

/// Whether there are so many columns per row that sifting pays.
#[must_use]
pub fn is_wide<N: Clone>(lp: &Standard<N>) -> bool {
    lp.matrix.width() >= WIDE * lp.matrix.height()
}

/// The optimum of `lp`, from the basis `start`, as [`optimise`](super::optimise) finds it, and sooner where there are
/// many columns.
///
/// # Errors
/// Where there is none, or it takes more than `effort`.
pub fn sift<N: Number>(lp: &Standard<N>, start: &Kernel, effort: Effort<'_>) -> Result<Vertex<N>, Stuck> {
    if !is_wide(lp) {
        return super::optimise(lp, start, effort);
    }
    let mut sieve = Sieve::new(lp, start);
    let mut kernel = sieve.kernel(start);
    loop {
        let few = lp.only(&sieve.columns);
        let mut simplex = Simplex::new(&few, &kernel, effort)?;
        let ended = simplex.run();
        let helpful = match ended {
            Ok(()) => sieve.cheaper(&simplex),
            Err(Stuck::Infeasible) => sieve.curing(&simplex),
            Err(_) => Vec::new(),
        };
        if helpful.is_empty() {
            ended?;
            return Ok(sieve.vertex(simplex.vertex()));
        }
        kernel = simplex.kernel();
        sieve.add(helpful);
    }
}

/// Which columns are looked at.
struct Sieve<'a, N> {
    lp: &'a Standard<N>,
    columns: Vec<usize>,
    /// Where each column of the program stands among them.
    position: Vec<Option<usize>>,
    /// How many may be added at a time.
    at_a_time: usize,
}

impl<'a, N: Number> Sieve<'a, N> {
    /// Those of the basis `start`, and of each row the cheapest that raise what it lacks.
    fn new(lp: &'a Standard<N>, start: &Kernel) -> Self {
        let (width, height) = (lp.matrix.width(), lp.matrix.height());
        let mut sieve = Self { lp, columns: Vec::new(), position: vec![None; width], at_a_time: height / 4 + 10 };
        sieve.add(start.columns.iter().copied().filter(|&col| col < width));
        for row in 0..height {
            let raising = lp.matrix.row(row).iter().filter(|(_, entry)| *entry < N::ZERO);
            let costs = raising.map(|(col, _)| (lp.costs[*col].rough() + sieve.leaning(*col), *col));
            sieve.add(least(CHEAPEST, costs.collect()));
        }
        sieve
    }

    fn leaning(&self, col: usize) -> f64 {
        self.lp.leaning.get(col).map_or(0.0, N::rough)
    }

    fn add(&mut self, columns: impl IntoIterator<Item = usize>) {
        for col in columns {
            if self.position[col].is_none() {
                self.position[col] = Some(self.columns.len());
                self.columns.push(col);
            }
        }
    }

    /// The basis `start` among these columns.
    fn kernel(&self, start: &Kernel) -> Kernel {
        let columns = start.columns.iter().filter_map(|&col| *self.position.get(col)?).collect();
        Kernel { columns, rows: start.rows.clone() }
    }

    fn others(&self) -> impl Iterator<Item = usize> {
        (0..self.position.len()).filter(|&col| self.position[col].is_none())
    }

    /// What is left of `value` for one unit of `col` at these weights of rows.
    fn priced(&self, mut value: N, col: usize, weights: &[N]) -> N {
        for (row, entry) in self.lp.matrix.column(col) {
            value.subtract_product(entry, &weights[*row]);
        }
        value
    }

    /// Columns that would lower the cost.
    fn cheaper(&self, simplex: &Simplex<'_, N>) -> Vec<usize> {
        let multipliers = simplex.multipliers();
        let priced = self.others().map(|col| (self.priced(self.lp.costs[col].clone(), col, &multipliers), col));
        let negative = priced.filter(|(price, _)| price.is_negative());
        least(self.at_a_time, negative.map(|(price, col)| (price.rough(), col)).collect())
    }

    /// Columns that would raise the variable that no other raises any more.
    fn curing(&self, simplex: &Simplex<'_, N>) -> Vec<usize> {
        let Some(place) = simplex.leaving() else { return Vec::new() };
        let (weights, multipliers) = (simplex.weights_of(place), simplex.multipliers());
        let raised = self.others().map(|col| (self.priced(N::ZERO, col, &weights), col));
        let raising = raised.filter(|(raised, _)| raised.is_pivot() && *raised > N::ZERO);
        let ratio = |(raised, col): (N, usize)| {
            let price = self.priced(self.lp.costs[col].clone(), col, &multipliers).rough();
            ((price + self.leaning(col)).max(0.0) / raised.rough(), col)
        };
        least(self.at_a_time, raising.map(ratio).collect())
    }

    /// The vertex in terms of the whole program.
    fn vertex(&self, few: Vertex<N>) -> Vertex<N> {
        let mut point = vec![N::ZERO; self.position.len()];
        for (&col, value) in self.columns.iter().zip(few.point) {
            point[col] = value;
        }
        let mut columns: Vec<usize> = few.kernel.columns.iter().map(|&at| self.columns[at]).collect();
        columns.sort_unstable();
        Vertex { point, multipliers: few.multipliers, kernel: Kernel { columns, rows: few.kernel.rows } }
    }
}

/// The `most` columns with the least numbers; the first of those alike.
fn least(most: usize, mut found: Vec<(f64, usize)>) -> Vec<usize> {
    found.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    found.into_iter().take(most).map(|(_, col)| col).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::Rational;
    use crate::simplex::matrix::Matrix;
    use crate::simplex::optimise;

    const HEIGHT: usize = 5;
    const WIDTH: usize = 200;

    /// Small whole numbers without end.
    fn dice(seed: u64) -> impl FnMut(i64) -> i64 {
        let mut state = seed;
        move |sides| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(state >> 33).unwrap() % sides
        }
    }

    /// A wide program: mostly bounded and feasible, not always.
    fn program(seed: u64) -> Standard<Rational> {
        let mut roll = dice(seed);
        let lowest = if seed.is_multiple_of(4) { -1 } else { 1 };
        let costs = (0..WIDTH).map(|_| Rational::from(lowest + roll(50))).collect();
        let sparse = if seed.is_multiple_of(3) { 60 } else { 4 };
        let mut row = |_| {
            let entries = (0..WIDTH)
                .map(|col| (col, if roll(sparse) == 0 { Rational::from(roll(9) - 5) } else { Rational::ZERO }));
            entries.filter(|(_, entry)| !entry.is_zero()).collect()
        };
        let rows: Vec<Vec<(usize, Rational)>> = (0..HEIGHT).map(&mut row).collect();
        let rhs = (0..HEIGHT).map(|_| Rational::from(roll(40) - 30)).collect();
        Standard { costs, matrix: Matrix::of(rows, WIDTH), rhs, leaning: Vec::new() }
    }

    fn cost(lp: &Standard<Rational>, point: &[Rational]) -> Rational {
        let mut cost = Rational::ZERO;
        for (price, value) in lp.costs.iter().zip(point) {
            cost += price * value;
        }
        cost
    }

    #[test]
    fn a_few_columns_lead_to_the_optimum_of_all() {
        let effort = Effort { exchanges: 10_000, fill: 100_000, stop: &|| false };
        let mut seen = [0; 3];
        for seed in 0..200 {
            let lp = program(seed);
            let start = Kernel { columns: vec![1, 50, 7], rows: vec![0, 2, 3] };
            match (optimise(&lp, &Kernel::default(), effort), sift(&lp, &start, effort)) {
                (Ok(all), Ok(few)) => {
                    assert_eq!(cost(&lp, &all.point), cost(&lp, &few.point), "{seed}");
                    let again = optimise(&lp, &few.kernel, Effort { exchanges: 0, ..effort }).unwrap();
                    assert_eq!((again.point, again.multipliers), (few.point, few.multipliers), "{seed}");
                    seen[0] += 1;
                }
                (Err(Stuck::Infeasible), Err(Stuck::Infeasible)) => seen[1] += 1,
                (Err(Stuck::Unbounded), Err(Stuck::Unbounded)) => seen[2] += 1,
                (all, few) => panic!("{seed}: {all:?} of all columns, {few:?} of few"),
            }
        }
        assert!(seen.iter().all(|times| *times > 5), "{seen:?}");
    }
}
