//! Numbers and texts as bytes: the form of what the build prepares for the program.
//!
//! All numbers are little-endian. A list is its length, as a `u32`, and its parts; a text is the list of
//! its bytes.

/// Writes packed bytes.
#[derive(Debug, Default)]
pub(crate) struct PackedWriter(pub(crate) Vec<u8>);

impl PackedWriter {
    /// A count or a number that is one.
    ///
    /// # Panics
    ///
    /// Panics where it does not fit 32 bits: what the build prepares is small.
    pub(crate) fn number(&mut self, number: usize) {
        let number = u32::try_from(number).expect("what is prepared is below 4 GB");
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn list<T>(&mut self, parts: &[T], mut part: impl FnMut(&mut Self, &T)) {
        self.number(parts.len());
        for one in parts {
            part(self, one);
        }
    }

    pub(crate) fn longs(&mut self, numbers: &[u64]) {
        self.number(numbers.len());
        self.0
            .extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    pub(crate) fn shorts(&mut self, numbers: &[u16]) {
        self.number(numbers.len());
        self.0
            .extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }
}

/// Reads packed bytes from the front on; `None` where they end too early.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PackedReader<'p>(pub(crate) &'p [u8]);

impl<'p> PackedReader<'p> {
    pub(crate) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*head)
    }

    pub(crate) fn small(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take()?))
    }

    pub(crate) fn number(&mut self) -> Option<usize> {
        usize::try_from(self.small()?).ok()
    }

    fn slice(&mut self, len: usize) -> Option<&'p [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }

    pub(crate) fn bytes(&mut self) -> Option<&'p [u8]> {
        let len = self.number()?;
        self.slice(len)
    }

    pub(crate) fn text(&mut self) -> Option<&'p str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub(crate) fn list<T>(
        &mut self,
        mut part: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let len = self.number()?;
        let mut parts = Vec::with_capacity(len.min(self.0.len()));
        for _ in 0..len {
            parts.push(part(self)?);
        }
        Some(parts)
    }

    pub(crate) fn longs(&mut self) -> Option<Vec<u64>> {
        let len = self.number()?;
        let (chunks, _) = self.slice(len.checked_mul(8)?)?.as_chunks::<8>();
        Some(
            chunks
                .iter()
                .map(|chunk| u64::from_le_bytes(*chunk))
                .collect(),
        )
    }

    pub(crate) fn shorts(&mut self) -> Option<Vec<u16>> {
        let len = self.number()?;
        let (chunks, _) = self.slice(len.checked_mul(2)?)?.as_chunks::<2>();
        Some(
            chunks
                .iter()
                .map(|chunk| u16::from_le_bytes(*chunk))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut out = PackedWriter::default();
        out.number(7);
        out.bytes("é".as_bytes());
        out.list(&["a", "bc"], |out, text| out.bytes(text.as_bytes()));
        out.longs(&[1, u64::MAX]);
        out.shorts(&[3, 4, 5]);
        let mut packed = PackedReader(&out.0);
        assert_eq!(packed.number(), Some(7));
        assert_eq!(packed.text(), Some("é"));
        assert_eq!(packed.list(PackedReader::text), Some(vec!["a", "bc"]));
        assert_eq!(packed.longs(), Some(vec![1, u64::MAX]));
        assert_eq!(packed.shorts(), Some(vec![3, 4, 5]));
        assert_eq!(packed.number(), None);
    }
}
