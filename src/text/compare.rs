//! Comparison keys: what counts as the same text. They never change any output.

use crate::text::fold::{fold_char, is_space};
use crate::text::hash::TextHash;

/// The characters by which the line is compared with others: folded, every run of white space one
/// space, none at the ends, all quotation marks one mark.
fn key_chars(line: &str) -> impl Iterator<Item = char> + '_ {
    let mut gap = false;
    let mut any = false;
    let mut held = None;
    let mut chars = line.chars();
    std::iter::from_fn(move || {
        if let Some(c) = held.take() {
            return Some(c);
        }
        loop {
            let c = chars.next()?;
            if is_space(c) {
                gap = any;
                continue;
            }
            let key = match fold_char(c) {
                '"' | '`' => '\'',
                folded => folded,
            };
            any = true;
            if std::mem::take(&mut gap) {
                held = Some(key);
                return Some(' ');
            }
            return Some(key);
        }
    })
}

/// Whether two lines are the same but for case, quotes and spaces. O(n), no allocation.
pub(crate) fn same_line(one: &str, other: &str) -> bool {
    key_chars(one).eq(key_chars(other))
}

/// Whether a line, so compared, starts with `start` and has more than dots, brackets and spaces
/// behind it.
pub(crate) fn continues(line: &str, start: &str) -> bool {
    let mut rest = key_chars(line);
    key_chars(start).all(|c| rest.next() == Some(c))
        && rest.any(|c| !matches!(c, '.' | '…' | ' ' | '[' | ']' | '(' | ')'))
}

/// A number that lines have in common where [`same_line`] holds, and hardly ever otherwise: the
/// hash of the compared characters.
pub(crate) fn line_hash(line: &str) -> u64 {
    TextHash::of(key_chars(line)).value()
}

/// The line as a URL would hold it: its letters and digits, folded, words joined by `-`.
/// Apostrophes vanish, as in most slugs.
pub(crate) fn slug_key(line: &str) -> String {
    let mut key = String::with_capacity(line.len());
    let mut gap = false;
    for c in line.chars().map(fold_char) {
        if c.is_alphanumeric() {
            if gap && !key.is_empty() {
                key.push('-');
            }
            gap = false;
            key.push(c);
        } else if c != '\'' {
            gap = true;
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_case_and_space_do_not_count() {
        for (one, other, same) in [
            ("  He said\u{a0} “No”. ", "he SAID \"no\".", true),
            ("He said no.", "He said no", false),
            (
                "\u{201c}further isolate\" both",
                "“further isolate” both",
                true,
            ),
            ("a b", "ab", false),
            ("", "  ", true),
        ] {
            assert_eq!(same_line(one, other), same, "{one} {other}");
            assert_eq!(line_hash(one) == line_hash(other), same, "{one} {other}");
        }
    }

    #[test]
    fn a_line_continues_its_start() {
        assert!(continues("The MINISTERS shake hands", "the ministers "));
        assert!(!continues("The ministers...", "The ministers"));
        assert!(!continues("The minister", "The ministers"));
    }

    #[test]
    fn slugs() {
        assert_eq!(slug_key("Don’t Panic: It’s 5 p.m."), "dont-panic-its-5-p-m");
        assert_eq!(slug_key("dont-panic-its-5-p-m"), "dont-panic-its-5-p-m");
        assert_eq!(slug_key("--"), "");
    }
}
