//! What the tables of ends say of a place of which not all figures are known.

use crate::model::additive::{AdditiveModel, TermTable};
use crate::model::article_end::figures::FIGURES;
use crate::model::article_end::word_ratios::WordRatios;
use crate::text::number::number;

/// How much of a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Known {
    /// What stands in columns of the page.
    Place,
    /// What windows around it share with what stands before, as well.
    Shares,
    /// The next sixty words as well.
    Words,
    /// All but the topics before it and behind.
    Rest,
    /// Everything.
    All,
}

/// What is known of a place before everything is, step by step.
const STAGES: [Known; 4] = [Known::Place, Known::Shares, Known::Words, Known::Rest];

/// From when on each figure is known.
fn known_from(figure: &str) -> Known {
    match figure {
        "window_30" | "window_previous" | "window_step" => Known::Shares,
        "evidence_60" | "kinds" => Known::Words,
        "largest_of_3" | "largest_of_6" | "evidence_240" | "evidence_mean" | "rare_said"
        | "names_near" => Known::Rest,
        "topic_60" | "topic_240" | "cosine_60" | "cosine_240" | "cosine_near" | "headline_said" => {
            Known::All
        }
        _ => Known::Place,
    }
}

/// The tables of ends.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct EndModel {
    pub(crate) tables: AdditiveModel,
    pub(crate) words: WordRatios,
    /// The most that they can say of a place of which nothing is known.
    most: f32,
    stages: [Stage; STAGES.len()],
}

/// Figures that are known from one step on, and what that takes from the most that the tables can say.
#[derive(Debug, Clone, Default, PartialEq)]
struct Stage {
    /// The figures that some table looks at, each with its edges, and infinity behind them.
    figures: Vec<(usize, [f32; BINS])>,
    /// The tables of which more is known, those first that take away the most.
    steps: Vec<Step>,
    /// For each of these what it takes away.
    below: Vec<[f32; BINS * BINS]>,
}

/// Bins of a figure at most; where one has more, every place is weighed.
const BINS: usize = 16;

/// The figures by whose bins a cell is found: [`NO_FIGURE`] first where one does.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    first: u8,
    second: u8,
}

/// As many places as a byte tells apart, so that none is asked whether it is one; the last stands for no figure.
const ROOM: usize = 1 << 8;
const NO_FIGURE: usize = ROOM - 1;

const _: () = assert!(FIGURES.len() < ROOM);

/// So many tables are looked at before it is asked whether that is enough.
const STEPS: usize = 8;

/// What is known of a place so far: the bins of its figures, and the most that its log-odds can be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    bins: [u8; ROOM],
    most: f32,
}

/// More than sums of so few cells can be off by being added in another order.
const SLACK: f32 = 0.002;

impl EndModel {
    pub(crate) fn new(tables: AdditiveModel, words: WordRatios) -> Self {
        let known = FIGURES.iter().map(|name| known_from(name));
        let known: Vec<Known> = known.collect();
        let most = |table: &TermTable| most_of(table.cells.iter().copied());
        Self {
            most: tables.bias + SLACK + tables.tables.iter().map(most).sum::<f32>(),
            stages: STAGES.map(|now| Stage::new(&tables, &known, now)),
            tables,
            words,
        }
    }

    /// A place of which nothing is known.
    pub(crate) fn unknown(&self) -> Reach {
        Reach {
            bins: [0; ROOM],
            most: self.most,
        }
    }

    /// Whether the log-odds of a place may reach `needed`, as far as these figures tell of which as much is known as
    /// `now` says; all before that was asked for.
    pub(crate) fn may_reach(
        &self,
        now: Known,
        figures: &[f32],
        place: &mut Reach,
        needed: f32,
    ) -> bool {
        let stage = &self.stages[now as usize];
        for (at, edges) in &stage.figures {
            // All at once: so few are compared sooner than searched.
            let reached = edges.iter().map(|&edge| u8::from(edge <= figures[*at]));
            place.bins[*at] = reached.sum();
        }
        let bin = |figure: u8| place.bins[usize::from(figure)];
        for (some, below) in stage.steps.chunks(STEPS).zip(stage.below.chunks(STEPS)) {
            for (step, below) in some.iter().zip(below) {
                let at = bin(step.first) << 4 | bin(step.second);
                place.most += below[usize::from(at)];
            }
            if place.most < needed {
                return false;
            }
        }
        true
    }
}

