//! The certifier on programs small enough to be judged by hand: what it accepts, which bound it reads off multipliers,
//! and what it refuses. No solver takes part.

use didymium::certify::{Certified, Violation, bound_below, certify, check, refutes};
use didymium::exact::Rational;
use didymium::lp::{Basis, Col, Label, Lp, Row, Sense, StatementId};
use didymium::table::Id;

fn whole(value: i64) -> Rational {
    Rational::from(value)
}

fn over(value: i64, under: i64) -> Rational {
    whole(value) / whole(under)
}

fn numbers(values: &[i64]) -> Vec<Rational> {
    values.iter().map(|value| whole(*value)).collect()
}

/// `min 3x + 5y` subject to `2x + y ≥ 8`, `x ≤ 3`, `x + 3y ≥ 9`; no plan needs `x` above 3 or `y` above 7.
///
/// By hand: all three rows meet at (3, 2), which costs 19.
fn bakery() -> Lp {
    let mut lp = Lp::new();
    let statement = StatementId::from_index(0);
    let (x, y) = (lp.add_column(whole(3), whole(3)), lp.add_column(whole(5), whole(7)));
    lp.add_row(vec![(x, whole(2)), (y, whole(1))], Sense::AtLeast, whole(8), statement);
    lp.add_row(vec![(x, whole(1))], Sense::AtMost, whole(3), statement);
    lp.add_row(vec![(x, whole(1)), (y, whole(3))], Sense::AtLeast, whole(9), statement);
    lp
}

fn certified(point: &[i64], multipliers: Vec<Rational>) -> Certified {
    certify(&bakery(), numbers(point), multipliers).expect("the plan is feasible")
}

/// At (3, 2) all three rows are tight. Multipliers 4/5, 0, 7/5: columns 8/5 + 7/5 = 3 and 4/5 + 21/5 = 5, nothing is
/// left over; 8·4/5 + 9·7/5 = 32/5 + 63/5 = 19.
#[test]
fn an_optimum_is_proven_by_its_multipliers() {
    let multipliers = vec![over(4, 5), whole(0), over(7, 5)];
    let found = certified(&[3, 2], multipliers.clone());
    assert!(found.is_exact());
    assert_eq!((found.lower(), found.upper()), (Some(&whole(19)), &whole(19)));
    assert_eq!((found.point(), found.multipliers()), (&numbers(&[3, 2])[..], &multipliers[..]));
}

/// With 5, −7, 0 on the rows the first column is used up, 10 − 7 = 3, and the second too; 8·5 − 3·7 = 19.
#[test]
fn a_row_from_above_takes_a_negative_multiplier() {
    let found = certified(&[3, 2], numbers(&[5, -7, 0]));
    assert_eq!((found.lower(), found.is_exact()), (Some(&whole(19)), true));
}

/// A plan that is no optimum: (3, 4) costs 29, and the same multipliers still prove 19.
#[test]
fn a_poor_plan_keeps_its_distance_from_the_bound() {
    let found = certified(&[3, 4], numbers(&[5, -7, 0]));
    assert_eq!((found.lower(), found.upper()), (Some(&whole(19)), &whole(29)));
    assert!(!found.is_exact());
}

/// Multipliers 6, 0, 0 ask for more of both columns than they cost: 3 − 12 = −9 of `x` and 5 − 6 = −1 of `y` are covered
/// by the bounds that no optimum needs to exceed, 3 and 7: 48 − 27 − 7 = 14.
#[test]
fn what_multipliers_ask_too_much_is_covered_by_implied_bounds() {
    assert_eq!(bound_below(&bakery(), numbers(&[6, 0, 0])), Ok((Some(whole(14)), numbers(&[6, 0, 0]))));
}

/// Multipliers 1, 0, 1 leave 3 − 3 = 0 of `x` and 5 − 4 = 1 of `y`, which proves 17 and takes nothing away.
#[test]
fn what_multipliers_leave_over_proves_nothing() {
    assert_eq!(bound_below(&bakery(), numbers(&[1, 0, 1])), Ok((Some(whole(17)), numbers(&[1, 0, 1]))));
}

/// A negative multiplier on a row from below, or a positive one on a row from above, counts as none at all.
#[test]
fn a_multiplier_of_the_wrong_sign_is_left_out() {
    assert_eq!(bound_below(&bakery(), numbers(&[-2, 0, 1])), Ok((Some(whole(9)), numbers(&[0, 0, 1]))));
    assert_eq!(bound_below(&bakery(), numbers(&[0, 4, 1])), Ok((Some(whole(9)), numbers(&[0, 0, 1]))));
    let found = certified(&[3, 2], numbers(&[-2, 4, 1]));
    assert_eq!((found.lower(), found.multipliers()), (Some(&whole(9)), &numbers(&[0, 0, 1])[..]));
}

