//! Weighing: how likely each line of a page is noise, and which lines its expected F1 is best
//! without.
//!
//! A line's log-odds are a sum of small tables over its features ([`Feature`]); the tables, the
//! lexicon and the thresholds are data, fitted on labelled pages (`fit`), and every cut can say
//! which features spoke for it.

pub(crate) mod choose;
pub(crate) mod evidence;
pub(crate) mod features;
pub(crate) mod lexicon;
pub(crate) mod reasons;
pub(crate) mod shape;
pub(crate) mod smooth;
pub(crate) mod story;
pub(crate) mod tables;
pub(crate) mod voices;
pub(crate) mod wire;

use crate::weigh::choose::{Settled, Weighed, choose};
use crate::weigh::evidence::Evidence;
use crate::weigh::features::{Row, rows};
use crate::weigh::smooth::smooth;
use crate::weigh::story::Places;
use crate::weigh::story::StoryEnd;
use crate::weigh::voices::{Voice, Voices};

use crate::cohesion::content::{Background, Content};
use crate::cohesion::lines::LineCohesion;
use crate::page::Page;
use crate::page::words::Words;
use crate::rules::mode::Mode;

/// Filled lines of a page that is weighed, at most: no article has more, and a page that is made of
/// lines must not cost more than its share.
const MOST_LINES: usize = 50_000;

/// How much evidence a cut needs. Log-odds are natural.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Caution {
    /// What is added to the log-odds of each line to stay before the best lines are chosen.
    pub(crate) shift: f32,
    /// The mean log-odds that a run of lines inside the article needs to go.
    pub(crate) guard: f32,
    /// The log-odds that a line needs on its own, whatever its neighbours are.
    pub(crate) own: f32,
    /// The log-odds that the end of the page's own story needs.
    pub(crate) story: f32,
}

/// A page that was read for weighing.
pub(crate) struct Reading {
    pub(crate) words: Words,
    pub(crate) content: Content,
    pub(crate) cohesion: LineCohesion,
    /// The features of each filled line, but for the lexicon's.
    pub(crate) rows: Vec<Row>,
}

impl Reading {
    /// Reads a page once. O(n) in bytes.
    pub(crate) fn new(page: &Page<'_>, voices: &Voices, background: &Background) -> Self {
        let words = Words::new(page);
        let content = Content::new(&words, background);
        let cohesion = LineCohesion::new(page, &content);
        let rows = rows(page, &words, &cohesion, voices);
        Self {
            words,
            content,
            cohesion,
            rows,
        }
    }
}

/// A page's lines, weighed, and what should go.
#[derive(Debug)]
pub(crate) struct Weighing {
    /// By rank of the filled lines.
    pub(crate) lines: Vec<Weighed>,
    rows: Vec<Row>,
    /// Whether each line goes.
    pub(crate) goes: Vec<bool>,
    /// Where other stories begin; all that follows goes.
    pub(crate) story: Option<StoryEnd>,
}

impl Evidence {
    /// Whether lines of a page may be judged by what was learned: in another language only in thorough mode,
    /// and never where it is filler or of more than [`MOST_LINES`] lines.
    pub(crate) fn judges(&self, page: &Page<'_>, mode: Mode) -> bool {
        page.filled().len() <= MOST_LINES
            && !page.is_filler()
            && (mode == Mode::Thorough || !page.is_foreign_to(&self.language))
    }

    /// Weighs the lines of a page that rules speak of in `voices`. O(n log n) in lines, O(n) in bytes.
    pub(crate) fn weigh(&self, page: &Page<'_>, voices: &Voices, mode: Mode) -> Weighing {
        let Reading {
            words,
            content,
            cohesion,
            mut rows,
        } = Reading::new(page, voices, &self.background);
        let caution = self.caution(mode);
        self.look_up(&words, &mut rows);
        let lines = self.lines(page, voices, &rows, &cohesion);
        let goes = choose(&lines, caution);
        let places = Places::new(&lines, &goes);
        let read = (page, &words, &content, &cohesion);
        let story = self.story_end(read, voices, &places, caution.story);
        Weighing {
            lines,
            rows,
            goes,
            story,
        }
    }

    /// The log-odds of each filled line of a page.
    pub(crate) fn log_odds(&self, page: &Page<'_>, voices: &Voices) -> Vec<Weighed> {
        let Reading {
            words,
            cohesion,
            mut rows,
            ..
        } = Reading::new(page, voices, &self.background);
        self.look_up(&words, &mut rows);
        self.lines(page, voices, &rows, &cohesion)
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
        voices: &Voices,
        rows: &[Row],
        cohesion: &LineCohesion,
    ) -> Vec<Weighed> {
        let headlines = [cohesion.headline, title_above(page, voices, cohesion)];
        let mut bins = Vec::new();
        let own: Vec<f32> = rows
            .iter()
            .map(|row| self.line.score(row.figures(), &mut bins))
            .collect();
        let smoothed = smooth(&own, self.coupling);
        let words = |rank: usize| page.lines()[page.filled()[rank]].word_count;
        let wrapped = wrapped(page);
        let line = |rank: usize| Weighed {
            words: words(rank),
            own: own[rank],
            smoothed: smoothed[rank],
            settled: settled(
                voices.of(rank),
                wrapped[rank] || headlines.contains(&Some(rank)),
            ),
        };
        (0..rows.len()).map(line).collect()
    }
}

/// What is decided of a line before it is weighed; `stays` where that is not for a rule's sake.
pub(crate) fn settled(voice: Voice, stays: bool) -> Option<Settled> {
    match voice {
        Voice::Protected => Some(Settled::Kept),
        Voice::Cut => Some(Settled::Cut),
        _ if stays => Some(Settled::Kept),
        Voice::Silent | Voice::Low | Voice::Medium => None,
    }
}

/// The first line just above the main block that looks like a headline and that no rule cuts, whether or not
/// its words come again.
fn title_above(page: &Page<'_>, voices: &Voices, cohesion: &LineCohesion) -> Option<usize> {
    const NEAR_LINES: usize = 3;
    let block = *cohesion.block.as_ref()?.start();
    let is_title = |&rank: &usize| {
        page.lines()[page.filled()[rank]].is_title() && voices.of(rank) != Voice::Cut
    };
    (block.saturating_sub(NEAR_LINES)..block).find(is_title)
}

/// For each filled line, whether it is one of the lines into which a sentence was wrapped: a line by
/// itself says nothing there.
pub(crate) fn wrapped(page: &Page<'_>) -> Vec<bool> {
    const LEAST_WORDS: usize = 6;
    let filled = page.filled();
    let mut wrapped = vec![false; filled.len()];
    for rank in 1..filled.len() {
        let (above, own) = (filled[rank - 1], filled[rank]);
        let goes_on = own == above + 1
            && page.lines()[above].word_count >= LEAST_WORDS
            && !page.lines()[above].ends_sentence()
            && page.trimmed_text(own).starts_with(char::is_lowercase);
        if goes_on {
            (wrapped[rank - 1], wrapped[rank]) = (true, true);
        }
    }
    wrapped
}
