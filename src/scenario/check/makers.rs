//! Whether what is demanded can be made at all, capacities and politics aside.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::keys::Kind;
use super::super::{CommodityId, Facility, Work};
use super::{Check, Draft};
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule};
use crate::table::Id;

/// Why a commodity cannot be made.
struct Missing {
    /// What has no maker, or whose makers lack something other than a commodity.
    root: String,
    /// From the demanded commodity down to it.
    chain: Vec<String>,
}

impl Check<'_> {
    pub(super) fn every_demand_has_a_maker(&mut self, draft: &Draft) {
        if !self.read.is_sound(&["facility", "process", "commodity"]) || !self.findings_spare_makers() {
            return;
        }
        let facilities: Vec<&Facility> = draft.facilities.iter().flatten().map(Arc::as_ref).collect();
        let makeable = makeable(&facilities);
        let mut reported = BTreeSet::new();
        for (index, member) in draft.members.iter().enumerate() {
            for (id, demand) in member.iter().flat_map(|member| &member.demand) {
                let wanted = demand.points().iter().any(|point| point.1 > 0.0);
                if !wanted || makeable.contains(id) || draft.is_assayed(*id) {
                    continue;
                }
                let missing = self.missing(draft, &facilities, &makeable, *id);
                if reported.insert(missing.root.clone()) {
                    let member = self.read.names(Kind::Member).nth(index).unwrap_or_default();
                    let commodity = self.commodity_name(*id);
                    let at = At::Key(KeyPath::new(["member", member, "demand_t_per_year", commodity]));
                    let message = format!("`{commodity}` cannot be made: {}", missing.root);
                    let finding = Diagnostic::new(Rule::NoMaker, at, message);
                    self.push(missing.chain.into_iter().fold(finding, Diagnostic::note));
                }
            }
        }
    }

    /// Whether no finding so far could be the reason why something is not made.
    fn findings_spare_makers(&self) -> bool {
        self.findings.iter().all(|finding| match &finding.at {
            At::Key(path) | At::Value(path) => {
                !matches!(path.parts().first().map(String::as_str), Some("facility" | "process" | "commodity"))
            }
            _ => false,
        })
    }

    /// Follows the chain down from something that cannot be made.
    fn missing(
        &self,
        draft: &Draft,
        facilities: &[&Facility],
        makeable: &BTreeSet<CommodityId>,
        id: CommodityId,
    ) -> Missing {
        let mut seen = BTreeSet::from([id]);
        let mut chain = Vec::new();
        let mut here = id;
        loop {
            let name = self.commodity_name(here).to_owned();
            let stage = draft.commodity(here).map_or("", |row| draft.stages[row.stage.index()].as_str());
            let mut root = format!("no facility makes `{name}` (stage `{stage}`)");
            let mut next = None;
            for (facility, operation) in facilities.iter().flat_map(|f| f.operations.iter().map(move |op| (*f, op))) {
                match &operation.work {
                    Work::Recipe { input, output } if output.iter().any(|(made, _)| *made == here) => {
                        let lacking = input.iter().map(|part| part.0).find(|input| !makeable.contains(input));
                        root = format!("`{name}` is made from itself only");
                        next = next.or(lacking.filter(|input| !seen.contains(input)));
                    }
                    Work::Split { material, recovery } if recovery.iter().any(|(won, _)| *won == here) => {
                        let material = self.commodity_name(*material);
                        root = match &facility.accepts {
                            Some(minerals) => format!(
                                "no source of `{material}` of mineral `{}` contains `{name}`",
                                minerals.join("` or `")
                            ),
                            None => format!("no source of `{material}` contains `{name}`"),
                        };
                    }
                    _ => {}
                }
            }
            let Some(below) = next else { return Missing { root, chain } };
            chain.push(format!("`{name}` is made from `{}`", self.commodity_name(below)));
            seen.insert(below);
            here = below;
        }
    }
}

/// Everything that some chain of facilities can make.
fn makeable(facilities: &[&Facility]) -> BTreeSet<CommodityId> {
    let mut made = BTreeSet::new();
    for splitter in facilities {
        for operation in &splitter.operations {
            let Work::Split { material, recovery } = &operation.work else { continue };
            for (product, _) in recovery {
                let is_won = |source: &&Facility| feeds(source, splitter, *material, *product);
                if !made.contains(product) && facilities.iter().any(is_won) {
                    made.insert(*product);
                }
            }
        }
    }
    loop {
        let before = made.len();
        for operation in facilities.iter().flat_map(|facility| &facility.operations) {
            if let Work::Recipe { input, output } = &operation.work
                && input.iter().all(|(input, _)| made.contains(input))
            {
                made.extend(output.iter().map(|part| part.0));
            }
        }
        if made.len() == before {
            return made;
        }
    }
}

/// Whether what `source` ships can bring `product` to `splitter`.
fn feeds(source: &Facility, splitter: &Facility, material: CommodityId, product: CommodityId) -> bool {
    let ships =
        source.operations.iter().any(|op| matches!(&op.work, Work::Source { material: own } if *own == material));
    let accepted =
        splitter.accepts.as_ref().is_none_or(|minerals| source.mineral.as_ref().is_some_and(|m| minerals.contains(m)));
    ships && accepted && source.assay.iter().any(|(content, _)| *content == product)
}
