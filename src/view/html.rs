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
    use proptest::prelude::*;

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

    /// A line as HTML writes it: in a block, with inline tags around words and reserved signs escaped.
    fn written(
        (words, block, inline, line_end): (Vec<&str>, &str, &str, &str),
    ) -> (String, String) {
        let escaped = |word: &&str| word.replace('&', "&amp;").replace('<', "&lt;");
        let mut html: Vec<String> = words.iter().map(escaped).collect();
        html[0] = format!("<{inline}>{}</{inline}>", html[0]);
        let html = html.join(line_end);
        (
            words.join(" "),
            format!("<{block} class=\"a b\">{html}</{block}>"),
        )
    }

    fn lines() -> impl Strategy<Value = Vec<(String, String)>> {
        let word = prop::sample::select(vec!["rain", "fell", "A&B", "1<2", "möwe", "said:"]);
        let line = (
            prop::collection::vec(word, 1..9),
            prop::sample::select(vec!["p", "li", "div", "h2", "blockquote"]),
            prop::sample::select(vec!["b", "em", "a", "span"]),
            prop::sample::select(vec![" ", "\n"]),
        );
        prop::collection::vec(line.prop_map(written), 1..9)
    }

    proptest! {
        #[test]
        fn what_was_written_as_html_is_shown_as_it_was(lines in lines(), between in prop::sample::select(vec!["", "\n", "\n\n  "])) {
            let (plain, html): (Vec<String>, Vec<String>) = lines.into_iter().unzip();
            let html = format!("<body>{}</body>", html.join(between));
            let view = View::new(&html, Html.read(&html), Format::Html);
            let shown: Vec<&str> = view.text.lines().map(str::trim).collect();
            prop_assert_eq!(shown, plain);
        }
    }
}
