//! What was learned from labelled pages, ready to weigh others.

use crate::model::additive::Tables;
use crate::model::article_end::word_evidence::WordEvidence;
use crate::model::cohesion::content::Background;
use crate::model::lexicon::Lexicon;
use crate::model::thresholds::Caution;
use crate::rules::mode::Mode;

/// Tables, lexicon and thresholds, as `fit` makes them of labelled pages.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Evidence, Options, Rules};
///
/// let evidence = Evidence::shipped();
/// let cleaner = Cleaner::new(Rules::shipped(), Options::default()).with_evidence(Some(evidence));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    pub(crate) language: String,
    pub(crate) lexicon: Lexicon,
    pub(crate) background: Background,
    pub(crate) line: Tables,
    pub(crate) coupling: f32,
    pub(crate) story: Option<StoryTables>,
    pub(crate) modes: [Caution; 3],
    pub(crate) hash: String,
}

/// How it is told where a page's own story ends.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoryTables {
    pub(crate) tables: Tables,
    pub(crate) words: WordEvidence,
    /// How stories begin.
    pub(crate) openings: Lexicon,
}

impl Evidence {
    /// The language of the pages that it was fitted on, in two letters.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whether that is the code of a language: two small letters, as ISO 639-1 has them. Others are never
    /// equal to what is known of a page, so that all pages would be taken for foreign ones.
    pub fn is_language(code: &str) -> bool {
        code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_lowercase())
    }

    /// `blake3` of the file's text, in hex.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// How it is told where stories end, if it is.
    pub(crate) fn story(&self) -> Option<&StoryTables> {
        self.story.as_ref()
    }

    pub(crate) fn caution(&self, mode: Mode) -> &Caution {
        &self.modes[mode as usize]
    }

    /// The same tables with other thresholds.
    pub(crate) fn with_cautions(&self, modes: [Caution; 3]) -> Self {
        Self {
            modes,
            ..self.clone()
        }
    }
}
