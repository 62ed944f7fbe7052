//! Which way, and how far, a number is moved.

use super::REACH;
use super::edge::Found;
use crate::evidence::band::Bands;
use crate::evidence::{Direction, Number};
use crate::exact::{Rational, approx, decimal};
use crate::scenario::Grade;

/// A way from the value of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// The end of its range; `None` for a reported number without one.
    pub range_end: Option<f64>,
    /// The furthest that is looked at.
    pub far: f64,
}

/// The ways of a number, of which there is at most one down and one up.
#[derive(Clone, Copy, Debug)]
pub struct Ways {
    direction: Direction,
    down: Option<Way>,
    up: Option<Way>,
}

impl Ways {
    /// Down and up as far as a number is moved, given its generous way.
    #[must_use]
    pub fn of(number: &Number, direction: Direction, bands: &Bands<'_>) -> Self {
        Self {
            direction,
            down: way(number, number.low, -Rational::ONE, bands),
            up: way(number, number.high, Rational::ONE, bands),
        }
    }

    /// The ways that work against what was found: one where it is known which, else both, that one first.
    #[must_use]
    pub fn against(&self, found: &Found, monotone: bool) -> Vec<Way> {
        let generous_is_up = self.direction == Direction::More;
        let wants_generous = matches!(found, Found::Short(_));
        let both = if generous_is_up == wants_generous { [self.up, self.down] } else { [self.down, self.up] };
        let counts = if monotone && !matches!(self.direction, Direction::Open(_)) { 1 } else { 2 };
        both.into_iter().take(counts).flatten().collect()
    }
}

fn way(number: &Number, end: f64, sign: Rational, bands: &Bands<'_>) -> Option<Way> {
    let is = |other: f64| other.total_cmp(&number.value).is_eq();
    let way = if !is(end) {
        Way { range_end: Some(end), far: number.towards(end, &Rational::from(REACH)) }
    } else if number.standing.grade == Some(Grade::Reported) && !number.has_range && number.value > 0.0 {
        let band = decimal(bands.band(Some(Grade::Assumed), number.quantity));
        let far = decimal(number.value) * (Rational::ONE + sign * band);
        Way { range_end: None, far: number.limits.clamped(approx(&far)) }
    } else {
        return None;
    };
    (!is(way.far)).then_some(way)
}
