//! Where it comes from: a Sankey of one strand of the chain (such as dysprosium from ore to magnet), stage by stage and
//! country by country. Every stage is drawn to the same height; a band tapers where a country's part changes.

use std::collections::BTreeSet;

use super::costcurve::category;
use super::{Chart, Swatch, ink};
use crate::report::dossier::{Dossier, Flow, words};
use crate::report::figure;
use crate::report::markup::{Coordinate, Markup, Percent};

mod layout;

use layout::{Layout, Node};

/// Height of the stages, px.
const HEIGHT: f64 = 320.0;
/// Height of what stands above them, px.
const HEAD: f64 = 52.0;
/// Width of a node, px.
const BAR: f64 = 9.0;
/// How many makers of a column a summary names.
const NAMED: usize = 3;
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

/// The commodities that flow from stage to stage.
#[must_use]
pub fn commodities(dossier: &Dossier) -> Vec<String> {
    let flows = || dossier.flows.iter().flat_map(|entry| &entry.flows);
    // What one plant hands to another of the same stage has no column of its own: its strand begins with what is made
    // of it.
    let inner = |flow: &Flow| flow.to.as_ref().is_some_and(|to| to.stage == flow.from.stage);
    let flowing = |commodity: &&String| {
        let mut own = flows().filter(|flow| flow.commodity == **commodity).peekable();
        own.peek().is_some() && !own.any(inner)
    };
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
    bands(&mut body, dossier, &layout);
    for node in &layout.nodes {
        bar(&mut body, dossier, node, &layout);
    }
    for (class, width) in [("wide", WIDE), ("narrow", NARROW)] {
        body.tag("g")
            .at("class", format_args!("halo {class}"))
            .at("transform", format_args!("translate({},4)", BAR + 5.0))
            .with(|group| {
                for node in layout.nodes.iter().filter(|node| !node.places.is_empty()) {
                    label(group, dossier, node, &layout, width);
                }
            });
    }
    heads_of_columns(&mut body, &layout);
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

/// Bands between columns, one picture per pair of columns that is stretched to the width between them.
fn bands(body: &mut Markup, dossier: &Dossier, layout: &Layout) {
    let mut pairs: Vec<(usize, usize)> =
        layout.bands.iter().map(|band| (layout.nodes[band.from].column, layout.nodes[band.to].column)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    for (from, to) in pairs {
        let (x, end) = (across(from, layout), across(to, layout));
        body.tag("svg")
            .at("class", "bands")
            .at("x", Percent(x))
            .at("y", HEAD)
            .at("width", Percent(end - x))
            .at("height", HEIGHT)
            .at("viewBox", format_args!("0 0 100 {HEIGHT}"))
            .at("preserveAspectRatio", "none")
            .with(|svg| {
                let between =
                    |band: &&layout::Band| (layout.nodes[band.from].column, layout.nodes[band.to].column) == (from, to);
                for band in layout.bands.iter().filter(between) {
                    let category = node_category(dossier, &layout.nodes[band.from]);
                    svg.tag("path").at("class", format_args!("k{category}")).at("d", outline(band)).empty();
                }
            });
    }
}

/// The outline of a band that is drawn from 0 to 100 across.
fn outline(band: &layout::Band) -> String {
    let [left_top, left_bottom, right_top, right_bottom] =
        [band.left[0], band.left[1], band.right[0], band.right[1]].map(|y| Coordinate((y * 10.0).round() / 10.0));
    format!(
        "M0 {left_top}C50 {left_top} 50 {right_top} 100 {right_top}V{right_bottom}C50 {right_bottom} 50 {left_bottom} 0 \
         {left_bottom}"
    )
}

fn node_category(dossier: &Dossier, node: &Node) -> usize {
    match node.places.as_slice() {
        [place] => category(dossier, &place.country),
        _ => super::style::CATEGORIES - 1,
    }
}

fn bar(body: &mut Markup, dossier: &Dossier, node: &Node, layout: &Layout) {
    let last = node.column + 1 == layout.columns.len();
    let class = if node.places.is_empty() { "full".to_owned() } else { format!("k{}", node_category(dossier, node)) };
    let tag = body.tag("rect").at("class", class).at("x", Percent(across(node.column, layout)));
    let tag = tag.at("y", Coordinate(HEAD + node.top)).at("width", BAR).at("height", Coordinate(node.height.max(1.0)));
    let tag = if last { tag.at("transform", format_args!("translate({},0)", -BAR)) } else { tag };
    tag.empty();
}

/// The name of a node beside it, as it fits a chart of some width.
fn label(group: &mut Markup, dossier: &Dossier, node: &Node, layout: &Layout, width: f64) {
    let share = share(node);
    let text = match node.places.as_slice() {
        [place] if width == NARROW => format!("{} {share}", place.country),
        several if width == NARROW && several.len() > 1 => format!("{} more", several.len()),
        _ => format!("{} {share}", name(dossier, node, layout)),
    };
    let text = ink::fitted(&text, 12.0, between(layout, width) - BAR - 8.0);
    let middle = (HEAD + node.top + node.height / 2.0).round();
    group.tag("text").at("x", Percent(across(node.column, layout))).at("y", middle).text(text);
}

/// The country of a node, with its stage where its column holds several.
fn name(dossier: &Dossier, node: &Node, layout: &Layout) -> String {
    match node.places.as_slice() {
        [place] => {
            let name = dossier.names.country(&place.country);
            let mixed = layout.columns[node.column].stages.len() > 1;
            if mixed { format!("{name}, {}", words(&place.stage)) } else { name }
        }
        several => format!("{} others", several.len()),
    }
}

fn share(node: &Node) -> String {
    format!("{}%", figure::percent(&[Some(node.share)]).concat())
}

/// Space from one column to the next in a chart of some width, px.
fn between(layout: &Layout, width: f64) -> f64 {
    width / layout.columns.len().saturating_sub(1).max(1) as f64
}

/// Above each column its stages and the tonnes that pass.
fn heads_of_columns(body: &mut Markup, layout: &Layout) {
    for (index, column) in layout.columns.iter().enumerate() {
        let x = across(index, layout);
        let tonnes = format!("{} t", figure::one(column.tonnes));
        if column.stages.is_empty() {
            body.label("bold end wide", [x, 13.0], 0.0, "delivered");
            body.label("small end wide", [x, 27.0], 0.0, tonnes);
            continue;
        }
        let stages = column.stages.iter().take(2);
        for (class, width) in [("wide", WIDE), ("narrow", NARROW)] {
            for (line, stage) in stages.clone().enumerate() {
                let text = ink::fitted(&words(stage), 12.0, between(layout, width));
                body.label(format_args!("bold {class}"), [x, 13.0 + 14.0 * line as f64], 0.0, text);
            }
        }
        body.label("small", [x, 13.0 + 14.0 * stages.count() as f64], 0.0, tonnes);
    }
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
        let stages: Vec<String> = column.stages.iter().map(|stage| words(stage)).collect();
        format!("{}: {}", stages.join(" and "), parts.join(", "))
    };
    let columns = layout.columns.iter().enumerate().filter(|entry| !entry.1.stages.is_empty());
    columns.map(column).collect::<Vec<_>>().join("; ")
}
