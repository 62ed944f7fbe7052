//! Files and arguments in, a checked scenario or all findings out.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::Scenario;
use super::check::check;
use super::document::{Document, assemble};
use super::read::{Read, Touched};
use crate::diagnostic::{At, Diagnostic, Diagnostics, Rule, Severity, TextId};
use crate::origin::{Origins, Text};

/// Most bytes that are read, bases included: a scenario of this size holds a million facilities.
pub const MAX_BYTES: u64 = 64 << 20;

/// A checked scenario with all that is known about its text.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// Where every key was written.
    pub origins: Origins,
    /// Findings that do not make the scenario unusable, in file order.
    pub warnings: Vec<Diagnostic>,
    /// SHA-256 of the effective document, in hexadecimal.
    pub sha256: String,
    /// The file merged over its bases, overrides applied; displays as TOML.
    pub effective: Document,
    /// What the file is called.
    pub(super) name: String,
    /// The first text that is an argument.
    pub(super) arguments: TextId,
}

/// Why there is no scenario.
#[derive(Debug, Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What was read is no scenario.
    #[error("{} findings in the scenario", .0.diagnostics.as_slice().len())]
    Invalid(Findings),
}

/// What is wrong with a scenario, errors and warnings in file order.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The findings.
    pub diagnostics: Diagnostics,
    /// The texts they point into.
    pub origins: Origins,
}

/// Reads a file, merges it over its bases, applies `KEY=VALUE` overrides in order, and checks the result.
///
/// # Errors
/// Where the file cannot be read, or with everything that is wrong with what it says.
pub fn load(path: &Path, overrides: &[String]) -> Result<Loaded, LoadError> {
    let name = path.display().to_string();
    match read_text(path, MAX_BYTES) {
        Ok(text) => put_together(&name, text, Some(path), overrides),
        Err(ReadError::Io(source)) => Err(LoadError::Io { path: path.to_owned(), source }),
        Err(ReadError::TooLarge) => Err(too_large(&name)),
        Err(ReadError::NotUtf8(fault)) => Err(not_utf8(&name, fault)),
    }
}

/// The same for a text that is not a file, such as standard input. `extends` is relative to `base_dir`, or to the
/// working directory.
///
/// # Errors
/// With everything that is wrong with what the text says.
pub fn load_text(name: &str, text: String, base_dir: Option<&Path>, overrides: &[String]) -> Result<Loaded, LoadError> {
    if text.len() as u64 > MAX_BYTES {
        return Err(too_large(name));
    }
    // A name that no file has, so that a base which extends itself is still found out.
    let place = base_dir.map(|folder| folder.join("<text>"));
    put_together(name, text, place.as_deref(), overrides)
}

/// The same for bytes that should be UTF-8 text.
///
/// # Errors
/// With everything that is wrong with what the bytes say.
pub fn load_bytes(
    name: &str,
    bytes: Vec<u8>,
    base_dir: Option<&Path>,
    overrides: &[String],
) -> Result<Loaded, LoadError> {
    match decode(bytes) {
        Ok(text) => load_text(name, text, base_dir, overrides),
        Err(fault) => Err(not_utf8(name, fault)),
    }
}

fn put_together(name: &str, text: String, place: Option<&Path>, overrides: &[String]) -> Result<Loaded, LoadError> {
    let assembly = assemble(name, text, place, overrides);
    let (document, origins, syntax, whole) = (assembly.document, assembly.origins, assembly.syntax, assembly.whole);
    let mut findings = assembly.findings;
    let (read, shape_findings) = Read::new(document.root(), whole, assembly.arguments, &Touched::All);
    findings.extend(shape_findings.into_iter().filter(|finding| {
        let (text, range) = origins.range(&finding.at);
        syntax.is_sound() || !syntax.doubts(text, range.start)
    }));
    let scenario = if whole { check(&read, name, Severity::Warning, &mut findings) } else { None };
    in_file_order(&mut findings, &origins);
    let Some(scenario) = scenario else {
        let diagnostics = Diagnostics::new(findings).expect("a scenario is refused only with an error");
        return Err(LoadError::Invalid(Findings { diagnostics, origins }));
    };
    drop(read);
    let sha256 = document.sha256();
    let (name, arguments) = (name.to_owned(), assembly.arguments);
    Ok(Loaded { scenario, origins, warnings: findings, sha256, effective: document, name, arguments })
}

/// Sorts findings by where they point.
pub(super) fn in_file_order(findings: &mut [Diagnostic], origins: &Origins) {
    findings.sort_by_key(|finding| {
        let (text, range) = origins.range(&finding.at);
        (text, range.start, finding.severity())
    });
}

/// Why a text cannot be had.
pub(super) enum ReadError {
    Io(io::Error),
    TooLarge,
    NotUtf8(NotUtf8),
}

/// The first byte that is not UTF-8.
pub(super) struct NotUtf8 {
    /// Its line, from 1.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
    /// The byte.
    byte: u8,
    /// The text before it.
    before: String,
}

/// Reads a file of at most `most` bytes as text.
pub(super) fn read_text(path: &Path, most: u64) -> Result<String, ReadError> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(ReadError::Io)?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    if bytes.len() as u64 > most {
        return Err(ReadError::TooLarge);
    }
    decode(bytes).map_err(ReadError::NotUtf8)
}

fn decode(bytes: Vec<u8>) -> Result<String, NotUtf8> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[valid];
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        NotUtf8 { line, column: before[line_start..].chars().count() + 1, byte, before }
    })
}

fn not_utf8(name: &str, fault: NotUtf8) -> LoadError {
    let message = format!(
        "line {}, column {} is not UTF-8 text: byte 0x{:02X} does not fit",
        fault.line, fault.column, fault.byte
    );
    let at = fault.before.len();
    let finding = Diagnostic::new(Rule::NotUtf8, At::Span(TextId::FIRST, at..at), message);
    refuse(name, fault.before, finding.help("a scenario is a TOML file, saved as UTF-8"))
}

fn too_large(name: &str) -> LoadError {
    let message = format!("larger than {} MiB, the most that is read", MAX_BYTES >> 20);
    refuse(name, String::new(), Diagnostic::new(Rule::TooLarge, At::Text(TextId::FIRST), message))
}

/// One finding about a text that is not parsed.
fn refuse(name: &str, contents: String, finding: Diagnostic) -> LoadError {
    let origins = Origins::new(vec![Text { name: name.to_owned(), contents }], Arc::default());
    LoadError::Invalid(Findings { diagnostics: finding.into(), origins })
}
