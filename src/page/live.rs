//! The lines of a page that are left, and who is whose neighbour.
//!
//! A pass takes lines away, and cuts others in part. What is left is a text again: the *rest*. Its bytes
//! are counted as if it had been put together, though it is not: a line that is whole stays where it is
//! in the page, and only lines that were cut in part are written anew, behind each other, into `patch`.
//!
//! Lines keep their numbers. For every 64 of them stands how many bytes, words and filled lines are left
//! before, so that a place is found by a look at one of these blocks.

use crate::page::table::{LineTable, Shape, split_lines};
use crate::text::number::small;
use crate::text::span::Span;

/// Lines of a block: one bit each in a number.
const BLOCK: usize = 64;

/// What is left before a block's first line.
#[derive(Debug, Default, Clone, Copy)]
struct Before {
    bytes: u32,
    words: u32,
    filled: u32,
}

/// A line that was written anew.
#[derive(Debug, Clone, Copy)]
struct Patched {
    line: u32,
    /// Bytes of the patch.
    start: u32,
    end: u32,
    words: u32,
    shape: Shape,
    /// The number that [`LiveLines::row`] gives it.
    row: u32,
}

/// A piece of the patch, and where in the page it stood.
#[derive(Debug, Clone, Copy)]
struct Piece {
    at: u32,
    origin: Span,
}

/// The lines that are left.
#[derive(Debug, Default)]
pub(crate) struct LiveLines {
    live: Vec<u64>,
    filled: Vec<u64>,
    /// Which lines were filled as the page came.
    first_filled: Vec<u64>,
    is_patched: Vec<u64>,
    before: Vec<Before>,
    /// Bytes that are left before each line.
    starts: Vec<u32>,
    /// For each block how many lines before it were filled as the page came.
    rows_before: Vec<u32>,
    total: Before,
    last: Option<usize>,
    patch: String,
    patched: Vec<Patched>,
    pieces: Vec<Piece>,
}

/// A page's text and lines, and what is left of them.
#[derive(Clone, Copy)]
pub(crate) struct Rest<'p> {
    pub(crate) text: &'p str,
    pub(crate) table: &'p LineTable,
    pub(crate) live: &'p LiveLines,
}

fn bit(bits: &[u64], line: usize) -> bool {
    bits[line / BLOCK] >> (line % BLOCK) & 1 != 0
}

fn set(bits: &mut [u64], line: usize, is: bool) {
    let mask = 1 << (line % BLOCK);
    if is {
        bits[line / BLOCK] |= mask;
    } else {
        bits[line / BLOCK] &= !mask;
    }
}

/// The lines whose bits are set, in order.
#[derive(Clone)]
pub(crate) struct Bits<'b> {
    own: &'b [u64],
    other: Option<&'b [u64]>,
    block: usize,
    left: u64,
}

impl Iterator for Bits<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.block += 1;
            let other = self
                .other
                .map_or(!0, |other| other.get(self.block).copied().unwrap_or(0));
            self.left = self.own.get(self.block)? & other;
        }
        let line = self.block * BLOCK + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(line)
    }
}

impl LiveLines {
    /// All lines of a page are left.
    pub(crate) fn reset(&mut self, table: &LineTable) {
        let blocks = table.len().div_ceil(BLOCK);
        for bits in [&mut self.live, &mut self.filled, &mut self.is_patched] {
            bits.clear();
            bits.resize(blocks, 0);
        }
        self.patch.clear();
        self.patched.clear();
        self.pieces.clear();
        for line in 0..table.len() {
            self.live[line / BLOCK] |= 1 << (line % BLOCK);
            if table.shape(line).is_filled() {
                self.filled[line / BLOCK] |= 1 << (line % BLOCK);
            }
        }
        self.first_filled.clone_from(&self.filled);
        self.rows_before.clear();
        let mut rows = 0;
        for filled in &self.filled {
            self.rows_before.push(rows);
            rows += filled.count_ones();
        }
        self.count(table);
    }

