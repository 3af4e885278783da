//! Lines of a text that still stand in the tags of their block: `<p>Advertisement</p>`.

use crate::text::span::Span;
use crate::view::markup::{Markup, Shown};

/// Tags around a whole line that are layout.
const NAMES: &[&str] = &["p", "div", "span", "section", "b", "strong", "em", "i"];
/// What texts hold that show HTML to their readers.
const CODE: &[&str] = &["```", "<a ", "<ul", "<nav", "<html", "<head", "&lt;"];

/// Marks the tags around whole lines, unless the text holds code. O(n) in bytes; one search where no tag is closed.
pub(crate) fn tagged_lines(text: &str, markup: &mut Markup) {
    let holds = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    if !holds("</") || CODE.iter().any(|sign| holds(sign)) {
        return;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end();
        let indent = body.len() - body.trim_start().len();
        let mut span = Span::new(start + indent, start + body.len());
        while let Some(inner) = inside(text, span) {
            markup.mark(span.start, inner.start, Shown::Nothing);
            markup.mark(inner.end, span.end, Shown::Nothing);
            span = inner;
        }
        start += line.len();
    }
}

/// What stands between a tag that opens a span and the one that closes it at the span's end.
fn inside(text: &str, span: Span) -> Option<Span> {
    let part = &text[span.range()];
    let rest = part.strip_prefix('<')?;
    let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric())?];
    NAMES.contains(&name).then_some(())?;
    let open = part.find('>')? + 1;
    let close = format!("</{name}>");
    let inner = part.get(open..)?.strip_suffix(close.as_str())?;
    let is_one = !inner.trim().is_empty() && !inner.contains(close.as_str());
    is_one.then(|| Span::new(span.start + open, span.start + open + inner.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::builder::Built;

    fn shown(text: &str) -> String {
        let mut markup = Markup::default();
        tagged_lines(text, &mut markup);
        markup.settle();
        Built::new(text, &markup.marks).text
    }

    #[test]
    fn tags_around_a_line_are_layout() {
        let text = "<p>Rain fell.</p>\n  <div class=\"ad\"><b>Advertisement</b></div>\r\nSnow.\n";
        assert_eq!(shown(text), "Rain fell.\n  Advertisement\r\nSnow.\n");
    }

    #[test]
    fn other_tags_stay() {
        for text in [
            "The <p>tag</p> is old.\n",
            "<p>Rain.</p><p>Snow.</p>\n",
            "<p></p>\n",
            "<p>Rain</p>\n<a href=\"/\">Home</a>\n",
            "<x>Rain</x>\n<p\n",
        ] {
            assert_eq!(shown(text), text);
        }
    }
}
