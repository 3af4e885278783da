//! A folder of pages on one thread, two, and so on up to all cores.

use crate::stages::pages;
use criterion::{BenchmarkId, Criterion, Throughput};
use dechaff::Cleaner;
use dechaff::io::batch::{Event, Receiver, RunOptions, run};
use dechaff::io::source::Input;
use std::convert::Infallible;
use std::sync::atomic::AtomicBool;

/// How many pages came out.
struct Counter(usize);

impl Receiver for Counter {
    type Error = Infallible;

    fn take(&mut self, events: Vec<Event>) -> Result<(), Infallible> {
        self.0 += events
            .iter()
            .filter(|event| matches!(event, Event::Page(_)))
            .count();
        Ok(())
    }
}

/// Reading and cleaning a folder, by threads.
pub(crate) fn threads(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let texts = pages();
    for (at, text) in texts.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{at:03}.txt")), text).expect("there is room");
    }
    let inputs = [Input::Path(folder.path().to_owned())];
    let cleaner = Cleaner::shipped();
    let clean = |jobs| {
        let mut counter = Counter(0);
        let options = RunOptions {
            jobs,
            ..RunOptions::default()
        };
        let stop = AtomicBool::new(false);
        run(&inputs, &cleaner, &options, &mut counter, &stop).expect("threads start");
        counter.0
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut group = c.benchmark_group("batch");
    let bytes: usize = texts.iter().map(String::len).sum();
    group.throughput(Throughput::Bytes(bytes as u64));
    for jobs in 1..=cores {
        assert_eq!(clean(jobs), texts.len(), "{jobs} threads");
        group.bench_function(BenchmarkId::new("threads", jobs), |b| {
            b.iter(|| clean(jobs));
        });
    }
}
