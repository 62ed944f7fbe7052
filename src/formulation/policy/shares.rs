//! What rules on shares have in common: the commodities they are about, what is used of them, and what counts as supply.
//!
//! ```text
//! supply − share × use(m, c) ≤ 0       for each commodity, or summed over those that count together
//! ```
//! Both sides are net of what one recipe takes and gives back. A warehouse that takes a tonne and hands it on neither
//! supplies nor uses anything; counted gross, it could raise use without end and meet any share.

use super::super::{Maker, Program, Terms};
use crate::exact::Rational;
use crate::scenario::{CommodityId, StageId, Work};
use crate::table::Id;

impl Program<'_> {
    /// The commodities a rule on shares is about: those it names, else all that pass through the stage.
    pub(in super::super) fn commodities_at(
        &self,
        class: usize,
        stage: StageId,
        named: Option<&[CommodityId]>,
    ) -> Vec<CommodityId> {
        let useful = &self.network.useful[class];
        let all = self.network.scenario().commodities.ids().filter(|commodity| useful[commodity.index()]);
        all.filter(|commodity| match named {
            Some(list) => list.contains(commodity),
            None => self.passes(*commodity, stage),
        })
        .collect()
    }

    /// Whether anything in the scenario, running or not, makes the commodity at `stage` or digs what it is won from
    /// there: a rule holds for a product whatever happens to run.
    fn passes(&self, commodity: CommodityId, stage: StageId) -> bool {
        self.network.scenario().facilities.iter().any(|(_, facility)| {
            facility.operations.iter().filter(|operation| operation.stage == stage).any(|operation| {
                match &operation.work {
                    Work::Source { .. } => facility.assay.iter().any(|contained| contained.0 == commodity),
                    Work::Split { recovery, .. } => recovery.iter().any(|won| won.0 == commodity),
                    Work::Recipe { .. } => operation.work.adds(commodity) > Rational::ZERO,
                }
            })
        })
    }

    /// The commodities of each row of a rule on shares: those it is about one by one, or in one sum.
    pub(super) fn shared(
        &self,
        class: usize,
        stage: StageId,
        named: Option<&[CommodityId]>,
        together: bool,
    ) -> Vec<Vec<CommodityId>> {
        let about = self.commodities_at(class, stage, named);
        if together { vec![about] } else { about.into_iter().map(|commodity| vec![commodity]).collect() }
    }

    /// `supply − share × use` of `commodities`: what the makers that `counts` picks add to them, less the part of their use.
    pub(super) fn beyond_share(
        &self,
        class: usize,
        commodities: &[CommodityId],
        share: &Rational,
        counts: impl Fn(&Maker) -> bool,
    ) -> Terms {
        let mut terms = Vec::new();
        for &commodity in commodities {
            let makers = self.index.makers(class, commodity).iter();
            let suppliers = makers.filter(|maker| maker.adds > Rational::ZERO && counts(maker));
            terms.extend(suppliers.map(|maker| (maker.col, maker.adds.clone())));
            let uses = self.index.uses(class, commodity).iter();
            terms.extend(uses.map(|(col, tonnes)| (*col, -(tonnes * share))));
        }
        terms
    }
}
