//! Moving the tables of a given model by what labelled pages tell of them.
//!
//! Few pages cannot fit tables of their own, but they can say where given ones are wrong for them. The
//! log-odds of each bin of each feature's own table are moved by logistic regression, with the given model as
//! the offset and a penalty on each move (ridge regression): a bin that pages saw seldom stays where it was.
//! Lexicon, background, tables of pairs, ends of stories and thresholds stay as they are.
//!
//! Tables of markup and of hosts are learned in the same way, and in no other: from pages that have markup, and from
//! those whose hosts' lines rules have counts of. They start from nothing, or from what the given model says.

use crate::clean::cleaner::Cleaner;
use crate::model::additive::{AdditiveModel, bin};
use crate::model::feature::{COUNT, Feature};
use crate::model::fitted::Model;
use crate::model::host_lines::HOST_FEATURES;
use crate::model::markup_lines::{MARKUP_FEATURES, markup_tables};
use crate::model::side_tables;
use crate::page::words::Words;
use crate::text::number::wide_number;
use crate::tools::fit::adapt_page::{ReadPage, read_page};
use crate::tools::fit::fold::fold_of;
use crate::tools::fit::options::{FitOptions, TableSet};
use crate::tools::fit::sample::LabelledPage;
use crate::tools::fit::start::{StartModel, StartTables};
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
/// All features that tables are moved of: of lines, then of markup, then of hosts.
const ALL: usize = COUNT + MARKUP_FEATURES.len() + HOST_FEATURES.len();

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
    tables: StartTables,
    moved: Vec<TableSet>,
    folds: Vec<usize>,
    pages: Vec<Vec<SeenLine>>,
}

/// A line of which gold says what it is, and the model something that rules have not settled.
#[derive(Debug)]
struct SeenLine {
    bins: [u8; ALL],
    /// The model's log-odds.
    log_odds: f64,
    is_noise: bool,
    weight: f64,
}

impl<'p> Adaptation<'p> {
    /// Reads the pages as `cleaner` weighs them, to move those tables. O(n) in their bytes.
    pub fn new(
        pages: &[LabelledPage],
        start: &'p StartModel,
        moved: &[TableSet],
        cleaner: &Cleaner,
        options: &FitOptions,
        each: &Each<'_>,
    ) -> Self {
        let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
        for page in pages {
            *texts.entry(&page.id).or_default() += 1;
        }
        let mut tables = start.tables();
        if moved.contains(&TableSet::Markup) && tables.markup.tables.is_empty() {
            tables.markup = markup_tables();
        }
        let read = |at: usize| {
            let texts_of_page = wide_number(texts[&*pages[at].id]);
            let weight = LINES_A_PAGE / texts_of_page;
            seen_lines(&pages[at], (start.model(), &tables), cleaner, weight)
        };
        let fold = |page: &LabelledPage| fold_of(&page.host, options.folds, options.seed);
        Self {
            start,
            moved: moved.to_vec(),
            folds: pages.iter().map(fold).collect(),
            pages: collect(each, pages.len(), read),
            tables,
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
        let mut tables = self.tables.clone();
        let hosts = COUNT + MARKUP_FEATURES.len();
        let all: [(_, Movable<'_>); 3] = [
            (TableSet::Line, (&mut tables.line, 0, Feature::NAMES, 0)),
            (
                TableSet::Markup,
                (&mut tables.markup, COUNT, MARKUP_FEATURES, 1),
            ),
            (TableSet::Host, (&mut tables.host, hosts, HOST_FEATURES, 1)),
        ];
        let chosen = all.into_iter().filter(|(set, _)| self.moved.contains(set));
        let mut movable: Vec<Movable<'_>> = chosen.map(|(_, tables)| tables).collect();
        let moves = move_tables(&mut movable, &lines);
        Adapted {
            text: self.start.with_tables(tables).print(header),
            moves,
        }
    }
}

/// Tables, the place of their first feature among all, the names of their features, and the first bin that moves:
/// where nothing is known nothing is said.
type Movable<'t> = (&'t mut AdditiveModel, usize, &'static [&'static str], usize);

fn seen_lines(
    page: &LabelledPage,
    (model, tables): (&Model, &StartTables),
    cleaner: &Cleaner,
    weight: f64,
) -> Vec<SeenLine> {
    read_page(page, cleaner, &model.background, |read| {
        let scores = model.lexicon.scores(&Words::new(read.page));
        let lines = 0..read.sample.len();
        lines
            .filter_map(|rank| seen_line(read, rank, &scores, (tables, weight)))
            .collect()
    })
}