impl Stage {
    fn new(tables: &AdditiveModel, known: &[Known], now: Known) -> Self {
        let looks_at = |at: usize| {
            let mut all = tables.tables.iter();
            all.any(|table| table.first == at || table.second == Some(at))
        };
        if tables.edges.iter().any(|edges| edges.len() >= BINS) {
            return Self::default();
        }
        let figures = (0..FIGURES.len()).filter(|&at| known[at] == now && looks_at(at));
        let with_edges = |at: usize| {
            let mut edges = [f32::INFINITY; BINS]; // no figure reaches those behind its own
            edges[..tables.edges[at].len()].copy_from_slice(&tables.edges[at]);
            (at, edges)
        };
        let loss = tables.tables.iter();
        let loss = loss.filter_map(|table| Loss::new(tables, table, known, now));
        let mut all = joined(loss);
        let mean = |step: &Step, below: &[f32; BINS * BINS]| {
            let bins = |figure: u8| {
                tables
                    .edges
                    .get(usize::from(figure))
                    .map_or(1, |edges| edges.len() + 1)
            };
            let rows = below.chunks(BINS).take(bins(step.first));
            let sum: f32 = rows
                .map(|row| row[..bins(step.second)].iter().sum::<f32>())
                .sum();
            sum / number(bins(step.first) * bins(step.second))
        };
        all.sort_by(|a, b| mean(&a.0, &a.1).total_cmp(&mean(&b.0, &b.1)));
        let (steps, below) = all.into_iter().unzip();
        Self {
            figures: figures.map(with_edges).collect(),
            steps,
            below,
        }
    }
}

/// A step, and what it takes away.
type StepCells = (Step, [f32; BINS * BINS]);

/// What tables of the same figures take away, together; what tables of one figure do is added to one of two of which
/// that is one.
fn joined(loss: impl Iterator<Item = Loss>) -> Vec<StepCells> {
    let mut all: Vec<StepCells> = Vec::new();
    for one in loss {
        let (step, cells) = (one.step(), one.cells());
        match all.iter_mut().find(|(known, _)| *known == step) {
            Some((_, sum)) => sum
                .iter_mut()
                .zip(cells)
                .for_each(|(sum, cell)| *sum += cell),
            None => all.push((step, cells)),
        }
    }
    let is_single = |one: &StepCells| usize::from(one.0.first) == NO_FIGURE;
    let (singles, mut pairs): (Vec<StepCells>, Vec<StepCells>) =
        all.into_iter().partition(is_single);
    for (step, own) in singles {
        let figure = step.second;
        let with_it = |pair: &&mut StepCells| pair.0.first == figure || pair.0.second == figure;
        match pairs
            .iter_mut()
            .filter(|pair| !is_single(pair))
            .find(with_it)
        {
            Some((pair, cells)) => {
                for (at, cell) in cells.iter_mut().enumerate() {
                    let bin = if pair.first == figure {
                        at / BINS
                    } else {
                        at % BINS
                    };
                    *cell += own[bin];
                }
            }
            None => pairs.push((step, own)),
        }
    }
    pairs
}

/// What a table can say at most, less what it could when less was known.
struct Loss {
    first: usize,
    second: usize,
    /// How many cells a bin of the first figure has.
    width: usize,
    below: Vec<f32>,
}

impl Loss {
    fn step(&self) -> Step {
        let figure = |at: usize| u8::try_from(at).expect("figures are few");
        Step {
            first: figure(self.first),
            second: figure(self.second),
        }
    }

    fn cells(&self) -> [f32; BINS * BINS] {
        let mut cells = [0.0; BINS * BINS];
        for (row, own) in self.below.chunks(self.width).enumerate() {
            cells[row * BINS..][..own.len()].copy_from_slice(own);
        }
        cells
    }

