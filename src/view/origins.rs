//! From cuts of what is shown back to bytes of the original.

use crate::text::span::{Span, SpanSet};
use crate::view::builder::{Piece, Tile};
use crate::view::shown::{ShownPin, View};

/// A span of the original that goes, and the index of the cut of the shown text by which it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) cut: usize,
    pub(crate) span: Span,
}

impl View {
    /// The spans of the original that go with cuts of the shown text, which are sorted and apart.
    ///
    /// A logical line of which all goes takes all of its bytes along: prefixes, targets of links, layout. Of a
    /// line that goes in part the shown characters go, the layout between them, and markup that held nothing
    /// else. Lines that are pinned stay until what they hang on goes. The spans come sorted and apart, on
    /// character boundaries. O((c + l + e) log n) for cuts, lines and elements, and O(n) in pieces.
    pub(crate) fn origins(&self, cuts: &[Span]) -> Vec<Origin> {
        let taken: SpanSet = cuts.iter().copied().collect();
        let mapping = Mapping {
            view: self,
            cuts,
            gone: self
                .elements
                .iter()
                .map(|one| taken.covers(one.shown))
                .collect(),
            taken,
        };
        mapping.run()
    }
}

/// How many lines that are not read may stand between one of them and the nearest that is.
const MOST_APART: usize = 1000;

struct Mapping<'v> {
    view: &'v View,
    cuts: &'v [Span],
    taken: SpanSet,
    /// Which elements go.
    gone: Vec<bool>,
}

/// A stretch of a line's bytes.
struct Atom {
    span: Span,
    fate: AtomFate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AtomFate {
    Stays,
    /// It goes by that cut.
    Goes(usize),
    /// Markup of an element that goes.
    GoesAlong,
    /// Layout that goes if both of its neighbours do.
    Between,
}

impl Mapping<'_> {
    fn run(&self) -> Vec<Origin> {
        let mut found = Vec::new();
        let tiles = &self.view.tiles;
        for cut in self.cuts {
            let first = tiles.partition_point(|tile| tile.shown.end <= cut.start);
            let touched = tiles[first..].iter().enumerate();
            for (at, _) in touched.take_while(|(_, tile)| tile.shown.start < cut.end) {
                let tile = first + at;
                if found.last().is_none_or(|(last, _)| *last < tile) {
                    let spans = self.tile(tile);
                    found.push((tile, spans));
                }
            }
        }
        for (tile, pin) in &self.view.pins {
            if let ShownPin::With {
                spans,
                follows: true,
            } = pin
                && let Some(cut) = self.leader(spans)
                && let Err(at) = found.binary_search_by_key(tile, |(tile, _)| *tile)
            {
                let span = self.view.tiles[*tile].origin;
                found.insert(at, (*tile, vec![Origin { cut, span }]));
            }
        }
        join(found.into_iter().flat_map(|(_, spans)| spans))
    }

    /// The cut with which a line goes that follows these spans, if all of them go.
    fn leader(&self, spans: &[Span]) -> Option<usize> {
        let all = spans.iter().all(|span| self.taken.covers(*span));
        let first = spans.first().filter(|_| all)?;
        Some(self.cut_at(first.start))
    }

    fn tile(&self, at: usize) -> Vec<Origin> {
        let tile = self.view.tiles[at];
        if !self.goes_whole(tile) {
            return self.part_of(tile);
        }
        if self.is_pinned(at) {
            return Vec::new();
        }
        self.whole(tile)
    }

    fn goes_whole(&self, tile: Tile) -> bool {
        let body = self.view.body(tile);
        if body.is_empty() {
            return self.taken.covers(tile.shown);
        }
        self.taken.covers(body)
    }

    fn is_pinned(&self, at: usize) -> bool {
        let pins = &self.view.pins;
        let Ok(pin) = pins.binary_search_by_key(&at, |(tile, _)| *tile) else {
            return false;
        };
        match &pins[pin].1 {
            ShownPin::Amid => !self.is_amid(at),
            ShownPin::With { spans, .. } => !spans.iter().all(|span| self.taken.covers(*span)),
        }
    }

    /// Whether the nearest lines that are read go on both sides, as far as there are any.
    fn is_amid(&self, at: usize) -> bool {
        let is_pin = |tile: usize| {
            let pins = &self.view.pins;
            pins.binary_search_by_key(&tile, |(tile, _)| *tile).is_ok()
        };
        let is_read =
            |&tile: &usize| !is_pin(tile) && !self.view.body(self.view.tiles[tile]).is_empty();
        let (first, last) = (at.saturating_sub(MOST_APART), self.view.tiles.len());
        let end = (at + 1 + MOST_APART).min(last);
        let before = (first..at).rev().find(is_read);
        let after = (at + 1..end).find(is_read);
        let goes = |tile: usize| self.goes_whole(self.view.tiles[tile]);
        let goes_before = before.map_or(first == 0, goes);
        let goes_after = after.map_or(end == last, goes);
        (before.is_some() || after.is_some()) && goes_before && goes_after
    }

