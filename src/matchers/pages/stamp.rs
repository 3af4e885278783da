//! Short lines that say when: "18 minutes ago", "The Heralda day ago", "3 May 2021".

use crate::matchers::pages::stamp_pattern;
use crate::matchers::re::{Pattern, Trust};
use std::sync::LazyLock;

static STAMP: LazyLock<Pattern> = LazyLock::new(|| {
    let pattern = Pattern::new(stamp_pattern::STAMP, Trust::Shipped);
    pattern.expect("the build prepared it")
});

/// The longest line that can be a stamp.
const MAX_STAMP_BYTES: usize = 80;

/// Whether the trimmed line is nothing but an age or a date, with at most a few words before it.
pub(crate) fn is_stamp(line: &str) -> bool {
    line.len() <= MAX_STAMP_BYTES && may_end_stamp(line) && STAMP.is_match(line)
}

/// Whether a stamp may end as the line does: few lines do, so that few need the pattern.
fn may_end_stamp(line: &str) -> bool {
    let bytes = line.as_bytes();
    let Some((last, before)) = bytes.split_last() else {
        return false;
    };
    // Only letters that no other one folds to: "s" is also the long s.
    let ends_with = |word: &str| {
        let start = bytes.len().checked_sub(word.len());
        start.is_some_and(|at| bytes[at..].eq_ignore_ascii_case(word.as_bytes()))
    };
    let after_digit = |sign: u8| {
        last.eq_ignore_ascii_case(&sign) && before.last().is_some_and(|b| !b.is_ascii_alphabetic())
    };
    last.is_ascii_digit()
        || !last.is_ascii() // a digit of another script
        || ["ago", "terday", " now"].into_iter().any(ends_with)
        || [b'h', b'd'].into_iter().any(after_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    static PLAIN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(stamp_pattern::STAMP).expect("it is sound"));

    proptest! {
        #[test]
        fn no_stamp_is_missed_by_its_end(
            line in "([a-z ]{0,9})(1 ?(h|day|mo)|an hour|\u{663}|5)( AGO| ago|H|d| May 2021|/2/2020)?|Yesterday|JUST NOW|.{0,20}"
        ) {
            prop_assert_eq!(is_stamp(&line), PLAIN.is_match(&line));
        }
    }

    #[test]
    fn ages_and_dates_are_stamps() {
        for line in [
            "18 minutes ago",
            "time18 minutes ago",
            "The Heralda day ago",
            "May 3, 2021",
            "2021-05-03",
            "5h",
        ] {
            assert!(is_stamp(line), "{line}");
        }
        for line in [
            "It happened two weeks ago.",
            "May 3",
            "ago",
            "5m",
            "In May 3, 2021 the court ruled",
        ] {
            assert!(!is_stamp(line), "{line}");
        }
    }
}
