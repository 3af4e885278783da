//! Finds every one of thousands of words in a text, whatever the ASCII case.
//!
//! Nearly every place of a text is told by one look at a bitmap of 8 KB: no word starts with these
//! four letters. To build it takes a fraction of a millisecond, where an Aho-Corasick automaton of
//! the same words takes several: for one page that is the larger part. Tests hold both equal.

use std::ops::Range;

/// Words are told by so many of their first bytes.
const KEY_BYTES: usize = 4;
/// How many bits of a key's hash choose its bit in the filter.
const FILTER_BITS: u32 = 16;
/// How many bits of a key's hash choose its bucket.
const BUCKET_BITS: u32 = 12;

/// Words to be found.
#[derive(Debug)]
pub(crate) struct Needles {
    /// Lower case; those of [`KEY_BYTES`] and more first, by their buckets, then the short ones by
    /// their first two bytes.
    words: Vec<Box<[u8]>>,
    /// Of each word its first [`KEY_BYTES`], and which of those it has, as bits.
    starts: Vec<(u32, u32)>,
    /// Where among the words each bucket starts.
    buckets: Vec<u32>,
    /// The hashes of the words' keys, as bits.
    filter: Vec<u64>,
    /// The first two bytes of the short words, as bits; of a word of one byte all pairs.
    pairs: Vec<u64>,
    /// Where among the words the short ones of each first byte start.
    short: Vec<u32>,
}

impl Needles {
    /// The words are ASCII in lower case, none empty. Sorts them: [`Self::words`] has their order.
    pub(crate) fn new<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut words: Vec<Box<[u8]>> = words.map(|word| word.as_bytes().into()).collect();
        let place =
            |word: &[u8]| key(word).map_or((u32::MAX, first_byte(word)), |key| (bucket(key), 0));
        words.sort_by_cached_key(|word| place(word));
        let mut needles = Self {
            buckets: vec![0; (1 << BUCKET_BITS) + 1],
            filter: vec![0; 1 << (FILTER_BITS - 6)],
            pairs: vec![0; 1 << (16 - 6)],
            short: Vec::new(),
            words: Vec::new(),
            starts: words.iter().map(|word| start(word)).collect(),
        };
        for word in &words {
            needles.add(word);
        }
        let mut before = 0;
        for start in &mut needles.buckets {
            before += std::mem::replace(start, before);
        }
        let long = index(needles.buckets[1 << BUCKET_BITS]);
        let starts = (0..=256).map(|byte| {
            let before = words[long..].partition_point(|word| u16::from(first_byte(word)) < byte);
            u32::try_from(long + before).expect("words are few")
        });
        needles.short = starts.collect();
        needles.words = words;
        needles
    }

    /// Counts a word in its bucket and sets its bits.
    fn add(&mut self, word: &[u8]) {
        if let Some(key) = key(word) {
            self.buckets[index(bucket(key))] += 1;
            set(&mut self.filter, filter_bit(key));
            return;
        }
        match *word {
            [one] => (0..=u8::MAX).for_each(|next| set(&mut self.pairs, pair(one, next))),
            [one, next, ..] => set(&mut self.pairs, pair(one, next)),
            [] => {}
        }
    }

    /// The words, in the order by which [`Self::find`] numbers them.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .map(|word| std::str::from_utf8(word).expect("words are ASCII"))
    }

    /// Calls `found` with the number of each word that stands in a text of these bytes, once for each place.
    /// O(n) in them, and the time to compare words that start as the text does.
    pub(crate) fn find(&self, bytes: &[u8], mut found: impl FnMut(usize)) {
        let mut next = [0; KEY_BYTES];
        for (to, from) in next[1..].iter_mut().zip(bytes) {
            *to = from.to_ascii_lowercase();
        }
        let mut window = u32::from_le_bytes(next);
        for at in 0..bytes.len() {
            let last = bytes
                .get(at + KEY_BYTES - 1)
                .map_or(0, u8::to_ascii_lowercase);
            window = (window >> 8) | (u32::from(last) << 24);
            if is_set(&self.filter, filter_bit(window)) {
                self.compare((self.bucket(window), window), &bytes[at..], &mut found);
            }
            if is_set(&self.pairs, window & 0xffff) {
                let short = self.short(window.to_le_bytes()[0]);
                self.compare((short, window), &bytes[at..], &mut found);
            }
        }
    }

    fn bucket(&self, key: u32) -> Range<usize> {
        let at = index(bucket(key));
        index(self.buckets[at])..index(self.buckets[at + 1])
    }

    fn short(&self, first: u8) -> Range<usize> {
        let at = usize::from(first);
        index(self.short[at])..index(self.short[at + 1])
    }

    /// Finds which of these words a text begins with; `window` are its first bytes in lower case.
    fn compare(
        &self,
        (words, window): (Range<usize>, u32),
        text: &[u8],
        found: &mut impl FnMut(usize),
    ) {
        let starts = self.starts[words.clone()].iter();
        for (number, (own, has)) in words.zip(starts) {
            if window & has != *own {
                continue;
            }
            let word = &self.words[number];
            let start = text.get(..word.len());
            if start.is_some_and(|start| start.eq_ignore_ascii_case(word)) {
                found(number);
            }
        }
    }
}

