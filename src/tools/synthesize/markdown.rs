//! Plain text written as Markdown, as readers for language models would have written its page.

use crate::page::Page;
use crate::page::line::Line;
use crate::tools::synthesize::splice::Draws;
use std::fmt::Write as _;

/// Words of a line that is an entry of a menu or list.
const ENTRY_WORDS: usize = 4;

/// A text as Markdown: titles become headings, short lines that follow each other lists of links, other short
/// lines links, and prose gets links and strong words. Each line that is not blank becomes one, in order, so that
/// what is known of lines still holds. What would be markup is escaped. Depends on the text and the draws alone.
///
/// # Example
///
/// ```
/// use dechaff::tools::synthesize::{Draws, to_markdown};
///
/// let page = "Rain on the quay at night\nIt fell all day, and then again at night, they said.\n";
/// let markdown = to_markdown(page, &mut Draws::new(&["1", "rain"]));
/// assert!(markdown.starts_with("# Rain on the quay at night\n"));
/// ```
pub fn to_markdown(text: &str, draws: &mut Draws) -> String {
    let page = Page::new(text);
    let filled = page.filled();
    let mut out = String::with_capacity(text.len() * 2);
    let mut has_headline = false;
    for (rank, &line) in filled.iter().enumerate() {
        let near = |rank: Option<usize>| {
            rank.and_then(|rank| filled.get(rank))
                .is_some_and(|&line| is_entry(&page, line))
        };
        let (before, after) = (near(rank.checked_sub(1)), near(Some(rank + 1)));
        let words = page.trimmed_text(line);
        let shape = page.lines()[line];
        if is_entry(&page, line) {
            entry(words, before || after, draws, &mut out);
        } else if shape.is_title() {
            let level = if has_headline { "## " } else { "# " };
            has_headline = true;
            out.push_str(level);
            out.push_str(&escape(words));
        } else {
            prose(words, draws, &mut out);
        }
        out.push('\n');
        // Entries stand close, as in a list; anything else is a block of its own.
        if !(is_entry(&page, line) && after) {
            out.push('\n');
        }
    }
    out
}

fn is_entry(page: &Page<'_>, line: usize) -> bool {
    let line: &Line = &page.lines()[line];
    (1..=ENTRY_WORDS).contains(&line.word_count()) && !line.ends_sentence()
}

fn entry(words: &str, in_list: bool, draws: &mut Draws, out: &mut String) {
    if in_list {
        out.push_str("* ");
    }
    // Most of what is that short on a page leads somewhere.
    if draws.below(4) == 0 {
        out.push_str(&escape(words));
    } else {
        link(words, out);
    }
}

fn prose(words: &str, draws: &mut Draws, out: &mut String) {
    let parts: Vec<&str> = words.split(' ').collect();
    let linked = (draws.below(3) == 0).then(|| draws.below(parts.len()));
    let strong = (draws.below(8) == 0).then(|| draws.below(parts.len()));
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let is_word = !part.is_empty() && part.chars().all(char::is_alphanumeric);
        if is_word && linked == Some(at) {
            link(part, out);
        } else if is_word && strong == Some(at) {
            let _ = write!(out, "**{part}**");
        } else if at == 0 {
            out.push_str(&escape(part));
        } else {
            escape_inline(part, out);
        }
    }
}

fn link(words: &str, out: &mut String) {
    out.push('[');
    escape_inline(words, out);
    out.push_str("](https://site.example/");
    let slug = words.chars().filter(char::is_ascii).map(|c| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    });
    out.extend(slug);
    out.push(')');
}

/// A line, escaped where its start or its signs would be markup.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 2);
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let behind = words[digits..].chars().next();
    if digits > 0 && matches!(behind, Some('.' | ')')) {
        out.push_str(&words[..digits]);
        out.push('\\');
        escape_inline(&words[digits..], &mut out);
    } else {
        if words.starts_with(['#', '+', '-', '=', '>', ':']) {
            out.push('\\');
        }
        escape_inline(words, &mut out);
    }
    out
}

fn escape_inline(words: &str, out: &mut String) {
    for c in words.chars() {
        if matches!(
            c,
            '*' | '_' | '[' | ']' | '`' | '<' | '\\' | '|' | '~' | '&'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::format::Format;
    use crate::view::labels::NoLabels;
    use crate::view::shown::View;
    use proptest::prelude::*;

    fn lines(text: &str) -> Vec<String> {
        let lines = text
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect()
    }

    #[test]
    fn menus_are_lists_and_titles_headings() {
        let page = "Home\nNews\nRain on the quay at night\nIt fell all day, and then again at night, they said.\n";
        let markdown = to_markdown(page, &mut Draws::new(&["1"]));
        let entries: Vec<&str> = markdown
            .lines()
            .take_while(|line| !line.is_empty())
            .collect();
        assert!(
            entries.len() == 2 && entries.iter().all(|line| line.starts_with("* ")),
            "{markdown}"
        );
        assert!(
            markdown.contains("\n\n# Rain on the quay at night\n\nIt "),
            "{markdown}"
        );
    }

    proptest! {
        #[test]
        fn what_it_shows_is_the_text(lines_of in prop::collection::vec("[a-zA-Z0-9#*_`<>.|()\\[\\]!&:~+=-]{1,9}( [a-zA-Z.,*_-]{1,9}){0,9}", 1..8)) {
            let text = lines_of.join("\n");
            let markdown = to_markdown(&text, &mut Draws::new(&["1", &text]));
            prop_assert_eq!(lines(&markdown).len(), lines(&text).len());
            let view = View::read(&markdown, Format::Markdown, &NoLabels).expect("it has markup");
            let shown = view.text.lines().map(str::trim).filter(|line| !line.is_empty());
            prop_assert_eq!(shown.collect::<Vec<_>>(), lines(&text), "{}", markdown);
        }
    }
}
