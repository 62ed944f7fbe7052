//! Fractions as text, and sparse vectors of them by name.

use dashu_int::{IBig, UBig};
use indexmap::IndexMap;

use crate::exact::Rational;

/// Fractions by name, in the order of the program; what is not named is zero.
pub type Sparse = IndexMap<String, String>;

/// Most digits of a numerator or a denominator: proofs of the flagship have up to 68.
pub const MOST_DIGITS: usize = 10_000;

/// `3`, `-9000/19`: in lowest terms, the sign in front.
#[must_use]
pub fn text(value: &Rational) -> String {
    value.to_string()
}

/// Reads what [`text`] writes.
///
/// # Errors
/// With what was expected.
pub fn parse(text: &str) -> Result<Rational, String> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
    let fault = || format!("{text:?} is no fraction such as \"-9000/19\"");
    if !digits(numerator.strip_prefix('-').unwrap_or(numerator)) || !digits(denominator) {
        return Err(fault());
    }
    if numerator.len().max(denominator.len()) > MOST_DIGITS {
        return Err(format!("a fraction has at most {MOST_DIGITS} digits above and below its line"));
    }
    let (numerator, denominator): (IBig, UBig) =
        (numerator.parse().map_err(|_| fault())?, denominator.parse().map_err(|_| fault())?);
    if denominator == UBig::ZERO {
        return Err(format!("{text:?} divides by zero"));
    }
    Ok(Rational::from_parts(numerator, denominator))
}

/// The entries of `values` that are not zero, by the names of their places.
#[must_use]
pub fn sparse(values: &[Rational], names: &[String]) -> Sparse {
    let entries = names.iter().zip(values).filter(|(_, value)| !value.is_zero());
    entries.map(|(name, value)| (name.clone(), text(value))).collect()
}

/// The vector that `sparse` writes out, one number per name.
///
/// # Errors
/// With the first entry that makes no sense; `kind` says what is named.
pub fn dense(sparse: &Sparse, names: &[String], kind: &str) -> Result<Vec<Rational>, String> {
    let places: IndexMap<&str, usize> = names.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
    let mut values = vec![Rational::ZERO; names.len()];
    for (name, text) in sparse {
        let place = places.get(name.as_str()).ok_or_else(|| format!("the program has no {kind} `{name}`"))?;
        values[*place] = parse(text).map_err(|fault| format!("{kind} `{name}`: {fault}"))?;
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        ["a", "b", "c"].map(str::to_owned).to_vec()
    }

    #[test]
    fn fractions_read_back() {
        for whole in [-7i64, 0, 1, 19_000_000_000] {
            for over in [1u64, 2, 19, 1_000_003] {
                let value = Rational::from(whole) / Rational::from(over);
                assert_eq!(parse(&text(&value)), Ok(value));
            }
        }
        assert_eq!(text(&(Rational::from(-18_000) / Rational::from(38))), "-9000/19");
    }

    #[test]
    fn what_is_no_fraction_is_refused() {
        for wrong in ["", "-", "+1", "1/", "/2", "1/-2", "0.5", "1e3", "1_000", " 1", "1/2/3", "½", "1/0"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn digits_are_counted_above_and_below_the_line() {
        for (digits, read) in [(MOST_DIGITS, true), (MOST_DIGITS + 1, false), (MOST_DIGITS + 2, false)] {
            let long = "9".repeat(digits);
            for fraction in [long.clone(), format!("{long}/7"), format!("7/{long}")] {
                assert_eq!(parse(&fraction).is_ok(), read, "{digits} digits");
            }
        }
    }

    #[test]
    fn zeros_are_left_out_and_names_are_the_programs() {
        let values = [Rational::ONE, Rational::ZERO, Rational::from(-2)];
        let written = sparse(&values, &names());
        assert_eq!(written.keys().collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(dense(&written, &names(), "column").unwrap(), values);
        let stray = Sparse::from([("d".to_owned(), "1".to_owned())]);
        assert_eq!(dense(&stray, &names(), "column").unwrap_err(), "the program has no column `d`");
    }
}
