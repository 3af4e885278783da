//! Records as the rows of a file: small, one page a row.
//!
//! A header row says what holds for the rows behind it, until the next header row: by what the pages were
//! cleaned, and the sentences that reasons stand for. So files of records may be put behind each other.

use crate::record::reason::{Reason, Sentences};
use crate::record::{CutRecord, RECORD_VERSION, Record};
use crate::rules::kind::Kind;
use crate::rules::mode::{Confidence, Mode};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// Version of the rows that [`rows`] writes; a record by itself, as version 1 had them, is read as well.
pub const ROWS_VERSION: u32 = 2;

/// How a file of records holds the reasons of cuts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ReasonForm {
    /// As codes and numbers, whose words stand once in the header row.
    #[default]
    Coded,
    /// In words.
    Full,
}

/// What holds for the rows behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// [`ROWS_VERSION`].
    dechaff_cuts: u32,
    dechaff: String,
    packs: String,
    mode: Mode,
    options: String,
    reasons: Sentences,
}

impl Header {
    fn of(record: &Record) -> Self {
        Self {
            dechaff_cuts: ROWS_VERSION,
            dechaff: record.dechaff.clone(),
            packs: record.packs.clone(),
            mode: record.mode,
            options: record.options.clone(),
            reasons: Sentences::default(),
        }
    }
}

fn are_of_one_run(a: &Record, b: &Record) -> bool {
    let key = |one: &Record| (one.mode, one.version);
    key(a) == key(b) && a.packs == b.packs && a.options == b.options && a.dechaff == b.dechaff
}

/// A page's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Row {
    page: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path_hex: Option<String>,
    blake3: String,
    len_bytes: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encoding: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    bytes_hex: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    format: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<(usize, usize)>,
    /// Rule, kind, confidence and the other rules, for cuts to refer to.
    by: Vec<(String, Kind, Confidence, Vec<String>)>,
    cuts: Vec<RowCut>,
}

/// Bytes and ends of line that stayed since the cut before, who made it, what went, and why.
type RowCut = (usize, i64, usize, String, Vec<Reason>);

/// Writes records as rows, with a header row before those that were made alike. Empty for no records. Each row
/// ends with a newline. O(n) in bytes.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Page};
/// use dechaff::record::rows::{ReasonForm, RecordRows, rows};
///
/// let page = Page::new("Rain fell.\n\n\n\nThe river rose.");
/// let record = Cleaner::shipped().clean(&page).record("rain.txt");
/// let text = rows(std::slice::from_ref(&record), ReasonForm::Coded);
///
/// let mut reader = RecordRows::default();
/// let read: Vec<_> = text.lines().filter_map(|line| reader.read(line.as_bytes()).transpose()).collect();
/// assert_eq!(read, [Ok(record)]);
/// ```
pub fn rows(records: &[Record], reasons: ReasonForm) -> String {
    let mut text = String::new();
    for of_run in records.chunk_by(are_of_one_run) {
        let mut maker = RowMaker::new(reasons);
        let mut behind = String::new();
        for record in of_run {
            push_line(&mut behind, &maker.row(record.clone()));
        }
        push_line(&mut text, &maker.header());
        text.push_str(&behind);
    }
    text
}

/// Makes rows of records that were made alike, for files in which more stands beside each.
#[derive(Debug, Default)]
pub(crate) struct RowMaker {
    form: ReasonForm,
    header: Option<Header>,
}

impl RowMaker {
    pub(crate) fn new(form: ReasonForm) -> Self {
        Self { form, header: None }
    }

    /// The row of a record.
    pub(crate) fn row(&mut self, record: Record) -> Row {
        let header = self.header.get_or_insert_with(|| Header::of(&record));
        row(record, self.form, &mut header.reasons)
    }

    /// What has to stand before the rows; nothing where there are none.
    pub(crate) fn header(self) -> Option<Header> {
        self.header
    }
}

fn push_line(text: &mut String, row: &impl Serialize) {
    text.push_str(&serde_json::to_string(row).expect("rows have plain keys"));
    text.push('\n');
}

