//! The answer in one sentence, what it rests on, and, for a single question, why not.

use super::sheet::with_code;
use crate::report::clause::{by_evidence, by_status, premium, ranges, status_words};
use crate::report::dossier::Dossier;
use crate::report::markup::Markup;
use crate::report::{Answer, Verdict, figure};

/// The answer.
pub fn answer(part: &mut Markup, dossier: &Dossier) {
    let report = &dossier.report;
    let single = match report.answers.as_slice() {
        [answer] => Some(answer),
        _ => None,
    };
    let (class, text) = single.map_or_else(|| several(dossier), |answer| one(dossier, answer));
    part.tag("div").at("class", format_args!("answer {class}")).with(|block| {
        block.tag("p").text(text);
        let sentences = match (single, report.question.members.as_slice()) {
            (Some(answer), _) => vec![counted(answer), why(dossier, answer), read(answer)],
            (None, [member]) => vec![by_status(report, member), by_evidence(report, member)]
                .into_iter()
                .map(|clause| clause.map(|clause| as_sentence(&clause)))
                .collect(),
            (None, _) => vec![counted_of_several(dossier), read_of_several(dossier)],
        };
        for sentence in sentences.into_iter().flatten() {
            block.tag("p").with(|line| {
                line.add(&with_code(&sentence));
            });
        }
    });
}

/// A clause about years as a sentence.
fn as_sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().replace('-', "–"))
}

fn percent(coverage: Option<f64>) -> String {
    format!("{} %", figure::coverage(&[coverage]).concat())
}

fn one(dossier: &Dossier, answer: &Answer) -> (&'static str, String) {
    let (who, year) = (dossier.names.member(&answer.member), answer.year);
    match answer.verdict {
        _ if !answer.has_demand() => ("yes", format!("{who} needs nothing in {year}.")),
        Verdict::Feasible => {
            let avoids = !dossier.report.question.avoid.is_empty();
            let premium = premium(answer).filter(|_| avoids);
            let premium = premium.map(|premium| format!(", at {premium}, over the cost with nothing avoided"));
            let from = answer.beside.feasible_from_status.iter().flatten().find(|_| answer.needs_projects());
            let but = from.map(|status| format!(", but only with projects that are {}", status_words(status)));
            let (but, premium) = (but.unwrap_or_default(), premium.unwrap_or_default());
            ("yes", format!("Yes{but}: {who} can have all it needs in {year}{premium}."))
        }
        Verdict::Infeasible => (
            "no",
            format!(
                "No: of the {} t that {who} needs in {year}, {} t must stay unmet; coverage is {} at best.",
                figure::one(answer.demand_t),
                figure::one(answer.shortfall_t),
                percent(answer.coverage)
            ),
        ),
        Verdict::Undecided => {
            ("open", format!("Undecided: at most {} t stay unmet in {year}.", figure::one(answer.shortfall_t)))
        }
    }
}

/// Why one answer is no, or would be on what operates.
fn why(dossier: &Dossier, answer: &Answer) -> Option<String> {
    if let Some(sentence) = answer.explanation.as_ref().and_then(|explanation| explanation.sentence.as_ref()) {
        return (answer.verdict == Verdict::Infeasible).then(|| format!("Why not: {}", lower(sentence)));
    }
    let entry = dossier.unready.iter().find(|entry| entry.member == answer.member && entry.year == answer.year)?;
    let sentence = entry.explanation.sentence.as_ref()?;
    Some(format!(
        "On what operates alone, no: {} t would stay unmet. Why not: {}",
        figure::one(entry.shortfall_t),
        lower(sentence)
    ))
}

fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default() + letters.as_str()
}

/// What less real plants add to one answer.
fn counted(answer: &Answer) -> Option<String> {
    let levels = answer.beside.by_status.as_ref()?;
    if answer.verdict == Verdict::Feasible && !answer.needs_projects() {
        return Some("What operates is enough; no project is needed.".to_owned());
    }
    let from = answer.beside.feasible_from_status.iter().flatten().next();
    let mut parts: Vec<String> = Vec::new();
    let mut before = None;
    for (status, brief) in levels.iter().take_while(|(level, _)| Some(*level) != from) {
        if before != Some(brief.coverage) {
            let with = if status == "operating" { "what operates" } else { status_words(status) };
            let with = if parts.is_empty() { with.to_owned() } else { format!("what is {with} too") };
            parts.push(format!("{} with {with}", percent(brief.coverage)));
        }
        before = Some(brief.coverage);
    }
    (!parts.is_empty()).then(|| format!("Coverage is {}.", parts.join(", ")))
}