    /// Counts what is left before each block. O(n) in lines.
    fn count(&mut self, table: &LineTable) {
        let mut sum = Before::default();
        self.before.clear();
        self.starts.clear();
        self.last = None;
        for block in 0..self.live.len() {
            self.before.push(sum);
            let mut left = self.live[block];
            sum.filled += (left & self.filled[block]).count_ones();
            while left != 0 {
                let line = block * BLOCK + left.trailing_zeros() as usize;
                left &= left - 1;
                let (len, words) = self.measure(table, line);
                self.starts.resize(line + 1, sum.bytes);
                sum.bytes += len;
                sum.words += words;
                self.last = Some(line);
            }
        }
        self.starts.resize(table.len(), sum.bytes);
        self.total = sum;
    }

    fn measure(&self, table: &LineTable, line: usize) -> (u32, u32) {
        if bit(&self.is_patched, line) {
            let patched = self.patched(line);
            let ending = small(patched.shape.ending_len());
            return (patched.end - patched.start + ending, patched.words);
        }
        let len = table.span(line).len_bytes() + table.shape(line).ending_len();
        (small(len), small(table.words(line)))
    }

    fn patched(&self, line: usize) -> &Patched {
        let at = self
            .patched
            .partition_point(|one| (one.line as usize) < line);
        &self.patched[at]
    }

    /// What was written anew, line behind line.
    pub(crate) fn patch(&self) -> &str {
        &self.patch
    }

