//! What is true in a scenario: names resolved, ranges checked, overrides applied. Made by its `check` only.

use std::collections::BTreeMap;

use crate::define_id;
use crate::exact::Rational;
use crate::table::Table;

mod check;
pub mod claim;
mod document;
mod evidence;
pub mod keys;
pub mod load;
pub mod policy;
mod read;
pub mod series;
pub mod variant;
mod work;

pub use claim::{ByMember, Claim, Condition, Figure, Judgement, Origin, Quantifier};
pub use document::{Document, is_override};
pub use evidence::{Evidence, Grade, Status};
pub use load::{Findings, LoadError, Loaded, load, load_bytes, load_text};
pub use policy::{
    Ban, Budget, Charge, ExportBan, Favoured, Flows, Limit, MaxFlow, MaxPremium, MaxShare, MinShare, Offtake, Policy,
    PriceFloor, Rule, Scope, Side, Source, Subsidy, Target, Tariff,
};
pub use series::{Hold, Series};
pub use work::Work;

define_id!(
    /// A stage of the chain, in the file's order.
    StageId
);
define_id!(
    /// A country or any other place.
    CountryId
);
define_id!(
    /// A commodity: something with a mass that is made at one stage.
    CommodityId
);
define_id!(
    /// A process: a source, a split or a recipe.
    ProcessId
);
define_id!(
    /// A facility.
    FacilityId
);
define_id!(
    /// A route between two places.
    RouteId
);
define_id!(
    /// A member of the alliance or another consumer.
    MemberId
);
define_id!(
    /// A political statement.
    PolicyId
);
define_id!(
    /// A claim about the answer.
    ClaimId
);
define_id!(
    /// A publication that numbers come from (`[source.*]`).
    ReferenceId
);

/// A checked scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// One line; the file's name where the file gives none.
    pub title: String,
    /// Free text.
    pub description: Option<String>,
    /// The years asked about, ascending, without repeats.
    pub years: Vec<i32>,
    /// The stages in the chain's order.
    pub stages: Table<StageId, Stage>,
    /// The question the file asks.
    pub question: Question,
    /// Places.
    pub countries: Table<CountryId, Country>,
    /// Publications.
    pub references: Table<ReferenceId, Reference>,
    /// Commodities.
    pub commodities: Table<CommodityId, Commodity>,
    /// Processes.
    pub processes: Table<ProcessId, Process>,
    /// Facilities.
    pub facilities: Table<FacilityId, Facility>,
    /// Routes.
    pub routes: Routes,
    /// Members and other consumers.
    pub members: Table<MemberId, Member>,
    /// Political statements.
    pub policies: Table<PolicyId, Policy>,
    /// Claims.
    pub claims: Table<ClaimId, Claim>,
    /// How a sweep asks, where the file says so.
    pub sweep: Option<Sweep>,
}

/// A question: what to avoid, where, for whom, when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Who takes part.
    pub mode: Mode,
    /// Places to source without.
    pub avoid: Vec<CountryId>,
    /// The stages at which they are avoided, in the chain's order.
    pub avoid_stages: Vec<StageId>,
    /// The alliance members whose answers are wanted, in file order.
    pub members: Vec<MemberId>,
    /// The years, ascending.
    pub years: Vec<i32>,
    /// How real a facility must be to take part, in the order of [`Status::ALL`].
    pub statuses: Vec<Status>,
}

/// How a sweep asks.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// What it asks of every point.
    pub question: Question,
    /// How many samples it draws.
    pub samples: Option<u64>,
    /// Their seed.
    pub seed: Option<u64>,
}

/// Who takes part in a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// All members and other consumers on the same capacity.
    Joint,
    /// One member at a time, all others absent.
    Alone,
    /// One member with only the facilities it owns.
    Own,
}

impl Mode {
    /// The word used in files, on the command line and in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Joint => "joint",
            Self::Alone => "alone",
            Self::Own => "own",
        }
    }
}

/// One stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage;

/// A publication.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Title.
    pub title: String,
    /// Publisher.
    pub publisher: Option<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Address.
    pub url: Option<String>,
    /// Free text.
    pub note: Option<String>,
}

/// A place.
#[derive(Clone, Debug)]
pub struct Country {
    /// Display name; the key where the file gives none.
    pub name: String,
    /// Origin of what is said of it.
    pub evidence: Evidence,
}

/// A commodity.
#[derive(Clone, Debug)]
pub struct Commodity {
    /// Display name; the key where the file gives none.
    pub name: String,
    /// The stage it is made at.
    pub stage: StageId,
    /// Whether its content depends on the facility that ships it.
    pub assayed: bool,
    /// Its mass unit, `t` by default.
    pub unit: String,
    /// Price, USD/t.
    pub price: Option<Series>,
    /// One capped outlet in the world for what is won at a split.
    pub byproduct: Option<Byproduct>,
    /// Charge on what is won and not sold, USD/t.
    pub dispose: Option<Series>,
    /// Origin of its numbers.
    pub evidence: Evidence,
}

/// The outlet of a by-product.
#[derive(Clone, Debug)]
pub struct Byproduct {
    /// What it brings, USD/t.
    pub price: Series,
    /// How much the world takes, t/yr.
    pub max: Series,
}

