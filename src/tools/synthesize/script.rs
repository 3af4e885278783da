//! Pages in other languages and scripts: words in the frequencies of a list, and labels of noise.

use crate::rules::kind::Kind;
use crate::tools::synthesize::draft::{Draft, Within};
use crate::tools::synthesize::host::Host;
use crate::tools::synthesize::seeded::SeededRng;

/// A language.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) lang: &'static str,
    words: Vec<&'static str>,
    /// The words as they begin a sentence.
    first_words: Vec<String>,
    join: &'static str,
    stop: &'static str,
    labels: Vec<(Kind, &'static str)>,
}

impl Script {
    /// Reads the languages that ship.
    ///
    /// # Panics
    ///
    /// Panics where the file is wrong; it is part of the program.
    pub(crate) fn shipped() -> Vec<Self> {
        let mut scripts: Vec<Self> = Vec::new();
        let lines = include_str!("data/scripts.txt").lines();
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(lang) = line.strip_prefix('[') {
                scripts.push(Self::new(lang.trim_end_matches(']')));
            } else {
                scripts
                    .last_mut()
                    .expect("a language comes first")
                    .read(line);
            }
        }
        scripts
    }

    fn new(lang: &'static str) -> Self {
        Self {
            lang,
            words: Vec::new(),
            first_words: Vec::new(),
            join: "",
            stop: "",
            labels: Vec::new(),
        }
    }

    fn read(&mut self, line: &'static str) {
        let (key, rest) = line.split_once(' ').unwrap_or((line, ""));
        match key {
            "words" => {
                self.words = rest.split_whitespace().collect();
                self.first_words = self.words.iter().map(|word| with_capital(word)).collect();
            }
            "join" => self.join = if rest.is_empty() { "" } else { " " },
            "stop" => self.stop = rest,
            kind => self
                .labels
                .push((Kind::from_word(kind).expect("a known kind"), rest)),
        }
    }

    /// Writes a page: labels before and after paragraphs, or between them.
    pub(crate) fn page(
        &self,
        host: &Host,
        len_bytes: u32,
        mut numbers: SeededRng,
        draft: &mut Draft,
    ) {
        self.label(host, &mut numbers, draft);
        draft.separate(host.gap);
        let words = numbers.between(4, 9);
        self.sentence(words, &mut numbers, draft);
        while draft.text.len() < len_bytes as usize {
            if numbers.chance(60) {
                self.label(host, &mut numbers, draft);
            }
            draft.separate(host.gap);
            for at in 0..numbers.between(1, 4) {
                draft
                    .text
                    .extend_from_slice(if at > 0 { self.join.as_bytes() } else { b"" });
                let words = numbers.between(6, 24);
                self.sentence(words, &mut numbers, draft);
                draft.text.extend_from_slice(self.stop.as_bytes());
            }
        }
        for _ in 0..numbers.below(4) {
            self.label(host, &mut numbers, draft);
        }
        draft.end_line();
    }

    fn sentence(&self, words: u32, numbers: &mut SeededRng, draft: &mut Draft) {
        let count = u32::try_from(self.words.len()).expect("some dozens");
        for at in 0..words {
            if at > 0 {
                draft.text.extend_from_slice(self.join.as_bytes());
            }
            let word = numbers.below(count).min(numbers.below(count));
            let word = match at {
                0 => &self.first_words[word as usize],
                _ => self.words[word as usize],
            };
            draft.text.extend_from_slice(word.as_bytes());
        }
    }

    fn label(&self, host: &Host, numbers: &mut SeededRng, draft: &mut Draft) {
        let &(kind, text) = numbers.pick(&self.labels);
        draft.separate(host.gap);
        let start = draft.text.len();
        draft.text.extend_from_slice(text.as_bytes());
        if kind == Kind::Related {
            draft.text.extend_from_slice(b": ");
            let words = numbers.between(4, 9);
            self.sentence(words, numbers, draft);
        }
        draft.mark(start, kind, Within::Block);
    }
}

fn with_capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
