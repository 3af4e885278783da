//! Choosing how careful each mode is, on pages that the evidence was not learned from.

use super::LabelledPage;
use super::work::{Each, collect};
use crate::rule::Mode;
use crate::score::LineMasks;
use crate::weigh::{Caution, Evidence, Settled, Weighed, choose};
use crate::{Cleaner, Page};

const SHIFTS: [f32; 11] = [-0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.25, 2.5, 2.75, 3.0, 3.5];
const GUARDS: [f32; 4] = [2.0, 3.0, 4.0, 6.0];
const OWNS: [f32; 5] = [-1.0, 0.0, 1.0, 2.0, 3.0];

/// What a mode may cost in three quarters of the folders, and how dear it is to cost more: a folder of
/// forums or shops, of which even people do not agree what is article, must not choose for all.
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
    /// Folders with less noise than this do not count.
    least_noise: f64,
}

fn price(mode: Mode) -> Price {
    let careful = Price {
        recall_of_noise: 0.018,
        recall: 0.0005,
        damage: 0.035,
        dear: (20.0, 5.0),
        least_noise: 0.0,
    };
    match mode {
        Mode::Careful => careful,
        Mode::Balanced => Price {
            recall_of_noise: 0.1,
            recall: 0.005,
            damage: 0.09,
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

/// What one choice of thresholds does to a folder of pages.
#[derive(Debug, Clone, Default)]
struct Outcome {
    gain: f64,
    recall_loss: f64,
    lost: Vec<f64>,
}

/// Each page's outcome for each point of the grid.
type Scored = Vec<[f64; 3]>;

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
/// `evidence_of` names. Stories are left to [`super::stories`].
pub(super) fn choose_thresholds<'e>(
    pages: &[LabelledPage],
    cleaner: &Cleaner,
    evidence_of: impl Fn(usize) -> &'e Evidence + Sync,
    each: &Each<'_>,
) -> [Caution; 3] {
    let grid = grid();
    let score = |at: usize| score(&pages[at], cleaner, evidence_of(at), &grid);
    let scored = collect(each, pages.len(), score);
    let folders = pages
        .iter()
        .map(|page| page.folder)
        .max()
        .map_or(0, |last| last + 1);
    let mut noise = vec![(0.0, 0.0); folders];
    for (page, (before, _)) in pages.iter().zip(&scored) {
        noise[page.folder].0 += 1.0 - before;
        noise[page.folder].1 += 1.0;
    }
    let outcomes: Vec<Vec<Outcome>> = (0..grid.len())
        .map(|point| {
            let mut outcomes = vec![Outcome::default(); folders];
            for (page, (_, scores)) in pages.iter().zip(&scored) {
                outcomes[page.folder].add(scores[point]);
            }
            outcomes
        })
        .collect();
    [Mode::Careful, Mode::Balanced, Mode::Thorough].map(|mode| {
        let worth = |point: &usize| worth(&price(mode), &outcomes[*point], &noise);
        let best = (0..grid.len()).max_by(|a, b| worth(a).total_cmp(&worth(b)));
        grid[best.expect("the grid is not empty")]
    })
}

impl Outcome {
    fn add(&mut self, [gain, recall_loss, lost]: [f64; 3]) {
        self.gain += gain;
        self.recall_loss += recall_loss;
        self.lost.push(lost);
    }

    /// The mean loss of the worst 5 % of pages.
    fn damage(&self) -> f64 {
        let mut lost = self.lost.clone();
        lost.sort_by(|a, b| b.total_cmp(a));
        lost.truncate(lost.len().div_ceil(20));
        lost.iter().sum::<f64>() / number(lost.len().max(1))
    }
}

/// The mean gain over folders, less what goes beyond what the mode may cost.
fn worth(price: &Price, outcomes: &[Outcome], noise: &[(f64, f64)]) -> f64 {
    let (mut gain, mut beyond, mut damage) = (0.0, Vec::new(), Vec::new());
    for (outcome, &(noise, pages)) in outcomes.iter().zip(noise) {
        let noise = noise / pages;
        if pages == 0.0 || noise < price.least_noise {
            continue;
        }
        let allowed = price.recall + price.recall_of_noise * noise;
        beyond.push((outcome.recall_loss / pages - allowed).max(0.0));
        damage.push((outcome.damage() - price.damage).max(0.0));
        gain += outcome.gain / pages;
    }
    let mean_gain = gain / number(beyond.len().max(1));
    mean_gain - price.dear.0 * upper_quartile(beyond) - price.dear.1 * upper_quartile(damage)
}

/// What three quarters of the figures do not exceed; 0 where there is none.
fn upper_quartile(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    let at = (figures.len() * 3).div_ceil(4);
    at.checked_sub(1).map_or(0.0, |at| figures[at])
}

/// The precision of a page as it came, and for each point of the grid its gain in F1, its loss of recall
/// and the share of gold's words that goes.
fn score(
    labelled: &LabelledPage,
    cleaner: &Cleaner,
    evidence: &Evidence,
    grid: &[Caution],
) -> (f64, Scored) {
    let page = Page::new(&labelled.text);
    let voices = cleaner.voices(&page);
    let lines = evidence.log_odds(&page, &voices);
    let masks = LineMasks::new(&labelled.gold, &labelled.text);
    let before = masks.score(|_| true);
    let mut known: Vec<(Vec<bool>, [f64; 3])> = Vec::new();
    let mut scores = Vec::with_capacity(grid.len());
    for caution in grid {
        let goes = choose(&lines, caution);
        if let Some((_, score)) = known.iter().find(|(mask, _)| *mask == goes) {
            scores.push(*score);
            continue;
        }
        let after = masks.score(|line| is_kept(&page, &lines, &goes, line));
        let score = [
            after.shingles.f1 - before.shingles.f1,
            before.shingles.recall - after.shingles.recall,
            after.lost,
        ];
        known.push((goes, score));
        scores.push(score);
    }
    (before.shingles.precision, scores)
}

fn is_kept(page: &Page<'_>, lines: &[Weighed], goes: &[bool], line: usize) -> bool {
    let line = &page.lines()[line];
    line.is_blank() || !(goes[line.rank] || lines[line.rank].settled == Some(Settled::Cut))
}

#[expect(clippy::cast_precision_loss, reason = "pages are counted")]
fn number(count: usize) -> f64 {
    count as f64
}
