//! `didymium schema` and `completions`: the format for editors, the commands for shells.

use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Destination;

/// Arguments of `schema`.
#[derive(Clone, Debug, Args)]
pub struct Schema {
    /// Write to this file, whole or not at all; `-` is standard output
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

impl Schema {
    /// Prints the JSON Schema of the scenario format.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn run(&self) -> Result<Exit, Failure> {
        Destination::open(self.output.as_deref(), [])?.write(&crate::schema::render())?;
        Ok(Exit::Success)
    }
}

/// Arguments of `completions`.
#[derive(Clone, Copy, Debug, Args)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Prints the shell's completion script.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn run(self) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "didymium", &mut script);
        Destination::Standard.write(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Success)
    }
}
