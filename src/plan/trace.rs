//! From deliveries back to the splitters: how much of every flow each member needs.

use std::collections::{BTreeMap, BTreeSet};

use crate::exact::approx;
use crate::formulation::{ColumnKey, Node, Program};
use crate::scenario::{CommodityId, CountryId, MemberId, Work};

/// A junction of flows of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Junction {
    /// What arrives in a place.
    Used(CommodityId, CountryId),
    /// The hub.
    Hub(CommodityId),
    /// What is made in a place.
    Made(CommodityId, CountryId),
    /// A recipe's activity, by column.
    Activity(usize),
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

    /// Traces the plan `values`.
    #[must_use]
    pub fn trace(program: &Program<'_>, values: &[f64]) -> Self {
        let mut needs = Self::default();
        for class in 0..program.network.classes.len() {
            let flows = Flows::of(program, values, class);
            let order = flows.downstream_first();
            for &member in &program.network.classes[class].members {
                needs.trace_member(program, values, &flows, &order, member);
            }
        }
        needs
    }

    fn trace_member(
        &mut self,
        program: &Program<'_>,
        values: &[f64],
        flows: &Flows,
        order: &[Junction],
        member: MemberId,
    ) {
        let mut needed: BTreeMap<Junction, f64> = BTreeMap::new();
        let mut own: BTreeMap<usize, f64> = BTreeMap::new();
        for (index, key) in program.columns.iter().enumerate() {
            if let ColumnKey::Delivered { demand, country } = *key {
                let wanted = &program.network.demands[demand];
                if wanted.member == member && values[index] > 0.0 {
                    *needed.entry(Junction::Used(wanted.commodity, country)).or_default() += values[index];
                    own.insert(index, values[index]);
                }
            }
        }
        for junction in order {
            let amount = needed.get(junction).copied().unwrap_or(0.0);
            if amount <= 0.0 {
                continue;
            }
            if let Junction::Activity(index) = *junction {
                own.insert(index, amount);
                for (input, rate) in flows.inputs.get(&index).into_iter().flatten() {
                    *needed.entry(*input).or_default() += rate * amount;
                }
                continue;
            }
            let Some(supply) = flows.into.get(junction) else { continue };
            let total: f64 = supply.iter().map(|flow| flow.tonnes).sum();
            for flow in supply {
                let part = amount * flow.tonnes / total;
                match flow.from {
                    Some(activity @ Junction::Activity(index)) => {
                        let (Junction::Made(commodity, _) | Junction::Used(commodity, _) | Junction::Hub(commodity)) =
                            *junction
                        else {
                            continue;
                        };
                        *self.outputs.entry((member, index, commodity)).or_default() += part;
                        // Joint outputs: the activity runs for the one needed most.
                        let runs = needed.entry(activity).or_default();
                        *runs = runs.max(part / flow.rate);
                    }
                    Some(upstream) => {
                        *own.entry(flow.column).or_default() += part;
                        *needed.entry(upstream).or_default() += part;
                    }
                    None => *own.entry(flow.column).or_default() += part,
                }
            }
        }
        self.by_member.insert(member, own);
    }
}

struct Flow {
    column: usize,
    from: Option<Junction>,
    tonnes: f64,
    rate: f64,
}

/// The positive flows of one class.
struct Flows {
    into: BTreeMap<Junction, Vec<Flow>>,
    /// Inputs of each activity column, t per unit.
    inputs: BTreeMap<usize, Vec<(Junction, f64)>>,
}

impl Flows {
    fn of(program: &Program<'_>, values: &[f64], class: usize) -> Self {
        let mut flows = Self { into: BTreeMap::new(), inputs: BTreeMap::new() };
        for (column, key) in program.columns.iter().enumerate() {
            let value = values[column];
            if value <= 0.0 {
                continue;
            }
            match *key {
                ColumnKey::Allotted { class: of, splitter, product, .. } if of == class => {
                    let place = program.network.splitters[splitter].country;
                    flows.add(Junction::Made(product, place), Flow { column, from: None, tonnes: value, rate: 1.0 });
                }
                ColumnKey::Shipped { class: of, commodity, from, to } if of == class => {
                    let from = match from {
                        Node::Place(place) => Junction::Made(commodity, place),
                        Node::Hub => Junction::Hub(commodity),
                    };
                    let to = match to {
                        Node::Place(place) => Junction::Used(commodity, place),
                        Node::Hub => Junction::Hub(commodity),
                    };
                    flows.add(to, Flow { column, from: Some(from), tonnes: value, rate: 1.0 });
                }
                ColumnKey::Activity { class: of, recipe } if of == class => {
                    flows.add_activity(program, column, recipe, value);
                }
                _ => {}
            }
        }
        flows
    }

    fn add(&mut self, to: Junction, flow: Flow) {
        self.into.entry(to).or_default().push(flow);
    }

    fn add_activity(&mut self, program: &Program<'_>, column: usize, recipe: usize, value: f64) {
        let unit = &program.network.recipes[recipe];
        let Work::Recipe { input, output } = &unit.operation.work else { return };
        for (commodity, _) in output {
            let rate = approx(&crate::formulation::chain::output_rate(&unit.operation.work, *commodity));
            let flow = Flow { column, from: Some(Junction::Activity(column)), tonnes: rate * value, rate };
            self.add(Junction::Made(*commodity, unit.country), flow);
        }
        let inputs = input.iter().map(|(commodity, rate)| (Junction::Used(*commodity, unit.country), *rate));
        self.inputs.insert(column, inputs.collect());
    }

    /// All junctions, each after everything it feeds; loops (a plan without losses may run goods in a circle) are cut
    /// at the junction met first.
    fn downstream_first(&self) -> Vec<Junction> {
        let mut order = Vec::new();
        let mut seen = BTreeSet::new();
        let mut upstream: BTreeMap<Junction, Vec<Junction>> = BTreeMap::new();
        for (to, supply) in &self.into {
            upstream.entry(*to).or_default().extend(supply.iter().filter_map(|flow| flow.from));
        }
        for (column, inputs) in &self.inputs {
            upstream.entry(Junction::Activity(*column)).or_default().extend(inputs.iter().map(|input| input.0));
        }
        for &start in upstream.keys() {
            visit(start, &upstream, &mut seen, &mut order);
        }
        order.reverse();
        order
    }
}

/// Depth-first post-order without recursion: a junction comes after everything upstream of it.
fn visit(
    start: Junction,
    upstream: &BTreeMap<Junction, Vec<Junction>>,
    seen: &mut BTreeSet<Junction>,
    order: &mut Vec<Junction>,
) {
    if !seen.insert(start) {
        return;
    }
    let mut stack = vec![(start, 0)];
    while let Some((junction, next)) = stack.pop() {
        match upstream.get(&junction).and_then(|list| list.get(next)) {
            Some(&child) => {
                stack.push((junction, next + 1));
                if seen.insert(child) {
                    stack.push((child, 0));
                }
            }
            None => order.push(junction),
        }
    }
}
