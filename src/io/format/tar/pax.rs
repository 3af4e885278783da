//! The extended header of POSIX: lines `LENGTH KEY=VALUE`.

use std::ops::Range;

/// What an extended header says that matters here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pax {
    /// The path of the entry behind it.
    pub(crate) path: Option<Vec<u8>>,
    /// How many bytes its contents have, and where the digits stand.
    pub(crate) size: Option<(u64, Range<usize>)>,
    /// Whether its contents are a map and what is not zero.
    pub(crate) is_sparse: bool,
}

impl Pax {
    /// Takes in a header whose bytes begin at `from` of what places count in; `None` where they are none.
    pub(crate) fn add(&mut self, bytes: &[u8], from: usize) -> Option<()> {
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let blank = memchr::memchr(b' ', rest)?;
            let len: usize = std::str::from_utf8(&rest[..blank]).ok()?.parse().ok()?;
            let record = rest.get(..len)?.strip_suffix(b"\n")?;
            let pair = record.get(blank + 1..)?;
            let equals = memchr::memchr(b'=', pair)?;
            let start = from + at + blank + 1 + equals + 1;
            self.take(&pair[..equals], &pair[equals + 1..], start)?;
            at += len;
        }
        Some(())
    }

    fn take(&mut self, key: &[u8], value: &[u8], start: usize) -> Option<()> {
        match key {
            b"path" => self.path = Some(value.to_vec()),
            b"size" => {
                let number = std::str::from_utf8(value).ok()?.parse().ok()?;
                self.size = Some((number, start..start + value.len()));
            }
            key if key.starts_with(b"GNU.sparse.") => self.is_sparse = true,
            _ => {}
        }
        Some(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_by_their_length() {
        let mut pax = Pax::default();
        let bytes = "19 path=a\nb/ö.txt\n11 size=42\n22 GNU.sparse.major=1\n".as_bytes();
        assert_eq!(pax.add(bytes, 512), Some(()));
        assert_eq!(pax.path.unwrap(), "a\nb/ö.txt".as_bytes());
        assert_eq!(pax.size, Some((42, 539..541)));
        assert!(pax.is_sparse);
        for wrong in [
            "x",
            "9 a=b\n",
            "6 ab \n",
            "5 a=b",
            "0 a=b\n",
            " 7 a=b\n",
            "12 size=4x2\n",
        ] {
            assert_eq!(Pax::default().add(wrong.as_bytes(), 0), None, "{wrong}");
        }
    }
}
