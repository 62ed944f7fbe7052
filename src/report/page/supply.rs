//! What supply there is without the avoided countries, in order of its cost, against what is needed.

use super::figures::{When, figure};
use super::member::choose;
use super::sheet::{Head, Sheet};
use super::titled;
use crate::report::chart::costcurve;
use crate::report::dossier::{Curve, Dossier, words};
use crate::report::figure as number;
use crate::report::markup::Markup;

/// All cost curves, one of them shown.
pub fn section(main: &mut Markup, dossier: &Dossier) {
    titled(main, "supply", "Cost of supply", |section| {
        section.tag("p").text(
            "Who could supply a commodity without the avoided countries, cheapest first. A picture, not a proof: \
             quantities are upper ends (a capacity that makes several things counts for each, a separator counts its \
             richest feed), costs are those of the stage alone, without inputs and freight, and needs are lower ends. \
             Political statements are left out.",
        );
        let kinds = kinds(dossier);
        let form = section.tag("div").at("class", "chooser").at("role", "group").at("aria-label", "Which supply");
        form.flag("hidden", true).with(|form| {
            let options: Vec<(&str, String)> = kinds.iter().map(|kind| (kind.0.as_str(), kind.1.clone())).collect();
            choose(form, "curve", "Commodity and stage", &options);
            form.tag("span").at("class", "note").with(|note| {
                note.text("in ").tag("span").at("data-echo", "year").text("the year chosen above");
                if dossier.report.question.mode != "joint" {
                    note.text(", for ").tag("span").at("data-echo", "member").text("the member chosen above");
                }
            });
        });
        let first_year = dossier.report.question.years.first();
        let first_member = dossier.report.question.members.first();
        for curve in &dossier.curves {
            let kind = kind(curve);
            let shown = Some(&curve.year) == first_year
                && kinds.first().is_some_and(|first| first.0 == kind)
                && curve.owner.as_ref().is_none_or(|owner| Some(owner) == first_member);
            let when = When {
                member: curve.owner.as_deref(),
                year: Some(curve.year),
                curve: Some(&kind),
                hidden: !shown,
                ..When::default()
            };
            figure(section, &costcurve::chart(dossier, curve), "", when, Some(&sheet(dossier, curve)));
        }
    });
}

/// What a curve is called among the choices: its commodity, and whether that is still in its ore.
fn kind(curve: &Curve) -> String {
    format!("{}@{}", curve.commodity, curve.stages.first().map_or("", String::as_str))
}

/// The kinds of curves with their titles; the scarcest first.
fn kinds(dossier: &Dossier) -> Vec<(String, String)> {
    let mut kinds: Vec<(String, String, f64)> = Vec::new();
    for curve in &dossier.curves {
        let key = kind(curve);
        if let Some(kind) = kinds.iter_mut().find(|kind| kind.0 == key) {
            kind.2 = kind.2.min(curve.tightness());
            continue;
        }
        let stages: Vec<String> = curve.stages.iter().map(|stage| words(stage)).collect();
        let title = format!("{}, {}", dossier.names.commodity(&curve.commodity), stages.join(" and "));
        kinds.push((key, title, curve.tightness()));
    }
    kinds.sort_by(|a, b| a.2.total_cmp(&b.2));
    kinds.into_iter().map(|kind| (kind.0, kind.1)).collect()
}

fn sheet(dossier: &Dossier, curve: &Curve) -> Sheet {
    let heads = vec![
        Head::words("Facility"),
        Head::words("Country"),
        Head::words("Status"),
        Head::figures("At most, t"),
        Head::figures("Cost, USD/t"),
        Head::figures("Together, t"),
    ];
    let mut sheet = Sheet::new(costcurve::title(dossier, curve), heads);
    let quantities = number::column(&curve.suppliers.iter().map(|entry| Some(entry.quantity_t)).collect::<Vec<_>>());
    let costs = number::column(&curve.suppliers.iter().map(|entry| Some(entry.cost_usd_per_t)).collect::<Vec<_>>());
    let mut together = 0.0;
    let sums: Vec<Option<f64>> = curve
        .suppliers
        .iter()
        .map(|entry| {
            together += entry.quantity_t;
            Some(together)
        })
        .collect();
    let sums = number::column(&sums);
    for (index, entry) in curve.suppliers.iter().enumerate() {
        let shared = if entry.shared { " (shared with other products)" } else { "" };
        sheet.row([
            dossier.names.facility(&entry.facility),
            dossier.names.country(&entry.country),
            entry.status.clone().unwrap_or_default(),
            format!("{}{shared}", quantities[index]),
            costs[index].clone(),
            sums[index].clone(),
        ]);
    }
    for need in &curve.needs {
        let who = need.member.as_ref().map_or_else(|| "the alliance".to_owned(), |member| dossier.names.member(member));
        let needed = format!("needed by {who}, at least");
        sheet.row([needed, String::new(), String::new(), number::one(need.quantity_t), String::new(), String::new()]);
    }
    sheet
}
