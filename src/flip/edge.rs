//! Where along a line of places a verdict flips: the last place at which it holds and the next one at which it does not,
//! both seen. What is missing at two places that are short is drawn on as a straight line to where it would be nothing;
//! it is exactly that where one right-hand side moves, so that few places are asked. Where the line helps little, the
//! way between is halved.

use crate::exact::{Rational, approx};

/// What was found at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Everything is met.
    Met,
    /// At least so much is missing, t.
    Short(Rational),
}

impl Found {
    /// Whether two places have the same verdict.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Met, Self::Met) | (Self::Short(_), Self::Short(_)))
    }
}

/// Two places with different verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where the verdict holds.
    pub holds: u64,
    /// Where it has flipped, further on.
    pub flips: u64,
}

/// Guesses in a row that may fail to halve the way before it is halved.
const PATIENCE: usize = 2;

/// The edge between two places, given what was found there. It ends wider than one step only where nothing could be
/// proven in between.
#[must_use]
pub fn narrow(mut edge: Edge, [held, flipped]: [Found; 2], mut at: impl FnMut(u64) -> Option<Found>) -> Edge {
    let flips_short = matches!(flipped, Found::Short(_));
    let mut short: Vec<(u64, Rational)> = Vec::new();
    for (place, found) in [(edge.holds, held), (edge.flips, flipped)] {
        if let Found::Short(missing) = found {
            short.push((place, missing));
        }
    }
    let mut slow = 0;
    while edge.flips - edge.holds > 1 {
        let before = edge.flips - edge.holds;
        let middle = edge.holds + before / 2;
        let place = if slow < PATIENCE { guess(&short, edge, flips_short) } else { None };
        let place = place.unwrap_or(middle);
        match at(place) {
            None => return edge,
            Some(found) => {
                if matches!(found, Found::Short(_)) == flips_short {
                    edge.flips = place;
                } else {
                    edge.holds = place;
                }
                if let Found::Short(missing) = found {
                    short.push((place, missing));
                }
            }
        }
        slow = if (edge.flips - edge.holds) * 2 > before + 1 { slow + 1 } else { 0 };
    }
    edge
}

/// The last place on the short side of where the line through the last two short places comes to nothing.
fn guess(short: &[(u64, Rational)], edge: Edge, flips_short: bool) -> Option<u64> {
    let [.., (far, more), (near, less)] = short else { return None };
    let fall = more - less;
    if fall <= Rational::ZERO {
        return None;
    }
    let [far, near] = [far, near].map(|place| Rational::from(*place));
    let root = approx(&(&near + (&near - far) * less / fall));
    let place = if flips_short { root.floor() + 1.0 } else { root.ceil() - 1.0 };
    let inside = place.clamp((edge.holds + 1) as f64, (edge.flips - 1) as f64);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two places")]
    Some(inside as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The edge of a shortage that is `missing` at each place, and how many places were asked.
    fn asked(last: u64, missing: impl Fn(u64) -> i64) -> (Edge, usize) {
        let found = |place: u64| match missing(place) {
            nothing if nothing <= 0 => Found::Met,
            some => Found::Short(Rational::from(some)),
        };
        let mut count = 0;
        let ends = [found(0), found(last)];
        let edge = narrow(Edge { holds: 0, flips: last }, ends, |place| {
            count += 1;
            Some(found(place))
        });
        (edge, count)
    }

    #[test]
    fn a_straight_line_is_followed_to_its_end() {
        let (edge, count) = asked(1_000_000, |place| 300_000 - i64::try_from(place).unwrap());
        assert_eq!((edge.holds, edge.flips), (299_999, 300_000));
        assert!(count <= 6, "{count}");
        let (edge, count) = asked(1_000_000, |place| i64::try_from(place).unwrap() - 300_000);
        assert_eq!((edge.holds, edge.flips), (300_000, 300_001));
        assert!(count <= 6, "{count}");
    }

    #[test]
    fn corners_curves_and_jumps_end_in_one_step_too() {
        for last in [1, 2, 3, 17, 1000, 4_000_000] {
            for root in [1, 2, last / 3, last / 2, last - 1, last] {
                let root = root.clamp(1, last);
                let line = |place: u64| i64::try_from(root).unwrap() - i64::try_from(place).unwrap();
                let curves: [&dyn Fn(u64) -> i64; 4] = [
                    &|place| line(place) * line(place).abs(),
                    &|place| line(place).min(3),
                    &|place| if line(place) > 0 { 1000 } else { 0 },
                    &|place| line(place).max(line(place) * 50 - 40 * i64::try_from(root).unwrap()),
                ];
                for curve in curves {
                    let (edge, count) = asked(last, curve);
                    assert_eq!((edge.holds, edge.flips), (root - 1, root), "of {last}");
                    assert!(count <= 70, "{count} places of {last}");
                }
            }
        }
    }

    #[test]
    fn where_nothing_is_proven_the_edge_stays_wide() {
        let ends = [Found::Met, Found::Short(Rational::ONE)];
        let edge = narrow(Edge { holds: 0, flips: 100 }, ends, |place| (place < 40).then_some(Found::Met));
        assert_eq!((edge.holds, edge.flips), (0, 100));
    }
}
