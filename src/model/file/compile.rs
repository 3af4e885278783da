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
use crate::model::file::tables::{tables, word_ratios};
use crate::model::file::wire::{WireLexicon, WireModel};
use crate::model::lexicon::entry_key;
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
    Ok(FastModel {
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
        weights.extend(keys.of(words).into_iter().map(|(_, stem)| (stem, weight)));
    }
    let mut frequent = |lists: &[&str]| -> Vec<u64> {
        let words = lists.iter().flat_map(|list| list.split_whitespace());
        words
            .flat_map(|word| keys.of(word))
            .map(|(key, _)| key)
            .collect()
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
    let order = Order::of(both.into_iter().flatten());
    let written = both.map(|lexicon| {
        let mut entries = Vec::new();
        for (&slot, words) in lexicon.into_iter().flat_map(|lexicon| &lexicon.entries) {
            for (text, weight) in words {
                entries.extend(entry_key(slot, text).map(|key| WrittenEntry {
                    slot,
                    keys: keys.of(text).into_iter().map(|(key, _)| key).collect(),
                    weight: weight.0,
                    order: order.place(key),
                }));
            }
        }
        entries
    });
    let biases = both.map(|lexicon| lexicon.map_or(0.0, |lexicon| lexicon.bias.0));
    Lexicons::new(biases, written)
}

/// In which order the entries of both lexicons are added up: that of the plain twin, so that sums are equal
/// to the bit.
struct Order(Vec<u64>);

impl Order {
    fn of<'l>(lexicons: impl Iterator<Item = &'l WireLexicon>) -> Self {
        let entries = lexicons.flat_map(|lexicon| &lexicon.entries);
        let keys = entries
            .flat_map(|(&slot, words)| words.keys().filter_map(move |text| entry_key(slot, text)));
        let mut keys: Vec<u64> = keys.collect();
        keys.sort_unstable();
        keys.dedup();
        Self(keys)
    }

    fn place(&self, key: u64) -> u32 {
        let place = self.0.binary_search(&key).unwrap_or_default();
        u32::try_from(place).expect("a model has fewer entries")
    }
}

/// Reads words as pages are read: the key and the stem of each.
#[derive(Default)]
struct WordKeys(LineReader);

impl WordKeys {
    fn of(&mut self, text: &str) -> Vec<(u64, u64)> {
        let mut heard = Heard::default();
        self.0.clear();
        self.0.begin();
        self.0.read(text, (0, text.len()), &mut heard);
        self.0
            .tokens()
            .iter()
            .map(|token| heard.0[token.word()])
            .collect()
    }
}

#[derive(Default)]
struct Heard(Vec<(u64, u64)>);

impl NewWords for Heard {
    fn hear(&mut self, key: u64, stem: u64, _: &str) {
        self.0.push((key, stem));
    }
}
