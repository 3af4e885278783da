//! Cut records: what went from a page, from which the page comes back byte for byte.

pub(crate) mod join;
pub(crate) mod reason;
pub mod rows;
pub mod statistics;
pub(crate) mod unified;

use crate::clean::cleaned::{Cleaned, Cut};
use crate::rules::kind::Kind;
use crate::rules::mode::{Confidence, Mode};
use crate::view::format::Format;
use serde::{Deserialize, Serialize};

/// Version of the record's format.
pub const RECORD_VERSION: u32 = 1;

/// Everything that went from one page.
///
/// As JSON it stands by itself; [`rows::rows`] writes many of them as the small rows of a file, and
/// [`rows::RecordRows`] reads both.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Page};
///
/// let page = Page::new("Rain fell.\n\n\n\nThe river rose.");
/// let cleaner = Cleaner::shipped();
/// let cleaned = cleaner.clean(&page);
/// let record = cleaned.record("rain.txt");
/// assert_eq!(record.restore(&cleaned.text)?, page.text());
/// # Ok::<(), dechaff::RestoreError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Version of this format, [`RECORD_VERSION`].
    pub version: u32,
    /// The page's id: its path below the input, with `/`.
    pub page: String,
    /// The path's bytes in hex, where they are not UTF-8 and `page` had to replace some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_hex: Option<String>,
    /// `blake3` of the original's bytes, in hex.
    pub blake3: String,
    /// How many bytes the original has.
    pub len_bytes: usize,
    /// The original's encoding where it is not UTF-8; offsets are then bytes of the decoded text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Where it is UTF-8 but for some bytes, what stands at each replacement character of the text, in hex.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bytes_hex: Vec<String>,
    /// In which format the page was read where that is not plain text, or what was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Where the page was found, where that was given: rules may ask for its host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The page's language, where that was given; else it is detected where a rule asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// What was not done: "kept-whole", "unsettled" or "too-large", as [`Warning`](crate::Warning) has them, or "too-long"
    /// of a page that was not read, since a run reads none so long.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// Words before and after, where those are counted of what the page shows and not of its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<(usize, usize)>,
    /// Hash of the packs that were used.
    pub packs: String,
    /// Version of dechaff that made the record.
    pub dechaff: String,
    /// How much evidence a cut needed.
    pub mode: Mode,
    /// Hash of all options that cuts depend on, the mode among them.
    pub options: String,
    /// What went, in page order, apart from each other.
    pub cuts: Vec<CutRecord>,
}

/// What stands in `warnings` of a page that was not read, since it is longer than a page may be.
pub(crate) const TOO_LONG: &str = "too-long";

/// One cut of a [`Record`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutRecord {
    /// First byte of the original that went.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// The line on which it starts, from 0 as [`Cut::line`]; from 1 in JSON, which people read.
    #[serde(with = "line_from_one")]
    pub line: usize,
    /// The rule that made it, `pack/id`.
    pub rule: String,
    /// Every other rule that would have cut some of the same bytes.
    pub also: Vec<String>,
    /// What sort of noise it is.
    pub kind: Kind,
    /// How sure the rule's author is.
    pub confidence: Confidence,
    /// What went.
    pub text: String,
    /// Why, in words.
    pub evidence: Vec<String>,
}

impl CutRecord {
    fn new(cut: Cut, original: &str) -> Self {
        Self {
            start: cut.span.start,
            end: cut.span.end,
            line: cut.line,
            rule: cut.rule,
            also: cut.also,
            kind: cut.kind,
            confidence: cut.confidence,
            text: original[cut.span.range()].to_owned(),
            evidence: cut.evidence,
        }
    }
}

/// Lines count from 0 in code and from 1 for people.
mod line_from_one {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands on a reference"
    )]
    pub(super) fn serialize<S: Serializer>(line: &usize, to: S) -> Result<S::Ok, S::Error> {
        (line + 1).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<usize, D::Error> {
        Ok(usize::deserialize(from)?.saturating_sub(1))
    }
}

/// Why a page could not be put together again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// The record has another version than this dechaff reads.
    #[error("the record has version {0}; this dechaff reads version {RECORD_VERSION}")]
    Version(u32),
    /// The cuts do not follow each other.
    #[error("cut {0} of the record does not follow the one before it; the record is damaged")]
    Disorder(usize),
    /// A cut does not fit into the clean text.
    #[error(
        "cut {0} of the record lies outside of the clean text; the text was changed or belongs to another record"
    )]
    OutOfPlace(usize),
    /// The text that came together is not the original.
    #[error(
        "the restored text has hash {found}, the original {wanted}; the clean text was changed after cleaning"
    )]
    WrongHash {
        /// Hash of what came together.
        found: String,
        /// Hash that the record holds.
        wanted: String,
    },
}

