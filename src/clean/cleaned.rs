//! A cleaned page, and what went from it.

use crate::page::{Page, PageMeta};
use crate::rules::evidence_part::EvidencePart;
use crate::rules::kind::Kind;
use crate::rules::mode::Confidence;
use crate::rules::mode::Mode;
use crate::text::number::wide_number;
use crate::text::span::Span;
use crate::view::format::Format;
use std::sync::Arc;

/// A span of the original that is gone from the clean text, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Which bytes of the original went.
    pub span: Span,
    /// The line of the original on which it starts, from 0 as in [`Page::lines`].
    pub line: usize,
    /// The rule that made it, `pack/id`.
    pub rule: String,
    /// Every other rule that would have cut some of the same bytes, in load order.
    pub also: Vec<String>,
    /// What sort of noise went.
    pub kind: Kind,
    /// How sure the rule's author is.
    pub confidence: Confidence,
    /// Why, in words.
    pub evidence: Vec<String>,
}

/// Why a page was not cleaned as its rules would have it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Warning {
    /// The cuts would have taken more than `max_removed_share`: the page was kept whole.
    KeptWhole {
        /// The share of its words, 0 to 1, that would have gone.
        removed_share: f64,
    },
    /// Cuts still made room for other cuts when the last allowed pass ended.
    Unsettled,
    /// The page has 4 GiB or more: it was kept whole, unread.
    TooLarge,
}

impl Warning {
    /// Its word, as a record has it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::KeptWhole { .. } => "kept-whole",
            Self::Unsettled => "unsettled",
            Self::TooLarge => "too-large",
        }
    }
}

/// A cleaned page.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleaned<'t> {
    /// What is left: a subsequence of the page's text.
    pub text: String,
    /// What went, in page order, apart from each other.
    pub cuts: Vec<Cut>,
    /// What was not done, and why.
    pub warnings: Vec<Warning>,
    /// Words on the page.
    pub words_before: usize,
    /// Words of the clean text.
    pub words_after: usize,
    /// Words of the page's own: up to where other stories begin, without what its host repeats.
    pub(crate) own_words: usize,
    /// In which format it was read; never [`Format::Auto`].
    pub format: Format,
    /// Whether its words are those that it shows, and not all that stand in the text.
    pub(crate) is_viewed: bool,
    /// The text of the page as it came.
    pub(crate) original: &'t str,
    pub(crate) meta: PageMeta,
    pub(crate) by: Arc<CleanedBy>,
}

/// What a page was cleaned by, as its record names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CleanedBy {
    /// Hash of the rules.
    pub(crate) packs: String,
    /// Hash of the options.
    pub(crate) options: String,
    pub(crate) mode: Mode,
}

/// Under which name the cuts of weighed lines go, where a rule has its id.
pub const WEIGHED_LINE: &str = EvidencePart::Line.id();

/// Under which name the cut goes that takes what follows the page's own story.
pub const ARTICLE_END: &str = EvidencePart::Story.id();

impl<'t> Cleaned<'t> {
    /// A page that stays as it came.
    pub(crate) fn whole(
        page: &Page<'t>,
        words: usize,
        warning: Warning,
        by: &Arc<CleanedBy>,
    ) -> Self {
        Self {
            text: page.text().to_owned(),
            cuts: Vec::new(),
            warnings: vec![warning],
            words_before: words,
            words_after: words,
            own_words: words,
            format: Format::Plain,
            is_viewed: false,
            original: page.text(),
            meta: page.meta().clone(),
            by: Arc::clone(by),
        }
    }
}

/// The share of words that are gone, 0 to 1.
pub(crate) fn share_gone(before: usize, after: usize) -> f64 {
    match before {
        0 => 0.0,
        before => 1.0 - wide_number(after) / wide_number(before),
    }
}

/// Words of a page without those that its host repeats; of a page of nothing else one is left, so that it is not
/// emptied.
pub(crate) fn without_repeated(words: usize, repeated: usize) -> usize {
    match repeated {
        0 => words,
        repeated => words.saturating_sub(repeated).max(1),
    }
}
