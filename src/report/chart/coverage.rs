//! Who is covered when: members as rows, years as columns, in each cell a level, a number and, where the whole demand
//! is met, a tick.

use super::{Chart, Room, Swatch, ink};
use crate::report::dossier::Dossier;
use crate::report::markup::{Markup, Percent, Pixels};
use crate::report::{Answer, Verdict, figure};

/// Height of a cell, px.
const CELL: f64 = 26.0;
/// Height of the line of years, px.
const HEAD: f64 = 22.0;
/// Part of the width that names take in a wide chart, per cent.
const NAMES: f64 = 19.0;
/// The narrowest wide chart, px.
const LEAST_WIDE: f64 = 620.0;

/// The coverage of all members in all years.
#[must_use]
pub fn chart(dossier: &Dossier, room: Room) -> Chart {
    let question = &dossier.report.question;
    let (left, name_height) = if room == Room::Wide { (NAMES, 0.0) } else { (0.0, 18.0) };
    let column = (100.0 - left) / question.years.len().max(1) as f64;
    let row = CELL + name_height + 4.0;
    let mut body = Markup::new();
    for (index, year) in question.years.iter().enumerate() {
        body.label("small mid", [left + (index as f64 + 0.5) * column, 14.0], 0.0, year);
    }
    for (index, member) in question.members.iter().enumerate() {
        let top = HEAD + index as f64 * row;
        let name = dossier.names.member(member);
        if room == Room::Wide {
            let shown = ink::fitted(&name, 12.0, NAMES / 100.0 * LEAST_WIDE - 6.0);
            body.label("bold", [0.0, top + 17.0], 0.0, shown);
        } else {
            body.label("bold", [0.0, top + 13.0], 0.0, ink::fitted(&name, 12.0, 320.0));
        }
        for (position, year) in question.years.iter().enumerate() {
            let answer = dossier.report.answers.iter().find(|answer| answer.member == *member && answer.year == *year);
            if let Some(answer) = answer {
                cell(&mut body, [left + position as f64 * column, top + name_height], column, answer);
            }
        }
    }
    Chart {
        title: "Coverage, % of demand".to_owned(),
        summary: summary(&dossier.report.answers),
        legend: legend(&dossier.report.answers),
        height: HEAD + question.members.len() as f64 * row,
        body,
    }
}

fn legend(answers: &[Answer]) -> Vec<Swatch> {
    let mut legend = vec![Swatch::new("full", "whole demand met, proven")];
    if answers.iter().any(Answer::needs_projects) {
        legend.push(Swatch::new("full striped", "met only with projects that do not operate yet"));
    }
    legend.push(Swatch::new("part", "part of the demand that is met"));
    legend.push(Swatch::new("doubt", "undecided"));
    legend
}

fn cell(body: &mut Markup, [x, y]: [f64; 2], width: f64, answer: &Answer) {
    let (x, width) = (x + 0.15, width - 0.3);
    let middle = x + width / 2.0;
    body.rect("cell", [x, y], [width, CELL]);
    match (answer.verdict, answer.coverage) {
        _ if !answer.has_demand() => {
            body.label("small mid", [middle, y + 17.0], 0.0, "–");
        }
        (Verdict::Feasible, _) => {
            body.rect("full", [x, y], [width, CELL]);
            if answer.needs_projects() {
                body.rect("plan", [x, y], [width, CELL]);
            }
            tick(body, [middle, y]);
        }
        (Verdict::Undecided, _) => {
            body.rect("doubt", [x, y], [width, CELL]);
            body.label("mid halo", [middle, y + 17.0], 0.0, "?");
        }
        (Verdict::Infeasible, coverage) => {
            let coverage = coverage.unwrap_or_default();
            let level = CELL * coverage.clamp(0.0, 1.0);
            if level > 0.0 {
                body.rect("part", [x, y + CELL - level], [width, level]);
            }
            body.label("mid", [middle, y + 17.0], 0.0, figure::whole_percent(coverage));
        }
    }
}

/// A tick on ground of its own, so that it stands out on stripes too.
fn tick(body: &mut Markup, [x, y]: [f64; 2]) {
    body.tag("svg").at("x", Percent(x)).at("y", Pixels(y)).at("overflow", "visible").with(|svg| {
        svg.tag("path").at("class", "full").at("d", format_args!("M-11 0h22v{CELL}h-22z")).empty();
        svg.tag("path").at("class", "mark").at("d", "M-6 13.5L-1.5 18L6.5 8.5").empty();
    });
}

fn summary(answers: &[Answer]) -> String {
    let count = |verdict| answers.iter().filter(|answer| answer.verdict == verdict).count();
    let (met, short, open) = (count(Verdict::Feasible), count(Verdict::Infeasible), count(Verdict::Undecided));
    let undecided = if open > 0 { format!(", {open} undecided") } else { String::new() };
    let projects = answers.iter().filter(|answer| answer.needs_projects()).count();
    let projects = if projects > 0 { format!(" ({projects} only with projects)") } else { String::new() };
    format!("Of {} answers, {met} are feasible{projects} and {short} infeasible{undecided}", answers.len())
}
