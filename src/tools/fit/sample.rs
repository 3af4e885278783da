//! A labelled page, read for a fit.

use crate::clean::cleaner::Cleaner;
use crate::model::cohesion::content::Background;
use crate::model::features::row::Row;
use crate::model::page_features::PageFeatures;
use crate::model::rule_signals::RuleSignals;
use crate::model::settled::{settled, wrapped};
use crate::page::{Page, PageMeta};
use crate::text::number::number;
use crate::tools::fit::vocabulary::Pieces;
use crate::tools::score::labels::label_lines;

/// A page and the article that a person marked in it.
#[derive(Debug, Clone)]
pub struct LabelledPage {
    /// Which page it is; several extractors' texts of one page share it.
    pub id: String,
    /// Which folder its text is from, by number: figures are means over folders.
    pub folder: usize,
    /// Where it is from: pages of one host stand on one side when they are divided.
    pub host: String,
    /// The headline, where it is known; else the article's first line counts as it.
    pub title: Option<String>,
    /// The article.
    pub gold: String,
    /// The text that is cleaned.
    pub text: String,
}

impl LabelledPage {
    /// The folder of its gold text: what its id has before the last slash.
    pub fn gold_folder(&self) -> &str {
        self.id.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// What is known of it beside its text: its host, by which rules of hosts know it.
    pub fn meta(&self) -> PageMeta {
        PageMeta {
            url: (!self.host.is_empty()).then(|| format!("https://{}/", self.host)),
            ..PageMeta::default()
        }
    }
}

/// What is learned of a page: features and labels of its filled lines.
#[derive(Debug)]
pub(crate) struct FitSample {
    pub(crate) rows: Vec<Row>,
    /// Whether a line is noise, where gold says so.
    pub(crate) is_noise: Vec<Option<bool>>,
    /// Whether rules have the last word about a line.
    pub(crate) is_settled: Vec<bool>,
    /// How much each line counts: the share of its words in the page and the article together, so that
    /// long pages do not drown short ones.
    pub(crate) weights: Vec<f32>,
    /// What the lexicon may know of each line.
    pub(crate) pieces: Pieces,
}

impl FitSample {
    pub(crate) fn new(page: &LabelledPage, cleaner: &Cleaner, background: &Background) -> Self {
        let signals = cleaner.rule_signals(&Page::new(&page.text));
        Self::of(&page.gold, &Page::new(&page.text), &signals, background)
    }

    /// The same of a page of which rules say that.
    pub(crate) fn of(
        gold: &str,
        page: &Page<'_>,
        signals: &RuleSignals,
        background: &Background,
    ) -> Self {
        let labels = label_lines(gold, page.text());
        let gold_words = Page::new(gold).word_count();
        let PageFeatures { words, rows, .. } = PageFeatures::new(page, signals, background);
        let all = number(page.word_count() + gold_words + 1);
        let mut sample = Self {
            rows,
            is_noise: Vec::new(),
            is_settled: Vec::new(),
            weights: Vec::new(),
            pieces: Pieces::new(&words),
        };
        let wrapped = wrapped(page);
        for (rank, &line) in page.filled().iter().enumerate() {
            let keep = labels.get(line).and_then(|label| label.keep);
            sample.is_noise.push(keep.map(|keep| !keep));
            let settled = settled(signals.of(rank), wrapped[rank]);
            sample.is_settled.push(settled.is_some());
            let own = number(page.lines()[line].word_count + 1);
            sample.weights.push(own / all);
        }
        sample
    }

    /// Lines.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}
