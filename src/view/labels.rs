//! What is known of labels: phrases that are lines of their own on a page that has lines.

/// Knows labels. Rules have the words, so that a view is told of them.
pub(crate) trait Labels: std::fmt::Debug {
    /// Tells `found` of every label that stands at a text's start, by its length in bytes: whole words, and the
    /// sign that parts it from what follows.
    fn labels_at(&self, text: &str, found: &mut dyn FnMut(usize));

    /// Whether a text begins with words after which a whole line goes.
    fn opens_line(&self, text: &str) -> bool;
}

/// Knows none.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NoLabels;

impl Labels for NoLabels {
    fn labels_at(&self, _: &str, _: &mut dyn FnMut(usize)) {}

    fn opens_line(&self, _: &str) -> bool {
        false
    }
}