fn key(word: &[u8]) -> Option<u32> {
    word.first_chunk().copied().map(u32::from_le_bytes)
}

/// The first bytes of a word, with nothing behind a shorter one, and which of them it has.
fn start(word: &[u8]) -> (u32, u32) {
    let len = word.len().min(KEY_BYTES);
    let (mut own, mut has) = ([0; KEY_BYTES], [0; KEY_BYTES]);
    own[..len].copy_from_slice(&word[..len]);
    has[..len].fill(u8::MAX);
    (u32::from_le_bytes(own), u32::from_le_bytes(has))
}

fn first_byte(word: &[u8]) -> u8 {
    word.first().copied().unwrap_or_default()
}

fn pair(one: u8, next: u8) -> u32 {
    u32::from(u16::from_le_bytes([one, next]))
}

/// Multiplicative hashing (Knuth, The Art of Computer Programming, 6.4): the high bits are good.
fn hash(key: u32) -> u32 {
    key.wrapping_mul(0x9e37_79b1)
}

fn filter_bit(key: u32) -> u32 {
    hash(key) >> (32 - FILTER_BITS)
}

fn bucket(key: u32) -> u32 {
    hash(key) >> (32 - BUCKET_BITS)
}

fn index(number: u32) -> usize {
    usize::try_from(number).expect("memory has room for the words")
}

fn set(bits: &mut [u64], bit: u32) {
    bits[index(bit / 64)] |= 1 << (bit % 64);
}

fn is_set(bits: &[u64], bit: u32) -> bool {
    bits[index(bit / 64)] & (1 << (bit % 64)) != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use aho_corasick::AhoCorasick;
    use proptest::prelude::*;

    fn found(words: &[String], text: &str) -> Vec<String> {
        let needles = Needles::new(words.iter().map(String::as_str));
        let names: Vec<&str> = needles.words().collect();
        let mut found = Vec::new();
        needles.find(text.as_bytes(), |number| {
            found.push(names[number].to_owned());
        });
        found.sort();
        found
    }

    /// The slow, obvious twin: an automaton that knows every place.
    fn found_by_automaton(words: &[String], text: &str) -> Vec<String> {
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(words)
            .expect("few short words");
        let hits = automaton.find_overlapping_iter(text);
        let mut found: Vec<String> = hits
            .map(|hit| words[hit.pattern().as_usize()].clone())
            .collect();
        found.sort();
        found
    }

    proptest! {
        #[test]
        fn words_are_found_wherever_they_stand(
            words in prop::collection::btree_set("[a-c ]{1,7}", 1..40),
            text in "[a-cA-C \u{fc}\u{212a}]{0,60}",
        ) {
            let words: Vec<String> = words.into_iter().collect();
            prop_assert_eq!(found(&words, &text), found_by_automaton(&words, &text));
        }

        #[test]
        fn any_text_is_read_to_its_end(text in any::<String>(), word in "[a-z0-9 ]{1,6}") {
            let text = format!("{text}{}", word.to_uppercase());
            let words = [word];
            prop_assert_eq!(found(&words, &text), found_by_automaton(&words, &text));
        }
    }

    #[test]
    fn no_words_find_nothing() {
        assert!(found(&[], "any text").is_empty());
    }
}
