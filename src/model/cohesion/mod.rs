//! Lexical cohesion: how much of what follows a line was already spoken of before it.

pub(crate) mod content;
pub(crate) mod lines;
