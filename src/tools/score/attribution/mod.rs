//! Who removed what: noise words removed and gold words lost, by rule or by kind, and the cuts
//! that cost most.
//!
//! A cut stands for the words that would come back if it alone were undone. So gold words that
//! stand elsewhere in the cleaned page as often as gold has them are not lost.

pub(crate) mod costly;
pub(crate) mod print;

use crate::text::number::wide_number;
use crate::text::span::Span;
use crate::tools::score::shingles::{ABSENT, GoldShingles, Measure};
use std::collections::BTreeMap;

/// A cut of a page and who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// What went, in bytes of the page as it came.
    pub span: Span,
    /// The rule that made it.
    pub rule: String,
    /// Who is accounted for: the rule, its kind.
    pub by: String,
}

/// What one cut removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Words that went and are not missed.
    pub noise_words: usize,
    /// Words that went and that gold wants.
    pub gold_words: usize,
}

/// One page's attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct PageAttribution {
    /// The cost of each cut, in the order given.
    pub costs: Vec<Cost>,
    /// What each one who made cuts removed.
    shares: BTreeMap<String, Share>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Share {
    cuts: usize,
    pages: usize,
    cost: Cost,
    f1_change_if_off: f64,
}

/// What one rule, or one kind, did to a set of pages.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributionRow {
    /// The rule or kind.
    pub by: String,
    /// How many cuts it made.
    pub cuts: usize,
    /// On how many pages.
    pub pages: usize,
    /// Words outside gold that went.
    pub noise_words: usize,
    /// Words of gold that went.
    pub gold_words: usize,
    /// Mean change of the 4-shingle F1, over all pages, if it alone were off. Below zero: it helps.
    pub f1_change_if_off: f64,
}

/// The attribution of a set of pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// What the rows are: `rule`, `kind`.
    pub(crate) of: &'static str,
    pages: usize,
    shares: BTreeMap<String, Share>,
}

impl Attribution {
    /// An empty attribution whose rows are each a `rule`, a `kind` or what else the word says.
    pub fn new(of: &'static str) -> Self {
        Self {
            of,
            pages: 0,
            shares: BTreeMap::new(),
        }
    }

    /// Adds a page; one without cuts counts too.
    pub fn add(&mut self, page: &PageAttribution) {
        self.pages += 1;
        for (by, share) in &page.shares {
            let sum = self.shares.entry(by.clone()).or_default();
            sum.cuts += share.cuts;
            sum.pages += share.pages;
            sum.cost.noise_words += share.cost.noise_words;
            sum.cost.gold_words += share.cost.gold_words;
            sum.f1_change_if_off += share.f1_change_if_off;
        }
    }

    /// A row for each one who made cuts, most noise words first.
    pub fn rows(&self) -> Vec<AttributionRow> {
        let row = |(by, share): (&String, &Share)| AttributionRow {
            by: by.clone(),
            cuts: share.cuts,
            pages: share.pages,
            noise_words: share.cost.noise_words,
            gold_words: share.cost.gold_words,
            f1_change_if_off: share.f1_change_if_off / wide_number(self.pages.max(1)),
        };
        let mut rows: Vec<AttributionRow> = self.shares.iter().map(row).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.noise_words));
        rows
    }
}

/// Accounts for the cuts of one page; `off` cleans it as if somebody were off. O(n) in the page's
/// bytes and one call of `off` for each one who made cuts.
///
/// # Panics
///
/// Where a cut does not lie in `before`.
///
/// # Example
///
/// ```
/// use dechaff::Span;
/// use dechaff::tools::score::{Charge, Cost, attribution};
///
/// let before = "Share this\nThe bridge opened on Monday.\n";
/// let rule = "en/share-bar".to_owned();
/// let cut = Charge { span: Span::new(0, 11), by: rule.clone(), rule };
/// let gold = "The bridge opened on Monday.";
/// let page = attribution(gold, &before[11..], before, &[cut], |_| before.to_owned());
/// assert_eq!(page.costs, [Cost { noise_words: 2, gold_words: 0 }]);
/// ```
pub fn attribution(
    gold: &str,
    after: &str,
    before: &str,
    charges: &[Charge],
    off: impl Fn(&str) -> String,
) -> PageAttribution {
    let gold = GoldShingles::new(gold);
    let after: Vec<u32> = gold.ids(after).collect();
    let deficit = Deficit::new(&gold, &after);
    let f1 = |text: &[u32]| -> f64 {
        let tally = gold.tally(text, Measure::Shingles);
        gold.prf(tally, Measure::Shingles).f1
    };
    let words = |charge: &Charge| gold.ids(&before[charge.span.range()]).collect::<Vec<u32>>();
    let costs = charges.iter().map(|charge| deficit.cost(words(charge)));
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    for charge in charges {
        shares.entry(charge.by.clone()).or_default().cuts += 1;
    }
    for (by, share) in &mut shares {
        let own = charges.iter().filter(|charge| charge.by == *by);
        let without_it: Vec<u32> = gold.ids(&off(by)).collect();
        share.pages = 1;
        share.cost = deficit.cost(own.flat_map(words));
        share.f1_change_if_off = f1(&without_it) - f1(&after);
    }
    PageAttribution {
        costs: costs.collect(),
        shares,
    }
}

