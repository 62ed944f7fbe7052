//! The one serialisable result. Its JSON keys are a contract; a number that does not apply is `null`.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub mod audit;
pub mod beside;
pub mod chart;
pub mod claim;
mod clause;
pub mod csv;
pub mod dossier;
pub mod edge;
pub mod explained;
pub mod explanation;
mod figure;
pub mod flip;
pub mod json;
mod markup;
pub mod page;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod sources;
pub mod summary;
pub mod sweep;
pub mod table;

/// Version of the report's keys.
pub const FORMAT: u32 = 1;

/// How many statuses a facility can have.
const STATUSES: usize = 5;

/// Everything one run found out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Version of the report's keys.
    pub format: u32,
    /// Who computed it.
    pub tool: Tool,
    /// What it was computed from.
    pub scenario: ScenarioRef,
    /// What was asked.
    pub question: QuestionRef,
    /// What the readings of the evidence did, where they stand beside the answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<beside::Readings>,
    /// One entry per year; in `joint` mode only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<Vec<SystemAnswer>>,
    /// One entry per member and year, members in file order, years ascending.
    pub answers: Vec<Answer>,
    /// First year whose verdict is feasible, by member.
    pub first_feasible_year: IndexMap<String, Option<i32>>,
    /// First year from which every later year asked about is feasible too, by member.
    pub first_sustained_year: IndexMap<String, Option<i32>>,
    /// Where the file says the statements that explanations name, by key path; in `explain`'s report only.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub places: IndexMap<String, Place>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file as given, a base of it, or the option (`--set`, `--avoid`) for an argument.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Report {
    /// The report of one run; `solver` is the name of the backend that searched.
    #[must_use]
    pub fn new(
        solver: &str,
        scenario: ScenarioRef,
        question: QuestionRef,
        system: Option<Vec<SystemAnswer>>,
        answers: Vec<Answer>,
    ) -> Self {
        let tool = Tool {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            solver: solver.to_owned(),
        };
        let by_member = |first: fn(&[&Answer]) -> Option<i32>| {
            let of = |member: &String| answers.iter().filter(|answer| answer.member == *member).collect::<Vec<_>>();
            question.members.iter().map(|member| (member.clone(), first(&of(member)))).collect()
        };
        let (first_feasible_year, first_sustained_year) = (by_member(first_feasible), by_member(first_sustained));
        let (evidence, places) = (None, IndexMap::new());
        Self {
            format: FORMAT,
            tool,
            scenario,
            question,
            evidence,
            system,
            answers,
            first_feasible_year,
            first_sustained_year,
            places,
        }
    }

    /// The answers of one member, years ascending.
    pub fn answers_of<'a>(&'a self, member: &'a str) -> impl Iterator<Item = &'a Answer> {
        self.answers.iter().filter(move |answer| answer.member == member)
    }

    /// All explanations with their years, those of everybody together first.
    pub fn explanations(&self) -> impl Iterator<Item = (i32, &explanation::Explanation)> {
        let system = self.system.iter().flatten();
        let system = system.filter_map(|system| Some((system.year, system.explanation.as_ref()?)));
        system.chain(self.answers.iter().filter_map(|answer| Some((answer.year, answer.explanation.as_ref()?))))
    }

    /// All explanations, to alter them.
    pub fn explanations_mut(&mut self) -> impl Iterator<Item = &mut explanation::Explanation> {
        let system = self.system.iter_mut().flatten().filter_map(|system| system.explanation.as_mut());
        system.chain(self.answers.iter_mut().filter_map(|answer| answer.explanation.as_mut()))
    }
}

/// The first year that is proven feasible.
fn first_feasible(answers: &[&Answer]) -> Option<i32> {
    answers.iter().find(|answer| answer.verdict == Verdict::Feasible).map(|answer| answer.year)
}

/// The first year from which on every year is proven feasible.
fn first_sustained(answers: &[&Answer]) -> Option<i32> {
    answers.iter().rev().take_while(|answer| answer.verdict == Verdict::Feasible).last().map(|answer| answer.year)
}

/// The program.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tool {
    /// Always `didymium`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The solver that searched; nothing it says is believed without proof.
    pub solver: String,
}

/// The scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioRef {
    /// Its title.
    pub title: String,
    /// Its path as given.
    pub path: String,
    /// How its numbers are read: `strict`, `stated` or `generous`.
    pub evidence: String,
    /// SHA-256 of the effective scenario under that reading, in hexadecimal.
    pub sha256: String,
}

