//! What a process does, at the process itself and where a facility overrides parts of it.

use super::super::keys::Kind;
use super::super::{CommodityId, Work};
use super::{Check, Draft, Row};
use crate::diagnostic::{At, Diagnostic, Rule};
use crate::table::Id;

/// A table of numbers by commodity.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Recovery,
    Input,
    Output,
    Assay,
}

impl Part {
    pub fn key(self) -> &'static str {
        match self {
            Self::Recovery => "recovery",
            Self::Input => "input",
            Self::Output => "output",
            Self::Assay => "assay",
        }
    }
}

type Numbers = Vec<(CommodityId, f64)>;

/// Entries of zero say that there is nothing.
pub fn without_zeros(mut numbers: Numbers) -> Numbers {
    numbers.retain(|(_, number)| *number != 0.0);
    numbers
}

/// `base` with the entries of `over` put in its place.
pub fn overridden(base: &[(CommodityId, f64)], over: &[(CommodityId, f64)]) -> Numbers {
    let mut numbers = base.to_vec();
    for (commodity, number) in over {
        match numbers.iter_mut().find(|(known, _)| known == commodity) {
            Some((_, old)) => *old = *number,
            None => numbers.push((*commodity, *number)),
        }
    }
    without_zeros(numbers)
}

impl Check<'_> {
    pub(in super::super) fn commodity_name(&self, id: CommodityId) -> &str {
        self.read.names(Kind::Commodity).nth(id.index()).unwrap_or_default()
    }

    /// Where `commodity` stands in a table of numbers, or the whole row.
    pub(super) fn entry(&self, row: &Row<'_>, part: Part, commodity: CommodityId) -> At {
        At::Key(row.path().child(part.key()).child(self.commodity_name(commodity)))
    }

    /// Assayed commodities have no place among products.
    pub(super) fn refuse_assayed(&mut self, draft: &Draft, row: &Row<'_>, part: Part, numbers: &Numbers) -> Option<()> {
        let wrong: Vec<CommodityId> = numbers.iter().map(|part| part.0).filter(|id| draft.is_assayed(*id)).collect();
        for id in &wrong {
            let message = format!("`{}` names products, but `{}` is assayed", part.key(), self.commodity_name(*id));
            let at = self.entry(row, part, *id);
            self.push(Diagnostic::new(Rule::AssayedCommodity, at, message));
        }
        wrong.is_empty().then_some(())
    }

    /// A source or a recipe, as the commodities it names decide.
    pub(super) fn recipe(&mut self, draft: &Draft, row: &Row<'_>, input: Numbers, output: Numbers) -> Option<Work> {
        let name = row.path().parts()[1].clone();
        if output.is_empty() {
            let message = format!("`{name}` makes nothing: `output` has no entry above zero");
            self.push(Diagnostic::new(Rule::MissingKey, row.key("output"), message));
            return None;
        }
        if let Some((id, _)) = input.iter().find(|(id, _)| draft.is_assayed(*id)) {
            let material = self.commodity_name(*id).to_owned();
            let message =
                format!("`{name}` takes `{material}` by recipe, but what is in it depends on where it comes from");
            let finding = Diagnostic::new(Rule::ConsumesAssayed, self.entry(row, Part::Input, *id), message);
            self.push(finding.help(format!("split it: `splits = \"{material}\"` and `recovery = {{ ... }}`")));
            return None;
        }
        let Some(&(material, made)) = output.iter().find(|(id, _)| draft.is_assayed(*id)) else {
            return Some(Work::Recipe { input, output });
        };
        let shown = self.commodity_name(material);
        let fault = if let Some((id, _)) = input.first() {
            let message = format!("`{name}` ships assayed `{shown}`, so it is a source and has no input");
            Some((self.entry(row, Part::Input, *id), message))
        } else if let Some((id, _)) = output.iter().find(|(id, _)| *id != material) {
            let message = format!("`{name}` ships assayed `{shown}`, so it is a source and makes nothing else");
            Some((self.entry(row, Part::Output, *id), message))
        } else if (made - 1.0).abs() > 0.0 {
            let message = format!("a source ships 1 t per unit of activity, but `{name}` ships {made} t of `{shown}`");
            Some((self.entry(row, Part::Output, material), message))
        } else {
            None
        };
        match fault {
            Some((at, message)) => {
                self.push(Diagnostic::new(Rule::ImpureSource, at, message));
                None
            }
            None => Some(Work::Source { material }),
        }
    }
}
