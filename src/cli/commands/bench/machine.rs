//! What Linux tells of the machine and of the process; other systems are not asked.

use std::fs;

/// The name of the processor.
pub(crate) fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let mut names = text
        .lines()
        .filter_map(|line| line.strip_prefix("model name"));
    let (_, name) = names.find_map(|rest| rest.split_once(':'))?;
    Some(name.trim().to_owned())
}

/// What the process holds of memory.
pub(crate) fn memory_bytes() -> Option<u64> {
    status("VmRSS:")
}

/// The most that it held since the last [`forget_peak`].
pub(crate) fn peak_bytes() -> Option<u64> {
    status("VmHWM:")
}

/// Lets the peak begin anew, where that is allowed; else it is that of the whole run.
pub(crate) fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

fn status(key: &str) -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}
