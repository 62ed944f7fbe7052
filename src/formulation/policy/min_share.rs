//! `min_share`: favoured places (or recycling) supply at least a share of what a member uses.
//!
//! ```text
//! from(m, c, everywhere but the favoured at the stage) − (1 − share) × use(m, c) ≤ 0
//! ```
//! Whatever else feeds the product counts as not favoured.

use super::super::{Program, sole_member};
use super::About;
use crate::exact::Rational;
use crate::scenario::{CountryId, Favoured, MinShare, PolicyId};

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
        let favours = |country: CountryId| places.as_ref().is_none_or(|list| list.contains(&country));
        for row in program.shared(class, *stage, commodities.as_deref(), *together) {
            let terms = program.beyond_share(class, &row, &rest, |maker| !maker.is_from(*stage, favours));
            let commodity = if *together { None } else { row.first().copied() };
            let about = About { class: Some(class), commodity, country: None };
            program.policy_row(id, about, terms, Rational::ZERO);
        }
    }
}
