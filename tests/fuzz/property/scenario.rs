//! Any bytes through the reader and the checker: no panic, every finding lies within its text, and a scenario that is
//! accepted prints as one that reads back the same.

use didymium::cli::render;
use didymium::diagnostic::Diagnostic;
use didymium::origin::Origins;
use didymium::scenario::LoadError;
use didymium::scenario::load::{load_bytes, load_text};

fn within(findings: &[Diagnostic], origins: &Origins) {
    for finding in findings {
        let (text, range) = origins.range(&finding.at);
        let contents = &origins.text(text).contents;
        assert!(contents.get(range.clone()).is_some(), "{range:?} of {} bytes", contents.len());
    }
}

/// Reads `bytes` as a scenario.
pub fn holds(bytes: &[u8]) {
    if super::names_a_file(bytes) {
        return;
    }
    match load_bytes("fuzz.toml", bytes.to_vec(), None, &[]) {
        Ok(loaded) => {
            within(&loaded.warnings, &loaded.origins);
            let _ = render::warnings(&loaded, false);
            let again = load_text("again.toml", loaded.effective.to_string(), None, &[]).expect("it was accepted once");
            assert_eq!(loaded.sha256, again.sha256);
        }
        Err(LoadError::Invalid(findings)) => {
            within(findings.diagnostics.as_slice(), &findings.origins);
            let _ = render::findings(&findings, false);
        }
        Err(LoadError::Io { .. }) => unreachable!("no file is read"),
    }
}
