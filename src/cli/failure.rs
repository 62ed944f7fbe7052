//! Why a command could not answer, with the exit code that belongs to it.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use strsim::osa_distance;

use super::exit::Exit;
use super::render;
use crate::diagnostic::shortened;
use crate::scenario::load::{Findings, LoadError};

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// The command line asks for something that is not there.
    Usage {
        /// What is, and what was expected.
        message: String,
        /// An edit one can make.
        help: String,
    },
    /// A file could not be read or written.
    File {
        /// `read` or `write`.
        action: &'static str,
        /// Which one, as a message names it.
        name: String,
        /// Why not.
        reason: String,
    },
    /// What was asked for rests on something that could not be proven.
    Undecided {
        /// On what, and why not.
        message: String,
    },
    /// The scenario has faults.
    Invalid(Findings),
    /// Arguments have faults that point into them.
    Arguments(Findings),
}

impl Failure {
    /// A usage error.
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: help.into() }
    }

    /// Something that could not be proven.
    pub fn undecided(message: impl Into<String>) -> Self {
        Self::Undecided { message: message.into() }
    }

    /// A file that could not be read.
    pub fn read(path: &Path, source: &io::Error) -> Self {
        Self::File { action: "read", name: quoted(path), reason: reason(source) }
    }

    /// A file that could not be written.
    pub fn write(path: &Path, source: &io::Error) -> Self {
        Self::File { action: "write", name: quoted(path), reason: reason(source) }
    }

    /// A file that must not be written.
    pub fn refused(path: &Path, reason: impl Into<String>) -> Self {
        Self::File { action: "write", name: quoted(path), reason: reason.into() }
    }

    /// Standard input could not be read.
    pub fn standard_input(source: &io::Error) -> Self {
        Self::File { action: "read", name: "standard input".to_owned(), reason: reason(source) }
    }

    /// Standard output could not be written.
    pub fn standard_output(source: &io::Error) -> Self {
        Self::File { action: "write", name: "standard output".to_owned(), reason: reason(source) }
    }

    /// A command that there is not.
    pub fn no_command(name: &str, known: &[&str]) -> Self {
        let help = match nearest(name, known) {
            Some(near) => format!("a command with a similar name exists: `{near}`"),
            None => format!("there are {}", listing(known)),
        };
        Self::usage(format!("there is no command `{name}`"), help)
    }

    /// A name on the command line that the scenario does not have.
    pub fn unknown<'names>(kind: &str, name: &str, known: impl IntoIterator<Item = &'names str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let help = match nearest(name, &known) {
            Some(near) => format!("a {kind} with a similar name exists: `{near}`"),
            None if known.is_empty() => format!("the scenario has no {kind}"),
            None => format!("the scenario knows {}", listing(&known)),
        };
        Self::usage(format!("no {kind} of the scenario is called `{name}`"), help)
    }

    /// How the run ends.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Usage { .. } | Self::Arguments(_) => Exit::Usage,
            Self::File { .. } => Exit::File,
            Self::Undecided { .. } => Exit::Undecided,
            Self::Invalid(_) => Exit::Invalid,
        }
    }

    /// The message alone, on one line.
    #[must_use]
    pub fn line(&self) -> String {
        match self {
            Self::Usage { message, .. } | Self::Undecided { message } => message.clone(),
            Self::File { action, name, reason } => format!("cannot {action} {name}: {reason}"),
            Self::Invalid(findings) | Self::Arguments(findings) => {
                findings.diagnostics.as_slice().first().map_or_else(String::new, |finding| finding.message.clone())
            }
        }
    }

    /// The message, ready to be written to standard error.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Usage { message, help } => finding(message, Some(help)),
            Self::File { action, name, reason } => finding(&format!("cannot {action} {name}: {reason}"), None),
            Self::Undecided { message } => finding(message, Some("try another solver, or a longer `--time-limit`")),
            Self::Invalid(findings) | Self::Arguments(findings) => render::findings(findings, true),
        }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Io { path, source } => Self::read(&path, &source),
            LoadError::Invalid(findings) => Self::Invalid(findings),
        }
    }
}

fn quoted(path: &Path) -> String {
    format!("`{}`", path.display())
}

/// `error: …` and `help: …` on lines of their own.
pub fn finding(message: &str, help: Option<&str>) -> String {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    let cyan = anstyle::AnsiColor::Cyan.on_default().bold();
    let message = shortened(message);
    let mut text = format!("{red}error{red:#}: {message}\n");
    if let Some(help) = help {
        let help = shortened(help);
        writeln!(text, "  {cyan}help{cyan:#}: {help}").expect("a string takes all text");
    }
    text
}

/// The operating system's words without its error number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The known name that `name` was probably meant to be.
fn nearest<'names>(name: &str, known: &[&'names str]) -> Option<&'names str> {
    // The work grows with the product of both lengths.
    let known: Vec<&str> = known.iter().copied().filter(|known| known.len().max(name.len()) <= 100).collect();
    let name = name.to_lowercase();
    let limit = (name.chars().count() / 3).clamp(1, 3);
    let distance = |known: &str| osa_distance(&name, &known.to_lowercase());
    let near = known.iter().min_by_key(|known| distance(known))?;
    (distance(near) <= limit).then_some(*near)
}

/// `` `a`, `b` and 3 more ``.
fn listing(names: &[&str]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match names.len().checked_sub(SHOWN + 1) {
        Some(more) => format!("{} and {} more", shown.join(", "), more + 1),
        None => shown.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_close_name_is_suggested() {
        assert_eq!(nearest("jpan", &["france", "japan"]), Some("japan"));
        assert_eq!(nearest("Japan", &["france", "japan"]), Some("japan"));
        assert_eq!(nearest("CH", &["AU", "CN"]), Some("CN"));
        assert_eq!(nearest("XX", &["AU", "CN"]), None);
        assert_eq!(nearest("japan", &[]), None);
    }

    #[test]
    fn a_long_list_of_names_is_cut() {
        let names = ["n"; 15];
        assert!(listing(&names).ends_with(" and 3 more"), "{}", listing(&names));
        assert!(listing(&names[..13]).ends_with(" and 1 more"));
        assert_eq!(listing(&["a", "b"]), "`a`, `b`");
    }

    #[test]
    fn a_reason_is_a_lower_case_phrase() {
        assert_eq!(reason(&io::Error::from_raw_os_error(2)), "no such file or directory");
    }
}
