//! Rows of a shard that are worked on together.

use crate::io::format::mark::split_mark;
use crate::io::format::pieces::Checked;

/// Rows that stand behind each other, whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Block {
    /// Which block of its shard, from 0.
    pub(crate) number: u64,
    /// The line of its first row, from 1; of other containers which row it is.
    pub(crate) first_line: u64,
    /// Bytes at its start that belong to the row before it.
    pub(crate) carried: usize,
    /// What is known of that row when it ends with these bytes, where rows are packed by themselves.
    pub(crate) ended: Option<Checked>,
    /// Which part of a row it is, where it is one of a row that memory does not hold.
    pub(crate) long: Option<LongRow>,
    /// Rows that begin in it, as who found its end counted them.
    pub(crate) rows: u64,
    /// Its bytes. Only the last line of a shard may lack its end, and parts of a long row.
    pub(crate) bytes: Vec<u8>,
    /// Of rows that were made of something else, what is known of them.
    pub(crate) made: Option<Made>,
}

/// A part of a row that memory does not hold, which passes through part by part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LongRow {
    First,
    Middle,
    Last,
}

/// What is known of rows that were made of something else than lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Made {
    /// Which each row is of what it was made of.
    pub(crate) numbers: Vec<u64>,
    /// What could not be made a row, and why.
    pub(crate) refused: Vec<(u64, String)>,
    /// How many had no text.
    pub(crate) left_out: u64,
}

impl Block {
    /// The lines with their numbers, each with its end; of a long row its first part.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let goes_on = matches!(self.long, Some(LongRow::Middle | LongRow::Last));
        let count = if goes_on { 0 } else { usize::MAX };
        self.all_lines().take(count)
    }

    fn all_lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let lines = memchr::memchr_iter(b'\n', &self.bytes).map(|at| at + 1);
        let last = (self.bytes.last() != Some(&b'\n')).then_some(self.bytes.len());
        let mut from = 0;
        let filled = lines.chain(last).filter_map(move |to| {
            let bytes = &self.bytes[from..to];
            from = to;
            (!bytes.is_empty()).then_some(bytes)
        });
        filled.zip(0..).map(|(bytes, place)| {
            let made = self.made.as_ref();
            let number = made.and_then(|made| made.numbers.get(usize::try_from(place).ok()?));
            (number.copied().unwrap_or(self.first_line + place), bytes)
        })
    }

    /// `blake3` of its bytes, and of what else is known of its rows: by their numbers they are named.
    pub(crate) fn hash(&self) -> blake3::Hash {
        let mut hash = blake3::Hasher::new();
        hash.update(&self.bytes);
        if let Some(made) = &self.made {
            hash.update(format!("{made:?}").as_bytes());
        }
        hash.finalize()
    }
}

/// A line parted into what a row is and what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineParts<'b> {
    /// A byte order mark, on the first line alone.
    pub(crate) mark: &'b [u8],
    /// The row; empty for a blank line, all of which is `end` then.
    pub(crate) row: &'b [u8],
    /// Carriage returns and the line feed.
    pub(crate) end: &'b [u8],
}

impl<'b> LineParts<'b> {
    pub(crate) fn new(number: u64, line: &'b [u8]) -> Self {
        let (mark, line) = if number == 1 {
            split_mark(line)
        } else {
            (&line[..0], line)
        };
        if line.trim_ascii().is_empty() {
            let (row, end) = line.split_at(0);
            return Self { mark, row, end };
        }
        let without_feed = line.strip_suffix(b"\n").unwrap_or(line);
        let returns = without_feed.iter().rev().take_while(|byte| **byte == b'\r');
        let (row, end) = line.split_at(without_feed.len() - returns.count());
        Self { mark, row, end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_with_their_numbers_and_ends() {
        let lines = |text: &str| {
            let block = Block {
                number: 0,
                first_line: 7,
                carried: 0,
                ended: None,
                long: None,
                rows: 0,
                bytes: text.as_bytes().to_vec(),
                made: None,
            };
            let lines = block
                .lines()
                .map(|(line, bytes)| format!("{line}{}", String::from_utf8_lossy(bytes)));
            lines.collect::<Vec<_>>()
        };
        assert_eq!(lines("a\n\nb\n"), ["7a\n", "8\n", "9b\n"]);
        assert_eq!(lines("a\nb"), ["7a\n", "8b"]);
        assert!(lines("").is_empty());
    }

    #[test]
    fn a_line_is_parted() {
        let part = |number, line: &str| {
            let parts = LineParts::new(number, line.as_bytes());
            [parts.mark, parts.row, parts.end]
                .map(|part| String::from_utf8_lossy(part).into_owned())
        };
        assert_eq!(part(1, "\u{feff}{}\r\n"), ["\u{feff}", "{}", "\r\n"]);
        assert_eq!(part(2, "\u{feff}{}"), ["", "\u{feff}{}", ""]);
        assert_eq!(part(2, " {} \r\r\n"), ["", " {} ", "\r\r\n"]);
        assert_eq!(part(2, " \t\r\n"), ["", "", " \t\r\n"]);
    }
}
