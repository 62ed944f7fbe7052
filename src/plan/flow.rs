//! A plan as flows from maker to user, for one member. What goes through a hub is spread over its users in proportion,
//! as nothing tells its tonnes apart.

use std::collections::BTreeMap;

use super::{Needs, won_shares};
use crate::exact::{approx, decimal};
use crate::formulation::{ColumnKey, Node, Program};
use crate::scenario::{CommodityId, CountryId, MemberId, StageId, Work};

/// Making something at a stage in a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stop {
    /// The stage.
    pub stage: StageId,
    /// The country.
    pub country: CountryId,
    /// What is made; of a recipe's outputs the first.
    pub made: CommodityId,
}

/// What a stop does, wherever it is.
type Step = (StageId, CommodityId);

/// What goes from one stop to another, or to the member.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// What; from a source the product won from what it ships.
    pub commodity: CommodityId,
    /// Where it is made.
    pub from: Stop,
    /// Where it is used; none where it is delivered to the member.
    pub to: Option<Stop>,
    /// How much, t.
    pub tonnes: f64,
}

/// The legs of what `member` uses, in the order of the chain.
#[must_use]
pub fn legs(program: &Program<'_>, values: &[f64], needs: &Needs, member: MemberId) -> Vec<Leg> {
    let mut ledger = Ledger::default();
    for (index, key) in program.columns.iter().enumerate() {
        let needed = needs.of(member, index);
        if needed > 0.0 {
            ledger.enter(program, values, needs, member, (index, key, needed));
        }
    }
    ledger.settle()
}

/// Shares of the steps that make or use a commodity in a place.
type Shares<T> = BTreeMap<(CommodityId, CountryId), BTreeMap<T, f64>>;

#[derive(Default)]
struct Ledger {
    legs: BTreeMap<(Stop, CommodityId, Option<Stop>), f64>,
    made: Shares<Step>,
    used: Shares<Option<Step>>,
    direct: BTreeMap<(CommodityId, CountryId, CountryId), f64>,
    into_hub: BTreeMap<CommodityId, BTreeMap<CountryId, f64>>,
    out_of_hub: BTreeMap<CommodityId, BTreeMap<CountryId, f64>>,
}

impl Ledger {
    fn enter(
        &mut self,
        program: &Program<'_>,
        values: &[f64],
        needs: &Needs,
        member: MemberId,
        (index, key, needed): (usize, &ColumnKey, f64),
    ) {
        let network = &program.network;
        match *key {
            ColumnKey::Allotted { group, splitter, product, .. } => {
                let unit = &network.splitters[splitter];
                let step = (unit.operation.stage, product);
                let plant = stop(step, unit.country);
                for (source, share) in won_shares(program, values, group, splitter, product) {
                    let mine = &network.sources[source];
                    let from = stop((mine.operation.stage, product), mine.country);
                    let leg = (from, product, Some(plant));
                    *self.legs.entry(leg).or_default() += needed * share;
                }
                add(&mut self.made, (product, unit.country), step, needed);
            }
            ColumnKey::Activity { recipe, .. } => {
                let unit = &network.recipes[recipe];
                let Work::Recipe { input, output } = &unit.operation.work else { return };
                let Some((first, _)) = output.first() else { return };
                let step = (unit.operation.stage, *first);
                for (commodity, rate) in input {
                    let used = needed * approx(&decimal(*rate));
                    add(&mut self.used, (*commodity, unit.country), Some(step), used);
                }
                for (commodity, _) in output {
                    let made = needs.of_output(member, index, *commodity);
                    add(&mut self.made, (*commodity, unit.country), step, made);
                }
            }
            ColumnKey::Shipped { commodity, from, to, .. } => match (from, to) {
                (Node::Place(from), Node::Place(to)) => {
                    *self.direct.entry((commodity, from, to)).or_default() += needed;
                }
                (Node::Place(from), Node::Hub) => add(&mut self.into_hub, commodity, from, needed),
                (Node::Hub, Node::Place(to)) => add(&mut self.out_of_hub, commodity, to, needed),
                (Node::Hub, Node::Hub) => {}
            },
            ColumnKey::Delivered { demand, country } => {
                add(&mut self.used, (network.demands[demand].commodity, country), None, needed);
            }
            _ => {}
        }
    }

    fn settle(mut self) -> Vec<Leg> {
        for (commodity, from) in std::mem::take(&mut self.into_hub) {
            let to = self.out_of_hub.remove(&commodity).unwrap_or_default();
            let total: f64 = to.values().sum();
            for (maker, sent) in &from {
                for (user, received) in &to {
                    *self.direct.entry((commodity, *maker, *user)).or_default() += sent * received / total;
                }
            }
        }
        for ((commodity, from, to), tonnes) in std::mem::take(&mut self.direct) {
            for (maker, made) in parts(&self.made, (commodity, from)) {
                for (user, used) in parts(&self.used, (commodity, to)) {
                    let leg = (stop(maker, from), commodity, user.map(|user| stop(user, to)));
                    *self.legs.entry(leg).or_default() += tonnes * made * used;
                }
            }
        }
        let legs = self.legs.into_iter().filter(|entry| entry.1 > 0.0);
        legs.map(|((from, commodity, to), tonnes)| Leg { commodity, from, to, tonnes }).collect()
    }
}

fn stop((stage, made): Step, country: CountryId) -> Stop {
    Stop { stage, country, made }
}

fn add<K: Ord, T: Ord>(shares: &mut BTreeMap<K, BTreeMap<T, f64>>, key: K, part: T, tonnes: f64) {
    *shares.entry(key).or_default().entry(part).or_default() += tonnes;
}

/// The parts of one entry, which sum to 1.
fn parts<T: Copy + Ord>(shares: &Shares<T>, key: (CommodityId, CountryId)) -> Vec<(T, f64)> {
    let Some(parts) = shares.get(&key) else { return Vec::new() };
    let total: f64 = parts.values().sum();
    parts.iter().filter(|part| *part.1 > 0.0).map(|(part, tonnes)| (*part, tonnes / total)).collect()
}
