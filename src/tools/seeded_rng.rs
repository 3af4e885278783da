//! A small generator of numbers that depend on a seed alone.
//!
//! `SplitMix64`: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014;
//! the constants are those of Vigna's public-domain C version.

use crate::text::hash::spread;

/// What a step adds to the state.
pub(crate) const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// The generator; equal seeds give equal numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SplitMix(u64);

impl SplitMix {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, any of 64 bits.
    #[inline]
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        spread(self.0)
    }

    /// The next number from 0 up to, not including, `end`. The bias of small numbers is below
    /// `end` / 2^64.
    ///
    /// # Panics
    ///
    /// In debug builds if `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        debug_assert!(end > 0, "there is no number below 0");
        let scaled = (u128::from(self.next()) * end as u128) >> 64;
        usize::try_from(scaled).expect("less than a usize")
    }

    /// True with the probability `share`, 0 to 1.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        #[expect(
            clippy::cast_precision_loss,
            reason = "53 bits fit an f64, which is why the others are shifted out"
        )]
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        unit < share
    }

    /// Puts `items` into random order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_published_generator() {
        let mut draws = SplitMix::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| draws.next()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn chances_and_bounds_are_kept() {
        let mut draws = SplitMix::new(5);
        let hits = (0..10_000).filter(|_| draws.chance(0.3)).count();
        assert!((2_850..3_150).contains(&hits), "{hits} of 3000");
        let mut seen = [0; 3];
        (0..3_000).for_each(|_| seen[draws.below(3)] += 1);
        assert!(seen.iter().all(|&count| count > 850), "{seen:?}");
        let mut items: Vec<usize> = (0..50).collect();
        draws.shuffle(&mut items);
        assert_ne!(items, (0..50).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<_>>());
    }
}
