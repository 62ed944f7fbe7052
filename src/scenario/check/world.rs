//! The question, countries, publications and commodities.

use super::super::keys::Kind;
use super::super::{Byproduct, Commodity, Country, Mode, Question, Reference, Status};
use super::{Check, Draft, Row, display_name, evidence};
use crate::diagnostic::{Diagnostic, Rule};

pub fn country(name: &str, row: &Row<'_>) -> Country {
    Country { name: display_name(name, row), evidence: evidence(row) }
}

pub fn reference(row: &Row<'_>) -> Option<Reference> {
    Some(Reference {
        title: row.string("title")?,
        publisher: row.string("publisher"),
        year: row.year("year"),
        url: row.string("url"),
        note: row.string("note"),
    })
}

pub fn mode(word: &str) -> Mode {
    match word {
        "alone" => Mode::Alone,
        "own" => Mode::Own,
        _ => Mode::Joint,
    }
}

/// The statuses that a question admits, in order, where it names any.
pub fn statuses(row: &Row<'_>) -> Option<Vec<Status>> {
    let named = row.texts("statuses")?;
    Some(Status::ALL.into_iter().filter(|status| named.contains(&status.word())).collect())
}

impl Check<'_> {
    pub(super) fn commodity(&mut self, name: &str, row: &Row<'_>) -> Option<Commodity> {
        if row.has("dispose_usd_per_t") && row.lacks("byproduct") {
            let message = "`dispose_usd_per_t` means nothing without `byproduct`: other surplus is free to drop";
            let help = "write `byproduct = { price_usd_per_t = 0, max_t_per_year = 0 }` beside it where nobody buys it";
            self.push(Diagnostic::new(Rule::KeyDoesNotApply, row.key("dispose_usd_per_t"), message).help(help));
        }
        if row.flag("assayed") == Some(true) && row.has("byproduct") {
            let message = format!("`{name}` is assayed, so it cannot be a by-product: that is won at a split");
            self.push(Diagnostic::new(Rule::AssayedCommodity, row.key("byproduct"), message));
        }
        let byproduct = match row.table("byproduct") {
            Some(table) => {
                Some(Byproduct { price: table.series("price_usd_per_t")?, max: table.series("max_t_per_year")? })
            }
            None => None,
        };
        Some(Commodity {
            name: display_name(name, row),
            stage: row.name(Kind::Stage, "stage")?,
            assayed: row.flag("assayed").unwrap_or(false),
            unit: row.text("unit").unwrap_or("t").to_owned(),
            price: row.series("price_usd_per_t"),
            byproduct,
            dispose: row.series("dispose_usd_per_t"),
            evidence: evidence(row),
        })
    }

    pub(super) fn question(&mut self, draft: &Draft) -> Question {
        let row = self.read.section("scenario");
        let mut years = row.years("years").unwrap_or_default();
        years.sort_unstable();
        let mut avoid_stages = row.names(Kind::Stage, "avoid_stages").unwrap_or_else(|| draft.all_stages());
        avoid_stages.sort_unstable();
        Question {
            mode: mode(row.text("mode").unwrap_or("joint")),
            avoid: row.names(Kind::Country, "avoid").unwrap_or_default(),
            avoid_stages,
            members: draft.alliance(),
            years,
            statuses: statuses(&row).unwrap_or_else(|| Status::ALL.to_vec()),
        }
    }
}
