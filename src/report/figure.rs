//! Numbers for people: thousands separated, a column in one precision, and nothing that rounds to a lie.

/// What stands where a number does not apply.
pub const NONE: &str = "-";

/// Significant digits shown of the largest number of a column.
const DIGITS: i32 = 4;
/// More decimals than any tonnes differ by that are worth a look.
const MOST_DECIMALS: usize = 12;

/// A column of numbers in one precision.
pub fn column(values: &[Option<f64>]) -> Vec<String> {
    let largest = values.iter().flatten().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let written = |value: &Option<f64>| value.map(|value| fixed(value, decimals(largest)));
    strip_common_zeros(values.iter().map(written).collect())
}

/// Fractions as per cent with one decimal at most.
pub fn percent(values: &[Option<f64>]) -> Vec<String> {
    strip_common_zeros(values.iter().map(|value| value.map(|value| fixed(100.0 * value, 1))).collect())
}

/// Coverages as per cent; only full coverage reads 100.
pub fn coverage(values: &[Option<f64>]) -> Vec<String> {
    let written = |value: f64| match fixed(100.0 * value, 1) {
        text if text == "100.0" && value < 1.0 => ">99.9".to_owned(),
        text => text,
    };
    strip_common_zeros(values.iter().map(|value| value.map(written)).collect())
}

/// A part of a whole in whole per cents; what is not all or nothing does not read so.
pub fn whole_percent(part: f64) -> String {
    match 100.0 * part {
        0.0 => "0".to_owned(),
        little if little < 1.0 => "<1".to_owned(),
        much if much > 99.0 && much < 100.0 => ">99".to_owned(),
        some => format!("{some:.0}"),
    }
}

/// One number.
pub fn one(value: f64) -> String {
    column(&[Some(value)]).remove(0)
}

/// `values` with as many decimals as it takes for `less` and `more` to read differently, where doubles can.
pub fn unlike(values: &[f64], [less, more]: [f64; 2]) -> Vec<String> {
    let largest = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let usual = decimals(largest);
    let enough = (usual..=MOST_DECIMALS).find(|&decimals| fixed(less, decimals) != fixed(more, decimals));
    let written = |value: &f64| Some(fixed(*value, enough.unwrap_or(usual)));
    strip_common_zeros(values.iter().map(written).collect())
}

/// `text` as the least (`≥`) or the most (`≤`) that is proven; what does not apply has no sign.
pub fn bound(sign: &str, text: &str) -> String {
    if text == NONE { text.to_owned() } else { format!("{sign} {text}") }
}

/// Money in the largest unit that keeps `values` readable, with the unit's name.
pub fn money(values: &[Option<f64>]) -> (&'static str, Vec<String>) {
    let largest = values.iter().flatten().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    if largest < 1e6 {
        return ("USD", column(values));
    }
    let millions: Vec<Option<f64>> = values.iter().map(|value| value.map(|value| value / 1e6)).collect();
    ("million USD", column(&millions))
}

fn decimals(largest: f64) -> usize {
    if largest == 0.0 {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the logarithm of an f64 is below 400")]
    let leading = largest.log10().floor() as i32;
    usize::try_from((DIGITS - 1 - leading).clamp(0, 9)).unwrap_or(0)
}

/// `value` with so many decimals; one that is not zero never reads as zero.
fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let zero = !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    if zero && value != 0.0 {
        let least = format!("{}1", &text[..text.len() - 1]);
        return if value > 0.0 { format!("<{least}") } else { format!(">-{least}") };
    }
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}", separate(&text))
}

/// Commas between thousands.
fn separate(text: &str) -> String {
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

/// Drops decimals that are zero in the whole column.
fn strip_common_zeros(texts: Vec<Option<String>>) -> Vec<String> {
    let mut texts = texts;
    let fraction = |text: &String| text.split_once('.').map(|(_, digits)| digits.to_owned());
    let zeros = |digits: &String| digits.len() - digits.trim_end_matches('0').len();
    let digits: Vec<String> = texts.iter().flatten().filter_map(fraction).collect();
    let common = digits.iter().map(zeros).min().unwrap_or(0);
    for text in texts.iter_mut().flatten().filter(|text| text.contains('.')) {
        text.truncate(text.len() - common);
        if text.ends_with('.') {
            text.pop();
        }
    }
    texts.into_iter().map(|text| text.unwrap_or_else(|| NONE.to_owned())).collect()
}

/// `value` with the digits that are shown, never below it.
#[must_use]
pub fn shown_above(value: f64) -> f64 {
    to_digits(value, f64::ceil)
}

/// `value` with the digits that are shown, never above it.
#[must_use]
pub fn shown_below(value: f64) -> f64 {
    to_digits(value, f64::floor)
}

fn to_digits(value: f64, round: fn(f64) -> f64) -> f64 {
    if value == 0.0 {
        return value;
    }
    let digit = 10f64.powf(value.abs().log10().floor() - 3.0);
    // Twelve digits undo what dividing by a power of ten does to a number that has few.
    let few = |value: f64| format!("{value:.12e}").parse().unwrap_or(value);
    few(round(few(value / digit)) * digit)
}

/// A relative change in per cent, without its unit, with the direction from `now` to `needed`; never shown smaller.
#[must_use]
pub fn change(now: f64, needed: f64, relative: f64) -> String {
    let sign = if needed < now { "-" } else { "+" };
    format!("{sign}{}", one(100.0 * shown_above(relative)))
}

/// A number that would cure, rounded to the side that does; `now` is what it is without.
#[must_use]
pub fn cure(now: f64, needed: f64) -> f64 {
    if needed > now { shown_above(needed) } else { shown_below(needed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_one_precision_and_no_idle_zeros() {
        assert_eq!(column(&[Some(7.5), Some(6.0), Some(4.5)]), ["7.5", "6.0", "4.5"]);
        assert_eq!(column(&[Some(25.0), None, Some(0.0)]), ["25", "-", "0"]);
        assert_eq!(column(&[Some(1_234_567.8), Some(-999.6)]), ["1,234,568", "-1,000"]);
        assert_eq!(column(&[Some(40.0 / 3.0)]), ["13.33"]);
        assert_eq!(column(&[]), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_zero_does_not_read_as_zero() {
        assert_eq!(column(&[Some(20_000.0), Some(0.001), Some(-0.001)]), ["20,000", "<1", ">-1"]);
        assert_eq!(percent(&[Some(0.000_1), Some(0.25)]), ["<0.1", "25.0"]);
        assert_eq!(column(&[Some(-0.0)]), ["0"]);
    }

    #[test]
    fn only_full_coverage_reads_as_a_hundred() {
        assert_eq!(coverage(&[Some(1.0), Some(0.999_999_6), Some(0.75)]), ["100.0", ">99.9", "75.0"]);
        assert_eq!(coverage(&[Some(1.0), None]), ["100", "-"]);
    }

    #[test]
    fn only_all_and_nothing_read_as_a_hundred_and_zero() {
        let shown: Vec<String> = [0.0, 0.001, 0.367, 0.996, 1.0].into_iter().map(whole_percent).collect();
        assert_eq!(shown, ["0", "<1", "37", ">99", "100"]);
    }

    #[test]
    fn money_is_in_millions_once_it_is_large() {
        assert_eq!(money(&[Some(5_024_000.0), None]), ("million USD", vec!["5.024".to_owned(), "-".to_owned()]));
        assert_eq!(money(&[Some(108.0)]), ("USD", vec!["108".to_owned()]));
    }
}
