//! Grammar and words together.

use crate::tools::synthesize::grammar::Grammar;
use crate::tools::synthesize::pool_writer::write_pool;
use crate::tools::synthesize::step::PartId;
use crate::tools::synthesize::text::Short;
use crate::tools::synthesize::vocabulary::Vocabulary;

/// Grammar and words, with the parts that the code itself asks for.
#[derive(Debug)]
pub(crate) struct Language {
    pub(crate) grammar: Grammar,
    pub(crate) words: Vocabulary,
    pub(crate) title: PartId,
    pub(crate) anyone: PartId,
    pub(crate) org: PartId,
    /// What makes "a " into "an ".
    pub(crate) n: Short,
}

impl Language {
    pub(crate) fn shipped() -> Self {
        let pools = ["news-line", "howto-line", "diary-line", "sentence"];
        Self::of(Grammar::shipped(), &pools)
    }

    /// The language of a grammar, of which these parts are told from pools.
    pub(crate) fn of(mut grammar: Grammar, pools: &[&str]) -> Self {
        let words = Vocabulary::shipped();
        for name in pools {
            let part = grammar.named(name);
            let pool = write_pool(&grammar, &words, part);
            grammar.set_pool(part, pool);
        }
        let [title, anyone, org] =
            ["title-text", "anyone", "org-name"].map(|name| grammar.named(name));
        Self {
            grammar,
            words,
            title,
            anyone,
            org,
            n: Short::new("n ").expect("it is short"),
        }
    }
}
