//! Any question as a file that other solvers read, with names that say what each column and row means.

use std::io::{self, Write};

use thiserror::Error;

use crate::answer::{self, Options};
use crate::decide::fair::{self, Rounds};
use crate::decide::prover::{Added, Bench, Side};
use crate::decide::{self, Cheapest, Outcome};
use crate::exact::Rational;
use crate::formulation::{BaselineCost, Program, formulate};
use crate::lp::Lp;
use crate::network::{Network, Query};
use crate::prove::Unproven;
use crate::scenario::{MemberId, Mode, Question, Scenario};
use crate::table::{Id, Table};

mod lp;
mod mps;
pub mod names;
pub mod number;

use names::Names;
use number::Number;

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
    /// The highest coverage of the worst-covered demands, with what the rounds before settled: this round of the fair
    /// split, counted from 1, or the last one. As a minimum, so with its sign turned.
    Fair(Option<usize>),
}

/// Why there is no program.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Missing {
    /// What it rests on could not be proven.
    #[error("what the program rests on could not be proven: {0}")]
    Unproven(#[from] Unproven),
    /// The fair split has fewer rounds.
    #[error("the fair split has no such round")]
    Round {
        /// How many it has.
        rounds: usize,
    },
}

impl Subject {
    fn words(self) -> &'static str {
        match self {
            Self::Shortfall => "least shortfall in tonnes",
            Self::Cost => "least cost in USD of what can be met",
            Self::Baseline => "least cost in USD of what can be met without the avoidance",
            Self::Fair(_) => "highest coverage of the worst-covered demands, times -1,",
        }
    }

    fn objective(self) -> &'static str {
        match self {
            Self::Shortfall => "shortfall_t",
            Self::Cost | Self::Baseline => "cost_usd",
            Self::Fair(_) => "minus_coverage",
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
    /// nothing is for the shortfall of a member, or the first round of the fair split, without such a ceiling.
    ///
    /// # Errors
    /// Where what it rests on could not be proven, or there is no such round.
    pub fn export(&self, options: Options<'_>) -> Result<Export, Missing> {
        let query = answer::query(self.scenario, self.question, self.member, self.year, options.detail);
        match (self.subject, self.member) {
            (Subject::Shortfall, Some(_)) => {
                let program = self.program(query, options)?;
                Ok(self.elastic(&program, decide::elastic(&program, |_| true)))
            }
            (Subject::Shortfall, None) => {
                let outcome = self.outcome(options)?;
                Ok(self.elastic(&outcome.program, decide::alliance_elastic(&outcome)))
            }
            (Subject::Cost | Subject::Baseline, _) => {
                let outcome = self.outcome(options)?;
                let Cheapest { lp, columns, rows } = outcome.cheapest();
                Ok(self.write(&outcome.program, lp, Added { columns: &columns, rows }))
            }
            (Subject::Fair(round), _) => self.round(&self.program(query, options)?, round, options),
        }
    }

    /// The program of the question itself; nothing is solved for it unless its baseline must be known.
    fn program<'a>(&'a self, query: Query<'a>, options: Options<'_>) -> Result<Program<'a>, Unproven> {
        if decide::needs_baseline(&query) {
            return self.outcome(options).map(|outcome| outcome.program);
        }
        Ok(formulate(Network::of(query), &BaselineCost::default()))
    }

    fn outcome(&self, options: Options<'_>) -> Result<Outcome<'_>, Unproven> {
        let pair = answer::pair(self.scenario, self.question, self.member, self.year, options);
        if self.subject == Subject::Baseline { pair.baseline } else { pair.answer }
    }

    /// The round `wanted` of the fair split, or the last one; those before it are proven on the way.
    fn round(&self, program: &Program<'_>, wanted: Option<usize>, options: Options<'_>) -> Result<Export, Missing> {
        let bench = Bench { prover: &options, member: self.member, side: Side::Answer, start: None };
        let mut rounds = Rounds::of(program);
        let mut last = None;
        while let Some(lp) = rounds.upcoming() {
            if wanted == Some(rounds.proven() + 1) {
                return Ok(self.write(program, lp, fair::ADDED));
            }
            rounds.prove(&lp, bench)?;
            last = Some(lp);
        }
        let last = last.filter(|_| wanted.is_none()).ok_or(Missing::Round { rounds: rounds.proven() })?;
        Ok(self.write(program, last, fair::ADDED))
    }

    fn elastic(&self, program: &Program<'_>, (lp, unmet): (Lp, Vec<(usize, crate::lp::Col)>)) -> Export {
        self.write(program, lp, Added { columns: &decide::unmet_keys(&unmet), rows: &[] })
    }

    fn write(&self, program: &Program<'_>, lp: Lp, added: Added<'_>) -> Export {
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

    /// Writes the file, with `origin` (where the scenario came from, its hash) among the comments at its head.
    ///
    /// # Errors
    /// Where `out` does not take it.
    pub fn write(&self, form: Form, origin: &[String], out: &mut dyn Write) -> io::Result<()> {
        let mut head = vec![format!("Written by didymium {}", env!("CARGO_PKG_VERSION"))];
        head.extend(self.comments.iter().chain(origin).cloned());
        head.push(match self.rounded() {
            0 => "Numbers: all exactly as proven".to_owned(),
            1 => "Numbers: as proven, but 1 without an end in decimals is the nearest double".to_owned(),
            some => format!("Numbers: as proven, but {some} without an end in decimals are the nearest doubles"),
        });
        let mark = match form {
            Form::Lp => '\\',
            Form::Mps => '*',
        };
        for line in &head {
            writeln!(out, "{mark} {}", in_one_line(line))?;
        }
        match form {
            Form::Lp => lp::write(self, out),
            Form::Mps => mps::write(self, out),
        }
    }

    /// How many numbers have no text that is the number.
    fn rounded(&self) -> usize {
        let costs = self.lp.columns().iter().map(|column| &column.cost);
        let terms = self.lp.rows().iter().flat_map(|row| row.terms.iter().map(|term| &term.1).chain([&row.rhs]));
        costs.chain(terms).filter(|value| !Number::is_exact(value)).count()
    }
}

fn keys<I: Id, T>(table: &Table<I, T>, ids: &[I]) -> String {
    ids.iter().map(|id| table.key(*id)).collect::<Vec<_>>().join(", ")
}

/// Comments end with their line, and old readers know ASCII only.
fn in_one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_graphic() { letter } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::{decimal, parse_decimal};
    use crate::lp::{Col, Sense, StatementId};

    fn text(export: &Export, form: Form, origin: &[String]) -> String {
        let mut bytes = Vec::new();
        export.write(form, origin, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn named(lp: Lp, columns: &[&str], rows: &[&str]) -> Export {
        let owned = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect();
        let names = Names { columns: owned(columns), rows: owned(rows) };
        Export::new(lp, names, "cost_usd", vec!["Scenario: Größe\n& weight".to_owned()])
    }

    fn row(lp: &mut Lp, terms: &[(Col, &str)], sense: Sense, rhs: Rational) {
        let terms = terms.iter().map(|(col, value)| (*col, parse_decimal(value).unwrap())).collect();
        lp.add_row(terms, sense, rhs, StatementId::from_index(0));
    }

    fn small() -> Export {
        let mut lp = Lp::new();
        let ten = || decimal(10.0);
        let (a, b, idle) = (
            lp.add_column(decimal(2.5), ten()),
            lp.add_column(decimal(-1.0), ten()),
            lp.add_column(decimal(0.0), ten()),
        );
        let third = Rational::ONE / Rational::from(3);
        row(&mut lp, &[(a, "1"), (b, "-0.1")], Sense::AtLeast, third);
        row(&mut lp, &[(b, "1e-7")], Sense::AtMost, decimal(1e22));
        row(&mut lp, &[], Sense::AtMost, decimal(0.0));
        let _ = idle;
        named(lp, &["a", "b", "idle"], &["first", "second", "empty"])
    }

    #[test]
    fn a_small_program_in_lp_form() {
        let expected = "\
\\ Written by didymium VERSION
\\ Scenario: Gr  e & weight
\\ File: small.toml
\\ Numbers: as proven, but 1 without an end in decimals is the nearest double
Minimize
 cost_usd: 2.5 a - b
Subject To
 first: a - 0.1 b >= 0.3333333333333333
 second: 1e-7 b <= 1e22
 empty: 0 a <= 0
End
";
        assert_eq!(text(&small(), Form::Lp, &["File: small.toml".to_owned()]), versioned(expected));
    }

    #[test]
    fn a_small_program_in_mps_form() {
        let expected = "\
* Written by didymium VERSION
* Scenario: Gr  e & weight
* Numbers: as proven, but 1 without an end in decimals is the nearest double
NAME didymium
ROWS
 N cost_usd
 G first
 L second
 L empty
COLUMNS
 a cost_usd 2.5
 a first 1
 b cost_usd -1
 b first -0.1
 b second 1e-7
 idle cost_usd 0
RHS
 RHS first 0.3333333333333333
 RHS second 1e22
ENDATA
";
        assert_eq!(text(&small(), Form::Mps, &[]), versioned(expected));
    }

    #[test]
    fn a_program_without_columns_is_given_one() {
        let mut lp = Lp::new();
        row(&mut lp, &[], Sense::AtMost, decimal(0.0));
        let export = named(lp, &[], &["empty"]);
        let written = text(&export, Form::Lp, &[]);
        assert!(
            written.ends_with("Minimize\n cost_usd: 0 nothing\nSubject To\n empty: 0 nothing <= 0\nEnd\n"),
            "{written}"
        );
        assert!(text(&export, Form::Mps, &[]).contains("COLUMNS\n nothing cost_usd 0\nRHS\nENDATA\n"));
    }

    #[test]
    fn lines_of_lp_form_are_not_too_long() {
        let mut lp = Lp::new();
        let columns: Vec<Col> =
            (0..100).map(|cost| lp.add_column(decimal(f64::from(cost) + 0.125), decimal(1.0))).collect();
        let terms: Vec<(Col, &str)> = columns.iter().map(|col| (*col, "1")).collect();
        row(&mut lp, &terms, Sense::AtLeast, decimal(1.0));
        let names: Vec<String> = (0..100).map(|index| format!("column.number.{index}")).collect();
        let export = named(lp, &names.iter().map(String::as_str).collect::<Vec<_>>(), &["all"]);
        let written = text(&export, Form::Lp, &[]);
        assert!(written.lines().all(|line| line.len() <= 120), "{written}");
    }

    fn versioned(text: &str) -> String {
        text.replace("VERSION", env!("CARGO_PKG_VERSION"))
    }
}
