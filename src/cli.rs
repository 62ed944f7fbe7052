//! The command line. Only this module prints, ends the process, or looks at the terminal.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod bar;
mod check;
mod console;
mod ending;
mod engine;
mod examples;
mod exit;
mod explain;
mod export;
mod failure;
mod input;
mod man;
mod new;
mod output;
mod page;
mod pictured;
mod plot;
mod printing;
mod question;
pub mod render;
mod schema;
mod solve;
mod sources;
mod sweep;
mod test;
mod verify;

pub use exit::Exit;

use failure::Failure;

/// Finds the cheapest sourcing mix that avoids named countries, or proves that there is none.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "didymium",
    version,
    about,
    long_about = LONG_ABOUT,
    after_long_help = after_help(),
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    manner: Manner,
}

const LONG_ABOUT: &str = "Finds the cheapest critical-mineral sourcing mix that avoids named countries for each \
    member of an alliance and each year, or proves that there is none and says how much is missing.\n\nA scenario is \
    one TOML file: who can dig, separate, refine and make how much, where and at what cost; who needs how much; what \
    politics forbids or demands. Results go to standard output, everything else to standard error.";

/// How a run behaves towards the person who started it.
#[derive(Clone, Debug, Args)]
struct Manner {
    /// No warnings and no progress on standard error; errors stay
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more: which files are read and written and how long it took; in tables, every member in detail
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", global = true, default_value_t = Colour::Auto)]
    color: Colour,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Also into pipes
    Always,
    /// Not at all
    Never,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Check scenarios: every finding of every file in one pass
    #[command(after_long_help = examples::CHECK)]
    Check(check::Check),
    /// Write where the numbers of a scenario come from, as Markdown
    #[command(after_long_help = examples::SOURCES)]
    Sources(sources::Sources),
    /// Find the cheapest mix of each member and year, or prove that there is none
    #[command(after_long_help = examples::SOLVE)]
    Solve(Box<solve::Solve>),
    /// Say why an answer is what it is, and what would cure a shortfall
    #[command(after_long_help = examples::EXPLAIN)]
    Explain(Box<explain::Explain>),
    /// Judge the claims of scenarios against what their authors expect
    #[command(after_long_help = examples::TEST)]
    Test(test::Test),
    /// Write everything found out as one page that opens in any browser, without a network
    #[command(after_long_help = examples::REPORT)]
    Report(Box<page::Page>),
    /// Draw one picture for a slide
    #[command(after_long_help = examples::PLOT)]
    Plot(Box<plot::Plot>),
    /// Check a report's proofs against its scenario, without any solver
    #[command(after_long_help = examples::VERIFY)]
    Verify(verify::Verify),
    /// Write one program of a question for other solvers: CPLEX LP or MPS
    #[command(after_long_help = examples::EXPORT)]
    Export(Box<export::Export>),
    /// Start a scenario: a small commented one, or a made-up one of any size
    #[command(after_long_help = examples::NEW)]
    New(new::New),
    /// Print the JSON Schema of the scenario format, for editors
    #[command(after_long_help = examples::SCHEMA)]
    Schema(schema::Schema),
    /// Print the manual page of a command, or write all of them
    #[command(after_long_help = examples::MAN)]
    Man(man::Man),
    /// Print the completion script of a shell
    #[command(after_long_help = examples::COMPLETIONS)]
    Completions(schema::Completions),
    /// Ask one scenario many times: over a grid of inputs, over samples, or over both
    #[command(after_long_help = examples::SWEEP)]
    Sweep(Box<sweep::Sweep>),
    /// Join the shards of a sweep into the file that one run would have written
    #[command(after_long_help = examples::MERGE)]
    SweepMerge(sweep::merge::Merge),
}

impl Command {
    fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        match self {
            Self::Check(check) => check.run(manner),
            Self::Sources(sources) => sources.run(manner),
            Self::Solve(solve) => solve.run(manner),
            Self::Explain(explain) => explain.run(manner),
            Self::Test(test) => test.run(manner),
            Self::Report(page) => page.run(manner),
            Self::Plot(plot) => plot.run(manner),
            Self::Verify(verify) => verify.run(manner),
            Self::Export(export) => export.run(manner),
            Self::New(new) => new.run(manner),
            Self::Schema(schema) => schema.run(),
            Self::Man(man) => man.run(),
            Self::Completions(completions) => completions.run(),
            Self::Sweep(sweep) => sweep.run(manner),
            Self::SweepMerge(merge) => merge.run(manner),
        }
    }
}

/// Runs the program with `args`, the first of which is its own name.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help that nobody reads to its end is no fault.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Success }.into();
        }
    };
    match cli.manner.color {
        Colour::Auto => {}
        Colour::Always => anstream::ColorChoice::Always.write_global(),
        Colour::Never => anstream::ColorChoice::Never.write_global(),
    }
    console::tell_details(cli.manner.verbose);
    let began = Instant::now();
    let exit = cli.command.run(&cli.manner).unwrap_or_else(|failure| {
        console::say(&failure.text());
        failure.exit()
    });
    console::detail(|| format!("took {:.2} s, exit code {}", began.elapsed().as_secs_f64(), exit.code()));
    exit.into()
}

fn after_help() -> String {
    let mut text = String::from("Exit codes:");
    for exit in Exit::ALL {
        write!(text, "\n  {}  {}", exit.code(), exit.meaning()).expect("a string takes all text");
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
