//! How rare words are in articles at large.

use crate::model::cohesion::content::Background;
use crate::text::hash::KeyMap;
use crate::text::number::wide_number;
use crate::text::words::{stem_chars, words_of};
use crate::tools::fit::sample::LabelledPage;
use std::collections::BTreeMap;

/// Words with their weights, most frequent first.
#[derive(Debug, Clone)]
pub(crate) struct CountedBackground {
    pub(crate) words: Vec<(String, f32)>,
    pub(crate) unknown: f32,
}

impl CountedBackground {
    /// The same, to look words up in.
    pub(crate) fn background(&self) -> Background {
        let stem = |text: &str| words_of(text).first().map(|word| word.stem);
        let words = self.words.iter();
        let known = words.filter_map(|(text, weight)| Some((stem(text)?, *weight)));
        Background::new(known, self.unknown)
    }
}

/// The weights of the `most` words that stand in most gold texts: `ln((texts + 1) / (with it + 1))`, to
/// one decimal. Each text counts once, however many extractors read its page.
pub(crate) fn count_background(pages: &[LabelledPage], most: usize) -> CountedBackground {
    let mut golds: Vec<&str> = pages.iter().map(|page| page.gold.as_str()).collect();
    golds.sort_unstable();
    golds.dedup();
    let mut counts: KeyMap<usize> = KeyMap::default();
    let mut stems: BTreeMap<String, u64> = BTreeMap::new();
    for gold in &golds {
        let mut keys = Vec::new();
        for word in gold.split(|c: char| !c.is_alphabetic()) {
            let stem: String = stem_chars(word).collect();
            if stem.chars().nth(1).is_some()
                && let [word] = words_of(&stem)[..]
            {
                keys.push(word.stem);
                stems.entry(stem).or_insert(word.stem);
            }
        }
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, String)> = stems
        .into_iter()
        .map(|(stem, key)| (counts[&key], stem))
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    ranked.truncate(most);
    let weight = |with: f64| rounded(((wide_number(golds.len()) + 1.0) / with).ln());
    CountedBackground {
        words: ranked
            .into_iter()
            .map(|(count, stem)| (stem, weight(wide_number(count) + 1.0)))
            .collect(),
        unknown: weight(1.5),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it has one decimal")]
fn rounded(weight: f64) -> f32 {
    ((weight * 10.0).round() / 10.0) as f32
}
