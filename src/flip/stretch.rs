//! All numbers with a range moved together, each by the same part of its way: how far until a verdict flips.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::edge::{Edge, Found, narrow};
use super::recall::{Need, Proofs};
use super::{REACH, Study, Verdict};
use crate::evidence::{Reading, moved};
use crate::exact::{Rational, approx};
use crate::report::flip::Stretch;

/// Places between two whole ranges.
const PLACES: u32 = 1_000_000;
/// Places tried first between two whole ranges where a verdict may flip and flip back.
const TRIED: u32 = 4;

/// The stretch that flips each verdict of a scene; `None` where the stated one is not proven.
#[must_use]
pub fn all(study: &Study<'_>, scene: usize) -> Vec<Option<Stretch>> {
    let mut readings = [Reading::Strict, Reading::Generous].map(|reading| Stretched::new(study, scene, reading));
    let [strict, generous] = &mut readings;
    let one = |subject| {
        let verdict = Verdict { scene, subject };
        let stated = study.found(verdict)?;
        let towards = if *stated == Found::Met { &mut *strict } else { &mut *generous };
        Some(towards.flip(verdict, stated))
    };
    (0..study.scenes[scene].subjects.len()).map(one).collect()
}

/// A scene asked of scenarios on the way to a reading.
struct Stretched<'s, 'a> {
    study: &'s Study<'a>,
    scene: usize,
    reading: Reading,
    seen: BTreeMap<u64, Vec<Option<Found>>>,
    proofs: Proofs,
}

impl<'s, 'a> Stretched<'s, 'a> {
    fn new(study: &'s Study<'a>, scene: usize, reading: Reading) -> Self {
        let proofs = study.stated[scene].proofs.clone();
        Self { study, scene, reading, seen: BTreeMap::new(), proofs }
    }

    fn flip(&mut self, verdict: Verdict, stated: &Found) -> Stretch {
        let whole = moved(self.study.loaded, self.reading, &Rational::from(REACH));
        let first = self.study.monotone && !whole.trimmed;
        let step = if first { PLACES } else { PLACES / TRIED };
        let reach = u64::from(REACH * PLACES);
        let mut stretch = Stretch {
            towards: self.reading.word().to_owned(),
            numbers: moved(self.study.loaded, self.reading, &Rational::ONE).numbers,
            holds_at: 0.0,
            flips_at: None,
            searched_to: f64::from(REACH),
            first,
        };
        let mut from = (0, stated.clone());
        for place in (0..=reach).step_by(step as usize).skip(1) {
            match self.at(verdict.subject, place) {
                None => {}
                Some(found) if found.agrees(stated) => from = (place, found),
                Some(found) => {
                    let edge = Edge { holds: from.0, flips: place };
                    let edge = narrow(edge, [from.1, found], |place| self.at(verdict.subject, place));
                    stretch.holds_at = approx(&part(edge.holds));
                    stretch.flips_at = Some(approx(&part(edge.flips)));
                    return stretch;
                }
            }
        }
        stretch.holds_at = approx(&part(from.0));
        stretch
    }

    fn at(&mut self, subject: usize, place: u64) -> Option<Found> {
        if !self.seen.contains_key(&place) {
            let tree = moved(self.study.loaded, self.reading, &part(place)).tree;
            let scenario = self.study.loaded.variant(&Arc::new(tree), &[]).ok();
            let mut found = Vec::new();
            if let Some(scenario) = scenario {
                let seen = self.study.scenes[self.scene].ask(&scenario, &self.proofs, Need::Amount);
                (found, self.proofs) = (seen.found, seen.proofs);
            }
            self.seen.insert(place, found);
        }
        self.seen[&place].get(subject).cloned().flatten()
    }
}

/// Ranges at a place.
fn part(place: u64) -> Rational {
    Rational::from(place) / Rational::from(PLACES)
}
