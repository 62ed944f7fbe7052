//! `min_share`: favoured places (or recycling) supply at least a share of what a member uses.
//!
//! ```text
//! from(m, c, everywhere but the favoured at the stage) − (1 − share) × use(m, c) ≤ 0
//! ```
//! Whatever else feeds the product counts as not favoured.

use super::super::{Program, sole_member};
use super::{About, combined};
use crate::exact::Rational;
use crate::scenario::{CommodityId, Favoured, MinShare, PolicyId};

/// Adds the rows of a least share.
///
/// # Panics
/// Never: `network::grouping` keeps every member that the rule binds in a class of its own.
pub fn add(program: &mut Program<'_>, id: PolicyId, rule: &MinShare) {
    let MinShare { members, stage, share, favoured, commodities, together } = rule;
    let rest = Rational::ONE - share.at(program.network.year());
    for class in program.network.classes_of(members) {
        let member = sole_member(program, class).expect("a member bound by a rule on shares is a class by itself");
        let places = match favoured {
            Favoured::Home => Some(program.network.scenario().members[member].countries.clone()),
            Favoured::Countries(list) => Some(list.clone()),
            Favoured::Recycling => None,
        };
        let about = program.commodities_at(class, *stage, commodities.as_deref());
        let rows: Vec<Vec<CommodityId>> =
            if *together { vec![about] } else { about.into_iter().map(|commodity| vec![commodity]).collect() };
        for row in rows {
            let mut terms = Vec::new();
            for &commodity in &row {
                let makers = program.index.makers(class, commodity).iter();
                let others = makers.filter(|maker| {
                    !maker.is_from(*stage, |country| places.as_ref().is_none_or(|list| list.contains(&country)))
                });
                let others = others.map(|maker| (maker.col, maker.rate.clone())).collect();
                terms.extend(combined(others, program.index.uses(class, commodity), &-rest.clone()));
            }
            let commodity = if *together { None } else { row.first().copied() };
            let about = About { class: Some(class), commodity, country: None };
            program.policy_row(id, about, terms, Rational::ZERO);
        }
    }
}
