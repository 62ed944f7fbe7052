//! Where it comes from: a Sankey of one strand of the chain (such as dysprosium from ore to magnet), step by step and
//! country by country. Every step is drawn to the same height; a band tapers where a country's part changes.

use std::collections::{BTreeMap, BTreeSet};

use super::costcurve::category;
use super::style::CATEGORIES;
use super::{Chart, Swatch, ink};
use crate::report::dossier::{Dossier, Flow, words};
use crate::report::figure;
use crate::report::markup::{Markup, Percent, Pixels};

mod layout;

use layout::{Layout, Node};

/// Height of the stages, px.
const HEIGHT: f64 = 320.0;
/// Height of what stands above them, px.
const HEAD: f64 = 52.0;
/// Width of a bar, as a part of the chart's.
const BAR: f64 = 0.008;
/// Where a name begins beside its bar, px.
const INDENT: f64 = 14.0;
/// How many makers of a column a summary names.
const NAMED: usize = 3;
/// Distance of two columns in the picture of the bands; even, since bands bend half way.
const STEP: usize = 2;
/// The narrowest wide chart, px.
const WIDE: f64 = 620.0;
/// The narrowest narrow chart, px.
const NARROW: f64 = 320.0;

/// One picture: whose flows of what.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The member.
    pub member: &'a str,
    /// The year.
    pub year: i32,
    /// The commodity at the head of the strand.
    pub head: &'a str,
}

/// The commodities at the heads of strands: what `flows` carry that no recipe makes from anything else.
#[must_use]
pub fn heads(dossier: &Dossier) -> Vec<String> {
    let drawn = commodities(dossier);
    let made = |commodity: &String| {
        dossier.made_from.get(commodity).is_some_and(|inputs| inputs.iter().any(|input| drawn.contains(input)))
    };
    drawn.iter().filter(|commodity| !made(commodity)).cloned().collect()
}

/// The commodities that flow from step to step.
#[must_use]
pub fn commodities(dossier: &Dossier) -> Vec<String> {
    let flows = || dossier.flows.iter().flat_map(|entry| &entry.flows);
    let flowing = |commodity: &&String| flows().any(|flow| flow.commodity == **commodity);
    dossier.names.commodities.keys().filter(flowing).cloned().collect()
}

/// What follows from `head` by recipes, itself included.
fn strand(dossier: &Dossier, head: &str) -> BTreeSet<String> {
    let mut strand = BTreeSet::from([head.to_owned()]);
    loop {
        let next: Vec<&String> = dossier
            .made_from
            .iter()
            .filter(|(made, inputs)| !strand.contains(*made) && inputs.iter().any(|input| strand.contains(input)))
            .map(|entry| entry.0)
            .collect();
        if next.is_empty() {
            return strand;
        }
        let next: Vec<String> = next.into_iter().cloned().collect();
        strand.extend(next);
    }
}

/// The chart; none where nothing of that strand flows.
#[must_use]
pub fn chart(dossier: &Dossier, subject: Subject<'_>) -> Option<Chart> {
    let flows = flows(dossier, subject);
    let layout = Layout::of(&flows, HEIGHT)?;
    let mut body = Markup::new();
    shapes(&mut body, dossier, &layout);
    body.tag("g").at("class", "halo").at("transform", format_args!("translate({INDENT},4)")).with(|group| {
        for node in layout.nodes.iter().filter(|node| !node.places.is_empty()) {
            label(group, dossier, node, &layout);
        }
    });
    heads_of_columns(&mut body, dossier, &layout);
    let name = dossier.names.commodity(subject.head);
    Some(Chart {
        title: format!("Where {}’s {name} comes from, {}", dossier.names.member(subject.member), subject.year),
        summary: summary(dossier, &layout),
        legend: Vec::<Swatch>::new(),
        height: HEAD + HEIGHT + 6.0,
        body,
    })
}

/// The flows of a subject's strand.
#[must_use]
pub fn flows<'a>(dossier: &'a Dossier, subject: Subject<'_>) -> Vec<&'a Flow> {
    let strand = strand(dossier, subject.head);
    let entry = dossier.flows.iter().find(|entry| entry.member == subject.member && entry.year == subject.year);
    entry.into_iter().flat_map(|entry| &entry.flows).filter(|flow| strand.contains(&flow.commodity)).collect()
}

/// Where a column stands, per cent.
fn across(column: usize, layout: &Layout) -> f64 {
    let last = layout.columns.len().saturating_sub(1).max(1);
    100.0 * column as f64 / last as f64
}

