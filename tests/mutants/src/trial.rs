//! A test program run with one mutant alive, or with none.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// A test program, how long it takes and which mutants it comes past.
pub struct Test {
    pub name: String,
    program: PathBuf,
    pub takes: Duration,
    pub reaches: BTreeSet<usize>,
}

impl Test {
    /// Runs it without a mutant; nothing where it fails even so.
    pub fn measure(name: String, program: PathBuf, root: &Path, folder: &Path) -> Option<Self> {
        let reached = folder.join("reached").join(&name);
        fs::create_dir_all(reached.parent().expect("a folder")).expect("room");
        _ = fs::remove_file(&reached);
        let start = Instant::now();
        let mut command = Command::new(&program);
        command.env("MUTANTS_REACHED", &reached);
        let sound = failure(command, root, Duration::from_secs(600)).is_none();
        let lines = fs::read_to_string(reached).unwrap_or_default();
        let reaches = lines.lines().map(|line| line.parse().expect("a number")).collect();
        sound.then(|| Self { name, program, takes: start.elapsed(), reaches })
    }

    /// The first test that fails with the mutant alive.
    pub fn notices(&self, mutant: usize, root: &Path) -> Option<String> {
        let mut command = Command::new(&self.program);
        command.env("MUTANT", mutant.to_string());
        let test = failure(command, root, Duration::from_secs(30) + self.takes * 4)?;
        Some(format!("{}::{test}", self.name))
    }
}

/// What fails first within the time; the rest is not waited for.
fn failure(mut command: Command, root: &Path, within: Duration) -> Option<String> {
    command.current_dir(root).stdout(Stdio::piped()).stderr(Stdio::null()).stdin(Stdio::null());
    let mut child = command.spawn().expect("a test program");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let (send, said) = mpsc::channel();
    thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| send.send(line)));
    let end = Instant::now() + within;
    let failed = loop {
        match said.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) if line.ends_with(" ... FAILED") => {
                break Some(line.trim_start_matches("test ").trim_end_matches(" ... FAILED").to_owned());
            }
            Ok(_) => {}
            Err(mpsc::RecvTimeoutError::Timeout) => break Some("does not end".to_owned()),
            Err(mpsc::RecvTimeoutError::Disconnected) => break None,
        }
    };
    if failed.is_some() {
        _ = child.kill();
    }
    let ended = child.wait().expect("a child");
    failed.or_else(|| (!ended.success()).then(|| "aborts".to_owned()))
}
