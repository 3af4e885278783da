//! What counts as the same character, and what as white space.

/// Folds one character: letters to lower case, curly quotes to straight ones.
///
/// Only folds of one character to one character are made, so that a folded text can be walked in
/// step with the text it came from.
pub(crate) fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' => '"',
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                // The Kelvin sign folds to an ASCII k, which no ASCII prefilter would look for.
                (Some(one), None) if !one.is_ascii() => one,
                _ => c,
            }
        }
    }
}

/// White space, with the characters of no width that scrapers leave at the ends of lines.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\0')
}
