//! Text itself: spans of it, its words, and what counts as the same. Knows nothing of pages.

pub(crate) mod compare;
pub(crate) mod edges;
pub(crate) mod hash;
pub(crate) mod line_counter;
pub(crate) mod nearest;
pub(crate) mod number;
pub(crate) mod span;
pub(crate) mod stop_words;
pub(crate) mod word_count;
pub(crate) mod words;
