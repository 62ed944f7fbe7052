//! How the answers of a member change with what counts as real and with how the evidence is read.

use indexmap::IndexMap;

use super::figures::When;
use super::sheet::{Head, Sheet};
use crate::report::beside::{Beside, Brief};
use crate::report::clause::status_words;
use crate::report::dossier::Dossier;
use crate::report::markup::Markup;
use crate::report::{Answer, Verdict, figure};

/// The tables of one member; nothing where nothing was compared.
pub fn tables(section: &mut Markup, dossier: &Dossier, member: &str, when: When<'_>) {
    let name = dossier.names.member(member);
    let by_status = |beside: &Beside| beside.by_status.clone();
    let by_evidence = |beside: &Beside| beside.by_evidence.clone();
    let counted = |status: &str| match status {
        "operating" => "what operates".to_owned(),
        status => format!("and what is {}", status_words(status)),
    };
    let read = |reading: &str| match reading {
        "stated" => "as stated".to_owned(),
        reading => format!("{reading} reading"),
    };
    let status =
        sheet(dossier, member, ("What counts", &counted), &by_status, &format!("{name}: by what counts as real"));
    let evidence =
        sheet(dossier, member, ("Numbers", &read), &by_evidence, &format!("{name}: by reading of the evidence"));
    when.write(section.tag("div")).with(|part| {
        for sheet in [status, evidence].iter().filter(|sheet| !sheet.is_empty()) {
            sheet.scrolling(part);
        }
    });
}

/// Whether anything was compared.
pub fn is_there(dossier: &Dossier) -> bool {
    dossier.report.answers.iter().any(|answer| answer.beside != Beside::default())
}

fn sheet(
    dossier: &Dossier,
    member: &str,
    (title, name): (&str, &dyn Fn(&str) -> String),
    briefs: &dyn Fn(&Beside) -> Option<IndexMap<String, Brief>>,
    caption: &str,
) -> Sheet {
    let answers: Vec<&Answer> = dossier.report.answers_of(member).collect();
    let compared: Vec<IndexMap<String, Brief>> =
        answers.iter().map(|answer| briefs(&answer.beside).unwrap_or_default()).collect();
    let mut heads = vec![Head::words(title)];
    heads.extend(answers.iter().map(|answer| Head::figures(answer.year.to_string())));
    let mut sheet = Sheet::new(format!("{caption}, % of demand"), heads);
    for condition in compared.first().into_iter().flat_map(|first| first.keys()) {
        let cells = compared.iter().map(|briefs| briefs.get(condition).map(cell).unwrap_or_default());
        sheet.row([name(condition)].into_iter().chain(cells));
    }
    sheet
}

/// `✓`, the coverage of what is short, or `?`.
fn cell(brief: &Brief) -> String {
    match brief.verdict {
        Verdict::Feasible => "✓".to_owned(),
        Verdict::Infeasible => brief.coverage.map_or_else(|| "✕".to_owned(), figure::whole_percent),
        Verdict::Undecided => "?".to_owned(),
    }
}