fn seen_line(
    read: &ReadPage<'_, '_>,
    rank: usize,
    scores: &[f32],
    (tables, weight): (&StartTables, f64),
) -> Option<SeenLine> {
    let (sample, host) = (read.sample, read.signals.host());
    let is_noise = sample.is_noise[rank]?;
    // Counts are learned from all that hosts repeat, also where rules may cut by them.
    let is_repeated = host.is_repeated(rank);
    if sample.is_settled[rank] && !is_repeated {
        return None;
    }
    let mut row = sample.rows[rank];
    row.set_lexicon(scores, rank);
    if is_repeated {
        row.set(Feature::Rule, 0.0);
    }
    let mut log_odds = tables.line.score(row.figures(), &mut Vec::new());
    let mut bins = [0; ALL];
    fill(&mut bins, &tables.line, row.figures());
    let aside = [
        (COUNT, &tables.markup, read.signals.markup().figures(rank)),
        (
            COUNT + MARKUP_FEATURES.len(),
            &tables.host,
            host.figures(rank),
        ),
    ];
    for (first, tables, figures) in aside {
        let Some(figures) = figures.filter(|_| !tables.tables.is_empty()) else {
            continue;
        };
        log_odds += side_tables::log_odds(tables, figures);
        fill(&mut bins[first..], tables, figures);
    }
    Some(SeenLine {
        bins,
        log_odds: f64::from(log_odds),
        is_noise,
        weight: weight * f64::from(sample.weights[rank]),
    })
}

fn fill(bins: &mut [u8], tables: &AdditiveModel, figures: &[f32]) {
    for ((place, edges), &figure) in bins.iter_mut().zip(&tables.edges).zip(figures) {
        *place = u8::try_from(bin(edges, figure)).unwrap_or(u8::MAX);
    }
}

/// Moves the cells of tables of one feature, and says how far for each feature.
fn move_tables(sets: &mut [Movable<'_>], lines: &[&SeenLine]) -> Vec<(&'static str, f64)> {
    let mut log_odds: Vec<f64> = lines.iter().map(|line| line.log_odds).collect();
    let mut steps = Vec::new();
    for (set, (tables, first, _, bin)) in sets.iter().enumerate() {
        for (at, table) in tables.tables.iter().enumerate() {
            if table.second.is_none() {
                let changes = vec![0.0; table.cells.len()];
                steps.push(((set, at), (first + table.first, *bin), changes));
            }
        }
    }
    for _ in 0..PASSES {
        let mut farthest: f64 = 0.0;
        for (_, place, changes) in &mut steps {
            farthest = farthest.max(step(lines, *place, changes, &mut log_odds));
        }
        if farthest < LEAST_MOVE {
            break;
        }
    }
    let mut moves = Vec::new();
    let all: f64 = lines.iter().map(|line| line.weight).sum();
    for ((set, at), (feature, _), changes) in &steps {
        let (tables, first, names, _) = &mut sets[*set];
        let cells = &mut tables.tables[*at].cells;
        for (cell, change) in cells.iter_mut().zip(changes) {
            *cell = rounded(f64::from(*cell) + change);
        }
        let own = |line: &&SeenLine| line.weight * changes[usize::from(line.bins[*feature])].abs();
        let sum: f64 = lines.iter().map(own).sum();
        moves.push((names[feature - *first], sum / all.max(f64::MIN_POSITIVE)));
    }
    moves.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    moves
}

/// One Newton step for each bin of a feature from `first` on; the farthest of them.
fn step(
    lines: &[&SeenLine],
    (feature, first): (usize, usize),
    moved: &mut [f64],
    log_odds: &mut [f64],
) -> f64 {
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
        .enumerate()
        .map(|(bin, ((slope, curve), moved))| {
            let step = -(slope + prior * moved) / (curve + prior);
            let most = if bin < first { 0.0 } else { FARTHEST_STEP };
            step.clamp(-most, most)
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
            bins: [in_bin; ALL],
            log_odds: -1.0,
            is_noise,
            weight: 1.0,
        };
        (0..count).map(|_| line()).collect()
    }

    fn moved(seen: &[SeenLine]) -> Vec<f32> {
        moved_from(0, seen)
    }

    fn moved_from(first: usize, seen: &[SeenLine]) -> Vec<f32> {
        let mut tables = AdditiveModel {
            bias: -1.0,
            edges: vec![vec![1.0, 2.0]; COUNT],
            tables: vec![TermTable {
                first: 0,
                second: None,
                cells: vec![0.0; 3],
            }],
        };
        let seen: Vec<&SeenLine> = seen.iter().collect();
        move_tables(&mut [(&mut tables, 0, Feature::NAMES, first)], &seen);
        tables.tables[0].cells.clone()
    }

    #[test]
    fn a_bin_is_moved_by_as_much_as_it_was_seen() {
        let [seldom, often] = [3, 300].map(|count| moved(&lines(count, 1, true))[1]);
        assert!(seldom > 0.3 && often > seldom + 1.0, "{seldom}, {often}");
        assert_eq!(moved(&[])[..], [0.0; 3]);
        assert_eq!(
            moved_from(2, &lines(300, 1, true))[..],
            [0.0; 3],
            "it says nothing"
        );
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
