//! Smoothing along the page: what stands between noise is likely noise.

/// Log-odds beyond this are certain enough.
const CERTAIN: f32 = 30.0;

/// The posterior log-odds of a two-state chain (forward-backward; L. Rabiner, "A tutorial on hidden
/// Markov models", 1989), in which a line is as its neighbour is with odds of `exp(coupling)`.
/// O(n).
pub(crate) fn smooth(own: &[f32], coupling: f32, smoothed: &mut Vec<f32>) {
    let bond = coupling.exp();
    let message = |odds: f32| {
        let odds = odds.clamp(-CERTAIN, CERTAIN).exp();
        ((bond * odds + 1.0) / (odds + bond)).ln()
    };
    smoothed.clear();
    smoothed.extend_from_slice(own);
    let mut carried = 0.0;
    for (smoothed, &own) in smoothed.iter_mut().zip(own) {
        *smoothed += carried;
        carried = message(carried + own);
    }
    carried = 0.0;
    for (smoothed, &own) in smoothed.iter_mut().zip(own).rev() {
        *smoothed += carried;
        carried = message(carried + own);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn smoothed(own: &[f32], coupling: f32) -> Vec<f32> {
        let mut smoothed = Vec::new();
        smooth(own, coupling, &mut smoothed);
        smoothed
    }

    /// Sums over every way to label the lines.
    #[expect(clippy::cast_possible_truncation, reason = "log-odds need no more")]
    fn slow(own: &[f32], coupling: f32) -> Vec<f32> {
        let weight = |labels: u32| {
            let is = |at: usize| labels >> at & 1 == 1;
            let of_lines = (0..own.len())
                .filter(|&at| is(at))
                .map(|at| f64::from(own[at]));
            let alike = (1..own.len()).filter(|&at| is(at) == is(at - 1));
            let bonds = alike.map(|_| f64::from(coupling)).sum::<f64>();
            (of_lines.sum::<f64>() + bonds).exp()
        };
        let sum = |at: usize, wanted: bool| -> f64 {
            let all = 0..1_u32 << own.len();
            all.filter(|labels| (labels >> at & 1 == 1) == wanted)
                .map(weight)
                .sum()
        };
        (0..own.len())
            .map(|at| (sum(at, true) / sum(at, false)).ln() as f32)
            .collect()
    }

    proptest! {
        #[test]
        fn it_is_the_sum_over_all_labels(
            own in prop::collection::vec(-4.0_f32..4.0, 0..8),
            coupling in 0.0_f32..2.0,
        ) {
            for (fast, slow) in smoothed(&own, coupling).iter().zip(slow(&own, coupling)) {
                prop_assert!((fast - slow).abs() < 1e-3, "{} {}", fast, slow);
            }
        }
    }

    #[test]
    fn a_doubtful_line_goes_with_its_neighbours() {
        let own = smoothed(&[4.0, -0.2, 4.0], 0.5);
        assert!(own[1] > 0.0, "{own:?}");
        assert!(
            smoothed(&[0.0; 3], 0.5)
                .iter()
                .all(|odds| odds.abs() < 1e-6)
        );
    }
}
