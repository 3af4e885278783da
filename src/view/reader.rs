//! What reads a format.

use crate::view::markup::Markup;

/// Reads texts of one format.
///
/// A reader never changes a text: it says which of its bytes are layout, which stand for something else, and
/// where logical lines end. Marks may overlap, the first one counts; they lie on character boundaries.
pub(crate) trait Reader {
    /// What of the text is not shown as it stands; empty where the text is what it shows. O(n) in bytes.
    fn read(&self, text: &str) -> Markup;
}
