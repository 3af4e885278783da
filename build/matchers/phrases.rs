//! Phrases.

#[path = "../../src/matchers/phrases/index.rs"]
pub(crate) mod index;
#[path = "../../src/matchers/phrases/matching.rs"]
pub(crate) mod matching;
