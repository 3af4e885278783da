//! The filled lines of a text, without what else a page knows of them.

use crate::text::fold::is_space;

/// The lines that are not blank, without white space at their ends: as [`Page`](crate::page::Page) has them. O(n).
pub(crate) fn filled_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut ends = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes());
    let mut start = Some(0);
    // Between the two bytes of an end of line stands a line that is blank.
    let lines = std::iter::from_fn(move || {
        let from = start?;
        let end = ends.next();
        start = end.map(|at| at + 1);
        Some(trimmed(&text[from..end.unwrap_or(text.len())]))
    });
    lines.filter(|line| !line.is_empty())
}

/// A line without white space at its ends.
fn trimmed(line: &str) -> &str {
    match line.as_bytes() {
        [one] if one.is_ascii_graphic() => line,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => line,
        _ => line.trim_matches(is_space),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_are_those_of_a_page(text in "([a.é \t\u{a0}\u{200b}\u{0}]{0,3}(\n|\r|\r\n|x)){0,12}") {
            let page = Page::new(&text);
            let slow: Vec<&str> = page.filled().iter().map(|&at| page.trimmed_text(at)).collect();
            prop_assert_eq!(filled_lines(&text).collect::<Vec<_>>(), slow);
        }
    }
}
