//! What a pack that somebody else wrote would do, found without running anything in it.

pub(crate) mod notes;
pub(crate) mod outline;
pub(crate) mod pack_review;

pub use crate::tools::review::outline::ReviewedOverride;
pub use crate::tools::review::pack_review::{PackReview, review_pack};
