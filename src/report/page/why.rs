//! Why a demand cannot be met, in the scenario's own statements, and what would cure it.

use super::figures::{When, folded};
use super::provenance::{conditions, path, word};
use super::sheet::{Head, Sheet, plain, with_code};
use super::verdict::badge;
use crate::report::clause::premium;
use crate::report::dossier::{Dossier, Unready, words};
use crate::report::explanation::{Causes, Explanation, JointRepair, Repair};
use crate::report::markup::Markup;
use crate::report::{Answer, Verdict, figure};

/// The reasons of every answer, one of them shown.
pub fn panels(section: &mut Markup, dossier: &Dossier) {
    let question = &dossier.report.question;
    let shown = (question.members.first(), question.years.first());
    for answer in &dossier.report.answers {
        let hidden = (Some(&answer.member), Some(&answer.year)) != shown;
        let when = When { member: Some(&answer.member), year: Some(answer.year), hidden, ..When::default() };
        when.write(section.tag("div")).with(|panel| {
            panel.tag("p").with(|line| sentence(line, dossier, answer));
            let own = answer.explanation.as_ref().filter(|_| answer.verdict == Verdict::Infeasible);
            match own {
                Some(explanation) => reasons(panel, dossier, explanation),
                None if answer.verdict == Verdict::Infeasible && together(dossier, answer.year).is_none() => {
                    pointer(panel, dossier, answer);
                }
                None => unready(panel, dossier, answer),
            }
        });
    }
    for system in dossier.report.system.iter().flatten() {
        let Some(explanation) = &system.explanation else { continue };
        let when = When { year: Some(system.year), hidden: Some(&system.year) != shown.1, ..When::default() };
        when.write(section.tag("div")).with(|panel| {
            panel.tag("p").text(format_args!(
                "In {} all alliance demands together are short, since all draw on the same capacity; that is explained here.",
                system.year
            ));
            reasons(panel, dossier, explanation);
        });
    }
}

/// Why what is feasible is not so on what operates.
fn unready(panel: &mut Markup, dossier: &Dossier, answer: &Answer) {
    let of = |entry: &&Unready| entry.member == answer.member && entry.year == answer.year;
    let Some(entry) = dossier.unready.iter().find(of) else { return };
    panel.tag("p").text(format_args!(
        "On what operates alone it is infeasible: {} t of {} t must stay unmet. That is explained here.",
        figure::one(entry.shortfall_t),
        figure::one(entry.demand_t)
    ));
    reasons(panel, dossier, &entry.explanation);
}

fn together(dossier: &Dossier, year: i32) -> Option<&Explanation> {
    let system = dossier.report.system.iter().flatten().find(|system| system.year == year);
    system.and_then(|system| system.explanation.as_ref())
}

fn sentence(line: &mut Markup, dossier: &Dossier, answer: &Answer) {
    line.tag("b").text(format_args!("{}, {}: ", dossier.names.member(&answer.member), answer.year));
    badge(line, answer.verdict);
    match answer.verdict {
        _ if !answer.has_demand() => line.text(": there is no demand."),
        Verdict::Feasible => {
            let premium = premium(answer).map_or_else(String::new, |premium| format!(", at {premium}"));
            line.text(format_args!(": the whole demand of {} t can be met{premium}.", figure::one(answer.demand_t)))
        }
        Verdict::Infeasible => line.text(format_args!(
            ": {} t of {} t must stay unmet.",
            figure::one(answer.shortfall_t),
            figure::one(answer.demand_t)
        )),
        Verdict::Undecided => line.text(format_args!(
            ": nothing could be proven either way; at most {} t of {} t stay unmet.",
            figure::one(answer.shortfall_t),
            figure::one(answer.demand_t)
        )),
    };
}

