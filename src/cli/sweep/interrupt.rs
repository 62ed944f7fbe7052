//! Ctrl-C: the first one ends the sweep once the points under way are written, a second one at once.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::super::exit::Exit;

/// A flag that Ctrl-C, or a signal to end, sets. A signal that cannot be caught ends the run as it always would; the
/// file can be continued then as well.
#[must_use]
pub fn watched() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // The order matters: the second signal finds the flag set and ends the process.
        let _ = flag::register_conditional_shutdown(signal, i32::from(Exit::Interrupted.code()), Arc::clone(&stop));
        let _ = flag::register(signal, Arc::clone(&stop));
    }
    stop
}
