//! What the build takes from the program's `matchers`.

pub(crate) mod pages;
pub(crate) mod phrases;
pub(crate) mod re;
