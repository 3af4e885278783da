//! What the tables of ends say of a place of which not all figures are known.

use crate::model::additive::{AdditiveModel, bin};
use crate::model::article_end::figures::FIGURES;
use crate::model::article_end::word_ratios::WordRatios;
use crate::text::number::number;

/// How much of a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Known {
    /// What stands in columns of the page.
    Place,
    /// The next sixty words as well.
    Window,
    /// Everything.
    All,
}

/// From when on each figure is known.
fn known_from(figure: &str) -> Known {
    match figure {
        "window_30" | "window_previous" | "window_step" | "evidence_60" | "kinds" => Known::Window,
        "largest_of_3" | "largest_of_6" | "evidence_240" | "evidence_mean" | "rare_said"
        | "names_near" | "topic_60" | "topic_240" | "cosine_60" | "cosine_240" | "cosine_near"
        | "headline_said" => Known::All,
        _ => Known::Place,
    }
}

/// The tables of ends.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct EndModel {
    pub(crate) tables: AdditiveModel,
    pub(crate) words: WordRatios,
    /// The most that they can say, by what is known.
    bounds: [Bound; 2],
    /// Figures that some table looks at, by when they are known.
    figures: [Vec<usize>; 2],
}

/// Tables of which some look at figures that are not known: those have the most of what these can be.
#[derive(Debug, Clone, Default, PartialEq)]
struct Bound {
    /// The bias, and the most of every table.
    least: f32,
    /// The tables of which something is known, those first that take away the most.
    steps: Vec<Step>,
}

/// A table, as what its cells are below its most: all that is left to learn only takes away.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    first: usize,
    second: usize,
    /// How many cells a bin of the first figure has.
    width: usize,
    below: Vec<f32>,
}

/// So many tables are looked at before it is asked whether that is enough.
const STEPS: usize = 8;

/// The bins of a place's figures.
pub(crate) type Bins = [u8; FIGURES.len()];

/// More than sums of so few cells can be off by being added in another order.
const SLACK: f32 = 0.001;

impl EndModel {
    pub(crate) fn new(tables: AdditiveModel, words: WordRatios) -> Self {
        let known = FIGURES.iter().map(|name| known_from(name));
        let known: Vec<Known> = known.collect();
        let wanted = |at: usize| {
            tables
                .tables
                .iter()
                .any(|t| t.first == at || t.second == Some(at))
        };
        let figures = |now: Known| -> Vec<usize> {
            (0..FIGURES.len())
                .filter(|&at| known[at] == now && wanted(at))
                .collect()
        };
        Self {
            bounds: [Known::Place, Known::Window].map(|now| Bound::new(&tables, &known, now)),
            figures: [Known::Place, Known::Window].map(figures),
            tables,
            words,
        }
    }

    /// Finds the bins of the figures that became known.
    pub(crate) fn fill_bins(&self, now: Known, figures: &[f32], bins: &mut Bins) {
        let which = usize::from(now == Known::Window);
        for &at in &self.figures[which] {
            bins[at] = u8::try_from(bin(&self.tables.edges[at], figures[at])).unwrap_or(u8::MAX);
        }
    }

    /// Whether the log-odds of a place of which so much is known may reach `needed`.
    pub(crate) fn may_reach(&self, now: Known, bins: &Bins, needed: f32) -> bool {
        let bound = &self.bounds[usize::from(now == Known::Window)];
        let mut most = bound.least + SLACK;
        for some in bound.steps.chunks(STEPS) {
            for step in some {
                let row = usize::from(bins[step.first]) * step.width;
                most += step.below[row + usize::from(bins[step.second])];
            }
            if most < needed {
                return false;
            }
        }
        true
    }
}

impl Bound {
    fn new(tables: &AdditiveModel, known: &[Known], now: Known) -> Self {
        let mut bound = Self {
            least: tables.bias,
            ..Self::default()
        };
        let is_known = |at: usize| known[at] <= now;
        let most = |cells: &mut dyn Iterator<Item = f32>| cells.fold(f32::NEG_INFINITY, f32::max);
        for table in &tables.tables {
            let cells = &table.cells;
            let Some(second) = table.second else {
                if is_known(table.first) {
                    bound.add((table.first, table.first), 0, cells.clone());
                } else {
                    bound.least += most(&mut cells.iter().copied());
                }
                continue;
            };
            let width = tables.bin_count(second);
            match (is_known(table.first), is_known(second)) {
                (true, true) => bound.add((table.first, second), width, cells.clone()),
                (true, false) => {
                    let rows = cells
                        .chunks(width)
                        .map(|row| most(&mut row.iter().copied()));
                    bound.add((table.first, table.first), 0, rows.collect());
                }
                (false, true) => {
                    let column =
                        |at: usize| most(&mut cells.iter().skip(at).step_by(width).copied());
                    bound.add((second, second), 0, (0..width).map(column).collect());
                }
                (false, false) => bound.least += most(&mut cells.iter().copied()),
            }
        }
        let mean = |step: &Step| step.below.iter().sum::<f32>() / number(step.below.len());
        bound.steps.sort_by(|a, b| mean(a).total_cmp(&mean(b)));
        bound
    }

    fn add(&mut self, (first, second): (usize, usize), width: usize, cells: Vec<f32>) {
        let most = cells.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        self.least += most;
        let below = cells.into_iter().map(|cell| cell - most).collect();
        self.steps.push(Step {
            first,
            second,
            width,
            below,
        });
    }
}