/// Where the reasons are, as they are not on this page.
fn pointer(panel: &mut Markup, dossier: &Dossier, answer: &Answer) {
    let command = format!(
        "didymium explain {} {} --member {} --year {}",
        path(dossier),
        conditions(dossier),
        answer.member,
        answer.year
    );
    panel.tag("p").at("class", "note").with(|note| {
        note.text("Not explained in full on this page, which would take long for all. ").tag("code").text(command);
        note.text(" explains it.");
    });
}

fn reasons(panel: &mut Markup, dossier: &Dossier, explanation: &Explanation) {
    if let Some(sentence) = &explanation.sentence {
        panel.tag("p").with(|line| {
            let mut letters = sentence.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
            line.add(&with_code(&format!("{first}{}", letters.as_str().trim_end_matches('.')))).text(".");
        });
    }
    if !explanation.structure.is_empty() {
        panel.tag("p").text("What the network alone shows:");
        panel.tag("ul").with(|list| {
            for lack in &explanation.structure {
                list.tag("li").at("class", format_args!("depth{}", lack.depth.min(5))).with(|item| {
                    item.add(&with_code(&lack.text));
                });
            }
        });
    }
    conflict(panel, dossier, explanation);
    repairs(panel, explanation);
    joint_repairs(panel, &explanation.joint_repairs);
    if let Some(causes) = &explanation.causes {
        causes_table(panel, causes);
    }
    if let Some(uplift) = explanation.margin.capacity_uplift {
        panel.tag("p").text(format_args!(
            "All capacities together would have to be larger by at least {} %{}.",
            figure::one(100.0 * figure::shown_above(uplift)),
            unproven(explanation.margin.proven)
        ));
    }
}

fn unproven(proven: bool) -> &'static str {
    if proven { "" } else { " (not proven)" }
}

fn conflict(panel: &mut Markup, dossier: &Dossier, explanation: &Explanation) {
    if explanation.conflict.is_empty() {
        return;
    }
    panel.tag("h4").text("What cannot hold together");
    let necessary = if explanation.conflict_irreducible {
        "Each of these statements is proven necessary: without any one of them this conflict is gone."
    } else {
        "Perhaps not the smallest set."
    };
    panel.tag("p").at("class", "note").text(necessary);
    panel.tag("ul").at("class", "conflict").with(|list| {
        for path in &explanation.conflict {
            list.tag("li").with(|item| statement(item, dossier, path));
        }
    });
}

/// A key path, and where the file says it.
fn statement(item: &mut Markup, dossier: &Dossier, path: &str) {
    item.tag("span").at("class", "path").text(path);
    if let Some(excerpt) = dossier.statements.get(path) {
        item.tag("span").at("class", "where").text(format_args!("{}:{}", excerpt.file, excerpt.line));
        item.tag("code").text(&excerpt.text);
    }
}

fn repairs(panel: &mut Markup, explanation: &Explanation) {
    if explanation.repairs.is_empty() {
        return;
    }
    panel.tag("h4").text("What would cure it, each alone");
    let heads = vec![
        Head::texts("Statement"),
        Head::figures("Now"),
        Head::figures("Needed"),
        Head::figures("Change, %"),
        Head::texts("To try it out"),
    ];
    let mut sheet = Sheet::new("Statements that cure it when moved by themselves", heads);
    let (cures, rest): (Vec<&Repair>, Vec<&Repair>) = explanation.repairs.iter().partition(|repair| repair.cures);
    for repair in &cures {
        sheet.marked("", repair_row(repair));
    }
    if cures.is_empty() {
        panel.tag("p").text("No statement by itself.");
    } else {
        sheet.stacking(panel);
    }
    if rest.is_empty() {
        return;
    }
    folded(panel, &format!("{} other statements cannot cure it alone", rest.len()), |details| {
        let heads = vec![Head::texts("Statement"), Head::figures("Still missing without it, t")];
        let mut sheet = Sheet::new("Statements, each taken out by itself", heads);
        for repair in rest {
            let left =
                repair.remaining_shortfall_t.map_or_else(|| "the conflict stands without it".to_owned(), figure::one);
            sheet.row([repair.statement.clone(), left]);
        }
        sheet.stacking(details);
    });
}

