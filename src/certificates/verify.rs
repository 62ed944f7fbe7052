//! Whether a report follows from a scenario: its programs built anew, its proofs certified, its figures recomputed.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::envelope::{self, Envelope};
use super::replay::Replay;
use super::{Book, Entry, compare, question, side_word};
use crate::answer::{Options, answer, question_ref};
use crate::certify::Certified;
use crate::decide::prover::{Posed, Prover, Side};
use crate::evidence::{Reading, take};
use crate::network::Detail;
use crate::prove::Unproven;
use crate::report::{self, QuestionRef, Report, ScenarioRef, Verdict};
use crate::scenario::{Loaded, Question, Scenario};
use crate::simplex::Kernel;
use crate::solve::{Backend, BackendError, Candidate, Model};

/// A report whose proofs hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The report that they come to.
    pub report: Report,
    /// How many proofs were checked.
    pub proofs: usize,
    /// What those of them are about that prove a figure as an interval only.
    pub inexact: Vec<String>,
}

impl Verified {
    /// How many answers have `verdict`.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.report.answers.iter().filter(|answer| answer.verdict == verdict).count()
    }
}

/// Checks the file `text` against the scenario, under the reading of its evidence that the report names. `progress` is
/// told how many of how many parts are done, `watch` of every program that is checked.
///
/// # Errors
/// With everything that does not hold.
pub fn verify(
    text: &str,
    loaded: &Loaded,
    progress: &(dyn Fn(usize, usize) + Sync),
    watch: &(dyn Fn(&Posed<'_, '_>) + Sync),
) -> Result<Verified, Vec<String>> {
    let one = |fault: String| vec![fault];
    let envelope = envelope::read(text).map_err(one)?;
    let said = Said::of(&envelope.report).map_err(one)?;
    let taken = take(loaded, said.reading).map_err(|_| one("the scenario cannot be read that way".to_owned()))?;
    let Loaded { scenario, sha256, .. } = &taken.loaded;
    if said.scenario != *sha256 {
        return Err(one(format!(
            "it is about another scenario: `scenario.sha256` is {}, that of the scenario given is {sha256}; \
             what `solve` was told with `--set`, `verify` must be told too",
            said.scenario
        )));
    }
    let question = question::resolve(scenario, &said.question).map_err(one)?;
    let Envelope { report, entries, intact } = envelope;
    let replay = Replay::new(book(scenario, &question, entries)?);
    let watched = Watched { prover: &replay, watch };
    let options =
        Options { backend: &Nobody, second: None, time_limit: None, detail: Detail::Pooled, prover: Some(&watched) };
    let answers = answer(scenario, &question, options, progress);
    let outcome = replay.outcome();
    if !outcome.faults.is_empty() {
        return Err(outcome.faults.into_values().flatten().collect());
    }
    let evidence = said.reading.word().to_owned();
    let about = ScenarioRef { title: scenario.title.clone(), path: said.path, evidence, sha256: sha256.clone() };
    let mut proven =
        Report::new(&said.solver, about, question_ref(scenario, &question), answers.system, answers.answers);
    proven.tool.version = said.version;
    let differences = compare::differences(&report, &report::json::value(&proven));
    if !differences.is_empty() {
        return Err(differences);
    }
    if !intact {
        return Err(one(
            "all proofs hold, but the file is not as it was written: its `sha256` is not its own".to_owned()
        ));
    }
    let inexact = outcome.inexact.into_values().flatten().collect();
    Ok(Verified { report: proven, proofs: outcome.held, inexact })
}

/// What a report says of itself.
struct Said {
    scenario: String,
    reading: Reading,
    question: QuestionRef,
    /// What no proof can carry: the path, who searched, and the version.
    path: String,
    solver: String,
    version: String,
}

impl Said {
    fn of(report: &Value) -> Result<Self, String> {
        let word = |table: &str, key: &str| {
            let found = report.get(table).and_then(|table| table.get(key)).and_then(Value::as_str);
            found.map(str::to_owned).ok_or_else(|| format!("`{table}.{key}` is missing, or no text"))
        };
        let question = report.get("question").ok_or("`question` is missing")?;
        let reading = word("scenario", "evidence")?;
        let reading = Reading::ALL.into_iter().find(|known| known.word() == reading);
        Ok(Self {
            reading: reading.ok_or("`scenario.evidence` is no reading of the evidence")?,
            scenario: word("scenario", "sha256")?,
            question: QuestionRef::deserialize(question)
                .map_err(|fault| format!("`question` makes no sense: {fault}"))?,
            path: word("scenario", "path")?,
            solver: word("tool", "solver")?,
            version: word("tool", "version")?,
        })
    }
}

/// Entries by the part they say they belong to; parts follow each other in order.
fn book(scenario: &Scenario, question: &Question, entries: Vec<Entry>) -> Result<Book, Vec<String>> {
    let mut book = Book::new();
    let mut faults = Vec::new();
    for entry in entries {
        let member = match entry.member.as_deref() {
            Some(name) => question.members.iter().copied().find(|id| scenario.members.key(*id) == name).map(Some),
            None => Some(None),
        };
        let side = [Side::Answer, Side::Baseline].into_iter().find(|side| side_word(*side) == entry.of);
        match (member, side) {
            (Some(member), Some(side)) => {
                let part = (member, entry.year, side);
                if book.last_key_value().is_some_and(|(last, _)| *last > part) {
                    faults.push(format!("{}: it is out of order", entry.title()));
                }
                book.entry(part).or_default().push(entry);
            }
            _ => faults.push(format!("{}: no answer rests on it", entry.title())),
        }
    }
    if faults.is_empty() { Ok(book) } else { Err(faults) }
}

/// A prover that lets another see what it is asked.
struct Watched<'a> {
    prover: &'a Replay,
    watch: &'a (dyn Fn(&Posed<'_, '_>) + Sync),
}

impl Prover for Watched<'_> {
    fn prove(&self, posed: &Posed<'_, '_>) -> Result<Certified, Unproven> {
        (self.watch)(posed);
        self.prover.prove(posed)
    }
}

/// No solver at all: whatever cannot be had from the proofs stays open.
struct Nobody;

impl Backend for Nobody {
    fn name(&self) -> &'static str {
        "nobody"
    }

    fn search(&self, _: &Model, _: Option<&Kernel>, _: Option<Duration>) -> Result<Candidate, BackendError> {
        Err(BackendError::Failed("nothing is searched for".to_owned()))
    }
}
