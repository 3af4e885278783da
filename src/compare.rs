//! Comparison keys: what counts as the same text. They never change any output.

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

/// The line as it is compared with others: folded, every run of white space one space, and all
/// quotation marks one mark. `key` is cleared first, so that one buffer serves a whole page.
pub(crate) fn line_key(line: &str, key: &mut String) {
    key.clear();
    let mut gap = false;
    for c in line.chars() {
        if is_space(c) {
            gap = !key.is_empty();
            continue;
        }
        if gap {
            key.push(' ');
            gap = false;
        }
        match fold_char(c) {
            '"' | '`' => key.push('\''),
            folded => key.push(folded),
        }
    }
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

    fn key(line: &str) -> String {
        let mut key = String::new();
        line_key(line, &mut key);
        key
    }

    #[test]
    fn quotes_case_and_space_do_not_count() {
        assert_eq!(key("  He said\u{a0} “No”. "), key("he SAID \"no\"."));
        assert_ne!(key("He said no."), key("He said no"));
        assert_eq!(
            key("\u{201c}further isolate\" both"),
            key("“further isolate” both")
        );
    }

    #[test]
    fn slugs() {
        assert_eq!(slug_key("Don’t Panic: It’s 5 p.m."), "dont-panic-its-5-p-m");
        assert_eq!(slug_key("dont-panic-its-5-p-m"), "dont-panic-its-5-p-m");
        assert_eq!(slug_key("--"), "");
    }
}
