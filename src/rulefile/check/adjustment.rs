//! What other files say of a rule.

use crate::rules::effect::Level;
use toml::Spanned;

/// What the overrides of all files add to one rule.
#[derive(Debug, Default)]
pub(crate) struct Adjustment {
    pub(crate) level: Option<Level>,
    pub(crate) phrases: Vec<Spanned<String>>,
    pub(crate) unless: Vec<String>,
}
