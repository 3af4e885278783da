//! What a choice of thresholds nets: what it gains on folders of pages, less what it costs them.

use crate::rules::mode::Mode;
use crate::text::number::wide_number;
use crate::tools::fit::sample::LabelledPage;
use crate::tools::score::prf::Prf;
use std::collections::BTreeMap;

/// What a mode may cost, and how dear it is to cost more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ModePrice {
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

impl ModePrice {
    pub(crate) fn of(mode: Mode) -> Self {
        let careful = Self {
            recall_of_noise: 0.012,
            recall: 0.0012,
            damage: 0.04,
            dear: (20.0, 2.0),
            least_noise: 0.0,
        };
        match mode {
            Mode::Careful => careful,
            Mode::Balanced => Self {
                recall_of_noise: 0.1,
                recall: 0.005,
                damage: 0.1,
                dear: (5.0, 1.0),
                ..careful
            },
            Mode::Thorough => Self {
                recall_of_noise: 1.0,
                recall: 1.0,
                damage: 1.0,
                dear: (0.0, 0.0),
                least_noise: 0.25,
            },
        }
    }

    /// The price that allows that share of what this one does.
    pub(crate) fn times(self, share: f64) -> Self {
        Self {
            recall_of_noise: self.recall_of_noise * share,
            recall: self.recall * share,
            damage: self.damage * share,
            ..self
        }
    }

    /// The mean gain over folders, less what goes beyond what may be cost: of gold folders, the median.
    pub(crate) fn net_gain(&self, folders: &[ScoredFolder<'_>]) -> f64 {
        let is_noisy = |folder: &ScoredFolder<'_>| folder.noise >= self.least_noise;
        let any_noisy = folders.iter().any(is_noisy);
        let own = || folders.iter().filter(|one| !any_noisy || is_noisy(one));
        let mut by_gold: BTreeMap<&str, Vec<&ScoredFolder>> = BTreeMap::new();
        for folder in own() {
            by_gold.entry(folder.gold).or_default().push(folder);
        }
        let beyond = by_gold.values().map(|folders| self.beyond(folders));
        let mut beyond: Vec<f64> = beyond.collect();
        beyond.sort_by(f64::total_cmp);
        let median = beyond.get(beyond.len() / 2).copied().unwrap_or_default();
        let gain: f64 = own().map(|folder| folder.gain).sum();
        gain / wide_number(own().count().max(1)) - median
    }

    /// What the folders of one gold folder cost beyond what they may, in F1: the greatest excess of recall,
    /// and the mean one of damage, which hangs on a few pages.
    fn beyond(&self, folders: &[&ScoredFolder<'_>]) -> f64 {
        let recall = |folder: &&ScoredFolder<'_>| {
            let allowed = self.recall + self.recall_of_noise * folder.noise;
            (folder.recall_loss - allowed).max(0.0)
        };
        let damage = |folder: &&ScoredFolder<'_>| (folder.damage - self.damage).max(0.0);
        let recall = folders.iter().map(recall).fold(0.0, f64::max);
        let damage = folders.iter().map(damage).sum::<f64>() / wide_number(folders.len().max(1));
        self.dear.0 * recall + self.dear.1 * damage
    }
}

/// What a choice does to a page.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct ChoiceOutcome {
    /// The share of what the page holds that gold does not, before.
    noise: f64,
    /// What F1 rises by.
    gain: f64,
    /// What recall falls by.
    recall_loss: f64,
    /// The share of gold's words that goes.
    lost: f64,
}

impl ChoiceOutcome {
    pub(crate) fn new(before: Prf, after: Prf, lost: f64) -> Self {
        Self {
            noise: 1.0 - before.precision,
            gain: after.f1 - before.f1,
            recall_loss: before.recall - after.recall,
            lost,
        }
    }
}

/// What one choice of thresholds does to the pages of a folder.
#[derive(Debug, Clone)]
pub(crate) struct ScoredFolder<'p> {
    /// The folder of their gold texts. Several extractors' texts share it, and each counts as one of its
    /// own: a gold folder of forums or shops, of which even people do not agree what is article, must
    /// not choose for all.
    gold: &'p str,
    /// Means of its pages, as [`ChoiceOutcome`] has them.
    noise: f64,
    gain: f64,
    recall_loss: f64,
    /// The mean share of gold's words that the worst 5 % of pages lose.
    damage: f64,
}

