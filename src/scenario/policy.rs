//! Political statements as the scenario states them; their rows are built in `formulation`.

use super::{CommodityId, CountryId, Evidence, FacilityId, MemberId, Series, StageId};

/// A political statement.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Display name; the key where the file gives none.
    pub name: String,
    /// What it says.
    pub rule: Rule,
    /// First year in force.
    pub from_year: Option<i32>,
    /// Last year in force.
    pub until_year: Option<i32>,
    /// Whether it takes part at all.
    pub enabled: bool,
    /// Price of breaking it, USD/t; a hard rule where absent.
    pub slack: Option<Series>,
    /// Origin of its numbers.
    pub evidence: Evidence,
}

impl Policy {
    /// Whether the statement is in force in `year`.
    #[must_use]
    pub fn in_force(&self, year: i32) -> bool {
        self.enabled
            && self.from_year.is_none_or(|from| from <= year)
            && self.until_year.is_none_or(|until| year <= until)
    }
}

/// What a political statement says.
#[derive(Clone, Debug)]
pub enum Rule {
    /// Nothing of these origins at these stages for these members.
    Ban {
        /// Places.
        origins: Vec<CountryId>,
        /// Stages; all where the file names none.
        stages: Vec<StageId>,
        /// Commodities; all where absent.
        commodities: Option<Vec<CommodityId>>,
        /// Whom it binds.
        members: Vec<MemberId>,
    },
    /// Nothing may flow.
    ExportBan {
        /// Which flows.
        flows: Flows,
    },
    /// No more than a limit may flow, everybody's flows counted.
    MaxFlow {
        /// Which flows.
        flows: Flows,
        /// Limit, t/yr.
        limit: Series,
    },
    /// No single place (or the named ones together) supplies more than a share of what a member uses.
    MaxShare {
        /// Whom it binds, each for itself.
        members: Vec<MemberId>,
        /// The stage.
        stage: StageId,
        /// Share, 0..=1.
        share: Series,
        /// These together; every single place where absent.
        countries: Option<Vec<CountryId>>,
        /// Whether the member's own places are exempt.
        home_exempt: bool,
        /// Commodities; all of the stage where absent.
        commodities: Option<Vec<CommodityId>>,
        /// One row for the sum over the commodities instead of one each.
        together: bool,
    },
    /// Favoured places (or recycling) supply at least a share of what a member uses.
    MinShare {
        /// Whom it binds, each for itself.
        members: Vec<MemberId>,
        /// The stage.
        stage: StageId,
        /// Share, 0..=1.
        share: Series,
        /// Who is favoured.
        favoured: Favoured,
        /// Commodities; all of the stage where absent.
        commodities: Option<Vec<CommodityId>>,
        /// One row for the sum over the commodities instead of one each.
        together: bool,
    },
    /// A share of what a facility makes is reserved for one member.
    Offtake {
        /// The facility.
        facility: FacilityId,
        /// The holder.
        member: MemberId,
        /// Share, 0..=1.
        share: Series,
        /// Products; all where absent.
        commodities: Option<Vec<CommodityId>>,
    },
    /// A charge on flows.
    Tariff {
        /// Which flows.
        flows: Flows,
        /// How much.
        charge: Charge,
    },
    /// Money paid per unit of activity.
    Subsidy {
        /// To whom.
        target: Target,
        /// USD per unit of activity.
        usd_per_t: Series,
    },
    /// The gap between a guaranteed price and the commodity's price, paid per tonne made.
    PriceFloor {
        /// To whom.
        target: Target,
        /// The commodity; all priced products where absent.
        commodity: Option<CommodityId>,
        /// Guaranteed price, USD/t.
        usd_per_t: Series,
    },
    /// Cost stays within a premium over the baseline, all members together.
    MaxPremium {
        /// Whom it binds.
        members: Vec<MemberId>,
        /// Premium as a fraction: 0.2 is 20 %.
        premium: Series,
    },
    /// Cost stays within an amount, all members together.
    Budget {
        /// Whom it binds.
        members: Vec<MemberId>,
        /// USD per year.
        usd_per_year: Series,
    },
}

/// Flows from, to and of; lists are one sum, a flow inside a place is none.
#[derive(Clone, Debug)]
pub struct Flows {
    /// From any of these.
    pub from: Vec<CountryId>,
    /// To any of these; everyone where absent.
    pub to: Option<Vec<CountryId>>,
    /// Of any of these; everything where absent.
    pub commodities: Option<Vec<CommodityId>>,
}

/// How a tariff is charged.
#[derive(Clone, Debug)]
pub enum Charge {
    /// Share of the commodity's price.
    Rate(Series),
    /// USD/t.
    PerTonne(Series),
}

/// Who is favoured by a minimum share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Favoured {
    /// The member's own places.
    Home,
    /// These places.
    Countries(Vec<CountryId>),
    /// Source material that is recycled.
    Recycling,
}

/// Whom a subsidy or a price floor pays.
#[derive(Clone, Debug)]
pub enum Target {
    /// One facility.
    Facility(FacilityId),
    /// Every facility of a place at a stage.
    Place {
        /// The place.
        country: CountryId,
        /// The stage.
        stage: StageId,
    },
}
