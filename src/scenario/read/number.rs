//! Numbers, years and tables of years.

use super::super::keys::{COEFFICIENTS, LARGEST, Quantity, Range};
use super::ranged::is_ranged;
use super::shape::{Walk, last};
use super::{At, Diagnostic, KeyPath, Node, Rule, Value, nearest};

/// The first and last year that a scenario can speak of.
pub const YEARS: std::ops::RangeInclusive<i64> = 1900..=2200;
/// The year that a value is, if it is one.
pub fn year_of(value: &Value) -> Option<i32> {
    match value {
        Value::Integer(year) if YEARS.contains(year) => i32::try_from(*year).ok(),
        _ => None,
    }
}

/// The year that a key of a table of years is, if it is one.
pub fn year_of_key(key: &str) -> Option<i32> {
    let plain = key.len() == 4 && key.bytes().all(|byte| byte.is_ascii_digit());
    key.parse::<i32>().ok().filter(|year| plain && YEARS.contains(&i64::from(*year)))
}

impl<'a> Walk<'a> {
    /// A year.
    pub fn year(&mut self, path: &KeyPath, node: &Node) -> Option<i32> {
        let year = year_of(&node.value);
        if year.is_none() {
            let key = last(path);
            let (message, help) = match &node.value {
                Value::Integer(other) => (format!("{other} is not a year from 1900 to 2200"), None),
                Value::Text(text) => {
                    let help = year_of_key(text.trim()).map(|year| format!("take the quotes off: `{year}`"));
                    (format!("`{key}` takes a year as an integer, not a string"), help)
                }
                Value::Float(float) => {
                    let whole = YEARS.map(|year| year as f64).find(|year| (year - float).abs() < f64::EPSILON);
                    let help = whole.map(|year| format!("write `{year}`"));
                    (format!("`{key}` takes a year as an integer, not a float"), help)
                }
                other => (format!("`{key}` takes a year as an integer, not {}", other.kind()), None),
            };
            self.wrong(path, Rule::InvalidYear, message, help);
        }
        year
    }

    /// A list of years.
    pub fn years(&mut self, path: &KeyPath, node: &Node) {
        let Value::List(items) = &node.value else {
            let message = format!("`{}` is a list of years, not {}", last(path), node.value.kind());
            let help = year_of(&node.value).map(|year| format!("write `{} = [{year}]`", last(path)));
            return self.wrong(path, Rule::WrongType, message, help);
        };
        if items.is_empty() {
            let message = format!("`{}` names no year", last(path));
            return self.wrong(path, Rule::EmptyList, message, Some(format!("write `{} = [2030]`", last(path))));
        }
        let mut seen = Vec::new();
        for (index, node) in items.iter().enumerate() {
            let path = path.child(index.to_string());
            let Some(year) = self.year(&path, node) else { continue };
            if seen.contains(&year) {
                self.wrong(&path, Rule::RepeatedEntry, format!("{year} stands in this list twice"), None);
            }
            seen.push(year);
        }
    }

    /// A number; one of a `quantity` may be written as a table with its range.
    pub fn number(&mut self, range: Range, quantity: Option<Quantity>, path: &KeyPath, node: &'a Node) {
        match &node.value {
            Value::Table(table) if quantity.is_some() => return self.ranged(range, path, table),
            Value::Table(table) if is_ranged(table) => return self.term_with_range(path),
            _ => {}
        }
        if let Value::Huge(written) = &node.value {
            let message = format!("`{}` is at most {LARGEST:e}, not {written}", last(path));
            return self.wrong(path, Rule::OutOfRange, message, None);
        }
        let Some(value) = node.value.as_number() else {
            let help = unquoted(&node.value);
            let message = format!("`{}` is a number, not {}", last(path), node.value.kind());
            return self.wrong(path, Rule::WrongType, message, help);
        };
        if let Some((rule, message, help)) = fault_of(range, value, &last(path)) {
            self.wrong(path, rule, message, help);
        }
    }

