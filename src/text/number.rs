//! Counts as figures, to be weighed and divided.

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
