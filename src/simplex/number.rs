//! What the simplex method needs of a number: doubles, which go far, and fractions, which are right.

use std::fmt::Debug;

use crate::exact::{Rational, approx};

/// A number to compute with.
pub trait Number: Clone + Debug + PartialOrd {
    /// 0
    const ZERO: Self;
    /// 1
    const ONE: Self;
    /// Exchanges after which a factor is made anew.
    const EXCHANGES: usize;
    /// Whether there is no rounding: nothing then needs to be done for stability.
    const EXACT: bool;

    /// Whether it is zero.
    fn is_zero(&self) -> bool;
    /// Whether it is below zero by more than rounding.
    fn is_negative(&self) -> bool;
    /// Whether it is large enough to divide by.
    fn is_pivot(&self) -> bool;
    /// Whether it is more than the rounding of a line of numbers up to `largest`.
    fn stands_out(&self, largest: f64) -> bool;
    /// `self -= a × b`
    fn subtract_product(&mut self, a: &Self, b: &Self);
    /// `self / by`
    #[must_use]
    fn over(&self, by: &Self) -> Self;
    /// `−self`
    #[must_use]
    fn negated(&self) -> Self;
    /// Moved up by as much as rounding may hide.
    #[must_use]
    fn eased(&self) -> Self;
    /// Zero where it is nothing but rounding.
    #[must_use]
    fn settled(self) -> Self;
    /// Roughly.
    fn rough(&self) -> f64;
    /// Whether two ways to compute a number agree.
    fn agrees(&self, other: &Self) -> bool;
    /// A small positive number that tells variable `index` apart where reduced costs are equal; zero where numbers
    /// are exact.
    fn apart(index: usize) -> Self;
}

/// How far values and reduced costs may be below zero, in a model scaled to 2^10.
const SLIP: f64 = 1e-9;
/// Smallest number to divide by.
const PIVOT: f64 = 1e-7;
/// Smallest number to divide by, of the largest in its line.
const BESIDE: f64 = 1e-10;
/// Rounding.
const NOISE: f64 = 1e-13;
/// What tells reduced costs apart.
const APART: f64 = 1e-6;

impl Number for f64 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
    const EXCHANGES: usize = 64;
    const EXACT: bool = false;

    fn is_zero(&self) -> bool {
        *self == 0.0
    }
    fn is_negative(&self) -> bool {
        *self < -SLIP
    }
    fn is_pivot(&self) -> bool {
        self.abs() > PIVOT
    }
    fn stands_out(&self, largest: f64) -> bool {
        self.abs() > PIVOT.max(BESIDE * largest)
    }
    fn subtract_product(&mut self, a: &Self, b: &Self) {
        *self -= a * b;
    }
    fn over(&self, by: &Self) -> Self {
        self / by
    }
    fn negated(&self) -> Self {
        -self
    }
    fn eased(&self) -> Self {
        self + SLIP
    }
    fn settled(self) -> Self {
        if self.abs() < NOISE { 0.0 } else { self }
    }
    fn rough(&self) -> f64 {
        *self
    }
    fn agrees(&self, other: &Self) -> bool {
        (self - other).abs() <= PIVOT * (1.0 + self.abs())
    }
    fn apart(index: usize) -> Self {
        // Multiples of the golden ratio spread evenly.
        APART * (0.5 + (index as f64 * 0.618_033_988_749_895).fract())
    }
}

impl Number for Rational {
    const ZERO: Self = Self::ZERO;
    const ONE: Self = Self::ONE;
    const EXCHANGES: usize = 32;
    const EXACT: bool = true;

    fn is_zero(&self) -> bool {
        Self::is_zero(self)
    }
    fn is_negative(&self) -> bool {
        *self < Self::ZERO
    }
    fn is_pivot(&self) -> bool {
        !Self::is_zero(self)
    }
    fn stands_out(&self, _: f64) -> bool {
        true
    }
    fn subtract_product(&mut self, a: &Self, b: &Self) {
        *self -= a * b;
    }
    fn over(&self, by: &Self) -> Self {
        self / by
    }
    fn negated(&self) -> Self {
        -self
    }
    fn eased(&self) -> Self {
        self.clone()
    }
    fn settled(self) -> Self {
        self
    }
    fn rough(&self) -> f64 {
        approx(self)
    }
    fn agrees(&self, other: &Self) -> bool {
        self == other
    }
    fn apart(_: usize) -> Self {
        Self::ZERO
    }
}
