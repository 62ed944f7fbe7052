//! The command line. Only this module prints, ends the process, or looks at the terminal.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod bar;
mod check;
mod console;
mod engine;
mod exit;
mod explain;
mod export;
mod failure;
mod input;
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
    #[command(after_long_help = CHECK_EXAMPLES)]
    Check(check::Check),
    /// Write where the numbers of a scenario come from, as Markdown
    #[command(after_long_help = SOURCES_EXAMPLES)]
    Sources(sources::Sources),
    /// Find the cheapest mix of each member and year, or prove that there is none
    #[command(after_long_help = SOLVE_EXAMPLES)]
    Solve(Box<solve::Solve>),
    /// Say why an answer is what it is, and what would cure a shortfall
    #[command(after_long_help = EXPLAIN_EXAMPLES)]
    Explain(Box<explain::Explain>),
    /// Judge the claims of scenarios against what their authors expect
    #[command(after_long_help = TEST_EXAMPLES)]
    Test(test::Test),
    /// Write everything found out as one page that opens in any browser, without a network
    #[command(after_long_help = REPORT_EXAMPLES)]
    Report(Box<page::Page>),
    /// Draw one picture for a slide
    #[command(after_long_help = PLOT_EXAMPLES)]
    Plot(Box<plot::Plot>),
    /// Check a report's proofs against its scenario, without any solver
    #[command(after_long_help = VERIFY_EXAMPLES)]
    Verify(verify::Verify),
    /// Write one program of a question for other solvers: CPLEX LP or MPS
    #[command(after_long_help = EXPORT_EXAMPLES)]
    Export(Box<export::Export>),
    /// Start a scenario: a small commented one, or a made-up one of any size
    #[command(after_long_help = NEW_EXAMPLES)]
    New(new::New),
    /// Print the JSON Schema of the scenario format, for editors
    #[command(after_long_help = SCHEMA_EXAMPLES)]
    Schema(schema::Schema),
    /// Print the completion script of a shell
    #[command(after_long_help = COMPLETIONS_EXAMPLES)]
    Completions(schema::Completions),
    /// Ask one scenario many times: over a grid of inputs, over samples, or over both
    #[command(after_long_help = SWEEP_EXAMPLES)]
    Sweep(Box<sweep::Sweep>),
    /// Join the shards of a sweep into the file that one run would have written
    #[command(after_long_help = MERGE_EXAMPLES)]
    SweepMerge(sweep::merge::Merge),
}

