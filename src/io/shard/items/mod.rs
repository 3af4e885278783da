//! Containers of items that stand behind each other, and of which only texts, and what says how long they are, change.

pub(crate) mod blocks;
pub(crate) mod clean;
pub(crate) mod cut;
pub(crate) mod json;
pub(crate) mod restore;
pub(crate) mod written;
