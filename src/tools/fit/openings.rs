//! How stories begin: a lexicon that tells the first lines of articles from those inside them.

use crate::model::lexicon::{Lexicon, Slot};
use crate::page::Page;
use crate::page::line::Line;
use crate::page::words::Words;
use crate::text::number::number;
use crate::tools::fit::ended::distinct_golds;
use crate::tools::fit::lexicon::{FittedLexicon, LexiconRows, fit_lexicon};
use crate::tools::fit::options::PARTS;
use crate::tools::fit::pages::FitPages;
use crate::tools::fit::vocabulary::{LexiconSource, LexiconVocabulary, Pieces};
use crate::tools::fit::work::{Each, collect};

/// Entries of the lexicon.
const ENTRIES: usize = 600;

/// Lexicons of openings: of each part what was learned without it, and at last what was learned of all.
pub(crate) struct Openings {
    vocabulary: LexiconVocabulary,
    fitted: Vec<FittedLexicon>,
    lexicons: Vec<Lexicon>,
    articles: Vec<Article>,
}

/// The labelled lines of an article.
struct Article {
    /// The place of its labelled page.
    page: usize,
    pieces: Pieces,
    /// Whether a story begins with the line.
    opens: Vec<Option<bool>>,
    weights: Vec<f32>,
}

impl Openings {
    /// Learns from the gold texts of the pages that `learns` says yes to.
    pub(crate) fn new(fit: &FitPages<'_>, learns: impl Fn(usize) -> bool, each: &Each<'_>) -> Self {
        let mut golds = distinct_golds(fit.pages);
        golds.retain(|&page| learns(page));
        let articles = collect(each, golds.len(), |at| {
            Article::new(golds[at], &fit.pages[golds[at]].gold)
        });
        let vocabulary = LexiconVocabulary::new(&sources(fit, &articles));
        let fitted = collect(each, PARTS + 1, |left_out| {
            let mut rows = LexiconRows::default();
            let own = articles.iter().filter(|one| fit.part(one.page) != left_out);
            for one in own {
                rows.push(&one.pieces, &one.opens, &one.weights, &vocabulary);
            }
            fit_lexicon(rows, &vocabulary, ENTRIES, fit.options.seed)
        });
        let lexicons = fitted.iter().map(|one| one.lexicon(&vocabulary));
        Self {
            lexicons: lexicons.collect(),
            vocabulary,
            fitted,
            articles,
        }
    }

    /// What was learned without a part.
    pub(crate) fn without(&self, part: usize) -> &Lexicon {
        &self.lexicons[part]
    }

    /// What was learned of all.
    pub(crate) fn whole(&self) -> &Lexicon {
        &self.lexicons[PARTS]
    }

    /// The entries of the whole as they are written.
    pub(crate) fn entries(&self, fit: &FitPages<'_>) -> Vec<(Slot, String, f32)> {
        let sources = sources(fit, &self.articles);
        self.vocabulary.entries(&sources, &self.fitted[PARTS])
    }
}

fn sources<'s>(fit: &'s FitPages<'_>, articles: &'s [Article]) -> Vec<LexiconSource<'s>> {
    let source = |one: &'s Article| {
        let page = &fit.pages[one.page];
        LexiconSource {
            host: &page.host,
            id: &page.id,
            text: &page.gold,
            pieces: &one.pieces,
        }
    };
    articles.iter().map(source).collect()
}

impl Article {
    fn new(at: usize, gold: &str) -> Self {
        let page = Page::new(gold);
        let lines = || page.filled().iter().map(|&line| &page.lines()[line]);
        let lead = lines().position(Line::is_prose);
        let opens = (0..lines().len()).map(|rank| Some(rank == 0 || Some(rank) == lead));
        let opens: Vec<_> = opens.collect();
        let opening = opens.iter().filter(|opens| **opens == Some(true)).count();
        // Openings count as much as all else.
        let shares = [opens.len() - opening, opening].map(|count| 1.0 / number(count.max(1)));
        let weight = |opens: &Option<bool>| shares[usize::from(*opens == Some(true))];
        Self {
            page: at,
            pieces: Pieces::new(&Words::new(&page)),
            weights: opens.iter().map(weight).collect(),
            opens,
        }
    }
}
