//! Supply in order of cost against need: a column per facility, as wide as what it could supply and as high as what a
//! tonne costs there; a dashed line where the need ends.

use super::scale::ticks;
use super::{Chart, Swatch, ink, style};
use crate::report::dossier::{Curve, Dossier, Need, Supplier, words};
use crate::report::figure;
use crate::report::markup::{Markup, Percent, Pixels};

/// Where the columns stand, px: two lines of words about a need fit above the unit of the axis.
const BOTTOM: f64 = 250.0;
/// Height of the plot, px.
const HEIGHT: f64 = 180.0;
/// Room for the numbers of the axis, per cent.
const AXIS: f64 = 12.0;
/// Width that labels are fitted to in a wide and in a narrow chart, px.
const WIDTHS: [f64; 2] = [620.0, 320.0];

/// The curve as a chart.
#[must_use]
pub fn chart(dossier: &Dossier, curve: &Curve) -> Chart {
    let supply: f64 = curve.suppliers.iter().map(|supplier| supplier.quantity_t).sum();
    let need = curve.needs.iter().map(|need| need.quantity_t).fold(0.0, f64::max);
    let across = ticks(supply.max(need), 4);
    let up = ticks(curve.suppliers.iter().map(|supplier| supplier.cost_usd_per_t).fold(0.0, f64::max), 4);
    let plot = Plot { dossier, across: across[across.len() - 1], up: up[up.len() - 1] };
    let mut body = Markup::new();
    for tick in &up {
        let y = plot.y(*tick);
        body.stroke(if *tick == 0.0 { "axis" } else { "grid" }, [0.0, y], [100.0, y]);
    }
    plot.columns(&mut body, &curve.suppliers);
    plot.cost_axis(&mut body, &up);
    plot.tonnes_axis(&mut body, &across);
    for need in &curve.needs {
        plot.need(&mut body, need, supply);
    }
    Chart {
        title: title(dossier, curve),
        summary: summary(dossier, curve, supply),
        legend: legend(std::iter::once(curve)),
        height: BOTTOM + 24.0,
        body,
    }
}

/// What a curve is about.
#[must_use]
pub fn title(dossier: &Dossier, curve: &Curve) -> String {
    let stages: Vec<String> = curve.stages.iter().map(|stage| words(stage)).collect();
    let owner = curve.owner.as_ref().map(|owner| format!(" owned by {}", dossier.names.member(owner)));
    format!(
        "{}: supply{} at {}, {}",
        dossier.names.commodity(&curve.commodity),
        owner.unwrap_or_default(),
        stages.join(" and "),
        curve.year
    )
}

struct Plot<'a> {
    dossier: &'a Dossier,
    across: f64,
    up: f64,
}