    /// All bytes of a line; without its end where that stays, and without markup that reaches beyond the line
    /// to something that stays.
    fn whole(&self, tile: Tile) -> Vec<Origin> {
        let end = Span::new(tile.shown.end - tile.ending, tile.shown.end);
        let origin_end = if self.taken.covers(end) {
            tile.origin.end
        } else {
            let pieces = self.pieces(tile);
            pieces.last().map_or(tile.origin.end, |last| {
                let len = if last.is_verbatim {
                    tile.ending
                } else {
                    last.origin.len_bytes()
                };
                last.origin.end - len
            })
        };
        let mut stays = SpanSet::default();
        for (_, outer, inner) in self.elements_of(tile.origin).filter(|(gone, ..)| !gone) {
            stays.insert(Span::new(outer.start, inner.start));
            stays.insert(Span::new(inner.end, outer.end));
        }
        let mut found = Vec::new();
        let mut from = tile.origin.start;
        for (cut, next) in self.shares(tile, origin_end) {
            let spans = stays.missing(Span::new(from, next.max(from)));
            found.extend(spans.into_iter().map(|span| Origin { cut, span }));
            from = next.max(from);
        }
        found
    }

    /// The cuts of a line, each with the end of the bytes that go by it.
    fn shares(&self, tile: Tile, origin_end: usize) -> Vec<(usize, usize)> {
        let first = self.cut_at(tile.shown.start);
        let own = self.cuts[first..].iter().enumerate();
        let own = own.take_while(|(_, cut)| cut.start < tile.shown.end);
        let mut starts: Vec<(usize, usize)> = own
            .map(|(at, cut)| (first + at, self.origin_at(tile, cut.start)))
            .collect();
        let ends: Vec<usize> = starts.iter().skip(1).map(|(_, start)| *start).collect();
        for (share, end) in starts.iter_mut().zip(ends.into_iter().chain([origin_end])) {
            share.1 = end.min(origin_end);
        }
        starts
    }

    /// Where a character of a line stands in the original.
    fn origin_at(&self, tile: Tile, shown: usize) -> usize {
        let pieces = self.pieces(tile);
        let at = pieces.partition_point(|piece| piece.shown.end <= shown);
        match pieces.get(at) {
            None => tile.origin.end,
            Some(piece) if piece.is_verbatim => {
                piece.origin.start + shown.saturating_sub(piece.shown.start)
            }
            Some(piece) => piece.origin.start,
        }
    }

    /// What goes of a line that stays in part.
    fn part_of(&self, tile: Tile) -> Vec<Origin> {
        let mut atoms = Vec::new();
        let mut from = tile.origin.start;
        for piece in self.pieces(tile) {
            self.gap(tile, Span::new(from, piece.origin.start), &mut atoms);
            self.split(*piece, &mut atoms);
            from = piece.origin.end;
        }
        self.gap(tile, Span::new(from, tile.origin.end), &mut atoms);
        settle(&mut atoms);
        let goes = atoms.iter().filter_map(|atom| match atom.fate {
            AtomFate::Goes(cut) => Some(Origin {
                cut,
                span: atom.span,
            }),
            _ => None,
        });
        goes.collect()
    }

    /// A piece in parts that go and parts that stay.
    fn split(&self, piece: Piece, atoms: &mut Vec<Atom>) {
        let mut stays = Vec::new();
        let mut at = piece.shown.start;
        let first = self
            .cuts
            .partition_point(|cut| cut.end <= piece.shown.start);
        for (cut, span) in self.cuts.iter().enumerate().skip(first) {
            if span.start >= piece.shown.end {
                break;
            }
            let from = span.start.max(piece.shown.start);
            let to = span.end.min(piece.shown.end);
            stays.push((Span::new(at, from.max(at)), AtomFate::Stays));
            stays.push((Span::new(from.max(at), to), AtomFate::Goes(cut)));
            at = to;
        }
        stays.push((Span::new(at, piece.shown.end), AtomFate::Stays));
        stays.retain(|(span, _)| !span.is_empty());
        if piece.is_verbatim {
            let moved = |span: Span| {
                Span::new(
                    piece.origin.start + span.start - piece.shown.start,
                    piece.origin.start + span.end - piece.shown.start,
                )
            };
            atoms.extend(stays.into_iter().map(|(span, fate)| Atom {
                span: moved(span),
                fate,
            }));
            return;
        }
        // What stands for something goes only as a whole.
        let fate = match stays.first() {
            Some((_, fate)) if stays.iter().all(|(_, one)| *one != AtomFate::Stays) => *fate,
            _ => AtomFate::Stays,
        };
        atoms.push(Atom {
            span: piece.origin,
            fate,
        });
    }

