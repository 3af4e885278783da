//! What is doubtful about rules that can be used: warnings, which a rule or a file may allow.

pub(crate) mod openings;
pub(crate) mod patterns;
pub(crate) mod shadow;
pub(crate) mod subject;
pub(crate) mod upkeep;
pub(crate) mod warnings;
