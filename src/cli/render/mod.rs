//! How things are drawn, for people, for programs and for GitHub: one form for each.

pub(crate) mod frame;
pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod jsonl;
pub(crate) mod terminal;
