//! `didymium explain`: why an answer is what it is, and what would change it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use indexmap::IndexMap;

use super::Manner;
use super::console::{Progress, say};
use super::ending;
use super::engine::Engine;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Input, sources};
use super::output::Destination;
use super::printing::Format;
use super::question::Asked;
use super::render;
use super::solve::scenario_ref;
use crate::answer::explained::explain;
use crate::answer::question_ref;
use crate::diagnostic::KeyPath;
use crate::evidence::Reading;
use crate::explain::Depth;
use crate::flip::flips;
use crate::origin::Origins;
use crate::report::explanation::Explanation;
use crate::report::{Place, Report, explained, json};
use crate::scenario::{Question, Scenario};

/// How many answers are explained without a word about the time that takes.
const MANY: usize = 12;

/// Arguments of `explain`.
#[derive(Clone, Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    engine: Engine,
    /// How many conflicts to look for; each further one does without a statement of the ones before it
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    conflicts: u16,
    /// Find the numbers that would flip the verdict too, alone and all together, and how far they are from that
    #[arg(long)]
    flip: bool,
    /// A text to read, JSON with stable keys, or CSV with one fact per row [default: by the ending of `--output`, else
    /// `table`]
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<Format>,
    /// Write to this file, whole or not at all; `-` is standard output
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    output: Option<PathBuf>,
}

impl Explain {
    /// Explains and prints.
    ///
    /// # Errors
    /// Where something asked for is not there, no answer was found, or it cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        let form = ending::form(self.format, self.output.as_deref(), Format::BY_ENDING, Format::Table)?;
        let loaded = self.asked.counted.read(self.input.load(manner.quiet)?)?;
        let question = self.asked.of(&loaded.scenario)?;
        let destination = Destination::open(self.output.as_deref(), sources(&loaded))?;
        let options = self.engine.options()?;
        let depth = Depth { conflicts: usize::from(self.conflicts), worth: true };
        warn_of_the_time_it_takes(&loaded.scenario, &question, manner);
        let progress = Progress::new(manner.quiet);
        let show = |done, total| progress.say("explaining", done, total);
        let answers = self.engine.on_threads(|| {
            let mut answers = explain(&loaded.scenario, &question, options, depth, &show);
            if self.flip {
                let moved = |done, total| progress.say("numbers moved", done, total);
                flips(&loaded, &question, options, &mut answers, &moved);
            }
            answers
        });
        drop(progress);
        let mut report = Report::new(
            options.backend.name(),
            scenario_ref(&self.input.file, &loaded, self.asked.counted.reading()),
            question_ref(&loaded.scenario, &question),
            answers.system,
            answers.answers,
        );
        if self.asked.counted.reading() != Reading::Stated {
            report.explanations_mut().for_each(Explanation::pin_arguments);
        }
        let mut origins = loaded.origins;
        self.speak_for_the_question(&mut origins);
        report.places = places(&report, &origins);
        match form {
            Format::Table => {
                let width = destination.width();
                let snippets = |year: i32, paths: &[String]| {
                    let paths: Vec<KeyPath> = paths.iter().map(|path| KeyPath::parse(path)).collect();
                    let title = if paths.len() == 1 { "this cannot hold" } else { "these cannot all hold" };
                    render::statements(title, &paths, year, &origins, width)
                };
                destination.write_styled(&explained::render(&report, width, &snippets))?;
            }
            Format::Json => destination.write(&json::render(&report))?,
            Format::Csv => destination.write(&explained::facts::csv(&report))?,
        }
        Ok(Exit::of_report(&report))
    }

    /// What is avoided may be said by an argument rather than by the file.
    fn speak_for_the_question(&self, origins: &mut Origins) {
        let Some(avoid) = &self.asked.avoid else { return };
        let countries = avoid.join(",");
        origins.speak(KeyPath::new(["scenario", "avoid"]), "--avoid", &countries, 0..countries.len());
    }
}

/// Every answer takes about as long as all answers without reasons.
fn warn_of_the_time_it_takes(scenario: &Scenario, question: &Question, manner: &Manner) {
    let answers = question.members.len() * question.years.len();
    if manner.quiet || answers <= MANY {
        return;
    }
    let [member, year] = [scenario.members.key(question.members[0]).to_owned(), question.years[0].to_string()];
    say(&format!(
        "explaining {answers} answers, each of which takes some seconds in a large scenario; `--member {member} \
         --year {year}` explains one, and `didymium report` the most telling ones\n"
    ));
}

/// Where the file says what the explanations name, in the order of the key paths.
fn places(report: &Report, origins: &Origins) -> IndexMap<String, Place> {
    let mut years: BTreeMap<&str, i32> = BTreeMap::new();
    for (year, explanation) in report.explanations() {
        for statement in explanation.statements() {
            years.entry(statement).or_insert(year);
        }
    }
    let place = |(statement, year): (&str, i32)| {
        let (file, line, column) = render::place(&KeyPath::parse(statement), year, origins);
        (statement.to_owned(), Place { file, line, column })
    };
    years.into_iter().map(place).collect()
}
