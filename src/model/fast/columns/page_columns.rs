//! The columns of a page, by feature.

use crate::model::fast::cohesion::Cohesion;
use crate::model::fast::columns::copies::Copies;
use crate::model::fast::columns::scale::plain;
use crate::model::fast::facts::PageFacts;
use crate::model::fast::rows::Rows;
use crate::model::fast::signals::LineSignals;
use crate::model::feature::Feature;

/// The columns of a page's lines.
#[derive(Debug)]
pub(crate) struct Columns {
    /// By feature, those that are [`Scale::Count`] or [`Scale::Log`].
    pub(crate) counts: Vec<Vec<i32>>,
    /// By feature, those that are [`Scale::Share`].
    pub(crate) shares: Vec<Vec<f32>>,
    pub(crate) copies: Copies,
    pub(super) before: Vec<u32>,
    pub(super) cue: Vec<i32>,
    /// The score of each line in the lexicon of noise.
    pub(super) scores: Vec<f32>,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            counts: vec![Vec::new(); Feature::ALL.len()],
            shares: vec![Vec::new(); Feature::ALL.len()],
            copies: Copies::default(),
            before: Vec::new(),
            cue: Vec::new(),
            scores: Vec::new(),
        }
    }
}

/// What a page's columns are made of.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'p> {
    pub(crate) facts: &'p PageFacts,
    pub(crate) rows: &'p Rows,
    pub(crate) cohesion: &'p Cohesion,
    pub(crate) signals: &'p LineSignals,
}

impl Columns {
    /// What stands in the columns for the line of that rank, by feature; 0 where nothing does.
    pub(crate) fn of_line(&self, rank: usize) -> Box<[f32]> {
        let both = self.counts.iter().zip(&self.shares);
        let own = both.map(|(counts, shares)| match counts.get(rank) {
            Some(&count) => plain(count),
            None => shares.get(rank).copied().unwrap_or_default(),
        });
        own.collect()
    }

    pub(super) fn count(&mut self, feature: Feature, figures: impl Iterator<Item = i32>) {
        let column = &mut self.counts[feature as usize];
        column.clear();
        column.extend(figures);
    }

    pub(super) fn share(&mut self, feature: Feature, figures: impl Iterator<Item = f32>) {
        let column = &mut self.shares[feature as usize];
        column.clear();
        column.extend(figures);
    }
}
