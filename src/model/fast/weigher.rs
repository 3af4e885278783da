//! Weighs the lines of a page that are left: how likely each is noise, and which should go.

use crate::model::chain::smooth;
use crate::model::fast::FastModel;
use crate::model::fast::additive::ModelScratch;
use crate::model::fast::cohesion::Cohesion;
use crate::model::fast::columns::page_columns::{Columns, Sources};
use crate::model::fast::ends::finder::{ArticleEnd, EndFinder, Question};
use crate::model::fast::facts::PageFacts;
use crate::model::fast::rows::Rows;
use crate::model::fast::signals::LineSignals;
use crate::model::rule_signals::RuleSignal;
use crate::model::selection::{Chooser, WeighedLine};
use crate::model::settled::settled;
use crate::model::thresholds::Thresholds;
use crate::page::line::goes_on;
use crate::text::number::number;

/// Weighs pages; its buffers are kept from page to page.
#[derive(Debug, Default)]
pub(crate) struct Weigher {
    cohesion: Cohesion,
    columns: Columns,
    scratch: ModelScratch,
    own: Vec<f32>,
    smoothed: Vec<f32>,
    chooser: Chooser,
    expected: Vec<f32>,
    ends: EndFinder,
    is_wrapped: Vec<bool>,
    /// What is known of each line, by rank.
    pub(crate) lines: Vec<WeighedLine>,
    /// Whether each line goes.
    pub(crate) goes: Vec<bool>,
    /// Where other stories begin; all that follows goes.
    pub(crate) end: Option<ArticleEnd>,
}

impl Weigher {
    /// Weighs the lines. O(n log n) in lines, O(n) in their words.
    pub(crate) fn weigh(
        &mut self,
        model: &FastModel,
        thresholds: &Thresholds,
        (facts, weights): (&PageFacts, &[f32]),
        rows: &Rows,
        signals: &LineSignals,
    ) {
        self.cohesion.read(rows, weights);
        let from = Sources {
            facts,
            rows,
            cohesion: &self.cohesion,
            signals,
        };
        self.columns.fill(from, &model.line.wanted);
        model
            .line
            .scores(&self.columns, rows.len(), &mut self.scratch, &mut self.own);
        signals.host.add_to(&model.host, &mut self.own);
        signals.markup.add_to(&model.markup, &mut self.own);
        smooth(&self.own, model.coupling, &mut self.smoothed);
        self.settle(facts, rows, signals);
        self.chooser.choose(&self.lines, thresholds, &mut self.goes);
        self.end = self.find_end(model, thresholds, (facts, weights), rows, signals);
    }

    /// The columns of the page that was weighed last.
    pub(crate) fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What is decided of each line before it is weighed. The headline stays: people's golds differ in
    /// whether they hold it, so that tables cannot tell.
    fn settle(&mut self, facts: &PageFacts, rows: &Rows, signals: &LineSignals) {
        let headlines = [self.cohesion.headline, self.title_above(rows, signals)];
        self.find_wrapped(facts, rows);
        self.lines.clear();
        for rank in 0..rows.len() {
            let stays = self.is_wrapped[rank] || headlines.contains(&Some(rank));
            self.lines.push(WeighedLine {
                words: rows.words(rank) as usize,
                own: self.own[rank],
                smoothed: self.smoothed[rank],
                settled: settled(signals.of_line[rank], stays),
            });
        }
    }

    /// The first line just above the main block that looks like a headline and that no rule cuts, whether or
    /// not its words come again.
    fn title_above(&self, rows: &Rows, signals: &LineSignals) -> Option<usize> {
        const NEAR_LINES: usize = 3;
        let block = self.cohesion.block.as_ref()?.start;
        let is_title =
            |&rank: &usize| rows.is_title[rank] && signals.of_line[rank] != RuleSignal::Cut;
        (block.saturating_sub(NEAR_LINES)..block).find(is_title)
    }

    /// For each line, whether it is one of the lines into which a sentence was wrapped: a line by itself says
    /// nothing there.
    fn find_wrapped(&mut self, facts: &PageFacts, rows: &Rows) {
        self.is_wrapped.clear();
        self.is_wrapped.resize(rows.len(), false);
        for rank in 1..rows.len() {
            let (words, ends) = (rows.words(rank - 1) as usize, rows.ends_sentence[rank - 1]);
            let begins_small = rows.line(facts, rank).begins_small;
            if goes_on(words, ends, rows.is_apart[rank], begins_small) {
                self.is_wrapped[rank - 1..=rank].fill(true);
            }
        }
    }

    fn find_end(
        &mut self,
        model: &FastModel,
        thresholds: &Thresholds,
        (facts, weights): (&PageFacts, &[f32]),
        rows: &Rows,
        signals: &LineSignals,
    ) -> Option<ArticleEnd> {
        let ends = model.ends.as_ref()?;
        self.expected.clear();
        let mut sum = 0.0;
        for line in &self.lines {
            self.expected.push(sum);
            sum += number(line.words) * line.stays();
        }
        let question = Question {
            facts,
            rows,
            cohesion: &self.cohesion,
            signals,
            copies: &self.columns.copies,
            weights,
            expected: &self.expected,
            is_clean: !self.goes.contains(&true) && !self.lines.iter().any(WeighedLine::is_cut),
            least: thresholds.article_end,
        };
        self.ends.find(ends, &question)
    }
}
