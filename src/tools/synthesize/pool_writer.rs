//! Goes the ways through a part of the grammar of which a pool is made.

use crate::tools::synthesize::grammar::Grammar;
use crate::tools::synthesize::pool::{Piece, PieceSlot, Pool};
use crate::tools::synthesize::seeded::SeededRng;
use crate::tools::synthesize::step::{Case, GrammarStep, PartId};
use crate::tools::synthesize::text::{Short, starts_with_vowel};
use crate::tools::synthesize::vocabulary::Vocabulary;
use crate::tools::synthesize::word_class::WordSlot;

/// How many sentences a part has.
const SENTENCES: usize = 512;

/// Goes through the part many times, by numbers that are always the same.
pub(crate) fn write_pool(grammar: &Grammar, words: &Vocabulary, part: PartId) -> Pool {
    let mut writer = Writer {
        grammar,
        numbers: SeededRng::new(SENTENCES as u64),
        pieces: Vec::new(),
        slots: Vec::new(),
        text: String::new(),
        capital: false,
        article: false,
    };
    let ends = (0..SENTENCES).map(|_| {
        writer.follow(part);
        writer.piece(PieceSlot::Nothing);
        u32::try_from(writer.pieces.len()).expect("some ten thousands")
    });
    let ends = ends.collect();
    Pool {
        pieces: writer.pieces,
        ends,
        words: writer
            .slots
            .iter()
            .map(|slot| words.drawing(*slot))
            .collect(),
    }
}

struct Writer<'g> {
    grammar: &'g Grammar,
    numbers: SeededRng,
    pieces: Vec<Piece>,
    slots: Vec<WordSlot>,
    text: String,
    /// Whether what comes next begins with a capital.
    capital: bool,
    /// Whether "a" was the last word.
    article: bool,
}

impl Writer<'_> {
    fn follow(&mut self, id: PartId) {
        let part = self.grammar.part(id);
        let production = &part.productions[part.drawn(self.numbers.next())];
        for step in production {
            match step {
                GrammarStep::Text(text) => self.text(text.as_str()),
                GrammarStep::LongText(text) => self.text(text),
                GrammarStep::Article => {
                    self.text("a ");
                    self.article = true;
                }
                GrammarStep::Part(part, _, case) => {
                    self.capital |= *case == Case::Capital;
                    self.follow(*part);
                }
                GrammarStep::Word(word, _, case) => {
                    let capital = std::mem::take(&mut self.capital) || *case == Case::Capital;
                    let article = std::mem::take(&mut self.article);
                    let word = self.slot(*word);
                    self.piece(PieceSlot::Word {
                        word,
                        capital,
                        article,
                    });
                }
                GrammarStep::Number(least, most, _) => {
                    (self.capital, self.article) = (false, false);
                    let [least, most] =
                        [least, most].map(|&end| u16::try_from(end).expect("small"));
                    self.piece(PieceSlot::Number(least, most));
                }
                // Names have their capitals.
                GrammarStep::Fact(fact, ..) => {
                    (self.capital, self.article) = (false, false);
                    self.piece(PieceSlot::Fact(*fact));
                }
                GrammarStep::Lines { .. } | GrammarStep::OtherStory(_) => {
                    unreachable!("a sentence is of one line and one story")
                }
            }
        }
    }

    fn slot(&mut self, slot: WordSlot) -> u8 {
        let known = self.slots.iter().position(|known| *known == slot);
        let at = known.unwrap_or(self.slots.len());
        if known.is_none() {
            self.slots.push(slot);
        }
        u8::try_from(at).expect("classes and forms are some dozens")
    }

    fn text(&mut self, text: &str) {
        if std::mem::take(&mut self.article) && starts_with_vowel(text.as_bytes()) {
            self.text.pop();
            self.text.push_str("n ");
        }
        for letter in text.chars() {
            let is_start = self.capital && letter.is_alphabetic();
            self.capital &= !is_start;
            self.text.push(if is_start {
                letter.to_ascii_uppercase()
            } else {
                letter
            });
        }
    }

    /// Ends a piece: what was written since the last one, then the slot.
    fn piece(&mut self, slot: PieceSlot) {
        let whole = std::mem::take(&mut self.text);
        let mut rest = whole.as_str();
        while rest.len() > Short::MOST {
            let (first, after) = rest.split_at(boundary(rest, Short::MOST));
            self.pieces.push(Piece {
                text: short(first),
                slot: PieceSlot::Nothing,
            });
            rest = after;
        }
        self.pieces.push(Piece {
            text: short(rest),
            slot,
        });
    }
}

/// The last boundary of letters up to a byte.
fn boundary(text: &str, upto: usize) -> usize {
    let found = (0..=upto).rev().find(|&at| text.is_char_boundary(at));
    found.expect("0 is one")
}

fn short(text: &str) -> Short {
    Short::new(text).expect("it was cut to its length")
}
