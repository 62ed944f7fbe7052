//! The report as JSON: pretty, keys in a fixed order, numbers in their shortest form that reads back the same.

use serde_json::Value;

use super::Report;

/// The report as one JSON object, with a line end.
///
/// # Panics
/// Never: a report holds only strings, numbers and lists of them.
#[must_use]
pub fn render(report: &Report) -> String {
    format!("{:#}\n", value(report))
}

/// The report as JSON values.
///
/// # Panics
/// Never: a report holds only strings, numbers and lists of them.
#[must_use]
pub fn value(report: &Report) -> Value {
    let mut value = serde_json::to_value(report).expect("a report is plain data");
    drop_signs_of_zero(&mut value);
    value
}

/// Sums over nothing are -0.0, which would only puzzle readers.
fn drop_signs_of_zero(value: &mut Value) {
    match value {
        Value::Number(number) if number.as_f64() == Some(0.0) && number.is_f64() => *value = Value::from(0.0),
        Value::Array(list) => list.iter_mut().for_each(drop_signs_of_zero),
        Value::Object(object) => object.values_mut().for_each(drop_signs_of_zero),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_golden_report_is_reproduced() {
        fixture::assert_golden("report.json", &render(&fixture::alone()));
        fixture::assert_golden("joint.json", &render(&fixture::joint()));
    }

    #[test]
    fn numbers_read_back_as_they_were() {
        let mut report = fixture::alone();
        for value in [0.1 + 0.2, 1.0 / 3.0, 5e-324, 1.797e308, 19.0 * 130_000.0 / 19.0] {
            report.answers[0].demand_t = value;
            let text: serde_json::Value = serde_json::from_str(&render(&report)).unwrap();
            assert_eq!(text["answers"][0]["demand_t"].as_f64(), Some(value));
        }
    }

    #[test]
    fn zero_has_no_sign() {
        let mut report = fixture::alone();
        report.answers[0].shortfall_bounds_t = [-0.0, -0.5];
        let text = render(&report);
        assert!(!text.contains("-0.0") && text.contains("-0.5"));
    }

    #[test]
    fn what_does_not_apply_is_null_and_present() {
        let text: serde_json::Value = serde_json::from_str(&render(&fixture::alone())).unwrap();
        assert!(text["answers"][0].as_object().unwrap().contains_key("premium"));
        assert!(text["answers"][0]["premium"].is_null());
        assert!(text.get("system").is_none(), "only joint has a system");
    }
}
