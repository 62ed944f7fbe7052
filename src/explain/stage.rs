//! The bottleneck stage by stage: what is short when only one stage's capacities count. A conflict may hide a second
//! bottleneck behind the one it names; this table does not.

use super::case::Case;
use super::what_if::WhatIf;
use crate::decide::Interval;
use crate::exact::approx;
use crate::report::explanation::StageShortfall;
use crate::scenario::StageId;

/// The line of a stage, from what is missing there; `None` where nothing could be proven.
#[must_use]
pub fn line(case: &Case<'_>, stage: StageId, shortfall: Option<&Interval>) -> StageShortfall {
    let asked = case.asked_quantity();
    let high = shortfall.map_or(&asked, |interval| &interval.high);
    StageShortfall {
        stage: case.program.network.scenario().stages.key(stage).to_owned(),
        shortfall_t: approx(high),
        delivered_t: approx(&(&asked - high)),
        proven: shortfall.is_some_and(|interval| interval.low == interval.high),
    }
}

/// The lines of all stages, one program each.
#[must_use]
pub fn lines(case: &Case<'_>) -> Vec<StageShortfall> {
    let stages = case.program.network.scenario().stages.ids();
    stages.map(|stage| line(case, stage, case.shortfall(&WhatIf::OnlyStage(stage).rows(case)).ok().as_ref())).collect()
}

/// The stage that alone leaves the largest shortfall; the earliest of several.
#[must_use]
pub fn binding(stages: &[StageShortfall]) -> Option<String> {
    let mut binding: Option<&StageShortfall> = None;
    for stage in stages.iter().filter(|stage| stage.shortfall_t > 0.0) {
        if binding.is_none_or(|other| stage.shortfall_t > other.shortfall_t) {
            binding = Some(stage);
        }
    }
    binding.map(|stage| stage.stage.clone())
}

/// The stage that [`binding`] finds, with as few programs as it takes: no stage alone leaves more missing than all
/// together, so the first that leaves as much is it.
#[must_use]
pub fn find_binding(case: &Case<'_>) -> Option<String> {
    let mut lines = Vec::new();
    for stage in case.program.network.scenario().stages.ids() {
        let shortfall = case.shortfall(&WhatIf::OnlyStage(stage).rows(case)).ok();
        let all = shortfall.as_ref().is_some_and(|interval| interval.low == case.unmet);
        lines.push(line(case, stage, shortfall.as_ref()));
        if all {
            break;
        }
    }
    binding(&lines)
}
