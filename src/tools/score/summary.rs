//! Means over pages, their intervals, and the damage to the worst pages.

use crate::text::number::wide_number;
use crate::tools::score::attribution::Attribution;
use crate::tools::score::attribution::costly::CostlyCut;
use crate::tools::score::mersenne_twister::MersenneTwister;
use crate::tools::score::page_score::{MeasureScore, PageScore, WordCount};
use crate::tools::score::prf::Prf;

/// Bootstrap samples an interval is taken from, and the seed they are drawn with.
const SAMPLES: usize = 400;
const SEED: u32 = 1;

/// A page counts as better or worse if its F1 moved by more than this.
const NOTICEABLE: f64 = 0.001;

/// A page is gutted if it lost more per cent of gold's words than this.
const GUTTED_PERCENT: f64 = 50.0;

/// The pages of a set and what they come to.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreReport {
    /// Means, intervals, damage.
    pub summary: ScoreSummary,
    /// Pages without a cleaned text, scored as empty. `None` if there is no cleaned set.
    pub missing_after: Option<usize>,
    /// Pages whose F1 fell most, worst first; as many as were asked for, where so many fell.
    pub most_damaged: Vec<(String, PageScore)>,
    /// Pages whose F1 rose most, best first; as many as were asked for, where so many rose.
    pub most_helped: Vec<(String, PageScore)>,
    /// Whether those two lists were asked for: then an empty one is told, too.
    pub(crate) names_extremes: bool,
    /// What each rule or kind removed, where the cuts are known and it was asked for.
    pub attribution: Option<Attribution>,
    /// The cuts that lost most of gold, worst first, where they are known.
    pub costly_cuts: Vec<CostlyCut>,
}

impl ScoreReport {
    /// Sums up pages, given with their ids and in the order of the ids, and names the `worst` most
    /// damaged and most helped. `None` if there is no page.
    pub fn new(pages: Vec<(String, PageScore)>, worst: usize) -> Option<Self> {
        let scores: Vec<_> = pages.iter().map(|(_, score)| *score).collect();
        let summary = summarize(&scores)?;
        let missing_after = summary.damage.map(|_| 0);
        let (most_damaged, most_helped) = if summary.damage.is_some() {
            extremes(pages, worst)
        } else {
            (Vec::new(), Vec::new())
        };
        Some(Self {
            summary,
            missing_after,
            most_damaged,
            most_helped,
            names_extremes: worst > 0 && summary.damage.is_some(),
            attribution: None,
            costly_cuts: Vec::new(),
        })
    }
}

/// What a set of pages comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreSummary {
    /// How many pages were scored.
    pub pages: usize,
    /// By 4-word shingles.
    pub shingles: MeasureSummary,
    /// By single words.
    pub words: MeasureSummary,
    /// What cleaning did, if there is a cleaned set.
    pub damage: Option<Damage>,
}

/// Means over pages by one measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasureSummary {
    /// The pages as they came.
    pub before: Prf,
    /// Interval of their F1.
    pub before_interval: Interval,
    /// The pages with the best lines kept.
    pub oracle: Option<Prf>,
    /// The cleaned pages.
    pub change: Option<ScoreChange>,
}

/// What cleaning changed by one measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreChange {
    /// The cleaned pages.
    pub after: Prf,
    /// F1 after less F1 before.
    pub gain: f64,
    /// Interval of the gain.
    pub gain_interval: Interval,
    /// Recall before less recall after.
    pub recall_loss: f64,
    /// Gain as a share of what the oracle gains; 0 where the oracle gains nothing.
    pub headroom_recovered: Option<f64>,
    /// Interval of the headroom recovered.
    pub headroom_interval: Option<Interval>,
}

/// What cleaning lost and what it removed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Damage {
    /// Mean per cent of gold words lost on the worst 5 % of pages, at least one page.
    pub damage5_percent: f64,
    /// The same of the worst page.
    pub max_percent: f64,
    /// Share of all words outside gold that are gone.
    pub noise_removed_share: f64,
    /// Pages whose F1 rose by more than 0.001.
    pub pages_better: usize,
    /// Pages whose F1 fell by more than 0.001.
    pub pages_worse: usize,
    /// Pages that lost over half of gold's words.
    pub pages_gutted: usize,
}

