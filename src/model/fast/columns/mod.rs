//! The features of lines, as columns: a figure a line for each feature that tables look at.
//!
//! Counts stay whole numbers, also those of which the figure is a logarithm, so that bins are found by
//! comparing whole numbers; the figure itself is computed for reasons alone.

mod content;
pub(crate) mod copies;
mod counts;
mod fill;
pub(crate) mod page_columns;
mod places;
mod repeats;
mod rules;
pub(crate) mod scale;
mod shapes;
