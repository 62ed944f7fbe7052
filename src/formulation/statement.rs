//! The statements of a scenario that rows come from.

use crate::diagnostic::KeyPath;
use crate::scenario::{CommodityId, FacilityId, MemberId, PolicyId, Scenario};

/// Whether a statement can be blamed, and as what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Balances and splits: always kept.
    Physics,
    /// What a facility or an outlet can do.
    Capacity,
    /// What a consumer needs.
    Demand,
    /// What politics forbids or asks for, the avoidance included.
    Policy,
}

/// A statement of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Where the file says it.
    pub path: KeyPath,
    /// What it is.
    pub kind: Kind,
}

/// What a statement is about: it is written out as a path only once, however many rows come from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    /// How a commodity is won, shipped and used.
    Commodity(CommodityId),
    /// The capacity of a facility.
    Capacity(FacilityId),
    /// A limit on a product of a facility.
    Output(FacilityId, CommodityId),
    /// The outlet of a by-product.
    Outlet(CommodityId),
    /// A demand.
    Demand(MemberId, CommodityId),
    /// The avoidance.
    Avoidance,
    /// A political statement.
    Policy(PolicyId),
}

impl Topic {
    /// The statement, in a scenario.
    pub fn statement(self, scenario: &Scenario) -> Statement {
        let facility = |id| scenario.facilities.key(id);
        let commodity = |id| scenario.commodities.key(id);
        let (kind, path) = match self {
            Self::Commodity(id) => (Kind::Physics, KeyPath::new(["commodity", commodity(id)])),
            Self::Capacity(id) => (Kind::Capacity, KeyPath::new(["facility", facility(id), "capacity_t_per_year"])),
            Self::Output(id, product) => {
                let path = ["facility", facility(id), "max_output_t_per_year", commodity(product)];
                (Kind::Capacity, KeyPath::new(path))
            }
            Self::Outlet(id) => {
                (Kind::Capacity, KeyPath::new(["commodity", commodity(id), "byproduct", "max_t_per_year"]))
            }
            Self::Demand(id, wanted) => {
                let path = ["member", scenario.members.key(id), "demand_t_per_year", commodity(wanted)];
                (Kind::Demand, KeyPath::new(path))
            }
            Self::Avoidance => (Kind::Policy, KeyPath::new(["scenario", "avoid"])),
            Self::Policy(id) => (Kind::Policy, KeyPath::new(["policy", scenario.policies.key(id)])),
        };
        Statement { path, kind }
    }
}
