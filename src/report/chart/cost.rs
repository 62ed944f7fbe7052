//! What avoiding costs: cost per tonne delivered beside that of the baseline, with the premium where both meet the
//! whole demand.

use super::panel::Panel;
use super::{Chart, Swatch, ink};
use crate::report::dossier::Dossier;
use crate::report::markup::{Markup, Percent, Pixels};
use crate::report::{Answer, Verdict, figure};

/// Height of the columns, px.
const COLUMNS: f64 = 150.0;
/// Height of the numbers over the columns, px.
const HEAD: f64 = 34.0;

/// The narrowest chart, px.
const NARROW: f64 = 320.0;

/// Cost and baseline of `member`; none where there is no cost.
#[must_use]
pub fn chart(dossier: &Dossier, member: &str) -> Option<Chart> {
    let years = &dossier.report.question.years;
    let answers: Vec<&Answer> = dossier.report.answers_of(member).collect();
    let largest = answers.iter().flat_map(|answer| [answer.cost_per_t_usd, baseline_per_t(answer)]).flatten();
    let largest = largest.fold(0.0, f64::max);
    if largest <= 0.0 {
        return None;
    }
    let panel = Panel::new(years, [HEAD, COLUMNS], largest).with_axis();
    let mut body = Markup::new();
    panel.grid(&mut body);
    for (index, year) in years.iter().enumerate() {
        let Some(answer) = answers.iter().find(|answer| answer.year == *year) else { continue };
        let [x, width] = panel.column(index);
        let half = width / 2.0;
        let mut highest: f64 = 0.0;
        if let Some(baseline) = baseline_per_t(answer) {
            let length = panel.length(baseline);
            body.rect("base", [x, panel.bottom() - length], [half - 0.2, length]);
            highest = highest.max(length);
        }
        if let Some(cost) = answer.cost_per_t_usd {
            let length = panel.length(cost);
            body.rect("full", [x + half, panel.bottom() - length], [half, length]);
            if answer.verdict != Verdict::Feasible {
                body.rect("plan", [x + half, panel.bottom() - length], [half, length]);
            }
            highest = highest.max(length);
        }
        if let Some(premium) = answer.premium {
            let sign = if premium >= 0.0 { "+" } else { "" };
            let wide = format!("{sign}{} %", figure::percent(&[Some(premium)]).concat());
            // In whole numbers nothing may read as none.
            let whole = (premium.abs() >= 0.01).then(|| format!("{sign}{:.0}", 100.0 * premium));
            let short = whole.map_or(vec![wide.clone()], |whole| vec![wide.clone(), format!("{whole} %"), whole]);
            let narrow = short.iter().find(|text| ink::width(text, 10.0) <= panel.room(NARROW));
            let text = body.tag("text").at("class", "mid bold halo heads").at("x", Percent(panel.middle(index)));
            text.at("y", Pixels(panel.bottom() - highest - 5.0)).with(|text| {
                text.alternatives(&wide, narrow.map_or("", String::as_str));
            });
        }
    }
    panel.numbers(&mut body);
    panel.years(&mut body);
    Some(Chart {
        title: format!("Cost per tonne delivered, USD/t ({})", dossier.names.member(member)),
        summary: in_words(&answers),
        legend: vec![
            Swatch::new("base", "baseline, nothing avoided"),
            Swatch::new("full", "avoiding, whole demand met; above it the premium, %"),
            Swatch::new("full striped", "avoiding, only part of the demand met: no premium can be stated"),
        ],
        height: panel.bottom() + 26.0,
        body,
    })
}

/// The baseline's cost per tonne; it meets the whole demand.
#[must_use]
pub fn baseline_per_t(answer: &Answer) -> Option<f64> {
    answer.baseline_cost_usd.filter(|_| answer.demand_t > 0.0).map(|cost| cost / answer.demand_t)
}

fn in_words(answers: &[&Answer]) -> String {
    let year = |answer: &&Answer| {
        let money = |value: Option<f64>| value.map_or_else(|| "no".to_owned(), figure::one);
        let (cost, baseline) = (money(answer.cost_per_t_usd), money(baseline_per_t(answer)));
        format!("{}: {cost} against {baseline}", answer.year)
    };
    answers.iter().map(year).collect::<Vec<_>>().join(", ")
}
