//! What every rule did on one page.

use crate::clean::cleaned::Cleaned;
use crate::clean::cleaner::Cleaner;
use crate::clean::plain::passes::JudgedMatch;
use crate::clean::verdict::Verdict;
use crate::page::Page;
use crate::rulefile::rules::Rules;
use crate::scan::plain::watch::{ScanStep, Watch};
use crate::text::word_count::word_count;
use std::collections::BTreeMap;

/// What one rule did on one page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct RuleCount {
    /// Lines at which it looked, because one of its literals stood there or it has none.
    pub hits: u64,
    /// Places that it found.
    pub finds: u64,
    /// Finds that a guard refused.
    pub guarded: u64,
    /// Finds that a protect rule kept.
    pub protected: u64,
    /// Cuts that it made.
    pub cuts: u64,
    /// Cuts of other rules that it wanted too.
    pub shared: u64,
    /// Bytes of its cuts.
    pub bytes: u64,
    /// Words of its cuts.
    pub words: u64,
    /// How long it looked, by the caller's clock.
    pub nanos: u64,
}

/// What all rules did on one page.
#[derive(Debug)]
pub struct PageStats {
    /// Words on the page.
    pub words: u64,
    /// Lines that were searched for literals, over all passes.
    pub lines: u64,
    /// How long that took.
    pub search_nanos: u64,
    /// The rules that looked, found or cut something.
    pub rules: BTreeMap<String, RuleCount>,
    /// The lines of the page on which rules found what they might cut: line, then rule.
    pub(crate) active: Vec<(usize, String)>,
}

/// Cleans a page and counts what every rule did. `clock` gives nanoseconds since any fixed point;
/// one that stands still gives times of zero.
///
/// Costs a cleaning, and the clock once for every rule and line at which it looks.
///
/// # Example
///
/// ```
/// use dechaff::tools::stats::page_stats;
/// use dechaff::{Cleaner, Page};
///
/// let page = Page::new("Rain fell.\n\nADVERTISEMENT\n");
/// let (cleaned, stats) = page_stats(&Cleaner::shipped(), &page, &|| 0);
/// assert_eq!(cleaned.text, "Rain fell.\n");
/// assert_eq!(stats.rules["en/ad-slot-label"].cuts, 1);
/// ```
pub fn page_stats<'t>(
    cleaner: &Cleaner,
    page: &Page<'t>,
    clock: &dyn Fn() -> u64,
) -> (Cleaned<'t>, PageStats) {
    let mut counter = StepCounter::new(cleaner.rules().len(), clock);
    let mut finds = Finds::default();
    let result = cleaner.clean_watched(page, &mut |judged| finds.see(&judged), &mut counter);
    let mut rules = counter.by_id(cleaner.rules());
    let active = finds.count(page, &mut rules);
    for cut in &result.cuts {
        let text = &page.text()[cut.span.range()];
        let count = rules.entry(cut.rule.clone()).or_default();
        count.cuts += 1;
        count.bytes += text.len() as u64;
        count.words += word_count(text) as u64;
        for other in &cut.also {
            rules.entry(other.clone()).or_default().shared += 1;
        }
    }
    let stats = PageStats {
        words: result.words_before as u64,
        lines: counter.lines,
        search_nanos: counter.search_nanos,
        rules,
        active,
    };
    (result, stats)
}

/// Counts the steps of scans, and the time between them.
struct StepCounter<'c> {
    clock: &'c dyn Fn() -> u64,
    last: u64,
    lines: u64,
    search_nanos: u64,
    /// Hits and nanoseconds of each rule, by load order.
    rules: Vec<(u64, u64)>,
}

impl<'c> StepCounter<'c> {
    fn new(rules: usize, clock: &'c dyn Fn() -> u64) -> Self {
        Self {
            clock,
            last: 0,
            lines: 0,
            search_nanos: 0,
            rules: vec![(0, 0); rules],
        }
    }

    /// Time since the step before this one.
    fn lap(&mut self) -> u64 {
        let now = (self.clock)();
        now.saturating_sub(std::mem::replace(&mut self.last, now))
    }

    fn by_id(&self, rules: &Rules) -> BTreeMap<String, RuleCount> {
        let counted = rules.iter().zip(&self.rules);
        counted
            .filter(|(_, counts)| **counts != (0, 0))
            .map(|(rule, &(hits, nanos))| {
                let count = RuleCount {
                    hits,
                    nanos,
                    ..RuleCount::default()
                };
                (rule.id.clone(), count)
            })
            .collect()
    }
}

