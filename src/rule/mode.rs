//! Modes: how much evidence a cut needs.

use crate::rule::{Confidence, worded_enum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

worded_enum! {
    /// How much evidence a cut needs.
    pub enum Mode {
        /// High confidence only: what an extractor's text gains without ever losing. The default.
        Careful = "careful",
        /// Medium confidence as well.
        Balanced = "balanced",
        /// Low confidence as well: for raw dumps of whole pages.
        Thorough = "thorough",
    }
}

impl Mode {
    /// The least confidence that cuts in this mode.
    pub fn threshold(self) -> Confidence {
        match self {
            Self::Careful => Confidence::High,
            Self::Balanced => Confidence::Medium,
            Self::Thorough => Confidence::Low,
        }
    }
}
