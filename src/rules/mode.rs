//! How sure rules are, and how sure they must be to cut.

use crate::rules::worded::worded_enum;

worded_enum! {
    // Declared from weak to strong, so that `>=` compares.
    /// How sure a rule's author is.
    pub enum Confidence {
        /// A hint: cuts in `thorough` mode only.
        Low = "low",
        /// Right more often than not: cuts from `balanced` mode on.
        Medium = "medium",
        /// Cuts in every mode.
        High = "high",
    }
}

impl Confidence {
    /// In which modes it cuts, in words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Low => "cuts in thorough mode only",
            Self::Medium => "cuts in balanced and thorough mode",
            Self::High => "cuts in every mode",
        }
    }
}

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
