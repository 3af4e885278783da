//! Fitting where a page's own story ends: on articles with other stories spliced to them, and on pages
//! as they are.

use super::boost::BoostOptions;
use super::lines::boosted;
use super::sample::LabelledPage;
use super::work::{Each, collect};
use super::{Fit, rounded};
use crate::cohesion::boundary::{Candidate, FIGURES, WordEvidence, candidates, count_words};
use crate::cohesion::content::{Background, Content};
use crate::cohesion::lines::LineCohesion;
use crate::score::label_lines;
use crate::splice::{Draws, Layout, Story, splice};
use crate::weigh::{StoryTables, bonus, is_text};
use crate::words::Words;
use crate::{Cleaner, Page};

/// Articles with fewer words are not spliced.
const LEAST_WORDS: usize = 120;
/// The most stories that are put after an article.
const MOST_OTHERS: usize = 3;
/// Trees that are merged into the tables.
const ROUNDS: usize = 200;
/// How many content words after a cut are counted for the evidence of words.
type Counts = [[[f64; 2]; 5]; 5];

/// A page on which the end of its own story is known.
pub(super) struct Ended {
    /// From which of the labelled pages it was made: they share a host.
    pub(super) page: usize,
    /// What was spliced; `None` for a page as it is.
    pub(super) layout: Option<Layout>,
    text: String,
    /// By rank of filled lines: words of the article on it.
    article: Vec<f32>,
    /// Words of the article.
    article_words: f32,
    /// The rank of the first line after the article, where enough follows.
    end: Option<usize>,
    is_heading: Vec<bool>,
}

/// What a cut at a candidate would do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub(super) log_odds: f32,
    /// The share of the article that would go.
    pub(super) lost: f32,
}

impl Ended {
    /// Pages made of the gold texts of the fit, in every layout, and its pages as they are.
    pub(super) fn all(fit: &Fit<'_>, cleaner: &Cleaner, each: &Each<'_>) -> Vec<Self> {
        let golds = distinct_golds(fit.pages);
        let layouts = Layout::ALL.len();
        let spliced = collect(each, golds.len() * layouts, |at| {
            let layout = Layout::ALL[at % layouts];
            Self::spliced(fit, &golds, at / layouts, layout, cleaner)
        });
        let real = collect(each, fit.pages.len(), |at| {
            Self::real(fit.pages, at, cleaner)
        });
        spliced.into_iter().chain(real).collect()
    }

    fn spliced(
        fit: &Fit<'_>,
        golds: &[usize],
        at: usize,
        layout: Layout,
        cleaner: &Cleaner,
    ) -> Self {
        let own = &fit.pages[golds[at]];
        let seed = fit.options.seed.to_string();
        let mut draws = Draws::new(&[&seed, layout.word(), &own.id]);
        // Stories of the same fold: a model must not have seen the other story either.
        let fold = fit.folds[golds[at]];
        let others: Vec<usize> = golds
            .iter()
            .copied()
            .filter(|&other| fit.folds[other] == fold && fit.pages[other].host != own.host)
            .collect();
        let count = 1 + draws.below(MOST_OTHERS);
        let mut stories = Vec::new();
        if !others.is_empty() {
            stories
                .extend((0..count).map(|_| story(&fit.pages[others[draws.below(others.len())]])));
        }
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
        Self::new(golds[at], Some(layout), &text, article.collect(), cleaner)
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
        let voices = cleaner.voices(&page);
        let headings = (0..article.len()).map(|rank| voices.is_heading(rank));
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
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The article of a spliced page: the text up to the other stories.
    pub(super) fn own_story(&self) -> &str {
        let page = Page::new(&self.text);
        let end = self.end.map(|end| page.full_span(page.filled()[end]).start);
        &self.text[..end.unwrap_or(self.text.len())]
    }

    fn read(&self, background: &Background) -> (Page<'_>, Words, Content) {
        let page = Page::new(&self.text);
        let words = Words::new(&page);
        let content = Content::new(&words, background);
        (page, words, content)
    }

    fn candidates(&self, background: &Background, evidence: &WordEvidence) -> Vec<Candidate> {
        let (page, words, content) = self.read(background);
        if !is_text(&page) {
            return Vec::new();
        }
        let lines = LineCohesion::new(&page, &content);
        candidates(&page, &words, &content, &lines, evidence)
    }

    /// Whether the article ends before a line; `None` where it ended earlier.
    fn label(&self, line: usize) -> Option<bool> {
        let end = self.end.unwrap_or(usize::MAX);
        (line <= end).then_some(line == end)
    }

    /// What each candidate's cut would do, with its log-odds, in page order.
    pub(super) fn cuts(&self, story: &StoryTables, background: &Background) -> Vec<Cut> {
        let mut bins = Vec::new();
        let candidates = self.candidates(background, &story.words);
        let cut = |candidate: Candidate| {
            let from = candidate.line;
            let score = story.tables.score(&candidate.figures, &mut bins);
            let bonus = bonus(&candidate, self.is_heading[from]);
            let lost: f32 = self.article[from..].iter().sum();
            Cut {
                log_odds: score + bonus,
                lost: lost / self.article_words.max(1.0),
            }
        };
        candidates.into_iter().map(cut).collect()
    }
}

/// The first page of each gold text that is long enough.
fn distinct_golds(pages: &[LabelledPage]) -> Vec<usize> {
    let mut golds: Vec<usize> = (0..pages.len()).collect();
    golds.sort_by(|&a, &b| pages[a].id.cmp(&pages[b].id).then(a.cmp(&b)));
    golds.dedup_by(|later, first| pages[*later].id == pages[*first].id);
    golds.retain(|&at| Page::new(&pages[at].gold).word_count() >= LEAST_WORDS);
    golds
}

fn story(page: &LabelledPage) -> Story<'_> {
    let first = page.gold.lines().find(|line| !line.trim().is_empty());
    Story {
        title: page.title.as_deref().or(first).unwrap_or_default().trim(),
        text: &page.gold,
    }
}

