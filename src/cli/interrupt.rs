//! Ctrl-C, and other ways to ask a program to end.

use anyhow::Context as _;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// What a shell adds to a signal's number for the status of a program that it ended.
const BY_SIGNAL: i32 = 128;

/// How long what is at hand may take after a signal. Unoptimised, pages take that much longer.
const PATIENCE: Duration =
    Duration::from_millis(if cfg!(debug_assertions) { 8_000 } else { 1_500 });
/// How soon a signal is seen by who waits for that.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Whether somebody asked the program to end, and how.
#[derive(Debug, Clone)]
pub(crate) struct Interrupt {
    /// Set by the first signal: what is at hand is finished. The second one ends at once.
    pub(crate) stop: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// The status with which an interrupted program ends: 130 for Ctrl-C, 143 for SIGTERM.
    pub(crate) fn status(&self) -> u8 {
        let signal = match self.signal.load(Ordering::Relaxed) {
            0 => 2,
            signal => signal,
        };
        u8::try_from(128 + signal).unwrap_or(130)
    }

    /// Whether a signal came.
    pub(crate) fn came(&self) -> bool {
        self.signal.load(Ordering::Relaxed) != 0
    }
}

/// Watches for signals from now on.
pub(crate) fn stop_on_interrupt() -> anyhow::Result<Interrupt> {
    let interrupt = Interrupt {
        stop: Arc::default(),
        signal: Arc::default(),
    };
    for signal in [SIGINT, SIGTERM] {
        watch(signal, &interrupt).context("cannot watch for Ctrl-C")?;
    }
    end_when_overdue(interrupt.clone());
    Ok(interrupt)
}

/// Ends the program as a second signal does, if what is at hand takes too long: one page may, and nothing of it is
/// lost but the time.
fn end_when_overdue(interrupt: Interrupt) {
    thread::spawn(move || {
        while !interrupt.came() {
            thread::sleep(LOOK_EVERY);
        }
        tracing::warn!("finishing the pages at hand; a second signal ends at once");
        thread::sleep(PATIENCE);
        tracing::error!(
            "interrupted: what is at hand takes too long and is left for the next run; what is written is whole, and the same command goes on"
        );
        signal_hook::low_level::exit(i32::from(interrupt.status()));
    });
}

fn watch(signal: i32, interrupt: &Interrupt) -> std::io::Result<()> {
    let number = usize::try_from(signal).unwrap_or_default();
    // In this order, so that the first one does not end at once.
    let second = Arc::clone(&interrupt.stop);
    flag::register_conditional_shutdown(signal, BY_SIGNAL + signal, second)?;
    flag::register_usize(signal, Arc::clone(&interrupt.signal), number)?;
    flag::register(signal, Arc::clone(&interrupt.stop))?;
    Ok(())
}