fn repair_row(repair: &Repair) -> Vec<Markup> {
    let code = |text: Option<&String>| {
        let mut markup = Markup::new();
        if let Some(text) = text {
            markup.tag("code").text(text);
        }
        markup
    };
    let unit = repair.unit.as_deref().unwrap_or("t/yr");
    let number = |value: Option<f64>| value.map(|value| format!("{} {unit}", figure::one(value))).unwrap_or_default();
    let relative = repair.relative.filter(|relative| relative.is_finite());
    let now = repair.value_now.unwrap_or_default();
    let needed = match (repair.value_needed, repair.move_by) {
        (Some(needed), _) => number(Some(figure::cure(now, needed))),
        (None, Some(by)) => format!("let {} {unit} through", figure::one(by)),
        (None, None) => "without it".to_owned(),
    };
    vec![
        code(Some(&repair.statement)),
        plain(number(repair.value_now)),
        plain(format!("{needed}{}", unproven(repair.proven))),
        plain(
            relative
                .map(|relative| figure::change(now, repair.value_needed.unwrap_or(now), relative))
                .unwrap_or_default(),
        ),
        code(repair.set.as_ref().map(|set| format!("--set {}", word(set))).as_ref()),
    ]
}

fn joint_repairs(panel: &mut Markup, repairs: &[JointRepair]) {
    if repairs.is_empty() {
        return;
    }
    panel.tag("h4").text("What would cure it, several together");
    for repair in repairs {
        let effort = if repair.unit == "USD" {
            format!("least capital: {} USD", figure::one(repair.effort))
        } else {
            let effort = figure::one(100.0 * figure::shown_above(repair.effort));
            format!("least sum of relative changes: {effort} %")
        };
        panel.tag("p").with(|line| {
            line.text(format_args!("Moving {}", repair.scope));
            if let Some(without) = &repair.without {
                line.text(", but not ").tag("code").text(without);
            }
            line.text(format_args!(" ({effort}{}):", unproven(repair.proven)));
        });
        panel.tag("ul").with(|list| {
            for change in &repair.changes {
                list.tag("li").with(|item| {
                    item.tag("code").text(&change.statement);
                    if let Some(detail) = &change.detail {
                        item.text(format_args!(" ({})", words(detail)));
                    }
                    let unit = &change.unit;
                    match (change.value_now, change.value_needed) {
                        (Some(now), Some(needed)) => {
                            let needed = figure::one(figure::cure(now, needed));
                            item.text(format_args!(": from {} to {needed} {unit}", figure::one(now)))
                        }
                        _ => item.text(format_args!(": let {} {unit} through", figure::one(change.move_by))),
                    };
                });
            }
        });
    }
}

fn causes_table(panel: &mut Markup, causes: &Causes) {
    panel.tag("h4").text("Policy or physics");
    let mut sheet = Sheet::new(
        "Shortfall when whole families of statements are left out",
        vec![Head::texts("Left out"), Head::figures("Short, t")],
    );
    let mut line = |what: String, tonnes: Option<f64>| {
        if let Some(tonnes) = tonnes {
            sheet.row([what, figure::one(tonnes)]);
        }
    };
    line("all policies and the avoidance".to_owned(), causes.without_policies_t);
    line("the avoidance, policies kept".to_owned(), causes.without_avoidance_t);
    for stage in &causes.avoidance_relaxed_at {
        line(format!("the avoidance at {}", words(&stage.stage)), Some(stage.shortfall_t));
    }
    line("all limits of capacity".to_owned(), causes.without_capacities_t);
    line("all of these".to_owned(), causes.without_either_t);
    sheet.scrolling(panel);
    if !causes.proven {
        panel.tag("p").at("class", "note").text("Not all of these are proven.");
    }
}
