//! What is left of a page, as a text that is not put together.

use crate::page::live::bits::{BLOCK, Bits, bit, next, previous};
use crate::page::live::lines::LiveLines;
use crate::page::table::{LineTable, Shape};
use crate::text::span::Span;

/// A page's text and lines, and what is left of them.
#[derive(Clone, Copy)]
pub(crate) struct Rest<'p> {
    pub(crate) text: &'p str,
    pub(crate) table: &'p LineTable,
    pub(crate) live: &'p LiveLines,
}

impl<'p> Rest<'p> {
    /// The lines that are left, in order.
    pub(crate) fn lines(self) -> Bits<'p> {
        let bits = &self.live.live;
        Bits {
            own: bits,
            other: None,
            block: 0,
            left: bits.first().copied().unwrap_or(0),
        }
    }

    /// The lines that are left and hold more than white space, in order.
    pub(crate) fn filled(self) -> Bits<'p> {
        let (bits, other) = (&self.live.live, &self.live.filled);
        let left = bits.first().map_or(0, |bits| bits & other[0]);
        Bits {
            own: bits,
            other: Some(other),
            block: 0,
            left,
        }
    }

    /// How many filled lines are left.
    pub(crate) fn filled_count(self) -> usize {
        self.live.total.filled as usize
    }

    /// How many words are left.
    pub(crate) fn word_count(self) -> usize {
        self.live.total.words as usize
    }

    /// How many bytes are left.
    pub(crate) fn len_bytes(self) -> usize {
        self.live.total.bytes as usize
    }

    /// The last line that is left.
    pub(crate) fn last_line(self) -> Option<usize> {
        self.live.last
    }

    pub(crate) fn is_filled(self, line: usize) -> bool {
        bit(&self.live.filled, line)
    }

    pub(crate) fn is_patched(self, line: usize) -> bool {
        bit(&self.live.is_patched, line)
    }

    /// The text of a line without what ends it.
    pub(crate) fn line_text(self, line: usize) -> &'p str {
        if self.is_patched(line) {
            let patched = self.live.patched(line);
            return &self.live.patch[patched.start as usize..patched.end as usize];
        }
        &self.text[self.table.span(line).range()]
    }

    pub(crate) fn words(self, line: usize) -> usize {
        if self.is_patched(line) {
            return self.live.patched(line).words as usize;
        }
        self.table.words(line)
    }

    pub(crate) fn shape(self, line: usize) -> Shape {
        if self.is_patched(line) {
            return self.live.patched(line).shape;
        }
        self.table.shape(line)
    }

    /// How many bytes a line has, with what ends it.
    pub(super) fn full_len(self, line: usize) -> usize {
        self.live.measure(self.table, line).0 as usize
    }

    /// Where a line begins in the rest. O(1): at most a block's lines are looked at.
    pub(crate) fn start(self, line: usize) -> usize {
        self.live.starts[line] as usize
    }

    /// Words of the lines before a line.
    pub(crate) fn words_before(self, line: usize) -> usize {
        self.sum_before(
            line,
            self.live.before[line / BLOCK].words as usize,
            Self::words,
        )
    }

    fn sum_before(self, line: usize, base: usize, of: fn(Self, usize) -> usize) -> usize {
        let block = line / BLOCK;
        let mut left = self.live.live[block] & ((1 << (line % BLOCK)) - 1);
        let mut sum = base;
        while left != 0 {
            sum += of(self, block * BLOCK + left.trailing_zeros() as usize);
            left &= left - 1;
        }
        sum
    }

    /// How many filled lines are left before a line.
    pub(crate) fn rank(self, line: usize) -> usize {
        let block = line / BLOCK;
        let both = self.live.live[block] & self.live.filled[block];
        let below = both & ((1 << (line % BLOCK)) - 1);
        (self.live.before[block].filled + below.count_ones()) as usize
    }

    /// The line with what ends it, as a span of the rest.
    pub(crate) fn full_span(self, line: usize) -> Span {
        let start = self.start(line);
        Span::new(start, start + self.full_len(line))
    }

    /// The line without white space at its ends, as a span of the rest.
    pub(crate) fn trimmed_span(self, line: usize) -> Span {
        let text = self.line_text(line);
        crate::page::table::trim(text, Span::new(0, text.len())).shifted(self.start(line))
    }

    /// The text of a line without white space at its ends.
    pub(crate) fn trimmed_text(self, line: usize) -> &'p str {
        let text = self.line_text(line);
        &text[crate::page::table::trim(text, Span::new(0, text.len())).range()]
    }

    /// Where the line ends in the rest, without what ends it.
    pub(crate) fn line_end(self, line: usize) -> usize {
        self.start(line) + self.line_text(line).len()
    }

    /// Whether a line is left.
    pub(crate) fn is_live(self, line: usize) -> bool {
        bit(&self.live.live, line)
    }

    /// A line's text without white space at its ends, to be looked up later: whether it stands in the patch,
    /// and where.
    pub(crate) fn trimmed_place(self, line: usize) -> (bool, Span) {
        let text = self.line_text(line);
        let own = crate::page::table::trim(text, Span::new(0, text.len()));
        if self.is_patched(line) {
            return (true, own.shifted(self.live.patched(line).start as usize));
        }
        (false, own.shifted(self.table.span(line).start))
    }

    /// The nearest blank line before a line.
    pub(crate) fn blank_before(self, line: usize) -> Option<usize> {
        previous(line, |block| {
            self.live.live[block] & !self.live.filled[block]
        })
    }

    /// The nearest blank line after a line.
    pub(crate) fn blank_after(self, line: usize) -> Option<usize> {
        next(line, self.live.live.len(), |block| {
            self.live.live[block] & !self.live.filled[block]
        })
    }

    /// The line that holds a byte of the rest; the last one where it is past the end. O(log n).
    pub(crate) fn line_at(self, offset: usize) -> Option<usize> {
        let before = &self.live.before;
        let block = before.partition_point(|before| before.bytes as usize <= offset);
        let mut block = block.checked_sub(1)?;
        // A block of which nothing is left begins where the next one does.
        while self.live.live[block] == 0 {
            block = block.checked_sub(1)?;
        }
        let live = self.live.live[block];
        let begins_behind = |at: usize| self.live.starts[block * BLOCK + at] as usize > offset;
        // The line is `low` or one between it and `high`.
        let (mut low, mut high) = (live.trailing_zeros() as usize, BLOCK);
        if begins_behind(low) {
            return None;
        }
        while high - low > 1 {
            let middle = low.midpoint(high);
            let next = (live & u64::MAX << middle).trailing_zeros() as usize;
            if next >= high || begins_behind(next) {
                high = middle;
            } else {
                low = next;
            }
        }
        Some(block * BLOCK + low)
    }

    /// The nearest line before a line that is left.
    pub(crate) fn before(self, line: usize) -> Option<usize> {
        previous(line, |block| self.live.live[block])
    }

    /// The nearest line after a line that is left.
    pub(crate) fn after(self, line: usize) -> Option<usize> {
        next(line, self.live.live.len(), |block| self.live.live[block])
    }

    /// The nearest filled line before a line.
    pub(crate) fn filled_before(self, line: usize) -> Option<usize> {
        previous(line, |block| {
            self.live.live[block] & self.live.filled[block]
        })
    }

    /// The nearest filled line after a line.
    pub(crate) fn filled_after(self, line: usize) -> Option<usize> {
        next(line, self.live.live.len(), |block| {
            self.live.live[block] & self.live.filled[block]
        })
    }

    /// The spans of the page that make up a span of the rest: maximal runs, in order.
    pub(crate) fn in_page(self, span: Span, mut found: impl FnMut(Span)) {
        let Some(first) = self.line_at(span.start).filter(|_| !span.is_empty()) else {
            return;
        };
        let mut run: Option<Span> = None;
        let mut line = Some(first);
        let mut start = self.start(first);
        while let Some(at) = line.filter(|_| start < span.end) {
            let end = start + self.full_len(at);
            let own = Span::new(span.start.max(start) - start, span.end.min(end) - start);
            self.pieces_of(at, own, |piece| match &mut run {
                Some(run) if run.end == piece.start => run.end = piece.end,
                _ => {
                    if let Some(run) = run.replace(piece) {
                        found(run);
                    }
                }
            });
            start = end;
            line = self.after(at);
        }
        if let Some(run) = run {
            found(run);
        }
    }

    /// The spans of the page that make up a part of a line, with what ends it.
    fn pieces_of(self, line: usize, part: Span, mut found: impl FnMut(Span)) {
        if !self.is_patched(line) {
            found(part.shifted(self.table.span(line).start));
            return;
        }
        let part = part.shifted(self.live.patched(line).start as usize);
        let pieces = &self.live.pieces;
        let from = pieces.partition_point(|piece| piece.end() <= part.start);
        for piece in pieces[from..]
            .iter()
            .take_while(|piece| (piece.at as usize) < part.end)
        {
            let at = piece.at as usize;
            let own = Span::new(part.start.max(at) - at, part.end.min(piece.end()) - at);
            found(own.shifted(piece.origin.start));
        }
    }

    /// What is left as one text.
    pub(crate) fn to_text(self) -> String {
        let mut text = String::with_capacity(self.len_bytes());
        self.in_page(Span::new(0, self.len_bytes()), |span| {
            text.push_str(&self.text[span.range()]);
        });
        text
    }
}
