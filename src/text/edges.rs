//! How lines begin and end.

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Word,
    Sentence,
    Colon,
    Ellipsis,
    Comma,
    Other,
}

/// How a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    Capital,
    Small,
    Digit,
    Bullet,
    Quote,
    Other,
}

const STARTS: [&str; 6] = [
    "begins with a capital",
    "begins with a small letter",
    "begins with a digit",
    "begins with a bullet",
    "begins with a quotation mark",
    "begins with a sign",
];
const ENDS: [&str; 6] = [
    "ends in a word",
    "ends a sentence",
    "ends in a colon",
    "ends in an ellipsis",
    "ends in a comma or dash",
    "ends in a number or sign",
];

/// The word of that number, or the last one.
fn word(words: &[&'static str], figure: f32) -> &'static str {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "these figures are small whole numbers"
    )]
    let at = figure.max(0.0) as usize;
    words[at.min(words.len() - 1)]
}

impl Start {
    /// In words, by its number as a figure.
    pub(crate) fn say(figure: f32) -> &'static str {
        word(&STARTS, figure)
    }

    /// How a trimmed line does.
    pub(crate) fn of(text: &str) -> Self {
        match text.chars().next() {
            Some(c) if c.is_uppercase() => Self::Capital,
            Some(c) if c.is_numeric() => Self::Digit,
            Some('"' | '“' | '‘' | '\'' | '«' | '„') => Self::Quote,
            Some('-' | '*' | '•' | '–' | '—' | '·' | '»' | '›' | '→' | '>' | '#' | '|') => {
                Self::Bullet
            }
            Some(c) if c.is_alphabetic() => Self::Small,
            _ => Self::Other,
        }
    }
}

impl End {
    /// In words, by its number as a figure.
    pub(crate) fn say(figure: f32) -> &'static str {
        word(&ENDS, figure)
    }

    /// How a trimmed line does.
    pub(crate) fn of(text: &str) -> Self {
        let closed = ['"', '”', '’', '\'', ')', ']', '»', '“'];
        let bare = text.trim_end_matches(closed);
        if bare.ends_with('…') || bare.ends_with("...") || text.ends_with("[…]") {
            return Self::Ellipsis;
        }
        match bare.chars().next_back() {
            Some('.' | '!' | '?' | '。' | '！' | '？') => Self::Sentence,
            Some(':') => Self::Colon,
            Some(',' | ';' | '-' | '–' | '—') => Self::Comma,
            Some(c) if c.is_alphabetic() => Self::Word,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_and_ends() {
        for (text, from, to) in [
            ("The rain fell.", Start::Capital, End::Sentence),
            ("“It fell.”", Start::Quote, End::Sentence),
            ("read more...", Start::Small, End::Ellipsis),
            ("• Weather", Start::Bullet, End::Word),
            ("12 things:", Start::Digit, End::Colon),
            ("(and so on,", Start::Other, End::Comma),
            ("May 2, 2019", Start::Capital, End::Other),
        ] {
            assert_eq!((Start::of(text), End::of(text)), (from, to), "{text}");
        }
    }
}
