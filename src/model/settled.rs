//! What is decided of lines before they are weighed.

use crate::model::cohesion::lines::LineCohesion;
use crate::model::rule_signals::{RuleSignal, RuleSignals};
use crate::model::selection::Settled;
use crate::page::Page;
use crate::page::line::goes_on;

/// What is decided of a line before it is weighed; `stays` where that is not for a rule's sake.
pub(crate) fn settled(signal: RuleSignal, stays: bool) -> Option<Settled> {
    match signal {
        RuleSignal::Protected => Some(Settled::Kept),
        RuleSignal::Cut => Some(Settled::Cut),
        _ if stays => Some(Settled::Kept),
        RuleSignal::Silent | RuleSignal::Low | RuleSignal::Medium => None,
    }
}

/// The first line just above the main block that looks like a headline and that no rule cuts, whether or not
/// its words come again.
pub(crate) fn title_above(
    page: &Page<'_>,
    signals: &RuleSignals,
    cohesion: &LineCohesion,
) -> Option<usize> {
    const NEAR_LINES: usize = 3;
    let block = cohesion.block.as_ref()?.start;
    let is_title = |&rank: &usize| {
        page.lines()[page.filled()[rank]].is_title() && signals.of(rank) != RuleSignal::Cut
    };
    (block.saturating_sub(NEAR_LINES)..block).find(is_title)
}

/// For each filled line, whether it is one of the lines into which a sentence was wrapped: a line by
/// itself says nothing there.
pub(crate) fn wrapped(page: &Page<'_>) -> Vec<bool> {
    let filled = page.filled();
    let mut wrapped = vec![false; filled.len()];
    for rank in 1..filled.len() {
        let (above, own) = (filled[rank - 1], filled[rank]);
        let line = &page.lines()[above];
        let is_apart = own != above + 1;
        let begins_small = page.trimmed_text(own).starts_with(char::is_lowercase);
        if goes_on(line.word_count, line.sentence_end, is_apart, begins_small) {
            (wrapped[rank - 1], wrapped[rank]) = (true, true);
        }
    }
    wrapped
}
