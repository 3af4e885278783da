//! Words by which noise and article, and the first lines of stories, are known.
//!
//! A line's pieces are its first words, its last ones, all of it where it is short, its words by its
//! length, and its pairs of words. Both lexicons look at the same pieces, so they are one table.

use crate::model::lexicon::Slot;
use crate::page::page_words::{Token, WordNumbers};
use crate::text::keys::KeyTable;
use crate::text::mix;

/// Up to how many words a line is an entry as a whole, and short.
const SHORT_WORDS: usize = 8;
/// Up to how many words a line is of middle length.
const MIDDLE_WORDS: usize = 25;
/// Words of a line that are looked at: nothing is learned from the rest of an endless one.
const MOST_WORDS: usize = 400;

/// What a piece weighs in each lexicon; 0 where it is in none.
type Weights = [f32; 2];

/// What may begin, or end, with a word.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Role(u8);

impl Role {
    const FIRST: u8 = 1;
    const LAST: u8 = 2;
    const LINE: u8 = 4;
    const PAIR: u8 = 8;
    const ALONE: u8 = 16;

    fn of(slot: Slot) -> u8 {
        match slot {
            Slot::First => Self::FIRST,
            Slot::Last => Self::LAST,
            Slot::Line => Self::LINE,
            Slot::Pair => Self::PAIR,
            Slot::Short | Slot::Middle | Slot::Long => Self::ALONE,
        }
    }

    fn is(self, role: u8) -> bool {
        self.0 & role != 0
    }

    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// Two lexicons: of lines that are noise, and of lines with which stories begin.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Lexicons {
    biases: [f32; 2],
    /// In the order in which sums are made.
    weights: Vec<Weights>,
    /// The place of each entry among the weights, and one more.
    entries: KeyTable<u32>,
    roles: KeyTable<Role>,
}

/// The entries that a word is by itself on short, middle and long lines, each its place and one more; 0 for
/// none.
pub(crate) type AloneEntries = [u16; 3];

/// Buffers for the score of a line.
#[derive(Debug, Default)]
pub(crate) struct LexiconScratch {
    found: Vec<u32>,
    /// For each word the last line, by a running number, on which it was counted.
    counted: Vec<u32>,
    line: u32,
    keys: Vec<u64>,
}

/// An entry of a lexicon as it is written: where it stands, the keys of its words, its weight and its
/// place in the order of sums.
pub(crate) struct WrittenEntry {
    pub(crate) slot: Slot,
    pub(crate) keys: Vec<u64>,
    pub(crate) weight: f32,
    pub(crate) order: u32,
}

impl Lexicons {
    /// The lexicons with these biases and entries.
    pub(crate) fn new(biases: [f32; 2], entries: [Vec<WrittenEntry>; 2]) -> Self {
        let mut all = Self {
            biases,
            entries: KeyTable::with_room(entries.iter().map(Vec::len).sum()),
            ..Self::default()
        };
        for (which, entries) in entries.into_iter().enumerate() {
            for one in entries {
                let at = one.order as usize;
                if all.weights.len() <= at {
                    all.weights.resize(at + 1, [0.0; 2]);
                }
                all.weights[at][which] = one.weight;
                let key = piece_key(one.slot, one.keys.iter().copied());
                *all.entries.entry(key) = one.order + 1;
                let word = match one.slot {
                    Slot::Last => one.keys.last(),
                    _ => one.keys.first(),
                };
                if let Some(&word) = word {
                    all.roles.entry(word).0 |= Role::of(one.slot);
                }
            }
        }
        all
    }

    /// The entries that a word of that role is by itself.
    pub(crate) fn alone(&self, word: u64, role: Role) -> AloneEntries {
        if !role.is(Role::ALONE) {
            return [0; 3];
        }
        [Slot::Short, Slot::Middle, Slot::Long].map(|slot| {
            let entry = self.entries.get(piece_key(slot, std::iter::once(word)));
            entry.map_or(0, |place| u16::try_from(place).unwrap_or_default())
        })
    }

    /// What may begin or end with the word of that key.
    pub(crate) fn role(&self, word: u64) -> Role {
        self.roles.get(word).unwrap_or_default()
    }

