//! The different words that were read, each with a number.

/// Characters of a stem. Cutting words to six characters found more appended stories than leaving
/// them whole (`docs/evidence.md`).
pub(crate) const STEM_CHARS: usize = 6;

/// The number of a word, and how it stands on its page.
///
/// Its lower bits count the different words that were read; the upper three are told by
/// [`Self::is_capitalised`] and its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token(u32);

const CAPITALISED: u32 = 1 << 29;
#[cfg(test)]
const CAPITALS: u32 = 1 << 30;
const MIDDLE: u32 = 1 << 31;
const NUMBER: u32 = CAPITALISED - 1;

impl Token {
    #[inline]
    pub(crate) fn new(word: u32, form: Form) -> Self {
        Self(word | form.0)
    }

    /// Which of the words it is.
    #[inline]
    pub(crate) fn word(self) -> usize {
        (self.0 & NUMBER) as usize
    }

    /// Whether it begins with a capital.
    #[cfg(test)]
    #[inline]
    pub(crate) fn is_capitalised(self) -> bool {
        self.0 & CAPITALISED != 0
    }

    /// Whether it is two or more capitals and nothing else.
    #[cfg(test)]
    #[inline]
    pub(crate) fn is_all_capitals(self) -> bool {
        self.0 & CAPITALS != 0
    }

    /// Whether it begins with a capital where no sentence, quote or line begins.
    #[inline]
    pub(crate) fn is_capitalised_inside(self) -> bool {
        self.0 & (CAPITALISED | MIDDLE) == CAPITALISED | MIDDLE
    }
}

/// What a scanner knows of a word: its own number for that, 0 for nothing.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordMarks(pub(crate) u32);

/// How a word is written where it stands.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Form(u32);

impl Form {
    #[inline]
    pub(crate) fn new(is_capitalised: bool, is_all_capitals: bool, is_middle: bool) -> Self {
        let bits = [is_capitalised, is_all_capitals, is_middle].map(u32::from);
        Self(bits[0] << 29 | bits[1] << 30 | bits[2] << 31)
    }
}

/// The different words of pages, numbered in the order in which they come.
#[derive(Debug)]
pub(crate) struct WordNumbers {
    keys: Vec<u64>,
    /// Open addressing: the upper half of a key and its number, [`FREE`] where there is none.
    slots: Vec<(u32, u32)>,
}

const FREE: u32 = u32::MAX;
const LEAST_SLOTS: usize = 1024;

impl Default for WordNumbers {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            slots: vec![(0, FREE); LEAST_SLOTS],
        }
    }
}

impl WordNumbers {
    /// Forgets all words, and keeps memory for those of common pages.
    pub(crate) fn clear(&mut self) {
        const MOST_SLOTS: usize = 1 << 14;
        self.keys.clear();
        self.slots.truncate(MOST_SLOTS);
        self.slots.shrink_to(MOST_SLOTS);
        self.slots.fill((0, FREE));
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The key of a word.
    #[inline]
    pub(crate) fn key(&self, word: usize) -> u64 {
        self.keys[word]
    }

    /// The number of the word with that key; `None` where it is new.
    #[inline]
    pub(crate) fn find(&self, key: u64) -> Option<u32> {
        let mut at = self.place(key);
        loop {
            let (tag, word) = self.slots[at];
            if word == FREE {
                return None;
            }
            if tag == tag_of(key) && self.keys[word as usize] == key {
                return Some(word);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Numbers a word that is new.
    pub(crate) fn add(&mut self, key: u64) -> u32 {
        if self.keys.len() >= self.slots.len() / 2 {
            self.grow();
        }
        let word = u32::try_from(self.keys.len()).expect("a page has fewer than 2^29 words");
        self.keys.push(key);
        self.settle(key, word);
        word
    }

    fn grow(&mut self) {
        let len = self.slots.len() * 2;
        self.slots.clear();
        self.slots.resize(len, (0, FREE));
        for word in 0..self.keys.len() {
            #[expect(clippy::cast_possible_truncation, reason = "words are counted in u32")]
            self.settle(self.keys[word], word as u32);
        }
    }

    fn settle(&mut self, key: u64, word: u32) {
        let mut at = self.place(key);
        while self.slots[at].1 != FREE {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = (tag_of(key), word);
    }

    #[inline]
    fn place(&self, key: u64) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "the lower bits are meant")]
        {
            key as usize & (self.slots.len() - 1)
        }
    }
}

#[inline]
fn tag_of(key: u64) -> u32 {
    (key >> 32) as u32
}
