//! What is delivered and what is missing, year by year.

use super::panel::Panel;
use super::{Chart, Swatch, ink};
use crate::report::dossier::Dossier;
use crate::report::markup::Markup;
use crate::report::{Answer, Verdict, figure};

/// Height of the columns, px.
const COLUMNS: f64 = 150.0;
/// Height of the name and the numbers over the columns, px.
const HEAD: f64 = 40.0;
/// Height of one member with its line of years, px.
const ROW: f64 = HEAD + COLUMNS + 26.0;

/// Deliveries of `members`, one panel each.
#[must_use]
pub fn chart(dossier: &Dossier, members: &[&str]) -> Chart {
    let mut body = Markup::new();
    let mut parts = Vec::new();
    for (index, member) in members.iter().enumerate() {
        let answers: Vec<&Answer> = dossier.report.answers_of(member).collect();
        let name = dossier.names.member(member);
        let top = index as f64 * ROW;
        if members.len() > 1 {
            body.label("bold", [0.0, top + 13.0], 0.0, ink::fitted(&name, 12.0, 320.0));
        }
        panel(&mut body, &dossier.report.question.years, &answers, top);
        parts.push(format!("{name}: {}", in_words(&answers)));
    }
    Chart {
        title: "Delivered and missing, t".to_owned(),
        summary: parts.join("; "),
        legend: vec![
            Swatch::new("full", "delivered"),
            Swatch::new("lack", "missing, proven"),
            Swatch::new("doubt", "undecided"),
        ],
        height: members.len() as f64 * ROW,
        body,
    }
}

fn panel(body: &mut Markup, years: &[i32], answers: &[&Answer], top: f64) {
    let largest = answers.iter().map(|answer| answer.demand_t).fold(0.0, f64::max);
    let panel = Panel::new(years, [top + HEAD, COLUMNS], largest).with_axis();
    panel.grid(body);
    for (index, year) in years.iter().enumerate() {
        let Some(answer) = answers.iter().find(|answer| answer.year == *year) else { continue };
        let [x, width] = panel.column(index);
        let (demand, met) = (panel.length(answer.demand_t), panel.length(answer.delivered_t.unwrap_or(0.0)));
        if answer.verdict != Verdict::Feasible && demand > met {
            let class = if answer.verdict == Verdict::Infeasible { "lack" } else { "doubt" };
            body.rect(class, [x, panel.bottom() - demand], [width, demand - met]);
        }
        if met > 0.0 {
            body.rect("full", [x, panel.bottom() - met], [width, met]);
        }
        let above = panel.bottom() - demand - 5.0;
        if let Some(text) = share_met(answer) {
            let class = if answer.verdict == Verdict::Infeasible { "mid bold bad halo" } else { "mid bold halo" };
            body.label(class, [panel.middle(index), above], 0.0, text);
        }
    }
    panel.numbers(body);
    panel.years(body);
}

/// Part of all that is wanted that is delivered.
fn share_met(answer: &Answer) -> Option<String> {
    let share = answer.delivered_t? / answer.demand_t;
    (answer.demand_t > 0.0).then(|| figure::whole_percent(share) + " %")
}

fn in_words(answers: &[&Answer]) -> String {
    let year = |answer: &&Answer| {
        let delivered = answer.delivered_t.map_or_else(|| "an unknown part".to_owned(), figure::one);
        format!("{}: {delivered} of {} t", answer.year, figure::one(answer.demand_t))
    };
    answers.iter().map(year).collect::<Vec<_>>().join(", ")
}
