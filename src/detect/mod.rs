//! Detectors: built-in code behind the keys of `match`.
//!
//! A detector says where something stands; whether it goes is decided later. Detectors of lines
//! look at one line at a time and only where one of their needles was seen; detectors of pages
//! run once a page. [`DETECTORS`] names them all.

pub(crate) mod anywhere;
pub(crate) mod appended;
pub(crate) mod blank_run;
pub(crate) mod card;
pub(crate) mod describe;
pub(crate) mod duplicate;
pub(crate) mod line;
pub(crate) mod literal;
pub(crate) mod machine;
pub(crate) mod pattern;
pub(crate) mod phrase;
pub(crate) mod phrases;
pub(crate) mod prepared;
pub(crate) mod program;
pub(crate) mod reset;
pub(crate) mod slug;
pub(crate) mod stamp;
pub(crate) mod start;
pub(crate) mod syntax;
pub(crate) mod truncated;

use crate::page::Page;
use crate::rule::wire::WireMatch;
use crate::text::span::Span;
use std::fmt::Debug;
use std::ops::Range;
use toml::Spanned;

/// Where a detector found what it looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Find {
    /// The match itself, in bytes of the page.
    pub(crate) span: Span,
    /// The first and the last line that the match touches.
    pub(crate) lines: (usize, usize),
    /// Why it was found, in words.
    pub(crate) evidence: String,
}

/// A detector that looks at one line at a time.
pub(crate) trait LineDetector: Debug + Send + Sync {
    /// ASCII literals, lower case, one of which stands in every line where [`Self::find`] finds
    /// something, in whatever case; `None` where there are no such literals.
    fn needles(&self) -> Option<&[String]>;

    /// Adds what stands on line `line` to `finds`.
    fn find(&self, page: &Page<'_>, line: usize, finds: &mut Vec<Find>);
}

/// A detector that looks at the whole page at once.
pub(crate) trait PageDetector: Debug + Send + Sync {
    /// Adds what stands on the page to `finds`, in page order.
    fn find(&self, page: &Page<'_>, finds: &mut Vec<Find>);
}

/// What a rule's `match` became.
#[derive(Debug)]
pub(crate) struct Matcher {
    key: &'static str,
    about: &'static str,
    /// What was written, for those who ask what the rule looks for.
    wire: WireMatch,
    pub(crate) detector: Detector,
}

/// The two sorts of detectors.
#[derive(Debug)]
pub(crate) enum Detector {
    Line(Box<dyn LineDetector>),
    Page(Box<dyn PageDetector>),
}

impl Matcher {
    /// What was written.
    pub(crate) fn wire(&self) -> &WireMatch {
        &self.wire
    }

    pub(crate) fn key(&self) -> &'static str {
        self.key
    }

    /// What the matcher finds, in a few words.
    pub(crate) fn about(&self) -> &'static str {
        self.about
    }
}

/// A row of [`DETECTORS`].
pub(crate) struct DetectorRow {
    /// The key under `match`.
    pub(crate) key: &'static str,
    /// What it finds, in a few words, for `rules show`.
    pub(crate) about: &'static str,
    /// Builds the detector where its key is set.
    build: fn(&WireMatch, Trust) -> Option<Built>,
    /// Where in the file its key's value stands, where the key is set.
    pub(crate) span: fn(&WireMatch) -> Option<Range<usize>>,
}

/// Whether patterns are checked, or known to be sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Parse them and report what is wrong.
    Check,
    /// The build parsed them.
    Shipped,
}

/// What building a detector gives.
pub(crate) type Built = Result<Detector, Vec<BuildError>>;

/// Why a detector could not be built, and where in the rule file the reason stands.
#[derive(Debug)]
pub(crate) struct BuildError {
    pub(crate) problem: BuildProblem,
    pub(crate) span: Range<usize>,
}

