//! Pages on which it is known where their own story ends: articles with other stories spliced to them, and
//! labelled pages as they are.

use crate::clean::cleaner::Cleaner;
use crate::model::article_end::candidates::{EndCandidate, candidates};
use crate::model::article_end::search::layout_bonus;
use crate::model::article_end::word_ratios::WordRatios;
use crate::model::cohesion::content::{Background, Content};
use crate::model::cohesion::lines::LineCohesion;
use crate::model::fitted::ArticleEndModel;
use crate::model::lexicon::Lexicon;
use crate::page::Page;
use crate::page::words::Words;
use crate::text::number::number;
use crate::tools::fit::pages::FitPages;
use crate::tools::fit::sample::LabelledPage;
use crate::tools::fit::work::{Each, collect};
use crate::tools::score::labels::label_lines;
use crate::tools::synthesize::splice::{Draws, Layout, Story, splice};

/// A page on which the end of its own story is known.
pub(crate) struct Ended {
    /// From which of the labelled pages it was made: they share a host.
    pub(crate) page: usize,
    /// What was spliced; `None` for a page as it is.
    pub(crate) layout: Option<Layout>,
    text: String,
    /// By rank of filled lines: words of the article on it.
    article: Vec<f32>,
    /// Words of the article.
    article_words: f32,
    /// The rank of the first line after the article, where enough follows.
    pub(crate) end: Option<usize>,
    is_heading: Vec<bool>,
}

/// What a cut at a candidate would do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EndCut {
    /// The rank of the first line that would go.
    pub(crate) line: usize,
    pub(crate) log_odds: f32,
    /// The share of the article that would go.
    pub(crate) lost: f32,
}

impl Ended {
    /// Pages made of the gold texts of the fit, in every layout, and its pages as they are.
    pub(crate) fn all(fit: &FitPages<'_>, cleaner: &Cleaner, each: &Each<'_>) -> Vec<Self> {
        let golds = distinct_golds(fit.pages);
        let layouts = Layout::ALL.len();
        let spliced = collect(each, golds.len() * layouts, |at| {
            let layout = Layout::ALL[at % layouts];
            Self::spliced(fit, &golds, at / layouts, layout, cleaner)
        });
        let real = collect(each, fit.pages.len(), |at| {
            Self::real(fit.pages, at, cleaner)
        });
        spliced.into_iter().flatten().chain(real).collect()
    }

    fn spliced(
        fit: &FitPages<'_>,
        golds: &[usize],
        at: usize,
        layout: Layout,
        cleaner: &Cleaner,
    ) -> Option<Self> {
        let own = &fit.pages[golds[at]];
        let seed = fit.options.seed.to_string();
        let mut draws = Draws::new(&[&seed, layout.word(), &own.id]);
        // Stories of the same fold and part: a model must not have seen the other story either.
        let group = |page: usize| (fit.folds[page], fit.part(page));
        let is_near = |other: usize| group(other) == group(golds[at]);
        let others: Vec<usize> = golds
            .iter()
            .copied()
            .filter(|&other| is_near(other) && fit.pages[other].host != own.host)
            .collect();
        let count = 1 + draws.below(Story::MOST_OTHERS);
        let chosen = draws.distinct(count, others.len());
        if chosen.is_empty() && layout != Layout::Untouched {
            return None;
        }
        let stories = chosen.iter().map(|&at| story(&fit.pages[others[at]]));
        let stories: Vec<_> = stories.collect();
        let text = splice(story(own), &stories, layout, &mut draws);
        let end = own
            .gold
            .lines()
            .filter(|line| !line.trim().is_empty())
            .count();
        let page = Page::new(&text);
        let words = |rank: usize| number(page.lines()[page.filled()[rank]].word_count);
        let ranks = 0..page.filled().len();
        let article = ranks.map(|rank| if rank < end { words(rank) } else { 0.0 });
        let layout = Some(layout);
        Some(Self::new(
            golds[at],
            layout,
            &text,
            article.collect(),
            cleaner,
        ))
    }

