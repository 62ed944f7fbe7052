//! A sweep that dies, is stopped, or cannot write, and the run that continues it: nothing lost, nothing doubled.
#![cfg(unix)]

mod common;

use std::fs;
use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{Run, run};
use tempfile::TempDir;

const SIGKILL: i32 = 9;
const POINTS: usize = 1500;
const ROWS_PER_POINT: usize = 2;

/// A sweep that takes about a second.
struct Study {
    folder: TempDir,
    axis: String,
}

impl Study {
    fn new() -> Self {
        Self::of(POINTS)
    }

    fn of(points: usize) -> Self {
        let axis = format!("facility.port.capacity_t_per_year=0..300:{points}");
        Self { folder: tempfile::tempdir().unwrap(), axis }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn args<'a>(&'a self, output: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
        let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/smallest.toml");
        [&["sweep", scenario, "--axis", &self.axis, "--output", output.to_str().unwrap()], more].concat()
    }

    fn run(&self, output: &Path, more: &[&str]) -> Run {
        run(&self.args(output, more))
    }

    fn start(&self, output: &Path, more: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_didymium"))
            .args(self.args(output, more))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts")
    }

    /// The table that an undisturbed run writes.
    fn whole(&self, ending: &str) -> Vec<u8> {
        let path = self.path(&format!("whole.{ending}"));
        self.run(&path, &[]).exits(4);
        fs::read(path).unwrap()
    }
}

