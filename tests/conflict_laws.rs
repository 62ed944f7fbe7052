//! What `explain` says of why there is no mix, tried out on random scenarios: conflicts, proofs, the network.

mod law;
mod trial;
mod world;

use didymium::report::Verdict;
use didymium::report::explanation::{Explanation, Part};
use law::{cases, close};
use trial::Trial;
use world::World;

#[track_caller]
fn expect_conflict(
    trial: &Trial,
    (conflict, irreducible, given): (&[String], bool, &[String]),
    verdict: &dyn Fn(&[String]) -> Verdict,
) {
    assert!(!conflict.is_empty() && irreducible, "{conflict:?}\n{}", trial.text);
    let has = |list: &[String], path: &str| list.iter().any(|kept| kept == path);
    let all = verdict(&trial.relaxing(|path| has(conflict, path) || has(given, path)));
    assert_eq!(all, Verdict::Infeasible, "{conflict:?} can hold\n{}", trial.text);
    for dropped in conflict {
        let without = verdict(&trial.relaxing(|path| path != dropped && (has(conflict, path) || has(given, path))));
        assert_eq!(without, Verdict::Feasible, "{dropped} is not needed in {conflict:?}\n{}", trial.text);
    }
}

/// The first conflict of an explanation.
fn first(explanation: &Explanation) -> (&[String], bool, &[String]) {
    (&explanation.conflict, explanation.conflict_irreducible, &explanation.conflict_given)
}

#[test]
fn conflicts_hold_and_none_of_their_statements_is_idle() {
    let mut tried = 0;
    for seed in 0..cases() {
        let trial = Trial::new(seed, if seed % 5 == 0 { "own" } else { "alone" });
        trial.each(Verdict::Infeasible, |_, explanation, again| {
            let verdict = |overrides: &[String]| again(overrides).verdict;
            expect_conflict(&trial, first(explanation), &verdict);
            tried += 1;
        });
    }
    assert!(tried > 0, "no conflict was tried");
}

#[test]
fn conflicts_of_all_together_hold_and_none_of_their_statements_is_idle() {
    let mut tried = 0;
    for seed in 0..cases() {
        let trial = Trial::joint(seed);
        let answers = trial.explained(1);
        let system = &answers.system.as_ref().expect("joint has a system")[0];
        if system.verdict == Verdict::Infeasible {
            let verdict = |overrides: &[String]| trial.solved(overrides).system.expect("joint has a system")[0].verdict;
            let explanation = system.explanation.as_ref().expect("an explanation");
            expect_conflict(&trial, first(explanation), &verdict);
            tried += 1;
        }
    }
    assert!(tried > 0, "no conflict was tried");
}

#[test]
fn further_conflicts_are_conflicts_and_all_different() {
    let mut tried = 0;
    for seed in 0..cases() / 2 {
        let trial = Trial::new(seed, "alone");
        for (index, entry) in trial.explained(4).answers.iter().enumerate() {
            let Some(explanation) = entry.explanation.as_ref().filter(|_| entry.verdict == Verdict::Infeasible) else {
                continue;
            };
            let verdict = |overrides: &[String]| trial.solved(overrides).answers[index].verdict;
            let mut seen = vec![&explanation.conflict];
            for further in &explanation.further_conflicts {
                assert!(!seen.contains(&&further.statements), "{explanation:?}");
                expect_conflict(&trial, (&further.statements, further.irreducible, &further.given), &verdict);
                seen.push(&further.statements);
                tried += 1;
            }
            if explanation.conflicts_complete {
                assert!(explanation.further_conflicts.len() < 4, "four were asked for, and more were looked for");
            }
        }
    }
    assert!(tried > 0, "no further conflict was tried");
}

#[test]
fn the_inequality_of_a_proof_adds_up() {
    let mut tried = 0;
    for seed in 0..cases() {
        let trial = Trial::new(seed, if seed % 2 == 0 { "alone" } else { "joint" });
        for entry in trial.explained(1).answers.iter().filter(|entry| entry.verdict == Verdict::Infeasible) {
            let inequality = entry.explanation.as_ref().and_then(|explanation| explanation.inequality.as_ref());
            let inequality = inequality.expect("an inequality");
            let total = |parts: &[Part]| parts.iter().map(|part| part.counts_t).sum::<f64>();
            assert!(close(total(&inequality.needs), inequality.needed_t), "{inequality:?}");
            let available = total(&inequality.sources) + total(&inequality.limits);
            assert!(close(available, inequality.available_t), "{inequality:?}");
            let over = inequality.needed_t + inequality.given_t - inequality.available_t;
            assert!(over > 0.0, "{inequality:?}\n{}", trial.text);
            tried += 1;
        }
    }
    assert!(tried > 0, "no inequality was tried");
}

#[test]
fn what_the_network_rules_out_cannot_be_delivered_and_nothing_else_is_ruled_out() {
    let (mut ruled_out, mut open) = (0, 0);
    for seed in 0..2 * cases() {
        let mut world = World::new(seed, "alone", false);
        world.policies.extend(World::with(seed, "alone", ["ban", "export_ban"][usize::from(seed % 2 == 0)]).policies);
        world.policies.retain(|(_, body)| body.contains("ban\""));
        for consumer in &mut world.consumers {
            consumer.oxide = 0.0;
        }
        let trial = Trial::of(world);
        for entry in &trial.explained(1).answers {
            let structure = &entry.explanation.as_ref().expect("an explanation").structure;
            assert_eq!(structure.is_empty(), entry.delivered_t > Some(0.0), "{structure:?}\n{}", trial.text);
            if structure.is_empty() {
                open += 1;
            } else {
                assert!(structure.len() > 1 && structure[0].depth == 0, "{structure:?}");
                ruled_out += 1;
            }
        }
    }
    assert!(ruled_out > 0 && open > 0, "{ruled_out} ruled out, {open} open");
}