    /// A number, or a table of numbers by year.
    pub fn series(&mut self, range: Range, quantity: Option<Quantity>, path: &KeyPath, node: &'a Node) {
        let Value::Table(table) = &node.value else {
            if node.value.as_number().is_some() || matches!(node.value, Value::Huge(_)) {
                return self.number(range, quantity, path, node);
            }
            let message =
                format!("`{}` is a number or a table of numbers by year, not {}", last(path), node.value.kind());
            let help = unquoted(&node.value).unwrap_or_else(|| format!("write `{} = {{ 2026 = ... }}`", last(path)));
            return self.wrong(path, Rule::WrongType, message, Some(help));
        };
        if is_ranged(table) {
            return self.number(range, quantity, path, node);
        }
        let mut entries = 0;
        for (key, entry) in table.iter() {
            let path_here = path.child(key);
            if key == "hold" {
                self.hold(&path_here, &entry.node);
            } else if year_of_key(key).is_some() {
                self.number(range, quantity, &path_here, &entry.node);
            } else {
                let message = format!("`{key}` is not a year from 1900 to 2200");
                let help = nearest(key, ["hold"]).map(|_| "a key with a similar name exists: `hold`".to_owned());
                let finding = Diagnostic::new(Rule::InvalidYear, At::Key(path_here.clone()), message).maybe_help(help);
                self.fault(&path_here, finding);
            }
            entries += usize::from(key != "hold");
        }
        if entries == 0 {
            let message = format!("`{}` is a table of years without a year", last(path));
            self.wrong(path, Rule::EmptyList, message, Some("write `{ 2026 = ... }`".to_owned()));
        }
    }

    fn hold(&mut self, path: &KeyPath, node: &Node) {
        let found = node.value.as_text().unwrap_or_default();
        if !matches!(found, "step" | "linear") {
            let message = "`hold` is `step` or `linear`".to_owned();
            let help = nearest(found, ["step", "linear"]).map(|near| format!("a similar word is `{near}`"));
            self.wrong(path, Rule::UnknownWord, message, help);
        }
    }
}

type Fault = (Rule, String, Option<String>);

/// What is wrong with a number at `key`.
fn fault_of(range: Range, value: f64, key: &str) -> Option<Fault> {
    if !value.is_finite() {
        return Some((Rule::NotFinite, format!("`{key}` is a finite number, not {value}"), None));
    }
    if matches!(range, Range::Share | Range::Content) && !(0.0..=1.0).contains(&value) {
        let help = (2.0..=100.0).contains(&value).then(|| format!("{value} % is written `{}`", percent(value)));
        return Some((Rule::ShareOutOfRange, format!("`{key}` is a share from 0 to 1, not {value}"), help));
    }
    if value < 0.0 {
        return Some((Rule::NegativeNumber, format!("`{key}` is not negative, but {value} is"), None));
    }
    let coefficient = matches!(range, Range::Coefficient | Range::Content);
    if coefficient && value != 0.0 && !COEFFICIENTS.contains(&value) {
        let message = format!("`{key}` is zero or between 0.000001 and 1000000, not {value}");
        let help = "coefficients beyond that cannot be solved reliably: choose a mass unit nearer to the others, \
                    or leave a trace out";
        return Some((Rule::CoefficientOutOfRange, message, Some(help.to_owned())));
    }
    (value > LARGEST).then(|| (Rule::OutOfRange, format!("`{key}` is at most {LARGEST:e}, not {value:e}"), None))
}

/// Help for a number that stands in quotes.
fn unquoted(value: &Value) -> Option<String> {
    let plain = value.as_text()?.trim().replace([',', ' '], "");
    plain.parse::<f64>().is_ok_and(f64::is_finite).then(|| format!("write the number without quotes: `{plain}`"))
}

/// `value` per cent as a share, in the digits it was written with.
fn percent(value: f64) -> f64 {
    let text = format!("{value}e-2");
    text.parse().unwrap_or(value / 100.0)
}
