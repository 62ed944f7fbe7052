//! One broken scenario per rule beside the findings as they are shown. `UPDATE=1 cargo test --test diagnostics` writes
//! the findings anew; they are read before they are accepted.

use std::fs;
use std::path::Path;

use didymium::cli::render;
use didymium::diagnostic::Rule;
use didymium::scenario::{LoadError, load, load_text};

const FOLDER: &str = "tests/diagnostics";

/// What `didymium check` shows for a file; its first lines may name overrides: `# --set KEY=VALUE`.
fn shown(path: &str) -> String {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let overrides: Vec<String> = String::from_utf8_lossy(&bytes)
        .lines()
        .map_while(|line| line.strip_prefix("# --set ").map(str::to_owned))
        .collect();
    let text = match load(Path::new(path), &overrides) {
        Ok(loaded) => render::warnings(&loaded, false),
        Err(LoadError::Invalid(findings)) => render::findings(&findings, false),
        Err(LoadError::Io { path, source }) => panic!("{}: {source}", path.display()),
    };
    text.replace('\\', "/")
}

#[test]
fn every_rule_is_shown_as_recorded() {
    let mut faults = Vec::new();
    for rule in Rule::ALL.iter().filter(|rule| **rule != Rule::TooLarge) {
        let shown = shown(&format!("{FOLDER}/{rule}.toml"));
        let recorded = format!("{FOLDER}/{rule}.stderr");
        assert!(shown.contains(&format!("[{rule}]: ")), "{rule} is not among what is found:\n{shown}");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&recorded, &shown).unwrap();
        }
        if fs::read_to_string(&recorded).ok().as_ref() != Some(&shown) {
            faults.push(format!("{recorded} differs from:\n{shown}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_sound_scenario_has_no_findings() {
    assert_eq!(shown(&format!("{FOLDER}/sound.toml")), "");
}

#[test]
fn a_text_that_is_too_large_is_not_parsed() {
    let text = "#".repeat((64 << 20) + 1);
    let Err(LoadError::Invalid(findings)) = load_text("large.toml", text, None, &[]) else { panic!("it was parsed") };
    assert_eq!(findings.diagnostics.as_slice()[0].rule, Rule::TooLarge);
}

#[test]
fn every_rule_has_a_section() {
    let text = fs::read_to_string("docs/rules.md").unwrap();
    let sections: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let rules: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(sections, rules);
}
