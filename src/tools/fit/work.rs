//! Work that may be shared: the caller has the threads.

use std::sync::OnceLock;

/// Calls a function for 0 up to a count, in any order and from any thread, and returns when all calls
/// have.
pub type Each<'e> = dyn Fn(usize, &(dyn Fn(usize) + Sync)) + Sync + 'e;

/// What a function makes of 0 up to a count, in that order.
pub(crate) fn collect<T: Send + Sync>(
    each: &Each<'_>,
    count: usize,
    make: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let slots: Vec<OnceLock<T>> = (0..count).map(|_| OnceLock::new()).collect();
    each(count, &|at| {
        let _ = slots[at].set(make(at));
    });
    let slots = slots.into_iter().map(OnceLock::into_inner);
    slots.map(|one| one.expect("every call was made")).collect()
}
