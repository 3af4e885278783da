//! Tags of HTML that were left in a text: `<p>Advertisement</p>`, or half of that.
//!
//! They are layout, unless the text shows HTML to its readers.

use crate::text::span::Span;
use crate::view::markup::{Element, Markup, Shown};
use crate::view::tags::{Tag, TagKind};

/// What texts hold that show HTML to their readers.
const CODE: &[&str] = &["```", "<ul", "<nav", "<html", "<head", "&lt;"];

/// Marks the tags of a text as layout, unless it shows HTML: those around, before and behind lines and words, and lines
/// of nothing else. A block that ends where another begins ends a line. O(n) in bytes.
pub(crate) fn tagged_lines(text: &str, tags: &[Tag], markup: &mut Markup) {
    let holds = |sign: &&str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    let layout: Vec<Tag> = tags
        .iter()
        .filter(|tag| is_layout(&text[tag.span.range()], tag.kind))
        .copied()
        .collect();
    let shows_html = || layout.iter().any(|tag| is_spoken_of(text, tag.span));
    if layout.is_empty() || CODE.iter().any(holds) || shows_html() {
        return;
    }
    for (at, tag) in layout.iter().enumerate() {
        let next = layout
            .get(at + 1)
            .filter(|next| next.span.start == tag.span.end);
        let ends_block = |next: &Tag| {
            closes(text, *tag)
                && !closes(text, *next)
                && is_inside(text, tag.span.start, next.span.end)
        };
        let shown = match next {
            Some(next)
                if tag.kind == TagKind::Block
                    && next.kind == TagKind::Block
                    && ends_block(next) =>
            {
                Shown::LineEnd
            }
            _ => Shown::Nothing,
        };
        markup.mark(tag.span.start, tag.span.end, shown);
    }
    elements(text, &layout, markup);
}

/// Whether a tag stands between spaces, as one does of which a sentence speaks.
pub(crate) fn is_spoken_of(text: &str, tag: Span) -> bool {
    let before = text[..tag.start].chars().next_back();
    let after = text[tag.end..].chars().next();
    let is_space = |c: Option<char>| c == Some(' ');
    let ends = |c: Option<char>| c.is_some_and(|c| matches!(c, ' ' | ',' | '.' | ')' | '?'));
    is_space(before)
        && ends(after)
        && !text[..tag.start]
            .trim_end_matches(' ')
            .ends_with(['\n', '\r'])
}

/// Whether a tag is one of layout: no comment and no break, and nothing that holds what is no text.
fn is_layout(tag: &str, kind: TagKind) -> bool {
    kind != TagKind::Silent && !tag.starts_with("<!") && !tag.starts_with("<br")
}

fn closes(text: &str, tag: Tag) -> bool {
    text[tag.span.range()].starts_with("</")
}

/// Whether something stands before and behind a stretch of its line.
fn is_inside(text: &str, start: usize, end: usize) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| matches!(c, '\n' | '\r'));
    !is_edge(text[..start].chars().next_back()) && !is_edge(text[end..].chars().next())
}

/// Tags of one line that open and close the same: they go when all goes that they hold.
fn elements(text: &str, tags: &[Tag], markup: &mut Markup) {
    let mut open: Vec<Tag> = Vec::new();
    let mut end = 0;
    for tag in tags {
        if text[end..tag.span.start].contains(['\n', '\r']) {
            open.clear();
        }
        end = tag.span.end;
        if !closes(text, *tag) {
            open.push(*tag);
            continue;
        }
        let name = name(&text[tag.span.range()]);
        while let Some(start) = open.pop() {
            if name == self::name(&text[start.span.range()]) {
                markup.elements.push(Element {
                    outer: Span::new(start.span.start, tag.span.end),
                    inner: Span::new(start.span.end, tag.span.start),
                    is_link: false,
                    acts: false,
                });
                break;
            }
        }
    }
}

fn name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    &name[..end.unwrap_or(name.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::builder::Built;
    use crate::view::tags::tags;

    fn shown(text: &str) -> String {
        let mut markup = Markup::default();
        tagged_lines(text, &tags(text, Span::new(0, text.len())), &mut markup);
        markup.settle();
        Built::new(text, &markup.marks).text
    }

    #[test]
    fn tags_of_a_line_are_layout() {
        for (text, seen) in [
            (
                "<p>Rain fell.</p>\n  <div class=\"ad\"><b>Advertisement</b></div>\r\nSnow.\n",
                "Rain fell.\n  Advertisement\r\nSnow.\n",
            ),
            ("<p>Rain fell.\nSnow.</div>\n", "Rain fell.\nSnow.\n"),
            ("Rain\n</div>\n</div>\nSnow\n", "Rain\n\n\nSnow\n"),
            ("Share on <b>Facebook</b>\n", "Share on Facebook\n"),
            ("<a href=\"/\">Home</a>\n", "Home\n"),
            ("<p>Rain.</p><p>Snow.</p>\n", "Rain.\nSnow.\n"),
        ] {
            assert_eq!(shown(text), seen);
        }
    }

    #[test]
    fn tags_that_are_shown_stay() {
        for text in [
            "The <p> tag is old.\n",
            "Put it in <p>, or in <div>.\n<p>Rain</p>\n",
            "<p>Rain</p>\n<ul><li>Home</ul>\n",
            "<x>Rain</x>\n<p\n",
            "<script>rain()</script>\n",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn what_opens_and_closes_in_a_line_holds_what_is_between() {
        let text = "<p><b>Rain</b> <i>fell</p>\n<b>Snow\n</b>";
        let mut markup = Markup::default();
        tagged_lines(text, &tags(text, Span::new(0, text.len())), &mut markup);
        let inner = markup.elements.iter();
        let inner: Vec<&str> = inner.map(|one| &text[one.inner.range()]).collect();
        assert_eq!(inner, ["Rain", "<b>Rain</b> <i>fell"]);
    }
}