/// Bands and bars, in one picture that is stretched to the width of the chart: a column is [`STEP`] from the next.
fn shapes(body: &mut Markup, dossier: &Dossier, layout: &Layout) {
    let width = STEP * layout.columns.len().saturating_sub(1).max(1);
    body.tag("svg")
        .at("y", HEAD)
        .at("width", "100%")
        .at("height", HEIGHT)
        .at("viewBox", format_args!("0 0 {width} {HEIGHT}"))
        .at("preserveAspectRatio", "none")
        .with(|svg| {
            svg.tag("g").at("class", "bands").with(|group| {
                let class = |band: &layout::Band| class(dossier, &layout.nodes[band.from]);
                let outline = |band: &layout::Band| {
                    let [from, to] = [band.from, band.to].map(|node| STEP * layout.nodes[node].column);
                    outline(band, from, to)
                };
                by_class(group, layout.bands.iter().map(|band| (class(band), outline(band))));
            });
            by_class(svg, layout.nodes.iter().map(|node| (class(dossier, node), bar(node, layout))));
        });
}

/// One path for all shapes of a class.
fn by_class(svg: &mut Markup, shapes: impl Iterator<Item = (String, String)>) {
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    for (class, outline) in shapes {
        paths.entry(class).or_default().push_str(&outline);
    }
    for (class, outlines) in paths {
        svg.tag("path").at("class", class).at("d", outlines).empty();
    }
}

/// The outline of a band that is drawn from `from` to `to` across.
fn outline(band: &layout::Band, from: usize, to: usize) -> String {
    let [left_top, left_bottom] = edges(band.left);
    let [right_top, right_bottom] = edges(band.right);
    let middle = usize::midpoint(from, to);
    let edge = |start: &str, end: &str, x: usize| {
        if start == end { format!("H{x}") } else { format!("C{middle} {start} {middle} {end} {x} {end}") }
    };
    let (above, below) = (edge(&left_top, &right_top, to), edge(&right_bottom, &left_bottom, from));
    format!("M{from} {left_top}{above}V{right_bottom}{below}")
}

/// The class of the colour of a node.
fn class(dossier: &Dossier, node: &Node) -> String {
    match node.places.as_slice() {
        [] => "full".to_owned(),
        [place] => format!("k{}", category(dossier, &place.country)),
        _ => format!("k{}", CATEGORIES - 1),
    }
}

/// The outline of a node's bar, inside the picture at its end too.
fn bar(node: &Node, layout: &Layout) -> String {
    let width = BAR * (STEP * layout.columns.len().saturating_sub(1).max(1)) as f64;
    let last = node.column + 1 == layout.columns.len();
    let x = (STEP * node.column) as f64 - if last { width } else { 0.0 };
    let [top, bottom] = edges([node.top, node.top + node.height.max(1.0)]);
    let x = if last { format!("{x:.2}") } else { format!("{x:.0}") };
    format!("M{x} {top}h{width:.2}V{bottom}h-{width:.2}")
}

/// Where a band begins and ends, in whole pixels unless it is so thin that it would not be seen.
fn edges(span: [f64; 2]) -> [String; 2] {
    let thin = span[1] - span[0] < 2.0;
    span.map(|y| Pixels(if thin { y } else { y.round() }).to_string())
}

/// The name of a node beside it, as it fits a page and a phone.
fn label(group: &mut Markup, dossier: &Dossier, node: &Node, layout: &Layout) {
    let share = share(node);
    let room = |width| between(layout, width) - INDENT - 3.0;
    let first = |wordings: &[String], size: f64, width| {
        let fits = |text: &&String| ink::width(text, size) <= room(width);
        wordings.iter().find(fits).or(wordings.last()).map(|text| ink::fitted(text, size, room(width)))
    };
    let mut short = match node.places.as_slice() {
        [place] => {
            let whole = figure::whole_percent(node.share);
            vec![format!("{} {share}", place.country), format!("{} {whole} %", place.country), place.country.clone()]
        }
        several => vec![format!("{} more", several.len())],
    };
    let narrow = first(&short, 11.0, NARROW).unwrap_or_default();
    // A name that is cut says less than one without its stage, or a code.
    let mut wordings =
        vec![format!("{} {share}", name(dossier, node, layout)), format!("{} {share}", country(dossier, node))];
    wordings.append(&mut short);
    let wide = first(&wordings, 12.0, WIDE).unwrap_or_default();
    let middle = (HEAD + node.top + node.height / 2.0).round();
    let text = group.tag("text").at("x", Percent(across(node.column, layout))).at("y", middle);
    text.with(|text| text.either(&wide, &narrow));
}

