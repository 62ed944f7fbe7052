//! What every black-box test needs: run the binary, read its report, compare numbers.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// What one run of the binary left behind.
pub struct Run {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// Exit code.
    pub code: i32,
}

impl Run {
    /// Demands the exit code, showing both streams where it differs.
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "exit code\n--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr);
        self
    }

    /// Demands that standard error says `text`.
    pub fn complains_of(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "standard error does not say {text:?}:\n{}", self.stderr);
        self
    }

    /// The report on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("standard output is not JSON ({error}):\n{}", self.stdout))
    }
}

/// Runs `didymium ARGS`.
pub fn run(args: &[&str]) -> Run {
    run_with_input(args, &[])
}

/// Runs `didymium ARGS` with `input` on standard input.
pub fn run_with_input(args: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_didymium"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // A run that ends without reading its input closes the pipe; what it had to say is in its output.
    let _ = child.stdin.take().expect("standard input is piped").write_all(input);
    let output = child.wait_with_output().expect("the binary ends");
    Run {
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        code: output.status.code().expect("the binary ends by itself, not by a signal"),
    }
}

/// The path of a file in `tests/`.
pub fn file(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    path.to_str().expect("the repository's path is UTF-8").to_owned()
}

/// The path of `tests/cases/NAME.toml`.
pub fn case(name: &str) -> String {
    file(&format!("cases/{name}.toml"))
}

/// Runs `didymium solve FILE ARGS --format json`.
pub fn solve(path: &str, args: &[&str]) -> Run {
    run(&[&["solve", path], args, &["--format", "json"]].concat())
}

/// The report of `didymium solve FILE ARGS --format json`; the question must have been answered (exit code 0 or 4).
pub fn solve_json(path: &str, args: &[&str]) -> Value {
    let run = solve(path, args);
    assert!([0, 4].contains(&run.code), "exit code {} of {path} {args:?}\n{}", run.code, run.stderr);
    run.json()
}

/// The row of `table` whose keys have these values.
fn row<'a>(report: &'a Value, table: &str, keys: &[(&str, Value)]) -> &'a Value {
    let rows = report[table].as_array().unwrap_or_else(|| panic!("the report has no list `{table}`:\n{report:#}"));
    let mut found = rows.iter().filter(|row| keys.iter().all(|(key, value)| row[key] == *value));
    let first = found.next().unwrap_or_else(|| panic!("`{table}` has no row with {keys:?}:\n{report:#}"));
    assert!(found.next().is_none(), "`{table}` has two rows with {keys:?}");
    first
}

/// A member's answer in a year.
pub fn answer<'a>(report: &'a Value, member: &str, year: i32) -> &'a Value {
    row(report, "answers", &[("member", member.into()), ("year", year.into())])
}

/// The figures of the whole system in a year.
pub fn system(report: &Value, year: i32) -> &Value {
    row(report, "system", &[("year", year.into())])
}

/// A number of an answer or of the system.
pub fn number(row: &Value, key: &str) -> f64 {
    row[key].as_f64().unwrap_or_else(|| panic!("`{key}` is no number:\n{row:#}"))
}

/// A pair of bounds, lower end first.
pub fn bounds(row: &Value, key: &str) -> (f64, f64) {
    let ends: Option<Vec<f64>> = row[key].as_array().and_then(|ends| ends.iter().map(Value::as_f64).collect());
    match ends.as_deref() {
        Some([lower, upper]) => (*lower, *upper),
        _ => panic!("`{key}` is no pair of numbers:\n{row:#}"),
    }
}

/// Whether two numbers agree to one part in a million; zero agrees with zero only.
pub fn close(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-6 * left.abs().max(right.abs())
}

/// Demands that a number of an answer or of the system is `expected`.
pub fn expect_number(row: &Value, key: &str, expected: f64) {
    let found = number(row, key);
    assert!(close(found, expected), "`{key}` is {found}, expected {expected}:\n{row:#}");
}

/// Demands that the optimum `exact` lies in the proven interval and that the interval is narrow.
pub fn expect_cost(system: &Value, exact: f64) {
    expect_number(system, "cost_usd", exact);
    let (lower, upper) = bounds(system, "cost_bounds_usd");
    assert!(lower <= exact && exact <= upper, "{exact} is outside the proven interval {lower} to {upper}");
    assert!(close(lower, upper), "the proven interval {lower} to {upper} is wide");
}
