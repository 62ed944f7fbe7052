//! The question, the answer in one sentence, and a sentence for each member.

use super::{headline, titled};
use crate::report::clause::{Clause, by_evidence, by_status, clauses, premium_of_all, ranges, status_words};
use crate::report::dossier::{Dossier, words};
use crate::report::markup::Markup;
use crate::report::{Answer, Verdict, figure};

/// Title and question.
pub fn masthead(header: &mut Markup, dossier: &Dossier) {
    header.tag("div").at("class", "bar-top").with(|bar| {
        bar.tag("span").text("didymium report");
        let button = bar.tag("button").at("id", "theme").at("class", "theme").at("type", "button");
        button.flag("hidden", true).text("Colours: as the system");
    });
    header.tag("h1").text(&dossier.report.scenario.title);
    if let Some(description) = &dossier.description {
        header.tag("p").at("class", "lede").text(description);
    }
}

/// The answer.
pub fn section(main: &mut Markup, dossier: &Dossier) {
    let report = &dossier.report;
    main.line().tag("div").at("class", "plain").with(|part| {
        part.tag("p").at("id", "question").text(question(dossier));
        if !dossier.policies.is_empty() {
            let policies = format!("Policies in force: {}.", dossier.policies.join("; "));
            part.tag("p").at("class", "note").text(policies);
        }
        headline::answer(part, dossier);
        facts(part, dossier);
    });
    titled(main, "verdicts", "Verdicts", |section| {
        section.tag("ul").at("class", "verdicts").with(|list| {
            if let Some(premium) = premium_of_all(report) {
                list.tag("li").with(|item| {
                    item.tag("b").text("All together");
                    item.tag("span").text(premium.replace('-', "–"));
                });
            }
            for member in &report.question.members {
                list.tag("li").with(|item| {
                    item.tag("b").text(dossier.names.member(member));
                    item.tag("span").with(|line| {
                        sentence(line, &clauses(report, member));
                        for clause in [by_status(report, member), by_evidence(report, member)].into_iter().flatten() {
                            line.tag("small").text(clause.replace('-', "–"));
                        }
                    });
                });
            }
        });
        section.tag("p").at("class", "note").text(promises(&report.answers));
    });
}

fn sentence(line: &mut Markup, clauses: &[Clause]) {
    for (index, clause) in clauses.iter().enumerate() {
        if index > 0 {
            line.text("; ");
        }
        badge(line, clause.verdict);
        line.text(format_args!(" in {}", clause.when.replace('-', "–")));
        if !clause.circumstances.is_empty() {
            line.text(format_args!(" ({})", clause.circumstances));
        }
    }
}

/// A verdict with a mark of its own.
pub fn badge(line: &mut Markup, verdict: Verdict) {
    line.tag("span").at("class", format_args!("verdict {}", class(verdict))).text(verdict.word());
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Feasible => "yes",
        Verdict::Infeasible => "no",
        Verdict::Undecided => "open",
    }
}

/// `A`, `A and B`, `A, B and C`.
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn question(dossier: &Dossier) -> String {
    let question = &dossier.report.question;
    let who = match question.members.as_slice() {
        [member] => dossier.names.member(member),
        members => format!("each of {} members", members.len()),
    };
    let avoid: Vec<String> = question.avoid.iter().map(|country| dossier.names.country(country)).collect();
    let stages: Vec<String> = question.avoid_stages.iter().map(|stage| words(stage)).collect();
    let without = if avoid.is_empty() {
        "with nothing avoided".to_owned()
    } else {
        format!("without {} at {}", list(&avoid), list(&stages))
    };
    let how = match question.mode.as_str() {
        "joint" => "everybody together on the same capacity",
        "alone" if question.members.len() == 1 => "all others absent",
        "alone" => "one at a time, all others absent",
        _ => "with only the facilities a member owns",
    };
    let years = ranges(&question.years).replace('-', "–");
    let counted = if question.counts_only_some() {
        let statuses: Vec<String> = question.statuses.iter().map(|status| status_words(status).to_owned()).collect();
        format!(", counting only what is {}", list(&statuses))
    } else {
        String::new()
    };
    format!("The question: can {who} have all it needs in {years} {without}, {how}{counted}?")
}

