//! Rules with one thing less, and whether a test of the rule notices.

pub(crate) mod advice;
pub(crate) mod deletion;
pub(crate) mod mutant;
pub(crate) mod place;
pub(crate) mod reset;

pub use crate::tools::mutants::mutant::{Mutant, mutants_of};
pub use crate::tools::mutants::place::mutant_places;
