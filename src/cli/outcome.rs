//! How a command ended.

/// How a command ended, short of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All done.
    Done,
    /// `check` found noise, a rule test failed, or a command that judges rules found a fault.
    Found,
    /// The rules that `rules check` was asked about are wrong.
    Unusable,
    /// Some pages failed, the rest is done.
    SomeFailed,
    /// Stopped by the user or the system: the status says by which signal.
    Interrupted(u8),
}

impl Outcome {
    pub(crate) fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found => 1,
            Self::Unusable => UNUSABLE,
            Self::SomeFailed => 3,
            Self::Interrupted(status) => status,
        }
    }
}

/// Exit status where usage, configuration or rules are wrong and nothing was written.
pub(crate) const UNUSABLE: u8 = 2;
