//! Exact numbers as text that other solvers read.

use dashu_int::UBig;

use crate::exact::{Rational, approx, decimal};

/// Digits after the point that are written out; more of them, or no end to them, and the number is rounded.
const MOST_DIGITS: usize = 40;

/// A number as text: the exact decimal where it has one of bearable length, else the shortest text that reads back as
/// the nearest f64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The text.
    pub text: String,
    /// Whether the text is the number.
    pub exact: bool,
}

impl Number {
    /// `value` as text.
    #[must_use]
    pub fn of(value: &Rational) -> Self {
        let near = approx(value);
        if &decimal(near) == value {
            return Self { text: shortest(near), exact: true };
        }
        match digits_of(value) {
            Some(text) => Self { text, exact: true },
            None => Self { text: shortest(near), exact: false },
        }
    }

    /// Whether the text of `value` is the number.
    #[must_use]
    pub fn is_exact(value: &Rational) -> bool {
        &decimal(approx(value)) == value || decimals(&value.denominator()).is_some()
    }
}

/// The shortest text that reads back as `value`.
fn shortest(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        "0".to_owned()
    } else if (1e-5..1e15).contains(&size) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// All digits of a number whose decimals end soon enough.
fn digits_of(value: &Rational) -> Option<String> {
    let places = decimals(&value.denominator())?;
    let scaled = value * Rational::from(UBig::from(10u8).pow(places));
    let digits = scaled.numerator().to_string();
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    Some(format!("{sign}{whole}.{fraction}"))
}

/// How many decimals a fraction with this denominator needs; `None` for too many.
fn decimals(denominator: &UBig) -> Option<usize> {
    let twos = denominator.trailing_zeros()?;
    let mut rest = denominator >> twos;
    let five = UBig::from(5u8);
    let mut fives = 0;
    while fives <= MOST_DIGITS && (&rest % &five).is_zero() {
        rest /= &five;
        fives += 1;
    }
    let places = twos.max(fives);
    (rest.is_one() && places <= MOST_DIGITS).then_some(places)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exact::parse_decimal;

    fn fraction(over: i64, under: i64) -> Rational {
        Rational::from(over) / Rational::from(under)
    }

    #[test]
    fn decimals_are_written_as_they_are() {
        for text in ["0", "-3", "0.1", "-2.5", "1e-7", "1.5e22", "12345678.9", "0.00001"] {
            let number = Number::of(&parse_decimal(text).unwrap());
            assert_eq!((number.text.as_str(), number.exact), (text, true));
        }
    }

    #[test]
    fn long_decimals_keep_all_their_digits() {
        let long = "0.12345678901234567890123456789";
        let product = parse_decimal(long).unwrap();
        assert_eq!(Number::of(&product), Number { text: long.to_owned(), exact: true });
        assert_eq!(Number::of(&fraction(-1, 1 << 30)).text, "-0.000000000931322574615478515625");
    }

    #[test]
    fn what_has_no_end_is_rounded_and_says_so() {
        assert_eq!(Number::of(&fraction(1, 3)), Number { text: "0.3333333333333333".to_owned(), exact: false });
        assert!(!Number::of(&Rational::from_parts(1.into(), UBig::from(1u8) << 41)).exact);
    }

    proptest! {
        #[test]
        fn every_number_reads_back_as_its_nearest_double(over in -1_000_000_000_i64..1_000_000_000, under in 1_i64..1_000_000) {
            let value = fraction(over, under);
            let number = Number::of(&value);
            prop_assert_eq!(number.text.parse::<f64>().unwrap().to_bits(), approx(&value).to_bits());
            prop_assert_eq!(number.exact, Number::is_exact(&value));
            prop_assert_eq!(number.exact, parse_decimal(&number.text).unwrap() == value);
        }
    }
}
