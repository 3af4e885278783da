//! From what a model file says to what weighs pages.

use crate::model::article_end::figures::FIGURES;
use crate::model::article_end::layout::UNITS;
use crate::model::fast::FastModel;
use crate::model::fast::additive::CompiledModel;
use crate::model::fast::ends::bounds::EndModel;
use crate::model::fast::lexicon::{Lexicons, WrittenEntry};
use crate::model::fast::vocabulary::Vocabulary;
use crate::model::feature::Feature;
use crate::model::file::fault::Fault;
use crate::model::file::tables::{side_tables, tables, word_ratios};
use crate::model::file::wire::{WireModel, WireSide};
use crate::model::host_lines::{HOST_FEATURES, host_tables};
use crate::model::lexicon::{Slot, key_of_words};
use crate::model::markup_lines::MARKUP_FEATURES;
use crate::page::reader::{LineReader, NewWords};
use crate::text::stop_words::STOP_WORDS;

/// What weighs pages by the tables and words of a model file.
pub(crate) fn compile(wire: &WireModel) -> Result<FastModel, Fault> {
    let line = &wire.line;
    let of_lines = tables(Feature::NAMES, line.bias, &line.edges, &line.table)?;
    let ends = match &wire.story {
        Some(story) => Some(EndModel::new(
            tables(FIGURES, story.bias, &story.edges, &story.table)?,
            word_ratios(&story.words)?,
        )),
        None => None,
    };
    let side = |names, side: &Option<WireSide>| {
        let side = side.as_ref();
        side.map(|side| side_tables(names, side)).transpose()
    };
    Ok(FastModel {
        markup: side(MARKUP_FEATURES, &wire.markup)?.unwrap_or_default(),
        host: side(HOST_FEATURES, &wire.host)?.unwrap_or_else(host_tables),
        vocabulary: vocabulary(wire, &mut WordKeys::default()),
        line: CompiledModel::new(&of_lines).unwrap_or_default(),
        coupling: line.coupling.0,
        ends,
    })
}

fn vocabulary(wire: &WireModel, keys: &mut WordKeys) -> Vocabulary {
    let mut weights = Vec::new();
    for (weight, words) in &wire.background.words {
        let weight: f32 = weight.parse().unwrap_or_default();
        weights.extend(keys.of(words).map(|(_, stem)| (stem, weight)));
    }
    let mut frequent = |lists: &[&str]| -> Vec<u64> {
        let mut found = Vec::new();
        for word in lists.iter().flat_map(|list| list.split_whitespace()) {
            found.extend(keys.of(word).map(|(key, _)| key));
        }
        found
    };
    let all = frequent(STOP_WORDS);
    let [english, others] = [frequent(&STOP_WORDS[..1]), frequent(&STOP_WORDS[1..])];
    let without = |one: &[u64], other: &[u64]| -> Vec<u64> {
        one.iter()
            .copied()
            .filter(|key| !other.contains(key))
            .collect()
    };
    let lists = [all, without(&english, &others), without(&others, &english)];
    let units = frequent(&[UNITS]);
    let unknown = wire.background.unknown.0;
    Vocabulary::new(lists, units, weights, unknown, lexicons(wire, keys))
}

fn lexicons(wire: &WireModel, keys: &mut WordKeys) -> Lexicons {
    let openings = wire.story.as_ref().map(|story| &story.openings);
    let both = [Some(&wire.lexicon), openings];
    let biases = both.map(|lexicon| lexicon.map_or(0.0, |lexicon| lexicon.bias.0));
    let mut entries = Vec::new();
    for (lexicon, wire) in both.into_iter().enumerate() {
        for (&slot, texts) in wire.into_iter().flat_map(|wire| &wire.entries) {
            entries.extend(texts.iter().filter_map(|(text, weight)| {
                let words: Vec<u64> = keys.of(text).map(|(key, _)| key).collect();
                (!words.is_empty()).then(|| KeyedEntry {
                    key: key_of_words(slot, words.iter().copied()),
                    lexicon,
                    slot,
                    words,
                    weight: weight.0,
                })
            }));
        }
    }
    entries.sort_by_key(|entry| entry.key);
    let mut written = [Vec::new(), Vec::new()];
    let (mut order, mut last) = (0, None);
    for entry in entries {
        order += u32::from(last.is_some_and(|key| key != entry.key));
        last = Some(entry.key);
        written[entry.lexicon].push(WrittenEntry {
            slot: entry.slot,
            keys: entry.words,
            weight: entry.weight,
            order,
        });
    }
    Lexicons::new(biases, written)
}

/// An entry by its key in the plain twin, which adds entries up in the order of their keys: done likewise,
/// sums are equal to the bit.
struct KeyedEntry {
    key: u64,
    lexicon: usize,
    slot: Slot,
    words: Vec<u64>,
    weight: f32,
}

/// Reads words as pages are read: the key and the stem of each. A word keeps its number, so that nothing is
/// forgotten from text to text.
#[derive(Default)]
struct WordKeys {
    reader: LineReader,
    heard: Heard,
}

impl WordKeys {
    fn of(&mut self, text: &str) -> impl Iterator<Item = (u64, u64)> {
        self.reader.truncate(0);
        self.reader.begin();
        self.reader.read(text, (0, text.len()), &mut self.heard);
        let tokens = self.reader.tokens().iter();
        tokens.map(|token| self.heard.0[token.word()])
    }
}

#[derive(Default)]
struct Heard(Vec<(u64, u64)>);

impl NewWords for Heard {
    fn hear(&mut self, key: u64, stem: u64, _: &str) {
        self.0.push((key, stem));
    }
}
