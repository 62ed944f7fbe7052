//! From deliveries back to the splitters: how much of every flow each member needs. What meets in a place mixes, so each
//! need is met from all that arrives there in proportion; where goods come back, as scrap to metal, that is a system of
//! equations, which is solved in fractions.

use std::collections::BTreeMap;

use circle::Circle;
use flows::Flows;

use crate::exact::Rational;
use crate::formulation::{ColumnKey, Program};
use crate::scenario::{CommodityId, CountryId, MemberId};

mod circle;
mod flows;

/// A junction of flows of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Junction {
    /// What arrives in a place.
    Used(CommodityId, CountryId),
    /// The hub.
    Hub(CommodityId),
    /// What is made in a place.
    Made(CommodityId, CountryId),
    /// A recipe's activity, by column.
    Activity(usize),
}

impl Junction {
    /// What meets there; nothing at an activity.
    fn commodity(self) -> Option<CommodityId> {
        match self {
            Self::Used(commodity, _) | Self::Hub(commodity) | Self::Made(commodity, _) => Some(commodity),
            Self::Activity(_) => None,
        }
    }
}

/// How much of every column's flow each member needs, in the column's unit.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    by_member: BTreeMap<MemberId, BTreeMap<usize, f64>>,
    outputs: BTreeMap<(MemberId, usize, CommodityId), f64>,
}

impl Needs {
    /// What `member` needs of column `index`.
    #[must_use]
    pub fn of(&self, member: MemberId, index: usize) -> f64 {
        self.by_member.get(&member).and_then(|needs| needs.get(&index)).copied().unwrap_or(0.0)
    }

    /// What `member` needs of one output of activity column `index`, t.
    #[must_use]
    pub fn of_output(&self, member: MemberId, index: usize, commodity: CommodityId) -> f64 {
        self.outputs.get(&(member, index, commodity)).copied().unwrap_or(0.0)
    }

    /// The part of column `index` that is for each of `members`; sums to 1. Where nobody needs it, the first bears it.
    #[must_use]
    pub fn shares(&self, members: &[MemberId], index: usize) -> Vec<(MemberId, f64)> {
        let total: f64 = members.iter().map(|&member| self.of(member, index)).sum();
        if total > 0.0 {
            members.iter().map(|&member| (member, self.of(member, index) / total)).collect()
        } else {
            members.iter().take(1).map(|&member| (member, 1.0)).collect()
        }
    }

    /// Traces the plan `point`, which is `values` in doubles.
    #[must_use]
    pub fn trace(program: &Program<'_>, point: &[Rational], values: &[f64]) -> Self {
        let mut needs = Self::default();
        for class in 0..program.network.classes.len() {
            let flows = Flows::of(program, point, values, class);
            let members = program.network.classes[class].members.iter();
            let mut traces: Vec<Trace<'_>> =
                members.map(|&member| Trace::of(program, values, &flows, member)).collect();
            for together in flows.downstream_first() {
                let circle = Circle::of(&flows, &together);
                if let Some(circle) = &circle {
                    circle.settle(traces.iter_mut().map(|trace| &mut trace.needed).collect());
                }
                for trace in &mut traces {
                    trace.pass(&together, circle.as_ref(), &mut needs);
                }
            }
            for trace in traces {
                needs.by_member.insert(trace.member, trace.own);
            }
        }
        needs
    }
}

/// One member's needs on their way up.
struct Trace<'a> {
    flows: &'a Flows<'a>,
    member: MemberId,
    needed: BTreeMap<Junction, f64>,
    own: BTreeMap<usize, f64>,
}

impl<'a> Trace<'a> {
    fn of(program: &Program<'_>, values: &[f64], flows: &'a Flows<'a>, member: MemberId) -> Self {
        let mut trace = Self { flows, member, needed: BTreeMap::new(), own: BTreeMap::new() };
        for (index, key) in program.columns.iter().enumerate() {
            if let ColumnKey::Delivered { demand, country } = *key {
                let wanted = &program.network.demands[demand];
                if wanted.member == member && values[index] > 0.0 {
                    *trace.needed.entry(Junction::Used(wanted.commodity, country)).or_default() += values[index];
                    trace.own.insert(index, values[index]);
                }
            }
        }
        trace
    }

    /// Passes on what is needed at junctions that come together.
    fn pass(&mut self, together: &[Junction], circle: Option<&Circle>, needs: &mut Needs) {
        for junction in together {
            let amount = self.needed.get(junction).copied().unwrap_or(0.0);
            if amount > 0.0 {
                self.pass_on(*junction, amount, circle, needs);
            }
        }
    }

    /// Meets a need of `amount` at `junction` from what supplies it; what is inside `circle` has its need already.
    fn pass_on(&mut self, junction: Junction, amount: f64, circle: Option<&Circle>, needs: &mut Needs) {
        let is_settled = |junction: &Junction| circle.is_some_and(|circle| circle.has(junction));
        if let Junction::Activity(index) = junction {
            self.own.insert(index, amount);
            for (input, rate) in self.flows.inputs.get(&index).into_iter().flatten() {
                if !is_settled(input) {
                    *self.needed.entry(*input).or_default() += rate * amount;
                }
            }
            return;
        }
        let (Some(supply), Some(commodity)) = (self.flows.into.get(&junction), junction.commodity()) else { return };
        let total: f64 = supply.iter().map(|flow| flow.tonnes).sum();
        for flow in supply {
            let part = amount * flow.tonnes / total;
            match flow.from {
                Some(activity @ Junction::Activity(index)) => {
                    *needs.outputs.entry((self.member, index, commodity)).or_default() += part;
                    if !is_settled(&activity) {
                        // Joint outputs: the activity runs for the one needed most.
                        let runs = self.needed.entry(activity).or_default();
                        *runs = runs.max(part / flow.rate);
                    }
                }
                Some(upstream) => {
                    *self.own.entry(flow.column).or_default() += part;
                    if !is_settled(&upstream) {
                        *self.needed.entry(upstream).or_default() += part;
                    }
                }
                None => *self.own.entry(flow.column).or_default() += part,
            }
        }
    }
}