/// Fits the tables of ends to the pages that `learns` says yes to, by the place of the labelled page that
/// they were made of.
pub(super) fn fit_stories(
    fit: &Fit<'_>,
    ended: &[Ended],
    learns: impl Fn(usize) -> bool,
    each: &Each<'_>,
) -> StoryTables {
    let background = fit.background.background();
    let own: Vec<&Ended> = ended.iter().filter(|one| learns(one.page)).collect();
    let words = WordEvidence::new(word_cells(&own, &background, each));
    let read = collect(each, own.len(), |at| {
        own[at].candidates(&background, &words)
    });
    let (mut figures, mut labels, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    let balance = balance(&own);
    for (one, candidates) in own.iter().zip(&read) {
        let known = candidates
            .iter()
            .filter_map(|one_of| Some((one_of, one.label(one_of.line)?)));
        let known: Vec<_> = known.collect();
        let share = balance[usize::from(one.layout.is_some())] / number(known.len().max(1)).sqrt();
        for (candidate, label) in known {
            figures.push(&candidate.figures[..]);
            labels.push(label);
            weights.push(if label {
                balance[usize::from(one.layout.is_some())]
            } else {
                share
            });
        }
    }
    let options = BoostOptions {
        rounds: ROUNDS,
        seed: fit.options.seed,
        ..BoostOptions::default()
    };
    let (tables, _) = boosted(&figures, FIGURES.len(), (&labels, &weights), &options, each);
    StoryTables { tables, words }
}

/// What a page counts that is as it is, and one that was spliced, so that both sorts count alike.
fn balance(pages: &[&Ended]) -> [f32; 2] {
    let spliced = pages.iter().filter(|one| one.layout.is_some()).count();
    let real = pages.len() - spliced;
    [1.0 / number(real.max(1)), 1.0 / number(spliced.max(1))]
}

/// The log-likelihood ratios of seen and unseen words after the end of a story, and inside one.
fn word_cells(pages: &[&Ended], background: &Background, each: &Each<'_>) -> [[[f32; 2]; 5]; 5] {
    const PRIOR: f64 = 3.0;
    const PLACES: usize = 6;
    let counted = collect(each, pages.len(), |at| {
        let page = pages[at];
        let (mut other, mut same) = (Counts::default(), Counts::default());
        if page.layout.is_none() {
            return (other, same);
        }
        let (_, _, content) = page.read(background);
        let all = content.line_count();
        let end = page.end.unwrap_or(all);
        if end < all {
            count_words(&content, end, all, &mut other);
        }
        for place in 1..=PLACES {
            count_words(
                &content,
                (end * place / (PLACES + 1)).max(1),
                end,
                &mut same,
            );
        }
        (other, same)
    });
    let mut cells = [[[0.0; 2]; 5]; 5];
    for (length, row) in cells.iter_mut().enumerate() {
        for (class, pair) in row.iter_mut().enumerate() {
            let sum = |pick: fn(&(Counts, Counts)) -> &Counts, seen: usize| {
                let counts = counted.iter().map(|both| pick(both)[length][class][seen]);
                counts.sum::<f64>() + PRIOR
            };
            let share = |pick: fn(&(Counts, Counts)) -> &Counts, seen: usize| {
                sum(pick, seen) / (sum(pick, 0) + sum(pick, 1))
            };
            for (seen, cell) in pair.iter_mut().enumerate() {
                let ratio = share(|both| &both.0, seen) / share(|both| &both.1, seen);
                *cell = rounded(ratio.ln());
            }
        }
    }
    cells
}

#[expect(clippy::cast_precision_loss, reason = "lines and words are counted")]
fn number(count: usize) -> f32 {
    count as f32
}
