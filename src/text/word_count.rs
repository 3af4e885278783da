//! How many words a text holds.

/// How many words a text holds: runs of non-space characters with a letter or digit. O(n).
pub(crate) fn word_count(body: &str) -> usize {
    let bytes = body.as_bytes();
    let (mut words, mut is_counted) = (0, false);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let sort = if let Some(&sort) = SORTS.get(usize::from(byte)) {
            at += 1;
            sort
        } else {
            let c = body[at..].chars().next().unwrap_or_default();
            at += c.len_utf8();
            sort_of(c)
        };
        words += usize::from(sort == Sort::Word && !is_counted);
        is_counted = sort == Sort::Word || is_counted && sort == Sort::Other;
    }
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Word,
    Space,
    Other,
}

/// What each character of ASCII is.
static SORTS: [Sort; 128] = {
    let mut sorts = [Sort::Other; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            sorts[byte as usize] = Sort::Word;
        } else if matches!(byte, b'\t'..=b'\r' | b' ') {
            sorts[byte as usize] = Sort::Space;
        }
        byte += 1;
    }
    sorts
};

fn sort_of(c: char) -> Sort {
    match c {
        c if c.is_alphanumeric() => Sort::Word,
        c if c.is_whitespace() => Sort::Space,
        _ => Sort::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_counted_as_they_are_defined(text in "([a-c0 .\t\u{b}\u{a0}é’-]|\\PC){0,40}|(?s).{0,40}") {
            let pieces = text.split(char::is_whitespace);
            let slow = pieces.filter(|piece| piece.contains(char::is_alphanumeric));
            prop_assert_eq!(word_count(&text), slow.count());
        }
    }
}
