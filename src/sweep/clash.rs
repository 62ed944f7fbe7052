//! Inputs that would overwrite each other.

use super::argument::{Drawn, Levels, Operator};
use super::input::Input;
use crate::diagnostic::{At, Diagnostic, Rule};
use crate::tree::Place;

/// What one input lays claim to.
struct Claim<'k> {
    keys: &'k [Vec<String>],
    place: Place,
    names: Vec<String>,
    effect: Effect,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    Sets,
    Changes,
    Delays,
}

impl Claim<'_> {
    /// Whether both cannot be had: they have one name, or one sets what the other sets or changes. Two factors go
    /// together, and a delay comes after everything else.
    fn clashes(&self, other: &Self) -> bool {
        let touch = |key: &Vec<String>| other.keys.iter().any(|of| of.starts_with(key) || key.starts_with(of));
        let together = match (self.effect, other.effect) {
            (Effect::Changes, Effect::Changes) => true,
            (Effect::Delays, Effect::Delays) => false,
            (one, two) => one == Effect::Delays || two == Effect::Delays,
        };
        self.names.iter().any(|name| other.names.contains(name)) || (!together && self.keys.iter().any(touch))
    }
}

/// A finding for every input that an earlier one clashes with, or that the table has no place for.
pub fn clashes(axes: &[Input<Levels>], varied: &[Input<Drawn>]) -> Vec<Diagnostic> {
    let axes = axes.iter().map(|axis| Claim {
        keys: &axis.keys,
        place: axis.key,
        names: vec![axis.name.clone()],
        effect: if axis.values.is_relative() { Effect::Changes } else { Effect::Sets },
    });
    let varied = varied.iter().map(|input| Claim {
        keys: &input.keys,
        place: input.key,
        names: input.names(),
        effect: match input.values.operator {
            _ if input.is_delay() => Effect::Delays,
            Operator::Set => Effect::Sets,
            Operator::Times | Operator::Plus => Effect::Changes,
        },
    });
    let claims: Vec<Claim<'_>> = axes.chain(varied).collect();
    let mut findings = Vec::new();
    for (number, claim) in claims.iter().enumerate() {
        let at = At::Span(claim.place.text, claim.place.start..claim.place.end);
        if claim.keys.iter().any(|key| key[0] == "scenario" && key.get(1).is_some_and(|part| part == "years")) {
            let finding = Diagnostic::new(Rule::InvalidOverride, at, "a sweep asks about the same years everywhere");
            findings.push(finding.help("choose the years with `--year`"));
        } else if let Some(other) = claims[..number].iter().find(|other| claim.clashes(other)) {
            let there = At::Span(other.place.text, other.place.start..other.place.end);
            let message = "another input sets or changes this too";
            let finding = Diagnostic::new(Rule::InvalidOverride, at, message).note_at(there, "here");
            findings.push(finding.help("make it one input, or name other keys"));
        }
    }
    findings
}
