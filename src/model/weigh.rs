//! Weighing: how likely each line of a page is noise, and which lines its expected F1 is best
//! without.
//!
//! A line's log-odds are a sum of small tables over its features ([`Feature`]); the tables, the
//! lexicon and the thresholds are data, fitted on labelled pages (`fit`), and every cut can say
//! which features spoke for it.

use crate::model::article_end::most::takes_too_much;
use crate::model::article_end::search::{ArticleEnd, EndPlaces};
use crate::model::chain::smooth;
use crate::model::cohesion::lines::LineCohesion;
use crate::model::features::row::Row;
use crate::model::fitted::Model;
use crate::model::host_lines::HostLines;
use crate::model::markup_lines::MarkupLines;
use crate::model::page_features::PageFeatures;
use crate::model::rule_signals::RuleSignals;
use crate::model::selection::{Chooser, WeighedLine};
use crate::model::settled::{settled, title_above, wrapped};
use crate::page::Page;
use crate::page::words::Words;
use crate::rules::mode::Mode;

/// Filled lines of a page that is weighed, at most: no article has more, and a page that is made of
/// lines must not cost more than its share.
pub(crate) const MOST_LINES: usize = 50_000;

/// A page's lines, weighed, and what should go.
#[derive(Debug)]
pub(crate) struct Weighing {
    /// By rank of the filled lines.
    pub(crate) lines: Vec<WeighedLine>,
    pub(crate) rows: Vec<Row>,
    /// Whether each line goes.
    pub(crate) goes: Vec<bool>,
    /// Where other stories begin; all that follows goes.
    pub(crate) article_end: Option<ArticleEnd>,
    /// What was counted of the lines on other pages of the host.
    pub(crate) host: HostLines,
    /// What markup says of the lines.
    pub(crate) markup: MarkupLines,
}

impl Model {
    /// Whether lines of a page may be judged by what was learned: in another language only in thorough mode,
    /// and never where it is filler, of more than [`MOST_LINES`] lines, or of more bytes than 32 bits count.
    pub(crate) fn judges(&self, page: &Page<'_>, mode: Mode) -> bool {
        u32::try_from(page.text().len()).is_ok()
            && page.filled().len() <= MOST_LINES
            && !page.is_filler()
            && (mode == Mode::Thorough || !page.is_foreign_to(&self.language))
    }

    /// Weighs the lines of a page that rules speak of in `signals`. O(n log n) in lines, O(n) in bytes.
    pub(crate) fn weigh(&self, page: &Page<'_>, signals: &RuleSignals, mode: Mode) -> Weighing {
        let PageFeatures {
            words,
            content,
            cohesion,
            mut rows,
        } = PageFeatures::new(page, signals, &self.background);
        let thresholds = self.thresholds(mode);
        self.look_up(&words, &mut rows);
        let lines = self.lines(page, signals, &rows, &cohesion);
        let mut goes = Vec::new();
        Chooser::default().choose(&lines, thresholds, &mut goes);
        let places = EndPlaces::new(&lines, &goes);
        let read = (page, &words, &content, &cohesion);
        let article_end = self.find_article_end(read, signals, &places, thresholds.article_end);
        let article_end = article_end.filter(|end| {
            let filled = page.filled().iter().map(|&line| &page.lines()[line]);
            let prose = filled.map(|line| {
                if line.is_prose() {
                    line.word_count()
                } else {
                    0
                }
            });
            !takes_too_much(mode, prose, end.line)
        });
        Weighing {
            lines,
            rows,
            goes,
            article_end,
            host: signals.host().clone(),
            markup: signals.markup().clone(),
        }
    }

    /// The log-odds of each filled line of a page.
    pub(crate) fn log_odds(&self, page: &Page<'_>, signals: &RuleSignals) -> Vec<WeighedLine> {
        let PageFeatures {
            words,
            cohesion,
            mut rows,
            ..
        } = PageFeatures::new(page, signals, &self.background);
        self.look_up(&words, &mut rows);
        self.lines(page, signals, &rows, &cohesion)
    }

    /// Sets what the lexicon says of each line.
    fn look_up(&self, words: &Words, rows: &mut [Row]) {
        let scores = self.lexicon.scores(words);
        for (rank, row) in rows.iter_mut().enumerate() {
            row.set_lexicon(&scores, rank);
        }
    }

    /// The log-odds of each line. The headline stays: people's golds differ in whether they hold it, so
    /// that tables cannot tell.
    fn lines(
        &self,
        page: &Page<'_>,
        signals: &RuleSignals,
        rows: &[Row],
        cohesion: &LineCohesion,
    ) -> Vec<WeighedLine> {
        let headlines = [cohesion.headline, title_above(page, signals, cohesion)];
        let mut bins = Vec::new();
        let mut own: Vec<f32> = rows
            .iter()
            .map(|row| self.line.score(row.figures(), &mut bins))
            .collect();
        signals.host().add_to(&self.fast.host, &mut own);
        signals.markup().add_to(&self.fast.markup, &mut own);
        let mut smoothed = Vec::new();
        smooth(&own, self.coupling, &mut smoothed);
        let words = |rank: usize| page.lines()[page.filled()[rank]].word_count;
        let wrapped = wrapped(page);
        let line = |rank: usize| WeighedLine {
            words: words(rank),
            own: own[rank],
            smoothed: smoothed[rank],
            settled: settled(
                signals.of(rank),
                wrapped[rank] || headlines.contains(&Some(rank)),
            ),
        };
        (0..rows.len()).map(line).collect()
    }
}