    /// Layout between two pieces, parted where markup begins and ends.
    fn gap(&self, tile: Tile, gap: Span, atoms: &mut Vec<Atom>) {
        if gap.is_empty() {
            return;
        }
        let is_inside = gap.start > tile.origin.start && gap.end < tile.origin.end;
        let mut bounds = vec![gap.start, gap.end];
        for (_, outer, inner) in self.elements_of(gap) {
            bounds.extend([outer.start, inner.start, inner.end, outer.end]);
        }
        bounds.retain(|at| (gap.start..=gap.end).contains(at));
        bounds.sort_unstable();
        bounds.dedup();
        for pair in bounds.windows(2) {
            let span = Span::new(pair[0], pair[1]);
            let holds = |outer: Span| outer.start <= span.start && span.end <= outer.end;
            // Elements come from the outside in, so that the last one that holds the span is the innermost.
            let owner = self
                .elements_of(span)
                .filter(|(_, outer, inner)| holds(*outer) && !holds(*inner))
                .last();
            let fate = match owner {
                Some((true, ..)) => AtomFate::GoesAlong,
                None if is_inside => AtomFate::Between,
                Some((false, ..)) | None => AtomFate::Stays,
            };
            atoms.push(Atom { span, fate });
        }
    }

    fn pieces(&self, tile: Tile) -> &[Piece] {
        let from_tile = &self.view.pieces[tile.first_piece..];
        let count = from_tile.partition_point(|piece| piece.shown.start < tile.shown.end);
        &from_tile[..count]
    }

    /// The elements that share a byte with a span: whether they go, with and without their markup.
    fn elements_of(&self, span: Span) -> impl Iterator<Item = (bool, Span, Span)> + '_ {
        let elements = &self.view.elements;
        let first = elements.partition_point(|one| one.reach <= span.start);
        let shown = elements[first..].iter().zip(&self.gone[first..]);
        shown
            .take_while(move |(one, _)| one.element.outer.start < span.end)
            .filter(move |(one, _)| one.element.outer.overlaps(span))
            .map(|(one, gone)| (*gone, one.element.outer, one.element.inner))
    }

    /// The first cut that ends behind a place of the shown text.
    fn cut_at(&self, shown: usize) -> usize {
        let at = self.cuts.partition_point(|cut| cut.end <= shown);
        at.min(self.cuts.len().saturating_sub(1))
    }
}

/// Says of layout and markup by which cut they go: that of what goes before them, else after them.
fn settle(atoms: &mut [Atom]) {
    // Whether the next shown bytes go, and by which cut the next ones go that do.
    let (mut next, mut next_gone) = (None, None);
    let after: Vec<(Option<usize>, Option<usize>)> = atoms
        .iter()
        .rev()
        .map(|atom| {
            let seen = (next, next_gone);
            (next, next_gone) = atom.seen_from(seen);
            seen
        })
        .collect();
    let (mut last, mut last_gone) = (None, None);
    for (atom, (next, next_gone)) in atoms.iter_mut().zip(after.into_iter().rev()) {
        match atom.fate {
            AtomFate::Between => {
                atom.fate = match (last, next) {
                    (Some(cut), Some(_)) => AtomFate::Goes(cut),
                    _ => AtomFate::Stays,
                };
            }
            AtomFate::GoesAlong => {
                let cut = last.or(next).or(last_gone).or(next_gone);
                atom.fate = cut.map_or(AtomFate::Stays, AtomFate::Goes);
            }
            AtomFate::Goes(_) | AtomFate::Stays => {
                (last, last_gone) = atom.seen_from((last, last_gone));
            }
        }
    }
}

impl Atom {
    /// What a neighbour sees past this stretch: whether the nearest shown bytes go, and the nearest that do.
    fn seen_from(&self, beyond: (Option<usize>, Option<usize>)) -> (Option<usize>, Option<usize>) {
        match self.fate {
            AtomFate::Goes(cut) => (Some(cut), Some(cut)),
            AtomFate::Stays => (None, beyond.1),
            AtomFate::Between | AtomFate::GoesAlong => beyond,
        }
    }
}

/// Joins neighbours that go by one cut.
fn join(spans: impl Iterator<Item = Origin>) -> Vec<Origin> {
    let mut joined: Vec<Origin> = Vec::new();
    for one in spans.filter(|one| !one.span.is_empty()) {
        match joined.last_mut() {
            Some(last) if last.cut == one.cut && last.span.end == one.span.start => {
                last.span.end = one.span.end;
            }
            _ => joined.push(one),
        }
    }
    joined
}