    fn real(pages: &[LabelledPage], at: usize, cleaner: &Cleaner) -> Self {
        let labels = label_lines(&pages[at].gold, &pages[at].text);
        let page = Page::new(&pages[at].text);
        let filled = page.filled().iter();
        let article = filled.map(
            |&line| match labels.get(line).and_then(|label| label.keep) {
                Some(true) => number(page.lines()[line].word_count),
                _ => 0.0,
            },
        );
        Self::new(at, None, &pages[at].text, article.collect(), cleaner)
    }

    fn new(
        at: usize,
        layout: Option<Layout>,
        text: &str,
        article: Vec<f32>,
        cleaner: &Cleaner,
    ) -> Self {
        let page = Page::new(text);
        let signals = cleaner.rule_signals(&page);
        let headings = (0..article.len()).map(|rank| signals.is_heading(rank));
        let last = article.iter().rposition(|&words| words > 0.0);
        let article_words: f32 = article.iter().sum();
        Self {
            page: at,
            layout,
            is_heading: headings.collect(),
            end: last.map(|last| last + 1).filter(|&end| end < article.len()),
            article_words,
            article,
            text: text.to_owned(),
        }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The article of a spliced page: the text up to the other stories.
    pub(crate) fn own_story(&self) -> &str {
        let page = Page::new(&self.text);
        let end = self.end.map(|end| page.full_span(page.filled()[end]).start);
        &self.text[..end.unwrap_or(self.text.len())]
    }

    pub(crate) fn read(&self, background: &Background) -> (Page<'_>, Words, Content) {
        let page = Page::new(&self.text);
        let words = Words::new(&page);
        let content = Content::new(&words, background);
        (page, words, content)
    }

    /// Where its story may end.
    pub(crate) fn candidates(
        &self,
        background: &Background,
        ratios: &WordRatios,
        openings: &Lexicon,
    ) -> Vec<EndCandidate> {
        let (page, words, content) = self.read(background);
        let lines = LineCohesion::new(&page, &content);
        let openings = openings.scores(&words);
        candidates(&page, &words, &content, &lines, ratios, &openings)
    }

    /// Whether the article ends before a line; `None` where it ended earlier.
    pub(crate) fn label(&self, line: usize) -> Option<bool> {
        let end = self.end.unwrap_or(usize::MAX);
        (line <= end).then_some(line == end)
    }

    /// What each candidate's cut would do, with its log-odds, in page order.
    pub(crate) fn cuts(&self, model: &ArticleEndModel, background: &Background) -> Vec<EndCut> {
        let mut bins = Vec::new();
        let candidates = self.candidates(background, &model.words, &model.openings);
        let cut = |candidate: EndCandidate| {
            let from = candidate.line;
            let score = model.tables.score(&candidate.figures, &mut bins);
            let bonus = layout_bonus(&candidate, self.is_heading[from]);
            let lost: f32 = self.article[from..].iter().sum();
            EndCut {
                line: from,
                log_odds: score + bonus,
                lost: lost / self.article_words.max(1.0),
            }
        };
        candidates.into_iter().map(cut).collect()
    }
}

/// The first page of each gold text that is long enough.
pub(crate) fn distinct_golds(pages: &[LabelledPage]) -> Vec<usize> {
    let mut golds: Vec<usize> = (0..pages.len()).collect();
    golds.sort_by(|&a, &b| pages[a].id.cmp(&pages[b].id).then(a.cmp(&b)));
    golds.dedup_by(|later, first| pages[*later].id == pages[*first].id);
    golds.retain(|&at| Page::new(&pages[at].gold).word_count() >= Story::LEAST_WORDS);
    golds
}

fn story(page: &LabelledPage) -> Story<'_> {
    let first = page.gold.lines().find(|line| !line.trim().is_empty());
    Story {
        title: page.title.as_deref().or(first).unwrap_or_default().trim(),
        text: &page.gold,
    }
}