/// The question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionRef {
    /// `joint`, `alone` or `own`.
    pub mode: String,
    /// Avoided countries.
    pub avoid: Vec<String>,
    /// Stages at which they are avoided.
    pub avoid_stages: Vec<String>,
    /// Years.
    pub years: Vec<i32>,
    /// Members.
    pub members: Vec<String>,
    /// How real a facility must be to take part.
    pub statuses: Vec<String>,
}

impl QuestionRef {
    /// Whether some facilities do not count, for what they are not real enough.
    #[must_use]
    pub fn counts_only_some(&self) -> bool {
        self.statuses.len() < STATUSES
    }
}

/// The three verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// An exactly feasible plan meets the whole demand.
    Feasible,
    /// A proof shows that some demand must stay unmet.
    Infeasible,
    /// Neither could be proven.
    Undecided,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Feasible, Self::Infeasible, Self::Undecided];

    /// The word for it in every form of report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Feasible => "feasible",
            Self::Infeasible => "infeasible",
            Self::Undecided => "undecided",
        }
    }
}

/// Everybody together in one year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SystemAnswer {
    /// The year.
    pub year: i32,
    /// Whether every alliance demand is met.
    pub verdict: Verdict,
    /// Least cost at the fair shortfall, everybody counted, USD.
    pub cost_usd: Option<f64>,
    /// Proven interval of that cost, USD.
    pub cost_bounds_usd: Option<[f64; 2]>,
    /// Cost of the same question without the avoidance, USD; null where that one is short.
    pub baseline_cost_usd: Option<f64>,
    /// Cost over baseline, less one, everybody counted; null unless both serve everybody alike and the alliance in full.
    pub premium: Option<f64>,
    /// Fair shortfall of all alliance demands, t.
    pub shortfall_t: f64,
    /// Proven interval of that shortfall, t.
    pub shortfall_bounds_t: [f64; 2],
    /// Least total shortfall of all alliance demands, other consumers held at their fair coverage, t.
    pub least_shortfall_t: Option<f64>,
    /// The alliance's part of the cost, USD.
    pub alliance_cost_usd: Option<f64>,
    /// Parts of the cost that are transfers rather than resources, USD; null where there is no plan.
    pub transfers: Option<Transfers>,
    /// Other consumers: how well they are served.
    pub others: Vec<Other>,
    /// The same under other conditions.
    #[serde(flatten)]
    pub beside: beside::Beside,
    /// Why, in `explain`'s report: all alliance demands at once, other consumers held at their fair coverage.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<explanation::Explanation>,
}

impl SystemAnswer {
    /// Whether the shortfall shown is only the most that can be missing.
    #[must_use]
    pub fn is_shortfall_open(&self) -> bool {
        self.verdict == Verdict::Undecided || is_open(self.shortfall_bounds_t)
    }

    /// Whether the cost shown is only the most that it takes.
    #[must_use]
    pub fn is_cost_open(&self) -> bool {
        self.cost_usd.is_some() && self.cost_bounds_usd.is_none_or(is_open)
    }
}

/// Whether the ends of a proven interval, each rounded outwards, belong to different numbers.
fn is_open([low, high]: [f64; 2]) -> bool {
    low.next_up() < high
}

/// Money that changes hands without using up resources, USD.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Transfers {
    /// Cost of operating and freight less by-product sales, USD.
    pub resource_cost_usd: f64,
    /// Tariffs paid, USD.
    pub tariffs_usd: f64,
    /// Subsidies received, USD.
    pub subsidies_usd: f64,
    /// Price-floor support paid, USD.
    pub price_floors_usd: f64,
    /// Price of breaking soft statements, USD.
    pub slack_usd: f64,
}

/// A consumer outside the alliance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Other {
    /// Its key.
    pub member: String,
    /// Demand, t.
    pub demand_t: f64,
    /// Shortfall, t.
    pub shortfall_t: f64,
    /// Lowest coverage over its commodities.
    pub coverage: Option<f64>,
}

