//! `didymium sources`: where the numbers of a scenario come from, as Markdown.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Manner;
use super::console::say;
use super::exit::Exit;
use super::failure::Failure;
use super::input::read;
use super::output::Destination;
use super::render;
use crate::evidence::sources::sources;
use crate::report::sources::render as page;
use crate::scenario::Loaded;

/// Arguments of `sources`.
#[derive(Clone, Debug, Args)]
pub struct Sources {
    /// The scenario; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Files that extend it with other values, shown beside
    #[arg(value_name = "VARIANT")]
    variants: Vec<PathBuf>,
    /// Write to this file, whole or not at all; `-` is standard output
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

impl Sources {
    /// Writes the page.
    ///
    /// # Errors
    /// Where a file cannot be read or is invalid, or the page cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        let loaded = read(&self.file, &[])?;
        if !manner.quiet {
            say(&render::warnings(&loaded, true));
        }
        let variants = self.variants.iter().map(|path| Ok((name(path), read(path, &[])?)));
        let variants: Vec<(String, Loaded)> = variants.collect::<Result<_, Failure>>()?;
        let read = [&self.file].into_iter().chain(&self.variants).map(PathBuf::as_path);
        let destination = Destination::open(self.output.as_deref(), read)?;
        let paths = [&self.file].into_iter().chain(&self.variants).map(|path| path.display().to_string());
        let command = format!("didymium sources {}", paths.collect::<Vec<_>>().join(" "));
        destination.write(&page(&sources(command, &loaded, &variants)))?;
        Ok(Exit::Success)
    }
}

/// The name of a file, wherever it lies.
fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
