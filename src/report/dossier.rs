//! A report with what pictures show beside it: who ships to whom, what supply costs, where the numbers come from.

use indexmap::IndexMap;

use super::Report;
use super::explanation::{Explanation, StageShortfall, apart};

/// Everything a page or a picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// The answers; those explained in full carry their explanation.
    pub report: Report,
    /// What was changed in the scenario beforehand, each `KEY=VALUE`.
    pub overrides: Vec<String>,
    /// What the scenario says of itself.
    pub description: Option<String>,
    /// Display names.
    pub names: Names,
    /// Countries by [`ranking`], which gives them their colours.
    pub ranking: Vec<String>,
    /// Who ships what to whom, one entry per answer with a plan.
    pub flows: Vec<MemberFlows>,
    /// What each commodity is made from, by recipes.
    pub made_from: IndexMap<String, Vec<String>>,
    /// Names of the policies in force in a year asked about.
    pub policies: Vec<String>,
    /// Why some feasible answers are not feasible on what operates alone.
    pub unready: Vec<Unready>,
    /// What is short when only one stage's capacities count.
    pub bottlenecks: Vec<Bottleneck>,
    /// Supply in order of cost against need.
    pub curves: Vec<Curve>,
    /// The numbers of the scenario.
    pub numbers: Vec<Number>,
    /// Publications the numbers come from, by key.
    pub references: IndexMap<String, Reference>,
    /// Where the statements named by explanations stand, by key path.
    pub statements: IndexMap<String, Excerpt>,
}

/// Display names by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    /// Of members and other consumers.
    pub members: IndexMap<String, String>,
    /// Of countries.
    pub countries: IndexMap<String, String>,
    /// Of commodities.
    pub commodities: IndexMap<String, String>,
    /// Of facilities.
    pub facilities: IndexMap<String, String>,
}

impl Names {
    /// The name of a member.
    #[must_use]
    pub fn member(&self, key: &str) -> String {
        display_name(&self.members, key)
    }

    /// The name of a country.
    #[must_use]
    pub fn country(&self, key: &str) -> String {
        display_name(&self.countries, key)
    }

    /// The name of a commodity.
    #[must_use]
    pub fn commodity(&self, key: &str) -> String {
        display_name(&self.commodities, key)
    }

    /// The name of a facility.
    #[must_use]
    pub fn facility(&self, key: &str) -> String {
        display_name(&self.facilities, key)
    }
}

/// The name, or the key in words where the scenario gives none.
#[must_use]
pub fn display_name(names: &IndexMap<String, String>, key: &str) -> String {
    match names.get(key) {
        Some(name) if name != key => name.clone(),
        _ => words(key),
    }
}

/// `make_magnet` as `make magnet`, and stages that are one line together as `mining and recycling`.
#[must_use]
pub fn words(key: &str) -> String {
    apart(&key.replace('_', " "))
}

/// The flows of one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberFlows {
    /// The member.
    pub member: String,
    /// The year.
    pub year: i32,
    /// What it uses, from maker to user.
    pub flows: Vec<Flow>,
}

/// What a member uses of one commodity, from the stop that made it to the one that uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// The commodity; from a source the product won from what it ships.
    pub commodity: String,
    /// Where it is made.
    pub from: Stop,
    /// Where it is used; none where it is delivered to the member.
    pub to: Option<Stop>,
    /// How much, t.
    pub quantity_t: f64,
}

/// Making something at a stage in a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The stage.
    pub stage: String,
    /// The country.
    pub country: String,
    /// What is made; of a recipe's outputs the first.
    pub made: String,
}

/// An answer that is feasible, asked once more of what operates alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Unready {
    /// The member.
    pub member: String,
    /// The year.
    pub year: i32,
    /// Demand, t.
    pub demand_t: f64,
    /// What must stay unmet then, t.
    pub shortfall_t: f64,
    /// Why.
    pub explanation: Explanation,
}

