//! What rules say of lines and around them.

use crate::model::fast::columns::page_columns::{Columns, Sources};
use crate::model::feature::Feature;
use crate::model::rule_signals::{Cue, RuleSignal};
use crate::text::number::{small, small_number};
use std::ops::Range;

/// Lines on each side that are near.
const NEAR: usize = 6;
/// How many lines on each side a line hears rules of.
const NEXT: usize = 2;
/// Distances to cues that are told apart, in lines.
const CUE_REACH: i32 = 60;

impl Columns {
    pub(super) fn fill_signals(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let lines = &from.signals.of_line;
        let len = lines.len();
        if is(F::Rule) {
            self.count(
                F::Rule,
                lines.iter().map(|signal| i32::from(signal.figure())),
            );
        }
        let strongest = |range: Range<usize>| {
            lines[range]
                .iter()
                .max()
                .map_or(0, |one| i32::from(one.figure()))
        };
        if is(F::RuleBefore) {
            let before = |rank: usize| strongest(rank.saturating_sub(NEXT)..rank);
            self.count(F::RuleBefore, (0..len).map(before));
        }
        if is(F::RuleAfter) {
            let after = |rank: usize| strongest(rank + 1..(rank + 1 + NEXT).min(len));
            self.count(F::RuleAfter, (0..len).map(after));
        }
        let mut cut_before = std::mem::take(&mut self.before);
        cut_before.clear();
        cut_before.push(0);
        let mut count = 0;
        cut_before.extend(lines.iter().map(|&signal| {
            count += u32::from(signal == RuleSignal::Cut);
            count
        }));
        let cut = |range: Range<usize>| {
            let own = cut_before[range.end] - cut_before[range.start];
            small_number(own) / small_number(small(range.len().max(1)))
        };
        if is(F::RulesNearBefore) {
            let before = |rank: usize| cut(rank.saturating_sub(NEAR)..rank);
            self.share(F::RulesNearBefore, (0..len).map(before));
        }
        if is(F::RulesNearAfter) {
            let after = |rank: usize| cut(rank + 1..(rank + 1 + NEAR).min(len).max(rank + 1));
            self.share(F::RulesNearAfter, (0..len).map(after));
        }
        self.before = cut_before;
        if is(F::RulesOnPage) {
            let rows = from.rows;
            let own = (0..len).filter(|&rank| lines[rank] == RuleSignal::Cut);
            let words: u32 = own.map(|rank| rows.words(rank)).sum();
            let share = small_number(words) / small_number(rows.all_words().max(1));
            self.share(F::RulesOnPage, std::iter::repeat_n(share, len));
        }
    }

    pub(super) fn fill_cues(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let len = from.rows.len();
        let sides = [
            (Cue::Comments, F::CommentsAbove, F::CommentsBelow),
            (Cue::Stories, F::StoriesAbove, F::StoriesBelow),
            (Cue::Buttons, F::ButtonsAbove, F::ButtonsBelow),
            (Cue::Author, F::AuthorAbove, F::AuthorBelow),
            (Cue::Site, F::SiteAbove, F::SiteBelow),
        ];
        for (cue, above, below) in sides {
            let mut own = std::mem::take(&mut self.cue);
            own.clear();
            own.resize(len, CUE_REACH);
            for (rank, _) in from.signals.cues.iter().filter(|(_, given)| *given == cue) {
                own[*rank as usize] = 0;
            }
            let step = |ago: &mut i32, own: i32| {
                *ago = own.min(*ago + 1);
                *ago
            };
            if is(above) {
                let mut ago = CUE_REACH;
                self.count(above, own.iter().map(|&own| step(&mut ago, own)));
            }
            if is(below) {
                let column = &mut self.counts[below as usize];
                column.clear();
                column.extend_from_slice(&own);
                let mut ahead = CUE_REACH;
                for own in column.iter_mut().rev() {
                    *own = step(&mut ahead, *own);
                }
            }
            self.cue = own;
        }
    }
}
