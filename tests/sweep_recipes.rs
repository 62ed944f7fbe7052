//! The recipes of docs/sweeps.md, run as they are printed there.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const PAGE: &str = include_str!("../docs/sweeps.md");
const STUDY: &str =
    "extends = \"scenario.toml\"\n[axis.port]\nkey = \"facility.port.capacity_t_per_year\"\nvalues = \"0..300:21\"\n";

/// A folder with the study, and the table of the unsplit run.
fn folder() -> (TempDir, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/smallest.toml");
    fs::copy(scenario, folder.path().join("scenario.toml")).unwrap();
    fs::write(folder.path().join("study.toml"), STUDY).unwrap();
    let run = shell(&folder, "didymium sweep study.toml --output whole.csv", &[]);
    assert_eq!(run.status.code(), Some(4));
    let whole = fs::read(folder.path().join("whole.csv")).unwrap();
    (folder, whole)
}

/// Runs a line in the folder, with the binary on the path.
fn shell(folder: &TempDir, line: &str, variables: &[(&str, &str)]) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_didymium")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("bash");
    command.args(["-c", line]).current_dir(folder.path()).env("PATH", path).env("HOME", folder.path());
    command.envs(variables.iter().copied()).output().expect("there is `bash`")
}

/// The code block of the page that contains `text`.
fn recipe(text: &str) -> &'static str {
    let block =
        PAGE.split("```").skip(1).step_by(2).find(|block| block.contains(text)).expect("the page has the recipe");
    block.split_once('\n').expect("a block starts with its language").1
}

fn joined(folder: &TempDir) -> Vec<u8> {
    fs::read(folder.path().join("sweep.csv")).unwrap()
}

#[test]
fn the_recipe_for_gnu_parallel_gives_the_unsplit_table() {
    let (folder, whole) = folder();
    if !shell(&folder, "parallel --version | grep -q GNU", &[]).status.success() {
        return;
    }
    let run = shell(&folder, &format!("set -e\n{}", recipe("parallel 'didymium")), &[]);
    // Joining ends with 4, as the unsplit run does.
    assert_eq!(run.status.code(), Some(4), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(joined(&folder), whole);
}

#[test]
fn the_recipe_for_slurm_gives_the_unsplit_table() {
    let (folder, whole) = folder();
    let job = recipe("SLURM_ARRAY_TASK_ID");
    for task in ["1", "2", "3"] {
        let variables = [("SLURM_ARRAY_TASK_ID", task), ("SLURM_ARRAY_TASK_COUNT", "3"), ("SLURM_CPUS_PER_TASK", "2")];
        // Submitted twice: the second time there is nothing left to do.
        for _ in 0..2 {
            let run = shell(&folder, job, &variables);
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        }
    }
    let run = shell(&folder, "didymium sweep-merge part-*.csv --output sweep.csv", &[]);
    assert_eq!(run.status.code(), Some(4));
    assert_eq!(joined(&folder), whole);
}

#[test]
fn the_lines_of_the_snakemake_rules_give_the_unsplit_table() {
    let (folder, whole) = folder();
    let lines: Vec<&str> = recipe("rule part").lines().filter_map(|line| line.trim().strip_prefix("shell: ")).collect();
    let [part, whole_rule] = lines.as_slice() else { panic!("two rules run something") };
    let unquoted = |line: &str| line.trim_matches('"').to_owned();
    let mut inputs = Vec::new();
    for number in 1..=4 {
        let output = format!("part-{number}.csv");
        let line = unquoted(part).replace("{input[0]}", "study.toml").replace("{wildcards.i}", &number.to_string());
        let run = shell(&folder, &format!("set -euo pipefail; {}", line.replace("{output}", &output)), &[]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        inputs.push(output);
    }
    let line = unquoted(whole_rule).replace("{input}", &inputs.join(" ")).replace("{output}", "sweep.csv");
    assert!(shell(&folder, &line, &[]).status.success());
    assert_eq!(joined(&folder), whole);
}