// Methods that stand in a later room than their type: what is cleaned has a record.
impl Cleaned<'_> {
    /// The record of the cuts, for a page of that id. O(n) in the page's bytes, for its hash.
    pub fn record(&self, id: &str) -> Record {
        let cuts = self.cuts.iter().cloned();
        let cuts = cuts.map(|cut| CutRecord::new(cut, self.original));
        self.record_of(id, blake3::hash(self.original.as_bytes()), cuts.collect())
    }

    /// The same where the hash of the original is known; the cuts are taken.
    #[cfg(feature = "files")]
    pub(crate) fn take_record(&mut self, id: &str, blake3: blake3::Hash) -> Record {
        let cuts = std::mem::take(&mut self.cuts).into_iter();
        let cuts = cuts.map(|cut| CutRecord::new(cut, self.original));
        self.record_of(id, blake3, cuts.collect())
    }

    fn record_of(&self, id: &str, blake3: blake3::Hash, cuts: Vec<CutRecord>) -> Record {
        Record {
            version: RECORD_VERSION,
            page: id.to_owned(),
            path_hex: None,
            blake3: blake3.to_hex().to_string(),
            len_bytes: self.original.len(),
            encoding: None,
            bytes_hex: Vec::new(),
            format: self.format_told(),
            url: self.meta.url.clone(),
            lang: self.meta.lang.clone(),
            warnings: self
                .warnings
                .iter()
                .map(|warning| warning.word().to_owned())
                .collect(),
            words: self
                .is_viewed
                .then_some((self.words_before, self.words_after)),
            packs: self.by.packs.clone(),
            dechaff: env!("CARGO_PKG_VERSION").to_owned(),
            mode: self.by.mode,
            options: self.by.options.clone(),
            cuts,
        }
    }
}

impl Cleaned<'_> {
    fn format_told(&self) -> Option<String> {
        let is_plain = self.meta.format == Format::Auto && self.format == Format::Plain;
        (!is_plain).then(|| self.format.word().to_owned())
    }
}

impl Record {
    /// Whether the page was not read, since it is longer than a page may be.
    pub fn is_too_long(&self) -> bool {
        self.warnings.iter().any(|warning| warning == TOO_LONG)
    }

    /// The original from its clean text. O(n) in bytes.
    ///
    /// # Errors
    ///
    /// Where the record is damaged, or the clean text is not the one the record was made with:
    /// the result is held against the original's hash. Where the record names an `encoding`, the
    /// hash is that of the encoded bytes and [`Self::join`] must be used.
    pub fn restore(&self, clean: &str) -> Result<String, RestoreError> {
        let text = self.join(clean)?;
        self.check_hash(text.as_bytes())?;
        Ok(text)
    }

    /// The original's text without a check of its hash.
    ///
    /// # Errors
    ///
    /// Where the cuts do not fit the clean text.
    pub fn join(&self, clean: &str) -> Result<String, RestoreError> {
        if self.version != RECORD_VERSION {
            return Err(RestoreError::Version(self.version));
        }
        let mut text = String::with_capacity(self.len_bytes.min(clean.len() * 2 + (1 << 20)));
        let mut rest = clean;
        for (number, cut) in self.cuts.iter().enumerate() {
            let gap = cut
                .start
                .checked_sub(text.len())
                .ok_or(RestoreError::Disorder(number + 1))?;
            let fits =
                rest.is_char_boundary(gap) && cut.end - cut.start.min(cut.end) == cut.text.len();
            if !fits {
                return Err(RestoreError::OutOfPlace(number + 1));
            }
            let (kept, after) = rest.split_at(gap);
            text.push_str(kept);
            text.push_str(&cut.text);
            rest = after;
        }
        text.push_str(rest);
        Ok(text)
    }

    /// What stands at the replacement characters of the text; none where that cannot be read.
    pub fn bytes(&self) -> Option<Vec<Vec<u8>>> {
        let byte = |hex: &[u8]| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok();
        let bytes = |hex: &String| hex.as_bytes().chunks(2).map(byte).collect();
        self.bytes_hex.iter().map(bytes).collect()
    }

    /// Whether `original` has the hash that the record holds.
    ///
    /// # Errors
    ///
    /// [`RestoreError::WrongHash`] where it has not.
    pub fn check_hash(&self, original: &[u8]) -> Result<(), RestoreError> {
        let found = blake3::hash(original).to_hex().to_string();
        if found == self.blake3 {
            return Ok(());
        }
        Err(RestoreError::WrongHash {
            found,
            wanted: self.blake3.clone(),
        })
    }
}
