//! How many bytes may be in flight.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes that are lent and given back. Who asks for more than are left waits.
#[derive(Debug)]
pub(crate) struct Budget {
    bytes: u64,
    lent: Mutex<Lent>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Lent {
    bytes: u64,
    is_closed: bool,
}

impl Budget {
    pub(crate) fn new(bytes: u64) -> Self {
        Self {
            bytes,
            lent: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Takes bytes, waiting until they are there; what is more than there ever is has to wait until nothing is lent.
    /// False where nobody gives back any more.
    pub(crate) fn take(&self, bytes: u64) -> bool {
        let lent = self.lent.lock().unwrap_or_else(PoisonError::into_inner);
        let must_wait = |lent: &mut Lent| {
            !lent.is_closed && lent.bytes > 0 && lent.bytes.saturating_add(bytes) > self.bytes
        };
        let lent = self.changed.wait_while(lent, must_wait);
        let mut lent = lent.unwrap_or_else(PoisonError::into_inner);
        lent.bytes = lent.bytes.saturating_add(bytes);
        !lent.is_closed
    }

    /// Gives bytes back.
    pub(crate) fn give(&self, bytes: u64) {
        let mut lent = self.lent.lock().unwrap_or_else(PoisonError::into_inner);
        lent.bytes = lent.bytes.saturating_sub(bytes);
        drop(lent);
        self.changed.notify_all();
    }

    /// Lets everybody go who waits: nothing more is given back.
    pub(crate) fn close(&self) {
        let mut lent = self.lent.lock().unwrap_or_else(PoisonError::into_inner);
        lent.is_closed = true;
        drop(lent);
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_may_be_larger_than_the_budget_and_others_wait() {
        let budget = Budget::new(10);
        assert!(budget.take(50));
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| budget.take(3));
            budget.give(50);
            assert!(waits.join().expect("no panic"));
            let refused = scope.spawn(|| budget.take(9));
            budget.close();
            assert!(!refused.join().expect("no panic"));
        });
    }
}
