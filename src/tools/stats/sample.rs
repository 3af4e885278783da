//! Samples that do not depend on the order in which things are seen.

/// The few things of many that a hash of their places picks: as good as drawn by lot, and the same
/// at any number of threads. Memory is bounded by how many are kept.
#[derive(Debug, Clone)]
pub struct Sample<T> {
    size: usize,
    /// Sorted by key and place.
    kept: Vec<(u64, T)>,
}

impl<T> Sample<T> {
    /// An empty sample of at most `size` things.
    pub fn new(size: usize) -> Self {
        Self {
            size,
            kept: Vec::new(),
        }
    }

    /// Takes `thing` in if its key is among the smallest. O(log size), and O(size) to move others.
    pub fn add(&mut self, key: u64, thing: T) {
        self.add_with(key, || thing);
    }

    /// As [`Self::add`], for things that cost something to make: only one that is taken in is made.
    pub fn add_with(&mut self, key: u64, thing: impl FnOnce() -> T) {
        let at = self.kept.partition_point(|(held, _)| *held <= key);
        if at < self.size {
            self.kept.insert(at, (key, thing()));
            self.kept.truncate(self.size);
        }
    }

    /// The things that were picked, each with its key, by their keys.
    pub fn into_kept(self) -> impl Iterator<Item = (u64, T)> {
        self.kept.into_iter()
    }
}

/// The key of the thing at `place` in a sample drawn with `seed`.
pub fn sample_key(seed: u64, place: &[&str]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    for part in place {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut first = [0; 8];
    hasher.finalize_xof().fill(&mut first);
    u64::from_le_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_does_not_matter() {
        let keys: Vec<u64> = (0..40_u64)
            .map(|n| sample_key(7, &[&n.to_string()]))
            .collect();
        let picked = |order: &mut dyn Iterator<Item = usize>| {
            let mut sample = Sample::new(5);
            order.for_each(|at| sample.add(keys[at], at));
            sample.into_kept().map(|(_, at)| at).collect::<Vec<_>>()
        };
        let forwards = picked(&mut (0..40));
        assert_eq!(forwards.len(), 5);
        assert_eq!(forwards, picked(&mut (0..40).rev()));
        let other_seed = (0..40).map(|n: u64| sample_key(8, &[&n.to_string()]));
        assert_ne!(keys, other_seed.collect::<Vec<_>>());
    }
}
