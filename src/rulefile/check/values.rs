//! Words and counts of rule files.

use crate::rulefile::check::problems::out_of_range;
use crate::rulefile::reporter::Reporter;
use crate::rulefile::structure::unknown_value;
use toml::Spanned;

pub(crate) fn check_word<T: Copy + std::fmt::Display>(
    written: Option<&Spanned<String>>,
    key: &str,
    all: &[T],
    read: fn(&str) -> Option<T>,
    reporter: &mut Reporter,
) -> Option<T> {
    let written = written?;
    let value = read(written.get_ref());
    if value.is_none() {
        let known: Vec<String> = all.iter().map(ToString::to_string).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        unknown_value(key, written.get_ref(), written.span(), &known, reporter);
    }
    value
}

pub(crate) fn check_count(
    written: Option<&Spanned<i64>>,
    key: &'static str,
    reporter: &mut Reporter,
) -> Option<usize> {
    let written = written?;
    let count = usize::try_from(*written.get_ref()).ok();
    if count.is_none() {
        out_of_range(key, "0 or more", written.span(), reporter);
    }
    count
}
