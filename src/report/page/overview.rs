//! All members at a glance: the map of coverage, and which stage is the bottleneck when.

use super::figures::{When, figure, figure_of};
use super::sheet::{Head, Sheet};
use super::titled;
use crate::report::chart::{Room, bottleneck, coverage};
use crate::report::clause::{first_feasible, sustained_from};
use crate::report::dossier::{Bottleneck, Dossier, words};
use crate::report::markup::Markup;
use crate::report::{Answer, Verdict, figure as number};

/// The map of coverage.
pub fn coverage_section(main: &mut Markup, dossier: &Dossier) {
    titled(main, "coverage", "Coverage", |section| {
        let (wide, narrow) = (coverage::chart(dossier, Room::Wide), coverage::chart(dossier, Room::Narrow));
        let note = "Lowest coverage over the commodities a member needs; a level fills its cell from below.";
        let charts = [(&wide, "wide"), (&narrow, "narrow")];
        figure_of(section, &charts, note, When::default(), Some(&coverage_sheet(dossier)));
    });
}

fn coverage_sheet(dossier: &Dossier) -> Sheet {
    let report = &dossier.report;
    let mut heads = vec![Head::words("Member")];
    heads.extend(report.question.years.iter().map(|year| Head::figures(year.to_string())));
    heads.extend([Head::figures("First feasible"), Head::figures("Sustained from")]);
    let mut sheet = Sheet::new("Coverage by member and year, % of demand", heads);
    for member in &report.question.members {
        let answers = || report.answers_of(member);
        let texts = number::coverage(&answers().map(|answer| answer.coverage).collect::<Vec<_>>());
        let marked = |(answer, text): (&Answer, String)| match answer.verdict {
            Verdict::Undecided => "undecided".to_owned(),
            _ => text,
        };
        let mut row = vec![dossier.names.member(member)];
        row.extend(answers().zip(texts).map(marked));
        row.extend([first_feasible(report, member), sustained_from(report, member)]);
        sheet.row(row);
    }
    sheet
}

/// The bottleneck of the alliance together, or of each member.
pub fn bottleneck_section(main: &mut Markup, dossier: &Dossier) {
    titled(main, "bottleneck", "Bottleneck by stage and year", |section| {
        if dossier.bottlenecks.is_empty() {
            section.tag("p").text("Nothing asked about is proven infeasible, so no stage is a bottleneck.");
            return;
        }
        section.tag("p").text(
            "For each stage alone: what would stay unmet if only its capacities counted and all others were without \
             limit. A plan has to get through all stages, so it misses at least what its tightest stage misses. Stages that \
             stand in for each other may leave nothing unmet alone; what they leave together then has a line of its own.",
        );
        let joint = dossier.report.question.mode == "joint";
        if joint {
            one(section, dossier, None, When::default());
            return;
        }
        section.tag("p").at("class", "note").text("Of the member chosen under “Member by member”.");
        for (index, member) in dossier.report.question.members.iter().enumerate() {
            let when = When { member: Some(member), hidden: index > 0, ..When::default() };
            one(section, dossier, Some(member), when);
        }
    });
}

fn one(section: &mut Markup, dossier: &Dossier, member: Option<&str>, when: When<'_>) {
    if let Some(chart) = bottleneck::chart(dossier, member) {
        figure(section, &chart, "", when, Some(&sheet(dossier, member)));
    } else {
        let name = member.map(|member| dossier.names.member(member)).unwrap_or_default();
        when.write(section.tag("p")).text(format_args!("{name}: nothing is proven infeasible."));
    }
}

fn sheet(dossier: &Dossier, member: Option<&str>) -> Sheet {
    let years = &dossier.report.question.years;
    let entries: Vec<_> = years.iter().filter_map(|year| bottleneck::find(dossier, member, *year)).collect();
    let mut heads = vec![Head::words("Stage")];
    heads.extend(entries.iter().map(|entry| Head::figures(entry.year.to_string())));
    let mut sheet = Sheet::new("Shortfall when only one stage's capacities count, t", heads);
    if entries.is_empty() {
        return sheet;
    }
    for stage in bottleneck::stages(entries.iter().copied()) {
        let value =
            |entry: &&Bottleneck| entry.stages.iter().find(|line| line.stage == stage).map(|line| line.shortfall_t);
        let values: Vec<Option<f64>> = entries.iter().map(value).collect();
        sheet.row([words(stage)].into_iter().chain(number::column(&values)));
    }
    let demand: Vec<Option<f64>> = entries.iter().map(|entry| Some(entry.demand_t)).collect();
    sheet.row(["demand".to_owned()].into_iter().chain(number::column(&demand)));
    let binding = entries.iter().map(|entry| entry.binding.as_deref().map_or_else(|| "none".to_owned(), words));
    sheet.row(["tightest".to_owned()].into_iter().chain(binding));
    sheet
}
