//! What a choice of thresholds does to a page: weighed once, for many choices; and cleaned to the end, for
//! one.

use crate::clean::cleaner::Cleaner;
use crate::model::fitted::Evidence;
use crate::model::selection::{Settled, Weighed, choose};
use crate::model::thresholds::Caution;
use crate::page::Page;
use crate::rules::mode::Mode;
use crate::tools::fit::sample::LabelledPage;
use crate::tools::fit::worth::Outcome;
use crate::tools::score::masks::LineMasks;
use crate::tools::score::page_score::{Oracle, score_page};

/// A page's outcome for each choice, by mode: what ends of stories cut differs.
pub(crate) type ByMode = [Vec<Outcome>; 3];

/// For each mode and choice what its first weighing takes; `past` says by mode from which rank on another story
/// follows. A page is read once for all choices.
pub(crate) fn weigh_once(
    labelled: &LabelledPage,
    cleaner: &Cleaner,
    evidence: &Evidence,
    past: [usize; 3],
    choices: &[Caution],
) -> ByMode {
    let page = Page::new(&labelled.text);
    let voices = cleaner.voices(&page);
    let lines = evidence.log_odds(&page, &voices);
    let masks = LineMasks::new(&labelled.gold, &labelled.text);
    let before = masks.score(|_| true).shingles;
    let mut known: Vec<(Vec<bool>, Outcome)> = Vec::new();
    let mut outcome = |chosen: &[bool], past: usize| {
        let mut goes = chosen.to_vec();
        for (goes, line) in goes.iter_mut().zip(&lines).skip(past) {
            *goes |= line.settled != Some(Settled::Kept);
        }
        if let Some((_, outcome)) = known.iter().find(|(mask, _)| *mask == goes) {
            return *outcome;
        }
        let after = masks.score(|line| is_kept(&page, &lines, &goes, line));
        let outcome = Outcome::new(before, after.shingles, after.lost);
        known.push((goes, outcome));
        outcome
    };
    let mut outcomes = ByMode::default();
    for caution in choices {
        let chosen = choose(&lines, caution);
        for (outcomes, past) in outcomes.iter_mut().zip(past) {
            outcomes.push(outcome(&chosen, past));
        }
    }
    outcomes
}

fn is_kept(page: &Page<'_>, lines: &[Weighed], goes: &[bool], line: usize) -> bool {
    let line = &page.lines()[line];
    line.is_blank() || !(goes[line.rank] || lines[line.rank].is_cut())
}

/// What a page's whole cleaning takes: a page is weighed again after its cuts, until nothing changes, so that
/// more goes than its first weighing takes.
pub(crate) fn clean(
    labelled: &LabelledPage,
    cleaner: &Cleaner,
    evidence: &Evidence,
    mode: Mode,
) -> Outcome {
    let after = cleaner.clean_by(&Page::new(&labelled.text), evidence, mode);
    let score = score_page(
        &labelled.gold,
        &labelled.text,
        Some(&after.text),
        Oracle::Skip,
    );
    let lost = score.lost_percent().unwrap_or_default() / 100.0;
    let shingles = score.shingles;
    Outcome::new(
        shingles.before,
        shingles.after.unwrap_or(shingles.before),
        lost,
    )
}
