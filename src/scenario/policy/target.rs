//! Whom a subsidy or a price floor pays.

use super::super::check::{Check, Draft};
use super::super::keys::Kind;
use super::super::read::Row;
use super::super::{CountryId, FacilityId, StageId};
use crate::diagnostic::{Diagnostic, Rule};

/// Whom a subsidy or a price floor pays.
#[derive(Clone, Debug)]
pub enum Target {
    /// One facility.
    Facility(FacilityId),
    /// Every facility of a place at a stage.
    Place {
        /// The place.
        country: CountryId,
        /// The stage.
        stage: StageId,
    },
}

impl Target {
    /// Whether `facility`, standing in `country`, is paid for what it does at `stage`.
    #[must_use]
    pub fn covers(&self, facility: FacilityId, country: CountryId, stage: StageId) -> bool {
        match self {
            Self::Facility(named) => *named == facility,
            Self::Place { country: place, stage: at } => *place == country && *at == stage,
        }
    }

    /// The place it names.
    #[must_use]
    pub fn places(&self) -> Vec<CountryId> {
        match self {
            Self::Facility(_) => Vec::new(),
            Self::Place { country, .. } => vec![*country],
        }
    }

    pub(super) fn read(check: &mut Check<'_>, draft: &Draft, row: &Row<'_>) -> Option<Self> {
        for key in ["country", "stage"] {
            if row.has("facility") && row.has(key) {
                let message = format!("`{key}` means nothing beside `facility`, which says who is paid");
                check.push(Diagnostic::new(Rule::KeyDoesNotApply, row.key(key), message).help("keep one of the two"));
            }
        }
        if !row.lacks("facility") {
            return Some(Self::Facility(row.name(Kind::Facility, "facility")?));
        }
        if row.lacks("country") || row.lacks("stage") {
            let message = format!("`{}` does not say who is paid", row.path());
            let help = "write `facility = \"...\"`, or `country = \"...\"` and `stage = \"...\"`";
            check.push(Diagnostic::new(Rule::MissingKey, row.here(), message).help(help));
            return None;
        }
        let (country, stage) = (row.name(Kind::Country, "country")?, row.name(Kind::Stage, "stage")?);
        let anybody = draft.facilities.iter().any(|facility| match facility {
            Some(facility) => facility.country == country && facility.operations.iter().any(|op| op.stage == stage),
            None => true,
        });
        if !anybody {
            let (country, stage) = (row.text("country").unwrap_or_default(), row.text("stage").unwrap_or_default());
            let message = format!("no facility stands in `{country}` at stage `{stage}`, so nobody is paid");
            check.push(Diagnostic::new(Rule::VoidPolicy, row.at("country"), message));
        }
        Some(Self::Place { country, stage })
    }
}
