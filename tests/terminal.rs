//! Terminal manners: help with examples, manual pages, completions, suggestions, and what `-v` and `-q` add and take.

mod common;

use std::fs;

use common::{case, run, run_with_input};

/// The commands that `didymium help` lists.
fn commands() -> Vec<String> {
    let help = run(&["help"]).exits(0).stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<String> = names.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect();
    assert!(names.len() > 10, "{help}");
    names.into_iter().filter(|name| name != "help").collect()
}

#[test]
fn the_help_of_every_command_has_examples_of_it() {
    for command in commands() {
        let help = run(&["help", &command]).exits(0).stdout;
        let examples = help.split_once("Example").map(|(_, examples)| examples).unwrap_or_default();
        assert!(examples.contains(&format!("didymium {command} ")), "{command}:\n{help}");
    }
}

#[test]
fn every_command_has_a_manual_page_and_a_completion() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let pages = folder.path().join("share/man1");
    run(&["man", "--output", pages.to_str().expect("its path is UTF-8")]).exits(0);
    let scripts: Vec<String> = ["bash", "zsh", "fish", "elvish", "powershell"]
        .iter()
        .map(|shell| run(&["completions", shell]).exits(0).stdout)
        .collect();
    for command in commands() {
        let page = fs::read_to_string(pages.join(format!("didymium-{command}.1"))).expect("a page was written");
        assert_eq!(page, run(&["man", &command]).exits(0).stdout);
        assert!(scripts.iter().all(|script| script.contains(&command)), "a shell does not complete {command}");
    }
    assert!(pages.join("didymium.1").exists());
    assert_eq!(fs::read_dir(pages).expect("the folder can be listed").count(), commands().len() + 1);
}

#[test]
fn a_command_that_there_is_not_is_answered_with_the_one_that_was_meant() {
    run(&["slove", &case("sound")]).exits(2).complains_of("'solve'");
    run(&["man", "slove"]).exits(2).complains_of("`solve`");
    run(&["man", "xyzzy"]).exits(2).complains_of("`explain`");
}

#[test]
fn verbose_adds_to_standard_error_only_and_quiet_leaves_errors_alone() {
    let sound = case("sound");
    for command in ["check", "solve", "explain", "test"] {
        let plain = run(&[command, &sound]);
        let more = run(&[command, &sound, "--verbose"]);
        assert_eq!((plain.code, &plain.stdout), (more.code, &more.stdout), "{command}");
        let said: Vec<&str> = more.stderr.lines().filter(|line| line.starts_with("didymium: ")).collect();
        assert!(said[0].contains("read ") && said[0].contains("sound.toml"), "{command}: {}", more.stderr);
        assert!(said[said.len() - 1].contains(" s, exit code "), "{command}: {}", more.stderr);
        assert!(run(&[command, &sound, "--quiet"]).stderr.is_empty(), "{command}");
    }
    run(&["solve", "there_is_no_such.toml", "--quiet"]).exits(6).complains_of("cannot read");
    run(&["solve", &sound, "--quiet", "--verbose"]).exits(2);
}

#[test]
fn whoever_asks_for_many_explanations_is_told_how_to_ask_for_one() {
    let scenario = run(&["new", "-", "--synthetic", "members=13,mines=2,policies=0,years=1"]).exits(0).stdout;
    let hint = "explaining 13 answers";
    assert!(run_with_input(&["explain", "-", "--mode", "alone"], scenario.as_bytes()).stderr.contains(hint));
    assert!(run_with_input(&["explain", "-", "--mode", "alone", "--quiet"], scenario.as_bytes()).stderr.is_empty());
}
