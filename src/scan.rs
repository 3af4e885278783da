//! One pass over a page that finds every place a rule may speak of.
//!
//! All needles of all line rules sit in one Aho-Corasick automaton. A rule runs only on lines
//! where one of its needles was seen; rules without a needle run on every line, and `rules check`
//! names them. What is found is the same as if every rule ran on every line: a test holds that.

use crate::Page;
use crate::detect::{Detector, Find, LineDetector};
use crate::rule::{Level, Rule, Rules};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::BTreeMap;

/// Lines over this length are kept without a look: no label is that long, and a page on one
/// endless line must not cost more than its share.
pub(crate) const MAX_LINE_BYTES: usize = 256 << 10;

/// What a rule found, undecided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The rule's place in load order.
    pub(crate) rule: usize,
    pub(crate) find: Find,
}

/// The compiled prefilter of a set of rules.
#[derive(Debug)]
pub(crate) struct Scanner {
    automaton: Option<AhoCorasick>,
    rules_of_needle: Vec<Vec<usize>>,
    unfiltered: Vec<usize>,
    page_rules: Vec<usize>,
}

impl Scanner {
    /// Compiles the prefilter of every rule that is not off; O(n) in the bytes of all needles.
    pub(crate) fn new(rules: &Rules) -> Self {
        Self::of_some(rules, |_, rule| rule.level != Level::Off)
    }

    /// Compiles the prefilter of the rules that `wanted` says yes to, by load order and rule.
    pub(crate) fn of_some(rules: &Rules, wanted: impl Fn(usize, &Rule) -> bool) -> Self {
        let mut needles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let (mut unfiltered, mut page_rules) = (Vec::new(), Vec::new());
        for (index, rule) in rules.iter().enumerate() {
            match &rule.matcher.detector {
                _ if !wanted(index, rule) => {}
                Detector::Page(_) => page_rules.push(index),
                Detector::Line(detector) => match detector.needles() {
                    None => unfiltered.push(index),
                    Some(words) => {
                        for word in words {
                            needles.entry(word).or_default().push(index);
                        }
                    }
                },
            }
        }
        let automaton = (!needles.is_empty()).then(|| {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::Standard)
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(needles.keys())
                .expect("needles are short and few: far below the automaton's limits")
        });
        let rules_of_needle = needles.into_values().collect();
        Self {
            automaton,
            rules_of_needle,
            unfiltered,
            page_rules,
        }
    }

    /// Everything that the rules find on the page, by line and rule, then what the detectors of
    /// whole pages find. O(n) in bytes for the pass, and the matched rules' own cost.
    pub(crate) fn scan(&self, page: &Page<'_>, rules: &Rules) -> Vec<Found> {
        let mut tasks = self.seen(page);
        for &line in page.filled() {
            tasks.extend(self.unfiltered.iter().map(|&rule| (line, rule)));
        }
        tasks.sort_unstable();
        tasks.dedup();
        let mut found = Vec::new();
        let mut finds = Vec::new();
        for (line, rule) in tasks {
            if let Detector::Line(detector) = &rules.at(rule).matcher.detector {
                find_on_line(&**detector, page, line, &mut finds);
                found.extend(finds.drain(..).map(|find| Found { rule, find }));
            }
        }
        self.scan_page(page, rules, &mut found);
        found
    }

    /// Lines on which a needle was seen, with the rules that it stands for.
    fn seen(&self, page: &Page<'_>) -> Vec<(usize, usize)> {
        let mut tasks = Vec::new();
        let Some(automaton) = &self.automaton else {
            return tasks;
        };
        let mut line = 0;
        for hit in automaton.find_overlapping_iter(page.text()) {
            // Overlapping matches come in the order of their ends, and no needle holds a newline.
            while page.lines()[line].next <= hit.start() {
                line += 1;
            }
            let rules = &self.rules_of_needle[hit.pattern().as_usize()];
            let at = if page.lines()[line].span.start <= hit.start() {
                line
            } else {
                page.line_at(hit.start())
            };
            tasks.extend(rules.iter().map(|&rule| (at, rule)));
        }
        tasks
    }

    fn scan_page(&self, page: &Page<'_>, rules: &Rules, found: &mut Vec<Found>) {
        let mut finds = Vec::new();
        for &rule in &self.page_rules {
            if let Detector::Page(detector) = &rules.at(rule).matcher.detector {
                detector.find(page, &mut finds);
                found.extend(finds.drain(..).map(|find| Found { rule, find }));
            }
        }
    }

    /// The slow, obvious twin: every rule on every line.
    #[cfg(test)]
    pub(crate) fn scan_without_prefilter(&self, page: &Page<'_>, rules: &Rules) -> Vec<Found> {
        let mut found = Vec::new();
        let mut finds = Vec::new();
        for &line in page.filled() {
            for (rule, one) in rules.iter().enumerate() {
                if let (Detector::Line(detector), false) =
                    (&one.matcher.detector, one.level == Level::Off)
                {
                    find_on_line(&**detector, page, line, &mut finds);
                    found.extend(finds.drain(..).map(|find| Found { rule, find }));
                }
            }
        }
        self.scan_page(page, rules, &mut found);
        found
    }
}

