//! What is known of a filled line whatever stands around it: read once, kept for all passes.

use crate::model::fast::lexicon::{LexiconScratch, Lexicons};
use crate::model::fast::vocabulary::{NO_STEM, PageVocabulary, WordFacts};
use crate::page::language::FrequentWords;
use crate::page::open_line::LineCounts;
use crate::page::page_words::{Token, WordNumbers};
use crate::text::edges::{End, Start};
use crate::text::keys::KeyTable;
use crate::text::number::{small, small_number};

/// Words under which a line with a number, or a unit of time, counts as short.
const SHORT_WORDS: usize = 8;
/// Greater numbers at the start of an item are years, prices or scores.
pub(crate) const MOST_ITEMS: u16 = 200;
/// Stands for no number.
pub(crate) const NO_ITEM: u16 = u16::MAX;

/// A content word where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ContentToken(u32);

impl ContentToken {
    const NAME: u32 = 1 << 31;

    fn new(stem: u32, is_name: bool) -> Self {
        Self(stem | if is_name { Self::NAME } else { 0 })
    }

    /// The same word by another number.
    fn numbered(self, kind: u32) -> Self {
        Self(kind | self.0 & Self::NAME)
    }

    /// Which content word of the page it is, or the number of its stem.
    #[inline]
    pub(crate) fn kind(self) -> usize {
        (self.0 & !Self::NAME) as usize
    }

    /// Whether it stands there as a name does, with a capital inside a sentence.
    #[inline]
    pub(crate) fn is_name(self) -> bool {
        self.0 & Self::NAME != 0
    }
}

/// What is known of a filled line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LineFacts {
    /// Equal where lines are the same but for case, quotes and spaces.
    pub(crate) hash: u64,
    /// Equal where lines have the same words, all digits alike.
    pub(crate) alike: u64,
    /// The number of its `hash` among those of the page, and that of `alike`.
    pub(crate) number: u32,
    pub(crate) alike_number: u32,
    /// Words, in runs between white space.
    pub(crate) words: u32,
    /// Tokens, those that are frequent in English alone, and in other languages alone.
    pub(crate) tokens: u32,
    pub(crate) english: u32,
    pub(crate) foreign: u32,
    /// Where its content words stand among those of all lines.
    pub(crate) content: (u32, u32),
    pub(crate) mean_chars: f32,
    pub(crate) stop_share: f32,
    pub(crate) capital_share: f32,
    pub(crate) capitals_share: f32,
    pub(crate) digit_share: f32,
    pub(crate) comma_rate: f32,
    /// Its score in the lexicon of noise.
    pub(crate) lexicon: f32,
    /// Its score as the first line of a story.
    pub(crate) opening: f32,
    pub(crate) start: Start,
    pub(crate) end: End,
    pub(crate) separators: u8,
    pub(crate) links: u8,
    pub(crate) glued: u8,
    pub(crate) quotes: u8,
    /// The number with which it begins as an item of a list does.
    pub(crate) item: u16,
    /// Whether it is short and holds a number.
    pub(crate) has_number: bool,
    /// Whether it is short and tells how long ago something was.
    pub(crate) is_age: bool,
    /// Whether it begins with a small letter.
    pub(crate) begins_small: bool,
}

impl LineFacts {
    /// Its frequent words.
    pub(crate) fn frequent(&self) -> FrequentWords {
        FrequentWords {
            all: self.tokens,
            english: self.english,
            foreign: self.foreign,
        }
    }
}

/// A line that was read.
pub(crate) struct ReadLine<'t> {
    /// Without white space at its ends.
    pub(crate) text: &'t str,
    pub(crate) counts: LineCounts,
    pub(crate) tokens: &'t [Token],
}

/// The facts of all lines of a page that were read.
#[derive(Debug, Default)]
pub(crate) struct PageFacts {
    pub(crate) lines: Vec<LineFacts>,
    pub(crate) content: Vec<ContentToken>,
    scratch: LexiconScratch,
    /// The number of each different line, and one more; the same of lines whose digits are alike.
    numbers: KeyTable<u32>,
    alike_numbers: KeyTable<u32>,
}

impl PageFacts {
    /// Begins a page.
    pub(crate) fn clear(&mut self) {
        self.lines.clear();
        self.content.clear();
        self.numbers.clear();
        self.alike_numbers.clear();
    }