/// The shortfall stage by stage, capacities of all other stages left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Bottleneck {
    /// The member; none where all alliance demands are asked about together.
    pub member: Option<String>,
    /// The year.
    pub year: i32,
    /// Demand asked about, t.
    pub demand_t: f64,
    /// One entry per stage, and one of several stages together where none alone leaves anything missing.
    pub stages: Vec<StageShortfall>,
    /// The stage of the entry with the largest shortfall.
    pub binding: Option<String>,
}

/// Supply of one commodity in order of its cost, against what is needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The member whose own facilities these are; none where everybody's count.
    pub owner: Option<String>,
    /// The year.
    pub year: i32,
    /// The stages that make it.
    pub stages: Vec<String>,
    /// The commodity; at source stages the product contained.
    pub commodity: String,
    /// Who could supply it without a country that is avoided, cheapest first.
    pub suppliers: Vec<Supplier>,
    /// What is needed of it.
    pub needs: Vec<Need>,
}

/// One facility on a cost curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Supplier {
    /// The facility.
    pub facility: String,
    /// Its country.
    pub country: String,
    /// Its stage.
    pub stage: String,
    /// Its status as the scenario states it.
    pub status: Option<String>,
    /// The most it could supply, t/yr.
    pub quantity_t: f64,
    /// Cost of this stage alone, USD/t.
    pub cost_usd_per_t: f64,
    /// Whether the same capacity stands on other curves too.
    pub shared: bool,
}

/// What somebody needs of a commodity at least.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The member; none for the whole alliance.
    pub member: Option<String>,
    /// How much, t/yr.
    pub quantity_t: f64,
}

/// One number of the scenario, or one quantity by year.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The part of the scenario it belongs to, such as `facility`.
    pub section: String,
    /// Whose it is, such as the key of a facility; empty where the section holds one thing.
    pub owner: String,
    /// The rest of its key path.
    pub key: String,
    /// The number, or one per year.
    pub values: Vec<Value>,
    /// Its unit.
    pub unit: String,
    /// Key of the publication it comes from.
    pub source: Option<String>,
    /// How well it stands.
    pub grade: Option<String>,
    /// What the scenario says of its origin.
    pub note: Option<String>,
}

impl Number {
    /// Whether `other` is the same quantity in other years, and rests on the same.
    #[must_use]
    pub fn is_beside(&self, other: &Self) -> bool {
        let quantity = |number: &Self| (number.section.clone(), number.owner.clone(), number.key.clone());
        let standing = |number: &Self| (number.source.clone(), number.grade.clone(), number.note.clone());
        quantity(self) == quantity(other) && standing(self) == standing(other)
    }
}

/// A number, perhaps of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The year.
    pub year: Option<String>,
    /// The number.
    pub value: f64,
    /// The least and the most it may be, where the scenario says so.
    pub range: Option<[f64; 2]>,
}

/// A publication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reference {
    /// Title.
    pub title: String,
    /// Publisher.
    pub publisher: Option<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Address.
    pub url: Option<String>,
}

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What the line says.
    pub text: String,
}

/// Countries by how much of what is used they make, the largest first.
#[must_use]
pub fn ranking(report: &Report) -> Vec<String> {
    let mut made: IndexMap<&str, f64> = IndexMap::new();
    for entry in report.answers.iter().flat_map(|answer| &answer.mix) {
        *made.entry(entry.country.as_str()).or_default() += entry.share;
    }
    let mut ranked: Vec<(&str, f64)> = made.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    ranked.into_iter().map(|entry| entry.0.to_owned()).collect()
}

impl Curve {
    /// Supply over the largest need; below 1 something is short.
    #[must_use]
    pub fn tightness(&self) -> f64 {
        let supply: f64 = self.suppliers.iter().map(|supplier| supplier.quantity_t).sum();
        let need = self.needs.iter().map(|need| need.quantity_t).fold(0.0, f64::max);
        if need > 0.0 { supply / need } else { f64::INFINITY }
    }
}
