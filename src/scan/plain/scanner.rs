//! One pass over a page that matches every place a rule may speak of.
//!
//! All needles of all line rules are looked for at once. A rule runs only on lines
//! where one of its needles was seen; rules without a needle run on every line, and `rules check`
//! names them. What is found is the same as if every rule ran on every line: a test holds that.
//!
//! What a line rule matches depends on the line's text alone. So when a page is read again after
//! its cuts, only lines that the cuts changed are looked at; the matches of the others are
//! remembered.

use crate::matchers::compiled::CompiledMatcher;
use crate::matchers::compiled_rule::CompiledRule;
use crate::matchers::found::Match;
use crate::matchers::guards::covers;
use crate::matchers::traits::LineMatcher;
use crate::page::Page;
use crate::rulefile::rules::Rules;
use crate::rules::effect::Level;
use crate::rules::matcher::Matcher;
use crate::rules::mode::Mode;
use crate::rules::rule::Rule;
use crate::scan::needles::Needles;
use crate::scan::plain::line_cache::LineCache;
use crate::scan::plain::rule_match::RuleMatch;
use crate::scan::plain::watch::{ScanStep, Watch};
use crate::text::span::Span;

/// Lines over this length are kept without a look: no label is that long, and a page on one
/// endless line must not cost more than its share.
pub(crate) const MAX_LINE_BYTES: usize = 256 << 10;

/// Which of the matches of a rule are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// All, so that it can be said of each what became of it.
    All,
    /// Those that may cut or protect; lines of a length that a rule's guards refuse are not
    /// looked at.
    Telling,
}

/// The compiled prefilter of a set of rules.
#[derive(Debug)]
pub(crate) struct Scanner {
    needles: Needles,
    rules_of_needle: Vec<Vec<usize>>,
    unfiltered: Vec<usize>,
    page_rules: Vec<usize>,
    wanted: Wanted,
}

/// Buffers of one scan, so that lines need none of their own.
#[derive(Default)]
struct Scratch {
    /// For each rule the last line, plus one, on which it was due.
    due_on: Vec<usize>,
    due: Vec<usize>,
    matches: Vec<Match>,
}

impl Scanner {
    /// The prefilter of the rules that may cut or protect in this mode; O(n) in the bytes of all
    /// needles.
    pub(crate) fn for_mode(rules: &Rules, mode: Mode) -> Self {
        Self::build(rules, Wanted::Telling, |_, rule| rule.tells_in(mode))
    }

    /// The prefilter of every rule that is not off, for matches that are explained.
    pub(crate) fn complete(rules: &Rules) -> Self {
        Self::of_some(rules, |_, rule| rule.level != Level::Off)
    }

    /// The prefilter of the rules that `chosen` says yes to, by load order and rule.
    pub(crate) fn of_some(rules: &Rules, chosen: impl Fn(usize, &Rule) -> bool) -> Self {
        Self::build(rules, Wanted::All, chosen)
    }

    /// Every rule on every line: for a few rules on a few lines, where a prefilter would cost more
    /// than it saves.
    pub(crate) fn without_prefilter(rules: &Rules) -> Self {
        let is_page_rule = |index: &usize| rules.at(*index).looks_at_whole_pages();
        let (page_rules, unfiltered) = (0..rules.len()).partition(is_page_rule);
        Self {
            needles: Needles::new(std::iter::empty()),
            rules_of_needle: Vec::new(),
            unfiltered,
            page_rules,
            wanted: Wanted::All,
        }
    }

    fn build(rules: &Rules, wanted: Wanted, chosen: impl Fn(usize, &Rule) -> bool) -> Self {
        let mut wanted_words: Vec<(&str, usize)> = Vec::new();
        let (mut unfiltered, mut page_rules) = (Vec::new(), Vec::new());
        for (index, compiled) in rules.compiled().iter().enumerate() {
            match &compiled.matcher {
                _ if !chosen(index, &compiled.rule) => {}
                CompiledMatcher::Page(_) => page_rules.push(index),
                CompiledMatcher::Line(matcher) => match matcher.needles() {
                    None => unfiltered.push(index),
                    Some(words) => {
                        wanted_words.extend(words.iter().map(|word| (word.as_str(), index)));
                    }
                },
            }
        }
        wanted_words.sort_unstable();
        wanted_words.dedup();
        let by_word: Vec<&[(&str, usize)]> = wanted_words.chunk_by(|a, b| a.0 == b.0).collect();
        let needles = Needles::new(by_word.iter().map(|rules| rules[0].0));
        let rules_of_needle = needles.words().map(|word| {
            let at = by_word.binary_search_by_key(&word, |rules| rules[0].0);
            let rules = by_word[at.expect("it is one of them")];
            rules.iter().map(|(_, rule)| *rule).collect()
        });
        Self {
            rules_of_needle: rules_of_needle.collect(),
            needles,
            unfiltered,
            page_rules,
            wanted,
        }
    }

