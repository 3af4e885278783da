//! What is wrong with a model file.

use toml::Spanned;

/// What is wrong with a model file.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The byte at which it is, where that is known.
    pub(crate) at: Option<usize>,
    pub(crate) why: String,
}

impl Fault {
    pub(crate) fn at<T>(value: &Spanned<T>, why: impl Into<String>) -> Self {
        Self {
            at: Some(value.span().start),
            why: why.into(),
        }
    }
}

impl From<String> for Fault {
    fn from(why: String) -> Self {
        Self { at: None, why }
    }
}
