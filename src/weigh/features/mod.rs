//! What the tables look at: the features of each line of a page.

pub(crate) mod say;
pub(crate) mod surroundings;

use crate::cohesion::lines::LineCohesion;
use crate::page::Page;
use crate::page::words::Words;
use crate::weigh::features::surroundings::Surroundings;
use crate::weigh::shape::{Shape, number};
use crate::weigh::voices::Voices;

/// Declares the features with the word that names each in evidence files.
macro_rules! features {
    ($($name:ident = $word:literal,)+) => {
        /// A figure about a line.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Feature {
            $($name,)+
        }

        impl Feature {
            /// Every feature, in the order in which they are declared.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)+];
            /// Their names, in the same order.
            pub(crate) const NAMES: &'static [&'static str] = &[$($word,)+];
        }
    };
}

features! {
    Words = "words",
    MeanChars = "mean_chars",
    Start = "start",
    End = "end",
    StopShare = "stop_share",
    CapitalShare = "capital_share",
    CapitalsShare = "capitals_share",
    DigitShare = "digit_share",
    CommaRate = "comma_rate",
    Separators = "separators",
    Links = "links",
    Glued = "glued",
    Quotes = "quotes",
    BlankBefore = "blank_before",
    BlankAfter = "blank_after",
    CopiesBefore = "copies_before",
    CopiesAfter = "copies_after",
    CopyDistance = "copy_distance",
    Alike = "alike",
    AlikeNear = "alike_in_6",
    NumbersNear = "numbers_in_6",
    Place = "place",
    Rank = "rank",
    RankFromEnd = "rank_from_end",
    WordsBefore = "words_before",
    WordsAfter = "words_after",
    WordsInFiveBefore = "words_in_5_before",
    WordsInFiveAfter = "words_in_5_after",
    WordsInTenBefore = "words_in_10_before",
    WordsInTenAfter = "words_in_10_after",
    PreviousWords = "previous_words",
    NextWords = "next_words",
    PreviousEnd = "previous_end",
    NextEnd = "next_end",
    PreviousStopShare = "previous_stop_share",
    NextStopShare = "next_stop_share",
    PreviousCapitalShare = "previous_capital_share",
    NextCapitalShare = "next_capital_share",
    ProseBefore = "lines_since_prose",
    ProseAfter = "lines_to_prose",
    PageWords = "page_words",
    PageLines = "page_lines",
    PageProse = "page_prose",
    PageShort = "page_short",
    InBlock = "in_block",
    BlockLines = "lines_from_block",
    BlockWords = "words_from_block",
    BlockOfPage = "block_of_page",
    BlockShare = "said_in_block",
    TitleShare = "said_in_title",
    SaidBefore = "said_before",
    SaidAfter = "said_after",
    WindowAfter = "window_after",
    WindowBefore = "window_before",
    Suffix = "suffix",
    Prefix = "prefix",
    NearBefore = "near_before",
    NearAfter = "near_after",
    DipDepth = "dip_depth",
    DipLines = "lines_from_dip",
    LexiconBefore3 = "lexicon_3_before",
    LexiconBefore2 = "lexicon_2_before",
    LexiconBefore1 = "lexicon_1_before",
    Lexicon = "lexicon",
    LexiconAfter1 = "lexicon_1_after",
    LexiconAfter2 = "lexicon_2_after",
    LexiconAfter3 = "lexicon_3_after",
    Rule = "rule",
    RuleBefore = "rule_before",
    RuleAfter = "rule_after",
    RulesNearBefore = "rules_in_6_before",
    RulesNearAfter = "rules_in_6_after",
    RulesOnPage = "rules_on_page",
    CommentsAbove = "comments_above",
    CommentsBelow = "comments_below",
    StoriesAbove = "stories_above",
    StoriesBelow = "stories_below",
    ButtonsAbove = "buttons_above",
    ButtonsBelow = "buttons_below",
    AuthorAbove = "author_above",
    AuthorBelow = "author_below",
    SiteAbove = "site_above",
    SiteBelow = "site_below",
}

/// How many features there are.
pub(crate) const COUNT: usize = Feature::ALL.len();

/// The lines whose score in the lexicon a line knows: three before, itself, three after.
const LEXICON_REACH: usize = 3;

/// The features of one line, by [`Feature`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row([f32; COUNT]);

impl Row {
    fn new() -> Self {
        Self([0.0; COUNT])
    }

    /// The figure itself.
    #[cfg(test)]
    pub(crate) fn get(&self, feature: Feature) -> f32 {
        self.0[feature as usize]
    }

    fn set(&mut self, feature: Feature, figure: f32) {
        self.0[feature as usize] = figure;
    }

    /// All figures, in the order of [`Feature::ALL`].
    pub(crate) fn figures(&self) -> &[f32] {
        &self.0
    }

    /// Sets what the lexicon says of the lines around the line of that rank.
    pub(crate) fn set_lexicon(&mut self, scores: &[f32], rank: usize) {
        let first = Feature::LexiconBefore3 as usize;
        for step in 0..=2 * LEXICON_REACH {
            let line = (rank + step).checked_sub(LEXICON_REACH);
            let score = line.and_then(|line| scores.get(line));
            self.0[first + step] = score.copied().unwrap_or_default();
        }
    }
}

