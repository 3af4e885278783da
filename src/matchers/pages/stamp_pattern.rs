//! The pattern of ages, with a glued label before them where a scraper lost the gap, and of plain dates. The
//! build prepares it.

macro_rules! unit {
    () => {
        "(?:s|sec|secs|second|seconds|m|min|mins|minute|minutes|h|hr|hrs|hour|hours|d|day|days|w|week|weeks|mo|month|months|y|yr|yrs|year|years)"
    };
}

macro_rules! month {
    () => {
        "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?"
    };
}

/// What finds a line that is nothing but an age or a date.
pub(crate) const STAMP: &str = concat!(
    r"^(?i:.{0,40}?(?:\d+|an?|about an?|one) ?",
    unit!(),
    " ago|",
    month!(),
    r" \d{1,2},? \d{4}|\d{1,2} ",
    month!(),
    r",? \d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}[hd]|yesterday|just now)$"
);