/// A handful of figures.
fn facts(part: &mut Markup, dossier: &Dossier) {
    let answers = &dossier.report.answers;
    let mut facts: Vec<(&str, String, String)> = Vec::new();
    let met = answers.iter().filter(|answer| answer.verdict == Verdict::Feasible).count();
    facts.push(("Feasible", format!("{met} of {}", answers.len()), "members × years".to_owned()));
    let short = |answer: &&Answer| answer.verdict == Verdict::Infeasible;
    let worst = answers.iter().filter(short).filter_map(|answer| Some((answer.coverage?, answer)));
    if let Some((coverage, answer)) = worst.min_by(|a, b| a.0.total_cmp(&b.0)) {
        let who = format!("{}, {}", dossier.names.member(&answer.member), answer.year);
        facts.push(("Lowest coverage", format!("{} %", figure::coverage(&[Some(coverage)]).concat()), who));
    }
    if let Some(answer) = answers.iter().filter(short).max_by(|a, b| a.shortfall_t.total_cmp(&b.shortfall_t)) {
        let who = format!("{}, {}", dossier.names.member(&answer.member), answer.year);
        facts.push(("Largest shortfall", format!("{} t", figure::one(answer.shortfall_t)), who));
    }
    if let Some((stage, years)) = tightest(dossier) {
        let what = if dossier.report.question.mode == "joint" { "years" } else { "answers" };
        facts.push((
            "Tightest stage",
            words(&stage),
            format!("in {years} of {} infeasible {what}", dossier.bottlenecks.len()),
        ));
    }
    let premiums: Vec<(f64, String)> = if let Some(system) = &dossier.report.system {
        let known = system.iter().filter_map(|system| Some((system.premium?, system.year)));
        known.map(|(premium, year)| (premium, format!("all together, {year}"))).collect()
    } else {
        let known = answers.iter().filter_map(|answer| Some((answer.premium?, answer)));
        known.map(|(premium, of)| (premium, format!("{}, {}", dossier.names.member(&of.member), of.year))).collect()
    };
    if let Some((premium, who)) = premiums.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)) {
        facts.push(("Highest premium", format!("{} %", figure::percent(&[Some(premium)]).concat()), who));
    }
    part.tag("dl").at("class", "facts").with(|list| {
        for (title, value, about) in facts {
            list.tag("div").with(|entry| {
                entry.tag("dt").text(title);
                entry.tag("dd").with(|text| {
                    text.text(value);
                    text.tag("small").text(about);
                });
            });
        }
    });
}

/// The stage that binds most often, and how often.
fn tightest(dossier: &Dossier) -> Option<(String, usize)> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for stage in dossier.bottlenecks.iter().filter_map(|entry| entry.binding.as_ref()) {
        match counts.iter_mut().find(|entry| entry.0 == *stage) {
            Some(entry) => entry.1 += 1,
            None => counts.push((stage.clone(), 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|entry| entry.1)
}

/// What the verdicts promise.
fn promises(answers: &[Answer]) -> String {
    let any = |verdict| answers.iter().any(|answer| answer.verdict == verdict);
    let sentences = [
        (
            Verdict::Infeasible,
            "Infeasible is proven for these data: not even perfect coordination and foresight would help.",
        ),
        (Verdict::Feasible, "Feasible is necessary, not sufficient: it supposes perfect coordination and foresight."),
        (Verdict::Undecided, "Undecided: neither could be proven; what is missing is at most the figure shown."),
    ];
    let said = sentences.into_iter().filter(|(verdict, _)| any(*verdict)).map(|entry| entry.1);
    said.collect::<Vec<_>>().join(" ")
}
