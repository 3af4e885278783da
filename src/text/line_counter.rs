//! In which line of a text, and in which of its columns, a byte stands. Lines and columns count from
//! 1 here, as people count them; columns are characters.

/// Counts lines up to rising offsets, so that a text is read once for all that is asked.
///
/// An offset below the one before it begins anew.
pub(crate) struct LineCounter<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> LineCounter<'t> {
    /// Begins at the start of the text.
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
        }
    }

    /// The line of a byte; of one behind the end, the last line. O(n) in the bytes passed over.
    pub(crate) fn line_of(&mut self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        if offset < self.at {
            (self.at, self.line) = (0, 1);
        }
        let passed = &self.text.as_bytes()[self.at..offset];
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.at = offset;
        self.line
    }

    /// The line and the column of a byte.
    pub(crate) fn position_of(&mut self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let ends = |&at: &usize| self.text.is_char_boundary(at);
        let end = (0..=self.at).rev().find(ends).unwrap_or(0);
        let before = &self.text[..end];
        let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
        (line, before[start..].chars().count() + 1)
    }
}

/// The line of one byte of a text.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    LineCounter::new(text).line_of(offset)
}

/// The line and the column of one byte of a text.
pub(crate) fn position_of(text: &str, offset: usize) -> (usize, usize) {
    LineCounter::new(text).position_of(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one() {
        let text = "a\nü b\n";
        for (offset, expected) in [
            (0, (1, 1)),
            (1, (1, 2)),
            (2, (2, 1)),
            (3, (2, 1)), // inside of a character
            (5, (2, 3)),
            (7, (3, 1)),
            (99, (3, 1)),
        ] {
            assert_eq!(position_of(text, offset), expected, "{offset}");
            assert_eq!(line_of(text, offset), expected.0, "{offset}");
        }
    }

    #[test]
    fn one_counter_serves_many_offsets_in_any_order() {
        let mut lines = LineCounter::new("a\nb\nc");
        assert_eq!([0, 2, 4, 1].map(|at| lines.line_of(at)), [1, 2, 3, 1]);
    }
}
