//! What each character is: one look-up a character, for text of any script.

use crate::text::fold::fold_char;
use crate::text::fold::is_space;
use std::sync::OnceLock;

/// A letter or digit: a character of a word.
pub(crate) const WORD: u16 = 1;
/// A capital letter.
pub(crate) const UPPER: u16 = 1 << 1;
/// A number of any script.
pub(crate) const NUMBER: u16 = 1 << 2;
/// White space, as Unicode has it.
pub(crate) const WHITE: u16 = 1 << 3;
/// White space or a character of no width that scrapers leave at the ends of lines.
pub(crate) const BLANK: u16 = 1 << 4;
/// An apostrophe, which stands inside words.
pub(crate) const APOSTROPHE: u16 = 1 << 5;
/// A sign after which a sentence goes on.
pub(crate) const INNER: u16 = 1 << 6;
/// A comma or semicolon.
pub(crate) const COMMA: u16 = 1 << 7;
/// A sign that parts entries of menus and rows.
pub(crate) const SEPARATOR: u16 = 1 << 8;
/// A sign of addresses and rights.
pub(crate) const LINK: u16 = 1 << 9;
/// A quotation mark.
pub(crate) const QUOTE: u16 = 1 << 10;
/// An ASCII digit.
pub(crate) const DIGIT: u16 = 1 << 11;
/// A small ASCII letter.
pub(crate) const SMALL: u16 = 1 << 12;
/// A capital ASCII letter.
pub(crate) const CAPITAL: u16 = 1 << 13;

/// An ASCII letter or digit.
pub(crate) const PLAIN: u16 = 1 << 14;

/// What a character is, and as what it is compared.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CharClass {
    /// The constants above, as bits.
    pub(crate) flags: u16,
    /// The character of words: folded, every number a 0.
    pub(crate) word: u32,
    /// The character of lines that are compared: folded, all quotation marks one.
    pub(crate) line: u32,
}

impl CharClass {
    const NONE: Self = Self {
        flags: 0,
        word: 0,
        line: 0,
    };

    /// By the definitions, one after the other: the slow twin of [`class_of`].
    pub(crate) fn new(c: char) -> Self {
        let tests: [(u16, bool); 15] = [
            (WORD, c.is_alphanumeric()),
            (UPPER, c.is_uppercase()),
            (NUMBER, c.is_numeric()),
            (WHITE, c.is_whitespace()),
            (BLANK, is_space(c)),
            (APOSTROPHE, matches!(c, '\'' | '’')),
            (
                INNER,
                c.is_whitespace() || matches!(c, ',' | '-' | '(' | ')' | '&' | '/'),
            ),
            (COMMA, matches!(c, ',' | ';')),
            (
                SEPARATOR,
                matches!(c, '|' | '•' | '»' | '›' | '→' | '·' | '/' | '#'),
            ),
            (LINK, matches!(c, '@' | '©')),
            (QUOTE, matches!(c, '"' | '“' | '”' | '«')),
            (DIGIT, c.is_ascii_digit()),
            (SMALL, c.is_ascii_lowercase()),
            (CAPITAL, c.is_ascii_uppercase()),
            (PLAIN, c.is_ascii_alphanumeric()),
        ];
        let flags = tests
            .iter()
            .filter(|(_, is)| *is)
            .map(|(flag, _)| flag)
            .sum();
        let folded = fold_char(c);
        Self {
            flags,
            word: if c.is_numeric() {
                u32::from(b'0')
            } else {
                u32::from(folded)
            },
            line: match folded {
                '"' | '`' => u32::from(b'\''),
                folded => u32::from(folded),
            },
        }
    }

    pub(crate) fn is(self, flags: u16) -> bool {
        self.flags & flags != 0
    }
}

const BLOCK: usize = 256;

/// The classes of all characters, filled block by block as they are met.
#[derive(Debug)]
pub(crate) struct CharClasses {
    ascii: [CharClass; 128],
    blocks: Vec<OnceLock<Box<[CharClass; BLOCK]>>>,
}

impl CharClasses {
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<CharClasses> = OnceLock::new();
        SHARED.get_or_init(Self::new)
    }

    fn new() -> Self {
        let mut ascii = [CharClass::NONE; 128];
        for (class, byte) in ascii.iter_mut().zip(0_u8..) {
            *class = CharClass::new(char::from(byte));
        }
        Self {
            ascii,
            blocks: (0..0x11_0000 / BLOCK).map(|_| OnceLock::new()).collect(),
        }
    }

    #[inline]
    pub(crate) fn of_byte(&self, byte: u8) -> CharClass {
        self.ascii[usize::from(byte & 127)]
    }

    pub(crate) fn of(&self, c: char) -> CharClass {
        let number = c as usize;
        let block = self.blocks[number / BLOCK].get_or_init(|| {
            let mut block = Box::new([CharClass::NONE; BLOCK]);
            let first = u32::try_from(number / BLOCK * BLOCK).unwrap_or_default();
            for (class, number) in block.iter_mut().zip(first..) {
                if let Some(c) = char::from_u32(number) {
                    *class = CharClass::new(c);
                }
            }
            block
        });
        block[number % BLOCK]
    }
}
