//! A bit for each line of a page.

/// Lines of a block: one bit each in a number.
pub(super) const BLOCK: usize = 64;

pub(super) fn bit(bits: &[u64], line: usize) -> bool {
    bits[line / BLOCK] >> (line % BLOCK) & 1 != 0
}

pub(super) fn set(bits: &mut [u64], line: usize, is: bool) {
    let mask = 1 << (line % BLOCK);
    if is {
        bits[line / BLOCK] |= mask;
    } else {
        bits[line / BLOCK] &= !mask;
    }
}

/// The lines whose bits are set, in order.
#[derive(Clone)]
pub(crate) struct Bits<'b> {
    pub(super) own: &'b [u64],
    pub(super) other: Option<&'b [u64]>,
    pub(super) block: usize,
    pub(super) left: u64,
}

impl Iterator for Bits<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.block += 1;
            let other = self
                .other
                .map_or(!0, |other| other.get(self.block).copied().unwrap_or(0));
            self.left = self.own.get(self.block)? & other;
        }
        let line = self.block * BLOCK + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(line)
    }
}

pub(super) fn previous(line: usize, bits: impl Fn(usize) -> u64) -> Option<usize> {
    let mut block = line / BLOCK;
    let mut left = bits(block) & ((1 << (line % BLOCK)) - 1);
    while left == 0 {
        block = block.checked_sub(1)?;
        left = bits(block);
    }
    Some(block * BLOCK + left.ilog2() as usize)
}

pub(super) fn next(line: usize, blocks: usize, bits: impl Fn(usize) -> u64) -> Option<usize> {
    let mut block = line / BLOCK;
    let mut left = bits(block) & !((1 << (line % BLOCK)) | ((1 << (line % BLOCK)) - 1));
    while left == 0 {
        block += 1;
        if block == blocks {
            return None;
        }
        left = bits(block);
    }
    Some(block * BLOCK + left.trailing_zeros() as usize)
}
