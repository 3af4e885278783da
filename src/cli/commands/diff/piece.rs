//! A piece of a line that is drawn in one way.

use dechaff::Cut;

/// A part of a line that stays, or goes by one cut.
pub(crate) struct LineSegment<'c> {
    pub(crate) text: String,
    pub(crate) cut: Option<&'c Cut>,
}
