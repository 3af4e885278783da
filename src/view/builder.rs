//! From a text and its marks to what is shown, piece by piece.

use crate::text::span::Span;
use crate::view::markup::{Mark, Shown};

/// A stretch of what is shown, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) shown: Span,
    pub(crate) origin: Span,
    /// Whether both are the same bytes; else the whole of one stands for the whole of the other.
    pub(crate) is_verbatim: bool,
}

/// A logical line: what is shown of it with its end of line, and all bytes that are its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tile {
    pub(crate) shown: Span,
    pub(crate) origin: Span,
    /// The index of its first piece.
    pub(crate) first_piece: usize,
    /// How long the end of line is that is shown.
    pub(crate) ending: usize,
}

/// What is shown of a text.
#[derive(Debug, Default)]
pub(crate) struct Built {
    pub(crate) text: String,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) tiles: Vec<Tile>,
}

impl Built {
    /// Puts together what is shown. The marks are sorted and apart. O(n) in the text's bytes.
    pub(crate) fn new(text: &str, marks: &[Mark]) -> Self {
        let mut builder = Builder {
            text,
            built: Self::default(),
            shown_start: 0,
            origin_start: 0,
            first_piece: 0,
        };
        builder.built.text.reserve(text.len());
        let mut at = 0;
        for mark in marks {
            builder.verbatim(at, mark.span.start);
            builder.mark(mark);
            at = mark.span.end;
        }
        builder.verbatim(at, text.len());
        if builder.origin_start < text.len() {
            builder.end_line(text.len(), 0);
        }
        builder.built
    }
}

struct Builder<'t> {
    text: &'t str,
    built: Built,
    /// Where the line at hand starts.
    shown_start: usize,
    origin_start: usize,
    first_piece: usize,
}

impl Builder<'_> {
    fn verbatim(&mut self, from: usize, to: usize) {
        let bytes = self.text.as_bytes();
        let mut start = from;
        while let Some(found) = memchr::memchr2(b'\n', b'\r', &bytes[start..to]) {
            let at = start + found;
            let is_pair = bytes[at] == b'\r' && at + 1 < to && bytes[at + 1] == b'\n';
            let end = at + 1 + usize::from(is_pair);
            self.copy(start, end);
            self.end_line(end, end - at);
            start = end;
        }
        self.copy(start, to);
    }

    fn copy(&mut self, from: usize, to: usize) {
        if from == to {
            return;
        }
        let at = self.built.text.len();
        self.built.text.push_str(&self.text[from..to]);
        let pieces = &mut self.built.pieces;
        if pieces.len() > self.first_piece
            && let Some(last) = pieces.last_mut()
            && last.is_verbatim
            && last.origin.end == from
        {
            last.origin.end = to;
            last.shown.end += to - from;
            return;
        }
        pieces.push(Piece {
            shown: Span::new(at, at + to - from),
            origin: Span::new(from, to),
            is_verbatim: true,
        });
    }

    fn mark(&mut self, mark: &Mark) {
        let shown = mark.shown.as_str();
        if !shown.is_empty() {
            let at = self.built.text.len();
            self.built.text.push_str(shown);
            self.built.pieces.push(Piece {
                shown: Span::new(at, at + shown.len()),
                origin: mark.span,
                is_verbatim: false,
            });
        }
        if mark.shown == Shown::LineEnd {
            self.end_line(mark.span.end, 1);
        }
    }

    fn end_line(&mut self, origin_end: usize, ending: usize) {
        let shown_end = self.built.text.len();
        self.built.tiles.push(Tile {
            shown: Span::new(self.shown_start, shown_end),
            origin: Span::new(self.origin_start, origin_end),
            first_piece: self.first_piece,
            ending,
        });
        self.shown_start = shown_end;
        self.origin_start = origin_end;
        self.first_piece = self.built.pieces.len();
    }
}