    /// The scores of a line of these tokens, whose words have these roles: for each lexicon the weights
    /// of its pieces, over the root of the number of all different pieces, and its bias.
    pub(crate) fn scores(
        &self,
        tokens: &[Token],
        words: &WordNumbers,
        known: impl Fn(Token) -> (Role, AloneEntries),
        scratch: &mut LexiconScratch,
    ) -> [f32; 2] {
        scratch.found.clear();
        self.find(tokens, words, known, scratch);
        if scratch.found.is_empty() {
            return self.biases;
        }
        scratch.found.sort_unstable();
        scratch.found.dedup();
        let mut sums = [0.0; 2];
        for &place in &scratch.found {
            let weights = self.weights[place as usize - 1];
            sums[0] += weights[0];
            sums[1] += weights[1];
        }
        let share = share(count_pieces(tokens, words.len(), scratch));
        [
            self.biases[0] + sums[0] * share,
            self.biases[1] + sums[1] * share,
        ]
    }

    /// Finds the pieces that are entries, some more than once.
    fn find(
        &self,
        tokens: &[Token],
        words: &WordNumbers,
        known: impl Fn(Token) -> (Role, AloneEntries),
        scratch: &mut LexiconScratch,
    ) {
        let read = tokens.len().min(MOST_WORDS);
        let length = match tokens.len() {
            0..=SHORT_WORDS => 0,
            len if len <= MIDDLE_WORDS => 1,
            _ => 2,
        };
        let found = &mut scratch.found;
        let add = |slot: Slot, tokens: &[Token], found: &mut Vec<u32>| {
            let keys = tokens.iter().map(|token| words.key(token.word()));
            found.extend(self.entries.get(piece_key(slot, keys)));
        };
        for (at, token) in tokens[..read].iter().enumerate() {
            let (role, alone) = known(*token);
            if role.is_none() {
                continue;
            }
            if alone[length] > 0 {
                found.push(u32::from(alone[length]));
            }
            if role.is(Role::PAIR) && tokens.len() <= MIDDLE_WORDS && at + 1 < tokens.len() {
                add(Slot::Pair, &tokens[at..at + 2], found);
            }
        }
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return;
        };
        if known(*first).0.is(Role::FIRST) {
            for count in 1..=read.min(3) {
                add(Slot::First, &tokens[..count], found);
            }
        }
        if known(*first).0.is(Role::LINE) && tokens.len() <= SHORT_WORDS {
            add(Slot::Line, tokens, found);
        }
        if known(*last).0.is(Role::LAST) {
            let len = tokens.len();
            for count in 1..=len.min(2) {
                add(Slot::Last, &tokens[len - count..], found);
            }
        }
    }
}

/// The key of a piece of a line.
fn piece_key(slot: Slot, words: impl Iterator<Item = u64>) -> u64 {
    mix::of_hashes(std::iter::once(slot as u64 + 1).chain(words))
}

/// What one piece of a line of so many pieces counts.
#[expect(clippy::cast_precision_loss, reason = "a line has few pieces")]
fn share(pieces: usize) -> f32 {
    1.0 / (pieces.max(1) as f32).sqrt()
}

/// How many different pieces a line has.
fn count_pieces(tokens: &[Token], word_count: usize, scratch: &mut LexiconScratch) -> usize {
    let read = tokens.len().min(MOST_WORDS);
    scratch
        .counted
        .resize(word_count.max(scratch.counted.len()), 0);
    if scratch.line == u32::MAX {
        scratch.counted.fill(0);
        scratch.line = 0;
    }
    scratch.line += 1;
    let mut different = 0;
    for token in &tokens[..read] {
        let last = std::mem::replace(&mut scratch.counted[token.word()], scratch.line);
        different += usize::from(last != scratch.line);
    }
    let line = usize::from((1..=SHORT_WORDS).contains(&tokens.len()));
    let pairs = match tokens.len() {
        2..=MIDDLE_WORDS if different == tokens.len() => tokens.len() - 1,
        2..=MIDDLE_WORDS => count_pairs(tokens, &mut scratch.keys),
        _ => 0,
    };
    read.min(3) + tokens.len().min(2) + line + different + pairs
}

fn count_pairs(tokens: &[Token], keys: &mut Vec<u64>) -> usize {
    keys.clear();
    let key = |pair: &[Token]| (pair[0].word() as u64) << 32 | pair[1].word() as u64;
    keys.extend(tokens.windows(2).map(key));
    keys.sort_unstable();
    keys.dedup();
    keys.len()
}
