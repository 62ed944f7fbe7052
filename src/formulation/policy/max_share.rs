//! `max_share`: no single place, or the named places together, supplies more than a share of what a member uses.
//!
//! ```text
//! from(m, c, place) − share × use(m, c) ≤ 0       for each place (or the named ones together) and commodity
//! ```
//! Written against what is used, so that it cannot be met by allotting tonnes nobody uses; both net (`shares`).

use std::collections::BTreeSet;

use super::super::{Maker, Program, sole_member};
use super::About;
use crate::exact::Rational;
use crate::scenario::{CommodityId, CountryId, MaxShare, PolicyId, StageId};

/// Adds the rows of a largest share.
///
/// # Panics
/// Never: `network::grouping` keeps every member that the rule binds in a class of its own.
pub fn add(program: &mut Program<'_>, id: PolicyId, rule: &MaxShare) {
    let MaxShare { members, stage, share, countries, home_exempt, commodities, together } = rule;
    let share = share.at(program.network.year());
    for class in program.network.classes_of(members) {
        let member = sole_member(program, class).expect("a member bound by a rule on shares is a class by itself");
        let home = &program.network.scenario().members[member].countries;
        let exempt = |country: CountryId| *home_exempt && home.contains(&country);
        for row in program.shared(class, *stage, commodities.as_deref(), *together) {
            let places: Vec<Vec<CountryId>> = match countries {
                Some(list) => vec![list.iter().copied().filter(|country| !exempt(*country)).collect()],
                None => {
                    origins(program, class, &row, *stage).into_iter().filter(|c| !exempt(*c)).map(|c| vec![c]).collect()
                }
            };
            for place in places {
                let there = |maker: &Maker| maker.is_from(*stage, |country| place.contains(&country));
                let terms = program.beyond_share(class, &row, &share, there);
                let country = if countries.is_none() { place.first().copied() } else { None };
                let commodity = if *together { None } else { row.first().copied() };
                let about = About { class: Some(class), commodity, country };
                program.policy_row(id, about, terms, Rational::ZERO);
            }
        }
    }
}

/// Places that supply any of `commodities` at `stage`.
fn origins(program: &Program<'_>, class: usize, commodities: &[CommodityId], stage: StageId) -> BTreeSet<CountryId> {
    let mut places = BTreeSet::new();
    for &commodity in commodities {
        for maker in program.index.makers(class, commodity).iter().filter(|maker| maker.adds > Rational::ZERO) {
            let ends = maker.sources.iter().chain([&maker.at]);
            places.extend(ends.filter(|end| end.0 == stage).map(|end| end.1));
        }
    }
    places
}
