//! What pages are made from: words, grammar and rates, read once.

use crate::tools::synthesize::article_parts::ArticleParts;
use crate::tools::synthesize::language::Language;
use crate::tools::synthesize::place::Rates;

/// What pages are made from.
#[derive(Debug)]
pub(crate) struct Sources {
    pub(crate) language: Language,
    pub(crate) rates: Rates,
    pub(crate) article: ArticleParts,
}

impl Sources {
    /// Reads what ships.
    pub(crate) fn shipped() -> Self {
        let language = Language::shipped();
        Self {
            rates: Rates::shipped(&language.grammar),
            article: ArticleParts::of(&language.grammar),
            language,
        }
    }
}
