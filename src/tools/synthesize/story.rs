//! What a page tells of: its words, people and places, which come back in every paragraph.

use crate::tools::synthesize::seeded::{SeededRng, scaled};
use crate::tools::synthesize::text::Short;
use crate::tools::synthesize::vocabulary::{Vocabulary, WordDrawing};
use crate::tools::synthesize::word_class::WordClass;
use std::ops::Range;

/// How many words of a class a story has.
const WORDS: usize = 32;
/// Places of a table in which the first words stand more often than the last.
const PLACES: usize = 128;

/// A story. Other stories have other words, so that cohesion can tell them apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ToldStory {
    /// Nouns, verbs, adjectives, and nobody's, which fill it to a power of two.
    words: [u16; 4 * WORDS],
    people: [[u16; 2]; 4],
    towns: [u16; 3],
    /// The numbers that name its organisations.
    pub(crate) orgs: [u64; 2],
    /// The numbers that its title is drawn from.
    pub(crate) title: u64,
    pub(crate) topic: u32,
}

impl ToldStory {
    /// The story that `numbers` give, of a topic by its place among those of `words`.
    pub(crate) fn new(numbers: &mut SeededRng, words: &Vocabulary, topic: u32) -> Self {
        let known = &words.topics[topic as usize];
        let mut own = [0; 4 * WORDS];
        let topics = [&known.nouns, &known.verbs, &known.adjs];
        let classes = [WordClass::Noun, WordClass::Verb, WordClass::Adj];
        for (at, (class, topic)) in classes.into_iter().zip(topics).enumerate() {
            let list = &mut own[at * WORDS..(at + 1) * WORDS];
            own_words(numbers, words, class, topic, list);
        }
        let mut usual = |class| words.usual(class, numbers.next());
        let people = std::array::from_fn(|_| [usual(WordClass::First), usual(WordClass::Last)]);
        let towns = std::array::from_fn(|_| usual(WordClass::Place));
        Self {
            words: own,
            people,
            towns,
            orgs: std::array::from_fn(|_| numbers.next()),
            title: numbers.next(),
            topic,
        }
    }

    /// A word of the story, its first ones more often, by the lower half of a number. Any of a class
    /// that has no words of stories.
    #[inline]
    fn word(&self, class: WordClass, drawn: u64) -> u16 {
        let place = usize::from(PLACE_WORDS[(drawn >> 8) as usize % PLACES]);
        self.words[(class as usize * WORDS + place) % (4 * WORDS)]
    }

    /// A word by a number: one of the story's own, or any.
    #[inline]
    pub(crate) fn draw<'w>(
        &self,
        words: &'w Vocabulary,
        drawing: WordDrawing,
        drawn: u64,
    ) -> &'w Short {
        // Which of the two it is cannot be foreseen: both cost less than a wrong guess.
        let is_own = (drawn & 0xff) < u64::from(drawing.own);
        let own = self.word(drawing.class, drawn);
        let usual = words.usual_for(drawing, drawn);
        words.text_for(drawing, std::hint::select_unpredictable(is_own, own, usual))
    }

    pub(crate) fn person(&self, drawn: u64) -> [u16; 2] {
        self.people[scaled(drawn, 4) as usize]
    }

    pub(crate) fn town(&self, drawn: u64) -> u16 {
        self.towns[scaled(drawn, 3) as usize]
    }
}

/// Fills a list with words of the topic, and some of no topic: each third noun, half of the others.
fn own_words(
    numbers: &mut SeededRng,
    words: &Vocabulary,
    class: WordClass,
    topic: &Range<u16>,
    own: &mut [u16],
) {
    let count = u32::from(topic.end - topic.start);
    let every = if class == WordClass::Noun { 3 } else { 2 };
    for (four, words_of_number) in own.chunks_exact_mut(4).enumerate() {
        // A quarter of a number is enough for a word.
        let mut number = numbers.next();
        for (at, word) in words_of_number.iter_mut().enumerate() {
            *word = if (4 * four + at) % every == every - 1 {
                words.usual(class, number)
            } else {
                let at = u16::try_from(scaled(number, count)).expect("within the topic");
                topic.start + at
            };
            number <<= 16;
        }
    }
}

/// Which word stands at a place: in the order of least of two draws, the first comes 2 n - 1 times
/// where the last comes once.
const PLACE_WORDS: [u8; PLACES] = {
    let mut places = [0; PLACES];
    let (mut word, mut upto, mut place) = (0_u8, 2 * WORDS - 1, 0);
    while place < PLACES {
        while place * WORDS * WORDS >= upto * PLACES {
            word += 1;
            upto += 2 * (WORDS - word as usize) - 1;
        }
        places[place] = word;
        place += 1;
    }
    places
};
