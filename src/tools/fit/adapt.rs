//! Moving the tables of a given model by what labelled pages tell of them.
//!
//! Few pages cannot fit tables of their own, but they can say where given ones are wrong for them. The
//! log-odds of each bin of each feature's own table are moved by logistic regression, with the given model as
//! the offset and a penalty on each move (ridge regression): a bin that pages saw seldom stays where it was.
//! Lexicon, background, tables of pairs, ends of stories and thresholds stay as they are.

use crate::clean::cleaner::Cleaner;
use crate::model::additive::{AdditiveModel, bin};
use crate::model::feature::{COUNT, Feature};
use crate::model::fitted::Model;
use crate::page::Page;
use crate::page::words::Words;
use crate::text::number::wide_number;
use crate::tools::fit::fold::fold_of;
use crate::tools::fit::options::FitOptions;
use crate::tools::fit::sample::{FitSample, LabelledPage};
use crate::tools::fit::start::StartModel;
use crate::tools::fit::weights::probability;
use crate::tools::fit::work::{Each, collect};
use std::collections::BTreeMap;

/// What a page counts, in lines: those of a page are much alike, so that it counts fewer than it has.
const LINES_A_PAGE: f64 = 5.0;
/// How many such lines of the least certain sort a bin must have seen to be moved half the way.
const PRIOR: f64 = 2.5;
/// Passes over the tables at most, and the least move for which there is another.
const PASSES: usize = 30;
const LEAST_MOVE: f64 = 1e-3;
/// The farthest that one step goes.
const FARTHEST_STEP: f64 = 1.0;

/// A model whose tables were moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Adapted {
    /// The text of a model file.
    pub text: String,
    /// By how much each feature's table was moved, as a mean over the lines: log-odds, the greatest first.
    pub moves: Vec<(&'static str, f64)>,
}

/// Labelled pages as a given model sees them.
#[derive(Debug)]
pub struct Adaptation<'p> {
    start: &'p StartModel,
    folds: Vec<usize>,
    pages: Vec<Vec<SeenLine>>,
}

/// A line of which gold says what it is, and the model something that rules have not settled.
#[derive(Debug)]
struct SeenLine {
    bins: [u8; COUNT],
    /// The model's log-odds.
    log_odds: f64,
    is_noise: bool,
    weight: f64,
}

impl<'p> Adaptation<'p> {
    /// Reads the pages as `cleaner` weighs them. O(n) in their bytes.
    pub fn new(
        pages: &[LabelledPage],
        start: &'p StartModel,
        cleaner: &Cleaner,
        options: &FitOptions,
        each: &Each<'_>,
    ) -> Self {
        let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
        for page in pages {
            *texts.entry(&page.id).or_default() += 1;
        }
        let read = |at: usize| {
            let texts_of_page = wide_number(texts[&*pages[at].id]);
            seen_lines(
                &pages[at],
                start.model(),
                cleaner,
                LINES_A_PAGE / texts_of_page,
            )
        };
        let fold = |page: &LabelledPage| fold_of(&page.host, options.folds, options.seed);
        Self {
            start,
            folds: pages.iter().map(fold).collect(),
            pages: collect(each, pages.len(), read),
        }
    }

    /// The fold of a page, by its place among the pages.
    pub fn fold(&self, page: usize) -> usize {
        self.folds[page]
    }

    /// Moves the tables by the pages that `learns` says yes to, by place, and writes the model with `header`
    /// above it. O(lines x features) for each of some ten passes.
    pub fn learn(&self, learns: impl Fn(usize) -> bool, header: &str) -> Adapted {
        let chosen = self.pages.iter().enumerate().filter(|(at, _)| learns(*at));
        let lines: Vec<&SeenLine> = chosen.flat_map(|(_, lines)| lines).collect();
        let mut tables = self.start.model().line.clone();
        let moves = move_tables(&mut tables, &lines);
        Adapted {
            text: self.start.with_tables(tables).print(header),
            moves,
        }
    }
}

fn seen_lines(page: &LabelledPage, model: &Model, cleaner: &Cleaner, weight: f64) -> Vec<SeenLine> {
    let sample = FitSample::new(page, cleaner, &model.background);
    let scores = model.lexicon.scores(&Words::new(&Page::new(&page.text)));
    let mut buffer = Vec::new();
    let mut seen = Vec::new();
    for (rank, row) in sample.rows.iter().enumerate() {
        let (Some(is_noise), false) = (sample.is_noise[rank], sample.is_settled[rank]) else {
            continue;
        };
        let mut row = *row;
        row.set_lexicon(&scores, rank);
        let figures = row.figures();
        let log_odds = model.line.score(figures, &mut buffer);
        let mut bins = [0; COUNT];
        for (feature, place) in bins.iter_mut().enumerate() {
            let own = bin(&model.line.edges[feature], figures[feature]);
            *place = u8::try_from(own).unwrap_or(u8::MAX);
        }
        seen.push(SeenLine {
            bins,
            log_odds: f64::from(log_odds),
            is_noise,
            weight: weight * f64::from(sample.weights[rank]),
        });
    }
    seen
}

