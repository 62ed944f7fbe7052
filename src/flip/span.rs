//! The values between two ends as places that can be counted: the decimals of one size strictly between them.

use crate::exact::{Rational, approx, decimal};

/// Neighbouring places are at most this part of the number apart, as a power of ten.
const DIGITS: i32 = 6;
/// Over a way that is very long beside the number they are further apart: there are at most ten to this power.
const PLACES: i32 = 14;

/// Values from one end to the other.
#[derive(Clone, Debug)]
pub struct Span {
    from: f64,
    to: f64,
    step: Rational,
    /// The multiple of the step at place 1.
    first: f64,
    last: u64,
}

impl Span {
    /// The way from `from` to `to`, in steps that are at most a millionth of `size`, unless it is more than a hundred
    /// million times as long.
    ///
    /// # Panics
    /// Never: a power of ten is a number.
    #[must_use]
    pub fn new(from: f64, to: f64, size: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the logarithm of an f64 is below 400")]
        let [leading, longest] = [size, from.abs().max(to.abs())].map(|size| size.abs().log10().floor() as i32);
        // Below the least power an f64 has no digits left to take a step with.
        let power = leading.saturating_sub(DIGITS).max(longest.saturating_sub(PLACES - 1)).max(f64::MIN_10_EXP);
        let step = decimal(format!("1e{power}").parse().expect("a power of ten is a number"));
        let [start, end] = [from, to].map(|value| approx(&(decimal(value) / &step)));
        let up = from < to;
        let first = if up { start.floor() + 1.0 } else { start.ceil() - 1.0 };
        let between = if up { end.ceil() - first } else { first - end.floor() };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number that is not negative"
        )]
        let last = between.max(0.0) as u64 + 1;
        Self { from, to, step, first, last }
    }

    /// The place of the far end; the near one is place 0.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last
    }

    /// The value at a place.
    #[must_use]
    pub fn value(&self, place: u64) -> f64 {
        if place == 0 {
            return self.from;
        }
        if place >= self.last {
            return self.to;
        }
        let along = Rational::from(place - 1);
        let multiple = if self.from < self.to { decimal(self.first) + along } else { decimal(self.first) - along };
        approx(&(multiple * &self.step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_decimals_between_the_ends() {
        let span = Span::new(120.0, 90.0, 120.0);
        assert_eq!(span.last(), 300_000);
        let values: Vec<String> =
            [0, 1, 200_000, 200_001, 299_999, 300_000].map(|at| span.value(at).to_string()).into();
        assert_eq!(values, ["120", "119.9999", "100", "99.9999", "90.0001", "90"]);
    }

    #[test]
    fn a_way_that_is_long_beside_the_number_has_places_that_can_be_counted() {
        let span = Span::new(10.0, 4e14, 10.0);
        let values: Vec<String> = [0, 1, span.last()].map(|at| span.value(at).to_string()).into();
        assert_eq!(values, ["10", "20", "400000000000000"]);
        let tiny = Span::new(1e-320, 0.0, 1e-320);
        assert_eq!([tiny.value(0), tiny.value(tiny.last())].map(f64::to_bits), [1e-320, 0.0].map(f64::to_bits));
    }

    #[test]
    fn ends_need_not_be_decimals_of_that_size() {
        let span = Span::new(0.123_456_789, 0.123_457_891, 0.1);
        let values: Vec<String> = (0..=span.last()).map(|at| span.value(at).to_string()).collect();
        let between: Vec<String> =
            (568..=578).map(|last| format!("0.1234{last}")).map(|text| text.trim_end_matches('0').to_owned()).collect();
        assert_eq!(values[0], "0.123456789");
        assert_eq!(values[1..values.len() - 1], between[..]);
        assert_eq!(values.last().unwrap(), "0.123457891");
        assert_eq!(Span::new(5.0, 5.000_000_1, 5.0).last(), 1);
    }
}
