//! The lines of a page that are left, and who is whose neighbour.
//!
//! A pass takes lines away, and cuts others in part. What is left is a text again: the *rest*. Its bytes
//! are counted as if it had been put together, though it is not: a line that is whole stays where it is
//! in the page, and only lines that were cut in part are written anew, behind each other, into `patch`.
//!
//! Lines keep their numbers. For every 64 of them stands how many bytes, words and filled lines are left
//! before, so that a place is found by a look at one of these blocks.

pub(crate) mod bits;
mod edits;
pub(crate) mod lines;
mod remove;
pub(crate) mod rest;