impl Plot<'_> {
    fn x(&self, tonnes: f64) -> f64 {
        AXIS + self.width(tonnes)
    }

    fn width(&self, tonnes: f64) -> f64 {
        (100.0 - AXIS) * tonnes / self.across
    }

    fn y(&self, cost: f64) -> f64 {
        BOTTOM - HEIGHT * (cost / self.up).clamp(0.0, 1.0)
    }

    fn columns(&self, body: &mut Markup, suppliers: &[Supplier]) {
        let mut before = 0.0;
        for supplier in suppliers {
            let (x, width) = (self.x(before), self.width(supplier.quantity_t));
            let y = self.y(supplier.cost_usd_per_t).min(BOTTOM - 1.5);
            let height = BOTTOM - y;
            let category = category(self.dossier, &supplier.country);
            let fill = if is_planned(supplier) { "p" } else { "k" };
            let bar = body.tag("rect").at("class", format_args!("bar {fill}{category}")).at("x", Percent(x));
            let bar = bar.at("y", Pixels(y)).at("width", Percent(width)).at("height", Pixels(height));
            bar.with(|bar| {
                bar.tag("title").text(self.words(supplier));
            });
            self.name(body, supplier, [x, y], width);
            before += supplier.quantity_t;
        }
    }

    /// The name over a column that is wide enough for it, in full or as the country's code.
    fn name(&self, body: &mut Markup, supplier: &Supplier, [x, y]: [f64; 2], width: f64) {
        let name = self.dossier.names.facility(&supplier.facility);
        let code = supplier.country.as_str();
        let [wide, narrow] = WIDTHS.map(|pixels| {
            let room = width / 100.0 * pixels - 2.0;
            let whole = format!("{code} {name}");
            let cut = ink::fitted(&whole, 11.0, room);
            if cut.chars().count() >= 9 || cut == whole {
                cut
            } else if ink::width(code, 11.0) <= room {
                code.to_owned()
            } else {
                String::new()
            }
        });
        if !wide.is_empty() || !narrow.is_empty() {
            let text = body.tag("text").at("class", "small mid halo").at("x", Percent(x + width / 2.0));
            text.at("y", Pixels(y - 4.0)).with(|text| text.either(&wide, &narrow));
        }
    }

    fn words(&self, supplier: &Supplier) -> String {
        format!(
            "{} ({}): {} t, {} USD/t",
            self.dossier.names.facility(&supplier.facility),
            supplier.country,
            figure::one(supplier.quantity_t),
            figure::one(supplier.cost_usd_per_t),
        )
    }

    fn cost_axis(&self, body: &mut Markup, up: &[f64]) {
        let texts = figure::column(&up.iter().map(|tick| Some(*tick)).collect::<Vec<_>>());
        for (tick, text) in up.iter().zip(texts).skip(1) {
            body.label("small halo", [0.0, self.y(*tick) - 3.0], 0.0, text);
        }
        body.label("small", [0.0, BOTTOM - HEIGHT - 16.0], 0.0, "USD/t");
    }

    fn tonnes_axis(&self, body: &mut Markup, across: &[f64]) {
        let texts = figure::column(&across.iter().map(|tick| Some(*tick)).collect::<Vec<_>>());
        for (index, (tick, text)) in across.iter().zip(texts).enumerate() {
            let x = self.x(*tick);
            let (class, unit) = match index {
                0 => ("small", ""),
                last if last + 1 == across.len() => ("small end", " t"),
                _ => ("small mid", ""),
            };
            body.stroke("axis", [x, BOTTOM], [x, BOTTOM + 4.0]);
            body.label(class, [x, BOTTOM + 17.0], 0.0, format_args!("{text}{unit}"));
        }
    }

    /// The line where a need ends, and a hatched base where supply ends before it.
    fn need(&self, body: &mut Markup, need: &Need, supply: f64) {
        let x = self.x(need.quantity_t);
        let missing = need.quantity_t - supply;
        let word = format!("needed: {} t", figure::one(need.quantity_t));
        body.tag("g").maybe("data-member", need.member.as_ref()).with(|group| {
            if missing > 0.0 {
                let from = self.x(supply);
                group.rect("lack", [from, BOTTOM - 12.0], [x - from, 12.0]);
            }
            group.stroke("need", [x, 26.0], [x, BOTTOM]);
            let (class, shift) = if x > 50.0 { ("bold halo end", -5.0) } else { ("bold halo", 5.0) };
            group.label(class, [x, 14.0], shift, word);
            if missing > need.quantity_t * 1e-9 {
                let text = format!("at least {} t short", figure::one(missing));
                group.label(format_args!("{class} bad"), [x, 30.0], shift, text);
            }
        });
    }
}

/// The class of colour of a country: the largest makers of the report have one of their own.
#[must_use]
pub fn category(dossier: &Dossier, country: &str) -> usize {
    dossier.ranking.iter().position(|ranked| ranked == country).unwrap_or(usize::MAX).min(style::CATEGORIES - 1)
}

fn is_planned(supplier: &Supplier) -> bool {
    supplier.status.as_deref().is_some_and(|status| status != "operating")
}

/// What the marks of `curves` mean.
#[must_use]
pub fn legend<'a>(curves: impl Iterator<Item = &'a Curve>) -> Vec<Swatch> {
    let planned = curves.flat_map(|curve| &curve.suppliers).any(is_planned);
    let mut legend = vec![Swatch::new("k0", "a facility: width what it could supply, height what a tonne costs")];
    if planned {
        legend.push(Swatch::new("k0 striped", "not operating yet (under construction, financed, announced, idle)"));
    }
    legend.push(Swatch::new("dash", "what is needed at least"));
    legend
}

fn summary(dossier: &Dossier, curve: &Curve, supply: f64) -> String {
    let need = |need: &Need| {
        let who = need.member.as_ref().map_or_else(|| "the alliance".to_owned(), |member| dossier.names.member(member));
        format!("{who} needs at least {} t", figure::one(need.quantity_t))
    };
    let needs: Vec<String> = curve.needs.iter().map(need).collect();
    let cheapest = curve.suppliers.first().map(|supplier| {
        format!(
            ", from {} USD/t at {}",
            figure::one(supplier.cost_usd_per_t),
            dossier.names.facility(&supplier.facility)
        )
    });
    format!(
        "{} facilit{} could supply up to {} t{}; {}",
        curve.suppliers.len(),
        if curve.suppliers.len() == 1 { "y" } else { "ies" },
        figure::one(supply),
        cheapest.unwrap_or_default(),
        needs.join(", ")
    )
}
