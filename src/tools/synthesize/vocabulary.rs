//! The words: classes with natural frequencies, and subjects that an article keeps to.

use crate::tools::synthesize::forms::{FORMS, forms_of};
use crate::tools::synthesize::text::Short;
use crate::tools::synthesize::word_class::{WordClass, WordForm, WordSlot};
use std::collections::BTreeMap;
use std::ops::Range;

/// Where the words of a class stand: those of no subject first, the usual ones before the rare ones.
#[derive(Debug, Clone, Copy, Default)]
struct ClassWords {
    count: u16,
    /// Where the table of frequencies begins.
    often: u32,
    /// By how much a number is shifted for a place in that table.
    shift: u32,
    /// Where each form's words begin.
    forms: [u32; FORMS],
}

/// A [`WordSlot`] with the places of its words, so that drawing one is a few loads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordDrawing {
    often: u32,
    shift: u32,
    form: u32,
    pub(crate) own: u16,
    pub(crate) class: WordClass,
}

/// The words of a subject, as ranges of the words of their classes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Topic {
    pub(crate) nouns: Range<u16>,
    pub(crate) verbs: Range<u16>,
    pub(crate) adjs: Range<u16>,
}

/// All words.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    classes: [ClassWords; WordClass::ALL.len()],
    /// The forms of all classes, one after the other.
    texts: Vec<Short>,
    /// Each class's words of no subject, each as often as it is usual.
    often: Vec<u16>,
    pub(crate) topics: Vec<Topic>,
}

impl Vocabulary {
    /// Reads the words that ship.
    pub(crate) fn shipped() -> Self {
        Self::read(include_str!("data/words.txt"))
    }

    /// # Panics
    ///
    /// Panics where the file is wrong; it is part of the program.
    fn read(text: &str) -> Self {
        let sections = sections(text);
        let mut all = Self::default();
        let mut topics = BTreeMap::<&str, Topic>::new();
        for (name, class) in WordClass::ALL {
            let mut entries = Vec::new();
            for (section, own) in &sections {
                let start = entries.len();
                if *section == name {
                    entries.extend(own);
                    all.weigh(class, entries.len());
                } else if let Some((topic, of)) = topic_of(section)
                    && of == name
                {
                    entries.extend(own);
                    let topic = topics.entry(topic).or_default();
                    topic.set(class, start..entries.len());
                }
            }
            all.push(class, &entries);
        }
        all.topics = topics.into_values().collect();
        all
    }

    fn push(&mut self, class: WordClass, entries: &[&str]) {
        let words = &mut self.classes[class as usize];
        words.count = u16::try_from(entries.len()).expect("some hundreds of words");
        let forms: Vec<_> = entries.iter().map(|entry| forms_of(entry, class)).collect();
        for form in 0..FORMS {
            words.forms[form] = place(self.texts.len());
            let texts = forms.iter().map(|forms| Short::new(&forms[form]));
            let short = |text: Option<Short>| text.expect("a test holds that the words are short");
            self.texts.extend(texts.map(short));
        }
    }

    /// Fills the table of frequencies of a class: the word of rank r comes in proportion to 1 / (r + 16),
    /// which is Zipf's law with Mandelbrot's shift, cut to integers.
    fn weigh(&mut self, class: WordClass, count: usize) {
        let count = count as u64;
        let weights: Vec<u64> = (0..count).map(|rank| 1_000_000 / (rank + 16)).collect();
        let total: u64 = weights.iter().sum();
        let slots = (count * 4).next_power_of_two();
        let words = &mut self.classes[class as usize];
        words.often = place(self.often.len());
        words.shift = 64 - slots.trailing_zeros();
        let (mut word, mut upto) = (0, weights.first().copied().unwrap_or_default());
        for slot in 0..slots {
            while upto * slots <= slot * total {
                word += 1;
                upto += weights[word];
            }
            let word = u16::try_from(word).expect("some hundreds of words");
            self.often.push(word);
        }
    }

    /// How many words a class has.
    pub(crate) fn count(&self, class: WordClass) -> u16 {
        self.classes[class as usize].count
    }

    /// A word of no subject, by the upper half of a number.
    #[inline]
    pub(crate) fn usual(&self, class: WordClass, drawn: u64) -> u16 {
        let words = &self.classes[class as usize];
        self.often[frequent(words.often, drawn, words.shift)]
    }

    #[inline]
    pub(crate) fn text(&self, class: WordClass, word: u16, form: WordForm) -> &Short {
        let start = self.classes[class as usize].forms[form as usize];
        &self.texts[start as usize + usize::from(word)]
    }

    pub(crate) fn drawing(&self, slot: WordSlot) -> WordDrawing {
        let words = &self.classes[slot.class as usize];
        WordDrawing {
            often: words.often,
            shift: words.shift,
            form: words.forms[slot.form as usize],
            own: slot.own,
            class: slot.class,
        }
    }

    /// The word of no subject for which a number stands, at a place of a sentence.
    #[inline]
    pub(crate) fn usual_for(&self, drawing: WordDrawing, drawn: u64) -> u16 {
        self.often[frequent(drawing.often, drawn, drawing.shift)]
    }

    /// The word in the form that the place asks for.
    #[inline]
    pub(crate) fn text_for(&self, drawing: WordDrawing, word: u16) -> &Short {
        &self.texts[drawing.form as usize + usize::from(word)]
    }
}

/// The place in the table of frequencies for which a number stands.
#[inline]
fn frequent(start: u32, drawn: u64, shift: u32) -> usize {
    start as usize + usize::try_from(drawn >> shift).expect("below the length of the table")
}

fn place(at: usize) -> u32 {
    u32::try_from(at).expect("some ten thousands")
}

/// Subject and class of the section `topic SUBJECT CLASS`.
fn topic_of(section: &str) -> Option<(&str, &str)> {
    section.strip_prefix("topic ")?.split_once(' ')
}

impl Topic {
    fn set(&mut self, class: WordClass, words: Range<usize>) {
        let short = |at: usize| u16::try_from(at).expect("some hundreds of words");
        let words = short(words.start)..short(words.end);
        match class {
            WordClass::Noun => self.nouns = words,
            WordClass::Verb => self.verbs = words,
            WordClass::Adj => self.adjs = words,
            other => panic!("a subject has no {other:?}"),
        }
    }
}

/// The sections of a file with their entries, in order; those without a subject come first in it.
fn sections(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            sections.push((name, Vec::new()));
        } else if let Some((_, entries)) = sections.last_mut() {
            entries.extend(line.split_whitespace());
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_short_and_every_subject_has_words() {
        let words = Vocabulary::shipped(); // panics where a form is too long
        assert!(words.topics.len() >= 18);
        for topic in &words.topics {
            assert!(topic.nouns.len() >= 25 && topic.verbs.len() >= 8 && topic.adjs.len() >= 6);
        }
        let count: u32 = words
            .classes
            .iter()
            .map(|words| u32::from(words.count))
            .sum();
        assert!(count > 2000, "{count}");
    }

    #[test]
    fn the_usual_words_come_most_often_and_all_of_them_come() {
        let words = Vocabulary::shipped();
        let nouns = &words.classes[WordClass::Noun as usize];
        let (start, len) = (nouns.often as usize, 1 << (64 - nouns.shift));
        let often = &words.often[start..start + len];
        let count = |word| often.iter().filter(|&&one| one == word).count();
        assert!(count(0) > 2 * count(20) && count(20) > 3 * count(200));
        let last = *often.last().unwrap_or(&0);
        assert!((0..=last).all(|word| count(word) > 0) && last > 250);
    }
}