/// The features of every filled line of a page but for what the lexicon says. O(n) in bytes.
pub(crate) fn rows(
    page: &Page<'_>,
    words: &Words,
    cohesion: &LineCohesion,
    voices: &Voices,
) -> Vec<Row> {
    let shapes: Vec<Shape> = (0..words.line_count())
        .map(|rank| Shape::new(page.trimmed_text(page.filled()[rank]), words.of_line(rank)))
        .collect();
    let around = Surroundings::new(page, words);
    let row = |rank: usize| {
        let mut row = Row::new();
        set_shape(&mut row, &shapes, rank);
        around.set(&mut row, rank);
        set_cohesion(&mut row, cohesion, rank);
        if let Some(block) = &cohesion.block {
            around.set_block(&mut row, block, rank);
        }
        voices.set(rank, |feature, figure| row.set(feature, figure));
        row
    };
    (0..shapes.len()).map(row).collect()
}

fn set_shape(row: &mut Row, shapes: &[Shape], rank: usize) {
    let own = &shapes[rank];
    row.set(Feature::MeanChars, own.mean_chars);
    row.set(Feature::Start, number(own.start as usize));
    row.set(Feature::End, number(own.end as usize));
    row.set(Feature::StopShare, own.stop_share);
    row.set(Feature::CapitalShare, own.capital_share);
    row.set(Feature::CapitalsShare, own.capitals_share);
    row.set(Feature::DigitShare, own.digit_share);
    row.set(Feature::CommaRate, own.comma_rate);
    row.set(Feature::Separators, own.separators);
    row.set(Feature::Links, own.links);
    row.set(Feature::Glued, own.glued);
    row.set(Feature::Quotes, own.quotes);
    let sides = [
        (
            rank.checked_sub(1),
            [
                Feature::PreviousEnd,
                Feature::PreviousStopShare,
                Feature::PreviousCapitalShare,
            ],
        ),
        (
            Some(rank + 1),
            [
                Feature::NextEnd,
                Feature::NextStopShare,
                Feature::NextCapitalShare,
            ],
        ),
    ];
    for (line, [end, stop, capital]) in sides {
        let Some(shape) = line.and_then(|line| shapes.get(line)) else {
            for feature in [end, stop, capital] {
                row.set(feature, -1.0);
            }
            continue;
        };
        row.set(end, number(shape.end as usize));
        row.set(stop, shape.stop_share);
        row.set(capital, shape.capital_share);
    }
}

fn set_cohesion(row: &mut Row, lines: &LineCohesion, rank: usize) {
    row.set(Feature::BlockShare, lines.block_share[rank]);
    row.set(Feature::TitleShare, lines.title_share[rank]);
    row.set(Feature::SaidBefore, lines.said_before[rank]);
    row.set(Feature::SaidAfter, lines.said_after[rank]);
    row.set(Feature::WindowAfter, lines.window_after[rank]);
    row.set(Feature::WindowBefore, lines.window_before[rank]);
    row.set(Feature::Suffix, lines.suffix[rank]);
    row.set(Feature::Prefix, lines.prefix[rank]);
    row.set(Feature::NearBefore, lines.near_before[rank]);
    row.set(Feature::NearAfter, lines.near_after[rank]);
    let (depth, line) = lines.dip.unwrap_or((NO_DIP, usize::MAX));
    row.set(Feature::DipDepth, depth.min(NO_DIP));
    row.set(Feature::DipLines, surroundings::distance(rank, line));
}

/// The depth of a page without a dip.
const NO_DIP: f32 = 1.2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohesion::content::{Background, Content};

    fn rows_of(text: &str) -> Vec<Row> {
        let page = Page::new(text);
        let words = Words::new(&page);
        let content = Content::new(&words, &Background::new([], 3.0));
        let cohesion = LineCohesion::new(&page, &content);
        let voices = Voices::silent(page.filled().len());
        rows(&page, &words, &cohesion, &voices)
    }

    #[test]
    fn every_feature_has_a_name_of_its_own() {
        let mut names = Feature::NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COUNT);
    }

    #[test]
    fn lines_know_their_neighbours() {
        let rows = rows_of("Home\n\nThe mill stood by the river.\nHome\n");
        let get = |rank: usize, feature| rows[rank].get(feature);
        let close = |got: f32, want: f32| (got - want).abs() < 1e-6;
        assert!(close(get(0, Feature::NextWords), 6.0));
        assert!(close(get(0, Feature::PreviousWords), -1.0));
        assert!(
            close(get(1, Feature::BlankBefore), 1.0) && close(get(1, Feature::BlankAfter), 0.0)
        );
        assert!(
            close(get(2, Feature::CopiesBefore), 1.0) && close(get(0, Feature::CopiesAfter), 1.0)
        );
        assert!(close(get(2, Feature::CopyDistance), 2.0));
        assert!(close(get(2, Feature::RankFromEnd), 0.0) && close(get(2, Feature::Rank), 2.0));
    }

    #[test]
    fn lines_that_differ_in_numbers_are_alike() {
        let rows = rows_of("Reply (12)\nThe mill stood by the river.\nReply (34)\n5 hours ago\n");
        let all = |feature| rows.iter().map(|row| row.get(feature)).collect::<Vec<_>>();
        assert_eq!(all(Feature::Alike), [1.0, 0.0, 1.0, 0.0]);
        assert_eq!(all(Feature::AlikeNear), [2.0; 4]);
        assert_eq!(all(Feature::NumbersNear), [3.0; 4]);
    }

    #[test]
    fn the_lexicon_reaches_three_lines() {
        let mut row = Row::new();
        row.set_lexicon(&[1.0, 2.0, 3.0, 4.0, 5.0], 1);
        let from = Feature::LexiconBefore3 as usize;
        assert_eq!(
            row.figures()[from..from + 7],
            [0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
        );
    }
}
