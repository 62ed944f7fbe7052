//! `didymium man`: manual pages, in the words of `--help`.

use std::fs;
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{Args, Command, CommandFactory};
use clap_mangen::roff::{Roff, roman};

use super::Cli;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Destination;

/// Arguments of `man`.
#[derive(Clone, Debug, Args)]
pub struct Man {
    /// The command whose page is printed [default: the program's own page]
    #[arg(value_name = "COMMAND", conflicts_with = "output")]
    command: Option<String>,
    /// Write the pages of all commands into this folder, which is made where it is missing
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Man {
    /// Prints or writes the pages.
    ///
    /// # Errors
    /// Where there is no such command, or a page cannot be written.
    pub fn run(&self) -> Result<Exit, Failure> {
        let mut program = Cli::command().disable_help_subcommand(true);
        program.build();
        if let Some(folder) = &self.output {
            fs::create_dir_all(folder).map_err(|error| Failure::write(folder, &error))?;
            for command in program.get_subcommands().chain([&program]) {
                let path = folder.join(format!("{}.1", name(command)));
                Destination::open(Some(&path), [])?.write(&page(command))?;
            }
            return Ok(Exit::Success);
        }
        let wanted = match &self.command {
            None => &program,
            Some(wanted) => program.find_subcommand(wanted).ok_or_else(|| {
                Failure::no_command(wanted, &program.get_subcommands().map(Command::get_name).collect::<Vec<_>>())
            })?,
        };
        Destination::Standard.write(&page(wanted))?;
        Ok(Exit::Success)
    }
}

/// `didymium`, or `didymium-solve`.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// The page of one command. What stands below its help has a section of its own, line by line as it is.
fn page(command: &Command) -> String {
    let tool = concat!("didymium ", env!("CARGO_PKG_VERSION"));
    let man = clap_mangen::Man::new(command.clone().after_help(Resettable::Reset).after_long_help(Resettable::Reset))
        .source(tool);
    let mut bytes = Vec::new();
    man.render(&mut bytes).expect("a vector takes all bytes");
    let below = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let (title, lines) = below.split_once(":\n").unwrap_or(("Notes", &below));
    let mut roff = Roff::new();
    roff.control("SH", [title.to_uppercase().as_str()]);
    roff.control("nf", []);
    roff.text([roman(lines)]);
    roff.control("fi", []);
    String::from_utf8_lossy(&bytes).into_owned() + &roff.to_roff()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_with_its_options_and_examples() {
        let mut program = Cli::command().disable_help_subcommand(true);
        program.build();
        for command in program.get_subcommands() {
            let page = page(command);
            let title = format!(".TH {} 1", name(command));
            assert!(page.contains(&title), "{title} is not in\n{page}");
            for section in [".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", ".SH EXAMPLE", "didymium "] {
                assert!(page.contains(section), "{} has no {section}", name(command));
            }
            assert!(!page.contains(".SH EXTRA"), "{} has an empty section", name(command));
        }
        let own = page(&program);
        assert!(own.contains(".SH SUBCOMMANDS") && own.contains(".SH \"EXIT CODES\"") && own.contains("solve"));
    }
}
