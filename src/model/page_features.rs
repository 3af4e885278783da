//! A page that was read for weighing.

use crate::model::cohesion::content::{Background, Content};
use crate::model::cohesion::lines::LineCohesion;
use crate::model::features::row::Row;
use crate::model::features::rows::rows;
use crate::model::rule_signals::RuleSignals;
use crate::page::Page;
use crate::page::words::Words;

/// A page that was read for weighing.
pub(crate) struct PageFeatures {
    pub(crate) words: Words,
    pub(crate) content: Content,
    pub(crate) cohesion: LineCohesion,
    /// The features of each filled line, but for the lexicon's.
    pub(crate) rows: Vec<Row>,
}

impl PageFeatures {
    /// Reads a page once. O(n) in bytes.
    pub(crate) fn new(page: &Page<'_>, signals: &RuleSignals, background: &Background) -> Self {
        let words = Words::new(page);
        let content = Content::new(&words, background);
        let cohesion = LineCohesion::new(page, &content);
        let rows = rows(page, &words, &cohesion, signals);
        Self {
            words,
            content,
            cohesion,
            rows,
        }
    }
}
