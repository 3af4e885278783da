//! Reads the lines of a page: their words, and what can be counted of their signs.
//!
//! A word is a run of letters and digits, with apostrophes inside. Most words are ASCII, of at most
//! eight letters, and follow one space: those are read as one number. All others take the way of
//! [`LineReader::odd_word`], character by character.

use crate::page::odd_word::OddWord;
use crate::page::open_line::{LOW_BYTES, LineCounts, Open, fold, long_word};
use crate::page::page_words::{STEM_CHARS, Token, WordNumbers};
use crate::text::chars::{self, CharClass, CharClasses};
use crate::text::mix::{self, load};
use crate::text::runs::{EACH, find_runs};

/// What hears of words that come for the first time.
pub(crate) trait NewWords {
    /// The next word by number: its key, that of its first characters, and how it is written here.
    fn hear(&mut self, key: u64, stem: u64, text: &str);
}

/// Reads pages, line by line. Its buffers are kept from page to page.
#[derive(Debug)]
pub(crate) struct LineReader {
    classes: &'static CharClasses,
    /// Where runs of ASCII letters and digits begin and end.
    edges: Vec<u32>,
    /// The run at hand, by its place among the edges.
    run: usize,
    /// Up to where runs are found.
    found_to: usize,
    words: WordNumbers,
    tokens: Vec<Token>,
    /// Where each token begins in its text.
    starts: Vec<u32>,
    buffer: Vec<u8>,
}

impl Default for LineReader {
    fn default() -> Self {
        Self {
            classes: CharClasses::shared(),
            edges: Vec::new(),
            run: 0,
            found_to: 0,
            words: WordNumbers::default(),
            tokens: Vec::new(),
            starts: Vec::new(),
            buffer: Vec::new(),
        }
    }
}

impl LineReader {
    /// Begins a page, or another text of one.
    pub(crate) fn begin(&mut self) {
        self.edges.clear();
        (self.run, self.found_to) = (0, 0);
    }

    /// Finds the runs of a line, and those of the next ones: the runs of a whole page would take more room
    /// than the page.
    #[inline(never)]
    fn find_more(&mut self, text: &str, start: usize, end: usize) {
        const AHEAD: usize = 64 << 10;
        let to = text.len().min(end.max(start + AHEAD));
        let first = u32::try_from(start).expect("a page is below 4 GiB");
        find_runs(&text.as_bytes()[start..to], first, &mut self.edges);
        (self.run, self.found_to) = (0, to);
    }

