//! What happens to outputs when things go wrong around them: full disks, closed pipes, kills, odd places.

#![cfg(unix)]

mod common;

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{case, run};

fn didymium() -> Command {
    Command::new(env!("CARGO_BIN_EXE_didymium"))
}

/// Every command that prints a result, with a question that has one.
fn printing() -> Vec<Vec<String>> {
    let command = |name: &str, scenario: &str, options: &[&str]| {
        let scenario = case(scenario);
        [name, &scenario].iter().chain(options).map(ToString::to_string).collect()
    };
    vec![
        command("solve", "g2_members", &[]),
        command("solve", "g2_members", &["--format", "json"]),
        command("solve", "g2_members", &["--format", "csv"]),
        command("explain", "g1_m1_limited", &[]),
        command("check", "g2_members", &["--print"]),
        command("test", "claims", &[]),
        command("export", "g1_m1_limited", &["--lp-format", "lp"]),
    ]
}

#[test]
fn a_full_disk_is_an_error_of_writing() {
    // A device that takes nothing: every write ends with "no space left".
    if !fs::exists("/dev/full").unwrap() {
        return;
    }
    for words in printing() {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = didymium().args(&words).stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(6), "{words:?}: {stderr}");
        assert!(stderr.contains("standard output"), "{words:?}: {stderr}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    for words in printing() {
        let mut child = didymium().args(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code().is_some_and(|code| [0, 4].contains(&code)), "{words:?}: {:?}", output.status);
        assert!(!stderr.contains("error") && !stderr.contains("panicked"), "{words:?}: {stderr}");
    }
}

#[test]
fn the_first_line_of_a_long_answer_can_be_had_alone() {
    let mut child = didymium().args(["solve", &case("g7_time")]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(!line.trim().is_empty());
    assert!(child.wait().unwrap().code().is_some_and(|code| [0, 4].contains(&code)));
}

#[test]
fn a_killed_run_leaves_the_old_file_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let scenario = case("g7_time");
    let words = ["solve", &scenario, "--format", "json", "--output", path.to_str().unwrap()];
    assert!(didymium().args(words).status().unwrap().code().is_some_and(|code| [0, 4].contains(&code)));
    let whole = fs::read(&path).unwrap();
    let old = b"what was there before".to_vec();
    for wait in [0, 1, 2, 4, 6, 8, 12, 16, 24, 48, 96] {
        fs::write(&path, &old).unwrap();
        let mut child = didymium().args(words).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        // It may have ended by itself already.
        let _ = child.kill();
        child.wait().unwrap();
        let left = fs::read(&path).unwrap();
        assert!(left == old || left == whole, "after {wait} ms the file is half written");
    }
}

#[test]
fn places_that_cannot_be_written_are_told_before_the_work() {
    for (place, complaint) in [("/proc/report.json", "/proc/report.json"), ("/dev/null/report.json", "/dev/null")] {
        run(&["solve", &case("g2_members"), "--output", place]).exits(6).complains_of(complaint);
    }
}

#[test]
fn a_device_is_written_to_and_stays_a_device() {
    let printed = run(&["solve", &case("g2_members"), "--output", "/dev/null"]).exits(4);
    assert!(printed.stdout.is_empty());
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}
