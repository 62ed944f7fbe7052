//! Another mineral needs no other program: the gallium scenario answers the same questions.

mod common;

use std::fs;
use std::path::Path;

use common::run;
use toml::{Table, Value};

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/gallium.toml");

#[test]
fn public_statements_about_gallium_are_judged() {
    let judged = run(&["test", SCENARIO]).exits(0).stdout;
    assert!(judged.contains("6 of 6 claims as expected"), "{judged}");
}

#[test]
fn a_dozen_plants_stand_on_publications() {
    let text = fs::read_to_string(SCENARIO).expect("the scenario can be read");
    let scenario: Table = text.parse().expect("the scenario is TOML");
    let plants: Vec<&Table> =
        scenario["facility"].as_table().expect("facilities").values().filter_map(Value::as_table).collect();
    let published = plants.iter().filter(|plant| plant["source"].as_str() != Some("judgment")).count();
    assert!(published >= 12, "{published} facilities name a publication");
    for plant in plants.iter().filter(|plant| plant["grade"].as_str() == Some("reported")) {
        assert_ne!(plant["source"].as_str(), Some("judgment"), "a judgment is graded as reported: {plant}");
    }
}

/// Words of the flagship's mineral may stand in tests and examples (fixtures, the file that `didymium new` writes); the
/// program itself knows stages by default only.
#[test]
fn the_program_knows_no_mineral() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("sources can be listed") {
            let path = entry.expect("sources can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_none_or(|name| name != "fixture.rs" && name != "template.toml") {
                let text = fs::read_to_string(&path).expect("a source can be read");
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                    let named = ["ndpr", "dy_oxide", "neodym", "rare earth", "rare-earth", "REO"];
                    assert!(!named.iter().any(|word| line.contains(word)), "{}: {line}", path.display());
                }
            }
        }
    }
}