    /// Everything that the rules find on the page, by line and rule, then what the matchers of
    /// whole pages find. O(n) in bytes for the pass, and the matched rules' own cost.
    pub(crate) fn scan(&self, page: &Page<'_>, rules: &Rules) -> Vec<RuleMatch> {
        self.scan_again(page, rules, &mut LineCache::default(), |_| None)
    }

    /// As [`Self::scan`], with a cache of what stood on lines before; `origin` says which span
    /// of the original a line is, where it is one.
    pub(crate) fn scan_again(
        &self,
        page: &Page<'_>,
        rules: &Rules,
        cache: &mut LineCache,
        origin: impl Fn(Span) -> Option<Span>,
    ) -> Vec<RuleMatch> {
        self.scan_watched(page, rules, cache, origin, &mut ())
    }

    /// As [`Self::scan_again`], with somebody who looks on.
    pub(crate) fn scan_watched<W: Watch>(
        &self,
        page: &Page<'_>,
        rules: &Rules,
        cache: &mut LineCache,
        origin: impl Fn(Span) -> Option<Span>,
        watch: &mut W,
    ) -> Vec<RuleMatch> {
        let mut found: Vec<RuleMatch> = Vec::new();
        let mut scratch = Scratch {
            due_on: vec![0; rules.len()],
            ..Scratch::default()
        };
        let mut now = LineCache::default();
        for &index in page.filled() {
            let line = &page.lines()[index];
            let origin = origin(line.span);
            let from = found.len();
            match origin.and_then(|origin| cache.of_line(origin)) {
                Some(known) => {
                    let start = line.span.start;
                    found.extend(known.iter().map(|one| one.moved(0, start, index)));
                }
                None => self.scan_line((page, index), rules, &mut scratch, &mut found, watch),
            }
            if let Some(origin) = origin {
                now.remember(origin, line, &found[from..]);
            }
        }
        *cache = now;
        self.scan_page(page, rules, &mut found, watch);
        found
    }

