//! One number moved alone: whether a verdict flips on its way, and where.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::edge::{Edge, Found, narrow};
use super::recall::{Need, Proofs};
use super::span::Span;
use super::way::{Way, Ways};
use super::{Study, Verdict};
use crate::evidence::{Number, put};
use crate::exact::{approx, decimal};
use crate::explain::lever;
use crate::report::flip::Turn;
use crate::scenario::{Grade, Scenario};

/// What moving a number comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Tried {
    /// It was not moved: it has no way that could flip the verdict, or there is none.
    NotMoved,
    /// The verdict holds.
    Holds,
    /// It flips.
    Flips(Turn),
    /// At the end of its way nothing could be proven.
    Open,
}

/// A number on its way, with all that was found.
pub struct Trial<'s, 'a> {
    study: &'s Study<'a>,
    number: &'s Number,
    ways: Ways,
    /// Scenarios by the bits of the value; `None` where it has no valid one.
    scenarios: BTreeMap<u64, Option<Scenario>>,
    /// What was found in a scene, by the bits of the value.
    seen: BTreeMap<(usize, u64), Vec<Option<Found>>>,
    /// The last proofs in a scene.
    proofs: BTreeMap<usize, Proofs>,
}

impl<'s, 'a> Trial<'s, 'a> {
    /// A trial that has seen nothing yet.
    #[must_use]
    pub fn new(study: &'s Study<'a>, number: &'s Number, ways: Ways) -> Self {
        let (scenarios, seen, proofs) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { study, number, ways, scenarios, seen, proofs }
    }

    /// What the number does to each verdict of the study.
    #[must_use]
    pub fn all(mut self) -> Vec<Tried> {
        self.study.verdicts.iter().map(|verdict| self.one(*verdict)).collect()
    }

    fn one(&mut self, verdict: Verdict) -> Tried {
        let Some(stated) = self.study.found(verdict).cloned() else { return Tried::NotMoved };
        let mut result = Tried::NotMoved;
        for way in self.ways.against(&stated, self.study.monotone) {
            match self.along(way, verdict, &stated) {
                flips @ Tried::Flips(_) => return flips,
                Tried::NotMoved => {}
                _ if result == Tried::Open => {}
                other => result = other,
            }
        }
        result
    }

    /// First within the range, then beyond. Where a verdict cannot flip back, one that holds at the far end holds all
    /// the way.
    fn along(&mut self, way: Way, verdict: Verdict, stated: &Found) -> Tried {
        let far = self.reachable(self.number.value, way.far);
        let near = way.range_end.filter(|near| self.is_before(*near, far));
        let Some(last) = self.at(verdict, far, Need::Verdict) else { return Tried::Open };
        if self.study.monotone && last.agrees(stated) {
            return Tried::Holds;
        }
        let mut from = (self.number.value, stated.clone());
        for to in near.into_iter().chain([far]) {
            match self.at(verdict, to, Need::Verdict) {
                None => return Tried::Open,
                Some(found) if found.agrees(stated) => from = (to, found),
                Some(found) => return Tried::Flips(self.turn(way, verdict, [from, (to, found)])),
            }
        }
        Tried::Holds
    }

    fn is_before(&self, near: f64, far: f64) -> bool {
        (near - self.number.value).abs() < (far - self.number.value).abs()
    }

    /// The last value on the way to `to` with which the scenario is valid.
    fn reachable(&mut self, from: f64, to: f64) -> f64 {
        if self.scenario(to).is_some() {
            return to;
        }
        let span = Span::new(from, to, self.size());
        let (mut valid, mut invalid) = (0, span.last());
        while invalid - valid > 1 {
            let middle = valid + (invalid - valid) / 2;
            if self.scenario(span.value(middle)).is_some() { valid = middle } else { invalid = middle }
        }
        span.value(valid)
    }

    fn size(&self) -> f64 {
        let Number { value, low, high, .. } = self.number;
        if *value > 0.0 { *value } else { high - low }
    }

    fn scenario(&mut self, value: f64) -> Option<&Scenario> {
        let (study, number) = (self.study, self.number);
        let changed = || {
            let mut tree = study.loaded.effective.root().clone();
            put(&mut tree, number, value);
            study.loaded.variant(&Arc::new(tree), &[]).ok()
        };
        self.scenarios.entry(value.to_bits()).or_insert_with(changed).as_ref()
    }

    /// What is found at a value.
    fn at(&mut self, verdict: Verdict, value: f64, need: Need) -> Option<Found> {
        let Verdict { scene, subject } = verdict;
        let key = (scene, value.to_bits());
        if !self.seen.contains_key(&key) {
            let known = self.proofs.get(&scene).unwrap_or(&self.study.stated[scene].proofs).clone();
            let study = self.study;
            let mut found = Vec::new();
            if let Some(scenario) = self.scenario(value) {
                let seen = study.scenes[scene].ask(scenario, &known, need);
                found = seen.found;
                self.proofs.insert(scene, seen.proofs);
            }
            self.seen.insert(key, found);
        }
        self.seen[&key].get(subject).cloned().flatten()
    }

    /// The edge between two values with different verdicts.
    fn turn(&mut self, way: Way, verdict: Verdict, [held, flipped]: [(f64, Found); 2]) -> Turn {
        let span = Span::new(held.0, flipped.0, self.size());
        let edge = Edge { holds: 0, flips: span.last() };
        let found = |place: u64| self.at(verdict, span.value(place), Need::Amount);
        let edge = narrow(edge, [held.1, flipped.1], found);
        let Number { path, unit, standing, value, .. } = self.number;
        let flips_at = span.value(edge.flips);
        let distance = decimal(flips_at) - decimal(*value);
        Turn {
            statement: path.to_string(),
            unit: (*unit).to_owned(),
            grade: standing.grade.map(|grade| Grade::word(grade).to_owned()),
            source: standing.source.clone(),
            value_now: *value,
            range_end: way.range_end,
            holds_at: span.value(edge.holds),
            flips_at,
            relative: (*value > 0.0).then(|| approx(&(&distance / decimal(*value))).abs()),
            ranges: way.range_end.map(|end| approx(&(&distance / (decimal(end) - decimal(*value))))),
            set: lever::argument(&path.to_string(), flips_at),
        }
    }
}
