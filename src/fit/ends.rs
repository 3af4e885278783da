//! Choosing how much evidence the end of a story needs.

use super::LabelledPage;
use super::ended::{Cut, Ended};
use crate::rule::Mode;

/// The thresholds that are tried, as natural log-odds in quarters.
const QUARTERS: std::ops::Range<i16> = -8..33;

/// The mean share of an article that ends may cost: on spliced pages and untouched ones, and on pages as
/// they are.
fn price(mode: Mode) -> [f32; 2] {
    match mode {
        Mode::Careful => [0.002, 0.0004],
        Mode::Balanced => [0.008, 0.0015],
        Mode::Thorough => [0.016, 0.005],
    }
}

/// For each mode the least threshold at which neither spliced pages, nor untouched ones, nor the mean of
/// the folders loses more than the mode may cost.
pub(super) fn choose_ends(pages: &[LabelledPage], ended: &[Ended], cuts: &[Vec<Cut>]) -> [f32; 3] {
    let folders = pages
        .iter()
        .map(|page| page.folder)
        .max()
        .map_or(0, |last| last + 1);
    [Mode::Careful, Mode::Balanced, Mode::Thorough].map(|mode| {
        let fits = |quarter: &i16| {
            let least = f32::from(*quarter) / 4.0;
            let mut lost = vec![(0.0_f32, 0.0_f32); folders + 2];
            for (one, cuts) in ended.iter().zip(cuts) {
                let sort = match one.layout {
                    Some(crate::Layout::Untouched) => folders,
                    Some(_) => folders + 1,
                    None => pages[one.page].folder,
                };
                let cut = cuts.iter().find(|cut| cut.log_odds >= least);
                lost[sort].0 += cut.map_or(0.0, |cut| cut.lost);
                lost[sort].1 += 1.0;
            }
            let [spliced, real] = price(mode);
            let mean = |sort: usize| lost[sort].0 / lost[sort].1.max(1.0);
            let of_folders: f32 = (0..folders).map(mean).sum();
            let folders_count = (0..folders).map(|_| 1.0).sum::<f32>().max(1.0);
            let is_cheap = [folders, folders + 1]
                .into_iter()
                .all(|sort| mean(sort) <= spliced);
            is_cheap && of_folders / folders_count <= real
        };
        // A lower threshold loses more: the first that fits from below has only fits above it, nearly.
        let least = QUARTERS.rev().take_while(fits).last();
        f32::from(least.unwrap_or(QUARTERS.end)) / 4.0
    })
}
