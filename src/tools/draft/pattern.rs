//! A regular expression for the lines that differ from a line in dates, numbers and names alone.

const MONTHS: &str = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";
const DAYS: &str = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*";
const UNITS: &str = "(?:second|sec|minute|min|hour|hr|day|week|month|year)s?";
const NAMES: &str = r"\p{Lu}\S*(?:\s+\p{Lu}\S*)*";

/// What a word stands for besides itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Month,
    Day,
    Unit,
    Number,
    Name,
    Plain,
}

/// The pattern of the whole line where it is a date, an age, a count of minutes or a byline;
/// `None` where nothing in it varies so that a pattern would be needed.
pub(crate) fn of_line(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut parts: Vec<Part> = words.iter().map(|word| part(word)).collect();
    mark_units(&words, &mut parts);
    mark_names(&words, &mut parts);
    let has = |part: Part| parts.contains(&part);
    let is_dated = has(Part::Number) && (has(Part::Month) || has(Part::Unit));
    if !is_dated && !has(Part::Name) {
        return None;
    }
    let mut pattern = String::from(r"^\s*");
    for (at, (word, part)) in words.iter().zip(&parts).enumerate() {
        if *part == Part::Name && parts[at - 1] == Part::Name {
            continue; // one name of several words
        }
        if at > 0 {
            pattern.push_str(r"\s+");
        }
        pattern.push_str(&piece(word, *part));
    }
    pattern.push_str(r"\s*$");
    Some(pattern)
}

/// The same, where the line is a byline.
pub(crate) fn of_byline(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let by = words.next()?.eq_ignore_ascii_case("by");
    let named = words.next()?.chars().next().is_some_and(char::is_uppercase);
    (by && named).then(|| of_line(line))?
}

fn part(word: &str) -> Part {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    let begins = |names: &str, whole: &[&str]| {
        let named = core.get(..3).is_some_and(|three| names.contains(three));
        named && whole.iter().any(|full| full.starts_with(core))
    };
    if begins(MONTHS, &MONTH_NAMES) {
        Part::Month
    } else if begins(DAYS, &DAY_NAMES) {
        Part::Day
    } else if word.bytes().any(|b| b.is_ascii_digit()) {
        Part::Number
    } else {
        Part::Plain
    }
}

const MONTH_NAMES: [&str; 13] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "Sept",
    "October",
    "November",
    "December",
];
const DAY_NAMES: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// "5 hours ago", "3 min read": a unit behind a number.
fn mark_units(words: &[&str], parts: &mut [Part]) {
    const KNOWN: [&str; 10] = [
        "second", "sec", "minute", "min", "hour", "hr", "day", "week", "month", "year",
    ];
    for at in 1..words.len() {
        let unit = words[at].strip_suffix('s').unwrap_or(words[at]);
        if parts[at - 1] == Part::Number && KNOWN.contains(&unit) {
            parts[at] = Part::Unit;
        }
    }
}

/// "By Ada Morrow": capitalised words behind "by" at the line's start.
fn mark_names(words: &[&str], parts: &mut [Part]) {
    let by = words
        .first()
        .is_some_and(|word| word.eq_ignore_ascii_case("by"));
    if !by {
        return;
    }
    for at in 1..words.len() {
        let capital = words[at].chars().next().is_some_and(char::is_uppercase);
        if parts[at] != Part::Plain || !capital {
            return;
        }
        parts[at] = Part::Name;
        if words[at].ends_with([',', '|', ';', ':']) {
            return;
        }
    }
}

fn piece(word: &str, part: Part) -> String {
    let is_inner = |c: char| c.is_alphanumeric();
    let start = word.find(is_inner).unwrap_or(0);
    let end = word.rfind(is_inner).map_or(word.len(), |at| {
        at + word[at..].chars().next().map_or(0, char::len_utf8)
    });
    let around = |middle: &str| {
        let (before, after) = (&word[..start], &word[end..]);
        format!("{}{middle}{}", escape(before), escape(after))
    };
    match part {
        Part::Month => around(MONTHS),
        Part::Day => around(DAYS),
        Part::Unit => UNITS.to_owned(),
        Part::Name => NAMES.to_owned(),
        Part::Number => digits_folded(word),
        Part::Plain => escape(word),
    }
}

/// The word with every run of digits as `\d+`.
fn digits_folded(word: &str) -> String {
    let mut out = String::new();
    let mut plain = String::new();
    let mut in_digits = false;
    for c in word.chars() {
        if c.is_ascii_digit() {
            if !in_digits {
                out.push_str(&escape(&std::mem::take(&mut plain)));
                out.push_str(r"\d+");
            }
            in_digits = true;
        } else {
            plain.push(c);
            in_digits = false;
        }
    }
    out + &escape(&plain)
}

pub(crate) fn escape(text: &str) -> String {
    regex_syntax::escape(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_left_open() {
        let found = |line: &str| {
            let pattern = of_line(line)?;
            let regex = regex::Regex::new(&pattern).expect("it parses");
            assert!(regex.is_match(line), "{pattern} does not find {line}");
            Some(regex)
        };
        let byline = found("By Ada Morrow | 12 May 2024").expect("a byline");
        assert!(byline.is_match("by Lee de") || byline.is_match("By Lee Marsh | 3 June 2019"));
        let age = found("5 hours ago").expect("an age");
        assert!(age.is_match("1 minute ago"));
        assert!(!age.is_match("5 hours ago it rained"));
        assert!(found("Published: Monday, 12th Sept. 2024 (10:30)").is_some());
        assert!(found("3 min read").is_some());
        assert!(found("Leave a Reply").is_none());
        assert!(found("24 Comments").is_none());
        assert!(found("May the goat win").is_none());
    }
}
