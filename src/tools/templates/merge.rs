//! Rows of several parts of a crawl as those of all of it.

use crate::tools::templates::row::{Row, RowError, RowKind, check_header};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Why counts cannot be merged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError<E> {
    /// A part could not be read.
    #[error("{0}")]
    Read(E),
    /// A line of a part, from 1, is no row.
    #[error("line {0}: {1}")]
    Row(usize, RowError),
    /// The rows of a part are not in order.
    #[error(
        "line {0}: the rows are not in order: by `host`, pages first, these by `page` and lines by `key`"
    )]
    Order(usize),
    /// A page stands in two parts, and its lines would count twice.
    #[error("page {1} of {0} stands in two of the parts, and its lines would count twice")]
    Twice(String, String),
}

/// The rows of several parts, sorted, each line once. It holds one row of each part; O(log n) a row in their number.
pub struct Merged<I, E> {
    parts: Vec<I>,
    /// The next row of each part, first rows first.
    heads: BinaryHeap<Reverse<Head>>,
    error: Option<MergeError<E>>,
}

/// A row, and the part that it is of.
struct Head {
    row: Row,
    part: usize,
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> Ordering {
        let places = self.row.place().cmp(&other.row.place());
        places.then(self.part.cmp(&other.part))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head {}

/// The lines of a file of counts as rows, in order.
pub struct Rows<I> {
    lines: I,
    number: usize,
    last: Option<(Arc<str>, bool, Arc<str>, u64)>,
}

/// Reads a file of counts, line by line.
pub fn rows_of<I>(lines: I) -> Rows<I> {
    Rows {
        lines,
        number: 0,
        last: None,
    }
}

impl<I, E> Iterator for Rows<I>
where
    I: Iterator<Item = Result<String, E>>,
{
    type Item = Result<Row, MergeError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.lines.next();
        self.number += 1;
        let line = match line {
            None if self.number == 1 => String::new(),
            None => return None,
            Some(Err(error)) => return Some(Err(MergeError::Read(error))),
            Some(Ok(line)) => line,
        };
        if self.number == 1 {
            return match check_header(&line) {
                Ok(()) => self.next(),
                Err(error) => Some(Err(MergeError::Row(1, error))),
            };
        }
        let row = match Row::parse(&line) {
            Ok(row) => row,
            Err(error) => return Some(Err(MergeError::Row(self.number, error))),
        };
        let place = row.owned_place();
        if self.last.as_ref().is_some_and(|last| *last >= place) {
            return Some(Err(MergeError::Order(self.number)));
        }
        self.last = Some(place);
        Some(Ok(row))
    }
}

impl<I, E> Merged<I, E>
where
    I: Iterator<Item = Result<Row, MergeError<E>>>,
{
    /// Merges parts whose rows are sorted.
    pub fn new(parts: impl IntoIterator<Item = I>) -> Self {
        let mut merged = Self {
            parts: parts.into_iter().collect(),
            heads: BinaryHeap::new(),
            error: None,
        };
        (0..merged.parts.len()).for_each(|part| merged.read(part));
        merged
    }

    /// Reads the next row of a part.
    fn read(&mut self, part: usize) {
        match self.parts[part].next() {
            Some(Ok(row)) => self.heads.push(Reverse(Head { row, part })),
            Some(Err(error)) => self.error = self.error.take().or(Some(error)),
            None => {}
        }
    }

    /// The first row of all.
    fn first(&mut self) -> Option<Row> {
        let Reverse(Head { row, part }) = self.heads.pop()?;
        self.read(part);
        Some(row)
    }
}

impl<I, E> Iterator for Merged<I, E>
where
    I: Iterator<Item = Result<Row, MergeError<E>>>,
{
    type Item = Result<Row, MergeError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.error.take() {
            return Some(Err(error));
        }
        let mut row = self.first()?;
        let is_same = |this: &Self, row: &Row| {
            let next = this.heads.peek();
            next.is_some_and(|Reverse(next)| next.row.place() == row.place())
        };
        while is_same(self, &row) {
            let other = self.first()?;
            if let Err(twice) = merge(&mut row, other) {
                return Some(Err(twice));
            }
        }
        Some(Ok(row))
    }
}

/// Adds what another part has of the same page or line: a line merges, a page stands in one part alone.
pub(crate) fn merge<E>(row: &mut Row, other: Row) -> Result<(), MergeError<E>> {
    match (&mut row.kind, other.kind) {
        (RowKind::Line(_, line), RowKind::Line(_, other)) => line.merge(other),
        (RowKind::Page(id, _), _) => {
            let (host, id) = (row.host.to_string(), id.to_string());
            return Err(MergeError::Twice(host, id));
        }
        (RowKind::Line(..), RowKind::Page(..)) => {}
    }
    Ok(())
}
