//! Rows of several parts of a crawl as those of all of it.

use crate::tools::templates::row::{Row, RowError, RowKind, check_header};
use std::iter::Peekable;
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

/// The rows of several parts, sorted, each line once. It holds one row of each part.
pub struct Merged<I, E>
where
    I: Iterator<Item = Result<Row, MergeError<E>>>,
{
    parts: Vec<Peekable<I>>,
}

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
        Self {
            parts: parts.into_iter().map(Iterator::peekable).collect(),
        }
    }

    /// The part whose next row comes first, or whose next row is an error.
    fn first(&mut self) -> Option<usize> {
        let mut first: Option<usize> = None;
        for at in 0..self.parts.len() {
            let (before, rest) = self.parts.split_at_mut(at);
            let row = match rest[0].peek() {
                None => continue,
                Some(Err(_)) => return Some(at),
                Some(Ok(row)) => row,
            };
            let is_first = first.is_none_or(|first| match before[first].peek() {
                Some(Ok(best)) => row.place() < best.place(),
                _ => false,
            });
            if is_first {
                first = Some(at);
            }
        }
        first
    }
}

impl<I, E> Iterator for Merged<I, E>
where
    I: Iterator<Item = Result<Row, MergeError<E>>>,
{
    type Item = Result<Row, MergeError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.first()?;
        let mut row = match self.parts[first].next()? {
            Ok(row) => row,
            error => return Some(error),
        };
        for part in &mut self.parts {
            let same = |next: &Result<Row, MergeError<E>>| {
                next.as_ref().is_ok_and(|next| next.place() == row.place())
            };
            let Some(Ok(other)) = part.next_if(same) else {
                continue;
            };
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
