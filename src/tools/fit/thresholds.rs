//! Choosing how careful each mode is, on pages that the model was not learned from.
//!
//! A first weighing is cheap to repeat for many points of a grid, and says what each is worth nearly: a
//! page is weighed again after its cuts, so that in the end more goes. The points that are worth most by
//! several prices, from what a mode may cost down to a part of it, are compared by whole cleanings.

use crate::clean::cleaner::Cleaner;
use crate::model::fitted::Model;
use crate::model::thresholds::Thresholds;
use crate::rules::mode::Mode;
use crate::tools::fit::mode_price::{ModePrice, ScoredFolder};
use crate::tools::fit::options::MODES;
use crate::tools::fit::outcomes::{ByMode, clean, weigh_once};
use crate::tools::fit::sample::LabelledPage;
use crate::tools::fit::work::{Each, collect};
use std::sync::Arc;

const SHIFTS: [f32; 11] = [-0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.25, 2.5, 2.75, 3.0, 3.5];
const GUARDS: [f32; 4] = [2.0, 3.0, 4.0, 6.0];
const OWNS: [f32; 5] = [-1.0, 0.0, 1.0, 2.0, 3.0];

/// The shares of what a mode may cost at which points are shortlisted.
const SHARES: [f64; 5] = [1.0, 0.7, 0.5, 0.35, 0.25];

fn grid() -> Vec<Thresholds> {
    let mut grid = Vec::new();
    for shift in SHIFTS {
        for guard in GUARDS {
            for own in OWNS {
                let article_end = 0.0;
                grid.push(Thresholds {
                    shift,
                    guard,
                    own,
                    article_end,
                });
            }
        }
    }
    grid
}

/// Pages, and for each the model that was not learned from its host.
#[derive(Clone, Copy)]
pub(crate) struct Unseen<'u> {
    pub(crate) pages: &'u [LabelledPage],
    pub(crate) cleaner: &'u Cleaner,
    pub(crate) folds: &'u [Arc<Model>],
    /// The fold of each page.
    pub(crate) fold_of: &'u [usize],
    pub(crate) each: &'u Each<'u>,
}

/// Where stories end, by mode.
#[derive(Debug)]
pub(crate) struct Ends {
    /// The log-odds that an end needs.
    pub(crate) least: [f32; 3],
    /// For each page, the rank of the first line past its end.
    pub(crate) past: Vec<[usize; 3]>,
}

impl Unseen<'_> {
    /// The thresholds of each mode that do best. Costs two whole cleanings of every page for each of the
    /// [`SHARES`], and one weighing with all points of the grid.
    pub(crate) fn thresholds(self, ends: &Ends) -> [Thresholds; 3] {
        let grid = grid();
        let weighed = collect(self.each, self.pages.len(), |at| {
            let model = &self.folds[self.fold_of[at]];
            weigh_once(&self.pages[at], self.cleaner, model, ends.past[at], &grid)
        });
        let mut limit = BOLDEST;
        MODES.map(|mode| {
            let points = self.shortlist(mode, &grid, &weighed, limit);
            let article_end = ends.least[mode as usize];
            let points = points.into_iter().map(|point| Thresholds {
                article_end,
                ..point
            });
            limit = self.best(mode, points.collect());
            limit
        })
    }

    /// The points that a first weighing says are worth most, by each share of what the mode may cost.
    fn shortlist(
        self,
        mode: Mode,
        grid: &[Thresholds],
        weighed: &[ByMode],
        limit: Thresholds,
    ) -> Vec<Thresholds> {
        let folders =
            |point: usize| ScoredFolder::all(self.pages, |at| weighed[at][mode as usize][point]);
        let within = (0..grid.len()).filter(|&point| is_within(&grid[point], &limit));
        let points: Vec<(Thresholds, Vec<ScoredFolder>)> =
            within.map(|point| (grid[point], folders(point))).collect();
        shortlist(&points, |share, folders| {
            ModePrice::of(mode).times(share).net_gain(folders)
        })
    }

    /// The point of a shortlist that is worth most when pages are cleaned to the end.
    fn best(self, mode: Mode, shortlist: Vec<Thresholds>) -> Thresholds {
        if let [one] = shortlist[..] {
            return one;
        }
        let worths = shortlist.into_iter().map(|point| {
            let thresholds = |fold: &Arc<Model>| fold.with_thresholds([point; 3]);
            let folds: Vec<Model> = self.folds.iter().map(thresholds).collect();
            let outcomes = collect(self.each, self.pages.len(), |at| {
                let model = &folds[self.fold_of[at]];
                clean(&self.pages[at], self.cleaner, model, mode)
            });
            let folders = ScoredFolder::all(self.pages, |at| outcomes[at]);
            (ModePrice::of(mode).net_gain(&folders), point)
        });
        let best = worths.max_by(|a, b| a.0.total_cmp(&b.0));
        best.expect("a shortlist has a point").1
    }
}

/// Bolder than any point: all are within it.
const BOLDEST: Thresholds = Thresholds {
    shift: f32::INFINITY,
    guard: f32::INFINITY,
    own: f32::INFINITY,
    article_end: f32::INFINITY,
};

/// Whether a point is nowhere more careful than another.
fn is_within(point: &Thresholds, limit: &Thresholds) -> bool {
    point.shift <= limit.shift && point.guard <= limit.guard && point.own <= limit.own
}

/// For each of the [`SHARES`] the point that is worth most, of equals the most careful; each once.
fn shortlist<T>(points: &[(Thresholds, T)], net_gain: impl Fn(f64, &T) -> f64) -> Vec<Thresholds> {
    let mut chosen: Vec<Thresholds> = Vec::new();
    for share in SHARES {
        let worths = points
            .iter()
            .map(|(point, what)| (net_gain(share, what), *point));
        let best = worths
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, point)| point);
        chosen.extend(best.filter(|best| !chosen.contains(best)));
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of which only the shift differs, with what they gain and cost.
    fn points(of: &[(f32, f64, f64)]) -> Vec<(Thresholds, [f64; 2])> {
        let point = |&(shift, gain, cost): &(f32, f64, f64)| {
            let (guard, own, article_end) = (4.0, 1.0, 0.0);
            let thresholds = Thresholds {
                shift,
                guard,
                own,
                article_end,
            };
            (thresholds, [gain, cost])
        };
        of.iter().map(point).collect()
    }

    fn shifts(points: &[(Thresholds, [f64; 2])]) -> Vec<f32> {
        let net_gain = |share: f64, [gain, cost]: &[f64; 2]| gain - 10.0 * (cost - share).max(0.0);
        let chosen = shortlist(points, net_gain);
        chosen.iter().map(|point| point.shift).collect()
    }

    #[test]
    fn a_shortlist_goes_from_what_may_be_cost_to_a_part_of_it() {
        let points = points(&[
            (0.0, 3.0, 1.5),
            (1.0, 2.0, 0.9),
            (2.0, 1.0, 0.4),
            (3.0, 0.5, 0.1),
        ]);
        assert_eq!(shifts(&points), [1.0, 2.0, 3.0]);
    }

    #[test]
    fn equal_points_leave_the_most_careful() {
        assert_eq!(shifts(&points(&[(0.0, 1.0, 0.0), (2.0, 1.0, 0.0)])), [2.0]);
    }

    #[test]
    fn no_mode_is_more_careful_than_the_one_before() {
        let point = |shift| points(&[(shift, 0.0, 0.0)])[0].0;
        assert!(is_within(&point(3.5), &BOLDEST));
        assert!(is_within(&point(1.0), &point(1.0)));
        assert!(!is_within(&point(1.5), &point(1.0)));
    }
}
