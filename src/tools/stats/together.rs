//! Rules that always fire together: on the same lines one of them is not needed; on the same pages
//! they speak of the same template.

use crate::text::hash::spread;
use crate::tools::stats::page::PageStats;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rules that fire together, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Together {
    /// What they share.
    pub same: Same,
    /// The rules, two or more.
    pub rules: Vec<String>,
    /// On how many lines or pages they do.
    pub times: u64,
}

/// What rules that fire together share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Same {
    /// Each fires on the very lines on which the other does.
    Lines,
    /// The first fires only on lines on which the second does, which fires on others as well.
    Within,
    /// All fire on the very pages on which the others do.
    Pages,
}

/// Where one rule is active.
#[derive(Debug, Default, Clone, Copy)]
struct Presence {
    lines: u64,
    pages: u64,
    /// A sum over its pages: two rules with one sum and as many pages are active on the same ones.
    print: u64,
}

/// Counts which rules fire where. Memory grows with the rules and with the pairs of them that meet
/// on a line, not with the pages.
#[derive(Debug, Default)]
pub(crate) struct Meetings {
    pages: u64,
    rules: BTreeMap<String, Presence>,
    on_lines: BTreeMap<(String, String), u64>,
}

impl Meetings {
    pub(crate) fn add(&mut self, page: &PageStats) {
        self.pages += 1;
        // Spread, so that sums of few pages tell which they were.
        let print = spread(self.pages);
        let mut here: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, rule) in &page.active {
            *here.entry(rule).or_default() += 1;
        }
        for (rule, lines) in here {
            let active = self.rules.entry(rule.to_owned()).or_default();
            active.lines += lines;
            active.pages += 1;
            active.print = active.print.wrapping_add(print);
        }
        for line in page.active.chunk_by(|a, b| a.0 == b.0) {
            for (at, (_, one)) in line.iter().enumerate() {
                for (_, other) in &line[at + 1..] {
                    let pair = (one.clone(), other.clone());
                    *self.on_lines.entry(pair).or_default() += 1;
                }
            }
        }
    }

    /// The rules that fire together at least `least` times and never without each other, or
    /// without the second.
    pub(crate) fn together(&self, least: u64) -> Vec<Together> {
        let mut found: Vec<Together> = self
            .on_lines
            .iter()
            .filter(|(_, times)| **times >= least)
            .filter_map(|((one, other), &times)| {
                let lines = |rule: &String| self.rules[rule].lines;
                let (same, rules) = match (lines(one) == times, lines(other) == times) {
                    (true, true) => (Same::Lines, [one, other]),
                    (true, false) => (Same::Within, [one, other]),
                    (false, true) => (Same::Within, [other, one]),
                    (false, false) => return None,
                };
                let rules = rules.map(Clone::clone).to_vec();
                Some(Together { same, rules, times })
            })
            .collect();
        let on_lines = |rules: &[String]| {
            found
                .iter()
                .any(|one| one.same == Same::Lines && one.rules == *rules)
        };
        let on_pages: Vec<Together> = self
            .page_groups(least)
            .into_iter()
            .filter(|group| !on_lines(&group.rules))
            .collect();
        found.extend(on_pages);
        found.sort_by_key(|one| (one.same, std::cmp::Reverse(one.times)));
        found
    }

    fn page_groups(&self, least: u64) -> Vec<Together> {
        let mut groups: BTreeMap<(u64, u64), Vec<String>> = BTreeMap::new();
        for (rule, active) in &self.rules {
            if active.pages >= least {
                let same = (active.pages, active.print);
                groups.entry(same).or_default().push(rule.clone());
            }
        }
        let several = groups.into_iter().filter(|(_, rules)| rules.len() > 1);
        several
            .map(|((times, _), rules)| Together {
                same: Same::Pages,
                rules,
                times,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::cleaner::Cleaner;
    use crate::page::Page;

    fn page(active: &[(usize, &str)]) -> PageStats {
        let cleaner = Cleaner::new(
            crate::rulefile::pack::builder::RulesBuilder::new()
                .without_shipped()
                .build()
                .expect("no rule is no error"),
            crate::clean::options::Options::default(),
        );
        PageStats {
            active: active
                .iter()
                .map(|&(at, rule)| (at, rule.to_owned()))
                .collect(),
            ..crate::tools::stats::page::page_stats(&cleaner, &Page::new(""), &|| 0).1
        }
    }

    #[test]
    fn every_way_to_fire_together() {
        let mut meetings = Meetings::default();
        meetings.add(&page(&[(1, "a"), (1, "b"), (2, "c"), (2, "d"), (5, "e")]));
        meetings.add(&page(&[(3, "a"), (3, "b"), (7, "d"), (9, "e")]));
        meetings.add(&page(&[(3, "c"), (3, "d")]));
        let found: Vec<(Same, String, u64)> = meetings
            .together(2)
            .into_iter()
            .map(|one| (one.same, one.rules.join(" "), one.times))
            .collect();
        assert_eq!(
            found,
            [
                (Same::Lines, "a b".to_owned(), 2),
                (Same::Within, "c d".to_owned(), 2),
                (Same::Pages, "a b e".to_owned(), 2),
            ]
        );
        assert!(meetings.together(3).is_empty());
    }
}