    /// What a table takes away at a step; none where no more is known of it than before.
    fn new(tables: &AdditiveModel, table: &TermTable, known: &[Known], now: Known) -> Option<Self> {
        let second = table.second.unwrap_or(table.first);
        if known[table.first] != now && known[second] != now {
            return None;
        }
        let width = table.second.map_or(1, |second| tables.bin_count(second));
        let at = |now: Option<Known>| {
            let is_known = |figure: usize| now.is_some_and(|now| known[figure] <= now);
            let rows = is_known(table.first);
            most_known(
                &table.cells,
                width,
                (rows, table.second.is_some_and(is_known)),
            )
        };
        let before = STAGES.iter().rev().find(|stage| **stage < now);
        let both = at(Some(now)).into_iter().zip(at(before.copied()));
        let below: Vec<f32> = both.map(|(own, before)| own - before).collect();
        Some(match (known[table.first] <= now, table.second) {
            (true, Some(second)) if known[second] <= now => Self {
                first: table.first,
                second,
                width,
                below,
            },
            (true, _) => Self {
                first: NO_FIGURE,
                second: table.first,
                width: BINS,
                below: below.into_iter().step_by(width).collect(),
            },
            (false, _) => Self {
                first: NO_FIGURE,
                second,
                width: BINS,
                below: below[..width].to_vec(),
            },
        })
    }
}

/// For each cell the most of those that it can be, where it is known or not in which row it is, and in which column.
fn most_known(cells: &[f32], width: usize, (row, column): (bool, bool)) -> Vec<f32> {
    let of_columns = || -> Vec<f32> {
        let column = |at: usize| most_of(cells.iter().skip(at).step_by(width).copied());
        (0..width).map(column).collect()
    };
    match (row, column) {
        (true, true) => cells.to_vec(),
        (true, false) => {
            let rows = cells.chunks(width);
            let most = rows.map(|row| (most_of(row.iter().copied()), row.len()));
            most.flat_map(|(most, len)| std::iter::repeat_n(most, len))
                .collect()
        }
        (false, true) => of_columns().repeat(cells.len() / width),
        (false, false) => vec![most_of(cells.iter().copied()); cells.len()],
    }
}

fn most_of(cells: impl Iterator<Item = f32>) -> f32 {
    cells.fold(f32::NEG_INFINITY, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Tables over the first, a second and a third figure that are known one after the other.
    fn tables() -> AdditiveModel {
        let at = |name: &str| {
            let found = FIGURES.iter().position(|own| *own == name);
            found.expect("it is a figure")
        };
        let places = ["suffix", "window_30", "kinds", "rare_said", "topic_60"].map(at);
        let mut edges = vec![Vec::new(); FIGURES.len()];
        for place in places {
            edges[place] = vec![0.3, 0.7];
        }
        let cells = |seed: usize, count: usize| {
            let cell = |at: usize| number((at * 7 + seed * 5) % 11) / 4.0 - 1.2;
            (0..count).map(cell).collect()
        };
        let mut all = Vec::new();
        for (seed, &first) in places.iter().enumerate() {
            all.push(TermTable {
                first,
                second: None,
                cells: cells(seed, 3),
            });
            for &other in &places {
                all.push(TermTable {
                    first,
                    second: Some(other),
                    cells: cells(seed + other, 9),
                });
            }
        }
        AdditiveModel {
            bias: -0.5,
            edges,
            tables: all,
        }
    }

    proptest! {
        #[test]
        fn no_place_is_given_up_that_reaches_what_is_needed(
            known in prop::collection::vec(0.0_f32..1.0, FIGURES.len()),
            needed in -9.0_f32..9.0,
        ) {
            let model = EndModel::new(tables(), WordRatios::default());
            let score = model.tables.score(&known, &mut Vec::new());
            let mut place = model.unknown();
            let mut before = place.most;
            for now in STAGES {
                let may_be = model.may_reach(now, &known, &mut place, needed);
                prop_assert!(may_be || score < needed);
                prop_assert!(place.most <= before + 0.001 && (!may_be || place.most >= score));
                before = place.most;
                if !may_be {
                    break;
                }
            }
        }
    }
}
