//! How long each stage of cleaning takes, where the engine says so.

use crate::clean::cleaned::Cleaned;
use crate::clean::cleaner::Cleaner;
use crate::clean::stage_clock::{Stage, StageClock};
use crate::page::Page;
use crate::text::number::wide_number;
use crate::tools::bench::row::figure;
use serde::{Deserialize, Serialize};
use std::ops::AddAssign;

/// Nanoseconds that pages spent in each stage of cleaning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StageNanos {
    /// Lines, words and what else is a fact about bytes.
    pub read: u64,
    /// What rules find.
    pub scan: u64,
    /// Log-odds of lines, and where the article ends.
    pub weigh: u64,
    /// What of it goes.
    pub decide: u64,
    /// The clean text, the cuts and their evidence.
    pub finish: u64,
}

impl StageNanos {
    /// The stages by name, in their order.
    pub fn by_name(&self) -> [(&'static str, u64); 5] {
        [
            ("read", self.read),
            ("scan", self.scan),
            ("weigh", self.weigh),
            ("decide", self.decide),
            ("finish", self.finish),
        ]
    }
}

impl AddAssign for StageNanos {
    fn add_assign(&mut self, other: Self) {
        self.read += other.read;
        self.scan += other.scan;
        self.weigh += other.weigh;
        self.decide += other.decide;
        self.finish += other.finish;
    }
}

/// A stage of cleaning, as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageFigures {
    /// Its name.
    pub stage: String,
    /// Nanoseconds that all pages spent in it.
    pub nanos: u64,
    /// Its share of the time of all stages, 0 to 1.
    pub time_share: f64,
    /// Megabytes of text in a second of it; none where it took no time.
    pub mb_per_second: Option<f64>,
}

impl StageFigures {
    /// The stages of pages that have so many bytes.
    pub fn of(stages: &StageNanos, bytes: usize) -> Vec<Self> {
        let all: f64 = stages
            .by_name()
            .iter()
            .map(|(_, nanos)| figure(*nanos))
            .sum();
        let of_stage = |(stage, nanos): (&str, u64)| Self {
            stage: stage.to_owned(),
            nanos,
            time_share: figure(nanos) / all.max(1.0),
            mb_per_second: (nanos > 0).then(|| wide_number(bytes) * 1e3 / figure(nanos)),
        };
        stages.by_name().map(of_stage).into()
    }
}

/// Cleans a page and says how long each stage took, by a clock of nanoseconds. The clock is asked thrice a
/// line, so that all of it takes longer than [`Cleaner::clean`]; compare stages with each other.
pub fn clean_staged<'t>(
    cleaner: &Cleaner,
    page: &Page<'t>,
    clock: &dyn Fn() -> u64,
) -> (Cleaned<'t>, StageNanos) {
    let clock = StageClock::new(clock);
    let result = cleaner.clean_by_clock(page, Some(&clock));
    let stages = StageNanos {
        read: clock.of(Stage::Read),
        scan: clock.of(Stage::Scan),
        weigh: clock.of(Stage::Weigh),
        decide: clock.of(Stage::Decide),
        finish: clock.of(Stage::Finish),
    };
    (result, stages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_all_stages() {
        let mut stages = StageNanos {
            read: 1_000,
            scan: 3_000,
            ..StageNanos::default()
        };
        stages += stages;
        let figures = StageFigures::of(&stages, 4_000);
        assert_eq!(figures.len(), 5);
        assert_eq!(
            (figures[1].stage.as_str(), figures[1].nanos),
            ("scan", 6_000)
        );
        assert!((figures[1].time_share - 0.75).abs() < 1e-9);
        assert_eq!(figures[0].mb_per_second, Some(2_000.0));
        assert_eq!(figures[4].mb_per_second, None);
    }
}
