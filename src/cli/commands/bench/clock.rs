//! The clocks: that on the wall, and what the process has used of processors.

use dechaff::tools::bench::Sample;
use std::time::{Duration, Instant};

/// Work that takes less is repeated until so much has passed.
const LEAST: Duration = Duration::from_millis(50);

/// Does the work, once or as often as it takes to measure it.
pub(crate) fn sample(mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<Sample> {
    let (start, cpu_start) = (Instant::now(), cpu_nanos());
    let mut repeats = 0;
    while repeats == 0 || start.elapsed() < LEAST {
        work()?;
        repeats += 1;
    }
    let (wall, cpu) = (start.elapsed(), cpu_nanos());
    Ok(Sample {
        repeats,
        cpu_nanos: cpu
            .zip(cpu_start)
            .map(|(end, start)| end.saturating_sub(start)),
        wall_nanos: nanos(wall),
    })
}

/// A clock that counts nanoseconds from now on.
pub(crate) fn running() -> impl Fn() -> u64 {
    let start = Instant::now();
    move || nanos(start.elapsed())
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// What all threads of the process have used of processors, for themselves and in the system.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn cpu_nanos() -> Option<u64> {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let seconds = u64::try_from(used.tv_sec).ok()?;
    Some(seconds * 1_000_000_000 + u64::try_from(used.tv_nsec).ok()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn cpu_nanos() -> Option<u64> {
    None
}
