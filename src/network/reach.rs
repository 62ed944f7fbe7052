//! Which commodities can be made at all, and which of them lead to a demand: nothing else gets a column.

use super::Network;
use crate::scenario::{CommodityId, Work};
use crate::table::Id;

/// Per class: the commodities that can be made and that the class needs, directly or as an input.
#[must_use]
pub fn useful(network: &Network<'_>) -> Vec<Vec<bool>> {
    let makeable = makeable(network);
    (0..network.classes.len()).map(|class| needed(network, class, &makeable)).collect()
}

/// Whether every input of a recipe is in `set`.
fn fed(input: &[(CommodityId, f64)], set: &[bool]) -> bool {
    input.iter().all(|(commodity, _)| set[commodity.index()])
}

fn makeable(network: &Network<'_>) -> Vec<bool> {
    let mut makeable = vec![false; network.scenario().commodities.len()];
    for (product, _) in network.feeds.iter().flat_map(|feed| feed.won.iter()) {
        makeable[product.index()] = true;
    }
    loop {
        let mut grew = false;
        for unit in &network.recipes {
            let Work::Recipe { input, output } = &unit.operation.work else { continue };
            if fed(input, &makeable) {
                for (commodity, _) in output {
                    grew |= !std::mem::replace(&mut makeable[commodity.index()], true);
                }
            }
        }
        if !grew {
            return makeable;
        }
    }
}

fn needed(network: &Network<'_>, class: usize, makeable: &[bool]) -> Vec<bool> {
    let mut needed = vec![false; makeable.len()];
    for demand in network.demands.iter().filter(|demand| demand.class == class) {
        needed[demand.commodity.index()] = makeable[demand.commodity.index()];
    }
    loop {
        let mut grew = false;
        for unit in &network.recipes {
            let Work::Recipe { input, output } = &unit.operation.work else { continue };
            if fed(input, makeable) && output.iter().any(|(commodity, _)| needed[commodity.index()]) {
                for (commodity, _) in input {
                    grew |= !std::mem::replace(&mut needed[commodity.index()], true);
                }
            }
        }
        if !grew {
            return needed;
        }
    }
}