    /// Adds a line of which this is known, with its content words by stem.
    pub(crate) fn add(
        &mut self,
        facts: LineFacts,
        stems: &[ContentToken],
        known: &mut PageVocabulary,
    ) {
        let from = small(self.content.len());
        let kinds = stems
            .iter()
            .map(|stem| stem.numbered(known.kind(stem.kind())));
        self.content.extend(kinds);
        let next = small(self.lines.len());
        self.lines.push(LineFacts {
            number: number_of(&mut self.numbers, facts.hash, next),
            alike_number: number_of(&mut self.alike_numbers, facts.alike, next),
            content: (from, small(self.content.len())),
            ..facts
        });
    }

    /// Reads what is known of a line, whatever page it stands on: its facts, and by stem its content words.
    pub(crate) fn read(
        &mut self,
        line: &ReadLine<'_>,
        (words, known): (&WordNumbers, &[WordFacts]),
        lexicons: &Lexicons,
        stems: &mut Vec<ContentToken>,
    ) -> LineFacts {
        stems.clear();
        let word = |token: Token| known[token.word()];
        let (mut stop, mut english, mut foreign) = (0_u32, 0_u32, 0_u32);
        let (mut numbers, mut may_be_link) = (false, false);
        for &token in line.tokens {
            let facts = word(token);
            stop += u32::from(facts.is_stop());
            english += u32::from(facts.is_english());
            foreign += u32::from(facts.is_foreign());
            numbers |= facts.is_number();
            may_be_link |= facts.may_be_link();
            if facts.stem != NO_STEM {
                let is_name = token.is_capitalised_inside() && facts.is_longer();
                stems.push(ContentToken::new(facts.stem, is_name));
            }
        }
        let [lexicon, opening] = lexicons.scores(
            line.tokens,
            words,
            |token| {
                let facts = word(token);
                (facts.role, facts.alone)
            },
            &mut self.scratch,
        );
        let counts = &line.counts;
        let is_short = line.tokens.len() <= SHORT_WORDS;
        let all = small_number(small(line.tokens.len().max(1)));
        let links = counts.links
            + if may_be_link {
                count_links(line.text)
            } else {
                0
            };
        LineFacts {
            hash: counts.hash,
            alike: counts.alike,
            words: counts.words,
            tokens: small(line.tokens.len()),
            english,
            foreign,
            content: (0, 0),
            number: 0,
            alike_number: 0,
            mean_chars: small_number(counts.chars) / all,
            stop_share: small_number(stop) / all,
            capital_share: small_number(counts.capitalised) / all,
            capitals_share: small_number(counts.capitals) / all,
            digit_share: small_number(counts.digits) / small_number(small(line.text.len().max(1))),
            comma_rate: small_number(counts.commas) / all,
            lexicon,
            opening,
            start: Start::of(line.text),
            end: End::of(line.text),
            separators: at_most(counts.separators, 8),
            links: at_most(links, 3),
            glued: at_most(counts.glued, 8),
            quotes: at_most(counts.quotes, 3),
            item: item_number(line.text),
            has_number: is_short && numbers,
            is_age: is_short && is_age(line.tokens, word),
            begins_small: line.text.starts_with(char::is_lowercase),
        }
    }
}

/// The number of a key: `next` where it is new.
fn number_of(numbers: &mut KeyTable<u32>, key: u64, next: u32) -> u32 {
    let number = numbers.entry(key);
    if *number == 0 {
        *number = next + 1;
    }
    *number - 1
}

fn at_most(count: u32, most: u8) -> u8 {
    u8::try_from(count).map_or(most, |count| count.min(most))
}

fn count_links(text: &str) -> u32 {
    let count = |part: &str| memchr::memmem::find_iter(text.as_bytes(), part).count();
    small(count("http") + count("www."))
}

/// Whether a number stands before a unit of time.
fn is_age(tokens: &[Token], word: impl Fn(Token) -> WordFacts) -> bool {
    let mut pairs = tokens.windows(2);
    pairs.any(|pair| word(pair[0]).is_number() && word(pair[1]).is_unit())
}

/// The number of an item: digits with `.`, `)` or `:` behind them, then a space; a bullet or the mark of
/// a heading may stand before them.
fn item_number(text: &str) -> u16 {
    let first = text.as_bytes().first();
    let may_be = first.is_some_and(|byte| byte.is_ascii_digit() || b"#*- \xe2".contains(byte));
    if !may_be {
        return NO_ITEM;
    }
    let text = text.trim_start_matches(['#', '*', '-', '•', ' ']);
    let item = || {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        let (digits, rest) = text.split_at(end);
        let rest = rest.strip_prefix(['.', ')', ':'])?;
        let number = digits.parse().ok().filter(|&number| number <= MOST_ITEMS);
        number.filter(|_| rest.starts_with(' '))
    };
    item().unwrap_or(NO_ITEM)
}
