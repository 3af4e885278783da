//! The random numbers of Python's `random.Random(seed).random()`.
//!
//! MT19937 by Makoto Matsumoto and Takuji Nishimura, "Mersenne Twister: a 623-dimensionally
//! equidistributed uniform pseudo-random number generator" (1998), seeded by their reference
//! `init_by_array` (2002) as Python does for integers. `score.py` draws its bootstrap from it;
//! the same draws give the same intervals.

const LENGTH: usize = 624;
const SHIFT: usize = 397;
const MATRIX: u32 = 0x9908_b0df;
const UPPER: u32 = 0x8000_0000;

/// A generator of 32-bit words: 2.5 KB of state, a few nanoseconds a word.
pub(crate) struct MersenneTwister {
    state: [u32; LENGTH],
    next: usize,
}

impl MersenneTwister {
    /// The generator of `random.Random(seed)`.
    pub(crate) fn new(seed: u32) -> Self {
        let mut state = plain(19_650_218);
        // Reference `init_by_array` with a key of one word, so that `key[j] + j` is the seed.
        let mut at = 1;
        for _ in 0..LENGTH {
            let mixed = scrambled(&state, at).wrapping_mul(1_664_525);
            state[at] = (state[at] ^ mixed).wrapping_add(seed);
            at = advance(&mut state, at);
        }
        for _ in 1..LENGTH {
            let mixed = scrambled(&state, at).wrapping_mul(1_566_083_941);
            state[at] = (state[at] ^ mixed).wrapping_sub(index(at));
            at = advance(&mut state, at);
        }
        state[0] = UPPER;
        Self {
            state,
            next: LENGTH,
        }
    }

    /// `random()`: a number in `0.0..1.0` with 53 random bits.
    pub(crate) fn unit(&mut self) -> f64 {
        let high = f64::from(self.word() >> 5);
        let low = f64::from(self.word() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// `int(random() * length)`: an index below `length`.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a product of two non-negative numbers, cut off as Python's int() does"
    )]
    pub(crate) fn below(&mut self, length: usize) -> usize {
        (self.unit() * length as f64) as usize
    }

    fn word(&mut self) -> u32 {
        if self.next == LENGTH {
            self.refill();
        }
        let mut word = self.state[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    fn refill(&mut self) {
        for at in 0..LENGTH {
            let joined = (self.state[at] & UPPER) | (self.state[(at + 1) % LENGTH] & !UPPER);
            let odd = if joined & 1 == 1 { MATRIX } else { 0 };
            self.state[at] = self.state[(at + SHIFT) % LENGTH] ^ (joined >> 1) ^ odd;
        }
        self.next = 0;
    }
}

/// Reference `init_genrand`.
fn plain(seed: u32) -> [u32; LENGTH] {
    let mut state = [seed; LENGTH];
    for at in 1..LENGTH {
        state[at] = scrambled(&state, at)
            .wrapping_mul(1_812_433_253)
            .wrapping_add(index(at));
    }
    state
}

fn scrambled(state: &[u32; LENGTH], at: usize) -> u32 {
    state[at - 1] ^ (state[at - 1] >> 30)
}

/// Steps through `1..LENGTH` in a ring, copying the last word to the front on the way round.
fn advance(state: &mut [u32; LENGTH], at: usize) -> usize {
    if at + 1 < LENGTH {
        return at + 1;
    }
    state[0] = state[LENGTH - 1];
    1
}

fn index(at: usize) -> u32 {
    u32::try_from(at).expect("an index below 624")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_what_python_draws() {
        // python3 -c 'import random; r = random.Random(1); print([r.random() for _ in range(3)])'
        let mut rng = MersenneTwister::new(1);
        assert_eq!(rng.unit().to_bits(), 0.134_364_244_112_401_22_f64.to_bits());
        assert_eq!(rng.unit().to_bits(), 0.847_433_736_937_232_7_f64.to_bits());
        assert_eq!(rng.unit().to_bits(), 0.763_774_618_976_614_f64.to_bits());
    }

    #[test]
    fn a_million_draws_agree_with_python() {
        // r = random.Random(SEED); s = sum(int(r.random() * 1000) for _ in range(10**6)); print(s)
        for (seed, expected) in SUMS {
            let mut rng = MersenneTwister::new(seed);
            let sum: usize = (0..1_000_000).map(|_| rng.below(1000)).sum();
            assert_eq!(sum, expected, "seed {seed}");
        }
    }

    const SUMS: [(u32, usize); 3] = [
        (1, 499_662_238),
        (0, 499_177_767),
        (4_294_967_295, 499_110_076),
    ];
}
