//! Where lines stand.

use crate::model::fast::columns::counts::{FAR, index, lines_from, whole};
use crate::model::fast::columns::page_columns::{Columns, Sources};
use crate::model::feature::Feature;
use crate::text::number::{small, small_number};

/// Words under which a line counts as short.
const SHORT_WORDS: u32 = 8;

impl Columns {
    pub(super) fn fill_places(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let rows = from.rows;
        let len = rows.len();
        let all = rows.all_words();
        let before = &rows.words_before[..len];
        if is(F::Words) {
            self.count(F::Words, (0..len).map(|rank| whole(rows.words(rank))));
        }
        if is(F::Place) {
            let whole = small_number(all.max(1));
            self.share(
                F::Place,
                before.iter().map(|&words| small_number(words) / whole),
            );
        }
        if is(F::WordsBefore) {
            self.count(F::WordsBefore, before.iter().map(|&words| whole(words)));
        }
        if is(F::WordsAfter) {
            let after = &rows.words_before[1..];
            self.count(F::WordsAfter, after.iter().map(|&words| whole(all - words)));
        }
        if is(F::Rank) {
            self.count(F::Rank, (0..len).map(|rank| index(rank.min(FAR))));
        }
        if is(F::RankFromEnd) {
            self.count(
                F::RankFromEnd,
                (0..len).map(|rank| index((len - 1 - rank).min(FAR))),
            );
        }
        if is(F::PageWords) {
            self.count(F::PageWords, std::iter::repeat_n(whole(all), len));
        }
        if is(F::PageLines) {
            self.count(F::PageLines, std::iter::repeat_n(index(len), len));
        }
        if is(F::BlankBefore) {
            let before = (0..len).map(|rank| i32::from(rows.has_blank_before(rank)));
            self.count(F::BlankBefore, before);
        }
        if is(F::BlankAfter) {
            let after = (1..=len).map(|rank| i32::from(rows.has_blank_before(rank)));
            self.count(F::BlankAfter, after);
        }
    }

    pub(super) fn fill_prose(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let rows = from.rows;
        let len = rows.len();
        let far = index(FAR);
        if is(F::ProseBefore) {
            let mut ago = far;
            let step = rows.is_prose.iter().map(|&is_prose| {
                let own = ago;
                ago = if is_prose { 0 } else { (ago + 1).min(far) };
                own
            });
            let column = &mut self.counts[F::ProseBefore as usize];
            column.clear();
            column.extend(step);
        }
        if is(F::ProseAfter) {
            let column = &mut self.counts[F::ProseAfter as usize];
            column.clear();
            column.resize(len, far);
            let mut ahead = far;
            for (own, &is_prose) in column.iter_mut().zip(&rows.is_prose).rev() {
                *own = ahead;
                ahead = if is_prose { 0 } else { (ahead + 1).min(far) };
            }
        }
        if is(F::PageProse) {
            let prose = (0..len).filter(|&rank| rows.is_prose[rank]);
            let words: u32 = prose.map(|rank| rows.words(rank)).sum();
            let share = small_number(words) / small_number(rows.all_words().max(1));
            self.share(F::PageProse, std::iter::repeat_n(share, len));
        }
        if is(F::PageShort) {
            let short = (0..len)
                .filter(|&rank| rows.words(rank) < SHORT_WORDS)
                .count();
            let share = small_number(small(short)) / small_number(small(len.max(1)));
            self.share(F::PageShort, std::iter::repeat_n(share, len));
        }
    }

    pub(super) fn fill_block(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let rows = from.rows;
        let len = rows.len();
        let block = from.cohesion.block.clone();
        let words = |from: usize, to: usize| whole(rows.words_before[to] - rows.words_before[from]);
        if is(F::BlockLines) {
            let far = |rank| block.as_ref().map_or(0, |block| lines_from(block, rank));
            self.count(F::BlockLines, (0..len).map(far));
        }
        if is(F::BlockWords) {
            let far = |rank: usize| match &block {
                Some(block) if rank < block.start => -words(rank + 1, block.start),
                Some(block) if rank >= block.end => words(block.end, rank + 1),
                _ => 0,
            };
            self.count(F::BlockWords, (0..len).map(far));
        }
        if is(F::InBlock) {
            let inside = |rank| block.as_ref().is_some_and(|block| block.contains(&rank));
            self.count(F::InBlock, (0..len).map(|rank| i32::from(inside(rank))));
        }
        if is(F::BlockOfPage) {
            let share = block.as_ref().map_or(0.0, |block| {
                let own = rows.words_before[block.end] - rows.words_before[block.start];
                small_number(own) / small_number(rows.all_words().max(1))
            });
            self.share(F::BlockOfPage, std::iter::repeat_n(share, len));
        }
    }
}
