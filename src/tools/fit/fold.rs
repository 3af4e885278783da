//! Folds for cross-validation, by host.

/// The fold, 0 up to `folds`, of everything from `host`: pages of one site share their furniture,
/// so that a model tested on a site must not have been fitted on it. O(n) in bytes of the name.
///
/// # Panics
///
/// Panics if `folds` is 0.
pub(crate) fn fold_of(host: &str, folds: usize, seed: u64) -> usize {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    hasher.update(host.as_bytes());
    let mut bytes = [0; 8];
    hasher.finalize_xof().fill(&mut bytes);
    let drawn = u64::from_le_bytes(bytes) % folds as u64;
    usize::try_from(drawn).expect("less than a usize")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_keeps_its_fold() {
        let hosts = ["example.com", "example.org", "news.example", ""];
        assert_eq!(hosts.map(|host| fold_of(host, 5, 1)), [4, 1, 3, 2]);
        assert!(hosts.iter().all(|host| fold_of(host, 1, 1) == 0));
    }

    #[test]
    fn folds_are_balanced_and_differ_by_seed() {
        let folds = |seed| {
            (0..5_000)
                .map(|n| fold_of(&format!("site{n}.example"), 5, seed))
                .collect::<Vec<_>>()
        };
        for fold in 0..5 {
            let size = folds(1).iter().filter(|&&of| of == fold).count();
            assert!((900..1_100).contains(&size), "fold {fold} has {size}");
        }
        let (one, two) = (folds(1), folds(2));
        let moved = one.iter().zip(&two).filter(|(a, b)| a != b);
        assert!(moved.count() > 3_800, "four of five are expected to move");
    }
}
