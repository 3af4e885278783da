//! Pages whose cuts nobody can be asked about.

use crate::cli::render::terminal::counted;
use std::collections::BTreeMap;

/// Why it is not known who removed what of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unaccounted {
    /// There is no record of it.
    NoRecord,
    /// Its record cannot be read, or is not sound.
    Damaged,
    /// Its record's offsets are not of the text that `score` reads.
    NotUtf8,
    /// BEFORE holds another text than was cleaned.
    OtherBefore,
    /// It was cleaned otherwise than the others.
    OtherOptions,
    /// AFTER holds another text than cleaning makes.
    OtherAfter,
}

impl Unaccounted {
    fn why(self) -> &'static str {
        match self {
            Self::NoRecord => "the cut records do not name it",
            Self::Damaged => "its cut record cannot be read",
            Self::NotUtf8 => "it is not UTF-8, and its cut record is of the decoded text",
            Self::OtherBefore => "its cut record belongs to another text than BEFORE holds",
            Self::OtherOptions => {
                "it was cleaned with other rules, options or evidence than those given here"
            }
            Self::OtherAfter => {
                "cleaned again it is another text than AFTER holds: was that changed, or made by another version of dechaff?"
            }
        }
    }
}

/// How many pages are not accounted for, why, and the first of each.
#[derive(Default)]
pub(crate) struct LeftOut(BTreeMap<Unaccounted, (usize, String)>);

impl LeftOut {
    pub(crate) fn add(&mut self, id: &str, why: Unaccounted) {
        self.0.entry(why).or_insert_with(|| (0, id.to_owned())).0 += 1;
    }

    /// A line for each reason.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(why, (count, example))| {
            let why = why.why();
            if *count == 1 {
                return format!("{example} is scored but not accounted for: {why}");
            }
            let pages = counted(*count, "page");
            format!("{pages} are scored but not accounted for, such as {example}: {why}")
        })
    }
}
