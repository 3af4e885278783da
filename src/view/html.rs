//! HTML, crudely: blocks are lines, tags and scripts are layout.

use crate::text::span::Span;
use crate::view::entity::entities;
use crate::view::invisible::invisible;
use crate::view::markup::{Markup, Shown};
use crate::view::reader::Reader;
use crate::view::tags::{Tag, TagKind, tags};

/// Reads HTML. White space is a space, as browsers have it, also in preformatted text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Html;

impl Reader for Html {
    fn read(&self, text: &str) -> Markup {
        let mut markup = Markup::default();
        let whole = Span::new(0, text.len());
        let tags = tags(text, whole);
        for run in tags.chunk_by(|a, b| text[a.span.end..b.span.start].trim().is_empty()) {
            tag_run(text, run, &mut markup);
        }
        for (at, end) in text.match_indices(['\n', '\r']) {
            markup.mark(at, at + end.len(), Shown::Space);
        }
        invisible(text, whole, &mut markup);
        entities(text, whole, &mut markup);
        markup
    }
}

/// Tags with nothing but white space between them. Those that close something are of the line before, those
/// that open something of the line after.
fn tag_run(text: &str, run: &[Tag], markup: &mut Markup) {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return;
    };
    let white = text.len() - text[last.span.end..].trim_start().len();
    let start = text[..first.span.start].trim_end().len();
    if run.iter().all(|tag| tag.kind == TagKind::Inline) {
        for tag in run {
            markup.mark(tag.span.start, tag.span.end, Shown::Nothing);
        }
        return;
    }
    let ends = |tag: &&Tag| {
        let tag = &text[tag.span.range()];
        tag.starts_with("</") || tag.starts_with("<br") || tag.starts_with("<hr")
    };
    let closing = run.iter().take_while(ends).last();
    match closing {
        Some(closing) => {
            markup.mark(start, closing.span.end, Shown::LineEnd);
            markup.mark(closing.span.end, white, Shown::Nothing);
        }
        None if start > 0 && start < first.span.start => {
            markup.mark(start, first.span.start, Shown::LineEnd);
            markup.mark(first.span.start, white, Shown::Nothing);
        }
        None if start > 0 => {
            markup.mark(start, first.span.end, Shown::LineEnd);
            markup.mark(first.span.end, white, Shown::Nothing);
        }
        None => markup.mark(0, white, Shown::Nothing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::format::Format;
    use crate::view::shown::View;

    #[test]
    fn blocks_are_lines() {
        let page = "<html><head><title>Rain</title>\n<script>if (a<b) {}</script></head>\n<body>\n\
            <h1>Rain on\nthe quay</h1><p>It <b>fell</b>.<br>All day.</p>\n<ul>\n<li><a href=/x>Home</a></li></ul></body></html>\n";
        let view = View::new(page, Html.read(page), Format::Html);
        let lines: Vec<&str> = view.text.lines().map(str::trim).collect();
        assert_eq!(lines, ["Rain on the quay", "It fell.", "All day.", "Home"]);
        let item = view.origins(&[view.tiles[3].shown]);
        assert_eq!(
            &page[item[0].span.range()],
            "\n<ul>\n<li><a href=/x>Home</a></li></ul></body></html>"
        );
    }
}
