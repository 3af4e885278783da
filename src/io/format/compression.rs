//! How the bytes of a shard are packed, and writing them so.

use flate2::write::GzEncoder;
use std::io::{self, Write as _};

/// How the bytes of a shard are packed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// gzip, of one member or many.
    Gzip,
    /// Zstandard, of one frame or many.
    Zstd,
}

/// Packs what is written to it, in members or frames of about 1 MiB, or such as end where it is flushed.
#[derive(Debug)]
pub struct PackWriter<W> {
    to: W,
    packing: Compression,
    waiting: Vec<u8>,
    is_empty: bool,
    at_flush: bool,
}

/// How many bytes make a member or frame.
const MEMBER_BYTES: usize = 1 << 20;

impl<W: io::Write> PackWriter<W> {
    /// Writes packed bytes to `to`. Nothing is whole before [`Self::finish`].
    pub fn new(to: W, packing: Compression) -> Self {
        Self {
            to,
            packing,
            waiting: Vec::new(),
            is_empty: true,
            at_flush: false,
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
        if self.is_empty || !self.waiting.is_empty() {
            self.pack()?;
        }
        Ok(self.to)
    }

    fn pack(&mut self) -> io::Result<()> {
        self.to.write_all(&self.packing.pack(&self.waiting, 0)?)?;
        self.waiting.clear();
        self.is_empty = false;
        Ok(())
    }
}

impl<W: io::Write> io::Write for PackWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= MEMBER_BYTES && !self.at_flush {
            self.pack()?;
        }
        Ok(bytes.len())
    }

    /// Keeps what is no member yet, which only [`Self::finish`] writes, unless members end here.
    fn flush(&mut self) -> io::Result<()> {
        if self.at_flush && !self.waiting.is_empty() {
            self.pack()?;
        }
        self.to.flush()
    }
}

impl Compression {
    /// The packing that these first bytes of a file tell.
    pub fn of_magic(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::None,
        }
    }

    /// The ending of a file's name that says so, with its dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Gzip => ".gz",
            Self::Zstd => ".zst",
        }
    }

    /// Packs bytes as a member or frame of its own, so that what was written before may stand in front of it and
    /// what comes later behind. A Zstandard frame says how many bytes it holds. `level` is the packer's own; 0 takes
    /// its default.
    ///
    /// # Errors
    ///
    /// Where the level is none, or memory is short.
    pub fn pack(self, bytes: &[u8], level: u8) -> io::Result<Vec<u8>> {
        match self {
            Self::None => Ok(bytes.to_vec()),
            Self::Gzip => {
                let level = match level {
                    0 => flate2::Compression::default(),
                    level => flate2::Compression::new(u32::from(level.min(9))),
                };
                let mut packer = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), level);
                packer.write_all(bytes)?;
                packer.finish()
            }
            Self::Zstd => zstd::bulk::compress(bytes, i32::from(level)),
        }
    }
}
