//! Work done by several threads and handed on in order. At most a window of results waits, so memory does not grow
//! with the number of points.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many results may wait per thread.
const WAITING_PER_THREAD: u64 = 32;

struct State<T> {
    /// The next number that a thread takes.
    next: u64,
    /// The number that is handed on next.
    wanted: u64,
    /// Results that wait for earlier ones.
    done: BTreeMap<u64, T>,
    /// Threads that still work.
    working: usize,
    /// Whether nothing more is to be begun.
    closed: bool,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<T>>) -> MutexGuard<'a, State<T>> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread that works; counted out also when it panics.
struct Worker<'a, T>(&'a Shared<T>);

impl<T> Drop for Worker<'_, T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.working -= 1;
        state.closed |= thread::panicking();
        self.0.changed.notify_all();
    }
}

/// Does `work` for every number of `range` on `threads` threads and hands the results to `take` in order, until
/// `stop` is set: what is under way by then is finished and handed on. Returns the first number not handed on.
///
/// # Errors
/// The first error of `take`; nothing more is begun after it.
pub fn in_order<T: Send, E>(
    range: Range<u64>,
    threads: usize,
    stop: &AtomicBool,
    work: impl Fn(u64) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<u64, E> {
    let threads = threads.max(1);
    let window = WAITING_PER_THREAD * threads as u64;
    let state =
        State { next: range.start, wanted: range.start, done: BTreeMap::new(), working: threads, closed: false };
    let shared = Shared { state: Mutex::new(state), changed: Condvar::new() };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let worker = Worker(&shared);
                while let Some(number) = begin(worker.0, range.end, window, stop) {
                    let result = work(number);
                    worker.0.lock().done.insert(number, result);
                    worker.0.changed.notify_all();
                }
            });
        }
        let mut state = shared.lock();
        loop {
            let wanted = state.wanted;
            if let Some(result) = state.done.remove(&wanted) {
                state.wanted += 1;
                drop(state);
                shared.changed.notify_all();
                let taken = take(result);
                state = shared.lock();
                if let Err(error) = taken {
                    state.closed = true;
                    shared.changed.notify_all();
                    return Err(error);
                }
            } else if state.working == 0 {
                return Ok(state.wanted);
            } else {
                state = shared.wait(state);
            }
        }
    })
}

/// The next number to work on, once there is room for its result.
fn begin<T>(shared: &Shared<T>, end: u64, window: u64, stop: &AtomicBool) -> Option<u64> {
    let mut state = shared.lock();
    loop {
        if state.closed || state.next >= end || stop.load(Ordering::Relaxed) {
            return None;
        }
        if state.next < state.wanted + window {
            state.next += 1;
            return Some(state.next - 1);
        }
        state = shared.wait(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_threads() {
        for threads in [1, 2, 5] {
            let mut taken = Vec::new();
            let slow_first = |number: u64| {
                thread::sleep(std::time::Duration::from_micros(if number.is_multiple_of(7) { 300 } else { 0 }));
                number
            };
            let end = in_order(3..400, threads, &AtomicBool::new(false), slow_first, |number| {
                taken.push(number);
                Ok::<(), ()>(())
            });
            assert_eq!((end, taken), (Ok(400), (3..400).collect()));
        }
    }

    #[test]
    fn a_stop_finishes_what_is_under_way() {
        let (stop, mut taken) = (AtomicBool::new(false), 0);
        let end = in_order(
            0..10_000,
            4,
            &stop,
            |number| number,
            |number| {
                taken += 1;
                stop.store(number >= 50, Ordering::Relaxed);
                Ok::<(), ()>(())
            },
        );
        assert_eq!(end, Ok(taken));
        assert!((51..10_000).contains(&taken), "{taken}");
    }

    #[test]
    fn an_error_ends_the_work() {
        let end = in_order(
            0..10_000,
            3,
            &AtomicBool::new(false),
            |number| number,
            |number| {
                if number < 20 { Ok(()) } else { Err("full") }
            },
        );
        assert_eq!(end, Err("full"));
    }
}
