//! A bar with rate and remaining time on standard error; it exists on a terminal only and leaves no trace.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use super::console::say;

/// How often the bar is drawn.
const PAUSE: Duration = Duration::from_millis(100);
/// How wide the bar is, letters.
const WIDTH: u64 = 24;

/// The bar.
pub struct Bar {
    /// Nothing where nobody looks.
    shown: Option<Shown>,
    total: u64,
}

struct Shown {
    began: Instant,
    drawn: Option<Instant>,
    /// How much was done before this run.
    before: u64,
    width: usize,
}

impl Bar {
    /// A bar for `total` points of which `before` are done; hidden unless standard error is a terminal.
    #[must_use]
    pub fn new(quiet: bool, before: u64, total: u64) -> Self {
        let visible = !quiet && io::stderr().is_terminal();
        let shown = Shown { began: Instant::now(), drawn: None, before, width: 0 };
        Self { shown: visible.then_some(shown), total }
    }

    /// Shows that `done` points are done.
    pub fn show(&mut self, done: u64) {
        let Some(shown) = &mut self.shown else { return };
        let now = Instant::now();
        if shown.drawn.is_some_and(|drawn| now - drawn < PAUSE) {
            return;
        }
        shown.drawn = Some(now);
        let line = line(done, self.total, done - shown.before, now - shown.began);
        shown.width = shown.width.max(line.len());
        say(&format!("\r{line:width$}", width = shown.width));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(Shown { width, .. }) = self.shown {
            say(&format!("\r{:width$}\r", ""));
        }
    }
}

/// `[=====>   ] 120/1000  35.0/s  25 s left`
fn line(done: u64, total: u64, in_this_run: u64, took: Duration) -> String {
    let filled = (done * WIDTH / total.max(1)).min(WIDTH);
    let bar: String = (0..WIDTH).map(|at| if at < filled { '=' } else { ' ' }).collect();
    let rate = in_this_run as f64 / took.as_secs_f64().max(1e-3);
    if in_this_run == 0 {
        return format!("[{bar}] {done}/{total}");
    }
    let left = (total - done) as f64 / rate;
    format!("[{bar}] {done}/{total}  {rate:.1}/s  {} left", duration(left))
}

fn duration(seconds: f64) -> String {
    match seconds {
        below if below < 100.0 => format!("{below:.0} s"),
        below if below < 6000.0 => format!("{:.0} min", below / 60.0),
        more => format!("{:.1} h", more / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_how_fast_and_how_long_still() {
        let line = line(500, 1000, 250, Duration::from_secs(10));
        assert_eq!(line, format!("[{}{}] 500/1000  25.0/s  20 s left", "=".repeat(12), " ".repeat(12)));
        assert_eq!((duration(600.0), duration(7200.0)), ("10 min".to_owned(), "2.0 h".to_owned()));
    }
}
