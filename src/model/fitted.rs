//! What was learned from labelled pages, ready to weigh others.

use crate::model::additive::AdditiveModel;
use crate::model::article_end::word_ratios::WordRatios;
use crate::model::cohesion::content::Background;
use crate::model::lexicon::Lexicon;
use crate::model::strongest::{TableMeans, strongest};
use crate::model::thresholds::Thresholds;
use crate::rules::mode::Mode;
use std::sync::OnceLock;

/// Tables, lexicon and thresholds, as `fit` makes them of labelled pages.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Model, Options, Rules};
///
/// let model = Model::shipped();
/// let cleaner = Cleaner::new(Rules::shipped(), Options::default()).with_model(Some(model));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(crate) language: String,
    pub(crate) lexicon: Lexicon,
    pub(crate) background: Background,
    pub(crate) line: AdditiveModel,
    pub(crate) line_means: OnceLock<TableMeans>,
    pub(crate) coupling: f32,
    pub(crate) article_end: Option<ArticleEndModel>,
    pub(crate) modes: [Thresholds; 3],
    pub(crate) hash: String,
    pub(crate) fast: std::sync::Arc<crate::model::fast::FastModel>,
}

/// How it is told where a page's own story ends.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ArticleEndModel {
    pub(crate) tables: AdditiveModel,
    pub(crate) means: OnceLock<TableMeans>,
    pub(crate) words: WordRatios,
    /// How stories begin.
    pub(crate) openings: Lexicon,
}

impl ArticleEndModel {
    /// The strongest reasons for an article to end at a place of these figures.
    pub(crate) fn reasons(
        &self,
        figures: &[f32],
        say: impl Fn(usize, f32) -> String,
    ) -> Vec<String> {
        let means = self.means.get_or_init(|| TableMeans::of(&self.tables));
        strongest(&self.tables, means, figures, say)
    }
}

impl Model {
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
    pub(crate) fn article_end(&self) -> Option<&ArticleEndModel> {
        self.article_end.as_ref()
    }

    /// The strongest reasons for a line of these figures to go.
    pub(crate) fn line_reasons(
        &self,
        figures: &[f32],
        say: impl Fn(usize, f32) -> String,
    ) -> Vec<String> {
        let means = self.line_means.get_or_init(|| TableMeans::of(&self.line));
        strongest(&self.line, means, figures, say)
    }

    pub(crate) fn thresholds(&self, mode: Mode) -> &Thresholds {
        &self.modes[mode as usize]
    }

    /// The same tables with other thresholds.
    pub(crate) fn with_thresholds(&self, modes: [Thresholds; 3]) -> Self {
        Self {
            modes,
            ..self.clone()
        }
    }
}
