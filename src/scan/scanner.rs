//! Finds every place of a line that a rule may speak of, while the line is read.
//!
//! What a line rule finds depends on the line's text alone, so that each line is looked at once; a line
//! that was cut in part is another line.

use crate::matchers::compiled_rule::CompiledRule;
use crate::matchers::phrases::index::{IndexBuilder, PhraseIndex, Stands};
use crate::matchers::phrases::spell::{MAX_PHRASE_LINE_BYTES, SpellScratch, without_bullet};
use crate::matchers::phrases::start::is_bullet;
use crate::matchers::re::filter::PatternFilter;
use crate::matchers::re::parse;
use crate::page::page_words::WordMarks;
use crate::page::reader::LineCounts;
use crate::rulefile::rules::Rules;
use crate::rules::effect::Extent;
use crate::rules::matcher::Matcher;
use crate::rules::mode::Mode;
use crate::rules::rule::Rule;
use crate::scan::found::{Found, Place, Why};
use crate::scan::needles::Needles;
use crate::scan::prepared::PreparedScan;
use crate::scan::templates::Templates;
use crate::text::chars::CharClasses;
use crate::text::fold::fold_char;
use crate::text::number::small;
use crate::text::signs::DIGITS;
use crate::text::signs::sign_bit;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Lines over this length are kept without a look: no label is that long, and a page on one
/// endless line must not cost more than its share.
pub(crate) const MAX_LINE_BYTES: usize = 256 << 10;

/// The phrases and patterns of some rules, found together: those of the shipped rules as the build
/// prepared them, and all others.
#[derive(Debug)]
pub(crate) struct Scanner {
    parts: Vec<Part>,
    /// What every line meets of the requirements of all patterns, part by part.
    free: Vec<u64>,
    /// For each rule the part that finds it, if it is looked for.
    homes: Vec<Option<u8>>,
    pub(crate) page_rules: Vec<usize>,
    pub(crate) templates: Templates,
}

/// Some of the rules of a scanner.
#[derive(Debug)]
struct Part {
    /// Phrases that open or fill a line.
    index: Cow<'static, PhraseIndex>,
    /// Phrases that stand anywhere.
    inside: Cow<'static, PhraseIndex>,
    /// The signs with which some of these begin, as bits.
    inside_signs: u64,
    /// Whether one begins with a sign that is none of ASCII, or inside a word.
    has_odd_signs: bool,
    filter: Cow<'static, PatternFilter>,
    /// The rule of each pattern of the filter.
    patterns: Cow<'static, [u32]>,
    needles: Needles,
    /// For each needle of `needles` its numbers in the filter.
    needle_numbers: Vec<Vec<u32>>,
    /// For each sign of the filter its bit among those of a line.
    sign_bits: Vec<u64>,
    all_signs: u64,
}

/// Buffers of a scan.
#[derive(Debug, Default)]
pub(crate) struct ScanScratch {
    spell: SpellScratch,
    /// What a line meets of the requirements of patterns, part by part.
    met: Vec<u64>,
    alive: Vec<u64>,
    due: Vec<u32>,
    folded: Vec<u8>,
    /// The needles of a word, by part.
    needles: Vec<(u8, u32)>,
    /// The number of each set of needles that stood in a word, and what they meet together.
    sets: BTreeMap<Vec<(u8, u32)>, u32>,
    sets_met: Vec<u64>,
}

impl ScanScratch {
    /// Forgets what is known of words.
    pub(crate) fn forget_words(&mut self) {
        self.sets.clear();
        self.sets_met.clear();
    }
}

/// A line to be scanned.
#[derive(Clone, Copy)]
pub(crate) struct ScanLine<'t> {
    /// Its number.
    pub(crate) line: usize,
    /// All of it, without what ends it.
    pub(crate) text: &'t str,
    /// Where in that its text without white space at its ends stands.
    pub(crate) trimmed: (usize, usize),
    pub(crate) counts: &'t LineCounts,
}

