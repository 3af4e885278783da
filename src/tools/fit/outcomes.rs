//! What a choice of thresholds does to a page: weighed once, for many choices; and cleaned to the end, for
//! one.

use crate::clean::cleaner::Cleaner;
use crate::model::fitted::Model;
use crate::model::selection::{Chooser, Settled, WeighedLine};
use crate::model::thresholds::Thresholds;
use crate::page::Page;
use crate::rules::mode::Mode;
use crate::tools::fit::mode_price::ChoiceOutcome;
use crate::tools::fit::sample::LabelledPage;
use crate::tools::score::masks::LineMasks;
use crate::tools::score::page_score::{Oracle, score_page};

/// A page's outcome for each choice, by mode: what ends of stories cut differs.
pub(crate) type ByMode = [Vec<ChoiceOutcome>; 3];

/// For each mode and choice what its first weighing takes; `past` says by mode from which rank on another story
/// follows. A page is read once for all choices.
pub(crate) fn weigh_once(
    labelled: &LabelledPage,
    cleaner: &Cleaner,
    model: &Model,
    past: [usize; 3],
    choices: &[Thresholds],
) -> ByMode {
    let page = Page::new(&labelled.text);
    let signals = cleaner.rule_signals(&page);
    let lines = model.log_odds(&page, &signals);
    let masks = LineMasks::new(&labelled.gold, &labelled.text);
    let before = masks.score(|_| true).shingles;
    let mut known: Vec<(Vec<bool>, ChoiceOutcome)> = Vec::new();
    let mut outcome = |chosen: &[bool], past: usize| {
        let mut goes = chosen.to_vec();
        for (goes, line) in goes.iter_mut().zip(&lines).skip(past) {
            *goes |= line.settled != Some(Settled::Kept);
        }
        if let Some((_, outcome)) = known.iter().find(|(mask, _)| *mask == goes) {
            return *outcome;
        }
        let after = masks.score(|line| is_kept(&page, &lines, &goes, line));
        let outcome = ChoiceOutcome::new(before, after.shingles, after.lost);
        known.push((goes, outcome));
        outcome
    };
    let mut outcomes = ByMode::default();
    let (mut chooser, mut chosen) = (Chooser::default(), Vec::new());
    for thresholds in choices {
        chooser.choose(&lines, thresholds, &mut chosen);
        for (outcomes, past) in outcomes.iter_mut().zip(past) {
            outcomes.push(outcome(&chosen, past));
        }
    }
    outcomes
}

fn is_kept(page: &Page<'_>, lines: &[WeighedLine], goes: &[bool], line: usize) -> bool {
    let line = &page.lines()[line];
    line.is_blank() || !(goes[line.rank] || lines[line.rank].is_cut())
}

/// What a page's whole cleaning takes: a page is weighed again after its cuts, until nothing changes, so that
/// more goes than its first weighing takes.
pub(crate) fn clean(
    labelled: &LabelledPage,
    cleaner: &Cleaner,
    model: &Model,
    mode: Mode,
) -> ChoiceOutcome {
    let after = cleaner.clean_by(&Page::new(&labelled.text), model, mode);
    let score = score_page(
        &labelled.gold,
        &labelled.text,
        Some(&after.text),
        Oracle::Skip,
    );
    let lost = score.lost_percent().unwrap_or_default() / 100.0;
    let shingles = score.shingles;
    ChoiceOutcome::new(
        shingles.before,
        shingles.after.unwrap_or(shingles.before),
        lost,
    )
}