/// Moves the cells of tables of one feature, and says how far for each feature.
fn move_tables(tables: &mut AdditiveModel, lines: &[&SeenLine]) -> Vec<(&'static str, f64)> {
    let mut log_odds: Vec<f64> = lines.iter().map(|line| line.log_odds).collect();
    let single = |at: &usize| tables.tables[*at].second.is_none();
    let movable: Vec<usize> = (0..tables.tables.len()).filter(single).collect();
    let cells = |&at: &usize| vec![0.0; tables.tables[at].cells.len()];
    let mut changes: Vec<Vec<f64>> = movable.iter().map(cells).collect();
    for _ in 0..PASSES {
        let mut farthest: f64 = 0.0;
        for (changes, &at) in changes.iter_mut().zip(&movable) {
            let feature = tables.tables[at].first;
            farthest = farthest.max(step(lines, feature, changes, &mut log_odds));
        }
        if farthest < LEAST_MOVE {
            break;
        }
    }
    let mut moves = Vec::new();
    let all: f64 = lines.iter().map(|line| line.weight).sum();
    for (changes, &at) in changes.iter().zip(&movable) {
        let table = &mut tables.tables[at];
        let feature = table.first;
        for (cell, change) in table.cells.iter_mut().zip(changes) {
            *cell = rounded(f64::from(*cell) + change);
        }
        let own = |line: &&SeenLine| line.weight * changes[usize::from(line.bins[feature])].abs();
        let sum: f64 = lines.iter().map(own).sum();
        moves.push((Feature::NAMES[feature], sum / all.max(f64::MIN_POSITIVE)));
    }
    moves.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    moves
}

/// One Newton step for each bin of a feature; the farthest of them.
fn step(lines: &[&SeenLine], feature: usize, moved: &mut [f64], log_odds: &mut [f64]) -> f64 {
    let mut sums = vec![(0.0, 0.0); moved.len()];
    for (line, &own) in lines.iter().zip(log_odds.iter()) {
        let p = probability(own);
        let (slope, curve) = &mut sums[usize::from(line.bins[feature])];
        *slope += line.weight * (p - f64::from(u8::from(line.is_noise)));
        *curve += line.weight * p * (1.0 - p);
    }
    // A line of even odds has a curve of a quarter.
    let prior = PRIOR / 4.0;
    let steps: Vec<f64> = sums
        .iter()
        .zip(moved.iter())
        .map(|((slope, curve), moved)| {
            let step = -(slope + prior * moved) / (curve + prior);
            step.clamp(-FARTHEST_STEP, FARTHEST_STEP)
        })
        .collect();
    for (moved, step) in moved.iter_mut().zip(&steps) {
        *moved += step;
    }
    for (line, own) in lines.iter().zip(log_odds) {
        *own += steps[usize::from(line.bins[feature])];
    }
    steps
        .iter()
        .fold(0.0, |most: f64, step| most.max(step.abs()))
}

#[expect(clippy::cast_possible_truncation, reason = "it has three decimals")]
fn rounded(figure: f64) -> f32 {
    ((figure * 1e3).round() / 1e3) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::additive::TermTable;

    fn lines(count: usize, in_bin: u8, is_noise: bool) -> Vec<SeenLine> {
        let line = || SeenLine {
            bins: [in_bin; COUNT],
            log_odds: -1.0,
            is_noise,
            weight: 1.0,
        };
        (0..count).map(|_| line()).collect()
    }

    fn moved(seen: &[SeenLine]) -> Vec<f32> {
        let mut tables = AdditiveModel {
            bias: -1.0,
            edges: vec![vec![1.0, 2.0]; COUNT],
            tables: vec![TermTable {
                first: 0,
                second: None,
                cells: vec![0.0; 3],
            }],
        };
        move_tables(&mut tables, &seen.iter().collect::<Vec<_>>());
        tables.tables[0].cells.clone()
    }

    #[test]
    fn a_bin_is_moved_by_as_much_as_it_was_seen() {
        let [seldom, often] = [3, 300].map(|count| moved(&lines(count, 1, true))[1]);
        assert!(seldom > 0.3 && often > seldom + 1.0, "{seldom}, {often}");
        assert_eq!(moved(&[])[..], [0.0; 3]);
        let other = moved(&lines(300, 1, true));
        assert_eq!((other[0], other[2]), (0.0, 0.0), "never seen, never moved");
    }

    #[test]
    fn what_the_model_knows_moves_nothing() {
        // Odds of one to e: a line in 3.7 is noise.
        let mut seen = lines(2689, 1, true);
        seen.extend(lines(7311, 1, false));
        assert!(moved(&seen)[1].abs() < 0.01);
    }
}
