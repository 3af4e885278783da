//! Words with apostrophes or other letters than those of ASCII.

use crate::page::open_line::Open;
use crate::page::page_words::{Form, STEM_CHARS};
use crate::text::chars::{self, CharClass};

/// A word that is read character by character.
#[derive(Default)]
pub(super) struct OddWord {
    pub(super) chars: usize,
    /// Bytes of its folded text up to the end of its stem.
    pub(super) stem_len: usize,
    is_capitalised: bool,
    capitals: usize,
    /// What the character before was.
    before: CharClass,
    /// ASCII letters and digits that the line's hash has not taken in, and how many.
    chunk: u64,
    chunk_len: usize,
}

impl OddWord {
    pub(super) fn take(&mut self, class: CharClass, folded: &mut Vec<u8>, open: &mut Open) {
        let is_capital = class.is(chars::UPPER);
        self.is_capitalised |= self.chars == 0 && is_capital;
        self.capitals += usize::from(is_capital);
        let c = char::from_u32(class.word).expect("a folded character is one");
        folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        self.chars += 1;
        if self.chars == STEM_CHARS {
            self.stem_len = folded.len();
        }
        self.compare(class, open);
        open.counts.digits += u32::from(class.is(chars::DIGIT));
        let is_glued = class.is(chars::CAPITAL) && self.before.is(chars::SMALL);
        open.counts.glued += u32::from(is_glued);
        self.before = class;
    }

    /// Lines are compared by their characters alone, however these were read: in pieces of eight
    /// letters, from the start of a run on, and other characters one by one.
    fn compare(&mut self, class: CharClass, open: &mut Open) {
        if !class.is(chars::PLAIN) {
            self.flush(open);
            open.compare_char(class);
            return;
        }
        self.chunk |= u64::from(class.line) << (8 * self.chunk_len);
        self.chunk_len += 1;
        if self.chunk_len == 8 {
            self.flush(open);
        }
    }

    pub(super) fn flush(&mut self, open: &mut Open) {
        if std::mem::take(&mut self.chunk_len) > 0 {
            open.compare(std::mem::take(&mut self.chunk));
        }
    }

    pub(super) fn form(&self, open: &mut Open) -> Form {
        let all = self.chars >= 2 && self.capitals == self.chars;
        open.counts.capitalised += u32::from(self.is_capitalised);
        open.counts.capitals += u32::from(all);
        Form::new(self.is_capitalised, all, open.is_middle)
    }
}