/// Whether one answer holds under other readings of the evidence.
fn read(answer: &Answer) -> Option<String> {
    let readings = answer.beside.by_evidence.as_ref()?;
    if answer.beside.robust? {
        return Some("The verdict is the same under the strict and the generous reading of the evidence.".to_owned());
    }
    let words: Vec<String> = readings
        .iter()
        .filter(|(_, brief)| brief.verdict != answer.verdict)
        .map(|(reading, brief)| {
            format!("{} under the {reading} one ({} covered)", brief.verdict.word(), percent(brief.coverage))
        })
        .collect();
    Some(format!("It rests on how the evidence is read: {}.", words.join(", ")))
}

/// The whole in one sentence, with its class.
fn several(dossier: &Dossier) -> (&'static str, String) {
    let report = &dossier.report;
    let count = |verdict| report.answers.iter().filter(|answer| answer.verdict == verdict).count();
    let (yes, no, open) = (count(Verdict::Feasible), count(Verdict::Infeasible), count(Verdict::Undecided));
    let alone = report.question.members.len() == 1;
    let every = if alone { "in every year asked about" } else { "every member, in every year asked about" };
    let none = if alone { "not in any year asked about" } else { "no member can, in any year asked about" };
    match (yes, no, open) {
        (0, 0, 0) => ("open", "Nothing was asked.".to_owned()),
        (_, 0, 0) => ("yes", format!("Yes: {every}.")),
        (0, _, 0) => ("no", format!("No: {none}.")),
        (0, 0, _) => ("open", "Undecided: nothing could be proven either way.".to_owned()),
        _ if alone => ("open", format!("In part: {}.", parts(dossier).join("; "))),
        _ => {
            let undecided = if open > 0 { format!(", {open} undecided") } else { String::new() };
            let asked = report.answers.len();
            (
                "open",
                format!(
                    "In part: {yes} of {asked} answers, by member and year, are feasible, {no} infeasible{undecided}."
                ),
            )
        }
    }
}

/// The verdicts of one member with their years.
fn parts(dossier: &Dossier) -> Vec<String> {
    let report = &dossier.report;
    let parts = [(Verdict::Feasible, "yes"), (Verdict::Infeasible, "no"), (Verdict::Undecided, "undecided")];
    let part = |(verdict, word)| {
        let answers = report.answers.iter().filter(|answer| answer.verdict == verdict);
        let years = ranges(&answers.map(|answer| answer.year).collect::<Vec<_>>());
        (!years.is_empty()).then(|| format!("{word} in {}", years.replace('-', "–")))
    };
    parts.into_iter().filter_map(part).collect()
}

/// How many of several feasible answers need projects.
fn counted_of_several(dossier: &Dossier) -> Option<String> {
    let feasible = dossier.report.answers.iter().filter(|answer| answer.verdict == Verdict::Feasible);
    let from: Vec<&str> =
        feasible.filter_map(|answer| answer.beside.feasible_from_status.as_ref()?.as_deref()).collect();
    let projects = from.iter().filter(|status| **status != "operating").count();
    match (from.len(), projects) {
        (0, _) => None,
        (all, 0) => Some(format!("What operates is enough for all {all} feasible answers.")),
        (all, some) => {
            let verb = if some == 1 { "rests" } else { "rest" };
            Some(format!("{some} of {all} feasible answers {verb} on projects that do not operate yet."))
        }
    }
}

/// How many of several verdicts hold under other readings of the evidence.
fn read_of_several(dossier: &Dossier) -> Option<String> {
    let robust: Vec<bool> = dossier.report.answers.iter().filter_map(|answer| answer.beside.robust).collect();
    let same = robust.iter().filter(|same| **same).count();
    let verdicts = robust.len();
    (verdicts > 0).then(|| {
        format!("{same} of {verdicts} verdicts are the same under the strict and the generous reading of the evidence.")
    })
}
