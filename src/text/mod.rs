//! Text itself: spans of it, its words, and what counts as the same. Knows nothing of pages.

pub(crate) mod ascii_keys;
pub(crate) mod chars;
pub(crate) mod compare;
pub(crate) mod date_shape;
pub(crate) mod date_words;
pub(crate) mod edges;
pub(crate) mod fold;
pub(crate) mod hash;
pub(crate) mod keys;
pub(crate) mod line_counter;
pub(crate) mod line_key;
pub(crate) mod mix;
pub(crate) mod nearest;
pub(crate) mod number;
#[allow(dead_code, reason = "the build makes what the program reads")]
pub(crate) mod packed;
pub(crate) mod runs;
pub(crate) mod signs;
pub(crate) mod span;
pub(crate) mod stems;
pub(crate) mod stop_words;
pub(crate) mod word_count;
pub(crate) mod words;
