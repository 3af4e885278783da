//! Ctrl-C, and other ways to ask a program to end.

use anyhow::Context as _;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What a shell adds to a signal's number for the status of a program that it ended.
const BY_SIGNAL: i32 = 128;

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
    Ok(interrupt)
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
