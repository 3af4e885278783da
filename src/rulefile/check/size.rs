//! What a rule file may cost: a second and 200 MB, whatever it holds. So what it will take is
//! counted before it is read.

use crate::rulefile::code::Code;
use crate::rulefile::reporter::Reporter;
use toml::Spanned;

/// The largest rule file that is read.
pub(crate) const MAX_FILE_BYTES: usize = 3 << 20;

/// How many tables a file may open: each takes some hundred bytes, and its name may have two.
const MAX_TABLES: usize = 100_000;

/// What the patterns of a file may cost together.
const MAX_PATTERN_COST: usize = 40_000;

/// What a class of characters costs to parse, where a pattern without one costs 1.
const CLASS_COST: usize = 8;

/// Whether the file is small enough to be read; says so where it is not. O(n).
pub(crate) fn is_readable(source: &str, reporter: &mut Reporter) -> bool {
    let tables = count_tables(source);
    let (message, cap) = if source.len() > MAX_FILE_BYTES {
        let message = format!("the file has {} bytes", source.len());
        (message, format!("{MAX_FILE_BYTES} bytes"))
    } else if tables > MAX_TABLES {
        let message = format!("the file opens {tables} tables");
        (message, format!("{MAX_TABLES} tables"))
    } else {
        return true;
    };
    reporter
        .error(Code::TooLarge, 0..0, message, "from here on")
        .help(format!("a rule file may have {cap}; split it"));
    false
}

/// At least as many tables as the file opens: by headers, by dots before a value, by braces.
fn count_tables(source: &str) -> usize {
    let of_line = |line: &str| {
        let key = line.split(['=', '"', '\'', '#']).next().unwrap_or_default();
        key.bytes().filter(|b| matches!(b, b'.' | b'[')).count()
    };
    let by_keys: usize = source.lines().map(of_line).sum();
    by_keys + memchr::memchr_iter(b'{', source.as_bytes()).count()
}

/// Whether the file's patterns up to this one are few and plain enough to be parsed; says so at
/// the first that is not.
pub(crate) fn is_affordable(pattern: &Spanned<String>, reporter: &mut Reporter) -> bool {
    let before = reporter.spent;
    reporter.spent = before.saturating_add(cost(pattern.get_ref()));
    if reporter.spent <= MAX_PATTERN_COST {
        return true;
    }
    if before <= MAX_PATTERN_COST {
        reporter
            .error(
                Code::TooLarge,
                pattern.span(),
                "the patterns of this file are too many to be read",
                "from here on",
            )
            .help("split the file, or write patterns with fewer classes such as \\w and [a-z]");
    }
    false
}

fn cost(pattern: &str) -> usize {
    let bytes = pattern.as_bytes();
    let named = |pair: &&[u8]| {
        matches!(
            pair,
            [b'\\', b'w' | b'W' | b'd' | b'D' | b's' | b'S' | b'p' | b'P']
        )
    };
    let classes = bytes.windows(2).filter(named).count() + memchr::memchr_iter(b'[', bytes).count();
    1 + CLASS_COST * classes
}
