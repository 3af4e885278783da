//! In which language what is left of a page is.

use crate::model::fast::facts::PageFacts;
use crate::page::language::{
    ENGLISH, FrequentWords, LANG_SAMPLE_BYTES, detect_lang, sample_len, two_letters,
};
use crate::page::live::rest::Rest;
use std::cell::{OnceCell, RefCell};

/// The last text whose language was detected: most pages are asked for more than once, and their start
/// stays as it is.
#[derive(Debug, Default)]
pub(crate) struct LastSample {
    text: String,
    code: Option<&'static str>,
    next: String,
}

/// The language of a page at hand, given or detected when somebody asks.
#[derive(Debug)]
pub(crate) struct PageLanguage<'p> {
    given: Option<&'p str>,
    words: OnceCell<FrequentWords>,
    detected: OnceCell<Option<&'static str>>,
    facts: Option<&'p PageFacts>,
    last: &'p RefCell<LastSample>,
}

impl<'p> PageLanguage<'p> {
    pub(crate) fn new(
        given: Option<&'p str>,
        facts: Option<&'p PageFacts>,
        last: &'p RefCell<LastSample>,
    ) -> Self {
        Self {
            given,
            words: OnceCell::new(),
            detected: OnceCell::new(),
            facts,
            last,
        }
    }

    /// As a two-letter code.
    pub(crate) fn code(&self, rest: Rest<'_>) -> Option<&str> {
        match self.given {
            Some(given) => Some(given),
            None => self.detected(rest).and_then(two_letters),
        }
    }

    /// Whether it is known to be another one.
    pub(crate) fn is_foreign_to(&self, lang: &str, rest: Rest<'_>) -> bool {
        match self.given {
            Some(given) => given != lang,
            None if lang == ENGLISH && self.words(rest).lean_to_english() => false,
            None => self
                .detected(rest)
                .is_some_and(|code| two_letters(code) != Some(lang)),
        }
    }

    /// Whether it is Latin, in which nobody writes today: it is filler.
    pub(crate) fn is_filler(&self, rest: Rest<'_>) -> bool {
        self.given.is_none()
            && !self.words(rest).lean_to_english()
            && self.detected(rest) == Some("lat")
    }

    /// In three letters, where detection is sure.
    fn detected(&self, rest: Rest<'_>) -> Option<&'static str> {
        *self.detected.get_or_init(|| {
            if self.words(rest).are_english() {
                Some("eng")
            } else {
                self.last.borrow_mut().detect(rest)
            }
        })
    }

    /// The words of its start.
    fn words(&self, rest: Rest<'_>) -> FrequentWords {
        *self.words.get_or_init(|| {
            FrequentWords::of_start(rest.filled().map(|line| {
                let text = rest.trimmed_text(line);
                let words = match self.facts {
                    Some(facts) if text.len() <= LANG_SAMPLE_BYTES => {
                        facts.lines[rest.live.row(line)].frequent()
                    }
                    _ => FrequentWords::of(text),
                };
                (text.len(), words)
            }))
        })
    }
}

impl LastSample {
    fn detect(&mut self, rest: Rest<'_>) -> Option<&'static str> {
        sample(rest, &mut self.next);
        if self.next != self.text || self.text.is_empty() {
            std::mem::swap(&mut self.next, &mut self.text);
            self.code = detect_lang(&self.text);
        }
        self.code
    }
}

/// The start of what is left, without blank lines.
fn sample(rest: Rest<'_>, sample: &mut String) {
    sample.clear();
    for line in rest.filled() {
        sample.push_str(rest.trimmed_text(line));
        sample.push('\n');
        if sample.len() >= LANG_SAMPLE_BYTES {
            break;
        }
    }
    sample.truncate(sample_len(sample));
}
