//! How much of what consumers use comes from somewhere, as a program of its own. What a plan allots, makes or ships and
//! nobody uses must not count. So nothing more is shipped than is used, which every plan can be trimmed to for nothing, and
//! the part of every maker that is used gets a column `z`:
//!
//! ```text
//! what arrives in a place ≤ what is used there            each class, commodity, place; beside `Used`
//! what enters the hub ≤ what leaves it                    each class, commodity; beside `Hub`
//! z ≤ what is allotted or made                            each maker
//! Σ z made in a place = what leaves it                    each class, commodity, place
//! ```
//! An offtake may need tonnes allotted to a holder that does not use them: those stay outside `z`.

use std::collections::BTreeMap;

use super::{ColumnKey, Node, Program, RowKey, Terms};
use crate::exact::Rational;
use crate::lp::{Constraint, Lp, Row, Sense, StatementId};
use crate::scenario::{CommodityId, CountryId, Origin};
use crate::table::Id;

/// A program with what is used of a stage in it.
#[derive(Clone, Debug)]
pub struct Used {
    /// The program, without an objective.
    pub lp: Lp,
    /// What is used and comes from the origin, t.
    pub from_there: Terms,
    /// What is used and comes from the same stage elsewhere, t.
    pub from_elsewhere: Terms,
}

/// What `classes` use of the origin's stage, by whether it comes from its countries; `lp` is `program`'s, perhaps with
/// rows added.
#[must_use]
pub fn used(program: &Program<'_>, lp: &Lp, classes: &[usize], origin: &Origin) -> Used {
    let mut used = Used { lp: lp.without_costs(), from_there: vec![], from_elsewhere: vec![] };
    for &class in classes {
        for commodity in program.commodities_at(class, origin.stage, origin.commodities.as_deref()) {
            ship_no_more_than_used(program, &mut used.lp, class, commodity);
            add_used_parts(program, &mut used, class, commodity, origin);
        }
    }
    used
}

fn ship_no_more_than_used(program: &Program<'_>, lp: &mut Lp, class: usize, commodity: CommodityId) {
    for (row, key) in program.rows.iter().enumerate() {
        let balance = match *key {
            RowKey::Used { class: of, commodity: what, .. } | RowKey::Hub { class: of, commodity: what } => (of, what),
            _ => continue,
        };
        if balance == (class, commodity) {
            let Constraint { terms, rhs, statement, .. } = lp.row(Row::from_index(row)).clone();
            lp.add_row(terms, Sense::AtLeast, rhs, statement);
        }
    }
}

fn add_used_parts(program: &Program<'_>, used: &mut Used, class: usize, commodity: CommodityId, origin: &Origin) {
    let statement = StatementId::from_index(0);
    let mut made: BTreeMap<CountryId, Terms> = BTreeMap::new();
    for maker in program.index.makers(class, commodity) {
        let part = used.lp.add_column(Rational::ZERO, program.upper(maker.col).clone());
        let within = vec![(part, Rational::ONE), (maker.col, -Rational::ONE)];
        used.lp.add_row(within, Sense::AtMost, Rational::ZERO, statement);
        // What goes through a maker and comes out again comes from elsewhere.
        if maker.adds > Rational::ZERO {
            if maker.is_from(origin.stage, |country| origin.countries.contains(&country)) {
                used.from_there.push((part, maker.adds.clone()));
            } else if maker.is_from(origin.stage, |_| true) {
                used.from_elsewhere.push((part, maker.adds.clone()));
            }
        }
        made.entry(maker.at.1).or_default().push((part, -&maker.rate));
    }
    for (place, terms) in made {
        let terms: Terms = terms.into_iter().chain(shipped_from(program, class, commodity, place)).collect();
        used.lp.add_row(terms.clone(), Sense::AtMost, Rational::ZERO, statement);
        used.lp.add_row(terms, Sense::AtLeast, Rational::ZERO, statement);
    }
}

/// What leaves a place, t; what is used there leaves it, too.
fn shipped_from(program: &Program<'_>, class: usize, commodity: CommodityId, place: CountryId) -> Terms {
    let leaves = |key: &ColumnKey| {
        matches!(*key, ColumnKey::Shipped { class: of, commodity: what, from: Node::Place(from), .. }
            if (of, what, from) == (class, commodity, place))
    };
    program.keyed_columns().filter(|(_, key)| leaves(key)).map(|(col, _)| (col, Rational::ONE)).collect()
}
