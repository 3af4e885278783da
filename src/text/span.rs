//! Byte ranges: half-open, and always offsets into one text.

/// A half-open range of bytes, `start..end`.
///
/// Which text the bytes belong to is said where a span is handed out; in cuts it is always the
/// original page.
///
/// # Example
///
/// ```
/// use dechaff::Span;
///
/// let span = Span::new(2, 5);
/// assert_eq!(span.len_bytes(), 3);
/// assert_eq!(&"abcdefg"[span.range()], "cde");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// First byte after the span.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    ///
    /// # Panics
    ///
    /// Panics if `start` lies after `end`.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span runs forwards: {start}..{end}");
        Self { start, end }
    }

    /// How many bytes the span holds.
    pub fn len_bytes(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range, to index a `str` with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    /// Whether the two spans share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span moved `by` bytes towards the end of the text.
    pub(crate) fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }
}

/// Spans that are sorted, apart from each other, and never touch: a set of bytes.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct SpanSet {
    spans: Vec<Span>,
}

impl SpanSet {
    /// The bytes of the set, as its maximal runs in order.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// How many bytes the set holds. O(n) in its runs.
    pub(crate) fn len_bytes(&self) -> usize {
        self.spans.iter().map(|span| span.len_bytes()).sum()
    }

    /// Adds every byte of `span`. O(log n) to find its place, O(n) at worst to move what follows;
    /// O(1) where spans arrive in order.
    pub(crate) fn insert(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let first = self.spans.partition_point(|held| held.end < span.start);
        let after = self.spans.partition_point(|held| held.start <= span.end);
        if first == after {
            self.spans.insert(first, span);
            return;
        }
        let joined = Span::new(
            span.start.min(self.spans[first].start),
            span.end.max(self.spans[after - 1].end),
        );
        self.spans.splice(first..after, [joined]);
    }

    /// Whether every byte of `span` is in the set.
    pub(crate) fn covers(&self, span: Span) -> bool {
        let at = self.spans.partition_point(|held| held.end < span.end);
        span.is_empty()
            || self
                .spans
                .get(at)
                .is_some_and(|held| held.start <= span.start && span.end <= held.end)
    }

    /// The parts of `span` that are not in the set, in order.
    pub(crate) fn missing(&self, span: Span) -> Vec<Span> {
        let mut parts = Vec::new();
        let mut from = span.start;
        let first = self.spans.partition_point(|held| held.end <= span.start);
        for held in self.spans[first..]
            .iter()
            .take_while(|held| held.start < span.end)
        {
            if from < held.start {
                parts.push(Span::new(from, held.start));
            }
            from = held.end;
        }
        if from < span.end {
            parts.push(Span::new(from, span.end));
        }
        parts
    }
}

impl FromIterator<Span> for SpanSet {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut set = Self::default();
        for span in spans {
            set.insert(span);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(spans: &[(usize, usize)]) -> SpanSet {
        spans
            .iter()
            .map(|&(start, end)| Span::new(start, end))
            .collect()
    }

    #[test]
    fn touching_spans_join() {
        assert_eq!(set(&[(0, 2), (4, 6), (2, 4)]).spans(), [Span::new(0, 6)]);
        assert_eq!(
            set(&[(4, 6), (0, 2)]).spans(),
            [Span::new(0, 2), Span::new(4, 6)]
        );
        assert_eq!(set(&[(3, 3)]).spans(), []);
    }

    #[test]
    fn missing_is_what_the_set_leaves_out() {
        let held = set(&[(2, 4), (6, 8)]);
        assert_eq!(
            held.missing(Span::new(0, 10)),
            [Span::new(0, 2), Span::new(4, 6), Span::new(8, 10)]
        );
        assert!(held.missing(Span::new(2, 4)).is_empty());
        assert!(held.covers(Span::new(2, 3)));
        assert!(!held.covers(Span::new(3, 5)));
    }

    proptest! {
        #[test]
        fn a_set_is_its_bytes(raw in prop::collection::vec((0_usize..60, 0_usize..12), 0..20)) {
            let spans: Vec<Span> = raw.iter().map(|&(at, len)| Span::new(at, at + len)).collect();
            let set: SpanSet = spans.iter().copied().collect();
            for byte in 0..80 {
                let one = Span::new(byte, byte + 1);
                let held = spans.iter().any(|span| span.overlaps(one));
                prop_assert_eq!(set.covers(one), held);
                prop_assert_eq!(set.missing(one).is_empty(), held);
            }
            prop_assert!(set.spans().windows(2).all(|pair| pair[0].end < pair[1].start));
        }
    }
}
