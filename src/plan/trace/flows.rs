//! The positive flows of one class of a plan, as a graph of junctions.

use std::collections::BTreeMap;

use super::Junction;
use crate::exact::{Rational, approx};
use crate::formulation::{ColumnKey, Node, Program};
use crate::graph::components;
use crate::scenario::Work;

/// A flow into a junction.
pub struct Flow {
    /// Its column.
    pub column: usize,
    /// Where it comes from; none where it is won at a split.
    pub from: Option<Junction>,
    /// How much, t.
    pub tonnes: f64,
    /// Tonnes per unit of the column.
    pub rate: f64,
}

/// The positive flows of one class.
pub struct Flows<'p> {
    program: &'p Program<'p>,
    point: &'p [Rational],
    /// What supplies each junction.
    pub into: BTreeMap<Junction, Vec<Flow>>,
    /// Inputs of each activity column, t per unit.
    pub inputs: BTreeMap<usize, Vec<(Junction, f64)>>,
}

impl<'p> Flows<'p> {
    /// The flows of `class` in the plan `point`; `values` is the same in floating point.
    #[must_use]
    pub fn of(program: &'p Program<'p>, point: &'p [Rational], values: &[f64], class: usize) -> Self {
        let mut flows = Self { program, point, into: BTreeMap::new(), inputs: BTreeMap::new() };
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
                    flows.add_activity(column, recipe, value);
                }
                _ => {}
            }
        }
        flows
    }

    fn add(&mut self, to: Junction, flow: Flow) {
        self.into.entry(to).or_default().push(flow);
    }

    fn add_activity(&mut self, column: usize, recipe: usize, value: f64) {
        let unit = &self.program.network.recipes[recipe];
        let Work::Recipe { input, output } = &unit.operation.work else { return };
        for (commodity, _) in output {
            let rate = approx(&unit.operation.work.makes(*commodity));
            let flow = Flow { column, from: Some(Junction::Activity(column)), tonnes: rate * value, rate };
            self.add(Junction::Made(*commodity, unit.country), flow);
        }
        let inputs = input.iter().map(|(commodity, rate)| (Junction::Used(*commodity, unit.country), *rate));
        self.inputs.insert(column, inputs.collect());
    }

    /// How much a flow into `junction` is, exactly, t.
    #[must_use]
    pub fn exactly(&self, junction: Junction, flow: &Flow) -> Rational {
        let value = &self.point[flow.column];
        match (flow.from, junction.commodity(), &self.program.columns[flow.column]) {
            (Some(Junction::Activity(_)), Some(commodity), ColumnKey::Activity { recipe, .. }) => {
                value * self.program.network.recipes[*recipe].operation.work.makes(commodity)
            }
            _ => value.clone(),
        }
    }

    /// The activity of `column`, exactly.
    #[must_use]
    pub fn activity(&self, column: usize) -> &Rational {
        &self.point[column]
    }

    /// How much activity `column` takes from each of its inputs, exactly, t per unit.
    pub fn takes(&self, column: usize) -> impl Iterator<Item = (Junction, Rational)> {
        let work = match &self.program.columns[column] {
            ColumnKey::Activity { recipe, .. } => Some(&self.program.network.recipes[*recipe].operation.work),
            _ => None,
        };
        let inputs = self.inputs.get(&column).into_iter().flatten();
        inputs.filter_map(move |(input, _)| Some((*input, work?.takes(input.commodity()?))))
    }

    /// All junctions, each after everything it feeds; those that feed each other, in circles such as scrap back to metal,
    /// come together.
    #[must_use]
    pub fn downstream_first(&self) -> Vec<Vec<Junction>> {
        let mut upstream: BTreeMap<Junction, Vec<Junction>> = BTreeMap::new();
        for (to, supply) in &self.into {
            upstream.entry(*to).or_default().extend(supply.iter().filter_map(|flow| flow.from));
        }
        for (column, inputs) in &self.inputs {
            upstream.entry(Junction::Activity(*column)).or_default().extend(inputs.iter().map(|input| input.0));
        }
        for end in upstream.values().flatten().copied().collect::<Vec<_>>() {
            upstream.entry(end).or_default();
        }
        let junctions: Vec<Junction> = upstream.keys().copied().collect();
        let position = |junction: &Junction| junctions.binary_search(junction).expect("every junction is listed");
        let next: Vec<Vec<usize>> = upstream.values().map(|list| list.iter().map(position).collect()).collect();
        let together = components(&next).into_iter().rev();
        together.map(|part| part.into_iter().map(|vertex| junctions[vertex]).collect()).collect()
    }
}
