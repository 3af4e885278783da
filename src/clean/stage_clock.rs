//! How long the stages of cleaning take, for those who ask.

use std::cell::Cell;

/// A stage of cleaning, in the order in which pages first reach them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Lines, words, and what else is a fact about bytes.
    Read,
    /// What rules find.
    Scan,
    /// What becomes of it, and the cuts.
    Decide,
    /// Log-odds of lines, and where the article ends.
    Weigh,
    /// The clean text, and the cuts in words.
    Finish,
}

/// Sums up what passes between the ends of stages. The clock is the caller's.
pub(crate) struct StageClock<'c> {
    now: &'c dyn Fn() -> u64,
    last: Cell<u64>,
    sums: [Cell<u64>; 5],
}

impl<'c> StageClock<'c> {
    /// A clock that runs from now on; `now` tells nanoseconds.
    pub(crate) fn new(now: &'c dyn Fn() -> u64) -> Self {
        Self {
            now,
            last: Cell::new(now()),
            sums: Default::default(),
        }
    }

    /// A stage is over: what passed since the last one was is its time.
    pub(crate) fn over(&self, stage: Stage) {
        let now = (self.now)();
        let sum = &self.sums[stage as usize];
        sum.set(sum.get() + now.saturating_sub(self.last.replace(now)));
    }

    /// The nanoseconds of a stage.
    pub(crate) fn of(&self, stage: Stage) -> u64 {
        self.sums[stage as usize].get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_goes_to_the_stage_that_is_over() {
        let time = Cell::new(0);
        let now = || time.replace(time.get() + 10);
        let clock = StageClock::new(&now);
        clock.over(Stage::Read);
        time.set(100);
        clock.over(Stage::Scan);
        clock.over(Stage::Read);
        assert_eq!(
            [Stage::Read, Stage::Scan, Stage::Weigh].map(|stage| clock.of(stage)),
            [20, 90, 0]
        );
    }
}
