//! Where scenarios come from: a file or standard input, with what `--set` says on top.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::{detail, say};
use super::failure::Failure;
use super::render;
use crate::scenario::load::{Loaded, MAX_BYTES, load, load_bytes};

/// A scenario and what is changed in it.
#[derive(Clone, Debug, Args)]
pub struct Input {
    /// The scenario; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Set one value as if the file said so, e.g. `facility.hill.capacity_t_per_year.2026=50000`
    #[arg(long, value_name = "KEY=VALUE", value_parser = assignment)]
    pub set: Vec<String>,
}

/// What is changed in each of several scenarios.
#[derive(Clone, Debug, Args)]
pub struct Changes {
    /// Set one value in every file as if it said so, e.g. `facility.hill.capacity_t_per_year.2026=50000`
    #[arg(long, value_name = "KEY=VALUE", value_parser = assignment)]
    pub set: Vec<String>,
}

/// An override says what it sets; whether it may is checked like the file.
///
/// # Errors
/// Where there is no `=`.
pub fn assignment(text: &str) -> Result<String, String> {
    if text.contains('=') { Ok(text.to_owned()) } else { Err("an override is KEY=VALUE".to_owned()) }
}

impl Input {
    /// Reads and checks the scenario; its warnings go to standard error unless `quiet`.
    ///
    /// # Errors
    /// Where it cannot be read or is invalid.
    pub fn load(&self, quiet: bool) -> Result<Loaded, Failure> {
        let loaded = read(&self.file, &self.set)?;
        if !quiet {
            say(&render::warnings(&loaded, true));
        }
        Ok(loaded)
    }
}

/// The files that `loaded` was read from, its bases included.
pub fn sources(loaded: &Loaded) -> impl Iterator<Item = &Path> {
    loaded.origins.texts().map(|(_, text)| Path::new(&text.name))
}

/// Reads and checks the scenario at `path`.
///
/// # Errors
/// Where it cannot be read or is invalid.
pub fn read(path: &Path, overrides: &[String]) -> Result<Loaded, Failure> {
    let loaded = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let mut stream = io::stdin().lock().take(MAX_BYTES + 1);
        stream.read_to_end(&mut bytes).map_err(|error| Failure::standard_input(&error))?;
        load_bytes("standard input", bytes, None, overrides)?
    } else {
        load(path, overrides)?
    };
    detail(|| {
        let files: Vec<&str> = loaded.origins.texts().map(|(_, text)| text.name.as_str()).collect();
        format!("read {}; sha256 {:.12}", files.join(", "), loaded.sha256)
    });
    Ok(loaded)
}
