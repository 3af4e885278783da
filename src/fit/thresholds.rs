//! Choosing how careful each mode is, on pages that the evidence was not learned from.

use super::work::{Each, collect};
use super::{LabelledPage, MODES};
use crate::rule::Mode;
use crate::score::LineMasks;
use crate::weigh::{Caution, Evidence, Settled, Weighed, choose};
use crate::{Cleaner, Page};
use std::collections::BTreeMap;

const SHIFTS: [f32; 11] = [-0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.25, 2.5, 2.75, 3.0, 3.5];
const GUARDS: [f32; 4] = [2.0, 3.0, 4.0, 6.0];
const OWNS: [f32; 5] = [-1.0, 0.0, 1.0, 2.0, 3.0];

/// What a mode may cost, and how dear it is to cost more.
struct Price {
    /// The share of a folder's noise by which recall may fall: what brackets for raw text and for clean
    /// text have in common.
    recall_of_noise: f64,
    /// What recall may fall by anyway.
    recall: f64,
    /// What the worst 5 % of pages may lose, as a share of the article's words.
    damage: f64,
    /// F1 that a point of recall beyond that costs, and a point of damage.
    dear: (f64, f64),
    /// Folders with less noise than this do not count where any has as much.
    least_noise: f64,
}

fn price(mode: Mode) -> Price {
    let careful = Price {
        recall_of_noise: 0.012,
        recall: 0.0012,
        damage: 0.035,
        dear: (20.0, 2.0),
        least_noise: 0.0,
    };
    match mode {
        Mode::Careful => careful,
        Mode::Balanced => Price {
            recall_of_noise: 0.1,
            recall: 0.005,
            damage: 0.07,
            dear: (5.0, 1.0),
            ..careful
        },
        Mode::Thorough => Price {
            recall_of_noise: 1.0,
            recall: 1.0,
            damage: 1.0,
            dear: (0.0, 0.0),
            least_noise: 0.25,
        },
    }
}

/// What one choice of thresholds does to the pages of a folder; means over pages.
#[derive(Debug, Clone)]
struct Folder<'p> {
    /// The folder of their gold texts. Several extractors' texts share it, and each counts as one of its
    /// own: a gold folder of forums or shops, of which even people do not agree what is article, must
    /// not choose for all.
    gold: &'p str,
    /// The share of noise in the pages as they came.
    noise: f64,
    outcome: Outcome,
}

#[derive(Debug, Clone, Copy, Default)]
struct Outcome {
    gain: f64,
    recall_loss: f64,
    /// The mean loss of the worst 5 % of pages, as a share of the article.
    damage: f64,
}

/// A page's outcome for each point of the grid, by mode: what ends of stories cut differs.
type Scored = [Vec<[f64; 3]>; 3];

fn grid() -> Vec<Caution> {
    let mut grid = Vec::new();
    for shift in SHIFTS {
        for guard in GUARDS {
            for own in OWNS {
                let story = 0.0;
                grid.push(Caution {
                    shift,
                    guard,
                    own,
                    story,
                });
            }
        }
    }
    grid
}

/// The thresholds of each mode that do best on the pages, each weighed by the evidence that
/// `evidence_of` names. `past` says of each page from which rank on another story follows, by mode:
/// [`super::ends`] chooses those.
pub(super) fn choose_thresholds<'e>(
    pages: &[LabelledPage],
    cleaner: &Cleaner,
    evidence_of: impl Fn(usize) -> &'e Evidence + Sync,
    past: &[[usize; 3]],
    each: &Each<'_>,
) -> [Caution; 3] {
    let grid = grid();
    let score = |at: usize| score(&pages[at], cleaner, evidence_of(at), past[at], &grid);
    let scored = collect(each, pages.len(), score);
    let mut texts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        texts.entry(page.folder).or_default().push(at);
    }
    let folders = |mode: usize, point: usize| -> Vec<Folder> {
        let folder = |own: &Vec<usize>| {
            let outcomes = own
                .iter()
                .map(|&at| (scored[at].0, scored[at].1[mode][point]));
            Folder::new(pages[own[0]].gold_folder(), outcomes)
        };
        texts.values().map(folder).collect()
    };
    best_points(&grid, |mode, point| {
        worth(&price(mode), &folders(mode as usize, point))
    })
}

