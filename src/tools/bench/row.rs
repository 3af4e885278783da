//! A row of a bench: one piece of work, measured in every round.

use crate::rules::worded::worded_enum;
use crate::text::number::wide_number;
use serde::{Deserialize, Serialize};

worded_enum! {
    /// What is measured.
    pub enum RowName {
        /// Reading the files again.
        Read = "read",
        /// [`count_newlines`](crate::tools::bench::count_newlines).
        Newlines = "newlines",
        /// [`hash_lines`](crate::tools::bench::hash_lines): the floor of which shares are told.
        HashLines = "hash-lines",
        /// Cleaning.
        Clean = "clean",
    }
}

/// One measurement: the work was done so many times in so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// How often it was done; short work is repeated until the clock can tell.
    pub repeats: u64,
    /// Nanoseconds of processors, where the system tells.
    pub cpu_nanos: Option<u64>,
    /// Nanoseconds on the wall.
    pub wall_nanos: u64,
}

impl Sample {
    fn per_repeat(&self, nanos: u64) -> f64 {
        figure(nanos.max(1)) / figure(self.repeats.max(1))
    }

    /// Nanoseconds of processors a repeat; of the wall, where the system does not tell.
    fn cost(&self) -> f64 {
        self.per_repeat(self.cpu_nanos.unwrap_or(self.wall_nanos))
    }
}

/// What was measured for a row, before its figures are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// What it is.
    pub name: RowName,
    /// By how many threads.
    pub threads: usize,
    /// A sample for each round.
    pub samples: Vec<Sample>,
    /// The most memory that the process held meanwhile, where the system tells.
    pub peak_bytes: Option<u64>,
}

/// A row with its figures; each is the median of the rounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BenchRow {
    /// What was measured.
    pub name: RowName,
    /// By how many threads.
    pub threads: usize,
    /// Megabytes of text in a second of a processor, where the system tells.
    pub mb_per_cpu_second: Option<f64>,
    /// Megabytes of text in a second.
    pub mb_per_second: f64,
    /// Pages in a second.
    pub pages_per_second: f64,
    /// How fast it is beside the floor of the same round, 0 to 1: by processor time, as long as the
    /// system tells.
    pub floor_share: f64,
    /// The most memory that the process held meanwhile, where the system tells.
    pub peak_bytes: Option<u64>,
    /// The rounds.
    pub samples: Vec<Sample>,
    /// How it stands beside the same row of an older report.
    pub against_old: Option<RowRatios>,
}

/// Figures of a row over those of an older one: above 1 is better, but for memory.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RowRatios {
    /// Of megabytes in a second of a processor.
    pub cpu: Option<f64>,
    /// Of megabytes in a second.
    pub wall: f64,
    /// Of shares of the floor: what is left when the machine is slower or faster today.
    pub floor_share: f64,
    /// Of the most memory: below 1 is better.
    pub peak: Option<f64>,
}

impl BenchRow {
    /// The figures of a row, of pages that have so many bytes together; `floor` is [`RowName::HashLines`],
    /// with as many rounds.
    pub(crate) fn of(measured: Measured, floor: &[Sample], bytes: usize, pages: usize) -> Self {
        let samples = &measured.samples;
        let megabytes = |nanos: f64| wide_number(bytes) * 1e3 / nanos;
        let wall = |sample: &Sample| sample.per_repeat(sample.wall_nanos);
        let cpu = |sample: &Sample| Some(sample.per_repeat(sample.cpu_nanos?));
        let cpu: Option<Vec<f64>> = samples.iter().map(cpu).collect();
        let wall = median(samples.iter().map(wall).collect());
        let shares = floor
            .iter()
            .zip(samples)
            .map(|(floor, own)| floor.cost() / own.cost());
        Self {
            name: measured.name,
            threads: measured.threads,
            mb_per_cpu_second: cpu.map(|cpu| megabytes(median(cpu))),
            mb_per_second: megabytes(wall),
            pages_per_second: wide_number(pages) * 1e9 / wall,
            floor_share: median(shares.collect()),
            peak_bytes: measured.peak_bytes,
            samples: measured.samples,
            against_old: None,
        }
    }
}

/// The middle of the values; the mean of the two in the middle of an even number.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => values[odd / 2],
        even => f64::midpoint(values[even / 2 - 1], values[even / 2]),
    }
}

pub(crate) fn figure(count: u64) -> f64 {
    wide_number(usize::try_from(count).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(repeats: u64, cpu: u64, wall: u64) -> Sample {
        Sample {
            repeats,
            cpu_nanos: Some(cpu),
            wall_nanos: wall,
        }
    }

    #[test]
    fn figures_are_medians_and_shares_are_paired() {
        // The machine is half as fast in the second round, and the share does not notice.
        let floor = [
            sample(10, 1_000, 1_000),
            sample(10, 2_000, 2_000),
            sample(10, 1_000, 1_000),
        ];
        let measured = Measured {
            name: RowName::Clean,
            threads: 2,
            samples: vec![
                sample(1, 10_000, 5_000),
                sample(1, 20_000, 10_000),
                sample(1, 10_000, 5_000),
            ],
            peak_bytes: None,
        };
        let row = BenchRow::of(measured, &floor, 1_000_000, 4);
        assert!((row.floor_share - 0.01).abs() < 1e-12);
        assert_eq!(row.mb_per_cpu_second, Some(100_000.0));
        assert!((row.mb_per_second - 200_000.0).abs() < 1e-6);
        assert!((row.pages_per_second - 800_000.0).abs() < 1e-6);
    }

    #[test]
    fn without_processor_time_the_wall_decides() {
        let untold = Sample {
            cpu_nanos: None,
            ..sample(1, 0, 4_000)
        };
        let measured = Measured {
            name: RowName::Clean,
            threads: 1,
            samples: vec![untold],
            peak_bytes: Some(7),
        };
        let row = BenchRow::of(measured, &[sample(1, 400, 9)], 1_000, 1);
        assert_eq!((row.mb_per_cpu_second, row.peak_bytes), (None, Some(7)));
        assert!((row.floor_share - 0.1).abs() < 1e-12);
    }

    #[test]
    fn medians_of_odd_and_even_numbers() {
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < 1e-12);
        assert!((median(vec![4.0, 1.0]) - 2.5).abs() < 1e-12);
    }
}
