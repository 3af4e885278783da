//! Choosing how much evidence the end of a story needs.

use crate::rules::mode::Mode;
use crate::tools::fit::ended::{EndCut, Ended};
use crate::tools::fit::options::MODES;
use crate::tools::fit::sample::LabelledPage;
use crate::tools::synthesize::splice::Layout;
use std::collections::BTreeMap;

/// The thresholds that are tried, as natural log-odds in quarters.
const QUARTERS: std::ops::Range<i16> = -4..33;

/// The share of an article that ends may cost, in the median of the folders: on spliced pages, on
/// untouched articles, and on pages as they are.
struct EndPrice {
    spliced: f32,
    untouched: f32,
    real: f32,
}

fn price(mode: Mode) -> EndPrice {
    let (spliced, untouched, real) = match mode {
        Mode::Careful => (0.002, 0.001, 0.0011),
        Mode::Balanced => (0.005, 0.004, 0.0015),
        Mode::Thorough => (0.01, 0.01, 0.005),
    };
    EndPrice {
        spliced,
        untouched,
        real,
    }
}

/// For each mode the least threshold at which it costs no more than it may; `None` where no page shows what
/// an end costs.
pub(crate) fn choose_ends(
    pages: &[LabelledPage],
    ended: &[Ended],
    cuts: &[Vec<EndCut>],
) -> Option<[f32; 3]> {
    let is_spliced = |one: &Ended| one.layout.is_some_and(|layout| layout != Layout::Untouched);
    if !ended.iter().any(is_spliced) {
        return None;
    }
    let ends = MODES.map(|mode| {
        let price = price(mode);
        let fits = |quarter: &i16| {
            let least = f32::from(*quarter) / 4.0;
            let losses = Losses::new(pages, ended, cuts, least);
            losses.median(Sort::Spliced) <= price.spliced
                && losses.median(Sort::Untouched) <= price.untouched
                && losses.median(Sort::Real) <= price.real
        };
        // A lower threshold loses more: the first that fits from below has only fits above it, nearly.
        let least = QUARTERS.rev().take_while(fits).last();
        f32::from(least.unwrap_or(QUARTERS.end)) / 4.0
    });
    Some(ends)
}

/// What is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Spliced,
    Untouched,
    Real,
}

/// The mean share of the article that is lost, by sort and folder: for articles, the folder of their gold.
struct Losses(BTreeMap<(Sort, String), (f32, f32)>);

impl Losses {
    fn new(pages: &[LabelledPage], ended: &[Ended], cuts: &[Vec<EndCut>], least: f32) -> Self {
        let mut sums: BTreeMap<_, (f32, f32)> = BTreeMap::new();
        for (one, cuts) in ended.iter().zip(cuts) {
            let page = &pages[one.page];
            let key = match one.layout {
                None => (Sort::Real, page.folder.to_string()),
                Some(Layout::Untouched) => (Sort::Untouched, page.gold_folder().to_owned()),
                Some(_) => (Sort::Spliced, page.gold_folder().to_owned()),
            };
            let cut = cuts.iter().find(|cut| cut.log_odds >= least);
            let sum = sums.entry(key).or_default();
            sum.0 += cut.map_or(0.0, |cut| cut.lost);
            sum.1 += 1.0;
        }
        Self(sums)
    }

    /// The middle one of the folders' losses, the greater of two; 0 where there is none.
    fn median(&self, sort: Sort) -> f32 {
        let own = self.0.iter().filter(|(key, _)| key.0 == sort);
        let mut means: Vec<f32> = own.map(|(_, (lost, pages))| lost / pages).collect();
        means.sort_by(f32::total_cmp);
        means.get(means.len() / 2).copied().unwrap_or_default()
    }
}