/// The point of the grid that is worth most to each mode, of those that are nowhere more careful than the
/// point of the mode before; of equals the most careful.
fn best_points(grid: &[Caution], worth: impl Fn(Mode, usize) -> f64) -> [Caution; 3] {
    let mut limit = Caution {
        shift: f32::INFINITY,
        guard: f32::INFINITY,
        own: f32::INFINITY,
        story: f32::INFINITY,
    };
    MODES.map(|mode| {
        let is_within = |point: &Caution| {
            point.shift <= limit.shift && point.guard <= limit.guard && point.own <= limit.own
        };
        let points = (0..grid.len()).filter(|&at| is_within(&grid[at]));
        let worths = points.map(|at| (worth(mode, at), at));
        let best = worths.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at);
        limit = grid[best.expect("the last choice is within its own limits")];
        limit
    })
}

impl<'p> Folder<'p> {
    /// From the precision of each page as it came, and what the choice does to it.
    fn new(gold: &'p str, pages: impl Iterator<Item = (f64, [f64; 3])>) -> Self {
        let (mut noise, mut outcome, mut lost) = (0.0, Outcome::default(), Vec::new());
        for (precision, [gain, recall_loss, lost_share]) in pages {
            noise += 1.0 - precision;
            outcome.gain += gain;
            outcome.recall_loss += recall_loss;
            lost.push(lost_share);
        }
        let count = number(lost.len().max(1));
        lost.sort_by(|a: &f64, b| b.total_cmp(a));
        lost.truncate(lost.len().div_ceil(20));
        let damage = lost.iter().sum::<f64>() / number(lost.len().max(1));
        Self {
            gold,
            noise: noise / count,
            outcome: Outcome {
                gain: outcome.gain / count,
                recall_loss: outcome.recall_loss / count,
                damage,
            },
        }
    }
}

/// What goes beyond what the mode may cost in the folders of one gold folder, in F1.
fn beyond(price: &Price, folders: &[&Folder<'_>]) -> f64 {
    let recall = |folder: &&Folder<'_>| {
        let allowed = price.recall + price.recall_of_noise * folder.noise;
        (folder.outcome.recall_loss - allowed).max(0.0)
    };
    let damage = |folder: &&Folder<'_>| (folder.outcome.damage - price.damage).max(0.0);
    let recall = folders.iter().map(recall).fold(0.0, f64::max);
    let damage = folders.iter().map(damage).sum::<f64>() / number(folders.len().max(1));
    price.dear.0 * recall + price.dear.1 * damage
}

/// The mean gain over folders, less what goes beyond what the mode may cost: for the folders of one gold
/// folder the greatest excess of recall and the mean one of damage, which hangs on a few pages; of gold
/// folders, the median.
fn worth(price: &Price, folders: &[Folder]) -> f64 {
    let is_noisy = |folder: &&Folder| folder.noise >= price.least_noise;
    let any_noisy = folders.iter().any(|folder| is_noisy(&folder));
    let own = || folders.iter().filter(|one| !any_noisy || is_noisy(one));
    let mut by_gold: BTreeMap<&str, Vec<&Folder>> = BTreeMap::new();
    for folder in own() {
        by_gold.entry(folder.gold).or_default().push(folder);
    }
    let beyond = by_gold.values().map(|folders| beyond(price, folders));
    let mut beyond: Vec<f64> = beyond.collect();
    beyond.sort_by(f64::total_cmp);
    let median = beyond.get(beyond.len() / 2).copied().unwrap_or_default();
    let gain: f64 = own().map(|folder| folder.outcome.gain).sum();
    gain / number(own().count().max(1)) - median
}