const CHECK_EXAMPLES: &str = "Examples:
  didymium check scenarios/*.toml           all findings of all files
  didymium check --evidence scenario.toml   what its numbers rest on
  didymium check --print scenario.toml      the scenario after `extends` and `remove`";

const SOURCES_EXAMPLES: &str = "Example:
  didymium sources scenario.toml variant.toml --output sources.md   each number by source, and other values";

const SOLVE_EXAMPLES: &str = "Examples:
  didymium solve scenario.toml
  didymium solve scenario.toml --mode alone --member japan --year 2026 --year 2030
  didymium solve scenario.toml --avoid CN,RU --avoid-stage separation
  didymium solve scenario.toml --avoid \"\"                              nothing avoided: the baseline
  didymium solve scenario.toml --set facility.hill.capacity_t_per_year.2026=50000
  didymium solve scenario.toml --format json --output report.json
  didymium solve scenario.toml --by-evidence                          strict, stated and generous side by side
  didymium solve scenario.toml --by-status                            operating; + construction; + financed; + announced
  didymium solve scenario.toml --certificates proofs.json              with proofs that `verify` checks
  didymium solve - --format csv < scenario.toml

Exit code 0: all that was asked is feasible; 4: something is proven infeasible; 5: something is undecided.";

const EXPLAIN_EXAMPLES: &str = "Examples:
  didymium explain scenario.toml --mode alone --member japan --year 2026
  didymium explain scenario.toml --year 2030 --member germany --conflicts 3
  didymium explain scenario.toml --member japan --year 2026 --format json

Every statement is a line of the scenario; figures are proven unless marked. Exit codes are those of `solve`.";

const REPORT_EXAMPLES: &str = "Examples:
  didymium report scenario.toml --output report.html
  didymium report scenario.toml --output japan.html --member japan --year 2028      whole reasons, if it is infeasible
  didymium report scenario.toml --output report.html --mode alone --explain 40

Looking for reasons takes longer than answering: `--explain` says of how many infeasible answers. Exit codes are those
of `solve`.";

const PLOT_EXAMPLES: &str = "Examples:
  didymium plot coverage scenario.toml --output coverage.svg
  didymium plot mix scenario.toml --member japan --year 2028 --commodity oxide --output mix.svg
  didymium plot costcurve scenario.toml --year 2028 --commodity oxide --output curve.png
  didymium plot bottleneck scenario.toml --mode alone --member japan --output bottleneck.svg
  didymium plot timeline scenario.toml --member japan,germany --output timeline.svg

Exit codes are those of `solve`.";

const TEST_EXAMPLES: &str = "Examples:
  didymium test scenarios/claims.toml
  didymium test scenarios/*.toml --format junit --output claims.xml

Exit code 0: all claims are as expected; 1: some claim is not; 3: a file is invalid; 6: a file cannot be read.";

const VERIFY_EXAMPLES: &str = "Examples:
  didymium solve scenario.toml --certificates proofs.json
  didymium verify proofs.json scenario.toml
  didymium verify proofs.json scenario.toml --set facility.hill.cost_usd_per_t=900   where `solve` was given the same

The programs are built anew from the scenario. Of the proofs only plans and multipliers are used, and every figure of
the report must follow from them in exact arithmetic. docs/certificates.md describes the file.

Exit code 0: all proofs hold; 1: something does not; 3: the scenario is invalid; 6: a file cannot be read.";

const EXPORT_EXAMPLES: &str = "Examples:
  didymium export scenario.toml --lp-format lp --mode alone --member japan --year 2030
  didymium export scenario.toml --lp-format mps --year 2030 --question shortfall --output shortfall.mps
  didymium export scenario.toml --lp-format lp --year 2030 --question baseline | less

Names say what columns and rows mean, e.g. `shipped.japan.oxide.AU.JP.2030`; no column is negative. docs/backends.md
shows how other solvers read the files.";

const NEW_EXAMPLES: &str = "Examples:
  didymium new magnets                                                   writes magnets.toml, commented
  didymium new large.toml --synthetic members=30,mines=500,years=10 --seed 7
  didymium new - --synthetic mines=3,policies=0 | didymium solve -

Sizes: members, others, mines, recyclers, separators, metals, magnets, elements, routes, policies, years; what is not
said is about as in the flagship scenario. The same sizes and seed give the same file.";

const SCHEMA_EXAMPLES: &str = "Example:
  didymium schema --output scenario.schema.json      then, as first line of a scenario: #:schema scenario.schema.json

Taplo, Tombi and the editors that build on them complete keys and explain them from it.";

const COMPLETIONS_EXAMPLES: &str = "Examples:
  didymium completions bash > ~/.local/share/bash-completion/completions/didymium
  didymium completions fish > ~/.config/fish/completions/didymium.fish";

const SWEEP_EXAMPLES: &str = "Examples:
  didymium sweep scenario.toml --axis 'facility.hill.capacity_t_per_year.2028=0,500,1000' --output grid.csv
  didymium sweep scenario.toml --axis 'facility.*.cost_usd_per_t=*0.5..2:7 log' --axis 'scenario.mode=alone,joint'
  didymium sweep scenario.toml --samples 1000 --seed 1 --vary 'member.*.demand_t_per_year=*triangular(0.9,1,1.2)' \
      --vary 'facility.*.capacity_t_per_year=delay(1.5, common=0.5, from=2026)' --output draws.csv --summary
  didymium sweep study.toml --output draws.csv --resume           inputs of the file; continue after a power cut
  didymium sweep study.toml --output part-1.csv --shard 1/4       a quarter of the points

  didymium sweep scenario.toml --bisect 'facility.hill.capacity_t_per_year=0..5000' --tolerance 10

A value is set as `--set` does it; `*1.2` multiplies and `+10` adds to what the scenario says. `*` in a key stands for
any name. docs/sweeps.md has the details, and recipes for GNU parallel, Slurm and Snakemake.

Exit code 0: all points feasible; 4: some infeasible; 5: some without an answer; 130: interrupted.";

const MERGE_EXAMPLES: &str = "Example:
  didymium sweep-merge part-*.csv --output draws.csv";

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
    let exit = cli.command.run(&cli.manner).unwrap_or_else(|failure| {
        console::say(&failure.text());
        failure.exit()
    });
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
