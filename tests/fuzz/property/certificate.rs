//! Any bytes as a report with certificates: no panic, and what is read is read the same again after it was written.

use didymium::certificates::{Entry, envelope, fraction};

/// Reads `bytes` as a report with its proofs.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    // A fraction by itself too: whole reports are rare among random texts.
    if let Ok(value) = fraction::parse(text) {
        assert_eq!(fraction::parse(&fraction::text(&value)), Ok(value));
    }
    match envelope::read(text) {
        Ok(envelope) => {
            for entry in &envelope.entries {
                let written = serde_json::to_string(entry).expect("a proof is plain data");
                assert_eq!(serde_json::from_str::<Entry>(&written).as_ref().ok(), Some(entry));
                assert!(!entry.title().is_empty());
            }
        }
        Err(fault) => assert!(!fault.is_empty()),
    }
}
