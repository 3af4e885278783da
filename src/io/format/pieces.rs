//! Members and frames that are written piece by piece: each piece is packed for itself, by whoever has it, and all of
//! them behind each other are one member or frame.

use crate::io::format::compression::Compression;
use flate2::{Compress, Crc, FlushCompress, Status};
use std::io;

/// Which part of a member or frame bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    /// All of it.
    Whole,
    /// Its start.
    First,
    /// Neither start nor end.
    Middle,
    /// Its end.
    Last(Checked),
}

/// What the end of a gzip member says of all its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Checked {
    crc32: u32,
    /// How many there are.
    len_bytes: u64,
}

/// Sees all bytes of a member.
#[derive(Debug, Default)]
pub(crate) struct Checking {
    crc: Crc,
    len_bytes: u64,
}

impl Checking {
    /// Sees the next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.crc.update(bytes);
        self.len_bytes += bytes.len() as u64;
    }

    /// What is known of all bytes that it saw.
    pub(crate) fn checked(&self) -> Checked {
        Checked {
            crc32: self.crc.sum(),
            len_bytes: self.len_bytes,
        }
    }
}

impl Compression {
    /// Packs a piece of a member or frame. Pieces of Zstandard frames are not made smaller: what refers to bytes of
    /// other pieces, as its blocks do, cannot be made without them.
    ///
    /// # Errors
    ///
    /// Where the level is none, or memory is short.
    pub(crate) fn pack_piece(self, bytes: &[u8], piece: Piece, level: u8) -> io::Result<Vec<u8>> {
        match (self, piece) {
            (Self::None, _) => Ok(bytes.to_vec()),
            (_, Piece::Whole) => self.pack(bytes, level),
            (Self::Gzip, _) => gzip_piece(bytes, piece, level),
            (Self::Zstd, _) => Ok(zstd_piece(bytes, piece)),
        }
    }
}

/// A gzip header that says nothing but how its member is packed.
const GZIP_HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

fn gzip_piece(bytes: &[u8], piece: Piece, level: u8) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
    if piece == Piece::First {
        out.extend_from_slice(&GZIP_HEAD);
    }
    // A flush ends with a whole byte and the window is empty before: pieces may stand behind each other.
    let flush = match piece {
        Piece::Last(_) => FlushCompress::Finish,
        _ => FlushCompress::Sync,
    };
    let mut packer = Compress::new(Compression::gzip_level(level), false);
    let mut left = bytes;
    loop {
        let before = packer.total_in();
        let status = packer.compress_vec(left, &mut out, flush)?;
        let read = usize::try_from(packer.total_in() - before).unwrap_or(usize::MAX);
        left = left.get(read..).unwrap_or_default();
        let is_flushed = left.is_empty() && out.len() < out.capacity();
        if status == Status::StreamEnd || flush == FlushCompress::Sync && is_flushed {
            break;
        }
        out.reserve(64 << 10);
    }
    if let Piece::Last(checked) = piece {
        out.extend_from_slice(&checked.crc32.to_le_bytes());
        // Only the lower 32 bits count.
        out.extend_from_slice(&checked.len_bytes.to_le_bytes()[..4]);
    }
    Ok(out)
}

/// The start of a frame that says neither how long it is nor a checksum, and has a window of 1 MiB.
const ZSTD_HEAD: [u8; 6] = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x50];
/// Longer blocks there are none.
const ZSTD_BLOCK_BYTES: usize = 128 << 10;

fn zstd_piece(bytes: &[u8], piece: Piece) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 10_000 + 16);
    if piece == Piece::First {
        out.extend_from_slice(&ZSTD_HEAD);
    }
    let count = bytes.len().div_ceil(ZSTD_BLOCK_BYTES);
    let is_last = matches!(piece, Piece::Last(_));
    let mut block = |bytes: &[u8], is_last: bool| {
        // Its kind, 0, is "raw".
        let head = bytes.len() << 3 | usize::from(is_last);
        out.extend_from_slice(&head.to_le_bytes()[..3]);
        out.extend_from_slice(bytes);
    };
    for (number, bytes) in bytes.chunks(ZSTD_BLOCK_BYTES).enumerate() {
        block(bytes, is_last && number + 1 == count);
    }
    if is_last && bytes.is_empty() {
        block(&[], true);
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;
    use crate::io::format::decompress::Decompress;
    use std::io::Read as _;

    #[test]
    fn pieces_behind_each_other_are_one_member() {
        let text: Vec<u8> = (0..900_000_u32)
            .flat_map(|number| (number / 7).to_le_bytes())
            .collect();
        for packing in [Compression::None, Compression::Gzip, Compression::Zstd] {
            for lens in [
                vec![0],
                vec![1, 2_000_000],
                vec![5, 131_072, 262_144, 300_001],
            ] {
                let (mut left, mut checking) = (&text[..], Checking::default());
                let mut packed = Vec::new();
                for (number, len) in lens.iter().enumerate() {
                    let (bytes, behind) = left.split_at(*len);
                    left = behind;
                    checking.update(bytes);
                    let piece = if number == 0 {
                        Piece::First
                    } else {
                        Piece::Middle
                    };
                    packed.extend(packing.pack_piece(bytes, piece, 6).unwrap());
                }
                checking.update(left);
                let last = Piece::Last(checking.checked());
                packed.extend(packing.pack_piece(left, last, 6).unwrap());
                packed.extend(packing.pack(b"behind it", 0).unwrap());
                let mut unpacked = Vec::new();
                let mut reader = Decompress::new(&packed[..], packing, 64 << 20);
                reader.read_to_end(&mut unpacked).unwrap();
                assert!(
                    unpacked == [&text[..], b"behind it"].concat(),
                    "{packing:?} {lens:?}"
                );
                if packing == Compression::Gzip {
                    let mut member = flate2::bufread::GzDecoder::new(&packed[..]);
                    unpacked.clear();
                    member.read_to_end(&mut unpacked).unwrap();
                    assert!(unpacked == text, "all pieces are one member");
                }
            }
        }
    }
}