    /// Forgets all words. Until then a word has one number, on whatever page it stands.
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.truncate(0);
    }

    /// The words that were read so far.
    pub(crate) fn words(&self) -> &WordNumbers {
        &self.words
    }

    /// The tokens of all lines read so far.
    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Where they begin in their text.
    pub(crate) fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// Drops the tokens behind the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.tokens.truncate(len);
        self.starts.truncate(len);
    }

    /// Reads the next line, `start..end` of the text without white space at its ends, and adds its
    /// tokens to those before. O(n) in its bytes, no allocation.
    pub(crate) fn read(
        &mut self,
        text: &str,
        (start, end): (usize, usize),
        new: &mut impl NewWords,
    ) -> LineCounts {
        let bytes = text.as_bytes();
        if end > self.found_to {
            self.find_more(text, start, end);
        }
        let mut open = Open::default();
        open.counts.hash = mix::BASIS;
        open.counts.alike = mix::BASIS;
        let first = self.tokens.len();
        let mut at = start;
        while at < end {
            self.skip_to(at);
            let run = self.edges.get(self.run..).and_then(<[u32]>::first_chunk);
            let [from, to] = run.map_or([end, end], |&[from, to]| [from as usize, to as usize]);
            if from >= end {
                at = self.read_signs(text, (at, end, end), &mut open, new);
                continue;
            }
            if from == at + 1 && bytes[at] == b' ' {
                open.is_counted = false;
                open.is_apart = true;
            } else if from > at {
                at = self.read_signs(text, (at, from, end), &mut open, new);
                if at != from {
                    continue;
                }
            }
            self.run += 2;
            if self.ends_word(text, to, end) {
                self.plain_word(text, (from, to), &mut open, new);
                at = to;
            } else {
                at = self.odd_word(text, (from, end), &mut open, new);
            }
        }
        let tokens = self.tokens.len() - first;
        open.counts.hash = mix::finish(open.counts.hash, 0);
        open.counts.alike = mix::finish(open.counts.alike, tokens);
        open.counts
    }

    /// Leaves runs that begin before `at` behind.
    #[inline]
    fn skip_to(&mut self, at: usize) {
        while self
            .edges
            .get(self.run)
            .is_some_and(|&from| (from as usize) < at)
        {
            self.run += 2;
        }
    }

    /// Whether the word that ends at `to` as far as it is ASCII ends there.
    #[inline]
    fn ends_word(&self, text: &str, to: usize, end: usize) -> bool {
        if to == end {
            return true;
        }
        match text.as_bytes()[to] {
            b'\'' => !self.begins_word(text, to + 1, end),
            byte if byte.is_ascii() => true,
            _ => self.ends_before_wide(text, to, end),
        }
    }

    #[inline(never)]
    fn ends_before_wide(&self, text: &str, to: usize, end: usize) -> bool {
        let (class, len) = self.class_at(text, to);
        let goes_on = class.is(chars::WORD)
            || class.is(chars::APOSTROPHE) && self.begins_word(text, to + len, end);
        !goes_on
    }

    fn begins_word(&self, text: &str, at: usize, end: usize) -> bool {
        at < end && self.class_at(text, at).0.is(chars::WORD)
    }

    /// Reads what stands between words, up to `to`; a word that is not ASCII ends that.
    #[inline(never)]
    fn read_signs(
        &mut self,
        text: &str,
        (mut at, to, end): (usize, usize, usize),
        open: &mut Open,
        new: &mut impl NewWords,
    ) -> usize {
        while at < to {
            let (class, len) = self.class_at(text, at);
            if class.is(chars::WORD) {
                return self.odd_word(text, (at, end), open, new);
            }
            open.sign(class);
            at += len;
        }
        at
    }

    /// Reads a word of ASCII letters and digits.
    #[inline]
    fn plain_word(
        &mut self,
        text: &str,
        (from, to): (usize, usize),
        open: &mut Open,
        new: &mut impl NewWords,
    ) {
        let len = to - from;
        let (key, form);
        if len <= 8 {
            let used = LOW_BYTES[len];
            let chunk = load(text.as_bytes(), from) & used;
            key = mix::finish(mix::step(mix::BASIS, fold(chunk) & used), len);
            form = open.form(chunk, used, len);
            open.compare(chunk | ((EACH * 0x20) & used));
        } else {
            (key, form) = long_word(&text.as_bytes()[from..to], open);
        }
        let word = match self.words.find(key) {
            Some(word) => word,
            None => self.new_plain_word(key, &text[from..to], new),
        };
        self.push((Token::new(word, form), from), key, len, open);
    }

    #[inline(never)]
    fn new_plain_word(&mut self, key: u64, text: &str, new: &mut impl NewWords) -> u32 {
        let stem = if text.len() <= STEM_CHARS {
            key
        } else {
            let used = LOW_BYTES[STEM_CHARS];
            let start = fold(load(text.as_bytes(), 0)) & used;
            mix::finish(mix::step(mix::BASIS, start), STEM_CHARS)
        };
        new.hear(key, stem, text);
        self.words.add(key)
    }

    #[inline]
    fn push(&mut self, (token, start): (Token, usize), key: u64, chars: usize, open: &mut Open) {
        self.tokens.push(token);
        #[expect(clippy::cast_possible_truncation, reason = "a page is below 4 GiB")]
        self.starts.push(start as u32);
        let counts = &mut open.counts;
        counts.words += u32::from(!open.is_counted);
        #[expect(clippy::cast_possible_truncation, reason = "at most 255")]
        {
            counts.chars += chars.min(255) as u32;
        }
        counts.alike = mix::step(counts.alike, key);
        open.is_counted = true;
        open.is_middle = true;
    }

    /// Reads a word with apostrophes or other letters than those of ASCII; returns where it ends.
    #[inline(never)]
    fn odd_word(
        &mut self,
        text: &str,
        (start, end): (usize, usize),
        open: &mut Open,
        new: &mut impl NewWords,
    ) -> usize {
        let mut word = OddWord::default();
        self.buffer.clear();
        let mut at = start;
        while at < end {
            let (class, len) = self.class_at(text, at);
            let goes_on = class.is(chars::WORD)
                || class.is(chars::APOSTROPHE) && self.begins_word(text, at + len, end);
            if !goes_on {
                break;
            }
            word.take(class, &mut self.buffer, open);
            at += len;
        }
        word.flush(open);
        let key = mix::of_bytes(&self.buffer);
        let number = self.words.find(key).unwrap_or_else(|| {
            let stem = match word.chars {
                0..STEM_CHARS => key,
                _ => mix::of_bytes(&self.buffer[..word.stem_len]),
            };
            new.hear(key, stem, &text[start..at]);
            self.words.add(key)
        });
        let form = word.form(open);
        self.push((Token::new(number, form), start), key, word.chars, open);
        at
    }

    #[inline]
    fn class_at(&self, text: &str, at: usize) -> (CharClass, usize) {
        let byte = text.as_bytes()[at];
        if byte.is_ascii() {
            return (self.classes.of_byte(byte), 1);
        }
        let c = text[at..]
            .chars()
            .next()
            .expect("the place is inside the text");
        (self.classes.of(c), c.len_utf8())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::compare::{line_hash, same_line};
    use crate::text::word_count::word_count;
    use crate::text::words::{Word, words_of};
    use proptest::prelude::*;

    #[derive(Default)]
    struct Heard(Vec<(u64, u64, String)>);

    impl NewWords for Heard {
        fn hear(&mut self, key: u64, stem: u64, text: &str) {
            self.0.push((key, stem, text.to_owned()));
        }
    }

    fn read(reader: &mut LineReader, line: &str) -> (LineCounts, Vec<Token>, Heard) {
        let line = line.trim_matches(crate::text::fold::is_space);
        reader.clear();
        reader.begin();
        let mut heard = Heard::default();
        let counts = reader.read(line, (0, line.len()), &mut heard);
        (counts, reader.tokens().to_vec(), heard)
    }

    /// Text of the sort that lines are made of, and of the sort that they are not.
    fn line() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-zA-Z0-9 '’.,@#|\"`“é-]{0,60}",
            "([a-zA-Z]{1,20}['’ ,.-]){0,9}",
            "\\PC{0,40}",
            any::<String>(),
        ]
    }

    fn check(text: &str) -> Result<(), TestCaseError> {
        let mut reader = LineReader::default();
        let (counts, tokens, heard) = read(&mut reader, text);
        let text = text.trim_matches(crate::text::fold::is_space);
        let twin = words_of(text);
        prop_assert_eq!(tokens.len(), twin.len(), "{:?}", text);
        for (token, word) in tokens.iter().zip(&twin) {
            let (_, stem, written) = &heard.0[token.word()];
            let first = twin
                .iter()
                .zip(&tokens)
                .find(|(_, t)| t.word() == token.word());
            prop_assert_eq!(first.expect("it is one").0.key, word.key);
            prop_assert_eq!(token.is_capitalised(), word.is_capitalised());
            prop_assert_eq!(token.is_all_capitals(), word.is_all_capitals());
            prop_assert_eq!(
                token.is_capitalised_inside() && word.chars > 2,
                word.is_name()
            );
            let of_key = words_of(written)[0];
            prop_assert_eq!(of_key.stem, word.stem);
            for (other, twin) in tokens.iter().zip(&twin) {
                let same = heard.0[other.word()].1 == *stem;
                prop_assert_eq!(same, twin.stem == word.stem);
                prop_assert_eq!(other.word() == token.word(), twin.key == word.key);
            }
        }
        prop_assert_eq!(counts.words as usize, word_count(text));
        let chars: usize = twin.iter().map(|word| usize::from(word.chars)).sum();
        prop_assert_eq!(counts.chars as usize, chars);
        let count =
            |is: fn(crate::text::words::Word) -> bool| twin.iter().filter(|w| is(**w)).count();
        prop_assert_eq!(counts.capitalised as usize, count(Word::is_capitalised));
        prop_assert_eq!(counts.capitals as usize, count(Word::is_all_capitals));
        Ok(())
    }

    fn slow_marks(text: &str) -> [usize; 6] {
        let mut marks = [0; 6];
        let mut before = ' ';
        for c in text.chars() {
            match c {
                '0'..='9' => marks[0] += 1,
                ',' | ';' => marks[1] += 1,
                '|' | '•' | '»' | '›' | '→' | '·' | '/' | '#' => marks[2] += 1,
                '@' | '©' => marks[3] += 1,
                '"' | '“' | '”' | '«' => marks[4] += 1,
                'A'..='Z' if before.is_ascii_lowercase() => marks[5] += 1,
                _ => {}
            }
            before = c;
        }
        marks
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_twin(text in line()) {
            check(&text)?;
        }

        #[test]
        fn marks_are_those_of_the_twin(text in line()) {
            let counts = read(&mut LineReader::default(), &text).0;
            let marks = [
                counts.digits, counts.commas, counts.separators, counts.links, counts.quotes, counts.glued,
            ];
            prop_assert_eq!(marks.map(|n| n as usize), slow_marks(text.trim_matches(crate::text::fold::is_space)));
        }

        #[test]
        fn lines_are_the_same_where_the_twin_says_so(one in line(), swaps in prop::collection::vec((0usize..60, 0u8..6), 0..4)) {
            let mut other: Vec<char> = one.chars().collect();
            for (at, how) in swaps {
                if let Some(c) = other.get_mut(at) {
                    *c = match (how, *c) {
                        (0, c) => c.to_uppercase().next().unwrap_or(c),
                        (1, c) => c.to_lowercase().next().unwrap_or(c),
                        (2, '\'' | '’' | '`' | '"') => '`',
                        (3, '\'' | '’' | '`' | '"') => '\'',
                        (4, ' ') => '\t',
                        (_, c) => c,
                    };
                }
            }
            let other: String = other.into_iter().collect();
            let mut reader = LineReader::default();
            let same = read(&mut reader, &one).0.hash == read(&mut reader, &other).0.hash;
            prop_assert_eq!(same, same_line(&one, &other));
            prop_assert_eq!(same, line_hash(&one) == line_hash(&other));
        }
    }
}
