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
                let level = Self::gzip_level(level);
                let mut packer = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), level);
                packer.write_all(bytes)?;
                packer.finish()
            }
            Self::Zstd => zstd::bulk::compress(bytes, i32::from(level)),
        }
    }

    pub(crate) fn gzip_level(level: u8) -> flate2::Compression {
        match level {
            0 => flate2::Compression::default(),
            level => flate2::Compression::new(u32::from(level.min(9))),
        }
    }
}
