//! Standard error: messages and progress. Nothing here may fail a run, so a closed stream is ignored.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Writes `text`, coloured where that is wanted.
pub fn say(text: &str) {
    put(&mut anstream::stderr().lock(), text);
}

/// Whether [`detail`] says anything.
static DETAILS: AtomicBool = AtomicBool::new(false);

/// Sets whether details are wanted; once, before the work begins.
pub fn tell_details(wanted: bool) {
    DETAILS.store(wanted, Ordering::Relaxed);
}

/// Says what only those want to know who asked for it.
pub fn detail(text: impl FnOnce() -> String) {
    if DETAILS.load(Ordering::Relaxed) {
        say(&format!("didymium: {}\n", text()));
    }
}

/// A message that nobody can read is no reason to lose the answer.
fn put(stream: &mut impl Write, text: &str) {
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

/// A line that counts answered questions; it exists on a terminal only and leaves no trace.
pub struct Progress {
    shown: Option<Mutex<Shown>>,
}

/// What stands on the line.
#[derive(Default)]
struct Shown {
    work: &'static str,
    done: usize,
    width: usize,
}

impl Progress {
    /// A line that shows itself unless `quiet`.
    #[must_use]
    pub fn new(quiet: bool) -> Self {
        let visible = !quiet && io::stderr().is_terminal();
        Self { shown: visible.then(Mutex::default) }
    }

    /// Shows that `done` of `total` questions are answered; threads may report out of order.
    pub fn show(&self, done: usize, total: usize) {
        self.say("solving", done, total);
    }

    /// Shows that `done` of `total` parts of the work called `work` are done.
    pub fn say(&self, work: &'static str, done: usize, total: usize) {
        let Some(shown) = &self.shown else { return };
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        if done >= shown.done || work != shown.work {
            let line = format!("{work} {done}/{total}");
            let width = line.len().max(shown.width);
            put(&mut io::stderr().lock(), &format!("\r{line:width$}"));
            *shown = Shown { work, done, width };
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(shown) = &self.shown {
            let width = shown.lock().unwrap_or_else(PoisonError::into_inner).width;
            put(&mut io::stderr().lock(), &format!("\r{:width$}\r", ""));
        }
    }
}