fn part(output: &Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Waits until the unfinished file has so many bytes. Returns whether the process is still at work then.
fn wait_for(child: &mut Child, output: &Path, bytes: u64) -> bool {
    let (part, began) = (part(output), Instant::now());
    while fs::metadata(&part).map_or(0, |found| found.len()) < bytes {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        assert!(began.elapsed() < Duration::from_secs(300), "the sweep does not get on");
        std::thread::sleep(Duration::from_micros(200));
    }
    child.try_wait().unwrap().is_none()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().expect("there is `kill`");
    assert!(sent.success());
}

fn stderr(child: &mut Child) -> String {
    let mut text = String::new();
    child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_killed_sweep_loses_only_the_points_under_way_and_doubles_nothing() {
    for ending in ["csv", "jsonl"] {
        let study = Study::new();
        let whole = study.whole(ending);
        let mut killed = 0;
        // Before anything is written, after the first rows, in the middle, near the end.
        for (number, percent) in [0, 1, 30, 60, 95].into_iter().enumerate() {
            let output = study.path(&format!("killed-{number}.{ending}"));
            let mut child = study.start(&output, &[]);
            let at_work = percent == 0 || wait_for(&mut child, &output, (whole.len() * percent / 100) as u64);
            child.kill().unwrap();
            let status = child.wait().unwrap();
            killed += usize::from(at_work && status.signal() == Some(SIGKILL));
            assert!(!output.exists() || !part(&output).exists(), "the table is whole, or it is not there");
            if status.signal() == Some(SIGKILL) && percent > 0 {
                assert!(!output.exists());
                let left = fs::read(part(&output)).unwrap();
                assert!(left.len() * 100 >= whole.len() * percent, "what was written before is still there");
            }
            study.run(&output, &["--resume"]).exits(4);
            assert_eq!(fs::read(&output).unwrap(), whole, "killed at {percent} %");
            assert!(!part(&output).exists());
        }
        assert!(killed >= 3, "only {killed} runs were killed at work");
    }
}

#[test]
fn a_sweep_killed_over_and_over_comes_to_its_end() {
    let study = Study::new();
    let whole = study.whole("csv");
    let output = study.path("often.csv");
    let mut goal = whole.len() as u64 / 8;
    for _ in 0..6 {
        let mut child = study.start(&output, &["--resume", "--jobs", "3"]);
        wait_for(&mut child, &output, goal);
        child.kill().unwrap();
        child.wait().unwrap();
        goal += whole.len() as u64 / 8;
    }
    study.run(&output, &["--resume"]).exits(4);
    assert_eq!(fs::read(&output).unwrap(), whole);
}

#[test]
fn ctrl_c_finishes_the_rows_under_way_and_leaves_a_file_that_can_be_continued() {
    for name in ["-INT", "-TERM"] {
        let study = Study::new();
        let whole = study.whole("csv");
        let output = study.path("stopped.csv");
        let mut child = study.start(&output, &[]);
        assert!(wait_for(&mut child, &output, whole.len() as u64 / 4), "the sweep is at work");
        signal(&child, name);
        assert_eq!(child.wait().unwrap().code(), Some(130));
        let text = stderr(&mut child);
        assert!(text.contains("interrupted after") && text.contains("`--resume` continues"), "{text}");
        assert!(!output.exists());
        // After its first line, which says what it is, the file is the beginning of the table, whole points only.
        let left = fs::read_to_string(part(&output)).unwrap();
        let (head, table) = left.split_once('\n').unwrap();
        assert!(head.starts_with("# didymium sweep {"));
        assert!(whole.starts_with(table.as_bytes()) && table.ends_with('\n'));
        let rows = table.lines().count() - 1;
        assert!(rows.is_multiple_of(ROWS_PER_POINT) && rows < POINTS * ROWS_PER_POINT, "{rows}");
        assert!(text.contains(&format!("interrupted after {rows} rows")), "{text}");
        let resumed = study.run(&output, &["--resume"]).exits(4);
        assert!(resumed.stderr.contains(&format!("{} rows", POINTS * ROWS_PER_POINT)), "{}", resumed.stderr);
        assert_eq!(fs::read(&output).unwrap(), whole);
    }
}

/// The head and the table as one file: what a run leaves that dies just before its end.
fn unfinished(study: &Study, whole: &[u8]) -> Vec<u8> {
    let output = study.path("head.csv");
    in_shell("trap '' XFSZ; ulimit -f 2", study, &output, "").exits(6);
    let left = fs::read(part(&output)).unwrap();
    let head = left.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    [&left[..head], whole].concat()
}

#[test]
fn a_file_torn_at_any_byte_or_followed_by_garbage_is_continued() {
    let study = Study::of(60);
    let whole = study.whole("csv");
    let left = unfinished(&study, &whole);
    let output = study.path("torn.csv");
    let end = left.len();
    let cuts =
        (0..40).chain((end - 150..=end).step_by(3)).chain((0..end).step_by(end / 7)).map(|cut| left[..cut].to_vec());
    let garbage = [&left[..end / 2], &[0; 4096][..]].concat();
    let doubled = [&left[..], &left[end - 200..]].concat();
    for torn in cuts.chain([garbage, doubled]) {
        fs::write(part(&output), &torn).unwrap();
        study.run(&output, &["--resume"]).exits(4);
        assert_eq!(fs::read(&output).unwrap(), whole, "{} of {end} bytes", torn.len());
        fs::remove_file(&output).unwrap();
    }
}

#[test]
fn an_unfinished_sweep_is_neither_overwritten_nor_continued_as_another() {
    let study = Study::of(60);
    let whole = study.whole("csv");
    let left = unfinished(&study, &whole);
    let output = study.path("mine.csv");
    fs::write(part(&output), &left[..left.len() / 2]).unwrap();
    study.run(&output, &[]).exits(2).complains_of("`--resume` continues it");
    for (more, differs) in [
        (&["--set", "facility.hill.cost_usd_per_t=5001"][..], "its scenario differs"),
        (&["--year", "2030"], "its question differs"),
        (&["--mode", "own"], "its question differs"),
        (&["--axis", "facility.river.cost_usd_per_t=1"], "its inputs differs"),
        (&["--samples", "2", "--vary", "facility.river.cost_usd_per_t=uniform(1,2)"], "its inputs and samples differ"),
        (&["--timing"], "its columns differs"),
        (&["--shard", "1/2"], "its number of shards differs"),
        (&["--format", "jsonl"], "its format differs"),
        (&["--time-limit", "9"], "its solver differs"),
    ] {
        study.run(&output, &[&["--resume"], more].concat()).exits(2).complains_of(differs);
        assert_eq!(fs::read(part(&output)).unwrap(), left[..left.len() / 2], "{more:?} left the file alone");
    }
    let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    let older = String::from_utf8(left.clone()).unwrap().replacen(&version, "\"0.0.1\"", 1);
    fs::write(part(&output), older).unwrap();
    study.run(&output, &["--resume"]).exits(2).complains_of("its version of didymium differs");
    fs::write(part(&output), "somebody's own notes\n").unwrap();
    study.run(&output, &["--resume"]).exits(2).complains_of("is no unfinished sweep");
    fs::write(part(&output), &left[..left.len() / 2]).unwrap();
    study.run(&output, &["--resume"]).exits(4);
    assert_eq!(fs::read(&output).unwrap(), whole);
}

#[test]
fn a_second_process_on_the_same_file_is_told_so() {
    let study = Study::new();
    let whole = study.whole("csv");
    let output = study.path("shared.csv");
    let mut first = study.start(&output, &[]);
    assert!(wait_for(&mut first, &output, 2000), "the sweep is at work");
    signal(&first, "-STOP");
    for more in [&[][..], &["--resume"]] {
        study.run(&output, more).exits(6).complains_of("another process is writing it");
    }
    signal(&first, "-CONT");
    assert_eq!(first.wait().unwrap().code(), Some(4));
    assert_eq!(fs::read(&output).unwrap(), whole);
}

#[test]
fn a_whole_table_is_not_computed_again_unless_it_is_another_one() {
    let study = Study::of(60);
    for ending in ["csv", "jsonl"] {
        let whole = study.whole(ending);
        let output = study.path(&format!("done.{ending}"));
        study.run(&output, &["--resume"]).exits(4);
        let again = study.run(&output, &["--resume"]).exits(4).complains_of("is whole already");
        assert!(again.stderr.starts_with(&format!("{} rows: ", 60 * ROWS_PER_POINT)), "{}", again.stderr);
        let summary = study.run(&output, &["--resume", "--summary"]).exits(4).complains_of("is whole already");
        assert!(summary.stdout.contains("feasible"), "{}", summary.stdout);
        // Another question, a changed table, a table that is gone: all are computed.
        let other = study.run(&output, &["--resume", "--set", "facility.hill.cost_usd_per_t=5001"]).exits(4);
        assert!(other.stderr.contains("written to"), "{}", other.stderr);
        let back = study.run(&output, &["--resume"]).exits(4);
        assert!(back.stderr.contains("written to") && fs::read(&output).unwrap() == whole, "{}", back.stderr);
        fs::write(&output, [&whole[..], b"more"].concat()).unwrap();
        study.run(&output, &["--resume"]).exits(4).complains_of("written to");
        fs::remove_file(&output).unwrap();
        study.run(&output, &["--resume"]).exits(4).complains_of("written to");
        assert_eq!(fs::read(&output).unwrap(), whole);
        // A run that is not to be continued leaves nothing beside its table, of earlier runs neither.
        study.run(&output, &[]).exits(4);
        assert!(!study.path(&format!("done.{ending}.done")).exists());
    }
}

/// Runs the sweep in a shell with something said before it.
fn in_shell(before: &str, study: &Study, output: &Path, after: &str) -> Run {
    let quoted = |word: &str| format!("'{word}'");
    let args: Vec<String> = study.args(output, &[]).into_iter().map(quoted).collect();
    let command = format!("{before}; '{}' {} {after}", env!("CARGO_BIN_EXE_didymium"), args.join(" "));
    let output = Command::new("bash").args(["-c", &command]).output().expect("there is `bash`");
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

#[test]
fn a_full_disk_ends_the_sweep_with_a_file_that_can_be_continued() {
    let study = Study::new();
    let whole = study.whole("csv");
    let output = study.path("full.csv");
    // No file may grow beyond 20 KiB: writing fails as on a full disk.
    in_shell("trap '' XFSZ; ulimit -f 20", &study, &output, "").exits(6).complains_of("cannot write");
    assert!(!output.exists() && fs::metadata(part(&output)).unwrap().len() > 10_000);
    study.run(&output, &["--resume"]).exits(4);
    assert_eq!(fs::read(&output).unwrap(), whole);
    study.run(Path::new("/dev/full"), &[]).exits(6).complains_of("no space left on device");
}

#[test]
fn a_place_that_cannot_be_written_is_refused_before_anything_runs() {
    let study = Study::new();
    let folder = study.path("folder.csv");
    fs::create_dir(&folder).unwrap();
    study.run(&folder, &[]).exits(6).complains_of("it is a directory");
    study.run(&study.path("missing/x.csv"), &[]).exits(6).complains_of("there is no folder");
    let fixed = study.path("fixed.csv");
    fs::write(&fixed, "old").unwrap();
    let mut permissions = fs::metadata(&fixed).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&fixed, permissions).unwrap();
    study.run(&fixed, &[]).exits(6).complains_of("it is read-only");
    assert_eq!(fs::read_to_string(&fixed).unwrap(), "old");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let study = Study::new();
    let run = in_shell("set -o pipefail", &study, Path::new("-"), "--format csv | head -2");
    assert_eq!(run.stdout.lines().count(), 2);
    assert!([0, 4].contains(&run.code), "{}: {}", run.code, run.stderr);
    assert!(!run.stderr.contains("error") && !run.stderr.contains("panic"), "{}", run.stderr);
}

#[test]
fn nothing_but_the_result_is_said_where_nobody_looks() {
    let study = Study::new();
    let output = study.path("quiet.csv");
    let run = study.run(&output, &[]).exits(4);
    assert_eq!(run.stderr.lines().count(), 1, "no bar in a pipe: {:?}", run.stderr);
    assert!(study.run(&output, &["--quiet"]).exits(4).stderr.is_empty());
}