impl<'t> ScanLine<'t> {
    fn trimmed_text(self) -> &'t str {
        &self.text[self.trimmed.0..self.trimmed.1]
    }
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
        let text = std::str::from_utf8(folded).unwrap_or_default();
        needles.clear();
        for (at, part) in (0..).zip(&self.parts) {
            part.needles.find(text, |needle| {
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
        if let Some(&known) = sets.get(needles) {
            return known;
        }
        let from = sets_met.len();
        sets_met.resize(from + self.free.len(), 0);
        let mut start = from;
        for (at, part) in (0..).zip(&self.parts) {
            let end = start + 2 * part.filter.width();
            for &(_, needle) in needles.iter().filter(|(of, _)| *of == at) {
                part.filter
                    .hear_word(needle as usize, &mut sets_met[start..end]);
            }
            start = end;
        }
        let number = small(sets.len() + 1);
        sets.insert(needles.clone(), number);
        number
    }

    /// Adds what stands on a line, by rule. `words` has the marks of its words, and where in its text
    /// each begins.
    pub(crate) fn scan(
        &self,
        rules: &[CompiledRule],
        line: ScanLine<'_>,
        words: impl Iterator<Item = (WordMarks, usize)>,
        scratch: &mut ScanScratch,
        found: &mut Vec<Found>,
    ) {
        if line.text.len() > MAX_LINE_BYTES {
            return;
        }
        scratch.due.clear();
        self.find_phrases(line, scratch);
        self.read_words(line, words, scratch);
        self.find_signs(line, scratch);
        self.find_patterns(line, scratch);
        scratch.due.sort_unstable();
        scratch.due.dedup();
        let due = std::mem::take(&mut scratch.due);
        for &rule in &due {
            let compiled = &rules[rule as usize];
            let guards = &compiled.rule.guards;
            let is_refused = guards.refuses_length(line.counts.words as usize);
            if !is_refused {
                self.try_rule(rule, compiled, line, scratch, found);
            }
        }
        scratch.due = due;
    }

    /// Finds the rules of which a phrase stands where the line begins.
    fn find_phrases(&self, line: ScanLine<'_>, scratch: &mut ScanScratch) {
        let (from, to) = line.trimmed;
        let text = &line.text[from..to];
        let bullet = text.len() - without_bullet(text).len();
        self.walk(text, scratch, |stands| match stands {
            Stands::Alone => bullet == 0,
            Stands::First => true,
            Stands::Inside => false,
        });
        let starts_word = text
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_alphanumeric);
        if starts_word && bullet == 0 {
            return;
        }
        let bare = text.trim_start_matches(is_bullet);
        if bare.len() < text.len() {
            self.walk(bare, scratch, |stands| stands == Stands::First);
        }
        if text.len() > MAX_PHRASE_LINE_BYTES {
            return;
        }
        for (at, c) in text[bullet..].char_indices() {
            if at + bullet > 0 {
                self.walk(&text[bullet + at..], scratch, |stands| {
                    stands == Stands::Alone
                });
            }
            if c.is_alphanumeric() {
                break;
            }
        }
    }

    /// Notes the rules of which a phrase stands at the start of a text as it must.
    fn walk(&self, text: &str, scratch: &mut ScanScratch, fits: impl Fn(Stands) -> bool) {
        for (at, part) in (0..).zip(&self.parts) {
            part.index.walk(text, |hit| {
                let entry = part.index.entry(hit.entry);
                if fits(entry.stands) && self.home_of(entry.rule) == Some(at) {
                    scratch.due.push(entry.rule);
                }
            });
        }
    }

    /// Notes the needles of the line's words, and the phrases that begin with one.
    fn read_words(
        &self,
        line: ScanLine<'_>,
        words: impl Iterator<Item = (WordMarks, usize)>,
        scratch: &mut ScanScratch,
    ) {
        scratch.met.clear();
        scratch.met.extend_from_slice(&self.free);
        for (marks, at) in words.filter(|(marks, _)| marks.0 > 0) {
            let set = (marks.0 >> 1) as usize;
            if set > 0 {
                let from = (set - 1) * self.free.len();
                let own = &scratch.sets_met[from..from + self.free.len()];
                for (met, own) in scratch.met.iter_mut().zip(own) {
                    *met |= own;
                }
            }
            if marks.0 & 1 != 0 {
                self.find_inside_word(&line.text[at..], &mut scratch.due);
            }
        }
    }

    /// Notes the rules of phrases that stand anywhere and begin with this word, or inside it behind an
    /// apostrophe.
    fn find_inside_word(&self, mut text: &str, due: &mut Vec<u32>) {
        loop {
            self.find_inside(text, due);
            let rest = text.trim_start_matches(char::is_alphanumeric);
            let mut behind = rest.chars();
            if behind.next().is_none_or(|c| fold_char(c) != '\'') {
                return;
            }
            text = behind.as_str();
            if !text.starts_with(char::is_alphanumeric) {
                return;
            }
        }
    }

    fn find_inside(&self, text: &str, due: &mut Vec<u32>) {
        for (at, part) in (0..).zip(&self.parts) {
            part.inside.walk(text, |hit| {
                let rule = part.inside.entry(hit.entry).rule;
                if self.home_of(rule) == Some(at) {
                    due.push(rule);
                }
            });
        }
    }

    /// Notes the rules of phrases that stand anywhere and begin with a sign.
    fn find_signs(&self, line: ScanLine<'_>, scratch: &mut ScanScratch) {
        let may_hold =
            |part: &Part| part.has_odd_signs || line.counts.signs & part.inside_signs != 0;
        if !self.parts.iter().any(may_hold) {
            return;
        }
        for (at, c) in line.text.char_indices() {
            if !c.is_alphanumeric() {
                self.find_inside(&line.text[at..], &mut scratch.due);
            }
        }
    }

    /// Finds the rules whose pattern may match in the line.
    fn find_patterns(&self, line: ScanLine<'_>, scratch: &mut ScanScratch) {
        let ScanScratch {
            met, alive, due, ..
        } = scratch;
        let bytes = line.text.as_bytes();
        let from = bytes[line.trimmed.0..]
            .iter()
            .position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
        let from = from.map_or(bytes.len(), |at| line.trimmed.0 + at);
        let digits = if line.counts.digits > 0 { DIGITS } else { 0 };
        let signs = line.counts.signs & !DIGITS | digits;
        let opening = (bytes.first().copied(), &bytes[from..], signs);
        let mut met = &mut met[..];
        for (at, part) in (0..).zip(&self.parts) {
            let own;
            (own, met) = met.split_at_mut(2 * part.filter.width());
            if line.counts.signs & part.all_signs != 0 {
                for (sign, bit) in part.sign_bits.iter().enumerate() {
                    if line.counts.signs & bit != 0 {
                        part.filter.hear_sign(sign, own);
                    }
                }
            }
            alive.clear();
            alive.resize(part.filter.width(), !0);
            part.filter.candidates(opening, own, alive, |pattern| {
                let rule = part.patterns[pattern];
                if self.home_of(rule) == Some(at) {
                    due.push(rule);
                }
            });
        }
    }

    fn try_rule(
        &self,
        rule: u32,
        compiled: &CompiledRule,
        line: ScanLine<'_>,
        scratch: &mut ScanScratch,
        found: &mut Vec<Found>,
    ) {
        let mut push = |place: Place, why: Why| {
            found.push(Found {
                rule,
                first: small(line.line),
                last: small(line.line),
                place,
                why,
            });
        };
        match &compiled.rule.matcher {
            Matcher::Regex(_) => try_pattern(compiled, line, push),
            Matcher::Anywhere(_) => {
                let (at, part) = self.home(rule);
                part.inside
                    .occurrences(rule, line.text, &mut scratch.spell, |from, hit| {
                        let place = Place::Part(small(from), small(from + hit.len));
                        push(place, Why::Holds(numbered(at * 2 + 1, hit.entry)));
                    });
            }
            Matcher::Start(_) => {
                if let Some((from, to, number)) = self.find_start(rule, line, scratch) {
                    push(Place::Part(small(from), small(to)), Why::Begins(number));
                }
            }
            Matcher::Line(_) => {
                if let Some(number) = self.spell_out(rule, line, scratch) {
                    push(Place::Trimmed, Why::Phrase(number));
                }
            }
            Matcher::Appended(_) if self.spell_out(rule, line, scratch).is_some() => {
                push(Place::Trimmed, Why::Heading);
            }
            _ => {}
        }
    }

    /// The part that finds a rule, if it is looked for. What the build prepared may have more rules than
    /// there are.
    fn home_of(&self, rule: u32) -> Option<u8> {
        self.homes.get(rule as usize).copied().flatten()
    }

    fn home(&self, rule: u32) -> (u8, &Part) {
        let at = self.home_of(rule).expect("a part found it");
        (at, &self.parts[usize::from(at)])
    }

    /// The phrase of which a line is made, if it is nothing else.
    fn spell_out(&self, rule: u32, line: ScanLine<'_>, scratch: &mut ScanScratch) -> Option<u32> {
        let (at, part) = self.home(rule);
        let entry = part
            .index
            .spell_out(rule, line.trimmed_text(), &mut scratch.spell)?;
        Some(numbered(at * 2, entry))
    }

    /// From where to where in a line a phrase stands with which it begins, be it behind a bullet.
    fn find_start(
        &self,
        rule: u32,
        line: ScanLine<'_>,
        scratch: &mut ScanScratch,
    ) -> Option<(usize, usize, u32)> {
        let (at, part) = self.home(rule);
        let text = line.trimmed_text();
        let bare = text.trim_start_matches(is_bullet);
        let mut at_start = |text| {
            part.index
                .at_start((rule, Stands::First), text, &mut scratch.spell)
        };
        let (skipped, hit) = match at_start(text) {
            Some(hit) => (0, hit),
            None => (text.len() - bare.len(), at_start(bare)?),
        };
        let from = line.trimmed.0 + skipped;
        Some((from, from + hit.len, numbered(at * 2, hit.entry)))
    }
}