impl<'p> ScoredFolder<'p> {
    fn new(gold: &'p str, pages: &[ChoiceOutcome]) -> Self {
        let count = wide_number(pages.len().max(1));
        let mean = |of: fn(&ChoiceOutcome) -> f64| pages.iter().map(of).sum::<f64>() / count;
        let mut lost: Vec<f64> = pages.iter().map(|page| page.lost).collect();
        lost.sort_by(|a, b| b.total_cmp(a));
        lost.truncate(lost.len().div_ceil(20));
        Self {
            gold,
            noise: mean(|page| page.noise),
            gain: mean(|page| page.gain),
            recall_loss: mean(|page| page.recall_loss),
            damage: lost.iter().sum::<f64>() / wide_number(lost.len().max(1)),
        }
    }

    /// The folders of pages, with what becomes of each page.
    pub(crate) fn all(
        pages: &'p [LabelledPage],
        outcome: impl Fn(usize) -> ChoiceOutcome,
    ) -> Vec<Self> {
        let mut texts: BTreeMap<usize, (&str, Vec<ChoiceOutcome>)> = BTreeMap::new();
        for (at, page) in pages.iter().enumerate() {
            let own = texts.entry(page.folder);
            let own = own.or_insert_with(|| (page.gold_folder(), Vec::new()));
            own.1.push(outcome(at));
        }
        let folders = texts.into_values();
        folders
            .map(|(gold, pages)| Self::new(gold, &pages))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(noise: f64, [gain, recall_loss, lost]: [f64; 3]) -> ChoiceOutcome {
        ChoiceOutcome {
            noise,
            gain,
            recall_loss,
            lost,
        }
    }

    fn folder(gold: &str, noise: f64, figures: [f64; 3]) -> ScoredFolder<'_> {
        ScoredFolder::new(gold, &[outcome(noise, figures)])
    }

    #[test]
    fn what_most_gold_folders_lose_is_dear_and_what_one_loses_is_not() {
        let net_gain = |price: ModePrice, losing: &[&str], lost: f64| {
            let of = |gold| {
                let is_losing = losing.contains(&gold);
                let [recall, lost] = if is_losing { [0.2, lost] } else { [0.0; 2] };
                folder(gold, 0.3, [0.05, recall, lost])
            };
            price.net_gain(&["news", "blogs", "shops"].map(of))
        };
        let careful = ModePrice::of(Mode::Careful);
        assert!((net_gain(careful, &[], 0.0) - 0.05).abs() < 1e-12);
        assert!((net_gain(careful, &["shops"], 0.5) - 0.05).abs() < 1e-12);
        assert!(net_gain(careful, &["shops", "news"], 0.5) < 0.0);
        // The less it allows, the more it sees.
        let all = ["news", "blogs", "shops"];
        assert!(net_gain(careful.times(0.5), &all, 0.5) < net_gain(careful, &all, 0.5));
    }

    #[test]
    fn thorough_looks_at_noisy_folders_where_there_are_some() {
        let net_gain = |noise: [f64; 2]| {
            let folders = [
                folder("a", noise[0], [0.2, 0.0, 0.0]),
                folder("a", noise[1], [-0.1, 0.0, 0.0]),
            ];
            ModePrice::of(Mode::Thorough).net_gain(&folders)
        };
        assert!((net_gain([0.5, 0.1]) - 0.2).abs() < 1e-12);
        assert!(
            (net_gain([0.2, 0.1]) - 0.05).abs() < 1e-12,
            "none is noisy: all count"
        );
    }

    #[test]
    fn damage_is_of_the_worst_pages() {
        let lost = |at| if at < 2 { 0.5 } else { 0.0 };
        let pages: Vec<ChoiceOutcome> = (0..40)
            .map(|at| outcome(0.0, [0.0, 0.0, lost(at)]))
            .collect();
        assert!((ScoredFolder::new("a", &pages).damage - 0.5).abs() < 1e-12);
    }
}
