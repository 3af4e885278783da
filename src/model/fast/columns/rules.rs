//! What rules say of lines and around them.

use crate::model::fast::columns::page_columns::{Columns, Sources};
use crate::model::feature::Feature;
use crate::model::rule_signals::{Cue, RuleSignal};
use crate::text::number::{small, small_number};
use std::ops::Range;

/// Lines on each side that are near.
const NEAR: usize = 6;
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
        // Of two signals the stronger one has the greater figure.
        let figure = |signal: &RuleSignal| i32::from(signal.figure());
        let stronger = |pair: &[RuleSignal]| figure(&pair[0].max(pair[1]));
        let (any, most) = (usize::from(len > 0), len.saturating_sub(1));
        if is(F::RuleBefore) {
            let first = std::iter::repeat_n(0, any);
            let second = lines[..most].iter().take(1).map(figure);
            let others = lines[..most].windows(2).map(stronger);
            self.count(F::RuleBefore, first.chain(second).chain(others));
        }
        if is(F::RuleAfter) {
            let others = lines[any..].windows(2).map(stronger);
            let second = lines[any..].iter().rev().take(1).map(figure);
            let last = std::iter::repeat_n(0, any);
            self.count(F::RuleAfter, others.chain(second).chain(last));
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
            if !from.signals.cues.iter().any(|(_, given)| *given == cue) {
                for side in [above, below].into_iter().filter(|&side| is(side)) {
                    self.count(side, std::iter::repeat_n(CUE_REACH, len));
                }
                continue;
            }
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
