//! Plain text written as Markdown, as readers for language models would have written its page.

use crate::page::Page;
use crate::tools::synthesize::splice::Draws;
use std::fmt::Write as _;

/// Words of a line that is an entry of a menu or list.
const ENTRY_WORDS: usize = 4;

/// What a line is written as.
#[derive(Clone, Copy, PartialEq)]
enum Written {
    /// A link or label, in a list where others stand beside it.
    Entry,
    /// A part of a sentence that takes several lines, which are one paragraph.
    Part {
        is_short: bool,
        is_last: bool,
    },
    Title,
    Prose,
}

/// A text as Markdown: titles over prose become headings, other titles and short lines that follow each other lists of
/// links, single short lines links, and prose gets links and strong words. A sentence that takes several lines, as extractors write one
/// with links in it, is a paragraph. Each line that is not blank becomes one, in order, so that
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
    let written = written_as(&page, filled);
    let is_entry = |rank: usize| written.get(rank) == Some(&Written::Entry);
    let mut out = String::with_capacity(text.len() * 2);
    let mut has_headline = false;
    for (rank, (&line, &as_what)) in filled.iter().zip(&written).enumerate() {
        let (before, after) = (rank > 0 && is_entry(rank - 1), is_entry(rank + 1));
        let words = page.trimmed_text(line);
        match as_what {
            Written::Entry => entry(words, before || after, draws, &mut out),
            Written::Part { is_short: true, .. } => piece(words, draws, &mut out),
            Written::Title => {
                out.push_str(if has_headline { "## " } else { "# " });
                has_headline = true;
                out.push_str(&escape(words));
            }
            Written::Part { .. } | Written::Prose => prose(words, draws, &mut out),
        }
        out.push('\n');
        // Entries stand close, as in a list, and so do the lines of a sentence; anything else is a block of its own.
        if !(as_what == Written::Entry && after
            || matches!(as_what, Written::Part { is_last: false, .. }))
        {
            out.push('\n');
        }
    }
    out
}

/// What each line of a page that is not blank is written as.
fn written_as(page: &Page<'_>, filled: &[usize]) -> Vec<Written> {
    let mut written = Vec::with_capacity(filled.len());
    for run in filled.chunk_by(|&before, &line| goes_on(page, before, line)) {
        // Menus may be in small letters, too: a sentence has a line of more words.
        let is_long = |&line: &usize| page.lines()[line].word_count() > ENTRY_WORDS;
        let is_sentence = run.len() > 1 && run.iter().any(is_long);
        for (at, &line) in run.iter().enumerate() {
            let (shape, is_short) = (page.lines()[line], is_short(page, line));
            written.push(if is_sentence {
                let is_last = at + 1 == run.len();
                Written::Part { is_short, is_last }
            } else if is_short && !shape.ends_sentence() {
                Written::Entry
            } else if !is_short && shape.is_title() {
                Written::Title
            } else {
                Written::Prose
            });
        }
    }
    link_titles(&mut written);
    written
}

/// A heading has something below it: titles over others, or over entries, lead to stories of their own. The first is the
/// page's.
fn link_titles(written: &mut [Written]) {
    let first = written.iter().position(|&one| one == Written::Title);
    for at in first.map_or(written.len(), |first| first + 1)..written.len() {
        let next = written.get(at + 1);
        let heads = matches!(next, Some(Written::Prose | Written::Part { .. }));
        if written[at] == Written::Title && !heads {
            written[at] = Written::Entry;
        }
    }
}

/// Whether a line goes on with the sentence of the line before it.
fn goes_on(page: &Page<'_>, before: usize, line: usize) -> bool {
    let first = page.trimmed_text(line).chars().next();
    !page.lines()[before].ends_sentence()
        && first
            .is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';' | '.' | ')' | '\'' | '’'))
}

fn is_short(page: &Page<'_>, line: usize) -> bool {
    (1..=ENTRY_WORDS).contains(&page.lines()[line].word_count())
}

/// A few words of a sentence, which may be a link.
fn piece(words: &str, draws: &mut Draws, out: &mut String) {
    // What is between two links of a sentence is as often a line as they are.
    if draws.below(2) == 0 {
        out.push_str(&escape(words));
    } else {
        link(words, out);
    }
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

    #[test]
    fn titles_of_other_stories_are_links() {
        let prose = "It fell all day, and then again at night, they said.\n";
        let page = format!(
            "Rain on the quay at night\n{prose}What the rain has left\n{prose}The cook who slept through it all\nHow the tug was found again\nHome\n"
        );
        let markdown = to_markdown(&page, &mut Draws::new(&["2"]));
        assert_eq!(
            markdown.matches("\n## What the rain").count(),
            1,
            "{markdown}"
        );
        assert!(
            markdown.contains("\n* ") && !markdown.contains("# The cook"),
            "{markdown}"
        );
        assert!(!markdown.contains("# How the tug"), "{markdown}");
    }

    #[test]
    fn a_sentence_over_several_lines_is_no_list() {
        let page = "The crew of the\nharbour\ntug\n, a boat of forty years, was paid off\n.\nHome\nnews\ncontact\n";
        for seed in ["1", "2", "3", "4"] {
            let markdown = to_markdown(page, &mut Draws::new(&[seed]));
            let (sentence, menu) = markdown.split_once("Home").expect("it is written");
            let sentence = sentence.trim_end_matches(['*', ' ', '[', '\n']);
            assert_eq!(sentence.lines().count(), 5, "one paragraph: {markdown}");
            assert!(!sentence.contains("* "), "{markdown}");
            assert_eq!(menu.matches("\n* ").count(), 2, "{markdown}");
        }
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
