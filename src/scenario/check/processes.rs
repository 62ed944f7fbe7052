//! Processes: sources, splits and recipes.

use super::super::keys::Kind;
use super::super::{CommodityId, Process, StageId, Work};
use super::works::{Part, without_zeros};
use super::{Check, Draft, Row, display_name, evidence};
use crate::diagnostic::{Diagnostic, Rule};

impl Check<'_> {
    pub(super) fn process(&mut self, draft: &Draft, name: &str, row: &Row<'_>) -> Option<Process> {
        if row.lacks("splits") && row.lacks("output") {
            let message = format!("`{name}` makes nothing: it has neither `output` nor `splits`");
            let help = "write `output = { commodity = 1.0 }`, or `splits = \"...\"` with `recovery`";
            self.push(Diagnostic::new(Rule::MissingKey, row.here(), message).help(help));
            return None;
        }
        let work = if row.has("splits") { self.split(draft, row) } else { self.source_or_recipe(draft, name, row) }?;
        Some(Process {
            name: display_name(name, row),
            stage: self.stage_of(draft, name, row, &work)?,
            work,
            cost: row.series("cost_usd_per_t"),
            evidence: evidence(row),
        })
    }

    fn split(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Work> {
        for key in ["input", "output"] {
            if row.has(key) {
                let message =
                    format!("`{key}` means nothing beside `splits`: what is won follows from assay and recovery");
                self.push(Diagnostic::new(Rule::KeyDoesNotApply, row.key(key), message).help("remove it"));
            }
        }
        let material: CommodityId = row.name(Kind::Commodity, "splits")?;
        if !draft.is_assayed(material) {
            let material = row.text("splits").unwrap_or_default();
            let message = format!("`splits` takes an assayed commodity, but `{material}` is not assayed");
            let help =
                format!("write `assayed = true` in `[commodity.{material}]`, or `input = {{ {material} = 1.0 }}` here");
            self.push(Diagnostic::new(Rule::SplitsUnassayed, row.at("splits"), message).help(help));
            return None;
        }
        let recovery = row.numbers(Kind::Commodity, "recovery");
        if recovery.is_none() && !row.lacks("recovery") {
            return None;
        }
        let recovery = without_zeros(recovery.unwrap_or_default());
        self.refuse_assayed(draft, row, Part::Recovery, &recovery)?;
        Some(Work::Split { material, recovery })
    }

    fn source_or_recipe(&mut self, draft: &Draft, name: &str, row: &Row<'_>) -> Option<Work> {
        if row.has("recovery") && row.lacks("splits") {
            let message = format!("`recovery` belongs to a process that splits, and `{name}` has no `splits`");
            let finding = Diagnostic::new(Rule::KeyDoesNotApply, row.key("recovery"), message);
            self.push(finding.help("write `splits = \"...\"`, naming the assayed commodity it takes"));
        }
        let input = if row.has("input") { row.numbers(Kind::Commodity, "input")? } else { Vec::new() };
        let output = without_zeros(row.numbers(Kind::Commodity, "output")?);
        let work = self.recipe(draft, row, without_zeros(input), output)?;
        Some(work)
    }

    /// The stage that is stated, else that of what is made first.
    fn stage_of(&mut self, draft: &Draft, name: &str, row: &Row<'_>, work: &Work) -> Option<StageId> {
        if !row.lacks("stage") {
            return row.name(Kind::Stage, "stage");
        }
        let first = match work {
            Work::Source { material } => Some(*material),
            Work::Split { recovery, .. } => recovery.first().map(|part| part.0),
            Work::Recipe { output, .. } => output.first().map(|part| part.0),
        };
        let Some(first) = first else {
            let message = format!("`{name}` has no `stage`, and no product to take it from");
            self.push(
                Diagnostic::new(Rule::MissingKey, row.here(), message).help("write `recovery = { ... }` or `stage`"),
            );
            return None;
        };
        draft.commodity(first).map(|commodity| commodity.stage)
    }
}
