//! What supply there is without the avoided countries, in order of its cost, against what is needed.

use super::figures::{When, figure, folded, legend};
use super::member::choose;
use super::sheet::{Head, Sheet, blanks};
use super::titled;
use crate::report::chart::costcurve;
use crate::report::dossier::{Curve, Dossier, Supplier, words};
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
        legend(section, &costcurve::legend(dossier.curves.iter()));
        let is_first = |kind: &str| kinds.first().is_some_and(|first| first.0 == kind);
        for curve in &dossier.curves {
            let kind = kind(curve);
            let shown = Some(&curve.year) == first_year
                && is_first(&kind)
                && curve.owner.as_ref().is_none_or(|owner| Some(owner) == first_member);
            let when = When {
                member: curve.owner.as_deref(),
                year: Some(curve.year),
                curve: Some(&kind),
                hidden: !shown,
                ..When::default()
            };
            let mut chart = costcurve::chart(dossier, curve);
            // It stands above, once for all.
            chart.legend.clear();
            figure(section, &chart, "", when, None);
        }
        for (kind, title) in &kinds {
            for owner in owners(dossier, kind) {
                let hidden = !is_first(kind) || owner.is_some_and(|owner| Some(owner) != first_member);
                let when = When { member: owner.map(String::as_str), curve: Some(kind), hidden, ..When::default() };
                when.write(section.tag("div")).with(|part| {
                    folded(part, &format!("{title}: the figures of all years"), |details| {
                        sheet(dossier, kind, owner, title).scrolling(details);
                    });
                });
            }
        }
    });
}

/// Whose curves of one kind there are: every member's own, or everybody's.
fn owners<'a>(dossier: &'a Dossier, kind: &str) -> Vec<Option<&'a String>> {
    let mut owners: Vec<Option<&String>> = Vec::new();
    for curve in dossier.curves.iter().filter(|curve| self::kind(curve) == kind) {
        if !owners.contains(&curve.owner.as_ref()) {
            owners.push(curve.owner.as_ref());
        }
    }
    owners
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

/// What every facility could supply and at what cost, and what is needed, year by year.
fn sheet(dossier: &Dossier, kind: &str, owner: Option<&String>, title: &str) -> Sheet {
    let of_kind = |curve: &&Curve| self::kind(curve) == kind && curve.owner.as_ref() == owner;
    let curves: Vec<&Curve> = dossier.curves.iter().filter(of_kind).collect();
    let mut heads =
        vec![Head::words("Facility"), Head::words("Country"), Head::words("Status"), Head::figures("Cost, USD/t")];
    heads.extend(curves.iter().map(|curve| Head::figures(format!("{}, t", curve.year))));
    let mut sheet = Sheet::new(format!("{title}: at most, by facility, and needed at least"), heads);
    let mut facilities: Vec<&Supplier> = Vec::new();
    for supplier in curves.iter().flat_map(|curve| &curve.suppliers) {
        if !facilities.iter().any(|known| known.facility == supplier.facility) {
            facilities.push(supplier);
        }
    }
    for supplier in facilities {
        let years: Vec<Option<&Supplier>> = curves
            .iter()
            .map(|curve| curve.suppliers.iter().find(|entry| entry.facility == supplier.facility))
            .collect();
        let quantities: Vec<Option<f64>> = years.iter().map(|entry| entry.map(|entry| entry.quantity_t)).collect();
        let shared = if supplier.shared { " (shared with other products)" } else { "" };
        let mut row = vec![
            format!("{}{shared}", dossier.names.facility(&supplier.facility)),
            dossier.names.country(&supplier.country),
            supplier.status.clone().unwrap_or_default(),
            span(years.iter().flatten().map(|entry| entry.cost_usd_per_t)),
        ];
        row.extend(blanks(&quantities));
        sheet.row(row);
    }
    let supply = curves.iter().map(|curve| Some(curve.suppliers.iter().map(|entry| entry.quantity_t).sum()));
    sum_row(&mut sheet, "all together", &supply.collect::<Vec<_>>());
    let mut needy: Vec<Option<&String>> = Vec::new();
    for need in curves.iter().flat_map(|curve| &curve.needs) {
        if !needy.contains(&need.member.as_ref()) {
            needy.push(need.member.as_ref());
        }
    }
    for member in needy {
        let who = member.map_or_else(|| "the alliance".to_owned(), |member| dossier.names.member(member));
        let needed =
            |curve: &&Curve| curve.needs.iter().find(|need| need.member.as_ref() == member).map(|need| need.quantity_t);
        sum_row(&mut sheet, &format!("needed by {who}, at least"), &curves.iter().map(needed).collect::<Vec<_>>());
    }
    sheet
}

fn sum_row(sheet: &mut Sheet, title: &str, values: &[Option<f64>]) {
    let begin = [title.to_owned(), String::new(), String::new(), String::new()];
    sheet.row(begin.into_iter().chain(blanks(values)));
}

/// `60,000`, or `52,000 to 60,000` where it changes over the years.
fn span(costs: impl Iterator<Item = f64> + Clone) -> String {
    let (low, high) = (costs.clone().fold(f64::INFINITY, f64::min), costs.fold(f64::NEG_INFINITY, f64::max));
    let [low, high] = [low, high].map(number::one);
    if low == high { low } else { format!("{low} to {high}") }
}
