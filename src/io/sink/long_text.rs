//! Texts that go from file to file, piece by piece, since no memory should hold them.

use crate::io::sink::disk::Disk;
use crate::io::source::sniff::refuse_binary;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Bytes of a piece.
const PIECE_BYTES: usize = 1 << 20;

/// Why a text was not copied.
pub(crate) enum CopyError {
    /// The text itself cannot be read; why, in words.
    Text(String),
    /// The copy cannot be written.
    Copy(io::Error),
}

/// What was copied.
pub(crate) struct Copied {
    pub(crate) hash: blake3::Hash,
    pub(crate) len_bytes: u64,
}

/// Copies a text into a new file. What is read once is what is hashed, held for UTF-8 and written.
pub(crate) fn copy_text(disk: &dyn Disk, text: &Path, to: &Path) -> Result<Copied, CopyError> {
    let unread = |error: io::Error| CopyError::Text(error.to_string());
    let mut from = File::open(text).map_err(unread)?;
    let mut copy = File::create(to).map_err(CopyError::Copy)?;
    let mut hasher = blake3::Hasher::new();
    let mut check = Utf8Check::default();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let len = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(len) => len,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unread(error)),
        };
        let bytes = &piece[..len];
        if hasher.count() == 0 {
            refuse_binary(bytes).map_err(|error| CopyError::Text(error.to_string()))?;
        }
        check.take(bytes).map_err(CopyError::Text)?;
        hasher.update(bytes);
        disk.append(&mut copy, bytes).map_err(CopyError::Copy)?;
    }
    check.end().map_err(CopyError::Text)?;
    if !cfg!(target_os = "linux") {
        copy.sync_all().map_err(CopyError::Copy)?;
    }
    Ok(Copied {
        hash: hasher.finalize(),
        len_bytes: hasher.count(),
    })
}

/// Holds bytes for UTF-8 that come in pieces.
#[derive(Default)]
struct Utf8Check {
    /// Bytes before those that are carried.
    len_bytes: usize,
    /// The start of a character whose end is in the next piece.
    carried: Vec<u8>,
}

impl Utf8Check {
    fn take(&mut self, piece: &[u8]) -> Result<(), String> {
        let mut rest = piece;
        while !self.carried.is_empty() {
            let Some((byte, behind)) = rest.split_first() else {
                return Ok(());
            };
            (self.carried.push(*byte), rest = behind);
            match std::str::from_utf8(&self.carried) {
                Ok(_) => {
                    self.len_bytes += self.carried.len();
                    self.carried.clear();
                }
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return self.end(),
            }
        }
        match std::str::from_utf8(rest) {
            Ok(_) => self.len_bytes += rest.len(),
            Err(error) => {
                let (valid, open) = rest.split_at(error.valid_up_to());
                self.len_bytes += valid.len();
                self.carried.extend_from_slice(open);
                if error.error_len().is_some() {
                    return self.end();
                }
            }
        }
        Ok(())
    }

    fn end(&self) -> Result<(), String> {
        if self.carried.is_empty() {
            return Ok(());
        }
        let at = self.len_bytes;
        Err(format!(
            "not UTF-8 from byte {at} on, and too long to be read in another encoding: --max-page-bytes allows more"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pieces: &[&[u8]]) -> Result<(), String> {
        let mut check = Utf8Check::default();
        pieces.iter().try_for_each(|piece| check.take(piece))?;
        check.end()
    }

    #[test]
    fn characters_may_lie_in_two_pieces_and_bytes_that_are_none_are_named() {
        let text = "Fähre über die Elbe, 9 € 🚢 hin und zurück".as_bytes();
        for at in 0..=text.len() {
            for then in at..=text.len() {
                let pieces = [&text[..at], &text[at..then], &text[then..]];
                assert_eq!(check(&pieces), Ok(()), "{at} {then}");
            }
        }
        let broken = b"caf\xe9 noir";
        for at in 0..=broken.len() {
            let why = check(&[&broken[..at], &broken[at..]]).expect_err("it is not UTF-8");
            assert!(why.starts_with("not UTF-8 from byte 3 on"), "{at}: {why}");
        }
        assert!(check(&["ü".as_bytes(), &"ü".as_bytes()[..1]]).is_err());
    }
}
