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