    fn scan_line<W: Watch>(
        &self,
        (page, index): (&Page<'_>, usize),
        rules: &Rules,
        scratch: &mut Scratch,
        found: &mut Vec<RuleMatch>,
        watch: &mut W,
    ) {
        watch.step(ScanStep::Line);
        self.find_due(page.line_text(index), index, scratch);
        watch.step(ScanStep::Searched);
        for &rule in &scratch.due {
            watch.step(ScanStep::Hit(rule));
            let one = &rules.compiled()[rule];
            let refused = self.wanted == Wanted::Telling
                && one
                    .rule
                    .guards
                    .refuses_length(page.lines()[index].word_count);
            if let (CompiledMatcher::Line(matcher), false) = (&one.matcher, refused) {
                find_on_line(&**matcher, page, index, &mut scratch.matches);
                found.extend(
                    scratch
                        .matches
                        .drain(..)
                        .map(|matched| RuleMatch { rule, matched }),
                );
            }
            watch.step(ScanStep::Ran(rule));
        }
    }

    /// The rules whose needles stand in the text, and those that have none, in load order.
    fn find_due(&self, text: &str, index: usize, scratch: &mut Scratch) {
        scratch.due.clear();
        scratch.due.extend_from_slice(&self.unfiltered);
        let Scratch { due_on, due, .. } = scratch;
        self.needles.find(text.as_bytes(), |needle| {
            for &rule in &self.rules_of_needle[needle] {
                if std::mem::replace(&mut due_on[rule], index + 1) != index + 1 {
                    due.push(rule);
                }
            }
        });
        scratch.due.sort_unstable();
    }

    fn scan_page<W: Watch>(
        &self,
        page: &Page<'_>,
        rules: &Rules,
        found: &mut Vec<RuleMatch>,
        watch: &mut W,
    ) {
        let mut matches = Vec::new();
        watch.step(ScanStep::Page);
        for &rule in &self.page_rules {
            let one = &rules.compiled()[rule];
            if let (CompiledMatcher::Page(matcher), true) = (&one.matcher, is_of_page(one, page)) {
                matcher.find(page, &mut matches);
                found.extend(matches.drain(..).map(|matched| RuleMatch { rule, matched }));
            }
            watch.step(ScanStep::Ran(rule));
        }
    }

    /// How many pages of the page's host were counted, by rules; 0 where nobody counted.
    pub(crate) fn host_pages(&self, page: &Page<'_>, rules: &Rules) -> u32 {
        let counted = self.page_rules.iter().filter_map(|&rule| {
            let one = &rules.compiled()[rule];
            let counts = one.rule.host_counts()?;
            is_of_page(one, page).then_some(counts.pages)
        });
        counted.max().unwrap_or(0)
    }

    /// The slow, obvious twin: every rule on every line.
    #[cfg(test)]
    pub(crate) fn scan_without_prefilter(&self, page: &Page<'_>, rules: &Rules) -> Vec<RuleMatch> {
        let mut found = Vec::new();
        let mut matches = Vec::new();
        for &line in page.filled() {
            for (rule, one) in rules.compiled().iter().enumerate() {
                if let (CompiledMatcher::Line(matcher), false) =
                    (&one.matcher, one.rule.level == Level::Off)
                {
                    find_on_line(&**matcher, page, line, &mut matches);
                    found.extend(matches.drain(..).map(|matched| RuleMatch { rule, matched }));
                }
            }
        }
        self.scan_page(page, rules, &mut found, &mut ());
        found
    }
}

/// Whether the rule is not a template of other hosts than the page's: of those there may be thousands.
fn is_of_page(one: &CompiledRule, page: &Page<'_>) -> bool {
    let domains = one.rule.domains();
    let is_template = matches!(one.rule.matcher, Matcher::Template(_)) && !domains.is_empty();
    !is_template
        || page
            .host()
            .is_some_and(|host| domains.iter().any(|domain| covers(domain, &host)))
}

fn find_on_line(matcher: &dyn LineMatcher, page: &Page<'_>, line: usize, found: &mut Vec<Match>) {
    let shape = &page.lines()[line];
    if !shape.is_blank() && shape.span.len_bytes() <= MAX_LINE_BYTES {
        matcher.find(page, line, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::plain::apply::Remains;
    use crate::rulefile::pack::builder::RulesBuilder;
    use crate::rulefile::pack_source::PackSource;
    use crate::test_pages::{page_text, phrases_of};
    use crate::text::span::SpanSet;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    const EVERY: &str = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/common/every.toml"
    ));

    static RULES: LazyLock<(Rules, Scanner)> = LazyLock::new(|| {
        let every = PackSource {
            name: "every.toml".to_owned(),
            text: EVERY.to_owned(),
        };
        let rules = RulesBuilder::new().file(every).build();
        let rules = rules.expect("the packs are checked by other tests");
        let scanner = Scanner::complete(&rules);
        (rules, scanner)
    });

    fn pages() -> BoxedStrategy<String> {
        let own = phrases_of(EVERY);
        let packs = crate::rulefile::shipped::shipped_packs().iter();
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
        fn what_is_remembered_is_what_would_be_found(
            text in pages(),
            cuts in prop::collection::vec((0_usize..4000, 0_usize..200), 0..6),
        ) {
            let (rules, scanner) = &*RULES;
            let mut cache = LineCache::default();
            let page = Page::new(&text);
            scanner.scan_again(&page, rules, &mut cache, Some);
            let boundary = |at: usize| {
                (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
            };
            let removed: SpanSet = cuts
                .iter()
                .map(|&(at, len)| Span::new(boundary(at), boundary(at + len)))
                .collect();
            let remains = Remains::new(&text, &removed);
            let page = Page::new(remains.text());
            prop_assert_eq!(
                scanner.scan_again(&page, rules, &mut cache, |span| remains.origin(span)),
                scanner.scan_without_prefilter(&page, rules)
            );
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
        let matches = |text: &str| {
            let found = scanner.scan(&Page::new(text), rules);
            let mine = found
                .iter()
                .filter(|found| rules.at(found.rule).id == "every/anywhere-match");
            mine.count()
        };
        assert_eq!(matches(&"read more ".repeat(10)), 10);
        assert_eq!(matches(&"read more ".repeat(MAX_LINE_BYTES / 10 + 1)), 0);
    }
}
