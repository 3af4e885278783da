//! The text that a page shows, and the map to where it comes from.

use crate::text::fold::is_space;
use crate::text::span::{Span, SpanSet};
use crate::view::builder::{Built, Piece, Tile};
use crate::view::format::Format;
use crate::view::markup::{Element, Levels, Markup, OPAQUE, Pin};

/// The text that a page shows: logical lines of visible characters, each with its place in the original.
///
/// Lines tile the original, so that one that goes takes its markup along; the characters that are shown stand
/// there in the same order. What [`origins`](crate::view::origins) maps back are cuts of the shown text.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) format: Format,
    /// Where the page itself says that it was found.
    pub(crate) url: Option<String>,
    /// Where what it says of itself ends in the original: that is no Markdown.
    pub(crate) header_end: usize,
    pub(crate) text: String,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) tiles: Vec<Tile>,
    pub(crate) elements: Vec<ShownElement>,
    /// By the index of their tile, in order.
    pub(crate) pins: Vec<(usize, ShownPin)>,
    pub(crate) levels: Levels,
    /// Whether its lines are sentences of lines that were longer.
    pub(crate) is_parted: bool,
}

/// Markup with what is shown of what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ShownElement {
    pub(crate) element: Element,
    pub(crate) shown: Span,
    /// Where the last ends of this element and those before it.
    pub(crate) reach: usize,
}

/// A [`Pin`] whose spans are of the shown text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ShownPin {
    Amid,
    With { spans: Vec<Span>, follows: bool },
}

impl View {
    /// What a text shows, by what a reader found in it. O(n) in bytes, and O(log n) an element.
    pub(crate) fn new(text: &str, mut markup: Markup, format: Format) -> Self {
        markup.settle();
        let built = Built::new(text, &markup.marks);
        let mut view = Self {
            format,
            url: None,
            header_end: 0,
            text: built.text,
            pieces: built.pieces,
            tiles: built.tiles,
            elements: Vec::with_capacity(markup.elements.len()),
            pins: Vec::with_capacity(markup.pins.len()),
            levels: markup.levels,
            is_parted: markup.is_parted,
        };
        let mut reach = 0;
        for element in markup.elements {
            let shown = view.trimmed(view.shown_of(element.inner));
            if !shown.is_empty() {
                reach = element.outer.end.max(reach);
                view.elements.push(ShownElement {
                    element,
                    shown,
                    reach,
                });
            }
        }
        for (at, pin) in markup.pins {
            let pin = view.shown_pin(pin);
            view.pins.push((view.tile_at(at), pin));
        }
        view.pins.sort_by_key(|(tile, _)| *tile);
        view.pins.dedup_by_key(|(tile, _)| *tile);
        view
    }

    /// Whether a cut could change what other bytes mean.
    pub(crate) fn has_syntax(&self) -> bool {
        matches!(self.format, Format::Markdown | Format::Html)
    }

    /// Where, in the original, what is shown of the rest is first another text than what was shown of it before,
    /// white space and what is opaque aside. None where nothing new shows. O(n) in bytes.
    pub(crate) fn first_difference(&self, removed: &SpanSet, after: &str) -> Option<usize> {
        let is_read = |c: &char| !is_space(*c) && !OPAQUE.starts_with(*c);
        let mut after = after.chars().filter(is_read);
        for piece in &self.pieces {
            let stays = if piece.is_verbatim {
                removed.missing(piece.origin)
            } else if removed.covers(piece.origin) {
                continue;
            } else {
                vec![piece.origin]
            };
            for span in stays {
                let shown = if piece.is_verbatim {
                    let at = piece.shown.start + span.start - piece.origin.start;
                    Span::new(at, at + span.len_bytes())
                } else {
                    piece.shown
                };
                let shown = self.text[shown.range()].chars().filter(is_read);
                if shown.into_iter().any(|c| after.next() != Some(c)) {
                    return Some(span.start);
                }
            }
        }
        after
            .next()
            .map(|_| self.pieces.last().map_or(0, |last| last.origin.end))
    }

    fn shown_pin(&self, pin: Pin) -> ShownPin {
        match pin {
            Pin::Amid => ShownPin::Amid,
            Pin::With { spans, follows } => {
                let spans = spans
                    .into_iter()
                    .map(|span| self.trimmed(self.shown_of(span)));
                ShownPin::With {
                    spans: spans.filter(|span| !span.is_empty()).collect(),
                    follows,
                }
            }
        }
    }

    /// The line that holds a byte of the original. O(log n).
    pub(crate) fn tile_at(&self, origin: usize) -> usize {
        let after = self.tiles.partition_point(|tile| tile.origin.end <= origin);
        after.min(self.tiles.len().saturating_sub(1))
    }

    /// What is shown of a span of the original. O(log n).
    pub(crate) fn shown_of(&self, origin: Span) -> Span {
        let (start, end) = (self.shown_at(origin.start), self.shown_at(origin.end));
        Span::new(start, end.max(start))
    }

    /// Where the first character stands that is shown of a place of the original or of what follows it.
    fn shown_at(&self, origin: usize) -> usize {
        let at = self
            .pieces
            .partition_point(|piece| piece.origin.end <= origin);
        match self.pieces.get(at) {
            None => self.text.len(),
            Some(piece) if piece.is_verbatim => {
                piece.shown.start + origin.saturating_sub(piece.origin.start)
            }
            Some(piece) => piece.shown.start,
        }
    }

