//! What stands before the text: front matter, and the lines with which readers for language models begin.

use crate::text::span::Span;
use crate::view::markup::{Markup, Shown};
use crate::view::plain::characters;

/// Keys of the lines with which readers begin, as Jina's does; the last one ends them.
const READER_KEYS: [&str; 6] = [
    "Title:",
    "URL Source:",
    "Published Time:",
    "Number of Pages:",
    "Warning:",
    "Markdown Content:",
];
/// How far into a text its header may reach.
const MOST_BYTES: usize = 8000;

/// What stands before the text of a page.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// Where the text begins.
    pub(crate) end: usize,
    /// Front matter with its fences, where there is some: it is one logical line.
    front_matter: Option<Span>,
    /// Where the header says that the page was found.
    pub(crate) url: Option<String>,
}

impl Header {
    /// The header of a text; empty where it has none.
    pub(crate) fn of(text: &str) -> Self {
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let none = Self {
            end: start,
            ..Self::default()
        };
        front_matter(text, start)
            .or_else(|| reader_lines(text, start))
            .unwrap_or(none)
    }

    pub(crate) fn is_some(&self) -> bool {
        self.end > 3
    }

    /// Marks the header: front matter is one logical line, so that none of it goes alone.
    pub(crate) fn mark(&self, text: &str, markup: &mut Markup) {
        if let Some(span) = self.front_matter {
            let lines = &text[span.range()];
            for (at, end) in lines.match_indices('\n') {
                let start = span.start + at;
                let start = start - usize::from(text[..start].ends_with('\r'));
                markup.mark(start, span.start + at + end.len(), Shown::Space);
            }
        }
        characters(text, Span::new(0, self.end), markup);
    }
}

/// Front matter: keys between two lines of three hyphens, at the very start.
fn front_matter(text: &str, start: usize) -> Option<Header> {
    let mut at = start;
    let mut url = None;
    let mut keys = 0;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        let bare = line.trim_end();
        if number == 0 && bare != "---" || at - start > MOST_BYTES {
            return None;
        }
        let line_start = at;
        at += line.len();
        if number == 0 {
            continue;
        }
        if bare == "---" || bare == "..." {
            let front_matter = Some(Span::new(start, line_start + bare.len()));
            return (keys > 0).then_some(Header {
                end: at,
                front_matter,
                url,
            });
        }
        match key(bare) {
            Some((name, value)) => {
                keys += 1;
                if matches!(name, "url" | "source" | "canonical" | "link") && url.is_none() {
                    url = as_url(value);
                }
            }
            // What belongs to a key is indented, or an entry of its list; else this is no front matter.
            None if bare.is_empty() || bare.starts_with([' ', '\t', '-', '#']) => {}
            None => return None,
        }
    }
    None
}

fn key(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let parted = value.is_empty() || value.starts_with(' ');
    (parted && !name.is_empty() && name.len() <= 40 && name.chars().all(is_name))
        .then(|| (name, value.trim()))
}

fn as_url(value: &str) -> Option<String> {
    let bare = value.trim().trim_matches(['"', '\'', '<', '>']);
    let is_url = bare.starts_with("http://") || bare.starts_with("https://");
    (is_url && !bare.contains(char::is_whitespace)).then(|| bare.to_owned())
}

/// "Title:", "URL Source:" and others, up to "Markdown Content:".
fn reader_lines(text: &str, start: usize) -> Option<Header> {
    let (mut at, mut url) = (start, None);
    for line in text[start..].split_inclusive('\n') {
        let bare = line.trim();
        at += line.len();
        if at - start > MOST_BYTES {
            return None;
        }
        if bare.is_empty() {
            continue;
        }
        let key = READER_KEYS.iter().find(|key| bare.starts_with(**key))?;
        let value = &bare[key.len()..];
        match *key {
            "URL Source:" => url = as_url(value),
            "Markdown Content:" if value.is_empty() => {
                return Some(Header {
                    end: at,
                    front_matter: None,
                    url,
                });
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_read_at_the_start_alone() {
        let text =
            "---\ntitle: Rain\nurl: \"https://quay.example/a\"\ntags:\n  - rain\n---\n# Rain\n";
        let header = Header::of(text);
        assert_eq!(&text[header.end..], "# Rain\n");
        assert_eq!(header.url.as_deref(), Some("https://quay.example/a"));
        for text in [
            "---\n\nRain fell.\n\n---\n",
            "---\nRain fell.\n---\n",
            "a\n---\nb: c\n---\n",
        ] {
            assert_eq!(Header::of(text), Header::default(), "{text}");
        }
    }

    #[test]
    fn the_lines_of_a_reader_end_with_its_last_key() {
        let text =
            "Title: Rain\n\nURL Source: https://quay.example/a\n\nMarkdown Content:\nRain\n===\n";
        let header = Header::of(text);
        assert_eq!(&text[header.end..], "Rain\n===\n");
        assert_eq!(header.url.as_deref(), Some("https://quay.example/a"));
        assert_eq!(Header::of("Title: Rain\n\nRain fell.\n"), Header::default());
    }
}
