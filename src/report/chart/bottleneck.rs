//! Which stage is the bottleneck when: what share of the demand would stay unmet if only that stage's capacities
//! counted. The stage that leaves most is hatched.

use indexmap::IndexSet;

use super::panel::Panel;
use super::{Chart, Swatch};
use crate::report::dossier::{Bottleneck, Dossier, words};
use crate::report::figure;
use crate::report::markup::Markup;

/// Height of the columns of one stage, px.
const COLUMNS: f64 = 44.0;
/// Height of the name of a stage and the numbers over its columns, px.
const HEAD: f64 = 34.0;

/// The bottlenecks of `member`, or of the alliance together; none where nothing is short.
#[must_use]
pub fn chart(dossier: &Dossier, member: Option<&str>) -> Option<Chart> {
    let years = &dossier.report.question.years;
    let entries: Vec<Option<&Bottleneck>> = years.iter().map(|year| find(dossier, member, *year)).collect();
    let stages = stages(entries.iter().flatten().copied());
    if stages.is_empty() {
        return None;
    }
    let mut body = Markup::new();
    let mut top = 0.0;
    for stage in &stages {
        let panel = Panel::new(years, [top + HEAD, COLUMNS], 1.0);
        body.label("bold", [0.0, top + 13.0], 0.0, words(stage));
        body.stroke("axis", [0.0, panel.bottom()], [100.0, panel.bottom()]);
        for (index, entry) in entries.iter().enumerate() {
            let [x, width] = panel.column(index);
            let Some(share) = entry.and_then(|entry| share(entry, stage)) else {
                body.label("small mid", [panel.middle(index), panel.bottom() - 4.0], 0.0, "–");
                continue;
            };
            let binds = entry.is_some_and(|entry| entry.binding.as_deref() == Some(stage));
            let length = panel.length(share);
            if length > 0.0 {
                let class = if binds { "lack" } else { "base" };
                body.rect(class, [x, panel.bottom() - length], [width, length]);
            }
            let class = if binds { "mid bold bad" } else { "mid small" };
            body.label(class, [panel.middle(index), panel.bottom() - length - 4.0], 0.0, figure::whole_percent(share));
        }
        top = panel.bottom();
        if stages.last() == Some(stage) {
            panel.years(&mut body);
        }
    }
    Some(Chart {
        title: format!(
            "Bottleneck by stage: unmet if only that stage's capacities counted, % of demand{}",
            of(dossier, member)
        ),
        summary: summary(&entries),
        legend: vec![Swatch::new("lack", "the tightest stage of its year"), Swatch::new("base", "short as well")],
        height: top + 22.0,
        body,
    })
}

/// The bottleneck of `member` in `year`.
#[must_use]
pub fn find<'a>(dossier: &'a Dossier, member: Option<&str>, year: i32) -> Option<&'a Bottleneck> {
    dossier.bottlenecks.iter().find(|entry| entry.member.as_deref() == member && entry.year == year)
}

/// The lines of any of `entries`: the stages in their order, then those that several stages have together.
#[must_use]
pub fn stages<'a>(entries: impl Iterator<Item = &'a Bottleneck>) -> Vec<&'a str> {
    let mut found = IndexSet::new();
    for entry in entries {
        found.extend(entry.stages.iter().map(|line| line.stage.as_str()));
    }
    found.into_iter().collect()
}

fn of(dossier: &Dossier, member: Option<&str>) -> String {
    let who = member.map_or_else(|| "all alliance demands together".to_owned(), |member| dossier.names.member(member));
    format!(" ({who})")
}

fn share(entry: &Bottleneck, stage: &str) -> Option<f64> {
    let stage = entry.stages.iter().find(|found| found.stage == stage)?;
    (entry.demand_t > 0.0).then(|| stage.shortfall_t / entry.demand_t)
}

fn summary(entries: &[Option<&Bottleneck>]) -> String {
    let year = |entry: &&Bottleneck| {
        let binding = entry.binding.as_deref().map_or_else(|| "none".to_owned(), words);
        format!("{}: {binding}", entry.year)
    };
    let years: Vec<String> = entries.iter().flatten().map(year).collect();
    format!("Tightest stage by year: {}", years.join(", "))
}
