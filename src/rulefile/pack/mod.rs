//! Packs: finding them, putting them in order, overriding and choosing rules.

pub(crate) mod adjust;
pub(crate) mod builder;
pub(crate) mod lines;
pub(crate) mod load;
pub(crate) mod parts;
pub(crate) mod select;