/// A process as the file states it, before a facility overrides parts of it.
#[derive(Clone, Debug)]
pub struct Process {
    /// Display name; the key where the file gives none.
    pub name: String,
    /// The stage of what it makes.
    pub stage: StageId,
    /// What it does.
    pub work: Work,
    /// Default cost, USD per unit of activity.
    pub cost: Option<Series>,
    /// Origin of its numbers.
    pub evidence: Evidence,
}

/// One process at one facility, overrides applied.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The process.
    pub process: ProcessId,
    /// The stage of what is made.
    pub stage: StageId,
    /// What it does here.
    pub work: Work,
    /// Cost, USD per unit of activity; zero where the file gives none.
    pub cost: Series,
}

/// A facility.
#[derive(Clone, Debug)]
pub struct Facility {
    /// Display name; the key where the file gives none.
    pub name: String,
    /// Where it stands.
    pub country: CountryId,
    /// The member it belongs to: its `owner`, else the member of its country, else nobody.
    pub owner: Option<MemberId>,
    /// What it runs.
    pub operations: Vec<Operation>,
    /// Mineral of what a source ships.
    pub mineral: Option<String>,
    /// Minerals a splitter takes; all where absent.
    pub accepts: Option<Vec<String>>,
    /// Tonnes of product contained in one tonne a source ships; never zero.
    pub assay: Vec<(CommodityId, f64)>,
    /// Units of activity per year; absent only at a splitter that limits its products.
    pub capacity: Option<Series>,
    /// Limits on a splitter's products, t/yr.
    pub max_output: Vec<(CommodityId, Series)>,
    /// Cost of building one more unit of yearly capacity, USD/(t/yr).
    pub capex: Option<Series>,
    /// Cost of raising a limit on a splitter's product, USD/(t/yr).
    pub max_output_capex: Vec<(CommodityId, Series)>,
    /// How real it is; it counts as operating where the file does not say.
    pub status: Option<Status>,
    /// Origin of its numbers.
    pub evidence: Evidence,
}

/// Routes and what holds where no route says otherwise.
#[derive(Clone, Debug)]
pub struct Routes {
    /// Whether a pair of places without a route of its own is open.
    pub default_open: bool,
    /// Freight of open routes that name none, USD/t.
    pub default_freight: Series,
    /// Routes of their own.
    pub named: Table<RouteId, Route>,
    /// Origin of the numbers that hold by default.
    pub evidence: Evidence,
    /// Routes by the places they join.
    between: BTreeMap<(CountryId, CountryId), Vec<RouteId>>,
}

/// A route.
#[derive(Clone, Debug)]
pub struct Route {
    /// From here.
    pub from: CountryId,
    /// To here.
    pub to: CountryId,
    /// For these commodities; all where absent.
    pub commodities: Option<Vec<CommodityId>>,
    /// Whether anything may pass.
    pub open: bool,
    /// Freight, USD/t; the default where absent.
    pub freight: Option<Series>,
    /// Origin of its numbers.
    pub evidence: Evidence,
}

impl Facility {
    /// How real it is. What the file says nothing of is there.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status.unwrap_or(Status::Operating)
    }
}

impl Routes {
    /// The routes `named`, and what holds without them.
    #[must_use]
    pub fn new(default_open: bool, default_freight: Series, named: Table<RouteId, Route>, evidence: Evidence) -> Self {
        let mut between: BTreeMap<_, Vec<RouteId>> = BTreeMap::new();
        for (id, route) in named.iter() {
            between.entry((route.from, route.to)).or_default().push(id);
        }
        Self { default_open, default_freight, named, evidence, between }
    }

    /// The route that speaks for `commodity` from `from` to `to`, if any: one that names the commodity beats one
    /// that does not.
    #[must_use]
    pub fn speaking_for(&self, commodity: CommodityId, from: CountryId, to: CountryId) -> Option<RouteId> {
        let mut general = None;
        for &id in self.between.get(&(from, to))? {
            let route = &self.named[id];
            match &route.commodities {
                Some(list) if list.contains(&commodity) => return Some(id),
                Some(_) => {}
                None => general = Some(id),
            }
        }
        general
    }

    /// Freight for `commodity` from `from` to `to` in `year`, USD/t, or `None` where nothing may pass. Free within a place
    /// unless a route from it to itself says otherwise.
    #[must_use]
    pub fn freight(&self, commodity: CommodityId, from: CountryId, to: CountryId, year: i32) -> Option<Rational> {
        match self.speaking_for(commodity, from, to) {
            Some(id) => {
                let route = &self.named[id];
                route.open.then(|| route.freight.as_ref().unwrap_or(&self.default_freight).at(year))
            }
            None if from == to => Some(Rational::ZERO),
            None => self.default_open.then(|| self.default_freight.at(year)),
        }
    }
}

/// A member of the alliance or another consumer.
#[derive(Clone, Debug)]
pub struct Member {
    /// Display name; the key where the file gives none.
    pub name: String,
    /// Where its demand can be met.
    pub countries: Vec<CountryId>,
    /// Whether it avoids and is asked about.
    pub alliance: bool,
    /// A smaller number is served first.
    pub priority: i64,
    /// Demand, t/yr.
    pub demand: Vec<(CommodityId, Series)>,
    /// Origin of its numbers.
    pub evidence: Evidence,
}
