//! The parts of the grammar that articles ask for.

use crate::tools::synthesize::grammar::Grammar;
use crate::tools::synthesize::step::PartId;

/// The parts of the grammar that articles ask for.
#[derive(Debug)]
pub(crate) struct ArticleParts {
    pub(crate) lines: [PartId; 3],
    pub(crate) deck: PartId,
    pub(crate) dateline: PartId,
    pub(crate) subhead: PartId,
    pub(crate) item: PartId,
    pub(crate) word_item: PartId,
    pub(crate) table_head: PartId,
    pub(crate) table_row: PartId,
    pub(crate) caption: PartId,
    pub(crate) code: PartId,
    pub(crate) verse: PartId,
    pub(crate) near_line: PartId,
    pub(crate) near_subhead: PartId,
}

impl ArticleParts {
    pub(crate) fn of(grammar: &Grammar) -> Self {
        Self {
            lines: ["news-line", "howto-line", "diary-line"].map(|name| grammar.named(name)),
            deck: grammar.named("deck"),
            dateline: grammar.named("dateline"),
            subhead: grammar.named("subhead"),
            item: grammar.named("item"),
            word_item: grammar.named("word-item"),
            table_head: grammar.named("table-head"),
            table_row: grammar.named("table-row"),
            caption: grammar.named("caption-line"),
            code: grammar.named("code-line"),
            verse: grammar.named("verse"),
            near_line: grammar.named("near-line"),
            near_subhead: grammar.named("near-subhead"),
        }
    }
}
