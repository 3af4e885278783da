//! What the tables look at: the features of each line of a page.

pub(crate) mod row;
pub(crate) mod rows;
pub(crate) mod say;
pub(crate) mod shape;
pub(crate) mod surroundings;
