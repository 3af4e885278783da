//! Writing packed bytes as a stream.

use crate::io::format::compression::Compression;
use crate::io::format::pieces::{Checking, Piece};
use std::io;

/// Packs what is written to it, in members or frames of about 1 MiB, or such as end where it is flushed.
#[derive(Debug)]
pub struct PackWriter<W> {
    to: W,
    packing: Compression,
    waiting: Vec<u8>,
    is_empty: bool,
    at_flush: bool,
    /// What was written of the member at hand, where it is longer than may wait.
    begun: Option<Checking>,
}

/// How many bytes make a member or frame.
const MEMBER_BYTES: usize = 1 << 20;
/// How many bytes of a member that ends at a flush wait at most.
pub(crate) const PIECE_BYTES: usize = 16 << 20;

impl<W: io::Write> PackWriter<W> {
    /// Writes packed bytes to `to`. Nothing is whole before [`Self::finish`].
    pub fn new(to: W, packing: Compression) -> Self {
        Self {
            to,
            packing,
            waiting: Vec::new(),
            is_empty: true,
            at_flush: false,
            begun: None,
        }
    }

    /// The same, with a member or frame for what is written between two flushes: as a WARC file wants one a record.
    #[must_use]
    pub fn at_flush(mut self) -> Self {
        self.at_flush = true;
        self
    }

    /// Packs what is left, and gives back what it was written to.
    ///
    /// # Errors
    ///
    /// Whatever that says.
    pub fn finish(mut self) -> io::Result<W> {
        if self.is_empty || !self.waiting.is_empty() || self.begun.is_some() {
            self.end_member()?;
        }
        Ok(self.to)
    }

    fn end_member(&mut self) -> io::Result<()> {
        let piece = match self.begun.take() {
            None => Piece::Whole,
            Some(mut checking) => {
                checking.update(&self.waiting);
                Piece::Last(checking.checked())
            }
        };
        self.pack(piece)
    }

    /// Writes what waits as a piece of a member that goes on.
    fn part_member(&mut self) -> io::Result<()> {
        let piece = if self.begun.is_none() {
            Piece::First
        } else {
            Piece::Middle
        };
        self.begun.get_or_insert_default().update(&self.waiting);
        self.pack(piece)
    }

    fn pack(&mut self, piece: Piece) -> io::Result<()> {
        let packed = self.packing.pack_piece(&self.waiting, piece, 0)?;
        self.to.write_all(&packed)?;
        self.waiting.clear();
        self.is_empty = false;
        Ok(())
    }
}

impl<W: io::Write> io::Write for PackWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.at_flush && self.waiting.len() >= PIECE_BYTES {
            self.part_member()?;
        } else if !self.at_flush && self.waiting.len() >= MEMBER_BYTES {
            self.end_member()?;
        }
        Ok(bytes.len())
    }

    /// Keeps what is no member yet, which only [`Self::finish`] writes, unless members end here.
    fn flush(&mut self) -> io::Result<()> {
        if self.at_flush && (!self.waiting.is_empty() || self.begun.is_some()) {
            self.end_member()?;
        }
        self.to.flush()
    }
}
