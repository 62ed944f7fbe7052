//! `didymium export`: one program of a question as a file for other solvers.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Manner;
use super::engine::Engine;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Input, sources};
use super::output::Destination;
use super::question::Asked;
use crate::export::{Case, Form, Missing, Subject, cases};
use crate::scenario::{MemberId, Mode, Question, Scenario};

/// Arguments of `export`.
#[derive(Clone, Debug, Args)]
pub struct Export {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    asked: Asked,
    /// What is made as small as possible
    #[arg(long = "question", value_enum, value_name = "WHAT", default_value_t = SubjectName::Cost, help_heading = "Question")]
    subject: SubjectName,
    /// The round of the fair split, counted from 1 [default: the last]; for `--question fair` only
    #[arg(long, value_name = "N", help_heading = "Question")]
    round: Option<NonZero<usize>>,
    #[command(flatten)]
    engine: Engine,
    /// The form of the file
    #[arg(long = "lp-format", value_enum, value_name = "FORM", help_heading = "Output")]
    form: FormName,
    /// Write to this file, whole or not at all; `-` is standard output
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    output: Option<PathBuf>,
}

/// [`Form`] on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormName {
    /// CPLEX LP, to read
    Lp,
    /// Free MPS, which every solver reads
    Mps,
}

/// [`Subject`] on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SubjectName {
    /// The least shortfall: of the member, or of the whole alliance with other consumers held at what they get
    Shortfall,
    /// The least cost of what can be met
    Cost,
    /// The least cost of what can be met without the avoidance
    Baseline,
    /// In `joint`: the highest coverage that all demands not settled yet can reach, a round of the fair split
    Fair,
}

impl From<FormName> for Form {
    fn from(name: FormName) -> Self {
        match name {
            FormName::Lp => Self::Lp,
            FormName::Mps => Self::Mps,
        }
    }
}

impl Export {
    /// Builds the program and writes it.
    ///
    /// # Errors
    /// Where more than one program is asked for, what it rests on could not be proven, or it cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        let loaded = self.asked.counted.read(self.input.load(manner.quiet)?)?;
        let scenario = &loaded.scenario;
        let question = self.asked.of(scenario)?;
        let subject = self.subject(&question)?;
        let (member, year) = only(scenario, &question)?;
        let destination = Destination::open(self.output.as_deref(), sources(&loaded))?;
        let options = self.engine.options()?;
        let case = Case { scenario, question: &question, member, year, subject };
        let export = self.engine.on_threads(|| case.export(options)).map_err(|missing| match missing {
            Missing::Unproven(_) => Failure::undecided(missing.to_string()),
            Missing::Round { rounds: 0 } => Failure::usage(missing.to_string(), "nobody demands anything in that year"),
            Missing::Round { rounds } => {
                Failure::usage(missing.to_string(), format!("its last one is `--round {rounds}`"))
            }
        })?;
        let origin = [format!("File: {}, sha256 {}", self.input.file.display(), loaded.sha256)];
        destination.fill(|stream| export.write(self.form.into(), &origin, stream))?;
        Ok(Exit::Success)
    }

    fn subject(&self, question: &Question) -> Result<Subject, Failure> {
        let subject = match self.subject {
            SubjectName::Shortfall => Subject::Shortfall,
            SubjectName::Cost => Subject::Cost,
            SubjectName::Baseline => Subject::Baseline,
            SubjectName::Fair if question.mode != Mode::Joint => {
                return Err(Failure::usage("only in mode `joint` is a shortage split fairly", "add `--mode joint`"));
            }
            SubjectName::Fair => Subject::Fair(self.round.map(NonZero::get)),
        };
        match (subject, self.round) {
            (Subject::Fair(_), _) | (_, None) => Ok(subject),
            _ => Err(Failure::usage("`--round` is a round of the fair split", "add `--question fair`")),
        }
    }
}

/// The one case of `question`: a file holds one program.
fn only(scenario: &Scenario, question: &Question) -> Result<(Option<MemberId>, i32), Failure> {
    match cases(question)[..] {
        [case] => Ok(case),
        [] => Err(Failure::usage(
            "the question is about nobody",
            "choose a member with `--member` and a year with `--year`",
        )),
        [(member, year), ..] => {
            let chosen = member.filter(|_| question.members.len() > 1);
            let member = chosen.map_or_else(String::new, |id| format!("--member {} ", scenario.members.key(id)));
            Err(Failure::usage(
                "a file holds one program, and the question is about several members or years",
                format!("choose one, as in `{member}--year {year}`"),
            ))
        }
    }
}
