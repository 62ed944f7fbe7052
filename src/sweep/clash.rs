//! Inputs that would overwrite each other.

use std::collections::BTreeMap;

use super::drawn::Drawn;
use super::input::Input;
use super::levels::Levels;
use super::operator::Operator;
use super::span::Span;
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

impl Effect {
    fn of(operator: Operator) -> Self {
        if operator == Operator::Set { Self::Sets } else { Self::Changes }
    }
}

/// The places of earlier inputs, by key.
#[derive(Default)]
struct Keys<'k>(BTreeMap<&'k [String], Place>);

impl<'k> Keys<'k> {
    /// The input that has this key, one above it, or one below it.
    fn touching(&self, key: &'k [String]) -> Option<Place> {
        let above = (1..key.len()).find_map(|parts| self.0.get(&key[..parts]));
        let below = || self.0.range(key..).next().filter(|(other, _)| other.starts_with(key)).map(|(_, place)| place);
        above.or_else(below).copied()
    }

    fn add(&mut self, claim: &Claim<'k>) {
        self.0.extend(claim.keys.iter().map(|key| (key.as_slice(), claim.place)));
    }
}

/// Everything that earlier inputs lay claim to.
#[derive(Default)]
struct Claimed<'k> {
    names: BTreeMap<String, Place>,
    set: Keys<'k>,
    changed: Keys<'k>,
    delayed: Keys<'k>,
}

impl<'k> Claimed<'k> {
    /// The earlier input that cannot be had together with this one: it has the same name, or one of both sets what the
    /// other sets or changes. Two factors go together, and a delay comes after everything else.
    fn clash(&self, claim: &Claim<'k>) -> Option<Place> {
        let others: &[&Keys<'k>] = match claim.effect {
            Effect::Sets => &[&self.set, &self.changed],
            Effect::Changes => &[&self.set],
            Effect::Delays => &[&self.delayed],
        };
        let by_name = claim.names.iter().find_map(|name| self.names.get(name)).copied();
        by_name.or_else(|| claim.keys.iter().find_map(|key| others.iter().find_map(|keys| keys.touching(key))))
    }

    fn add(&mut self, claim: &Claim<'k>) {
        self.names.extend(claim.names.iter().map(|name| (name.clone(), claim.place)));
        match claim.effect {
            Effect::Sets => self.set.add(claim),
            Effect::Changes => self.changed.add(claim),
            Effect::Delays => self.delayed.add(claim),
        }
    }
}

/// A finding for every input that an earlier one clashes with, or that the table has no place for.
/// Of the question, what is `fixed` by something else cannot vary.
pub fn clashes(
    axes: &[Input<Levels>],
    varied: &[Input<Drawn>],
    bisected: Option<&Input<Span>>,
    fixed: &[(&'static str, String)],
) -> Vec<Diagnostic> {
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
        effect: if input.is_delay() { Effect::Delays } else { Effect::of(input.values.operator) },
    });
    let bisected = bisected.into_iter().map(|input| Claim {
        keys: &input.keys,
        place: input.key,
        names: vec![input.name.clone()],
        effect: Effect::of(input.values.operator),
    });
    let (mut claimed, mut findings) = (Claimed::default(), Vec::new());
    for claim in axes.chain(varied).chain(bisected) {
        let at = At::Span(claim.place.text, claim.place.start..claim.place.end);
        let of_question = |name: &str| {
            claim.keys.iter().any(|key| key[0] == "scenario" && key.get(1).is_some_and(|part| part == name))
        };
        if let Some((key, by)) = fixed.iter().find(|(key, _)| of_question(key)) {
            let message = format!("`scenario.{key}` cannot vary: {by} says what it is at every point");
            findings.push(Diagnostic::new(Rule::InvalidOverride, at, message).help("leave one of the two out"));
        } else if of_question("years") {
            let finding = Diagnostic::new(Rule::InvalidOverride, at, "a sweep asks about the same years everywhere");
            findings.push(finding.help("choose the years with `--year`"));
        } else if claim.keys.iter().any(|key| ["sweep", "axis", "vary"].contains(&key[0].as_str())) {
            findings.push(Diagnostic::new(Rule::InvalidOverride, at, "a sweep does not vary what it says of itself"));
        } else if let Some(other) = claimed.clash(&claim) {
            let there = At::Span(other.text, other.start..other.end);
            let message = "another input sets or changes this too";
            let finding = Diagnostic::new(Rule::InvalidOverride, at, message).note_at(there, "here");
            findings.push(finding.help("make it one input, or name other keys"));
        }
        claimed.add(&claim);
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::TextId;

    const PLACE: Place = Place { text: TextId::FIRST, start: 0, end: 1 };

    fn key(text: &str) -> Vec<String> {
        text.split('.').map(str::to_owned).collect()
    }

    #[test]
    fn a_key_is_touched_from_above_from_below_and_by_itself_only() {
        let mine = [key("facility.a.capacity.2026"), key("facility.b")];
        let claim = Claim { keys: &mine, place: PLACE, names: vec![], effect: Effect::Sets };
        let mut keys = Keys::default();
        keys.add(&claim);
        for (other, touches) in [
            ("facility.a.capacity", true),
            ("facility.a.capacity.2026", true),
            ("facility.a.capacity.2027", false),
            ("facility.a.cap", false),
            ("facility.b.cost", true),
            ("facility.bb", false),
            ("facility", true),
        ] {
            assert_eq!(keys.touching(&key(other)).is_some(), touches, "{other}");
        }
    }

    #[test]
    fn factors_go_together_and_delays_come_last() {
        use Effect::{Changes, Delays, Sets};
        let keys = [key("facility.a.capacity")];
        let claim = |effect| Claim { keys: &keys, place: PLACE, names: vec![], effect };
        for (one, other, clash) in [
            (Sets, Sets, true),
            (Sets, Changes, true),
            (Changes, Sets, true),
            (Changes, Changes, false),
            (Sets, Delays, false),
            (Delays, Changes, false),
            (Delays, Delays, true),
        ] {
            let mut claimed = Claimed::default();
            claimed.add(&claim(one));
            assert_eq!(claimed.clash(&claim(other)).is_some(), clash);
        }
    }
}