impl Watch for StepCounter<'_> {
    fn step(&mut self, step: ScanStep) {
        match step {
            ScanStep::Line => {
                self.lines += 1;
                self.lap();
            }
            ScanStep::Page => {
                self.lap();
            }
            ScanStep::Searched => self.search_nanos += self.lap(),
            ScanStep::Hit(rule) => self.rules[rule].0 += 1,
            ScanStep::Ran(rule) => self.rules[rule].1 += self.lap(),
        }
    }
}

/// What became of a find in the end; passes may see it more than once, and the last word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MatchFate {
    Guarded,
    Protected,
    Wanted,
    Other,
}

/// Every find by rule and place in the original.
#[derive(Default)]
struct Finds(BTreeMap<(String, usize, usize), MatchFate>);

impl Finds {
    fn see(&mut self, judged: &JudgedMatch<'_>) {
        let (Some(first), Some(last)) = (judged.spans.first(), judged.spans.last()) else {
            return;
        };
        let fate = match judged.verdict {
            Verdict::Guarded(_) => MatchFate::Guarded,
            Verdict::Protected | Verdict::Sheltered => MatchFate::Protected,
            Verdict::Cut => MatchFate::Wanted,
            Verdict::Protects | Verdict::TooWeak(_) | Verdict::Flagged | Verdict::Outweighed => {
                MatchFate::Other
            }
        };
        let key = (judged.rule.id.clone(), first.start, last.end);
        self.0.insert(key, fate);
    }

    /// Books the finds to their rules; the lines on which something was wanted, in page order.
    fn count(
        self,
        page: &Page<'_>,
        rules: &mut BTreeMap<String, RuleCount>,
    ) -> Vec<(usize, String)> {
        let mut active = Vec::new();
        for ((rule, start, _), fate) in self.0 {
            let count = rules.entry(rule.clone()).or_default();
            count.finds += 1;
            count.guarded += u64::from(fate == MatchFate::Guarded);
            count.protected += u64::from(fate == MatchFate::Protected);
            if fate == MatchFate::Wanted {
                active.push((page.line_at(start), rule));
            }
        }
        active.sort_unstable();
        active.dedup();
        active
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::options::Options;
    use crate::page::Page;
    use crate::rulefile::pack::builder::RulesBuilder;
    use crate::rulefile::pack_source::PackSource;
    use std::cell::Cell;

    const PACK: &str = "schema = 1
pack = 't'
[[rule]]
id = 'more'
kind = 'related'
match.line = ['More']
when.next = 'title'
[[rule]]
id = 'guarded'
kind = 'related'
match.start = ['More']
when.first = 1
[[rule]]
id = 'dots'
kind = 'layout'
match.regex = '^[.]+$'
[[rule]]
id = 'title'
kind = 'other'
match.line = ['Seal on the Bowling Green']
[[protect]]
id = 'kept'
match.line = ['Seal on the Bowling Green']
";

    fn cleaner() -> Cleaner {
        let source = PackSource {
            name: "t.toml".to_owned(),
            text: PACK.to_owned(),
        };
        let builder = RulesBuilder::new().without_shipped().file(source);
        Cleaner::new(
            builder.build().expect("the pack is sound"),
            Options::default(),
        )
    }

    #[test]
    fn every_step_of_a_rule_is_counted() {
        let page = Page::new("Rain fell.\nMore\nSeal on the Bowling Green\nMore light, he said.\n");
        let (cleaned, found) = page_stats(&cleaner(), &page, &|| 0);
        let more = found.rules["t/more"];
        assert_eq!((more.hits, more.finds, more.cuts), (2, 1, 1));
        assert_eq!((more.bytes, more.words), (5, 1));
        let guarded = found.rules["t/guarded"];
        assert_eq!((guarded.finds, guarded.guarded, guarded.cuts), (2, 2, 0));
        let title = found.rules["t/title"];
        assert_eq!((title.finds, title.protected, title.cuts), (1, 1, 0));
        assert_eq!(found.rules["t/dots"].hits, found.lines);
        assert_eq!(found.active, [(1, "t/more".to_owned())]);
        assert_eq!(cleaned, cleaner().clean(&page));
    }

    #[test]
    fn time_is_that_of_the_clock() {
        let now = Cell::new(0_u64);
        let clock = || {
            now.set(now.get() + 10);
            now.get()
        };
        let page = Page::new("Rain fell.\nMore\nSeal on the Bowling Green\n");
        let (_, found) = page_stats(&cleaner(), &page, &clock);
        assert_eq!(found.search_nanos, 10 * found.lines);
        let dots = found.rules["t/dots"];
        assert_eq!(dots.nanos, 10 * dots.hits);
    }
}