/// How many of each gold word the cleaned page lacks.
pub(crate) struct Deficit {
    /// By id.
    pub(crate) lacking: Vec<u32>,
}

impl Deficit {
    pub(crate) fn new(gold: &GoldShingles<'_>, after: &[u32]) -> Self {
        let mut lacking = gold.counts.clone();
        for &word in after.iter().filter(|&&word| word != ABSENT) {
            let left = &mut lacking[word as usize];
            *left = left.saturating_sub(1);
        }
        Self { lacking }
    }

    /// What it would bring to put `words` back.
    pub(crate) fn cost(&self, words: impl IntoIterator<Item = u32>) -> Cost {
        let mut back: BTreeMap<u32, u32> = BTreeMap::new();
        let mut cost = Cost::default();
        for word in words {
            let lost = word != ABSENT && {
                let count = back.entry(word).or_default();
                *count += 1;
                *count <= self.lacking[word as usize]
            };
            if lost {
                cost.gold_words += 1;
            } else {
                cost.noise_words += 1;
            }
        }
        cost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = "The bridge opened on Monday.\nThe old one closes in May.";
    const BEFORE: &str =
        "Share\nThe bridge opened on Monday.\nRead more\nThe old one closes in May.\nShare\n";

    fn charge(start: usize, what: &str, by: &str) -> Charge {
        Charge {
            span: Span::new(start, start + what.len()),
            rule: format!("test/{by}"),
            by: by.to_owned(),
        }
    }

    #[test]
    fn words_are_booked_to_who_removed_them() {
        let end = "Read more\nThe old one closes in May.\n";
        let at = BEFORE.find(end).expect("it stands there");
        let cuts = [charge(0, "Share\n", "share"), charge(at, end, "more")];
        let after = "The bridge opened on Monday.\nShare\n";
        let off = |by: &str| match by {
            "more" => BEFORE[6..].to_owned(),
            _ => format!("Share\n{after}"),
        };
        let page = attribution(GOLD, after, BEFORE, &cuts, off);
        let cost = |noise_words, gold_words| Cost {
            noise_words,
            gold_words,
        };
        assert_eq!(page.costs, [cost(1, 0), cost(2, 6)]);
        let mut attribution = Attribution::new("rule");
        attribution.add(&page);
        let rows = attribution.rows();
        assert_eq!(rows[0].by, "more");
        assert_eq!((rows[0].noise_words, rows[0].gold_words), (2, 6));
        assert!(rows[0].f1_change_if_off > 0.0);
        assert!(rows[1].f1_change_if_off < 0.0);
    }

    #[test]
    fn a_word_that_the_page_still_has_is_not_lost() {
        let gold = "Rain fell. Rain fell.";
        let before = "Rain fell. Rain fell. Rain fell.";
        let once = [charge(0, "Rain fell. ", "twice")];
        let page = attribution(gold, &before[11..], before, &once, |_| before.to_owned());
        assert_eq!(page.costs[0].gold_words, 0);
        let both = [once[0].clone(), charge(11, "Rain fell. ", "twice")];
        let page = attribution(gold, &before[22..], before, &both, |_| before.to_owned());
        let cost = page.shares["twice"].cost;
        assert_eq!((cost.noise_words, cost.gold_words), (2, 2));
    }
}