fn find_on_line(detector: &dyn LineDetector, page: &Page<'_>, line: usize, finds: &mut Vec<Find>) {
    let shape = &page.lines()[line];
    if !shape.is_blank() && shape.span.len_bytes() <= MAX_LINE_BYTES {
        detector.find(page, line, finds);
    }
}

#[cfg(test)]
#[path = "../tests/common/pages.rs"]
mod pages;

#[cfg(test)]
mod tests {
    use super::pages::{page_text, phrases_of};
    use super::*;
    use crate::rule::{PackSource, RulesBuilder};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static RULES: LazyLock<(Rules, Scanner)> = LazyLock::new(|| {
        let every = PackSource {
            name: "every.toml".to_owned(),
            text: include_str!("../tests/common/every.toml").to_owned(),
        };
        let rules = RulesBuilder::new().file(every).build();
        let rules = rules.expect("the packs are checked by other tests");
        let scanner = Scanner::new(&rules);
        (rules, scanner)
    });

    fn pages() -> BoxedStrategy<String> {
        let own = phrases_of(include_str!("../tests/common/every.toml"));
        let packs = crate::shipped_packs().iter();
        let all = packs
            .flat_map(|(_, text)| phrases_of(text))
            .chain(own.clone());
        prop_oneof![page_text(all.collect()), page_text(own)].boxed()
    }

    fn same_as_slow_twin(text: &str) -> Result<(), TestCaseError> {
        let (rules, scanner) = &*RULES;
        let page = Page::new(text);
        prop_assert_eq!(
            scanner.scan(&page, rules),
            scanner.scan_without_prefilter(&page, rules)
        );
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn prefiltered_pages_lose_nothing(text in pages()) {
            same_as_slow_twin(&text)?;
        }

        #[test]
        fn prefiltered_texts_lose_nothing(text in any::<String>()) {
            same_as_slow_twin(&text)?;
        }
    }

    #[test]
    fn letters_that_fold_into_ascii_are_not_lost() {
        for text in [
            "tasK linKs",
            "ſkip links",
            "READ MORE",
            "ＲＥＡＤ more",
            "Don’t miss",
        ] {
            same_as_slow_twin(text).expect("the twins agree");
        }
    }

    #[test]
    fn lines_over_the_cap_are_kept_without_a_look() {
        let (rules, scanner) = &*RULES;
        let finds = |text: &str| {
            let found = scanner.scan(&Page::new(text), rules);
            let mine = found
                .iter()
                .filter(|found| rules.at(found.rule).id == "every/anywhere-match");
            mine.count()
        };
        assert_eq!(finds(&"read more ".repeat(10)), 10);
        assert_eq!(finds(&"read more ".repeat(MAX_LINE_BYTES / 10 + 1)), 0);
    }
}