/// What can be wrong with a matcher's value.
#[derive(Debug)]
pub(crate) enum BuildProblem {
    /// A list of phrases with nothing in it.
    NoPhrase,
    /// A phrase that begins with white space or is empty.
    EmptyPhrase,
    /// A phrase or pattern longer than the cap.
    TooLong { len_bytes: usize, cap_bytes: usize },
    /// A regular expression that does not parse; the offsets are bytes into the pattern.
    Regex {
        message: String,
        within: Option<Range<usize>>,
    },
    /// A regular expression that would need too much memory.
    RegexTooLarge,
    /// A number that is out of its range.
    OutOfRange {
        what: &'static str,
        range: &'static str,
    },
}

macro_rules! row {
    ($key:literal, $field:ident, $about:literal, $build:expr) => {
        DetectorRow {
            key: $key,
            about: $about,
            build: |wire, trust| wire.$field.as_ref().map(|params| $build(params, trust)),
            span: |wire| wire.$field.as_ref().map(Spanned::span),
        }
    };
}

/// Every detector there is. Schema, documentation and completion follow this table.
pub(crate) const DETECTORS: &[DetectorRow] = &[
    row!(
        "line",
        line,
        "the line is only these phrases, glued or spaced",
        |p: &Spanned<Vec<_>>, _| { line::build(p.get_ref()) }
    ),
    row!(
        "start",
        start,
        "the line begins with one of these phrases",
        |p: &Spanned<Vec<_>>, _| { start::build(p.get_ref()) }
    ),
    row!(
        "anywhere",
        anywhere,
        "one of these phrases stands in the line",
        |p: &Spanned<Vec<_>>, _| { anywhere::build(p.get_ref()) }
    ),
    row!(
        "regex",
        regex,
        "the pattern finds something in the line",
        pattern::build
    ),
    row!(
        "duplicate",
        duplicate,
        "the same line again",
        |p: &Spanned<_>, _| duplicate::build(p.get_ref())
    ),
    row!(
        "truncated",
        truncated,
        "a line cut off with an ellipsis, beside its full text",
        |p: &Spanned<_>, _| { Ok(truncated::build(p.get_ref())) }
    ),
    row!(
        "slug",
        slug,
        "the headline again, lower-cased or as a slug",
        |p: &Spanned<_>, _| { Ok(slug::build(p.get_ref())) }
    ),
    row!(
        "card",
        card,
        "teasers of other stories in a row",
        |p: &Spanned<_>, _| card::build(p.get_ref())
    ),
    row!(
        "appended",
        appended,
        "a heading under which other stories follow to the end",
        |p: &Spanned<_>, _| { appended::build(p.get_ref()) }
    ),
    row!(
        "blank_run",
        blank_run,
        "more blank lines than part paragraphs",
        |p: &Spanned<_>, _| { Ok(blank_run::build(p.get_ref())) }
    ),
];

/// Builds the matcher of a rule in which exactly one key is set; `None` where none is.
pub(crate) fn build(wire: WireMatch, trust: Trust) -> Option<Result<Matcher, Vec<BuildError>>> {
    let (row, built) = DETECTORS
        .iter()
        .find_map(|row| Some((row, (row.build)(&wire, trust)?)))?;
    Some(built.map(|detector| Matcher {
        key: row.key,
        about: row.about,
        wire,
        detector,
    }))
}

/// The keys that are set, with the places of their values.
pub(crate) fn keys_set(wire: &WireMatch) -> Vec<(&'static str, Range<usize>)> {
    DETECTORS
        .iter()
        .filter_map(|row| Some((row.key, (row.span)(wire)?)))
        .collect()
}

/// The first words of `text`, for evidence that names a place on the page.
pub(crate) fn excerpt(text: &str) -> String {
    const CHARS: usize = 48;
    let mut chars = text.trim().chars();
    let mut start: String = chars.by_ref().take(CHARS).collect();
    if chars.next().is_some() {
        start.push('…');
    }
    start
}
