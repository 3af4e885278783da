//! A header of 512 bytes.

use std::ops::Range;

/// Bytes of a header, and of the blocks that contents are filled up to.
pub(crate) const BLOCK: usize = 512;
const NAME: Range<usize> = 0..100;
/// Where the size of the contents stands.
pub(crate) const SIZE: Range<usize> = 124..136;
/// Where the sum of the header's bytes stands.
pub(crate) const CHECKSUM: Range<usize> = 148..156;
const TYPE: usize = 156;
const MAGIC: Range<usize> = 257..263;
const PREFIX: Range<usize> = 345..500;

/// A header whose checksum is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'b>(&'b [u8]);

impl<'b> Header<'b> {
    /// Reads the header at the start of `bytes`; `None` where its checksum is wrong or there are fewer bytes than it
    /// has.
    pub fn read(bytes: &'b [u8]) -> Option<Self> {
        let header = bytes.get(..BLOCK)?;
        let said = number(&header[CHECKSUM])?;
        let (unsigned, signed) = sums(header);
        (said == unsigned || i64::try_from(said) == Ok(signed)).then_some(Self(header))
    }

    /// What sort of entry it is.
    pub fn kind(&self) -> u8 {
        self.0[TYPE]
    }

    /// How many bytes the contents have, where no extended header says otherwise; `None` where it is no number.
    pub fn size(&self) -> Option<u64> {
        number(&self.0[SIZE])
    }

    /// The entry's path, where nothing in front of it says otherwise.
    pub fn path(&self) -> Vec<u8> {
        let name = text(&self.0[NAME]);
        // GNU's own form has other things where POSIX has a prefix.
        let prefix = match &self.0[MAGIC] {
            b"ustar\0" => text(&self.0[PREFIX]),
            _ => b"",
        };
        if prefix.is_empty() {
            return name.to_vec();
        }
        [prefix, b"/", name].concat()
    }

    /// The fields of size and checksum for contents of another size. No larger one is needed, so it has room.
    pub(crate) fn with_size(&self, size: u64) -> (Vec<u8>, Vec<u8>) {
        let new_size = write_number(&self.0[SIZE], size);
        let mut header = self.0.to_vec();
        let is_signed = number(&header[CHECKSUM]) != Some(sums(&header).0);
        header[SIZE].copy_from_slice(&new_size);
        let (unsigned, signed) = sums(&header);
        let sum = match u64::try_from(signed) {
            Ok(signed) if is_signed => signed,
            _ => unsigned,
        };
        (new_size, write_number(&self.0[CHECKSUM], sum))
    }
}

/// Sums of the bytes, the checksum taken for blanks: of bytes with and without signs. POSIX wants the second, and
/// old programs write the first.
fn sums(header: &[u8]) -> (u64, i64) {
    let bytes = header.iter().enumerate();
    let bytes = bytes.map(|(at, byte)| if CHECKSUM.contains(&at) { b' ' } else { *byte });
    bytes.fold((0, 0), |(unsigned, signed), byte| {
        (
            unsigned + u64::from(byte),
            signed + i64::from(byte.cast_signed()),
        )
    })
}

/// A text field up to its NUL.
fn text(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// A number: octal digits, or, where the first bit is set, bytes.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        let (first, rest) = (u64::from(field[0] & 0x7f), &field[1..]);
        return rest.iter().try_fold(first, |number, byte| {
            number.checked_mul(256)?.checked_add(u64::from(*byte))
        });
    }
    let digits = digits(field);
    let behind = field.get(digits.end).copied();
    if !matches!(behind, None | Some(0 | b' ')) {
        return None;
    }
    field[digits].iter().try_fold(0_u64, |number, digit| {
        number.checked_mul(8)?.checked_add(u64::from(digit - b'0'))
    })
}

/// Where the octal digits of a field stand, behind blanks.
fn digits(field: &[u8]) -> Range<usize> {
    let start = field.iter().take_while(|byte| **byte == b' ').count();
    let digits = field[start..]
        .iter()
        .take_while(|byte| (b'0'..=b'7').contains(*byte));
    start..start + digits.count()
}

/// A field with another number in the same form.
fn write_number(field: &[u8], number: u64) -> Vec<u8> {
    let mut new = field.to_vec();
    if field[0] & 0x80 != 0 {
        let bytes = number.to_be_bytes();
        let at = new.len() - bytes.len().min(new.len() - 1);
        new[1..].fill(0);
        new[0] = 0x80;
        let width = new.len() - at;
        new[at..].copy_from_slice(&bytes[bytes.len() - width..]);
        return new;
    }
    let place = digits(field);
    let spelt = format!("{number:0width$o}", width = place.len());
    if spelt.len() == place.len() {
        new[place].copy_from_slice(spelt.as_bytes());
    } else {
        // A checksum may need a digit more; the field is written as most programs do.
        let usual = format!("{number:0width$o}\0", width = field.len() - 2);
        new.fill(b' ');
        let len = usual.len().min(new.len());
        new[..len].copy_from_slice(&usual.as_bytes()[..len]);
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written_in_their_own_form() {
        for (field, wanted) in [
            (&b"00000001750\0"[..], Some(1000)),
            (b"     1750 \0\0", Some(1000)),
            (b"\0\0\0\0\0\0\0\0\0\0\0\0", Some(0)),
            (b"\x80\0\0\0\0\0\0\0\0\0\x03\xe8", Some(1000)),
            (b"00000001758\0", None),
            (b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", None),
        ] {
            assert_eq!(number(field), wanted, "{field:?}");
        }
        assert_eq!(write_number(b"00000001750\0", 8), b"00000000010\0");
        assert_eq!(write_number(b"     1750 \0\0", 8), b"     0010 \0\0");
        let binary = b"\x80\0\0\0\0\0\0\0\0\0\x03\xe8";
        assert_eq!(write_number(binary, 8), b"\x80\0\0\0\0\0\0\0\0\0\0\x08");
        assert_eq!(write_number(b"777\0    ", 512), b"001000\0 ");
    }
}
