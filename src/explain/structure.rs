//! What the network alone shows, without a linear program: nothing makes it, or everybody who makes it is avoided.

use super::case::Case;
use crate::scenario::{CommodityId, MemberId, Work};

/// Why some asked demand cannot be met at all; `None` where the network does not show it.
#[must_use]
pub fn sentence(case: &Case<'_>) -> Option<String> {
    let network = &case.program.network;
    case.asked.iter().find_map(|&demand| {
        let wanted = &network.demands[demand];
        missing(case, wanted.commodity, wanted.member, &mut Vec::new())
    })
}

/// Follows the chain from `commodity` down to the first thing that nobody (who is not avoided) makes.
fn missing(case: &Case<'_>, commodity: CommodityId, member: MemberId, above: &mut Vec<CommodityId>) -> Option<String> {
    if above.contains(&commodity) {
        return None;
    }
    let network = &case.program.network;
    let query = &network.query;
    let scenario = network.scenario();
    let makers: Vec<_> = network
        .splitters
        .iter()
        .filter(|unit| matches!(&unit.operation.work, Work::Split { recovery, .. } if recovery.iter().any(|r| r.0 == commodity)))
        .chain(network.recipes.iter().filter(|unit| {
            matches!(&unit.operation.work, Work::Recipe { output, .. } if output.iter().any(|made| made.0 == commodity))
        }))
        .collect();
    let name = &scenario.commodities[commodity].name;
    let stage = scenario.stages.key(scenario.commodities[commodity].stage);
    let for_what =
        above.first().map_or(String::new(), |top| format!(", which {} needs", scenario.commodities[*top].name));
    if makers.is_empty() {
        let whose =
            query.owner.map_or(String::new(), |owner| format!(" that belongs to {}", scenario.members[owner].name));
        return Some(format!("no facility{whose} makes {name} (stage {stage}) in {}{for_what}", network.year()));
    }
    let avoids = scenario.members[member].alliance;
    let is_avoided = |unit: &crate::network::Unit<'_>| {
        avoids && query.avoid_stages.contains(&unit.operation.stage) && query.avoid.contains(&unit.country)
    };
    if makers.iter().all(|unit| is_avoided(unit)) {
        return Some(format!(
            "every facility that makes {name} (stage {stage}) in {} stands in a country that `scenario.avoid` excludes{for_what}",
            network.year()
        ));
    }
    above.push(commodity);
    let open: Vec<_> = makers.into_iter().filter(|unit| !is_avoided(unit)).collect();
    // Only where every open maker lacks something is the demand impossible; report the first lack.
    let lacks: Option<Vec<String>> = open
        .iter()
        .map(|unit| match &unit.operation.work {
            Work::Recipe { input, .. } => input.iter().find_map(|used| missing(case, used.0, member, above)),
            Work::Split { .. } => unfed(case, unit, commodity, avoids),
            Work::Source { .. } => None,
        })
        .collect();
    above.pop();
    lacks.and_then(|lacks| lacks.into_iter().next())
}

/// Why a splitter that is not avoided cannot win `commodity`.
fn unfed(case: &Case<'_>, unit: &crate::network::Unit<'_>, commodity: CommodityId, avoids: bool) -> Option<String> {
    let network = &case.program.network;
    let query = &network.query;
    let scenario = network.scenario();
    let possible = network.possible_feeds();
    let feeds: Vec<_> = possible
        .iter()
        .filter(|feed| network.splitters[feed.splitter].facility == unit.facility)
        .filter(|feed| feed.won.iter().any(|won| won.0 == commodity))
        .map(|feed| &network.sources[feed.source])
        .collect();
    let name = &scenario.commodities[commodity].name;
    let plant = &scenario.facilities[unit.facility].name;
    if feeds.is_empty() {
        return Some(format!("no source ships material that contains {name} to {plant} in {}", network.year()));
    }
    let avoided = |source: &&crate::network::Unit<'_>| {
        avoids && query.avoid_stages.contains(&source.operation.stage) && query.avoid.contains(&source.country)
    };
    feeds.iter().all(avoided).then(|| {
        let stage = scenario.stages.key(feeds[0].operation.stage);
        format!("all material that contains {name} and can reach {plant} in {} comes (stage {stage}) from countries that `scenario.avoid` excludes", network.year())
    })
}
