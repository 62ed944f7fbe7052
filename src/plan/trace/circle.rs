//! Junctions that feed each other: what each of them needs once all rounds are counted.
//!
//! ```text
//! need[j] = from outside[j] + Σ_k part[k,j] × need[k]          places and hubs: all that takes from j
//! need[a] = max over outputs o of need of o from a / rate[o]   an activity runs for the output needed most
//! ```
//! The least solution is wanted. Which output an activity runs for is guessed, the linear system solved, and the guess
//! mended until it stands (Howard, Dynamic Programming and Markov Processes, 1960): needs only grow on the way, so this
//! ends. What a plan makes is at least what is needed of it, so that a solution exists. The guess is that for all members
//! together, so that what each of them needs sums to what they need in all.

use std::collections::{BTreeMap, BTreeSet};

use super::Junction;
use super::flows::Flows;
use crate::exact::{Rational, approx, decimal, sum};

/// What needs may differ by, as a part of them, by having been rounded.
const HAIR: f64 = 1e-9;

/// Junctions of a class that feed each other.
pub struct Circle {
    junctions: Vec<Junction>,
    /// By junction of the circle, who asks it for how much per unit of its own need.
    asked: Vec<Vec<(usize, Rational)>>,
}

impl Circle {
    /// The circle of `junctions`, in order; none where there is only one.
    #[must_use]
    pub fn of(flows: &Flows<'_>, junctions: &[Junction]) -> Option<Self> {
        if junctions.len() < 2 {
            return None;
        }
        let mut circle = Self { asked: vec![Vec::new(); junctions.len()], junctions: junctions.to_vec() };
        for (user, &junction) in junctions.iter().enumerate() {
            if let Junction::Activity(column) = junction {
                for (input, tonnes) in flows.takes(column) {
                    circle.ask(input, user, tonnes);
                }
                continue;
            }
            let supply: Vec<_> = flows.into.get(&junction).into_iter().flatten().collect();
            let total = sum(supply.iter().map(|flow| flows.exactly(junction, flow)));
            for flow in supply {
                match flow.from {
                    // Per unit of the activity, whatever it makes of it.
                    Some(activity @ Junction::Activity(column)) => {
                        circle.ask(activity, user, flows.activity(column) / &total);
                    }
                    Some(upstream) => circle.ask(upstream, user, flows.exactly(junction, flow) / &total),
                    None => {}
                }
            }
        }
        Some(circle)
    }

    fn ask(&mut self, junction: Junction, user: usize, part: Rational) {
        if let Ok(at) = self.junctions.binary_search(&junction) {
            self.asked[at].push((user, part));
        }
    }

    /// Whether `junction` is part of it.
    #[must_use]
    pub fn has(&self, junction: &Junction) -> bool {
        self.junctions.binary_search(junction).is_ok()
    }

    /// Adds to what each member needs from outside all that follows from it inside.
    pub fn settle(&self, members: Vec<&mut BTreeMap<Junction, f64>>) {
        let outside = |needed: &BTreeMap<Junction, f64>| -> Vec<Rational> {
            let amounts = self.junctions.iter().map(|junction| needed.get(junction).copied().unwrap_or(0.0));
            amounts.map(decimal).collect()
        };
        let mut total = vec![Rational::ZERO; self.junctions.len()];
        for needed in &members {
            total.iter_mut().zip(outside(needed)).for_each(|(total, amount)| *total += amount);
        }
        let mut runs_for: Vec<Option<usize>> = vec![None; self.junctions.len()];
        let mut needs = self.solved(&runs_for, &total);
        while self.mend(&mut runs_for, &needs) {
            needs = self.solved(&runs_for, &total);
        }
        for needed in members {
            let needs = self.solved(&runs_for, &outside(needed));
            needed.extend(self.junctions.iter().copied().zip(needs.iter().map(approx)));
        }
    }