fn row(record: Record, form: ReasonForm, sentences: &mut Sentences) -> Row {
    let mut by: Vec<(String, Kind, Confidence, Vec<String>)> = Vec::new();
    let mut cuts = Vec::with_capacity(record.cuts.len());
    let (mut byte, mut line) = (0, 0);
    for cut in record.cuts {
        let is_by = |one: &(String, Kind, Confidence, Vec<String>)| {
            one.0 == cut.rule && one.1 == cut.kind && one.2 == cut.confidence && one.3 == cut.also
        };
        let maker = by.iter().position(is_by).unwrap_or_else(|| {
            by.push((cut.rule, cut.kind, cut.confidence, cut.also));
            by.len() - 1
        });
        let say = |words: String| match form {
            ReasonForm::Coded => sentences.code(words),
            ReasonForm::Full => Reason::Words(words),
        };
        let reasons = cut.evidence.into_iter().map(say).collect();
        let lines = number(cut.line) - line;
        // A record that is damaged is written as one that is damaged.
        let gap = cut.start.checked_sub(byte).unwrap_or(usize::MAX);
        byte = cut.end;
        line = number(cut.line) + ends_of_line(&cut.text);
        cuts.push((gap, lines, maker, cut.text, reasons));
    }
    Row {
        page: record.page,
        path_hex: record.path_hex,
        blake3: record.blake3,
        len_bytes: record.len_bytes,
        encoding: record.encoding,
        bytes_hex: record.bytes_hex,
        format: record.format,
        url: record.url,
        lang: record.lang,
        warnings: record.warnings,
        words: record.words,
        by,
        cuts,
    }
}

fn number(line: usize) -> i64 {
    i64::try_from(line).unwrap_or(i64::MAX / 4)
}

fn ends_of_line(text: &str) -> i64 {
    number(text.bytes().filter(|byte| *byte == b'\n').count())
}

/// Why a row of a file of records cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowError {
    /// It is no JSON in the form of one, for the reason given.
    #[error("{0}")]
    Json(String),
    /// The rows are of another version than this dechaff reads.
    #[error("the rows have version {0}; this dechaff reads versions up to {ROWS_VERSION}")]
    Version(u32),
    /// No header row stands before it.
    #[error("no header row stands before it; the file lacks its beginning")]
    NoHeader,
    /// Its numbers do not fit each other: the cut of that number, from 1.
    #[error("cut {0} of {1} is damaged")]
    Damaged(usize, String),
}

/// Reads rows in the order in which they stand.
#[derive(Debug, Clone, Default)]
pub struct RecordRows {
    header: Option<Header>,
}

/// By which keys it is told what a row is.
#[derive(Deserialize)]
struct Probe {
    dechaff_cuts: Option<u32>,
    version: Option<IgnoredAny>,
}

impl RecordRows {
    /// The record that a row holds; `None` for a header row and for an empty one. O(n) in bytes.
    ///
    /// # Errors
    ///
    /// See [`RowError`]; the rows behind it can still be read.
    pub fn read(&mut self, line: &[u8]) -> Result<Option<Record>, RowError> {
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        let probe: Probe = parsed(line)?;
        if let Some(version) = probe.dechaff_cuts {
            self.header = None;
            if version != ROWS_VERSION {
                return Err(RowError::Version(version));
            }
            self.header = Some(parsed(line)?);
            return Ok(None);
        }
        if probe.version.is_some() {
            return parsed(line).map(Some);
        }
        let header = self.header.as_ref().ok_or(RowError::NoHeader)?;
        record(header, parsed(line)?).map(Some)
    }
}

fn parsed<'l, T: Deserialize<'l>>(line: &'l [u8]) -> Result<T, RowError> {
    serde_json::from_slice(line).map_err(|error| RowError::Json(error.to_string()))
}

