//! Fields that rows have when they were cleaned.

/// The text as it was.
pub(crate) const ORIGINAL_FIELD: &str = "dechaff_original";
/// The cuts.
pub(crate) const CUTS_FIELD: &str = "dechaff_cuts";
