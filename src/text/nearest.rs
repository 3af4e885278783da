//! Which known word somebody meant.

/// The longest word for which a near one is looked for.
pub(crate) const MAX_NEAR_BYTES: usize = 100;

/// The nearest of `known` to what was written, where one is near enough to be meant.
pub(crate) fn nearest<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    if written.len() > MAX_NEAR_BYTES {
        return None;
    }
    let most = |word: &str| 1 + word.len().min(written.len()) / 4;
    known
        .into_iter()
        .filter(|word| word.len().abs_diff(written.len()) <= 4 * most(word)) // 4 bytes a character
        .map(|word| (strsim::damerau_levenshtein(written, word), word))
        .filter(|&(distance, word)| distance <= most(word))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}
