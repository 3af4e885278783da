//! What finds every place of a line that a rule may speak of, while the line is read.
//!
//! What a line rule finds depends on the line's text alone, so that each line is looked at once; a line
//! that was cut in part is another line.

use crate::page::page_words::WordMarks;
use crate::rulefile::rules::Rules;
use crate::rules::matcher::Matcher;
use crate::rules::mode::Mode;
use crate::rules::rule::Rule;
use crate::scan::line::ScanScratch;
use crate::scan::part::Part;
use crate::scan::prepared::PreparedScan;
use crate::scan::templates::Templates;
use crate::text::mix;

/// The phrases and patterns of some rules, found together: those of the shipped rules as the build
/// prepared them, and all others.
#[derive(Debug)]
pub(crate) struct Scanner {
    pub(super) parts: Vec<Part>,
    /// What every line meets of the requirements of all patterns, part by part.
    pub(super) free: Vec<u64>,
    /// For each rule the part that finds it, if it is looked for.
    homes: Vec<Option<u8>>,
    pub(crate) page_rules: Vec<usize>,
    pub(crate) templates: Templates,
}

impl Scanner {
    /// The scanner of the rules that may cut or protect in this mode.
    pub(crate) fn for_mode(rules: &Rules, mode: Mode) -> Self {
        Self::build(rules, |_, rule| rule.tells_in(mode))
    }

    pub(crate) fn build(rules: &Rules, chosen: impl Fn(usize, &Rule) -> bool) -> Self {
        let shipped = PreparedScan::shipped().filter(|_| rules.prepared() > 0);
        let own = u8::from(shipped.is_some());
        let home = |(at, rule): (usize, &Rule)| {
            let is_prepared = at < rules.prepared() && rule.added.phrases == 0;
            let home = if is_prepared && shipped.is_some() {
                0
            } else {
                own
            };
            chosen(at, rule).then_some(home)
        };
        let homes: Vec<Option<u8>> = rules.iter().enumerate().map(home).collect();
        let own_rules = rules
            .iter()
            .enumerate()
            .filter(|(at, _)| homes[*at] == Some(own));
        let parts = shipped
            .map(Part::shipped)
            .into_iter()
            .chain(Part::of_rules(own_rules));
        let (templates, pages): (Vec<_>, Vec<_>) = rules
            .iter()
            .enumerate()
            .filter(|(at, rule)| homes[*at].is_some() && rule.matcher.looks_at_whole_pages())
            .partition(|(_, rule)| matches!(rule.matcher, Matcher::Template(_)));
        let parts: Vec<Part> = parts.collect();
        Self {
            free: parts.iter().flat_map(|part| part.filter.free()).collect(),
            parts,
            page_rules: pages.into_iter().map(|(at, _)| at).collect(),
            templates: Templates::new(&templates),
            homes,
        }
    }

    /// A phrase, by what [`Why`] says of it.
    pub(crate) fn phrase(&self, number: u32) -> &str {
        let (home, number) = (number >> HOME_SHIFT, number & ((1 << HOME_SHIFT) - 1));
        let part = &self.parts[home as usize / 2];
        let index = if home % 2 == 0 {
            &part.index
        } else {
            &part.inside
        };
        index.written(index.entry(number))
    }

    /// What is known of a word, until [`ScanScratch::forget_words`].
    pub(crate) fn marks(&self, word: &str, scratch: &mut ScanScratch) -> WordMarks {
        let begins = self.parts.iter().any(|part| part.may_begin_inside(word));
        let needles = self.needles_of(word, scratch);
        WordMarks(needles << 1 | u32::from(begins))
    }

    /// A number for the needles that stand in a word; 0 where there are none.
    fn needles_of(&self, word: &str, scratch: &mut ScanScratch) -> u32 {
        let ScanScratch {
            folded,
            needles,
            sets,
            sets_met,
            ..
        } = scratch;
        folded.clear();
        if word.is_ascii() {
            folded.extend(
                word.bytes()
                    .map(|byte| if byte.is_ascii_digit() { b'0' } else { byte }),
            );
        } else {
            folded.extend(word.chars().map(fold_for_needles));
        }
        needles.clear();
        for (at, part) in (0..).zip(&self.parts) {
            part.needles.find(folded, |needle| {
                needles.extend(
                    part.needle_numbers[needle]
                        .iter()
                        .map(|&number| (at, number)),
                );
            });
        }
        if needles.is_empty() {
            return 0;
        }
        needles.sort_unstable();
        needles.dedup();
        let number = sets.entry(set_key(needles));
        if *number > 0 {
            return *number;
        }
        let mut met = vec![0; self.free.len()];
        let mut start = 0;
        for (at, part) in (0..).zip(&self.parts) {
            let end = start + 2 * part.filter.width();
            for &(_, needle) in needles.iter().filter(|(of, _)| *of == at) {
                part.filter.hear_word(needle as usize, &mut met[start..end]);
            }
            start = end;
        }
        *number = sets_met.add(&met);
        *number
    }

    /// The part that finds a rule, if it is looked for. What the build prepared may have more rules than
    /// there are.
    pub(super) fn home_of(&self, rule: u32) -> Option<u8> {
        self.homes.get(rule as usize).copied().flatten()
    }

    pub(super) fn home(&self, rule: u32) -> (u8, &Part) {
        let at = self.home_of(rule).expect("a part found it");
        (at, &self.parts[usize::from(at)])
    }
}

/// Phrases are numbered by index and place in it; each part has two of them.
const HOME_SHIFT: u32 = 28;

pub(super) fn numbered(index: u8, entry: u32) -> u32 {
    u32::from(index) << HOME_SHIFT | entry
}

/// The key of some needles, each with its part.
fn set_key(needles: &[(u8, u32)]) -> u64 {
    let numbers = needles.iter();
    mix::of_hashes(numbers.map(|&(part, needle)| u64::from(part) << 32 | u64::from(needle)))
}

fn fold_for_needles(c: char) -> u8 {
    match c {
        '\u{212a}' => b'k',
        'ſ' => b's',
        c if c.is_ascii_digit() => b'0',
        c => u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(b' '),
    }
}