/// The precision of a page as it came, and for each mode and point of the grid its gain in F1, its loss
/// of recall and the share of gold's words that goes.
fn score(
    labelled: &LabelledPage,
    cleaner: &Cleaner,
    evidence: &Evidence,
    past: [usize; 3],
    grid: &[Caution],
) -> (f64, Scored) {
    let page = Page::new(&labelled.text);
    let voices = cleaner.voices(&page);
    let lines = evidence.log_odds(&page, &voices);
    let masks = LineMasks::new(&labelled.gold, &labelled.text);
    let before = masks.score(|_| true);
    let mut known: Vec<(Vec<bool>, [f64; 3])> = Vec::new();
    let mut outcome = |chosen: &[bool], past: usize| {
        let mut goes = chosen.to_vec();
        for (goes, line) in goes.iter_mut().zip(&lines).skip(past) {
            *goes |= line.settled != Some(Settled::Kept);
        }
        if let Some((_, score)) = known.iter().find(|(mask, _)| *mask == goes) {
            return *score;
        }
        let after = masks.score(|line| is_kept(&page, &lines, &goes, line));
        let score = [
            after.shingles.f1 - before.shingles.f1,
            before.shingles.recall - after.shingles.recall,
            after.lost,
        ];
        known.push((goes, score));
        score
    };
    let mut scored = Scored::default();
    for caution in grid {
        let chosen = choose(&lines, caution);
        for (outcomes, past) in scored.iter_mut().zip(past) {
            outcomes.push(outcome(&chosen, past));
        }
    }
    (before.shingles.precision, scored)
}

fn is_kept(page: &Page<'_>, lines: &[Weighed], goes: &[bool], line: usize) -> bool {
    let line = &page.lines()[line];
    line.is_blank() || !(goes[line.rank] || lines[line.rank].settled == Some(Settled::Cut))
}

#[expect(clippy::cast_precision_loss, reason = "pages are counted")]
fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(gold: &str, noise: f64, outcome: [f64; 3]) -> Folder<'_> {
        Folder::new(gold, [(1.0 - noise, outcome)].into_iter())
    }

    /// The points of the grid at which only `pick` differs.
    fn shifts() -> Vec<Caution> {
        let point = |shift| Caution {
            shift,
            guard: 4.0,
            own: 1.0,
            story: 0.0,
        };
        [0.0, 1.0, 2.0, 3.0].map(point).to_vec()
    }

    #[test]
    fn modes_are_never_more_careful_than_the_one_before() {
        // Worth most to thorough is what is most careful.
        let worth = |mode, point| match mode {
            Mode::Thorough => [0.0, 1.0, 2.0, 3.0][point],
            Mode::Balanced => [1.0, 3.0, 2.0, 0.0][point],
            Mode::Careful => [0.0, 1.0, 3.0, 2.0][point],
        };
        let chosen = best_points(&shifts(), worth);
        assert_eq!(chosen, [2, 1, 1].map(|at| shifts()[at]));
    }

    #[test]
    fn equal_points_leave_the_most_careful() {
        let chosen = best_points(&shifts(), |_, _| 0.0);
        assert_eq!(chosen, [shifts()[3]; 3]);
    }

    #[test]
    fn what_most_gold_folders_lose_is_dear_and_what_one_loses_is_not() {
        let folders = |losing: &[&str]| {
            let of = |gold| {
                let is_losing = losing.contains(&gold);
                let lost = if is_losing {
                    [0.05, 0.2, 0.5]
                } else {
                    [0.05, 0.0, 0.0]
                };
                folder(gold, 0.3, lost)
            };
            ["news", "blogs", "shops"].map(of)
        };
        let worth = |losing: &[&str]| worth(&price(Mode::Careful), &folders(losing));
        assert!((worth(&[]) - 0.05).abs() < 1e-12);
        assert!((worth(&["shops"]) - 0.05).abs() < 1e-12);
        assert!(worth(&["shops", "news"]) < 0.0);
    }

    #[test]
    fn thorough_looks_at_noisy_folders_where_there_are_some() {
        let worth = |noise: [f64; 2]| {
            let folders = [
                folder("a", noise[0], [0.2, 0.0, 0.0]),
                folder("a", noise[1], [-0.1, 0.0, 0.0]),
            ];
            worth(&price(Mode::Thorough), &folders)
        };
        assert!((worth([0.5, 0.1]) - 0.2).abs() < 1e-12);
        assert!(
            (worth([0.2, 0.1]) - 0.05).abs() < 1e-12,
            "none is noisy: all count"
        );
    }

    #[test]
    fn damage_is_of_the_worst_pages() {
        let pages = (0..40).map(|at| (1.0, [0.0, 0.0, if at < 2 { 0.5 } else { 0.0 }]));
        let folder = Folder::new("a", pages);
        assert!((folder.outcome.damage - 0.5).abs() < 1e-12);
    }
}
