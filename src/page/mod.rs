//! One scraped text: its lines, how many words they hold, and what shape they have.

pub(crate) mod language;
pub(crate) mod line;
pub(crate) mod live;
mod odd_word;
pub(crate) mod open_line;
pub(crate) mod page_words;
pub(crate) mod reader;
pub(crate) mod table;
pub(crate) mod words;

pub use crate::page::language::LANG_SAMPLE_BYTES;
pub use crate::page::line::{LONG_WORDS, PROSE_WORDS, TITLE_WORDS};

use crate::page::language::{ENGLISH, FrequentWords, detect_lang, sample_len, two_letters};
use crate::page::line::{Line, measure};
use crate::text::compare;
use crate::text::number::wide_number;
use crate::text::span::Span;
use crate::view::format::Format;
use crate::view::line_markup::PageMarkup;
use std::sync::OnceLock;

/// What is known of a page besides its text. Every field may be unknown.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct PageMeta {
    /// Where the page was found; `when.domain` guards look at its host.
    pub url: Option<String>,
    /// Two-letter language code (ISO 639-1), where somebody knows it. Where nobody does, the
    /// language is detected from the text the first time that a guard asks.
    pub lang: Option<String>,
    /// The format in which the page was written; recognised from its text where nobody knows.
    pub format: Format,
}

/// One scraped text, split into lines.
///
/// A line ends at `\n`, `\r\n` or a lone `\r`; the terminator belongs to the text, not to the
/// line. A page is split when somebody first asks for its lines: that costs one pass over its text, O(n) in
/// bytes, and one [`Line`] a line.
///
/// # Example
///
/// ```
/// use dechaff::Page;
///
/// let page = Page::new("Rain fell.\n\nLeave a Reply");
/// assert_eq!(page.lines().len(), 3);
/// assert_eq!(page.line_text(2), "Leave a Reply");
/// assert_eq!(page.word_count(), 5);
/// ```
#[derive(Debug)]
pub struct Page<'t> {
    text: &'t str,
    meta: PageMeta,
    layout: OnceLock<Layout>,
    detected_lang: OnceLock<Option<&'static str>>,
    line_hashes: OnceLock<Vec<u64>>,
    /// What the markup says of each line, where the page has any.
    markup: Option<PageMarkup>,
}

/// The lines of a page.
#[derive(Debug, Default)]
struct Layout {
    lines: Vec<Line>,
    filled: Vec<usize>,
    word_count: usize,
}

impl Layout {
    fn of(text: &str) -> Self {
        let mut layout = Self::default();
        let bytes = text.as_bytes();
        let mut start = 0;
        for end in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if end < start {
                continue; // the line feed of a \r\n that ended the line before
            }
            let crlf = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
            let next = end + 1 + usize::from(crlf);
            layout.push(text, Span::new(start, end), next);
            start = next;
        }
        if start < bytes.len() {
            layout.push(text, Span::new(start, bytes.len()), bytes.len());
        }
        layout
    }

    fn push(&mut self, text: &str, span: Span, next: usize) {
        let line = measure(text, span, next, self.word_count, self.filled.len());
        if !line.is_blank() {
            self.filled.push(self.lines.len());
        }
        self.word_count += line.word_count;
        self.lines.push(line);
    }
}

impl<'t> Page<'t> {
    /// A page of which nothing is known but its text.
    pub fn new(text: &'t str) -> Self {
        Self::with_meta(text, PageMeta::default())
    }

    /// A page of which more is known than its text.
    pub fn with_meta(text: &'t str, meta: PageMeta) -> Self {
        Self {
            text,
            meta,
            layout: OnceLock::new(),
            detected_lang: OnceLock::new(),
            line_hashes: OnceLock::new(),
            markup: None,
        }
    }

    /// The same page, of whose markup that is known.
    pub(crate) fn with_markup(self, markup: Option<PageMarkup>) -> Self {
        Self { markup, ..self }
    }

    /// What its markup says of its lines, where it has any.
    pub(crate) fn markup(&self) -> Option<&PageMarkup> {
        self.markup.as_ref()
    }

    /// Whether blank lines say something of the lines around them: in Markdown they part blocks, whatever those are.
    pub(crate) fn blanks_tell(&self) -> bool {
        self.markup.is_none()
    }

    fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| Layout::of(self.text))
    }

    /// The page's text, all of it.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// What is known of the page.
    pub fn meta(&self) -> &PageMeta {
        &self.meta
    }

    /// The lines in order. A text that ends with a newline has no empty line after it.
    pub fn lines(&self) -> &[Line] {
        &self.layout().lines
    }

    /// The indices of the lines that are not blank, in order.
    pub fn filled(&self) -> &[usize] {
        &self.layout().filled
    }

    /// For each line that is not blank, in order, a number that it shares with lines that are the
    /// same but for case, quotes and spaces. Computed when it is first asked for.
    pub(crate) fn line_hashes(&self) -> &[u64] {
        self.line_hashes.get_or_init(|| {
            let texts = self
                .layout()
                .filled
                .iter()
                .map(|&line| self.trimmed_text(line));
            texts.map(compare::line_hash).collect()
        })
    }

    /// Words on the whole page. A word is a run of non-space characters with a letter or digit.
    pub fn word_count(&self) -> usize {
        self.layout().word_count
    }

    /// The text of line `index` without its terminator.
    ///
    /// # Panics
    ///
    /// Panics if the page has no such line.
    pub fn line_text(&self, index: usize) -> &'t str {
        &self.text[self.layout().lines[index].span.range()]
    }

    /// The text of line `index` without white space at its ends.
    ///
    /// # Panics
    ///
    /// Panics if the page has no such line.
    pub fn trimmed_text(&self, index: usize) -> &'t str {
        &self.text[self.layout().lines[index].trimmed.range()]
    }

    /// The line with its terminator: what goes when the whole line goes.
    ///
    /// # Panics
    ///
    /// Panics if the page has no such line.
    pub fn full_span(&self, index: usize) -> Span {
        Span::new(
            self.layout().lines[index].span.start,
            self.layout().lines[index].next,
        )
    }

    /// The line that holds byte `offset`; the last line where the offset is past the end.
    /// O(log n) in lines.
    pub fn line_at(&self, offset: usize) -> usize {
        self.layout()
            .lines
            .partition_point(|line| line.next <= offset)
            .min(self.layout().lines.len().saturating_sub(1))
    }

    /// The nearest line before `index` that is not blank.
    pub fn filled_before(&self, index: usize) -> Option<usize> {
        let rank = self.layout().lines[index].rank;
        rank.checked_sub(1).map(|at| self.layout().filled[at])
    }

    /// The nearest line after `index` that is not blank.
    pub fn filled_after(&self, index: usize) -> Option<usize> {
        let line = &self.layout().lines[index];
        self.layout()
            .filled
            .get(line.rank + usize::from(!line.is_blank()))
            .copied()
    }

    /// The share, from 0 to 1, of the page's words that stand before line `index`.
    pub fn share_before(&self, index: usize) -> f64 {
        match self.layout().word_count {
            0 => 0.0,
            words => wide_number(self.layout().lines[index].words_before) / wide_number(words),
        }
    }

    /// The host of the page's url in lower case, without a port or user.
    pub fn host(&self) -> Option<String> {
        Self::host_of(&self.meta)
    }

    /// The host of a url in lower case.
    pub(crate) fn host_of(meta: &PageMeta) -> Option<String> {
        let url = meta.url.as_deref()?;
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = authority.rsplit('@').next()?.split(':').next()?;
        (!host.is_empty()).then(|| host.to_ascii_lowercase())
    }

    /// The page's language, given or detected (English by its frequent words, others by trigrams,
    /// `whatlang`), as a two-letter code.
    ///
    /// Detection reads the first [`LANG_SAMPLE_BYTES`] bytes of the lines that are not blank, once a
    /// page, and answers `None` where it is not sure.
    pub fn lang(&self) -> Option<&str> {
        match &self.meta.lang {
            Some(given) => Some(given),
            None => self.detected_lang().and_then(two_letters),
        }
    }

    /// Whether the page is known to be in another language than `lang`, given in two letters.
    pub(crate) fn is_foreign_to(&self, lang: &str) -> bool {
        match &self.meta.lang {
            Some(given) => given != lang,
            None if lang == ENGLISH && self.first_words().lean_to_english() => false,
            None => self
                .detected_lang()
                .is_some_and(|code| two_letters(code) != Some(lang)),
        }
    }

    /// Whether the page is Latin, in which nobody writes today: it is filler.
    pub(crate) fn is_filler(&self) -> bool {
        self.meta.lang.is_none()
            && !self.first_words().lean_to_english()
            && self.detected_lang() == Some("lat")
    }

    /// The page's language in three letters (ISO 639-3), where detection is sure.
    fn detected_lang(&self) -> Option<&'static str> {
        *self.detected_lang.get_or_init(|| {
            if self.first_words().are_english() {
                return Some("eng");
            }
            detect_lang(&self.lang_sample())
        })
    }

    fn first_words(&self) -> FrequentWords {
        let texts = self.filled().iter().map(|&line| self.trimmed_text(line));
        FrequentWords::of_start(texts.map(|text| (text.len(), FrequentWords::of(text))))
    }

    /// The start of the page without its blank lines: a page that loses nothing else is still of
    /// the same language.
    fn lang_sample(&self) -> String {
        let mut sample = String::new();
        for &line in self.filled() {
            sample.push_str(self.trimmed_text(line));
            sample.push('\n');
            if sample.len() >= LANG_SAMPLE_BYTES {
                break;
            }
        }
        sample.truncate(sample_len(&sample));
        sample
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(text: &str) -> Vec<&str> {
        let page = Page::new(text);
        (0..page.lines().len())
            .map(|at| page.line_text(at))
            .collect()
    }

    #[test]
    fn blank_lines_say_nothing_of_the_language() {
        let prose = "Der Hafen bleibt bis zum Abend geschlossen, sagte die Behörde am Montag.\n";
        let page = prose.repeat(70);
        let loose = page.replace('\n', "\n\n \u{a0}\n");
        let [tight, loose] = [&page, &loose].map(|text| Page::new(text).lang_sample());
        assert_eq!(tight, loose);
        assert!((LANG_SAMPLE_BYTES - 3..=LANG_SAMPLE_BYTES).contains(&tight.len()));
        assert_eq!(Page::new(&page).lang(), Some("de"));
    }

    #[test]
    fn every_newline_ends_a_line() {
        assert_eq!(bodies("a\nb\r\nc\rd"), ["a", "b", "c", "d"]);
        assert_eq!(bodies("a\r\r\n\nb\n"), ["a", "", "", "b"]);
        assert_eq!(bodies(""), [""; 0]);
        assert_eq!(bodies("\n"), [""]);
    }

    #[test]
    fn lines_tile_the_text() {
        for text in ["a\nb\r\nc\rd", "\u{feff}x \r\n\r y", "\n\n", "no end"] {
            let page = Page::new(text);
            let whole: String = (0..page.lines().len())
                .map(|at| &text[page.full_span(at).range()])
                .collect();
            assert_eq!(whole, text);
        }
    }

    #[test]
    fn shapes() {
        let shape = |text: &str| {
            let page = Page::new(text);
            let line = page.lines()[0];
            (line.is_prose(), line.is_title(), line.is_label())
        };
        assert_eq!(shape("Rains return to the north"), (false, true, false));
        assert_eq!(shape("Leave a Reply"), (false, true, true));
        assert_eq!(shape("share"), (false, false, true));
        assert_eq!(shape("Done."), (false, false, false));
        let prose = "The mayor said on Monday that the old bridge would close for two weeks.”";
        assert_eq!(shape(prose), (true, false, false));
    }

    #[test]
    fn neighbours_skip_blank_lines() {
        let page = Page::new("one\n\n \u{a0}\ntwo\nthree");
        assert_eq!(page.filled_after(0), Some(3));
        assert_eq!(page.filled_after(1), Some(3));
        assert_eq!(page.filled_before(3), Some(0));
        assert_eq!(page.filled_before(2), Some(0));
        assert_eq!(page.filled_after(4), None);
        assert_eq!(page.line_at(4), 1);
        assert_eq!(page.line_at(999), 4);
    }

    #[test]
    fn hosts_come_from_urls() {
        let host = |url: &str| {
            let meta = PageMeta {
                url: Some(url.to_owned()),
                ..PageMeta::default()
            };
            Page::with_meta("", meta).host()
        };
        assert_eq!(
            host("https://News.Example.com:80/a?b"),
            Some("news.example.com".to_owned())
        );
        assert_eq!(host("example.org/x"), Some("example.org".to_owned()));
        assert_eq!(
            host("http://me@example.org"),
            Some("example.org".to_owned())
        );
        assert_eq!(host("https://"), None);
    }
}
