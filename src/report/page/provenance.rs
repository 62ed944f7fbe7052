//! What was computed from what, and how far it can be believed.

use super::titled;
use crate::report::dossier::Dossier;
use crate::report::markup::Markup;
use crate::report::{Report, Verdict};

/// File, hash, version, solver, proof.
pub fn section(main: &mut Markup, dossier: &Dossier) {
    titled(main, "provenance", "Provenance", |section| {
        section.tag("dl").at("class", "provenance").with(|list| {
            for (term, text, code) in entries(dossier) {
                list.tag("dt").text(term);
                list.tag("dd").with(|entry| {
                    if code {
                        entry.tag("code").text(text);
                    } else {
                        entry.text(text);
                    }
                });
            }
        });
        section.tag("p").at("class", "note").text(
            "A verdict comes from exact arithmetic on the decimals written in the file, never from a solver's status: a \
             feasible answer from a plan that satisfies every row exactly, an infeasible one from multipliers that prove a \
             shortfall above zero. Costs are those of a plan proven cheapest within its bounds.",
        );
    });
}

fn entries(dossier: &Dossier) -> Vec<(&'static str, String, bool)> {
    let report = &dossier.report;
    let (tool, scenario, question) = (&report.tool, &report.scenario, &report.question);
    let proven = report.answers.iter().filter(|answer| answer.verdict != Verdict::Undecided).count();
    let years: Vec<String> = question.years.iter().map(i32::to_string).collect();
    let at = if question.avoid.is_empty() {
        String::new()
    } else {
        format!(" --avoid-stage {}", question.avoid_stages.join(","))
    };
    let command = format!(
        "didymium solve {} {} --avoid \"{}\"{at} --member {} --year {} --format json",
        path(dossier),
        conditions(dossier),
        question.avoid.join(","),
        question.members.join(","),
        years.join(",")
    );
    vec![
        ("Scenario", scenario.path.clone(), true),
        ("SHA-256", scenario.sha256.clone(), true),
        ("Computed by", format!("{} {}", tool.name, tool.version), false),
        ("Evidence", format!("numbers read {}", reading(&scenario.evidence)), false),
        ("Solver", format!("{}; nothing it says is believed without proof", tool.solver), false),
        ("Proof", format!("{proven} of {} verdicts proven in exact rational arithmetic", report.answers.len()), false),
        ("The same again", command, true),
    ]
}

/// What a command must say so that it asks under the same conditions.
pub fn conditions(dossier: &Dossier) -> String {
    let Report { scenario, question, .. } = &dossier.report;
    let mut flags = format!("--mode {} --evidence {}", question.mode, scenario.evidence);
    if question.counts_only_some() {
        flags.extend([" --status ", &question.statuses.join(",")]);
    }
    for change in &dossier.overrides {
        flags.extend([" --set ", &quoted(change)]);
    }
    flags
}

/// The scenario's path as one word of a shell, as it is where it needs no quotes.
pub fn path(dossier: &Dossier) -> String {
    let path = &dossier.report.scenario.path;
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+".contains(letter);
    if path.chars().all(is_plain) { path.clone() } else { quoted(path) }
}

/// An argument as a shell takes it, in quotes where its braces would not stay as they are.
pub fn word(text: &str) -> String {
    if text.contains('{') { quoted(text) } else { text.to_owned() }
}

/// Text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// How numbers that are not certain were read.
fn reading(word: &str) -> &str {
    match word {
        "strict" => "strictly, each at the end of its range that helps least",
        "generous" => "generously, each at the end of its range that helps most",
        _ => "as stated",
    }
}

/// The small print.
pub fn footer(footer: &mut Markup, dossier: &Dossier) {
    let tool = &dossier.report.tool;
    footer.tag("p").text(format_args!(
        "{} {}, {}, sha256 {:.12}. This page is one file; it fetches nothing and keeps nothing.",
        tool.name, tool.version, dossier.report.scenario.path, dossier.report.scenario.sha256
    ));
}
