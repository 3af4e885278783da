//! The features of lines, as columns: a figure a line for each feature that tables look at.
//!
//! Counts stay whole numbers, also those of which the figure is a logarithm, so that bins are found by
//! comparing whole numbers; the figure itself is computed for reasons alone.

use crate::model::fast::cohesion::Cohesion;
use crate::model::fast::facts::PageFacts;
use crate::model::fast::rows::Rows;
use crate::model::fast::signals::LineSignals;
use crate::model::feature::Feature;
use crate::model::rule_signals::{Cue, RuleSignal};
use crate::text::keys::KeyTable;
use crate::text::number::{small, small_number};
use std::ops::Range;

/// Distances in lines that are told apart.
const FAR: usize = 40;
/// Words under which a line counts as short.
const SHORT_WORDS: u32 = 8;
/// Lines on each side that are near.
const NEAR: usize = 6;
/// How many lines on each side a line hears rules of.
const NEXT: usize = 2;
/// Distances to cues that are told apart, in lines.
const CUE_REACH: i32 = 60;
/// The depth of a page without a dip.
const NO_DIP: f32 = 1.2;

/// What a feature's column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// A count or code, which is the figure.
    Count,
    /// A count of which the figure is the logarithm, with its sign.
    Log,
    /// A share or score.
    Share,
}

/// The scale of each feature.
pub(crate) fn scale_of(feature: Feature) -> Scale {
    use Feature as F;
    match feature {
        F::WordsBefore
        | F::WordsAfter
        | F::WordsInFiveBefore
        | F::WordsInFiveAfter
        | F::WordsInTenBefore
        | F::WordsInTenAfter
        | F::PageWords
        | F::PageLines
        | F::BlockWords => Scale::Log,
        F::MeanChars
        | F::StopShare
        | F::CapitalShare
        | F::CapitalsShare
        | F::DigitShare
        | F::CommaRate
        | F::Place
        | F::PreviousStopShare
        | F::NextStopShare
        | F::PreviousCapitalShare
        | F::NextCapitalShare
        | F::PageProse
        | F::PageShort
        | F::BlockOfPage
        | F::BlockShare
        | F::TitleShare
        | F::SaidBefore
        | F::SaidAfter
        | F::WindowAfter
        | F::WindowBefore
        | F::Suffix
        | F::Prefix
        | F::NearBefore
        | F::NearAfter
        | F::DipDepth
        | F::LexiconBefore3
        | F::LexiconBefore2
        | F::LexiconBefore1
        | F::Lexicon
        | F::LexiconAfter1
        | F::LexiconAfter2
        | F::LexiconAfter3
        | F::RulesNearBefore
        | F::RulesNearAfter
        | F::RulesOnPage => Scale::Share,
        _ => Scale::Count,
    }
}

/// The figure of a count.
pub(crate) fn figure_of(scale: Scale, count: i32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "figures are put into bins")]
    let plain = count as f32;
    match scale {
        Scale::Count | Scale::Share => plain,
        Scale::Log if count < 0 => -(-plain).ln_1p(),
        Scale::Log => plain.ln_1p(),
    }
}

/// The columns of a page's lines.
#[derive(Debug)]
pub(crate) struct Columns {
    /// By feature, those that are [`Scale::Count`] or [`Scale::Log`].
    pub(crate) counts: Vec<Vec<i32>>,
    /// By feature, those that are [`Scale::Share`].
    pub(crate) shares: Vec<Vec<f32>>,
    copies: Copies,
    before: Vec<u32>,
    cue: Vec<i32>,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            counts: vec![Vec::new(); Feature::ALL.len()],
            shares: vec![Vec::new(); Feature::ALL.len()],
            copies: Copies::default(),
            before: Vec::new(),
            cue: Vec::new(),
        }
    }
}

/// What a page's columns are made of.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'p> {
    pub(crate) facts: &'p PageFacts,
    pub(crate) rows: &'p Rows,
    pub(crate) cohesion: &'p Cohesion,
    pub(crate) signals: &'p LineSignals,
}

impl Columns {
    /// Fills the columns of the features that `wanted` names. O(n) in lines.
    pub(crate) fn fill(&mut self, from: Sources<'_>, wanted: &[bool]) {
        let is = |feature: Feature| wanted[feature as usize];
        self.fill_shapes(from, is);
        self.fill_places(from, is);
        self.fill_words_near(from.rows, is);
        self.fill_repeats(from, is);
        self.fill_prose(from, is);
        self.fill_block(from, is);
        self.fill_cohesion(from, is);
        self.fill_lexicon(from, is);
        self.fill_signals(from, is);
        self.fill_cues(from, is);
    }

