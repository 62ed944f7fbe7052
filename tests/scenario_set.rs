//! The scenarios that ship: what their names promise. `.ci/run` judges their claims with the fast binary.

use std::fs;
use std::path::{Path, PathBuf};

use didymium::scenario::{Loaded, load};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn scenario(name: &str) -> Loaded {
    load(&folder().join(name), &[]).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_policy_of_the_flagship_says_where_it_comes_from_and_can_be_switched() {
    let flagship = scenario("g7-magnets.toml");
    for (id, policy) in flagship.scenario.policies.iter() {
        let key = flagship.scenario.policies.key(id);
        assert!(
            policy.evidence.source.is_some() && policy.evidence.grade.is_some(),
            "policy.{key} has no source or grade"
        );
        let switched = load(&folder().join("g7-magnets.toml"), &[format!("policy.{key}.enabled={}", !policy.enabled)]);
        let switched = switched.unwrap_or_else(|error| panic!("policy.{key}: {error}"));
        assert_ne!(switched.scenario.policies[id].enabled, policy.enabled, "policy.{key}");
        assert_ne!(switched.sha256, flagship.sha256, "policy.{key}");
    }
}

#[test]
fn policies_off_leaves_none_on() {
    let off = scenario("policies-off.toml");
    let on: Vec<&str> = off
        .scenario
        .policies
        .iter()
        .filter(|(_, policy)| policy.enabled)
        .map(|(id, _)| off.scenario.policies.key(id))
        .collect();
    assert!(on.is_empty(), "{on:?}");
}

#[test]
fn every_scenario_prints_as_itself() {
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let loaded = scenario(&name);
        let again = didymium::scenario::load_text("printed", loaded.effective.to_toml(), None, &[]);
        let again = again.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(loaded.sha256, again.sha256, "{name}");
    }
}

#[test]
fn every_claim_says_how_it_was_made_measurable_and_what_would_refute_it() {
    let claims = scenario("claims.toml");
    for (id, claim) in claims.scenario.claims.iter() {
        let note = claim.evidence.note.as_deref().unwrap_or_default();
        assert!(note.len() > 30, "claim.{} says nothing of itself", claims.scenario.claims.key(id));
    }
    assert!(claims.scenario.claims.iter().count() >= 25);
}
