//! Exact numbers: every figure of a scenario is the decimal written in the file, not its binary neighbour.

mod rational;

pub use rational::Rational;

/// The decimal that `value` prints as, as an exact fraction: `0.1` is 1/10.
///
/// # Panics
/// On NaN and infinities; the scenario checker refuses both.
#[must_use]
pub fn decimal(value: f64) -> Rational {
    assert!(value.is_finite(), "only finite numbers have an exact value");
    if value.fract() == 0.0 && value.abs() < 9e15 {
        #[expect(clippy::cast_possible_truncation, reason = "an integer below 2^53")]
        return Rational::from(value as i64);
    }
    if let Some(decimal) = short_decimal(value) {
        return decimal;
    }
    parse_decimal(&format!("{value:e}")).expect("the scientific notation of a finite f64 is a decimal")
}

/// The decimal that `value` prints as, where it has few places. Below 2^53 a whole number over a power of ten is rounded
/// only once, so that the first one found to be `value` is the shortest text that reads back as it.
fn short_decimal(value: f64) -> Option<Rational> {
    let mut scale = 1.0;
    (0..8).find_map(|_| {
        scale *= 10.0;
        let whole = (value * scale).round();
        #[expect(clippy::cast_possible_truncation, reason = "whole numbers below 2^53")]
        let fraction = || Rational::from(whole as i64) / Rational::from(scale as i64);
        #[expect(clippy::float_cmp, reason = "to be equal is what is asked")]
        let found = whole.abs() < 1e15 && whole / scale == value;
        found.then(fraction)
    })
}

/// Reads `-12.5e-3` as an exact fraction.
#[must_use]
pub fn parse_decimal(text: &str) -> Option<Rational> {
    use dashu_int::{IBig, UBig};
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: IBig = format!("{whole}{fraction}").parse().ok()?;
    let power = exponent.parse::<i64>().ok()? - i64::try_from(fraction.len()).ok()?;
    let scale = UBig::from(10u8).pow(usize::try_from(power.unsigned_abs()).ok()?);
    Some(if power >= 0 { Rational::from(digits * scale) } else { Rational::from_parts(digits, scale) })
}

/// The binary value of `value`, exactly.
///
/// # Panics
/// On NaN and infinities.
#[must_use]
pub fn binary(value: f64) -> Rational {
    Rational::try_from(value).expect("a finite f64 is a fraction")
}

/// The nearest f64 (display and solver input only; verdicts never depend on it).
#[must_use]
pub fn approx(value: &Rational) -> f64 {
    value.to_f64()
}

/// `max(value, 0)`.
#[must_use]
pub fn positive_part(value: &Rational) -> Rational {
    if value.is_negative() { Rational::ZERO } else { value.clone() }
}

/// `|value|`.
#[must_use]
pub fn magnitude(value: Rational) -> Rational {
    value.abs()
}

/// The exact sum.
#[must_use]
pub fn sum(values: impl IntoIterator<Item = Rational>) -> Rational {
    values.into_iter().fold(Rational::ZERO, |total, value| total + value)
}

/// The largest f64 that is not above `value`.
#[must_use]
pub fn round_down(value: &Rational) -> f64 {
    let near = approx(value);
    if &binary(near) > value { near.next_down() } else { near }
}

/// The least f64 that is not below `value`.
#[must_use]
pub fn round_up(value: &Rational) -> f64 {
    let near = approx(value);
    if &binary(near) < value { near.next_up() } else { near }
}

/// The largest f64 whose [`decimal`] is not above `value`: safe to write into a scenario.
#[must_use]
pub fn decimal_down(value: &Rational) -> f64 {
    let mut near = round_up(value);
    while decimal(near) > *value {
        near = near.next_down();
    }
    near
}

/// The least f64 whose [`decimal`] is not below `value`: safe to write into a scenario.
#[must_use]
pub fn decimal_up(value: &Rational) -> f64 {
    let mut near = round_down(value);
    while decimal(near) < *value {
        near = near.next_up();
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_what_the_file_says() {
        assert_eq!(decimal(0.1), Rational::from(1) / Rational::from(10));
        assert_eq!(decimal(-12.5e-3), Rational::from(-1) / Rational::from(80));
        assert_eq!(decimal(1e22), parse_decimal("1e22").unwrap());
        assert_ne!(decimal(0.1), binary(0.1));
        for value in
            [1.005, -0.07, 123_456.789, 2.675, 1e-7, 0.1 + 0.2, 4.35, 5e-324, f64::MAX, 1e15 + 0.3, 0.000_012_5]
        {
            assert_eq!(decimal(value), parse_decimal(&format!("{value:e}")).unwrap(), "{value}");
        }
    }

    #[test]
    fn rounding_encloses() {
        let third = Rational::from(1) / Rational::from(3);
        assert!(binary(round_down(&third)) < third && third < binary(round_up(&third)));
        for round in [round_down, round_up] {
            assert_eq!(binary(round(&decimal(0.5))), decimal(0.5));
        }
    }

    #[test]
    fn decimals_enclose_as_they_are_written() {
        let third = Rational::from(1) / Rational::from(3);
        for value in [third, decimal(0.1), binary(0.1), binary(0.3), Rational::from(7)] {
            let (low, high) = (decimal_down(&value), decimal_up(&value));
            assert!(decimal(low) <= value && value <= decimal(high), "{low} {high}");
            assert!(high <= low.next_up(), "{low} {high}");
        }
        assert_eq!((decimal_down(&decimal(0.1)), decimal_up(&decimal(0.1))), (0.1, 0.1));
    }
}
