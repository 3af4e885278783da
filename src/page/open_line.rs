//! What is counted on a line, and a line while it is read.

use crate::page::page_words::Form;
use crate::text::chars::{self, CharClass};
use crate::text::mix::{self, load};
use crate::text::runs::EACH;
use crate::text::signs::sign_bit;

/// What is counted on a line.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineCounts {
    /// Runs of characters between white space that hold a letter or digit.
    pub(crate) words: u32,
    /// Characters of all tokens, up to 255 of each.
    pub(crate) chars: u32,
    /// Tokens that begin with a capital.
    pub(crate) capitalised: u32,
    /// Tokens of two or more capitals and nothing else.
    pub(crate) capitals: u32,
    /// ASCII digits.
    pub(crate) digits: u32,
    pub(crate) commas: u32,
    pub(crate) separators: u32,
    pub(crate) links: u32,
    pub(crate) quotes: u32,
    /// Places where a capital follows a small letter.
    pub(crate) glued: u32,
    /// The ASCII signs between words, as bits: a sign's place is its number less 32, or less 64.
    pub(crate) signs: u64,
    /// Equal where lines are the same but for case, quotes and spaces.
    pub(crate) hash: u64,
    /// Equal where lines have the same tokens, all digits alike.
    pub(crate) alike: u64,
}

/// A line while it is read.
#[derive(Default)]
pub(super) struct Open {
    pub(super) counts: LineCounts,
    /// Whether the word at hand was counted.
    pub(super) is_counted: bool,
    /// Whether the next token would stand inside a sentence.
    pub(super) is_middle: bool,
    /// Whether white space stands before what comes next.
    pub(super) is_apart: bool,
}

/// The low bytes of a number, by their count.
pub(super) const LOW_BYTES: [u64; 9] = {
    let mut masks = [u64::MAX; 9];
    let mut len = 0;
    while len < 8 {
        masks[len] = (1 << (8 * len)) - 1;
        len += 1;
    }
    masks
};

/// Of ASCII letters and digits the small letters, and for each digit a 0.
#[inline]
pub(super) fn fold(chunk: u64) -> u64 {
    let digits = (!chunk & (EACH * 0x40)) >> 6;
    (chunk | (EACH * 0x20)) & !(digits * 0x0f)
}

impl Open {
    /// Takes in a character between words.
    #[inline]
    pub(super) fn sign(&mut self, class: CharClass) {
        let counts = &mut self.counts;
        if class.is(chars::BLANK) {
            self.is_apart = true;
            self.is_counted &= !class.is(chars::WHITE);
        } else {
            counts.signs |= sign_bit(class.line);
            self.compare_char(class);
        }
        let counts = &mut self.counts;
        counts.commas += u32::from(class.is(chars::COMMA));
        counts.separators += u32::from(class.is(chars::SEPARATOR));
        counts.links += u32::from(class.is(chars::LINK));
        counts.quotes += u32::from(class.is(chars::QUOTE));
        self.is_middle &= class.is(chars::INNER);
    }

    /// Takes a character that is no ASCII letter or digit into the hash by which lines are compared.
    pub(super) fn compare_char(&mut self, class: CharClass) {
        // The bit parts it from eight letters, of which none is a zero.
        self.compare(u64::from(class.line) | 1 << 62);
    }

    /// Takes up to eight ASCII letters and digits, folded, into the hash, with the gap before them.
    #[inline]
    pub(super) fn compare(&mut self, next: u64) {
        // No ASCII text has the highest bit of its eighth byte set.
        let gap = u64::from(std::mem::take(&mut self.is_apart)) << 63;
        self.counts.hash = mix::step(self.counts.hash, next | gap);
    }

    /// How a word of at most eight ASCII letters and digits is written.
    #[inline]
    pub(super) fn form(&mut self, chunk: u64, used: u64, len: usize) -> Form {
        if !chunk & (EACH * 0x60) & used == 0 {
            return Form::new(false, false, self.is_middle); // small letters
        }
        let is_capitalised = chunk & 0x60 == 0x40;
        let (digits, capitals) = self.count_marks(chunk, used);
        let all = digits == 0 && len >= 2 && capitals == len;
        self.counts.capitalised += u32::from(is_capitalised);
        self.counts.capitals += u32::from(all);
        Form::new(is_capitalised, all, self.is_middle)
    }

    /// Counts digits, and capitals behind small letters; how many digits and capitals there are.
    pub(super) fn count_marks(&mut self, chunk: u64, used: u64) -> (usize, usize) {
        let digits = !chunk & (EACH * 0x40) & used;
        let capitals = chunk & !(chunk << 1) & (EACH * 0x40) & used;
        let small = chunk & (chunk << 1) & (EACH * 0x40);
        self.counts.digits += digits.count_ones();
        self.counts.glued += (capitals & small << 8).count_ones();
        (digits.count_ones() as usize, capitals.count_ones() as usize)
    }
}

/// The key and form of a word of more than eight ASCII letters and digits.
#[inline(never)]
pub(super) fn long_word(word: &[u8], open: &mut Open) -> (u64, Form) {
    let mut hash = mix::BASIS;
    let mut capitals = 0;
    let mut before = b' ';
    let mut at = 0;
    while at < word.len() {
        let len = (word.len() - at).min(8);
        let used = LOW_BYTES[len];
        let chunk = load(word, at) & used;
        hash = mix::step(hash, fold(chunk) & used);
        open.compare(chunk | ((EACH * 0x20) & used));
        if !chunk & (EACH * 0x60) & used != 0 {
            capitals += open.count_marks(chunk, used).1;
            open.counts.glued +=
                u32::from(before.is_ascii_lowercase() && word[at].is_ascii_uppercase());
        }
        before = word[at + len - 1];
        at += len;
    }
    let is_capitalised = word[0].is_ascii_uppercase();
    let all = capitals == word.len();
    open.counts.capitalised += u32::from(is_capitalised);
    open.counts.capitals += u32::from(all);
    let form = Form::new(is_capitalised, all, open.is_middle);
    (mix::finish(hash, word.len()), form)
}
