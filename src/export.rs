//! Any question as a file that other solvers read, with names that say what each column and row means.

use crate::answer::{self, Options};
use crate::decide;
use crate::exact::Rational;
use crate::formulation::{BaselineCost, ColumnKey, Program, formulate};
use crate::lp::Lp;
use crate::network::Network;
use crate::prove::Unproven;
use crate::scenario::{MemberId, Mode, Question, Scenario};
use crate::table::{Id, Table};

mod lp;
mod mps;
pub mod names;
pub mod number;

use names::Names;

/// The forms of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// CPLEX LP
    Lp,
    /// Free MPS
    Mps,
}

/// What the program asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The least shortfall: of the member, or of the whole alliance with other consumers held at what they get.
    Shortfall,
    /// The least cost of what can be met.
    Cost,
    /// The least cost of what can be met without the avoidance and any premium ceiling.
    Baseline,
}

impl Subject {
    fn words(self) -> &'static str {
        match self {
            Self::Shortfall => "least shortfall in tonnes",
            Self::Cost => "least cost in USD of what can be met",
            Self::Baseline => "least cost in USD of what can be met without the avoidance",
        }
    }

    fn objective(self) -> &'static str {
        match self {
            Self::Shortfall => "shortfall_t",
            Self::Cost | Self::Baseline => "cost_usd",
        }
    }
}

/// One program of a question.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The facts.
    pub scenario: &'a Scenario,
    /// What to avoid, in which mode.
    pub question: &'a Question,
    /// For whom; `None` is everybody together, in mode `joint` only.
    pub member: Option<MemberId>,
    /// When.
    pub year: i32,
    /// What of it.
    pub subject: Subject,
}

/// A program ready to be written.
#[derive(Clone, Debug)]
pub struct Export {
    lp: Lp,
    names: Names,
    objective: &'static str,
    comments: Vec<String>,
}

impl Case<'_> {
    /// Builds the program. What it rests on (fair shares, the baseline of a premium ceiling) is solved for first;
    /// nothing is for the shortfall of a member without such a ceiling.
    ///
    /// # Errors
    /// Where what it rests on could not be proven.
    pub fn export(&self, options: Options<'_>) -> Result<Export, Unproven> {
        let query = answer::query(self.scenario, self.question, self.member, self.year, options.detail);
        if self.subject == Subject::Shortfall && self.member.is_some() && !decide::needs_baseline(&query) {
            let program = formulate(Network::of(query), &BaselineCost::default());
            return Ok(self.elastic(&program, decide::elastic(&program, |_| true)));
        }
        let pair = answer::pair(self.scenario, self.question, self.member, self.year, options);
        let outcome = if self.subject == Subject::Baseline { pair.baseline? } else { pair.answer? };
        let program = &outcome.program;
        Ok(match (self.subject, self.member) {
            (Subject::Shortfall, Some(_)) => self.elastic(program, decide::elastic(program, |_| true)),
            (Subject::Shortfall, None) => self.elastic(program, decide::alliance_elastic(&outcome)),
            (Subject::Cost | Subject::Baseline, _) => {
                self.write(program, decide::granting(program, &outcome.unmet), &[])
            }
        })
    }

    fn elastic(&self, program: &Program<'_>, (lp, unmet): (Lp, Vec<(usize, crate::lp::Col)>)) -> Export {
        let keys: Vec<ColumnKey> = unmet.into_iter().map(|(demand, _)| ColumnKey::Unmet { demand }).collect();
        self.write(program, lp, &keys)
    }

    fn write(&self, program: &Program<'_>, lp: Lp, added: &[ColumnKey]) -> Export {
        Export::new(lp, Names::of(program, added), self.subject.objective(), self.comments())
    }

    fn comments(&self) -> Vec<String> {
        let Self { scenario, question, year, .. } = *self;
        let who = match self.member {
            Some(member) => scenario.members.key(member),
            None => "everybody together",
        };
        let avoided = if question.avoid.is_empty() || self.subject == Subject::Baseline {
            "avoiding nothing".to_owned()
        } else {
            let (places, stages) = (&question.avoid, &question.avoid_stages);
            format!("avoiding {} at {}", keys(&scenario.countries, places), keys(&scenario.stages, stages))
        };
        vec![
            format!("Question: {} of {who} in {year}, mode {}, {avoided}", self.subject.words(), question.mode.word()),
            format!("Scenario: {}", scenario.title),
        ]
    }
}

/// The cases of a question: one per member and year, or per year where everybody is asked about together.
pub fn cases(question: &Question) -> Vec<(Option<MemberId>, i32)> {
    let members: Vec<Option<MemberId>> = match question.mode {
        Mode::Joint => vec![None],
        Mode::Alone | Mode::Own => question.members.iter().copied().map(Some).collect(),
    };
    members.iter().flat_map(|member| question.years.iter().map(|year| (*member, *year))).collect()
}

impl Export {
    /// A program with its names. One without columns gets one that means nothing, because no form can say that.
    ///
    /// # Panics
    /// Where there is not one name for each column and row.
    #[must_use]
    pub fn new(mut lp: Lp, mut names: Names, objective: &'static str, comments: Vec<String>) -> Self {
        let named = (names.columns.len(), names.rows.len());
        assert_eq!(named, (lp.columns().len(), lp.rows().len()), "every column and row has a name");
        if lp.columns().is_empty() {
            lp.add_column(Rational::ZERO, Rational::ZERO);
            names.columns.push("nothing".to_owned());
        }
        Self { lp, names, objective, comments }
    }

    /// The file, with `origin` (where the scenario came from, its hash) among the comments at its head.
    #[must_use]
    pub fn text(&self, form: Form, origin: &[String]) -> String {
        let (written, rounded) = match form {
            Form::Lp => lp::write(self),
            Form::Mps => mps::write(self),
        };
        let mut head = vec![format!("Written by didymium {}", env!("CARGO_PKG_VERSION"))];
        head.extend(self.comments.iter().chain(origin).cloned());
        head.push(match rounded {
            0 => "Numbers: all exactly as proven".to_owned(),
            1 => "Numbers: as proven, but 1 without an end in decimals is the nearest double".to_owned(),
            some => format!("Numbers: as proven, but {some} without an end in decimals are the nearest doubles"),
        });
        let mark = match form {
            Form::Lp => '\\',
            Form::Mps => '*',
        };
        let head: Vec<String> = head.iter().map(|line| format!("{mark} {}", in_one_line(line))).collect();
        format!("{}\n{written}", head.join("\n"))
    }
}

fn keys<I: Id, T>(table: &Table<I, T>, ids: &[I]) -> String {
    ids.iter().map(|id| table.key(*id)).collect::<Vec<_>>().join(", ")
}

/// Comments end with their line, and old readers know ASCII only.
fn in_one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_graphic() { letter } else { ' ' }).collect()
}
