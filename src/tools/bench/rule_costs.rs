//! What each rule costs.

use crate::tools::bench::row::figure;
use crate::tools::stats::page::PageStats;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a rule cost on all pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleCost {
    /// The rule, `pack/id`.
    pub rule: String,
    /// Its share of the time that finding took, the search for literals included, 0 to 1.
    pub time_share: f64,
    /// Nanoseconds that it looked.
    pub nanos: u64,
    /// Lines at which it looked, because one of its literals stood there or it has none; 0 for a rule
    /// that looks at whole pages.
    pub hits: u64,
    /// Cuts that it made.
    pub cuts: u64,
    /// Its time beside that of an older report: below 1 is better.
    pub against_old: Option<f64>,
}

impl RuleCost {
    /// Nanoseconds for each line at which it looked.
    pub fn nanos_per_hit(&self) -> Option<f64> {
        (self.hits > 0).then(|| figure(self.nanos) / figure(self.hits))
    }
}

/// Adds up what rules cost page by page.
#[derive(Debug, Default)]
pub struct RuleCosts {
    search_nanos: u64,
    /// Nanoseconds, hits and cuts.
    rules: BTreeMap<String, [u64; 3]>,
}

impl RuleCosts {
    /// Adds a page.
    pub fn add(&mut self, page: &PageStats) {
        self.search_nanos += page.search_nanos;
        for (rule, count) in &page.rules {
            let sum = self.rules.entry(rule.clone()).or_default();
            for (sum, one) in sum.iter_mut().zip([count.nanos, count.hits, count.cuts]) {
                *sum += one;
            }
        }
    }

    fn all_nanos(&self) -> f64 {
        let rules: u64 = self.rules.values().map(|[nanos, ..]| nanos).sum();
        figure(self.search_nanos + rules).max(1.0)
    }

    /// The share of the time that the search for literals took, 0 to 1.
    pub fn search_time_share(&self) -> f64 {
        figure(self.search_nanos) / self.all_nanos()
    }

    /// The rules that looked at something, the slowest first.
    pub fn slowest_first(&self) -> Vec<RuleCost> {
        let all = self.all_nanos();
        let rules = self
            .rules
            .iter()
            .filter(|(_, [nanos, hits, _])| nanos + hits > 0);
        let cost = |(rule, &[nanos, hits, cuts]): (&String, &[u64; 3])| RuleCost {
            rule: rule.clone(),
            time_share: figure(nanos) / all,
            nanos,
            hits,
            cuts,
            against_old: None,
        };
        let mut costs: Vec<RuleCost> = rules.map(cost).collect();
        costs.sort_by_key(|cost| std::cmp::Reverse(cost.nanos));
        costs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::cleaner::Cleaner;
    use crate::page::Page;
    use crate::tools::stats::page::page_stats;
    use std::cell::Cell;

    #[test]
    fn shares_of_rules_and_search_are_all_there_is() {
        let now = Cell::new(0_u64);
        let clock = || {
            now.set(now.get() + 10);
            now.get()
        };
        let mut costs = RuleCosts::default();
        for text in ["Rain fell.\n\nADVERTISEMENT\n", "Share this\nA long day.\n"] {
            costs.add(&page_stats(&Cleaner::shipped(), &Page::new(text), &clock).1);
        }
        let rules = costs.slowest_first();
        assert!(rules.is_sorted_by(|one, next| one.nanos >= next.nanos));
        let ad = rules.iter().find(|cost| cost.rule == "en/ad-slot-label");
        let ad = ad.expect("it looked");
        assert!(ad.cuts == 1 && ad.hits >= 1 && ad.nanos_per_hit().is_some());
        let all = costs.search_time_share() + rules.iter().map(|cost| cost.time_share).sum::<f64>();
        assert!((all - 1.0).abs() < 1e-9, "{all}");
    }
}
