//! The inputs that fuzzing kept, tried again: `tests/fuzz` says what must hold for any input.

#[path = "fuzz/property/mod.rs"]
mod property;

use std::fs;
use std::path::Path;

/// Tries all inputs kept for `target`; `tests/fuzz/pack.py` has put them into one file.
fn replay(target: &str, holds: fn(&[u8])) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/kept").join(target);
    let kept = fs::read(&file).unwrap();
    let (mut rest, mut tried) = (&kept[..], 0);
    while let [high, low, data @ ..] = rest {
        let (input, after) = data.split_at(usize::from(u16::from_be_bytes([*high, *low])));
        holds(input);
        (rest, tried) = (after, tried + 1);
    }
    assert!(rest.is_empty() && tried >= 50, "{} holds {tried} inputs", file.display());
}

#[test]
fn kept_scenarios_are_read_or_refused() {
    replay("scenario", property::scenario::holds);
}

#[test]
fn kept_arguments_are_read_or_refused() {
    replay("overrides", property::overrides::holds);
}

#[test]
fn kept_questions_are_answered() {
    replay("question", property::question::holds);
}

#[test]
fn kept_certificates_are_read_or_refused() {
    replay("certificate", property::certificate::holds);
}

#[test]
fn kept_changes_of_sound_reports_are_refused() {
    replay("verify", property::verify::holds);
}
