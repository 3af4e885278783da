//! How many words a text holds.

/// How many words a text holds: runs of non-space characters with a letter or digit. O(n).
pub(crate) fn word_count(body: &str) -> usize {
    let mut words = 0;
    let mut counted = false;
    for c in body.chars() {
        if c.is_alphanumeric() {
            words += usize::from(!counted);
            counted = true;
        } else if c.is_whitespace() {
            counted = false;
        }
    }
    words
}
