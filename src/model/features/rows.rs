//! What the tables look at: the features of each line of a page.

use crate::model::cohesion::lines::LineCohesion;
use crate::model::feature::Feature;
use crate::model::features::row::Row;
use crate::model::features::shape::Shape;
use crate::model::features::surroundings::{self, Surroundings};
use crate::model::rule_signals::RuleSignals;
use crate::page::Page;
use crate::page::words::Words;
use crate::text::number::number;

/// The features of every filled line of a page but for what the lexicon says. O(n) in bytes.
pub(crate) fn rows(
    page: &Page<'_>,
    words: &Words,
    cohesion: &LineCohesion,
    signals: &RuleSignals,
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
        signals.set(rank, |feature, figure| row.set(feature, figure));
        row
    };
    (0..shapes.len()).map(row).collect()
}

pub(crate) fn set_shape(row: &mut Row, shapes: &[Shape], rank: usize) {
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

pub(crate) fn set_cohesion(row: &mut Row, lines: &LineCohesion, rank: usize) {
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
pub(crate) const NO_DIP: f32 = 1.2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cohesion::content::{Background, Content};

    fn rows_of(text: &str) -> Vec<Row> {
        let page = Page::new(text);
        let words = Words::new(&page);
        let content = Content::new(&words, &Background::new([], 3.0));
        let cohesion = LineCohesion::new(&page, &content);
        let signals = RuleSignals::silent(page.filled().len());
        rows(&page, &words, &cohesion, &signals)
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
