//! What statements in force tell apart: consumers into classes, sources into provenance groups. What nothing tells apart
//! shares columns.

use std::collections::{BTreeMap, BTreeSet};

use super::{Class, Detail, Network, Query, Unit};
use crate::scenario::{CommodityId, CountryId, MemberId, Side, Source, StageId, Work};

/// Consumers pooled where no statement in force tells them apart. A member bound by a rule on shares stays by itself:
/// its share is its own, and pooled members need not share alike. Where a recipe makes two things that are wanted, all stay
/// by themselves: what is made for one member could be of use to another, so that a plan for both does not split into two.
#[must_use]
pub fn classes(query: &Query<'_>, recipes: &[Unit<'_>]) -> Vec<Class> {
    let apart = query.detail == Detail::Full || has_joint_outputs(query, recipes);
    let mut by_signature = BTreeMap::new();
    let mut classes: Vec<Class> = Vec::new();
    for &member in &query.consumers {
        let avoids = query.scenario.members[member].alliance;
        let sides: Vec<Side<MemberId>> =
            query.policies().map(|(_, policy)| policy.rule.scope().member_side(member)).collect();
        let alone = apart || query.apart.members.contains(&member);
        let signature = (avoids, sides, alone.then_some(member));
        let class = *by_signature.entry(signature).or_insert_with(|| {
            classes.push(Class { members: Vec::new(), avoids });
            classes.len() - 1
        });
        classes[class].members.push(member);
    }
    classes
}

/// Whether some recipe makes several things that another recipe takes or a consumer demands.
fn has_joint_outputs(query: &Query<'_>, recipes: &[Unit<'_>]) -> bool {
    let demands = query.consumers.iter().flat_map(|member| &query.scenario.members[*member].demand);
    let mut wanted: BTreeSet<CommodityId> = demands.map(|demand| demand.0).collect();
    for unit in recipes {
        if let Work::Recipe { input, .. } = &unit.operation.work {
            wanted.extend(input.iter().map(|part| part.0));
        }
    }
    recipes.iter().any(|unit| match &unit.operation.work {
        Work::Recipe { output, .. } => output.iter().filter(|made| wanted.contains(&made.0)).count() > 1,
        Work::Source { .. } | Work::Split { .. } => false,
    })
}

/// Everything of a source that a statement in force, or the model itself, tells it from another one by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Signature {
    stage: StageId,
    material: CommodityId,
    avoided: bool,
    asked: bool,
    sides: Vec<Side<CountryId>>,
    own: Option<usize>,
}

/// The group of each source, and the sources of each group: sources of one group stand at the same stage, ship the same
/// material and are on the same side of every statement.
#[must_use]
pub fn groups(network: &Network<'_>) -> (Vec<usize>, Vec<Vec<usize>>) {
    let query = &network.query;
    let mut by_signature: BTreeMap<Signature, usize> = BTreeMap::new();
    let mut group_of = Vec::with_capacity(network.sources.len());
    for (index, unit) in network.sources.iter().enumerate() {
        let Work::Source { material } = unit.operation.work else { continue };
        let (facility, country, stage) = (unit.facility, unit.country, unit.operation.stage);
        let source = Source { facility, country, stage };
        let signature = Signature {
            stage,
            material,
            avoided: query.avoid_stages.contains(&stage) && query.avoid.contains(&country),
            asked: query.apart.origins.contains(&country),
            sides: query.policies().map(|(_, policy)| policy.rule.scope().source_side(source)).collect(),
            own: (query.detail == Detail::Full).then_some(index),
        };
        let next = by_signature.len();
        group_of.push(*by_signature.entry(signature).or_insert(next));
    }
    let mut groups = vec![Vec::new(); by_signature.len()];
    for (source, &group) in group_of.iter().enumerate() {
        groups[group].push(source);
    }
    (group_of, groups)
}
