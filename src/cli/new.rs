//! `didymium new`: a scenario to start from.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Manner;
use super::console::say;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Destination;
use crate::synthetic::{self, Sizes};

/// A small commented scenario; `TITLE` stands where its title goes.
const TEMPLATE: &str = include_str!("new/template.toml");

/// Arguments of `new`.
#[derive(Clone, Debug, Args)]
pub struct New {
    /// The scenario; `.toml` is added where the name has no ending, `-` is standard output
    #[arg(value_name = "NAME")]
    name: PathBuf,
    /// Make one up, with every kind of facility, route and statement, in these sizes
    #[arg(long, value_name = "NAME=NUMBER,..", num_args = 0..=1, default_missing_value = "")]
    synthetic: Option<Sizes>,
    /// Which of all made-up scenarios of these sizes
    #[arg(long, value_name = "N", default_value_t = 0, requires = "synthetic")]
    seed: u64,
    /// Replace a file that exists
    #[arg(long)]
    force: bool,
}

impl New {
    /// Writes the scenario.
    ///
    /// # Errors
    /// Where the file exists and may not be replaced, or cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        let standard = self.name == Path::new("-");
        let path = if standard || self.name.extension().is_some() {
            self.name.clone()
        } else {
            self.name.with_extension("toml")
        };
        if !standard && !self.force && path.is_file() {
            return Err(Failure::refused(&path, "it exists; `--force` replaces it"));
        }
        let text = match &self.synthetic {
            Some(sizes) => synthetic::scenario(sizes, self.seed),
            None => TEMPLATE.replace("TITLE", &title(&path)),
        };
        Destination::open(Some(&path), [])?.write(&text)?;
        if !standard && !manner.quiet {
            let path = path.display();
            say(&format!(
                "wrote {path}; `didymium check {path}` looks for faults, `didymium solve {path}` answers it\n"
            ));
        }
        Ok(Exit::Success)
    }
}

/// A title from a file's name: `my_magnets.toml` is `My magnets`.
fn title(path: &Path) -> String {
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let plain: String = stem.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "New scenario".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_made_of_the_files_name() {
        for (path, expected) in [
            ("my_magnets.toml", "My magnets"),
            ("folder/été-2030.toml", "Été 2030"),
            ("a\"b\\c.toml", "A b c"),
            ("-", "New scenario"),
        ] {
            assert_eq!(title(Path::new(path)), expected);
        }
    }
}
