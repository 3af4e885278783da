//! What lines look like, and the words around them.

use crate::model::fast::columns::counts::whole;
use crate::model::fast::columns::page_columns::{Columns, Sources};
use crate::model::fast::facts::LineFacts;
use crate::model::fast::rows::Rows;
use crate::model::feature::Feature;

impl Columns {
    pub(super) fn fill_shapes(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let Sources { facts, rows, .. } = from;
        let own: Vec<&LineFacts> = rows
            .facts
            .iter()
            .map(|&at| &facts.lines[at as usize])
            .collect();
        let lines = || own.iter().copied();
        macro_rules! own {
            ($kind:ident: $($feature:ident = $figure:expr),+ $(,)?) => {
                $(if is(F::$feature) { self.$kind(F::$feature, lines().map($figure)); })+
            };
        }
        own!(share:
            MeanChars = |line| line.mean_chars,
            StopShare = |line| line.stop_share,
            CapitalShare = |line| line.capital_share,
            CapitalsShare = |line| line.capitals_share,
            DigitShare = |line| line.digit_share,
            CommaRate = |line| line.comma_rate,
        );
        own!(count:
            Start = |line| line.start as i32,
            End = |line| line.end as i32,
            Separators = |line| i32::from(line.separators),
            Links = |line| i32::from(line.links),
            Glued = |line| i32::from(line.glued),
            Quotes = |line| i32::from(line.quotes),
        );
        let any = usize::from(rows.len() > 0);
        let previous = &own[..own.len() - any];
        let next = &own[any..];
        macro_rules! beside {
            ($kind:ident, $none:expr, $figure:expr, $before:ident, $after:ident) => {
                if is(F::$before) {
                    let none = std::iter::repeat_n($none, any);
                    self.$kind(
                        F::$before,
                        none.chain(previous.iter().copied().map($figure)),
                    );
                }
                if is(F::$after) {
                    let none = std::iter::repeat_n($none, any);
                    self.$kind(F::$after, next.iter().copied().map($figure).chain(none));
                }
            };
        }
        beside!(count, -1, |line| line.end as i32, PreviousEnd, NextEnd);
        beside!(
            share,
            -1.0,
            |line| line.stop_share,
            PreviousStopShare,
            NextStopShare
        );
        beside!(
            share,
            -1.0,
            |line| line.capital_share,
            PreviousCapitalShare,
            NextCapitalShare
        );
        beside!(
            count,
            -1,
            |line| whole(line.words),
            PreviousWords,
            NextWords
        );
    }

    pub(super) fn fill_words_near(&mut self, rows: &Rows, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let (before, past) = (&rows.words_before[..rows.len()], &rows.words_before[1..]);
        let all = rows.all_words();
        for (feature, reach) in [(F::WordsInFiveBefore, 5), (F::WordsInTenBefore, 10)] {
            if is(feature) {
                let column = &mut self.counts[feature as usize];
                column.clear();
                column.extend(before.iter().take(reach).map(|&words| whole(words)));
                let far = before.iter().skip(reach).zip(before);
                column.extend(far.map(|(to, from)| whole(to - from)));
            }
        }
        for (feature, reach) in [(F::WordsInFiveAfter, 5), (F::WordsInTenAfter, 10)] {
            if is(feature) {
                let column = &mut self.counts[feature as usize];
                column.clear();
                let far = past.iter().skip(reach).zip(past);
                column.extend(far.map(|(to, from)| whole(to - from)));
                let last = &past[column.len()..];
                column.extend(last.iter().map(|from| whole(all - from)));
            }
        }
    }
}