    /// The span of the shown text without white space at its ends.
    pub(crate) fn trimmed(&self, shown: Span) -> Span {
        let text = &self.text[shown.range()];
        let from_start = text.trim_start_matches(is_space);
        let start = shown.end - from_start.len();
        Span::new(start, start + from_start.trim_end_matches(is_space).len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_pages::marked_up_text;
    use crate::view::entity::entity;
    use crate::view::invisible::is_invisible;
    use crate::view::labels::NoLabels;
    use proptest::prelude::*;

    fn views(text: &str) -> Vec<View> {
        let formats = [Format::Auto, Format::Plain, Format::Markdown, Format::Html];
        formats
            .iter()
            .filter_map(|format| View::read(text, *format, &NoLabels))
            .collect()
    }

    /// What plain text shows but for ends of line, character by character.
    fn plain_twin(text: &str) -> String {
        let mut shown = String::new();
        let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        while let Some(c) = text[at..].chars().next() {
            if c == '&'
                && let Some((len, stands)) = entity(&text[at..])
            {
                let starts = at == 0 || text[..at].ends_with(['\n', '\r']);
                let ends = text[at + len..].chars().next();
                let is_line = starts && ends.is_none_or(|c| c == '\n' || c == '\r');
                shown.push_str(if is_line {
                    &text[at..at + len]
                } else {
                    stands.as_str()
                });
                at += len;
                continue;
            }
            if !is_invisible(c) && !c.is_whitespace() {
                shown.push(c);
            }
            at += c.len_utf8();
        }
        shown.retain(|c| !c.is_whitespace());
        shown
    }

    fn check(text: &str, view: &View) {
        let lines: Vec<&str> = view
            .tiles
            .iter()
            .map(|tile| &text[tile.origin.range()])
            .collect();
        assert_eq!(lines.concat(), text, "lines tile the page");
        let shown: Vec<&str> = view
            .tiles
            .iter()
            .map(|tile| &view.text[tile.shown.range()])
            .collect();
        assert_eq!(shown.concat(), view.text, "and what it shows");
        let mut end = (0, 0);
        for piece in &view.pieces {
            assert!(piece.shown.start >= end.0 && piece.origin.start >= end.1);
            end = (piece.shown.end, piece.origin.end);
            let [shown, origin] = [&view.text[piece.shown.range()], &text[piece.origin.range()]];
            assert!(!shown.is_empty());
            assert!(!piece.is_verbatim || shown == origin);
        }
        let pieces: Vec<&str> = view
            .pieces
            .iter()
            .map(|piece| &view.text[piece.shown.range()])
            .collect();
        assert_eq!(pieces.concat(), view.text);
    }

    fn check_origins(text: &str, origins: &[crate::view::origins::Origin], cuts: &[Span]) {
        for pair in origins.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "sorted and apart");
        }
        for one in origins {
            assert!(!one.span.is_empty() && one.cut < cuts.len());
            assert!(text.is_char_boundary(one.span.start) && text.is_char_boundary(one.span.end));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn a_view_is_made_of_its_page(text in marked_up_text()) {
            for view in views(&text) {
                check(&text, &view);
            }
        }

        #[test]
        fn plain_text_shows_what_can_be_seen(text in marked_up_text()) {
            // Ends of line are not compared: what is read as one is left out.
            let left_out = ["\\n", "<br>", "<!-- x -->", "<p>", "</p>", "</div>"];
            let text = left_out.iter().fold(text, |text, part| text.replace(part, ""));
            if let Some(view) = View::read(&text, Format::Plain, &NoLabels) {
                let mut shown = view.text.trim_start_matches('\u{feff}').to_owned();
                shown.retain(|c| !c.is_whitespace());
                prop_assert_eq!(shown, plain_twin(&text));
            }
        }

        #[test]
        fn any_cuts_map_to_spans_that_are_apart(text in marked_up_text(), raw in prop::collection::vec((0_usize..400, 1_usize..30), 0..8)) {
            for view in views(&text) {
                let at = |byte: usize| (0..=byte.min(view.text.len())).rev().find(|at| view.text.is_char_boundary(*at)).unwrap_or(0);
                let set: SpanSet = raw.iter().map(|&(start, len)| Span::new(at(start), at(start + len))).collect();
                let origins = view.origins(set.spans());
                check_origins(&text, &origins, set.spans());
            }
        }

        #[test]
        fn lines_that_go_take_all_of_their_bytes(text in marked_up_text(), goes in prop::collection::vec(any::<bool>(), 40)) {
            for view in views(&text) {
                let gone: Vec<&Tile> = view.tiles.iter().zip(goes.iter().cycle()).filter(|(_, goes)| **goes).map(|(tile, _)| tile).collect();
                let cuts: Vec<Span> = gone.iter().map(|tile| tile.shown).filter(|shown| !shown.is_empty()).collect();
                let origins = view.origins(&cuts);
                check_origins(&text, &origins, &cuts);
                if !view.has_syntax() {
                    let found: SpanSet = origins.iter().map(|one| one.span).collect();
                    let wanted: SpanSet = gone.iter().filter(|tile| !tile.shown.is_empty()).map(|tile| tile.origin).collect();
                    prop_assert_eq!(found, wanted);
                }
            }
        }
    }
}
