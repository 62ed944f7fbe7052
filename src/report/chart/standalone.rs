//! A chart as a picture of its own, for slides: title above, legend and origin below, colours inside.

use super::style::{self, Paper};
use super::{Chart, ink};
use crate::report::Report;
use crate::report::markup::Markup;

/// Width of the picture, px.
pub const WIDTH: f64 = 960.0;
/// Space around the chart, px.
const MARGIN: f64 = 24.0;

/// The chart with `report` as its origin, as an SVG document.
#[must_use]
pub fn svg(chart: &Chart, report: &Report, paper: Paper) -> String {
    let inner = WIDTH - 2.0 * MARGIN;
    let legend = legend_rows(chart, inner);
    let chart_top = 62.0;
    let legend_top = chart_top + chart.height + 10.0;
    let origin_top = legend_top + 20.0 * legend.len() as f64 + 14.0;
    let height = (origin_top + 14.0).ceil();
    let mut svg = Markup::new();
    svg.constant("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    svg.tag("svg")
        .at("xmlns", "http://www.w3.org/2000/svg")
        .at("width", WIDTH)
        .at("height", height)
        .at("viewBox", format_args!("0 0 {WIDTH} {height}"))
        .at("role", "img")
        .at("aria-labelledby", "title desc")
        .with(|svg| {
            svg.tag("title").at("id", "title").text(&chart.title);
            svg.tag("desc").at("id", "desc").text(&chart.summary);
            svg.tag("style").text(rules(paper));
            svg.tag("defs").with(|defs| {
                defs.add(&style::patterns());
            });
            svg.tag("rect").at("class", "paper").at("width", "100%").at("height", "100%").empty();
            text(svg, "head", [MARGIN, 34.0], &ink::fitted(&chart.title, 18.0, inner));
            frame(svg, [MARGIN, chart_top], [inner, chart.height], |svg| {
                svg.add(&chart.body);
            });
            for (row, entries) in legend.iter().enumerate() {
                for (x, swatch) in entries {
                    frame(svg, [MARGIN + x, legend_top + 20.0 * row as f64], [inner - x, 20.0], |svg| {
                        mark(svg, swatch.class);
                        text(svg, "small", [22.0, 11.0], &swatch.meaning);
                    });
                }
            }
            text(svg, "small", [MARGIN, origin_top], &ink::fitted(&origin(report), 11.0, inner));
        });
    svg.line();
    svg.into_string()
}

/// A window of its own, within which percentages count.
fn frame(svg: &mut Markup, [x, y]: [f64; 2], [width, height]: [f64; 2], fill: impl FnOnce(&mut Markup)) {
    let tag = svg.tag("svg").at("class", "chart").at("x", x).at("y", y).at("width", width).at("height", height);
    tag.at("overflow", "visible").with(fill);
}

fn text(svg: &mut Markup, class: &'static str, [x, y]: [f64; 2], words: &str) {
    svg.tag("text").at("class", class).at("x", x).at("y", y).text(words);
}

/// The mark of a legend entry, 14 px wide.
pub(in crate::report) fn mark(svg: &mut Markup, class: &str) {
    let square = |svg: &mut Markup, class: &str| {
        svg.tag("rect").at("class", class).at("width", 14).at("height", 14).empty();
    };
    if class == "dash" {
        svg.tag("line").at("class", "need").at("x1", 7).at("y1", 0).at("x2", 7).at("y2", 14).empty();
        return;
    }
    let (ground, striped) = class.split_once(' ').map_or((class, false), |(ground, _)| (ground, true));
    square(svg, ground);
    if striped {
        square(svg, "plan");
    }
}

/// Legend entries in rows that fit.
fn legend_rows(chart: &Chart, room: f64) -> Vec<Vec<(f64, &super::Swatch)>> {
    let mut rows: Vec<Vec<(f64, &super::Swatch)>> = Vec::new();
    let mut x = f64::INFINITY;
    for swatch in &chart.legend {
        let width = 22.0 + ink::width(&swatch.meaning, 11.0) + 18.0;
        if x + width > room {
            rows.push(Vec::new());
            x = 0.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((x, swatch));
        }
        x += width;
    }
    rows
}

fn origin(report: &Report) -> String {
    let (tool, scenario) = (&report.tool, &report.scenario);
    let avoid = if report.question.avoid.is_empty() {
        "nothing avoided".to_owned()
    } else {
        format!("avoiding {}", report.question.avoid.join(", "))
    };
    format!(
        "{}; {}, {avoid}. {} {}, {}, sha256 {:.12}",
        scenario.title, report.question.mode, tool.name, tool.version, scenario.path, scenario.sha256
    )
}

/// Rules of a picture that stands alone.
fn rules(paper: Paper) -> String {
    let ground = style::colour("paper", paper);
    let ink = style::colour("ink", paper);
    let soft = style::colour("soft", paper);
    format!(
        "text{{font-family:'Noto Sans','Segoe UI','Helvetica Neue',Arial,sans-serif}}\n.paper{{fill:{ground}}}\n\
         .head{{fill:{ink};font-size:18px;font-weight:600}}\n.small{{fill:{soft};font-size:11px}}\n\
         {}",
        style::fixed(paper)
    )
}
