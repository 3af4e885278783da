//! Tags and comments of HTML, told by their look.

use crate::text::span::Span;

/// A tag, or a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) span: Span,
    pub(crate) kind: TagKind,
}

/// What a tag does to the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TagKind {
    /// Nothing: it stands in a line, or is a comment.
    Inline,
    /// It ends a line: blocks, rows and breaks.
    Block,
    /// What stands up to its end is no text: scripts and styles.
    Silent,
}

/// Elements that stand in a line.
const INLINE: [&str; 34] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "noscript", "nobr", "picture", "q", "s",
    "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "u",
];
/// Elements that part blocks.
const BLOCK: [&str; 48] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "input",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];
/// Elements whose content is no text.
const SILENT: [&str; 5] = ["script", "style", "svg", "template", "title"];

/// A tag has this many bytes at most.
const MOST_BYTES: usize = 4000;
/// How many comments and scripts without an end are looked for.
const MOST_MISSES: usize = 16;

/// Every tag and comment in a part of a text, in order. A sign that begins none of HTML's own elements is text.
/// O(n) in bytes.
pub(crate) fn tags(text: &str, part: Span) -> Vec<Tag> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = part.start;
    // What has no end is looked for to the text's end; a text that is made of such things is not worth it.
    let mut misses = MOST_MISSES;
    while let Some(at) = memchr::memchr(b'<', &bytes[from..part.end]) {
        let start = from + at;
        from = start + 1;
        if let Some(tag) = tag(&text[start..part.end], &mut misses) {
            let span = Span::new(start, start + tag.0);
            from = span.end;
            found.push(Tag { span, kind: tag.1 });
        }
    }
    found
}

/// The tag with which a text begins: how long it is, and what it does.
fn tag(text: &str, misses: &mut usize) -> Option<(usize, TagKind)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        let end = if *misses > 0 {
            comment.find("-->")
        } else {
            None
        };
        *misses = misses.saturating_sub(usize::from(end.is_none()));
        return Some((end? + 7, TagKind::Inline));
    }
    if text
        .get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"))
    {
        let near = text.bytes().take(MOST_BYTES).position(|byte| byte == b'>');
        return Some((near? + 1, TagKind::Block));
    }
    let is_closing = text.starts_with("</");
    let name_start = 1 + usize::from(is_closing);
    let rest = &text[name_start..];
    let name_len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = rest[..name_len].to_ascii_lowercase();
    let kind = kind_of(&name)?;
    let end = name_start + name_len + end_of(&rest[name_len..])?;
    if kind == TagKind::Silent && !is_closing {
        let inside = if *misses > 0 {
            silent(&text[end..], &name)
        } else {
            0
        };
        *misses = misses.saturating_sub(usize::from(inside == 0));
        return Some((end + inside, kind));
    }
    Some((end, kind))
}

fn kind_of(name: &str) -> Option<TagKind> {
    let is_in = |names: &[&str]| names.contains(&name);
    if is_in(&INLINE) {
        Some(TagKind::Inline)
    } else if is_in(&BLOCK)
        || matches!(
            name,
            "link" | "meta" | "base" | "tfoot" | "thead" | "video" | "audio"
        )
    {
        Some(TagKind::Block)
    } else if is_in(&SILENT) {
        Some(TagKind::Silent)
    } else {
        None
    }
}

/// How long the rest of a tag is behind its name: attributes, in which a quoted value may hold anything.
fn end_of(rest: &str) -> Option<usize> {
    let first = rest.bytes().next()?;
    if !matches!(first, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r') {
        return None;
    }
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().take(MOST_BYTES) {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'<') => return None,
            (None, b'"' | b'\'') if rest[..at].trim_end().ends_with('=') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// How many bytes follow up to and with the end of a silent element; none where it has no end.
fn silent(rest: &str, name: &str) -> usize {
    let end = format!("</{name}");
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let start = from + at;
        let is_end = rest
            .get(start..start + end.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(&end));
        if is_end {
            return rest[start..].find('>').map_or(0, |len| start + len + 1);
        }
        from = start + 2;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_text() {
        let found = |text: &str| -> Vec<String> {
            let all = tags(text, Span::new(0, text.len()));
            all.iter()
                .map(|tag| text[tag.span.range()].to_owned())
                .collect()
        };
        assert_eq!(found("a<br>b<br />c</p>"), ["<br>", "<br />", "</p>"]);
        assert_eq!(
            found("<a href=\"x>y\" title='<'>x</a>"),
            ["<a href=\"x>y\" title='<'>", "</a>"]
        );
        assert_eq!(found("x<!-- a > b -->y"), ["<!-- a > b -->"]);
        assert_eq!(
            found("<script>if (a < b) {}</script>x"),
            ["<script>if (a < b) {}</script>"]
        );
        let none = [
            "a < b > c",
            "Vec<String>",
            "<3",
            "i<p, q>r",
            "<https://x.example>",
            "<p",
            "1 <b",
        ];
        for text in none {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