    /// Where among all lines that were read, in the order of reading, a filled line stands.
    pub(crate) fn row(&self, line: usize) -> usize {
        if bit(&self.is_patched, line) {
            return self.patched(line).row as usize;
        }
        let below = self.first_filled[line / BLOCK] & ((1 << (line % BLOCK)) - 1);
        (self.rows_before[line / BLOCK] + below.count_ones()) as usize
    }
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
    fn full_len(self, line: usize) -> usize {
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
        let mut found = None;
        let mut block = block.checked_sub(1)?;
        // A block of which nothing is left begins where the next one does.
        while self.live.live[block] == 0 {
            block = block.checked_sub(1)?;
        }
        let mut left = self.live.live[block];
        while left != 0 {
            let line = block * BLOCK + left.trailing_zeros() as usize;
            left &= left - 1;
            if self.live.starts[line] as usize > offset {
                break;
            }
            found = Some(line);
        }
        found
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

impl Piece {
    fn end(&self) -> usize {
        self.at as usize + self.origin.len_bytes()
    }
}

fn previous(line: usize, bits: impl Fn(usize) -> u64) -> Option<usize> {
    let mut block = line / BLOCK;
    let mut left = bits(block) & ((1 << (line % BLOCK)) - 1);
    while left == 0 {
        block = block.checked_sub(1)?;
        left = bits(block);
    }
    Some(block * BLOCK + left.ilog2() as usize)
}

fn next(line: usize, blocks: usize, bits: impl Fn(usize) -> u64) -> Option<usize> {
    let mut block = line / BLOCK;
    let mut left = bits(block) & !((1 << (line % BLOCK)) | ((1 << (line % BLOCK)) - 1));
    while left == 0 {
        block += 1;
        if block == blocks {
            return None;
        }
        left = bits(block);
    }
    Some(block * BLOCK + left.trailing_zeros() as usize)
}

impl LiveLines {
    /// Takes spans of the rest out: sorted, and apart from each other. Lines that go whole are gone; of
    /// others what is left is written anew. `read` is asked for the words of each new line, of which it is
    /// given the number, and where it stands in which text, and for the row under which it keeps what it found.
    /// O(n) in lines, and in the bytes of lines that are written anew.
    pub(crate) fn remove(
        &mut self,
        (text, table): (&str, &LineTable),
        cuts: &[Span],
        mut read: impl FnMut(usize, &str, Span) -> (u32, u32),
    ) {
        let mut edits = Edits::default();
        edits.find(
            Rest {
                text,
                table,
                live: self,
            },
            cuts,
        );
        for &line in &edits.gone {
            set(&mut self.live, line, false);
        }
        for group in &edits.groups {
            self.write(text, group, &mut read);
        }
        self.count(table);
    }

    /// Writes what is left of some lines anew, in the places of the first of them.
    fn write(
        &mut self,
        text: &str,
        group: &Group,
        read: &mut impl FnMut(usize, &str, Span) -> (u32, u32),
    ) {
        let from = self.patch.len();
        for &origin in &group.kept {
            let at = small(self.patch.len());
            self.patch.push_str(&text[origin.range()]);
            self.pieces.push(Piece { at, origin });
        }
        let mut lines = group.lines.iter();
        let written = self.patch[from..].to_owned();
        split_lines(&written, |span, ending| {
            let line = *lines.next().expect("cuts make no lines");
            let trimmed = &written[crate::page::table::trim(&written, span).range()];
            let shape = Shape::new(trimmed, ending);
            let (words, row) = if shape.is_filled() {
                read(line, &written, span)
            } else {
                (0, 0)
            };
            let at = self
                .patched
                .partition_point(|one| (one.line as usize) < line);
            let is_known = self
                .patched
                .get(at)
                .is_some_and(|one| one.line as usize == line);
            let patched = Patched {
                line: small(line),
                start: small(from + span.start),
                end: small(from + span.end),
                words,
                shape,
                row,
            };
            if is_known {
                self.patched[at] = patched;
            } else {
                self.patched.insert(at, patched);
            }
            set(&mut self.is_patched, line, true);
            set(&mut self.filled, line, shape.is_filled());
        });
        for &line in lines {
            set(&mut self.live, line, false);
        }
    }
}

/// Lines that are written anew together: none of them ends where it did.
#[derive(Debug, Default)]
struct Group {
    lines: Vec<usize>,
    /// What is left of them, as spans of the page.
    kept: Vec<Span>,
}

/// What cuts do to lines.
#[derive(Debug, Default)]
struct Edits {
    gone: Vec<usize>,
    groups: Vec<Group>,
}

/// What a cut leaves of a line.
enum Left {
    All,
    Nothing,
    Part,
}

impl Edits {
    fn find(&mut self, rest: Rest<'_>, cuts: &[Span]) {
        let mut cuts = cuts.iter().peekable();
        // Where the next line may be that is touched.
        let mut behind = 0;
        while let Some(cut) = cuts.peek() {
            let Some(first) = rest.line_at(cut.start.max(behind)) else {
                return;
            };
            behind = self.find_from(rest, first, &mut cuts);
        }
    }

    /// Goes through touched lines from one on until a line is not touched; returns where it begins.
    fn find_from(
        &mut self,
        rest: Rest<'_>,
        first: usize,
        cuts: &mut std::iter::Peekable<std::slice::Iter<'_, Span>>,
    ) -> usize {
        let mut touched: Vec<(usize, Vec<Span>)> = Vec::new();
        let mut has_parts = false;
        let mut line = Some(first);
        let mut start = rest.start(first);
        while let Some(at) = line {
            let end = start + rest.full_len(at);
            let (left, kept) = what_is_left(Span::new(start, end), cuts);
            match left {
                Left::All => break,
                Left::Part => has_parts = true,
                Left::Nothing => {}
            }
            touched.push((at, kept));
            start = end;
            line = rest.after(at);
        }
        self.take(rest, touched, has_parts, line);
        start
    }

    /// Notes what became of lines in a row, before the line `next`.
    fn take(
        &mut self,
        rest: Rest<'_>,
        touched: Vec<(usize, Vec<Span>)>,
        has_parts: bool,
        next: Option<usize>,
    ) {
        let Some(&(first, _)) = touched.first() else {
            return;
        };
        // A lone \r before a line feed that moves up to it would end one line where it ended two.
        let joins = rest
            .before(first)
            .filter(|&line| ends_in_return(rest, line));
        if !has_parts && joins.is_none() {
            self.gone.extend(touched.into_iter().map(|(line, _)| line));
            return;
        }
        let is_open = |group: &mut Group| joins.is_some() && group.lines.last() == joins.as_ref();
        let mut group = self.groups.pop_if(is_open).unwrap_or_default();
        if let Some(line) = joins.filter(|_| group.lines.is_empty()) {
            group.add(rest, line, &[rest.full_span(line)]);
        }
        for (line, kept) in touched {
            group.add(rest, line, &kept);
        }
        let mut next = next;
        while let Some(line) = next.filter(|&line| group.goes_on(rest, line)) {
            group.add(rest, line, &[rest.full_span(line)]);
            next = rest.after(line);
        }
        self.groups.push(group);
    }
}

fn ends_in_return(rest: Rest<'_>, line: usize) -> bool {
    let mut ends = false;
    let end = rest.full_span(line).end;
    rest.in_page(Span::new(end - 1, end), |span| {
        ends = &rest.text[span.range()] == "\r";
    });
    ends
}

impl Group {
    fn add(&mut self, rest: Rest<'_>, line: usize, kept: &[Span]) {
        self.lines.push(line);
        for &span in kept {
            rest.in_page(span, |origin| self.kept.push(origin));
        }
    }

    /// Whether the text so far has no line end at its end, or half of one, so that the next line goes on with
    /// it.
    fn goes_on(&self, rest: Rest<'_>, next: usize) -> bool {
        let last = self
            .kept
            .last()
            .map(|span| rest.text.as_bytes()[span.end - 1]);
        let begins_with_feed = || {
            let start = rest.start(next);
            let mut is = false;
            rest.in_page(Span::new(start, start + 1), |span| {
                is = rest.text.as_bytes()[span.start] == b'\n';
            });
            is
        };
        match last {
            None | Some(b'\n') => false,
            Some(b'\r') => begins_with_feed(),
            Some(_) => true,
        }
    }
}

/// What cuts leave of a line, and the spans that stay; cuts that end inside of it, or with it, are taken.
fn what_is_left(
    line: Span,
    cuts: &mut std::iter::Peekable<std::slice::Iter<'_, Span>>,
) -> (Left, Vec<Span>) {
    let mut kept = Vec::new();
    let mut from = line.start;
    let mut is_touched = false;
    while let Some(cut) = cuts.peek().filter(|cut| cut.start < line.end) {
        is_touched |= cut.end > line.start;
        if from < cut.start {
            kept.push(Span::new(from, cut.start));
        }
        from = from.max(cut.end.min(line.end));
        if cut.end > line.end {
            break;
        }
        cuts.next();
    }
    if from < line.end {
        kept.push(Span::new(from, line.end));
    }
    match () {
        () if !is_touched => (Left::All, kept),
        () if kept.is_empty() => (Left::Nothing, kept),
        () => (Left::Part, kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use crate::text::span::SpanSet;
    use crate::text::word_count::word_count;
    use proptest::prelude::*;

    fn table_of(text: &str) -> LineTable {
        let mut table = LineTable::default();
        split_lines(text, |span, ending| {
            let trimmed = &text[super::super::table::trim(text, span).range()];
            let words = small(word_count(trimmed));
            table.push(span, words, Shape::new(trimmed, ending));
        });
        table
    }

    /// The slow, obvious twin: the rest put together and read again.
    fn check(rest: Rest<'_>, text: &str) -> Result<(), TestCaseError> {
        prop_assert_eq!(rest.to_text(), text);
        let page = Page::new(text);
        let lines: Vec<usize> = rest.lines().collect();
        prop_assert_eq!(lines.len(), page.lines().len());
        prop_assert_eq!(rest.filled_count(), page.filled().len());
        prop_assert_eq!(rest.filled().count(), page.filled().len());
        prop_assert_eq!(rest.word_count(), page.word_count());
        prop_assert_eq!(rest.len_bytes(), text.len());
        prop_assert_eq!(rest.last_line(), lines.last().copied());
        for (at, (&line, twin)) in lines.iter().zip(page.lines()).enumerate() {
            prop_assert_eq!(rest.line_text(line), page.line_text(at));
            prop_assert_eq!(rest.full_span(line), page.full_span(at));
            prop_assert_eq!(rest.words(line), twin.word_count);
            prop_assert_eq!(rest.words_before(line), twin.words_before);
            prop_assert_eq!(rest.rank(line), twin.rank);
            prop_assert_eq!(rest.is_filled(line), !twin.is_blank());
            let number = |at: usize| lines[at];
            prop_assert_eq!(rest.before(line), at.checked_sub(1).map(number));
            prop_assert_eq!(rest.after(line), lines.get(at + 1).copied());
            prop_assert_eq!(rest.filled_before(line), page.filled_before(at).map(number));
            prop_assert_eq!(rest.filled_after(line), page.filled_after(at).map(number));
            for offset in twin.span.start..twin.next {
                prop_assert_eq!(rest.line_at(offset), Some(line));
            }
        }
        Ok(())
    }

    type Cut = (f64, usize, bool);

    /// Spans of a text, some of them whole lines.
    fn spans_of(text: &str, cuts: &[Cut]) -> Vec<Span> {
        let page = Page::new(text);
        let mut spans = SpanSet::default();
        for &(at, len, is_whole) in cuts {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss
            )]
            let from = ((at * text.len() as f64) as usize).min(text.len());
            let to = (from + len).min(text.len());
            if is_whole && !text.is_empty() {
                let (from, to) = (page.line_at(from), page.line_at(to));
                spans.insert(Span::new(
                    page.full_span(from).start,
                    page.full_span(to).end,
                ));
            } else if text.is_char_boundary(from) && text.is_char_boundary(to) {
                spans.insert(Span::new(from, to));
            }
        }
        spans.spans().to_vec()
    }

    fn check_passes(text: &str, passes: &[Vec<Cut>]) -> Result<(), TestCaseError> {
        let table = table_of(text);
        let mut live = LiveLines::default();
        live.reset(&table);
        let mut left = text.to_owned();
        let mut origin: Vec<usize> = (0..text.len()).collect();
        let mut row = 0;
        for pass in passes {
            let cuts = spans_of(&left, pass);
            for &cut in &cuts {
                let mut own = Vec::new();
                Rest {
                    text,
                    table: &table,
                    live: &live,
                }
                .in_page(cut, |span| own.push(span));
                let bytes: Vec<usize> = own.iter().flat_map(|span| span.range()).collect();
                prop_assert_eq!(&bytes[..], &origin[cut.range()]);
                prop_assert!(own.windows(2).all(|pair| pair[0].end < pair[1].start));
            }
            live.remove((text, &table), &cuts, |_, text, span| {
                row += 1;
                (small(word_count(&text[span.range()])), row)
            });
            for cut in cuts.iter().rev() {
                left.replace_range(cut.range(), "");
                origin.drain(cut.range());
            }
            check(
                Rest {
                    text,
                    table: &table,
                    live: &live,
                },
                &left,
            )?;
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn what_is_left_is_what_its_text_is(
            text in "([ab .é]{0,4}(\n|\r\n|\r|\n\n)){0,9}[ab]{0,3}",
            passes in prop::collection::vec(
                prop::collection::vec((0.0_f64..1.0, 0_usize..9, any::<bool>()), 0..4),
                1..5,
            ),
        ) {
            check_passes(&text, &passes)?;
        }

        #[test]
        fn long_texts_are_no_different(
            text in "([ab]{0,2}(\n|\r\n|\r)){0,300}",
            passes in prop::collection::vec(
                prop::collection::vec((0.0_f64..1.0, 0_usize..400, any::<bool>()), 0..4),
                1..4,
            ),
        ) {
            check_passes(&text, &passes)?;
        }
    }
}
