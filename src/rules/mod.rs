//! Rules as data: what they look for, when they may speak, and what they do to a page.
//!
//! How they are written is in `rulefile`; what finds them on a page in `matchers`.

pub(crate) mod effect;
pub(crate) mod evidence_part;
pub(crate) mod guard;
pub(crate) mod inline_test;
pub(crate) mod kind;
pub(crate) mod matcher;
pub(crate) mod mode;
pub(crate) mod params;
pub(crate) mod rule;
pub(crate) mod template;
pub(crate) mod worded;

pub use crate::rules::effect::{Extent, Level, Polarity};
pub use crate::rules::evidence_part::{EvidencePart, EvidenceParts};
pub use crate::rules::guard::Neighbour;
pub use crate::rules::inline_test::{Fate, RuleTest, RuleTests, TestOutcome};
pub use crate::rules::rule::Origin;
