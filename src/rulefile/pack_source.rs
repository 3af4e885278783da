//! The text of a rule file.

/// The text of a rule file and the name under which findings speak of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackSource {
    /// The file's name, as it was given.
    pub name: String,
    /// The file's text.
    pub text: String,
}
