//! Stands in until the reader's own file arrives: whatever the file says, it is the same small scenario.

use std::io;
use std::path::{Path, PathBuf};

use super::{Country, Evidence, Facility, Member, Mode, Question, Routes, Scenario, Series, Stage};
use crate::table::Table;

/// A scenario that was read.
#[derive(Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// Warnings.
    pub warnings: Vec<String>,
    /// Hash.
    pub sha256: String,
    /// Text.
    pub effective: String,
    /// Texts.
    pub origins: Origins,
}

/// Texts.
#[derive(Debug)]
pub struct Origins;

/// A text.
#[derive(Debug)]
pub struct Text {
    /// Its name.
    pub name: String,
}

impl Origins {
    /// None.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = (u32, &Text)> {
        [].into_iter()
    }
}

/// Findings.
#[derive(Debug)]
pub struct Findings(pub Vec<String>);

/// Why it was not.
#[derive(Debug)]
pub enum LoadError {
    /// Not readable.
    Io {
        /// File.
        path: PathBuf,
        /// Reason.
        source: io::Error,
    },
    /// Not valid.
    Invalid(Findings),
}

/// Reads a file.
///
/// # Errors
/// Where it cannot.
pub fn load(path: &Path, overrides: &[String]) -> Result<Loaded, LoadError> {
    let bytes = std::fs::read(path).map_err(|source| LoadError::Io { path: path.to_owned(), source })?;
    load_bytes("-", bytes, None, overrides)
}

/// The most that is read.
pub const MAX_BYTES: u64 = 64 << 20;

/// Reads bytes.
///
/// # Errors
/// Where it cannot.
pub fn load_bytes(
    _name: &str,
    bytes: Vec<u8>,
    _folder: Option<&Path>,
    _overrides: &[String],
) -> Result<Loaded, LoadError> {
    let text = String::from_utf8(bytes).map_err(|_| LoadError::Invalid(Findings(vec!["not UTF-8".to_owned()])))?;
    if !text.contains("format = 1") {
        return Err(LoadError::Invalid(Findings(vec!["`format = 1` is missing".to_owned()])));
    }
    let mut countries = Table::new();
    for key in ["AU", "CN", "JP"] {
        countries.insert(key, Country { name: key.to_owned(), evidence: Evidence::default() });
    }
    let mut stages = Table::new();
    for key in ["mining", "separation", "magnet"] {
        stages.insert(key, Stage);
    }
    let mut members = Table::new();
    for (key, alliance) in [("japan", true), ("france", true), ("rest_of_world", false)] {
        members.insert(
            key,
            Member {
                name: key.to_owned(),
                countries: Vec::new(),
                alliance,
                priority: 1,
                demand: Vec::new(),
                evidence: Evidence::default(),
            },
        );
    }
    let question = Question {
        mode: Mode::Joint,
        avoid: countries.id("CN").into_iter().collect(),
        avoid_stages: stages.ids().collect(),
        members: members.ids().take(2).collect(),
        years: vec![2025, 2026, 2030],
    };
    let scenario = Scenario {
        title: "A stand-in".to_owned(),
        description: None,
        years: question.years.clone(),
        stages,
        question,
        countries,
        references: Table::new(),
        commodities: Table::new(),
        processes: Table::new(),
        facilities: Table::<_, Facility>::new(),
        routes: Routes { default_open: true, default_freight: Series::constant(0.0), named: Table::new() },
        members,
        policies: Table::new(),
        claims: Table::new(),
    };
    Ok(Loaded { scenario, warnings: Vec::new(), sha256: "0".repeat(64), effective: text, origins: Origins })
}