    /// Lets every activity run for the output that asks for more than it has; whether any did not. Needs from outside are
    /// in floating point, so that a hair more is no more.
    fn mend(&self, runs_for: &mut [Option<usize>], needs: &[Rational]) -> bool {
        let mut mended = false;
        for (at, asked) in self.asked.iter().enumerate() {
            if !matches!(self.junctions[at], Junction::Activity(_)) {
                continue;
            }
            let mut most = needs[at].clone();
            for (place, (user, part)) in asked.iter().enumerate() {
                let wanted = part * &needs[*user];
                if wanted > &most + &most * decimal(HAIR) {
                    (most, runs_for[at], mended) = (wanted, Some(place), true);
                }
            }
        }
        mended
    }

    /// What each junction needs where activities run for the outputs given, or for what is asked from outside.
    fn solved(&self, runs_for: &[Option<usize>], outside: &[Rational]) -> Vec<Rational> {
        let asked = |at: usize| match (self.junctions[at], runs_for[at]) {
            (Junction::Activity(_), None) => &[],
            (Junction::Activity(_), Some(place)) => &self.asked[at][place..=place],
            _ => &self.asked[at][..],
        };
        let fixed = |at: usize| match (self.junctions[at], runs_for[at]) {
            (Junction::Activity(_), Some(_)) => Rational::ZERO,
            _ => outside[at].clone(),
        };
        let needing = needing(self.junctions.len(), asked, fixed);
        let mut equations: BTreeMap<usize, Equation> = BTreeMap::new();
        for &at in &needing {
            let mut equation = Equation { terms: BTreeMap::new(), rest: fixed(at) };
            for (user, part) in asked(at).iter().filter(|(user, _)| needing.contains(user)) {
                *equation.terms.entry(*user).or_default() += part;
            }
            equations.insert(at, equation);
        }
        eliminated(equations, self.junctions.len())
    }
}

/// Those that need anything at all: without the others, which may turn among themselves, the system has one solution.
fn needing<'a>(
    size: usize,
    asked: impl Fn(usize) -> &'a [(usize, Rational)],
    fixed: impl Fn(usize) -> Rational,
) -> BTreeSet<usize> {
    let mut needing: BTreeSet<usize> = (0..size).filter(|&at| !fixed(at).is_zero()).collect();
    loop {
        let before = needing.len();
        let more: Vec<usize> = (0..size)
            .filter(|&at| asked(at).iter().any(|(user, part)| needing.contains(user) && !part.is_zero()))
            .collect();
        needing.extend(more);
        if needing.len() == before {
            return needing;
        }
    }
}

/// `need = Σ part × need of others + rest`
#[derive(Clone)]
struct Equation {
    terms: BTreeMap<usize, Rational>,
    rest: Rational,
}

impl Equation {
    /// With what it says of itself solved for.
    fn solve_for(&mut self, at: usize) {
        let Some(own) = self.terms.remove(&at) else { return };
        let scale = Rational::ONE / (Rational::ONE - own);
        for part in self.terms.values_mut() {
            *part = &*part * &scale;
        }
        self.rest = &self.rest * &scale;
    }

    /// With another put in.
    fn put_in(&mut self, at: usize, other: &Self) {
        let Some(part) = self.terms.remove(&at) else { return };
        for (user, share) in &other.terms {
            *self.terms.entry(*user).or_default() += &part * share;
        }
        self.rest += &part * &other.rest;
    }
}

/// The solution, zero where there is no equation. No pivot is zero: each need is met from outside in the end.
fn eliminated(mut equations: BTreeMap<usize, Equation>, size: usize) -> Vec<Rational> {
    let order: Vec<usize> = equations.keys().copied().collect();
    let mut solved: Vec<(usize, Equation)> = Vec::new();
    for &at in &order {
        let Some(mut equation) = equations.remove(&at) else { continue };
        equation.solve_for(at);
        for later in equations.values_mut() {
            later.put_in(at, &equation);
        }
        solved.push((at, equation));
    }
    let mut needs = vec![Rational::ZERO; size];
    for (at, equation) in solved.into_iter().rev() {
        let parts = equation.terms.iter().map(|(user, part)| part * &needs[*user]);
        needs[at] = sum(parts) + equation.rest;
    }
    needs
}