/// The country of a node, with its stage where its column holds several.
fn name(dossier: &Dossier, node: &Node, layout: &Layout) -> String {
    let country = country(dossier, node);
    match node.places.as_slice() {
        [place] if layout.columns[node.column].stages().len() > 1 => format!("{country}, {}", words(&place.stage)),
        _ => country,
    }
}

/// The country of a node, or how many share it.
fn country(dossier: &Dossier, node: &Node) -> String {
    match node.places.as_slice() {
        [place] => dossier.names.country(&place.country),
        several => format!("{} others", several.len()),
    }
}

fn share(node: &Node) -> String {
    format!("{} %", figure::percent(&[Some(node.share)]).concat())
}

/// Space from one column to the next in a chart of some width, px.
fn between(layout: &Layout, width: f64) -> f64 {
    width / layout.columns.len().saturating_sub(1).max(1) as f64
}

/// Above each column its stages (where a stage has several columns, what is made in each) and the tonnes that pass.
fn heads_of_columns(body: &mut Markup, dossier: &Dossier, layout: &Layout) {
    for (index, column) in layout.columns.iter().enumerate() {
        let x = across(index, layout);
        let tonnes = format!("{} t", figure::one(column.tonnes));
        if column.steps.is_empty() {
            for (class, y, text) in [("bold end", 13.0, "delivered"), ("small end", 27.0, tonnes.as_str())] {
                let tag = body.tag("text").at("class", class).at("x", Percent(x)).at("y", y);
                tag.with(|line| {
                    line.alternatives(text, "");
                });
            }
            continue;
        }
        let mut lines: Vec<(&str, String)> =
            column.stages().into_iter().map(|stage| ("bold heads", words(stage))).take(2).collect();
        if let (Some(made), 1) = (made(dossier, layout, index), lines.len()) {
            lines.push(("small heads", made));
        }
        for (line, (class, text)) in lines.iter().enumerate() {
            let tag = body.tag("text").at("class", class).at("x", Percent(x)).at("y", 13.0 + 14.0 * line as f64);
            tag.with(|line| {
                let wide = ink::fitted(text, 12.0, between(layout, WIDE));
                if ink::width(text, 13.0) <= between(layout, NARROW) {
                    line.text(wide);
                } else {
                    line.alternatives(&wide, &ink::fitted(text, 10.0, between(layout, NARROW)));
                }
            });
        }
        body.label("small", [x, 13.0 + 14.0 * lines.len() as f64], 0.0, tonnes);
    }
}

/// What is made in a column whose stage stands in other columns too.
fn made(dossier: &Dossier, layout: &Layout, index: usize) -> Option<String> {
    let stages = layout.columns[index].stages();
    let again = |other: &layout::Column| other.stages().iter().any(|stage| stages.contains(stage));
    let elsewhere = layout.columns.iter().enumerate().any(|(at, column)| at != index && again(column));
    let made = layout.columns[index].steps.iter().map(|step| dossier.names.commodity(&step.made));
    elsewhere.then(|| made.collect::<Vec<_>>().join(", "))
}

/// The largest makers of every column.
fn summary(dossier: &Dossier, layout: &Layout) -> String {
    let column = |(index, column): (usize, &layout::Column)| {
        let mut nodes: Vec<&Node> = layout.nodes.iter().filter(|node| node.column == index).collect();
        nodes.sort_by(|a, b| b.share.total_cmp(&a.share));
        let named = nodes.iter().take(NAMED).map(|node| format!("{} {}", name(dossier, node, layout), share(node)));
        let mut parts: Vec<String> = named.collect();
        if nodes.len() > NAMED {
            parts.push(format!("{} more", nodes.len() - NAMED));
        }
        let stages: Vec<String> = column.stages().into_iter().map(words).collect();
        let made = made(dossier, layout, index).map(|made| format!(" of {made}")).unwrap_or_default();
        format!("{}{made}: {}", stages.join(" and "), parts.join(", "))
    };
    let columns = layout.columns.iter().enumerate().filter(|entry| !entry.1.steps.is_empty());
    columns.map(column).collect::<Vec<_>>().join("; ")
}
