//! The report as JSON: pretty, keys in a fixed order, numbers in their shortest form that reads back the same.

use super::Report;

/// The report as one JSON object, with a line end.
///
/// # Panics
/// Never: a report holds only strings, numbers and lists of them.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut text = serde_json::to_string_pretty(report).expect("a report is plain data");
    text.push('\n');
    text
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
    fn what_does_not_apply_is_null_and_present() {
        let text: serde_json::Value = serde_json::from_str(&render(&fixture::alone())).unwrap();
        assert!(text["answers"][0].as_object().unwrap().contains_key("premium"));
        assert!(text["answers"][0]["premium"].is_null());
        assert!(text.get("system").is_none(), "only joint has a system");
    }
}