/// A 95 % interval: the 2.5 and 97.5 percentiles of 400 bootstrap samples of the pages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    fn new(mut values: Vec<f64>, whole: f64) -> Self {
        if values.is_empty() {
            return Self {
                low: whole,
                high: whole,
            };
        }
        values.sort_by(f64::total_cmp);
        // 0.025 and 0.975 of 400.
        Self {
            low: values[10],
            high: values[390],
        }
    }
}

/// Sums up pages: `None` if there are none. O(pages) for the means, 800 random numbers a page for
/// the intervals.
fn summarize(pages: &[PageScore]) -> Option<ScoreSummary> {
    if pages.is_empty() {
        return None;
    }
    Some(ScoreSummary {
        pages: pages.len(),
        shingles: measure_summary(pages.iter().map(|page| &page.shingles).collect()),
        words: measure_summary(pages.iter().map(|page| &page.words).collect()),
        damage: damage(pages),
    })
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the caller has no other use for the list"
)]
fn measure_summary(pages: Vec<&MeasureScore>) -> MeasureSummary {
    let sums: Vec<Sums> = pages.iter().map(|page| Sums::of(page)).collect();
    let whole = Sums::total(sums.iter());
    let samples = samples(&sums);
    let interval = |statistic: fn(&Sums) -> f64| {
        Interval::new(samples.iter().map(statistic).collect(), statistic(&whole))
    };
    let before = mean_prf(pages.iter().map(|page| page.before));
    let all = |part: fn(&MeasureScore) -> Option<Prf>| {
        pages
            .iter()
            .map(|page| part(page))
            .collect::<Option<Vec<_>>>()
    };
    let oracle = all(|page| page.oracle).map(|list| mean_prf(list.into_iter()));
    let change = all(|page| page.after).map(|list| {
        let after = mean_prf(list.into_iter());
        ScoreChange {
            after,
            gain: whole.mean(whole.gain),
            gain_interval: interval(|sums| sums.mean(sums.gain)),
            recall_loss: before.recall - after.recall,
            headroom_recovered: oracle.map(|_| whole.headroom_recovered()),
            headroom_interval: oracle.map(|_| interval(Sums::headroom_recovered)),
        }
    });
    MeasureSummary {
        before,
        before_interval: interval(|sums| sums.mean(sums.before)),
        oracle,
        change,
    }
}

/// Sums of F1 over pages, from which every statistic that has an interval follows.
#[derive(Clone, Copy, Default)]
struct Sums {
    pages: usize,
    before: f64,
    oracle: f64,
    after: f64,
    gain: f64,
}

impl Sums {
    fn of(page: &MeasureScore) -> Self {
        let f1 = |prf: Option<Prf>| prf.map_or(0.0, |prf| prf.f1);
        let (before, oracle, after) = (page.before.f1, f1(page.oracle), f1(page.after));
        Self {
            pages: 1,
            before,
            oracle,
            after,
            gain: after - before,
        }
    }

    fn total<'s>(pages: impl Iterator<Item = &'s Self>) -> Self {
        pages.fold(Self::default(), |sum, page| Self {
            pages: sum.pages + page.pages,
            before: sum.before + page.before,
            oracle: sum.oracle + page.oracle,
            after: sum.after + page.after,
            gain: sum.gain + page.gain,
        })
    }

    fn mean(&self, sum: f64) -> f64 {
        sum / wide_number(self.pages)
    }

    fn headroom_recovered(&self) -> f64 {
        let headroom = self.mean(self.oracle) - self.mean(self.before);
        if headroom > 1e-9 {
            (self.mean(self.after) - self.mean(self.before)) / headroom
        } else {
            0.0
        }
    }
}

/// Sums over the bootstrap samples, drawn as `score.py` draws them; none for a single page.
fn samples(pages: &[Sums]) -> Vec<Sums> {
    if pages.len() < 2 {
        return Vec::new();
    }
    let mut rng = MersenneTwister::new(SEED);
    let mut sample = || Sums::total((0..pages.len()).map(|_| &pages[rng.below(pages.len())]));
    (0..SAMPLES).map(|_| sample()).collect()
}

