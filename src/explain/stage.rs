//! The bottleneck stage by stage: what is short when only one stage's capacities count. A conflict may hide a second
//! bottleneck behind the one it names; this table does not. What is missing whatever the capacities is no stage's fault. Stages that stand in for each other, such as mining and
//! recycling, may leave nothing missing alone: then the table has a line for several of them together.

use super::case::Case;
use super::what_if::{self, WhatIf};
use crate::decide::Interval;
use crate::exact::{Rational, approx};
use crate::report::explanation::{StageShortfall, TOGETHER};
use crate::scenario::StageId;

/// The line of a stage, from what is missing there; `None` where nothing could be proven.
#[must_use]
pub fn line(case: &Case<'_>, stage: StageId, shortfall: Option<&Interval>) -> StageShortfall {
    line_of(case, &[stage], shortfall)
}

fn line_of(case: &Case<'_>, stages: &[StageId], shortfall: Option<&Interval>) -> StageShortfall {
    let asked = case.asked_quantity();
    let high = shortfall.map_or(&asked, |interval| &interval.high);
    let keys = &case.program.network.scenario().stages;
    StageShortfall {
        stage: stages.iter().map(|stage| keys.key(*stage)).collect::<Vec<_>>().join(TOGETHER),
        shortfall_t: approx(high),
        delivered_t: approx(&(&asked - high)),
        proven: shortfall.is_some_and(|interval| interval.low == interval.high),
    }
}

/// The lines of all stages, one program each, the line of several together where there is one, and which of them binds.
#[must_use]
pub fn lines(case: &Case<'_>) -> (Vec<StageShortfall>, Option<String>) {
    let stages = case.program.network.scenario().stages.ids();
    let mut lines: Vec<StageShortfall> = stages
        .map(|stage| line(case, stage, case.shortfall(&WhatIf::OnlyStage(stage).rows(case), None).ok().as_ref()))
        .collect();
    let Some(anyway) = anyway(case) else { return (lines, None) };
    lines.extend(together(case, &lines, &anyway));
    let binding = binding(&lines, &anyway);
    (lines, binding)
}

/// What is missing whatever the capacities, t: no stage is to blame for that part.
fn anyway(case: &Case<'_>) -> Option<Rational> {
    let shortfall = case.shortfall(&WhatIf::WithoutCapacities.rows(case), None).ok()?;
    Some(shortfall.high)
}

/// Where it is proven that no stage alone leaves more missing than is missing `anyway`, though more is: stages that do
/// together, none of which can be left out. Later stages are left out first.
#[must_use]
pub fn together(case: &Case<'_>, alone: &[StageShortfall], anyway: &Rational) -> Option<StageShortfall> {
    if case.unmet <= *anyway || alone.iter().any(|line| line.shortfall_t > approx(anyway)) {
        return None;
    }
    let short = |stages: &[StageId]| {
        let found = case.shortfall(&what_if::without_other_stages(case, stages), None).ok();
        found.filter(|interval| interval.low > *anyway)
    };
    let mut stages: Vec<StageId> = case.program.network.scenario().stages.ids().collect();
    let mut shortfall = short(&stages)?;
    for stage in stages.clone().into_iter().rev() {
        let rest: Vec<StageId> = stages.iter().copied().filter(|other| *other != stage).collect();
        if let Some(found) = short(&rest) {
            (stages, shortfall) = (rest, found);
        }
    }
    Some(line_of(case, &stages, Some(&shortfall)))
}

/// The line with the largest proven shortfall beyond what is missing `anyway`; the earliest of several.
#[must_use]
pub fn binding(stages: &[StageShortfall], anyway: &Rational) -> Option<String> {
    let mut binding: Option<&StageShortfall> = None;
    for stage in stages.iter().filter(|stage| stage.proven && stage.shortfall_t > approx(anyway)) {
        if binding.is_none_or(|other| stage.shortfall_t > other.shortfall_t) {
            binding = Some(stage);
        }
    }
    binding.map(|stage| stage.stage.clone())
}

/// The stage that [`binding`] finds, with as few programs as it takes: where everything is missing anyway none does, and
/// since no stage alone leaves more missing than all together, the first that leaves as much is it.
#[must_use]
pub fn find_binding(case: &Case<'_>) -> Option<String> {
    let anyway = anyway(case)?;
    if anyway >= case.unmet {
        return None;
    }
    let mut lines = Vec::new();
    for stage in case.program.network.scenario().stages.ids() {
        let shortfall = case.shortfall(&WhatIf::OnlyStage(stage).rows(case), None).ok();
        let all = shortfall.as_ref().is_some_and(|interval| interval.low == case.unmet);
        lines.push(line(case, stage, shortfall.as_ref()));
        if all {
            break;
        }
    }
    lines.extend(together(case, &lines, &anyway));
    binding(&lines, &anyway)
}