    /// The figure of a feature of the line of that rank.
    pub(crate) fn figure(&self, feature: usize, rank: usize) -> f32 {
        match scale_of(Feature::ALL[feature]) {
            Scale::Share => self.shares[feature].get(rank).copied().unwrap_or_default(),
            scale => self.counts[feature]
                .get(rank)
                .map_or(0.0, |&count| figure_of(scale, count)),
        }
    }

    fn count(&mut self, feature: Feature, figures: impl Iterator<Item = i32>) {
        let column = &mut self.counts[feature as usize];
        column.clear();
        column.extend(figures);
    }

    fn share(&mut self, feature: Feature, figures: impl Iterator<Item = f32>) {
        let column = &mut self.shares[feature as usize];
        column.clear();
        column.extend(figures);
    }

    fn fill_shapes(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let Sources { facts, rows, .. } = from;
        let lines = || rows.facts.iter().map(|&at| &facts.lines[at as usize]);
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
        let previous = || {
            rows.facts
                .iter()
                .take(rows.len().saturating_sub(1))
                .map(|&at| &facts.lines[at as usize])
        };
        let next = || {
            rows.facts
                .iter()
                .skip(1)
                .map(|&at| &facts.lines[at as usize])
        };
        let any = usize::from(rows.len() > 0);
        macro_rules! beside {
            ($kind:ident, $none:expr, $figure:expr, $before:ident, $after:ident) => {
                if is(F::$before) {
                    let none = std::iter::repeat_n($none, any);
                    self.$kind(F::$before, none.chain(previous().map($figure)));
                }
                if is(F::$after) {
                    let none = std::iter::repeat_n($none, any);
                    self.$kind(F::$after, next().map($figure).chain(none));
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

    fn fill_places(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
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
            let apart = rows.is_apart.iter().enumerate();
            self.count(
                F::BlankBefore,
                apart.map(|(rank, &apart)| i32::from(apart || rank == 0)),
            );
        }
        if is(F::BlankAfter) {
            let next = rows
                .is_apart
                .iter()
                .skip(1)
                .copied()
                .chain([true])
                .take(len);
            self.count(F::BlankAfter, next.map(i32::from));
        }
    }

    fn fill_words_near(&mut self, rows: &Rows, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let len = rows.len();
        let words = |from: usize, to: usize| {
            whole(rows.words_before[to.min(len)] - rows.words_before[from.min(len)])
        };
        for (feature, reach) in [(F::WordsInFiveBefore, 5), (F::WordsInTenBefore, 10)] {
            if is(feature) {
                self.count(
                    feature,
                    (0..len).map(|rank| words(rank.saturating_sub(reach), rank)),
                );
            }
        }
        for (feature, reach) in [(F::WordsInFiveAfter, 5), (F::WordsInTenAfter, 10)] {
            if is(feature) {
                self.count(
                    feature,
                    (0..len).map(|rank| words(rank + 1, rank + 1 + reach)),
                );
            }
        }
    }

    fn fill_repeats(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let Sources { facts, rows, .. } = from;
        self.copies.read(facts, rows);
        let copies = std::mem::take(&mut self.copies);
        if is(F::CopiesBefore) {
            self.count(
                F::CopiesBefore,
                copies.before.iter().map(|&count| whole(count.min(4))),
            );
        }
        if is(F::CopiesAfter) {
            self.count(
                F::CopiesAfter,
                copies.after.iter().map(|&count| whole(count.min(4))),
            );
        }
        if is(F::CopyDistance) {
            let far = copies
                .distance
                .iter()
                .map(|&lines| index((lines as usize).min(FAR)));
            self.count(F::CopyDistance, far);
        }
        if is(F::Alike) {
            self.count(
                F::Alike,
                copies.alike.iter().map(|&count| whole(count.min(8))),
            );
        }
        if is(F::AlikeNear) {
            self.fill_near(F::AlikeNear, copies.alike.iter().map(|&count| count > 0));
        }
        if is(F::NumbersNear) {
            let lines = rows.facts.iter().map(|&at| &facts.lines[at as usize]);
            self.fill_near(F::NumbersNear, lines.map(|line| line.has_number));
        }
        self.copies = copies;
    }

    /// For each line, for how many of those near it something holds.
    fn fill_near(&mut self, feature: Feature, holds: impl Iterator<Item = bool>) {
        let mut before = std::mem::take(&mut self.before);
        before.clear();
        before.push(0);
        let mut count = 0;
        before.extend(holds.map(|holds| {
            count += u32::from(holds);
            count
        }));
        let len = before.len() - 1;
        let near =
            |rank: usize| before[(rank + 1 + NEAR).min(len)] - before[rank.saturating_sub(NEAR)];
        self.count(feature, (0..len).map(|rank| whole(near(rank))));
        self.before = before;
    }

    fn fill_prose(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
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

    fn fill_block(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
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

    fn fill_cohesion(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let cohesion = from.cohesion;
        let len = from.rows.len();
        for (feature, figures) in [
            (F::BlockShare, &cohesion.block_share),
            (F::TitleShare, &cohesion.title_share),
            (F::SaidBefore, &cohesion.said_before),
            (F::SaidAfter, &cohesion.said_after),
            (F::WindowAfter, &cohesion.window_after),
            (F::WindowBefore, &cohesion.window_before),
            (F::Suffix, &cohesion.suffix),
            (F::Prefix, &cohesion.prefix),
            (F::NearBefore, &cohesion.near_before),
            (F::NearAfter, &cohesion.near_after),
        ] {
            if is(feature) {
                self.share(feature, figures.iter().copied());
            }
        }
        let (depth, line) = cohesion.dip.unwrap_or((NO_DIP, usize::MAX));
        if is(F::DipDepth) {
            self.share(F::DipDepth, std::iter::repeat_n(depth.min(NO_DIP), len));
        }
        if is(F::DipLines) {
            self.count(F::DipLines, (0..len).map(|rank| distance(rank, line)));
        }
    }

    fn fill_lexicon(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let Sources { facts, rows, .. } = from;
        let scores = || {
            rows.facts
                .iter()
                .map(|&at| facts.lines[at as usize].lexicon)
        };
        let len = rows.len();
        for (back, feature) in [
            (1, F::LexiconBefore1),
            (2, F::LexiconBefore2),
            (3, F::LexiconBefore3),
        ] {
            if is(feature) {
                let none = std::iter::repeat_n(0.0, back);
                self.share(feature, none.chain(scores()).take(len));
            }
        }
        if is(F::Lexicon) {
            self.share(F::Lexicon, scores());
        }
        for (ahead, feature) in [
            (1, F::LexiconAfter1),
            (2, F::LexiconAfter2),
            (3, F::LexiconAfter3),
        ] {
            if is(feature) {
                let none = std::iter::repeat_n(0.0, ahead);
                self.share(feature, scores().skip(ahead).chain(none).take(len));
            }
        }
    }

    fn fill_signals(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
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

    fn fill_cues(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
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

/// How many lines `rank` stands after `line`, at most [`FAR`] either way.
fn distance(rank: usize, line: usize) -> i32 {
    if rank >= line {
        index((rank - line).min(FAR))
    } else {
        -index((line - rank).min(FAR))
    }
}

fn lines_from(block: &Range<usize>, rank: usize) -> i32 {
    if rank < block.start {
        distance(rank, block.start)
    } else if rank >= block.end {
        distance(rank + 1, block.end)
    } else {
        0
    }
}

fn whole(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn index(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Which lines are the same as others, and which but for their digits.
#[derive(Debug, Default)]
pub(crate) struct Copies {
    /// For each line, how many copies stand before it, how many after, and how far off the last is.
    before: Vec<u32>,
    after: Vec<u32>,
    distance: Vec<u32>,
    /// For each line, how many others are of the same words but for digits.
    pub(crate) alike: Vec<u32>,
    /// For each line the number of its text among the different ones.
    group: Vec<u32>,
    counts: Vec<(u32, u32)>,
    numbers: KeyTable<u32>,
}

impl Copies {
    pub(crate) fn read(&mut self, facts: &PageFacts, rows: &Rows) {
        self.group_by(rows, |at| facts.lines[at].alike);
        self.alike.clear();
        self.alike.extend(
            self.group
                .iter()
                .map(|&group| self.counts[group as usize].0 - 1),
        );
        self.numbers.clear();
        self.before.clear();
        self.distance.clear();
        self.after.clear();
        self.group.clear();
        self.counts.clear();
        for (rank, &at) in (0..).zip(&rows.facts) {
            let group = number_of(
                &mut self.numbers,
                &mut self.counts,
                facts.lines[at as usize].hash,
            );
            let (count, last) = &mut self.counts[group as usize];
            self.before.push(*count);
            self.distance
                .push(if *count == 0 { 0 } else { rank - *last });
            (*count, *last) = (*count + 1, rank);
            self.group.push(group);
        }
        for (group, before) in self.group.iter().zip(&self.before) {
            self.after.push(self.counts[*group as usize].0 - 1 - before);
        }
    }

    fn group_by(&mut self, rows: &Rows, key: impl Fn(usize) -> u64) {
        self.numbers.clear();
        self.group.clear();
        self.counts.clear();
        for &at in &rows.facts {
            let group = number_of(&mut self.numbers, &mut self.counts, key(at as usize));
            self.counts[group as usize].0 += 1;
            self.group.push(group);
        }
    }
}

/// The number of a key among the different ones.
fn number_of(numbers: &mut KeyTable<u32>, counts: &mut Vec<(u32, u32)>, key: u64) -> u32 {
    let entry = numbers.entry(key);
    if *entry == 0 {
        counts.push((0, 0));
        *entry = small(counts.len());
    }
    *entry - 1
}
