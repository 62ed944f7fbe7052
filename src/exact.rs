//! Exact numbers: every figure of a scenario is the decimal written in the file, not its binary neighbour.

use dashu_base::{Abs, Signed};
pub use dashu_ratio::RBig as Rational;

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
    parse_decimal(&format!("{value:e}")).expect("the scientific notation of a finite f64 is a decimal")
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
    value.to_f64_fast()
}

/// `max(value, 0)`.
#[must_use]
pub fn positive_part(value: &Rational) -> Rational {
    if value.is_positive() { value.clone() } else { Rational::ZERO }
}

/// `|value|`.
#[must_use]
pub fn magnitude(value: Rational) -> Rational {
    value.abs()
}