fn try_pattern(compiled: &CompiledRule, line: ScanLine<'_>, mut push: impl FnMut(Place, Why)) {
    let Some(pattern) = compiled
        .pattern
        .as_ref()
        .filter(|own| own.is_match(line.text))
    else {
        return;
    };
    let is_whole = !matches!(compiled.rule.remove, Extent::Match | Extent::Rest);
    if is_whole {
        push(Place::Trimmed, Why::Pattern);
        return;
    }
    for one in pattern.matches(line.text) {
        let hit = one.cut.unwrap_or(one.whole);
        push(Place::Part(small(hit.start), small(hit.end)), Why::Pattern);
    }
}

/// Phrases are numbered by index and place in it; each part has two of them.
const HOME_SHIFT: u32 = 28;

fn numbered(index: u8, entry: u32) -> u32 {
    u32::from(index) << HOME_SHIFT | entry
}

fn fold_for_needles(c: char) -> u8 {
    match c {
        '\u{212a}' => b'k',
        'ſ' => b's',
        c if c.is_ascii_digit() => b'0',
        c => u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(b' '),
    }
}

impl Part {
    fn new(
        [index, inside]: [Cow<'static, PhraseIndex>; 2],
        filter: Cow<'static, PatternFilter>,
        patterns: Cow<'static, [u32]>,
    ) -> Self {
        let words: Vec<String> = filter.words().map(fold_digits).collect();
        let mut sorted: Vec<(&str, u32)> = words.iter().map(String::as_str).zip(0..).collect();
        sorted.sort_unstable();
        // Words that differ in digits alone are one needle.
        let groups: Vec<&[(&str, u32)]> = sorted.chunk_by(|a, b| a.0 == b.0).collect();
        let needles = Needles::new(groups.iter().map(|group| group[0].0));
        let needle_numbers = needles.words().map(|needle| {
            let at = groups.binary_search_by_key(&needle, |group| group[0].0);
            groups[at.expect("it is one of them")]
                .iter()
                .map(|(_, number)| *number)
                .collect()
        });
        let needle_numbers = needle_numbers.collect();
        let classes = CharClasses::shared();
        let sign_bits: Vec<u64> = filter
            .signs()
            .map(|sign| sign_bit(classes.of_byte(sign).line))
            .collect();
        Self {
            all_signs: sign_bits.iter().fold(0, |all, bit| all | bit),
            needle_numbers,
            sign_bits,
            inside_signs: signs_of(inside.openings(), classes),
            has_odd_signs: inside
                .openings()
                .iter()
                .any(|byte| !byte.is_ascii() || *byte == b'\''),
            needles,
            index,
            inside,
            filter,
            patterns,
        }
    }

    /// Whether a phrase that stands anywhere may begin with this word, or inside it.
    fn may_begin_inside(&self, word: &str) -> bool {
        if self.inside.is_empty() {
            return false;
        }
        // Keys of words hold no digits but 0.
        word.contains(|c: char| c.is_ascii_digit() || fold_char(c) == '\'')
            || self.inside.may_begin_with(word)
    }

    /// The part of the shipped rules.
    fn shipped(prepared: &'static PreparedScan) -> Self {
        Self::new(
            [
                Cow::Borrowed(&prepared.index),
                Cow::Borrowed(&prepared.inside),
            ],
            Cow::Borrowed(&prepared.filter),
            Cow::Borrowed(&prepared.patterns),
        )
    }

    /// The part of some rules; `None` where there is nothing to look for.
    fn of_rules<'r>(rules: impl Iterator<Item = (usize, &'r Rule)>) -> Option<Self> {
        let (mut index, mut inside) = (IndexBuilder::default(), IndexBuilder::default());
        let mut patterns = Vec::new();
        let mut trees = Vec::new();
        let mut has_phrases = false;
        for (at, rule) in rules {
            let stands = match &rule.matcher {
                Matcher::Line(_) | Matcher::Appended(_) => Stands::Alone,
                Matcher::Start(_) => Stands::First,
                Matcher::Anywhere(_) => Stands::Inside,
                Matcher::Regex(source) => {
                    let tree = parse(source).ok();
                    patterns.extend(tree.iter().map(|_| small(at)));
                    trees.extend(tree);
                    continue;
                }
                _ => continue,
            };
            let phrases = || rule.matcher.phrases().iter().map(String::as_str);
            has_phrases |= phrases().next().is_some();
            let index = if stands == Stands::Inside {
                &mut inside
            } else {
                &mut index
            };
            index.add(at, stands, phrases());
        }
        (has_phrases || !trees.is_empty()).then(|| {
            Self::new(
                [Cow::Owned(index.build()), Cow::Owned(inside.build())],
                Cow::Owned(PatternFilter::new(&trees)),
                Cow::Owned(patterns),
            )
        })
    }
}

fn signs_of(openings: &[u8], classes: &CharClasses) -> u64 {
    let signs = openings
        .iter()
        .filter(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    signs.fold(0, |all, &byte| all | sign_bit(classes.of_byte(byte).line))
}

fn fold_digits(word: &str) -> String {
    word.chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect()
}
