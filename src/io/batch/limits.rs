//! How many threads a run has, and how long a page may be.

/// Threads at most: more only stand in each other's way.
const MOST_THREADS: usize = 256;

/// Threads to work with: as many as asked for, at most 256; one a core for 0.
///
/// # Errors
///
/// Where the system starts no more threads.
pub fn thread_pool(jobs: usize) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.min(MOST_THREADS))
        .build()
}

/// Bytes of a page, of which longer ones stay as they are, where nobody says more.
pub const DEFAULT_MAX_PAGE_BYTES: u64 = 16 << 20;

/// How many threads those are.
pub(crate) fn thread_count(jobs: usize) -> usize {
    match jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs.min(MOST_THREADS),
    }
}

/// Whether so many bytes are more than `max`, of which 0 means no limit.
pub fn is_too_long(len_bytes: u64, max: u64) -> bool {
    max > 0 && len_bytes > max
}

/// Whether a page of so many bytes may be read where `max` is the limit, and 0 means none.
///
/// # Errors
///
/// Why not, in words.
pub fn check_size(len_bytes: u64, max: u64) -> Result<(), String> {
    if is_too_long(len_bytes, max) {
        let why = format!("{len_bytes} bytes, more than `max_page_bytes` = {max} allows");
        return Err(why);
    }
    Ok(())
}
