//! A quantity over time: a number, or a table by year that is read as steps or linearly.

use crate::exact::{Rational, decimal};

/// A quantity by year.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    points: Vec<(i32, f64)>,
    hold: Hold,
}

/// How a table of years is read between and outside its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Held from one entry to the next; zero before the first (capacities).
    StepFromZero,
    /// Held from one entry to the next; the first also holds before it (numbers of policies).
    Step,
    /// Linear between entries, flat outside.
    Linear,
}

impl Series {
    /// The same value in every year.
    #[must_use]
    pub fn constant(value: f64) -> Self {
        Self { points: vec![(0, value)], hold: Hold::Linear }
    }

    /// A table by year.
    ///
    /// # Panics
    /// Without entries.
    #[must_use]
    pub fn by_year(mut points: Vec<(i32, f64)>, hold: Hold) -> Self {
        assert!(!points.is_empty(), "a table of years has an entry");
        points.sort_by_key(|point| point.0);
        Self { points, hold }
    }

    /// The entries, ascending; one entry for year 0 where the quantity is constant.
    #[must_use]
    pub fn points(&self) -> &[(i32, f64)] {
        &self.points
    }

    /// Whether an entry speaks for `year`: always, but before the first entry of a step from zero.
    #[must_use]
    pub fn is_stated(&self, year: i32) -> bool {
        self.hold != Hold::StepFromZero || self.points[0].0 <= year
    }

    /// The exact value in `year`.
    #[must_use]
    pub fn at(&self, year: i32) -> Rational {
        let after = self.points.partition_point(|point| point.0 <= year);
        let (first, last) = (self.points[0], self.points[self.points.len() - 1]);
        if after == 0 {
            return if self.hold == Hold::StepFromZero { Rational::ZERO } else { decimal(first.1) };
        }
        let (from_year, from) = self.points[after - 1];
        if self.hold != Hold::Linear || after == self.points.len() || from_year == year {
            return decimal(if after == self.points.len() { last.1 } else { from });
        }
        let (to_year, to) = self.points[after];
        let share = Rational::from(year - from_year) / Rational::from(to_year - from_year);
        let from = decimal(from);
        &from + (decimal(to) - &from) * share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_zero_before_the_first_entry_and_lines_are_flat_outside() {
        let points = vec![(2026, 20.0), (2024, 10.0)];
        let at = |hold, year| Series::by_year(points.clone(), hold).at(year);
        assert_eq!(at(Hold::StepFromZero, 2023), Rational::ZERO);
        assert_eq!(at(Hold::StepFromZero, 2025), decimal(10.0));
        assert_eq!(at(Hold::Step, 2023), decimal(10.0));
        assert_eq!(at(Hold::Linear, 2023), decimal(10.0));
        assert_eq!(at(Hold::Linear, 2025), decimal(15.0));
        assert_eq!(at(Hold::Linear, 2030), decimal(20.0));
    }
}
