//! The README and the checks that guard the project say the same.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap().replace("\r\n", "\n")
}

#[test]
fn the_readme_lists_the_commands_of_the_checks() {
    // The published package comes without the script.
    if !Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/run").exists() {
        return;
    }
    let script = read(".ci/run");
    let commands: Vec<&str> = script
        .lines()
        .filter_map(|line| line.strip_prefix("run ").or_else(|| line.strip_prefix("answered ")))
        .filter(|command| command.starts_with("cargo "))
        .collect();
    let readme = read("README.md");
    let section = readme.split("\n## Checks\n").nth(1).expect("the README has a section `Checks`");
    let block =
        section.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("it has a shell block");
    let listed: Vec<&str> = block.lines().map(|line| line.split("  #").next().unwrap().trim_end()).collect();
    assert_eq!(listed, commands);
}

#[test]
fn the_current_version_has_release_notes() {
    let heading = format!("\n## [{}]", env!("CARGO_PKG_VERSION"));
    let notes = read("docs/changelog.md");
    assert!(notes.contains(&heading) || notes.contains("\n## [Unreleased]"), "docs/changelog.md lacks `{heading}`");
}

#[test]
fn every_page_the_readme_names_is_there() {
    let readme = read("README.md");
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    for link in links.filter(|link| !link.starts_with("http")) {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(link).exists(), "the README links to {link}");
    }
}
