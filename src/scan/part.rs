//! What finds the phrases and patterns of some rules together.

use crate::matchers::phrases::index::{IndexBuilder, PhraseIndex, Stands};
use crate::matchers::re::filter::PatternFilter;
use crate::matchers::re::parse;
use crate::rules::matcher::Matcher;
use crate::rules::rule::Rule;
use crate::scan::needles::Needles;
use crate::scan::prepared::PreparedScan;
use crate::text::chars::CharClasses;
use crate::text::fold::fold_char;
use crate::text::number::small;
use crate::text::signs::sign_bit;
use std::borrow::Cow;

/// Some of the rules of a scanner.
#[derive(Debug)]
pub(super) struct Part {
    /// Phrases that open or fill a line.
    pub(super) index: Cow<'static, PhraseIndex>,
    /// Phrases that stand anywhere.
    pub(super) inside: Cow<'static, PhraseIndex>,
    /// The signs with which some of these begin, as bits.
    pub(super) inside_signs: u64,
    /// Whether one begins with a sign that is none of ASCII, or inside a word.
    pub(super) has_odd_signs: bool,
    pub(super) filter: Cow<'static, PatternFilter>,
    /// The rule of each pattern of the filter.
    pub(super) patterns: Cow<'static, [u32]>,
    pub(super) needles: Needles,
    /// For each needle of `needles` its numbers in the filter.
    pub(super) needle_numbers: Vec<Vec<u32>>,
    /// For each sign of the filter its bit among those of a line.
    pub(super) sign_bits: Vec<u64>,
    pub(super) all_signs: u64,
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
    pub(super) fn may_begin_inside(&self, word: &str) -> bool {
        if self.inside.is_empty() {
            return false;
        }
        // Keys of words hold no digits but 0.
        let is_odd = if word.is_ascii() {
            word.bytes()
                .any(|byte| byte.is_ascii_digit() || byte == b'\'')
        } else {
            word.contains(|c: char| c.is_ascii_digit() || fold_char(c) == '\'')
        };
        is_odd || self.inside.may_begin_with(word)
    }

    /// The part of the shipped rules.
    pub(super) fn shipped(prepared: &'static PreparedScan) -> Self {
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
    pub(super) fn of_rules<'r>(rules: impl Iterator<Item = (usize, &'r Rule)>) -> Option<Self> {
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