/// The record of a row behind that header.
pub(crate) fn record(header: &Header, row: Row) -> Result<Record, RowError> {
    let (mut byte, mut line) = (0_usize, 0_i64);
    let mut cuts = Vec::with_capacity(row.cuts.len());
    for (at, (gap, lines, maker, text, reasons)) in row.cuts.into_iter().enumerate() {
        let damaged = || RowError::Damaged(at + 1, row.page.clone());
        let (rule, kind, confidence, also) = row.by.get(maker).ok_or_else(damaged)?;
        let start = byte.checked_add(gap).ok_or_else(damaged)?;
        byte = start.checked_add(text.len()).ok_or_else(damaged)?;
        line = line.checked_add(lines).ok_or_else(damaged)?;
        let words = reasons.iter().map(|one| header.reasons.words(one));
        cuts.push(CutRecord {
            start,
            end: byte,
            line: usize::try_from(line).map_err(|_| damaged())?,
            rule: rule.clone(),
            also: also.clone(),
            kind: *kind,
            confidence: *confidence,
            evidence: words.collect::<Option<_>>().ok_or_else(damaged)?,
            text,
        });
        let text = &cuts[at].text;
        line = line
            .checked_add(ends_of_line(text))
            .ok_or_else(|| RowError::Damaged(at + 1, row.page.clone()))?;
    }
    Ok(Record {
        version: RECORD_VERSION,
        page: row.page,
        path_hex: row.path_hex,
        blake3: row.blake3,
        len_bytes: row.len_bytes,
        encoding: row.encoding,
        bytes_hex: row.bytes_hex,
        format: row.format,
        url: row.url,
        lang: row.lang,
        warnings: row.warnings,
        words: row.words,
        packs: header.packs.clone(),
        dechaff: header.dechaff.clone(),
        mode: header.mode,
        options: header.options.clone(),
        cuts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::cleaner::Cleaner;
    use crate::page::Page;

    const PAGE: &str = "Ferry Line\r\nRead Next\nThe board met.\rIt ended.\n\nSee also  Élan\nAdvertisement\nThe end \
                        came at noon, when nobody was looking.\n";

    fn made(id: &str) -> Record {
        let mut record = Cleaner::shipped().clean(&Page::new(PAGE)).record(id);
        assert!(record.cuts.len() > 1, "{record:?}");
        record.url = Some("https://quay.example/a".to_owned());
        record.bytes_hex = vec!["ff".to_owned()];
        record.format = Some("markdown".to_owned());
        record
    }

    fn read(text: &str) -> Vec<Result<Record, RowError>> {
        let mut rows = RecordRows::default();
        let lines = text
            .lines()
            .filter_map(|line| rows.read(line.as_bytes()).transpose());
        lines.collect()
    }

    #[test]
    fn records_come_back_in_either_form() {
        let mut other = made("c.txt");
        other.mode = Mode::Thorough;
        let records = [made("a.txt"), made("b.txt"), other];
        for form in [ReasonForm::Coded, ReasonForm::Full] {
            let text = rows(&records, form);
            assert_eq!(text.lines().count(), 5, "two headers:\n{text}");
            let found: Result<Vec<Record>, RowError> = read(&text).into_iter().collect();
            assert_eq!(found.as_deref(), Ok(&records[..]));
            assert_eq!(
                text.contains("Advertisement\\\"\"]"),
                form == ReasonForm::Full,
                "{text}"
            );
        }
    }

    #[test]
    fn a_record_of_version_1_is_read_between_rows() {
        let old = serde_json::to_string(&made("old.txt")).expect("a record is JSON");
        let text = format!(
            "{old}\n{}{old}\n\n",
            rows(&[made("a.txt")], ReasonForm::Coded)
        );
        let pages: Vec<String> = read(&text)
            .into_iter()
            .map(|one| one.expect("read").page)
            .collect();
        assert_eq!(pages, ["old.txt", "a.txt", "old.txt"]);
    }

    #[test]
    fn damage_is_named_and_the_rest_read() {
        let text = rows(&[made("a.txt")], ReasonForm::Coded);
        let (header, row) = text.split_once('\n').expect("two rows");
        assert_eq!(read(row), [Err(RowError::NoHeader)]);
        let newer = header.replace("\"dechaff_cuts\":2", "\"dechaff_cuts\":9");
        assert_eq!(
            read(&format!("{newer}\n{row}"))[0],
            Err(RowError::Version(9))
        );
        for (from, to) in [
            ("[[", "[[[\"p/x\"],["),
            (
                "\"cuts\":[[",
                "\"cuts\":[[18446744073709551615,0,0,\"x\",[]],[",
            ),
        ] {
            let damaged = row.replacen(from, to, 1);
            assert!(damaged != row, "{row}");
            let found = read(&format!("{header}\n{damaged}\n{row}"));
            assert!(found[0].is_err() && found[1].is_ok(), "{found:?}");
        }
        let lost = header
            .split_once("\"reasons\":")
            .expect("it has them")
            .0
            .to_owned()
            + "\"reasons\":[]}";
        assert!(matches!(
            read(&format!("{lost}\n{row}"))[0],
            Err(RowError::Damaged(1, _))
        ));
    }
}