fn mean_prf(list: impl ExactSizeIterator<Item = Prf>) -> Prf {
    let pages = wide_number(list.len());
    let sum = list.fold(Prf::default(), |sum, prf| Prf {
        precision: sum.precision + prf.precision,
        recall: sum.recall + prf.recall,
        f1: sum.f1 + prf.f1,
    });
    Prf {
        precision: sum.precision / pages,
        recall: sum.recall / pages,
        f1: sum.f1 / pages,
    }
}

/// `None` unless every page has a cleaned text.
fn damage(pages: &[PageScore]) -> Option<Damage> {
    let mut lost = pages
        .iter()
        .map(PageScore::lost_percent)
        .collect::<Option<Vec<_>>>()?;
    lost.sort_by(|one, other| other.total_cmp(one));
    let worst = &lost[..worst_count(pages.len())];
    let noise_before: usize = pages.iter().map(|page| page.before.noise()).sum();
    let noise_after: usize = pages
        .iter()
        .filter_map(|page| page.after)
        .map(WordCount::noise)
        .sum();
    let moved = |test: fn(f64, f64) -> bool| {
        pages
            .iter()
            .filter(|page| f1_pair(page).is_some_and(|(before, after)| test(before, after)))
            .count()
    };
    Some(Damage {
        damage5_percent: worst.iter().sum::<f64>() / wide_number(worst.len()),
        max_percent: lost[0],
        noise_removed_share: if noise_before == 0 {
            0.0
        } else {
            1.0 - wide_number(noise_after) / wide_number(noise_before)
        },
        pages_better: moved(|before, after| after > before + NOTICEABLE),
        pages_worse: moved(|before, after| after < before - NOTICEABLE),
        pages_gutted: lost.iter().filter(|&&lost| lost > GUTTED_PERCENT).count(),
    })
}

/// A twentieth of the pages, at least one. Halves go to the even number, as with Python's `round`.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a twentieth of a count"
)]
fn worst_count(pages: usize) -> usize {
    ((wide_number(pages) * 0.05).round_ties_even() as usize).max(1)
}

fn f1_pair(page: &PageScore) -> Option<(f64, f64)> {
    Some((page.shingles.before.f1, page.shingles.after?.f1))
}

type Pages = Vec<(String, PageScore)>;

/// The pages whose F1 fell most and those whose F1 rose most; one whose F1 stayed is neither.
/// Ties keep the order given, and the opposite order among the helped.
fn extremes(mut pages: Pages, count: usize) -> (Pages, Pages) {
    let change = |page: &PageScore| f1_pair(page).map_or(0.0, |(before, after)| after - before);
    pages.sort_by(|(_, one), (_, other)| change(one).total_cmp(&change(other)));
    let fell = pages.iter().filter(|(_, page)| change(page) < 0.0);
    let damaged = fell.take(count).cloned().collect();
    let rose = pages.iter().rev().filter(|(_, page)| change(page) > 0.0);
    let helped = rose.take(count).cloned().collect();
    (damaged, helped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worst_twentieth() {
        // python3 -c 'print([max(1, round(n * 0.05)) for n in (1, 10, 30, 50, 70, 641)])'
        assert_eq!(
            [1, 10, 30, 50, 70, 641].map(worst_count),
            [1, 1, 2, 2, 4, 32]
        );
    }

    #[test]
    fn no_page_no_report() {
        assert_eq!(ScoreReport::new(Vec::new(), 3), None);
    }

    #[test]
    fn only_pages_that_fell_are_damaged_and_only_those_that_rose_helped() {
        let gold = "The mayor opened the new bridge on Monday.";
        let score = |before: &str, after: &str| {
            crate::tools::score::page_score::score_page(
                gold,
                before,
                Some(after),
                crate::tools::score::page_score::Oracle::Skip,
            )
        };
        let noisy = format!("{gold} Share this page");
        let pages = vec![
            (
                "fell".to_owned(),
                score(gold, "The mayor opened the bridge"),
            ),
            ("rose".to_owned(), score(&noisy, gold)),
            ("same".to_owned(), score(&noisy, &noisy)),
        ];
        let report = ScoreReport::new(pages, 5).expect("there are pages");
        let ids = |list: &Pages| list.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&report.most_damaged), ["fell"]);
        assert_eq!(ids(&report.most_helped), ["rose"]);
    }
}