#[test]
fn without_an_implied_bound_too_much_asked_proves_nothing() {
    let mut lp = bakery();
    let free = lp.add_free_column(whole(1));
    lp.add_term(Row::from_index(0), free, whole(1));
    // The new column costs 1 and the first row pays 1 for it: enough.
    assert_eq!(bound_below(&lp, numbers(&[1, 0, 1])).map(|found| found.0), Ok(Some(whole(17))));
    // Now it pays 2.
    assert_eq!(bound_below(&lp, numbers(&[2, 0, 0])), Ok((None, numbers(&[2, 0, 0]))));
    let found = certify(&lp, numbers(&[3, 2, 0]), numbers(&[2, 0, 0])).expect("the plan is feasible");
    assert_eq!((found.lower(), found.upper(), found.is_exact()), (None, &whole(19), false));
}

#[test]
fn a_plan_that_breaks_a_row_is_refused_with_the_row() {
    let broken = |point: [i64; 2]| check(&bakery(), &numbers(&point));
    assert_eq!(broken([3, 2]), Ok(()));
    assert_eq!(broken([1, 3]), Err(Violation::Broken(Row::from_index(0))));
    assert_eq!(broken([4, 2]), Err(Violation::Broken(Row::from_index(1))));
    let hair = vec![whole(3), whole(2) - over(1, 1_000_000_007)];
    assert_eq!(check(&bakery(), &hair), Err(Violation::Broken(Row::from_index(0))));
    let refused = certify(&bakery(), hair, numbers(&[0, 0, 0])).map(drop);
    assert_eq!(refused, Err(Violation::Broken(Row::from_index(0))));
}

#[test]
fn a_negative_column_is_refused() {
    let point = vec![over(-1, 1_000_000_007), whole(9)];
    assert_eq!(check(&bakery(), &point), Err(Violation::Negative(0)));
    assert_eq!(certify(&bakery(), point, numbers(&[0, 0, 0])).map(drop), Err(Violation::Negative(0)));
}

#[test]
fn vectors_of_another_length_are_refused() {
    for length in [0, 1, 3] {
        let point = vec![whole(5); length];
        let refused = Err(Violation::Length { found: length, expected: 2 });
        assert_eq!(check(&bakery(), &point), refused);
        assert_eq!(certify(&bakery(), point, numbers(&[0, 0, 0])).map(drop), refused);
    }
    for length in [0, 2, 4] {
        let multipliers = vec![whole(0); length];
        let refused = Violation::Length { found: length, expected: 3 };
        assert_eq!(bound_below(&bakery(), multipliers.clone()), Err(refused.clone()));
        assert_eq!(certify(&bakery(), numbers(&[3, 2]), multipliers).map(drop), Err(refused));
    }
}

/// With an implied bound that is wrong (no plan reaches 9 with `y` at most 1), multipliers prove more than a plan costs.
#[test]
fn a_bound_above_a_plan_shows_that_the_program_contradicts_itself() {
    let mut lp = bakery();
    lp.column_mut(Col::from_index(1)).implied_upper = Some(whole(1));
    // 48 − 27 − 1 = 20, above the plan's 19.
    let found = certify(&lp, numbers(&[3, 2]), numbers(&[6, 0, 0])).map(drop);
    assert_eq!(found, Err(Violation::Contradiction));
}

#[test]
fn the_basis_is_kept_and_changes_nothing_else() {
    let basis = Basis { columns: vec![Label::of(&[1, 2])], rows: vec![Label::of(&[3])] };
    let plain = certified(&[3, 2], numbers(&[5, -7, 0]));
    assert_eq!(plain.basis(), &Basis::default());
    let found = plain.clone().found_at(basis.clone());
    assert_eq!(found.basis(), &basis);
    assert_eq!((found.point(), found.multipliers()), (plain.point(), plain.multipliers()));
    assert_eq!((found.lower(), found.upper()), (plain.lower(), plain.upper()));
}

/// With `x ≤ 3` and `y ≤ 7`, `x + y` is 10 at most: 11 is refuted, 10 is not. Multipliers of further rows count for nothing,
/// a row without one proves nothing, and weighted from the wrong side the row asks for nothing.
#[test]
fn what_no_plan_within_the_bounds_gives_is_refuted() {
    let asking = |tonnes: i64| {
        let mut lp = Lp::new();
        let (x, y) = (lp.add_column(whole(1), whole(3)), lp.add_column(whole(1), whole(7)));
        let both = vec![(x, whole(1)), (y, whole(1))];
        lp.add_row(both, Sense::AtLeast, whole(tonnes), StatementId::from_index(0));
        lp
    };
    assert_eq!([9, 10, 11].map(|tonnes| refutes(&asking(tonnes), &numbers(&[1]))), [false, false, true]);
    let eleven = asking(11);
    assert_eq!(
        [&[2, 5][..], &[], &[-1]].map(|multipliers| refutes(&eleven, &numbers(multipliers))),
        [true, false, false]
    );
}
