//! The byte order mark that some writers set before all else.

const MARK: &[u8] = b"\xef\xbb\xbf";

/// The mark, empty where there is none, and what stands behind it.
pub(crate) fn split_mark(bytes: &[u8]) -> (&[u8], &[u8]) {
    let len = if bytes.starts_with(MARK) {
        MARK.len()
    } else {
        0
    };
    bytes.split_at(len)
}

/// What stands behind the mark.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    split_mark(bytes).1
}
