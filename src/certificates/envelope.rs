//! The file: the JSON report with its proofs, one program per line, closed by a digest of everything before it.
//!
//! The digest proves nothing. It finds changes that no proof can: of the path, of the solver's name, of a multiplier
//! into another that proves as much.

use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::unique::Unique;
use super::{Entry, FORMAT};
use crate::report::{self, Report};

/// Largest file that is read: fifty times the flagship's in `joint`.
pub const MAX_BYTES: u64 = 256 << 20;

/// The key of the digest, at the start of the last line but one.
const DIGEST: &str = "  \"sha256\": \"";
/// What follows the digest.
const END: &str = "\"\n}\n";

/// The file for `report` and its proofs.
///
/// # Panics
/// Never: reports and proofs are plain data.
#[must_use]
pub fn write(report: &Report, entries: &[Entry]) -> String {
    let mut text = report::json::render(report);
    let end = text.rfind("\n}").expect("a report is an object");
    text.truncate(end);
    write!(text, ",\n  \"proofs\": {{\n    \"format\": {FORMAT},\n    \"programs\": [")
        .expect("a string takes all text");
    for (number, entry) in entries.iter().enumerate() {
        let separator = if number == 0 { "\n      " } else { ",\n      " };
        text.push_str(separator);
        text.push_str(&serde_json::to_string(entry).expect("a proof is plain data"));
    }
    text.push_str("\n    ]\n  },\n");
    let digest = digest(&text);
    write!(text, "{DIGEST}{digest}{END}").expect("a string takes all text");
    text
}

/// What a file says.
#[derive(Debug)]
pub struct Envelope {
    /// The report, without proofs and digest.
    pub report: Value,
    /// The proofs.
    pub entries: Vec<Entry>,
    /// Whether it is as it was written.
    pub intact: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Proofs {
    format: u32,
    programs: Vec<Entry>,
}

/// Reads a file.
///
/// # Errors
/// With the reason why it is no report with proofs.
pub fn read(text: &str) -> Result<Envelope, String> {
    let mut report: Value = serde_json::from_str(text).map_err(|fault| format!("it is not JSON: {fault}"))?;
    let Unique = serde_json::from_str(text).map_err(|fault| format!("it can be read in two ways: {fault}"))?;
    let Some(keys) = report.as_object_mut() else { return Err("it is no report: not a JSON object".to_owned()) };
    match keys.get("format") {
        Some(format) if *format == report::FORMAT => {}
        Some(other) => return Err(format!("its `format` is {other}; this version reads {}", report::FORMAT)),
        None => return Err("it is no report: it has no key `format`".to_owned()),
    }
    if keys.get("tool").and_then(|tool| tool.get("name")).and_then(Value::as_str) != Some(env!("CARGO_PKG_NAME")) {
        return Err(format!("its `tool.name` is not {}", env!("CARGO_PKG_NAME")));
    }
    let proofs = keys.shift_remove("proofs").ok_or(
        "it is a report without proofs, which nothing can be concluded from; `solve --certificates` writes one with",
    )?;
    keys.shift_remove("sha256");
    match proofs.get("format") {
        Some(format) if *format == FORMAT => {}
        other => {
            let other = other.map_or_else(|| "missing".to_owned(), Value::to_string);
            return Err(format!("its `proofs.format` is {other}; this version reads {FORMAT}"));
        }
    }
    let proofs = Proofs::deserialize(proofs).map_err(|fault| format!("its `proofs` make no sense: {fault}"))?;
    debug_assert_eq!(proofs.format, FORMAT, "checked above");
    Ok(Envelope { report, entries: proofs.programs, intact: is_intact(text) })
}

fn is_intact(text: &str) -> bool {
    let Some(body) = text.strip_suffix(END) else { return false };
    let Some((before, found)) = body.rsplit_once(DIGEST) else { return false };
    before.ends_with('\n') && found == digest(before)
}

fn digest(text: &str) -> String {
    format!("{:x}", Sha256::digest(text.as_bytes()))
}
