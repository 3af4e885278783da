//! Counts as figures, to be weighed and divided, and in words.

use std::fmt::Display;

/// How many of a thing there are, in the plural unless it is one.
pub(crate) fn counted<N: Copy + Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    let plural = if count == N::from(1) { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// A count as a figure of 32 bits: what is counted of a line or a page, and put into bins.
#[expect(clippy::cast_precision_loss, reason = "figures are put into bins")]
pub(crate) fn number(count: usize) -> f32 {
    count as f32
}

/// A count as a figure of 64 bits: what is counted over many pages.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub(crate) fn wide_number(count: usize) -> f64 {
    count as f64
}

/// A smaller count as a figure of 32 bits.
#[expect(clippy::cast_precision_loss, reason = "figures are put into bins")]
pub(crate) fn small_number(count: u32) -> f32 {
    count as f32
}

/// A place or a count in 32 bits.
///
/// # Panics
///
/// From 4 GiB on. Pages of that size are not read, and rule files and models are far below it.
pub(crate) fn small(count: usize) -> u32 {
    u32::try_from(count).expect("pages of 4 GiB are not read")
}