/// The answer for one member in one year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The member's key.
    pub member: String,
    /// The year.
    pub year: i32,
    /// The mode of the question.
    pub mode: String,
    /// The verdict.
    pub verdict: Verdict,
    /// `exact` where the verdict is proven in exact arithmetic, else `none`.
    pub proof: String,
    /// Demand, t.
    pub demand_t: f64,
    /// Delivered, t; null where no plan was found.
    pub delivered_t: Option<f64>,
    /// Shortfall, t.
    pub shortfall_t: f64,
    /// Proven interval of the shortfall, t.
    pub shortfall_bounds_t: [f64; 2],
    /// Lowest coverage over the member's commodities; null without demand.
    pub coverage: Option<f64>,
    /// Least cost at that shortfall, USD.
    pub cost_usd: Option<f64>,
    /// Proven interval of that cost, USD; null in `joint`, where only the system's cost is unique.
    pub cost_bounds_usd: Option<[f64; 2]>,
    /// Cost per tonne delivered, USD/t.
    pub cost_per_t_usd: Option<f64>,
    /// Cost without the avoidance, USD; null where that question is short.
    pub baseline_cost_usd: Option<f64>,
    /// Cost over baseline, less one; null unless both are feasible.
    pub premium: Option<f64>,
    /// Parts of the cost; null in `joint`, where the system's entry has them.
    pub transfers: Option<Transfers>,
    /// What is missing, by commodity.
    pub shortfalls: Vec<Shortfall>,
    /// Where what the member uses comes from: a cheapest mix, not always the only one.
    pub mix: Vec<MixEntry>,
    /// The same under other conditions.
    #[serde(flatten)]
    pub beside: beside::Beside,
    /// Why, in `explain`'s report; its keys stand beside the others.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<explanation::Explanation>,
}

impl Answer {
    /// Whether anything is asked for.
    #[must_use]
    pub fn has_demand(&self) -> bool {
        self.demand_t > 0.0
    }

    /// Whether the shortfall shown is only the most that can be missing, and coverage the least there is.
    #[must_use]
    pub fn is_shortfall_open(&self) -> bool {
        self.verdict == Verdict::Undecided || is_open(self.shortfall_bounds_t)
    }

    /// Whether the cost shown is only the most that it takes; in `joint` one that is not exact is not shown.
    #[must_use]
    pub fn is_cost_open(&self) -> bool {
        self.mode != "joint" && self.cost_usd.is_some() && self.cost_bounds_usd.is_none_or(is_open)
    }

    /// Whether it is feasible, but not on what operates alone; not known where that was not asked.
    #[must_use]
    pub fn needs_projects(&self) -> bool {
        let operates = self.beside.by_status.as_ref().and_then(|levels| levels.get("operating"));
        self.verdict == Verdict::Feasible && operates.is_some_and(|brief| brief.verdict != Verdict::Feasible)
    }
}

/// One commodity's shortfall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shortfall {
    /// The commodity.
    pub commodity: String,
    /// What is missing, t.
    pub shortfall_t: f64,
}

/// One line of a mix.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MixEntry {
    /// The stage it is made at.
    pub stage: String,
    /// What is used; at a source stage the product won from what the source ships.
    pub commodity: String,
    /// Where it is made.
    pub country: String,
    /// Who makes it.
    pub facility: String,
    /// How much the member uses, t.
    pub quantity_t: f64,
    /// Part of all the member uses of that commodity from that stage, 0..=1.
    pub share: f64,
}

#[cfg(test)]
pub(crate) mod fixture;

#[cfg(test)]
mod tests {
    use super::*;

    fn years(verdicts: &[Verdict]) -> (Option<i32>, Option<i32>) {
        let answers: Vec<Answer> =
            verdicts.iter().zip(2025..).map(|(verdict, year)| fixture::answer("japan", year, *verdict)).collect();
        let question = QuestionRef { members: vec!["japan".to_owned()], ..fixture::question() };
        let report = Report::new("microlp", fixture::scenario(), question, None, answers);
        (report.first_feasible_year["japan"], report.first_sustained_year["japan"])
    }

    #[test]
    fn an_undecided_year_is_not_feasible() {
        use Verdict::{Feasible, Infeasible, Undecided};
        assert_eq!(years(&[Infeasible, Feasible, Feasible]), (Some(2026), Some(2026)));
        assert_eq!(years(&[Feasible, Undecided, Feasible]), (Some(2025), Some(2027)));
        assert_eq!(years(&[Feasible, Infeasible]), (Some(2025), None));
        assert_eq!(years(&[Undecided, Undecided]), (None, None));
        assert_eq!(years(&[]), (None, None));
    }
}
