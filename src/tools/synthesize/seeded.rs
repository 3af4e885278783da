//! Numbers that depend on a seed and a key alone.
//!
//! They are those of [`SplitMix`], drawn by integers alone, since they decide the bytes of pages; and every
//! page, host and block has a stream of its own, for a few multiplications ([`SeededRng::keyed`]).

use crate::text::hash::spread;
use crate::tools::seeded_rng::{GAMMA, SplitMix};

/// A stream of numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeededRng(SplitMix);

impl SeededRng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(SplitMix::new(seed))
    }

    /// The stream of `key` under `seed`: another key gives an unrelated stream.
    pub(crate) fn keyed(seed: u64, key: u64) -> Self {
        Self::new(spread(seed ^ spread(key.wrapping_add(GAMMA))))
    }

    /// The next number, any of 64 bits.
    #[inline]
    pub(crate) fn next(&mut self) -> u64 {
        self.0.next()
    }

    /// The next number from 0 up to, not including, `end`; the bias is below `end` / 2^32.
    #[inline]
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        debug_assert!(end > 0, "there is no number below 0");
        scaled(self.next(), end)
    }

    /// The next number from `least` to `most`.
    #[inline]
    pub(crate) fn between(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most - least + 1)
    }

    /// True in `thousandths` of a thousand cases.
    #[inline]
    pub(crate) fn chance(&mut self, thousandths: u32) -> bool {
        self.below(1000) < thousandths
    }

    /// One of the items, which are not empty.
    #[inline]
    pub(crate) fn pick<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        let count = u32::try_from(items.len()).expect("lists of choices are short");
        &items[self.below(count) as usize]
    }
}

/// The upper half of `drawn`, scaled to 0 up to, not including, `end`. The lower half stays free for
/// another choice.
#[inline]
pub(crate) fn scaled(drawn: u64, end: u32) -> u32 {
    let product = (drawn >> 32) * u64::from(end);
    u32::try_from(product >> 32).expect("less than `end`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_and_chances_are_kept() {
        let mut numbers = SeededRng::keyed(1, 2);
        let drawn: Vec<u32> = (0..3000).map(|_| numbers.between(4, 6)).collect();
        for wanted in 4..=6 {
            let count = drawn.iter().filter(|&&one| one == wanted).count();
            assert!((900..1100).contains(&count), "{wanted}: {count}");
        }
        let hits = (0..10_000).filter(|_| numbers.chance(250)).count();
        assert!((2300..2700).contains(&hits), "{hits}");
    }

    #[test]
    fn keys_give_streams_of_their_own() {
        let first = |seed, key| SeededRng::keyed(seed, key).next();
        assert_eq!(first(1, 7), first(1, 7));
        assert_ne!(first(1, 7), first(1, 8));
        assert_ne!(first(1, 7), first(7, 1));
        assert_ne!(first(0, 0), 0);
    }
}
