//! In which language a text is.

use crate::text::stop_words::is_english_or_foreign;
use crate::text::words::words_of;

/// How much of a page's text is read to detect its language.
pub const LANG_SAMPLE_BYTES: usize = 4096;

/// Fewer words tell nothing.
const LEAST_WORDS: u32 = 60;

/// English, in two letters.
pub(crate) const ENGLISH: &str = "en";

/// Words of the start of a page, and how many of them are frequent in English alone, and in other languages
/// alone.
///
/// Most pages are told by them; trigrams tell the rest.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrequentWords {
    pub(crate) all: u32,
    pub(crate) english: u32,
    pub(crate) foreign: u32,
}

impl FrequentWords {
    /// Those of the first [`LANG_SAMPLE_BYTES`] bytes of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut own = Self::default();
        for word in words_of(&text[..sample_len(text)]) {
            let (english, foreign) = is_english_or_foreign(word.key, word.chars.into());
            own.all += 1;
            own.english += u32::from(english);
            own.foreign += u32::from(foreign);
        }
        own
    }

    /// Those of the start of a page, of lines of so many bytes with these.
    pub(crate) fn of_start(lines: impl Iterator<Item = (usize, Self)>) -> Self {
        let (mut bytes, mut words) = (0, Self::default());
        for (len, own) in lines {
            words.add(own);
            bytes += len + 1;
            if bytes >= LANG_SAMPLE_BYTES {
                break;
            }
        }
        words
    }

    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.english += other.english;
        self.foreign += other.foreign;
    }

    /// Whether they tell that the page is English: enough of its words stand in no other language's list.
    pub(crate) fn are_english(self) -> bool {
        const LEAST_SHARE: u32 = 5;
        const LEAST_RATIO: u32 = 8;
        self.all >= LEAST_WORDS
            && self.english * LEAST_SHARE >= self.all
            && self.english >= self.foreign * LEAST_RATIO
    }

    /// Whether they tell that the page is in no other language, whatever trigrams say of its menu: they say English of
    /// it, or nothing. So few and so far apart that all texts of the development set are cleaned as they were when
    /// trigrams were asked of each.
    pub(crate) fn lean_to_english(self) -> bool {
        const LEAST_SHARE: (u32, u32) = (2, 25);
        const LEAST_RATIO: u32 = 4;
        self.all >= LEAST_WORDS
            && self.english * LEAST_SHARE.1 >= self.all * LEAST_SHARE.0
            && self.english >= self.foreign * LEAST_RATIO
    }
}

/// How many bytes of a text are read of it.
pub(crate) fn sample_len(text: &str) -> usize {
    let fits = |&end: &usize| text.is_char_boundary(end);
    let most = text.len().min(LANG_SAMPLE_BYTES);
    (0..=most).rev().find(fits).unwrap_or_default()
}

pub(crate) fn detect_lang(sample: &str) -> Option<&'static str> {
    let info = whatlang::detect(sample)?;
    info.is_reliable().then(|| info.lang().code())
}

/// ISO 639-3 to ISO 639-1, for the languages that packs exist or are likely for.
pub(crate) fn two_letters(code: &str) -> Option<&'static str> {
    const CODES: [(&str, &str); 24] = [
        ("ara", "ar"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("hin", "hi"),
        ("hun", "hu"),
        ("ind", "id"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("nld", "nl"),
        ("nob", "no"),
        ("pol", "pl"),
        ("por", "pt"),
        ("rus", "ru"),
        ("spa", "es"),
        ("swe", "sv"),
        ("tur", "tr"),
        ("ukr", "uk"),
    ];
    CODES
        .iter()
        .find(|(three, _)| *three == code)
        .map(|&(_, two)| two)
}
