//! Rows, cleaned: what is written of them, and what is said of them.

use crate::clean::cleaner::Cleaner;
use crate::io::document::Document;
use crate::io::format::detect::Container;
use crate::io::format::jsonl::row::{Row, RowError, RowText};
use crate::io::format::jsonl::spelling::{Parts, Spelled};
use crate::io::shard::added::{CUTS_FIELD, ORIGINAL_FIELD};
use crate::io::shard::attributes::write_attributes;
use crate::io::shard::block::{Block, LineParts};
use crate::io::shard::clean_block::LineNote;
use crate::io::shard::counts::ShardTotals;
use crate::io::shard::event::RowNote;
use crate::io::shard::job::{CutsAs, ShardJob, ShardOptions, TextAs};
use crate::io::shard::jsonl::fields::{add_field, column};
use crate::io::shard::jsonl::spelt::spelling;
use crate::io::shard::pages::{self, RowMeta};
use crate::io::shard::sidecar::{SidecarRow, hex, push_line};
use crate::record::rows::RowMaker;
use crate::record::statistics::CutStatistics;
use crate::record::{CutRecord, Record};
use crate::text::span::Span;
use std::borrow::Cow;

/// Sizes of rows over which `pyarrow.json` and `DuckDB` stumble.
const LONG_ROWS: [usize; 2] = [1 << 20, 16 << 20];

/// Cleans rows and writes them behind each other.
pub(crate) struct RowCleaner<'c> {
    pub(crate) job: &'c ShardJob,
    pub(crate) cleaner: &'c Cleaner,
    pub(crate) options: &'c ShardOptions,
    pub(crate) out: Vec<u8>,
    pub(crate) cuts: Vec<u8>,
    pub(crate) records: RowMaker,
    pub(crate) totals: ShardTotals,
    pub(crate) statistics: CutStatistics,
    pub(crate) notes: Vec<LineNote>,
}

impl RowCleaner<'_> {
    /// Cleans a line and writes it.
    pub(crate) fn line(&mut self, number: u64, line: &[u8]) {
        let parts = LineParts::new(number, line);
        let dropped = match parts.row {
            [] => line,
            _ => parts.mark,
        };
        if !dropped.is_empty() {
            self.say(&SidecarRow {
                row: number,
                dropped: Some(String::from_utf8_lossy(dropped).into_owned()),
                ..SidecarRow::default()
            });
        }
        if parts.row.is_empty() {
            return;
        }
        self.totals.counts.rows += 1;
        let end = std::str::from_utf8(parts.end).unwrap_or_default();
        let said = SidecarRow {
            row: number,
            end: (end != "\n").then(|| end.to_owned()),
            ..SidecarRow::default()
        };
        match Row::read(parts.row, &self.job.fields) {
            Ok(row) => self.row(&row, said),
            Err(error) => self.reject(parts.row, &error, said),
        }
    }

    /// Says what could not be made a row, and was not written.
    pub(crate) fn made(&mut self, block: &Block) {
        let Some(made) = &block.made else { return };
        self.totals.counts.left_out += made.left_out;
        for (number, why) in &made.refused {
            self.totals.counts.rows += 1;
            self.totals.counts.rejected += 1;
            self.notes.push(LineNote::Rejected(*number, why.clone()));
            self.say(&SidecarRow {
                row: *number,
                rejected: Some(why.clone()),
                end: Some(String::new()), // there is no line to put back
                ..SidecarRow::default()
            });
        }
    }

    fn reject(&mut self, line: &[u8], error: &RowError, said: SidecarRow) {
        self.totals.counts.rejected += 1;
        let why = error.to_string();
        self.notes.push(LineNote::Rejected(said.row, why.clone()));
        let raw = std::str::from_utf8(line).map(str::to_owned);
        let raw_hex = raw.is_err().then(|| hex(line));
        self.say(&SidecarRow {
            rejected: Some(why),
            raw: raw.ok(),
            raw_hex,
            ..said
        });
    }

    fn row(&mut self, row: &Row<'_>, said: SidecarRow) {
        if row.text_twice {
            self.totals.counts.keys_twice += 1;
            self.note(said.row, RowNote::KeyTwice);
        }
        let Some(spelled) = row.spelled() else {
            self.totals.counts.without_text += 1;
            let why = match &row.text {
                RowText::Missing => "no text",
                RowText::Null => "the text is null",
                RowText::Text(_) => "it has a text",
                RowText::Other(what) => {
                    self.note(said.row, RowNote::OtherType(what));
                    "the text is no string"
                }
            };
            return self.pass(row, why, said);
        };
        let text = spelled.unescape();
        self.totals.counts.lone_surrogates += u64::from(text.has_lone_surrogate);
        if self.options.is_too_long(text.text.len()) {
            self.totals.counts.too_long += 1;
            self.note(said.row, RowNote::TooLong(text.text.len()));
            return self.pass(row, "longer than --max-page-bytes", said);
        }
        let document = document(row, self.job, said.row, text.text, self.options);
        if pages::is_html(&document) {
            self.totals.counts.html += 1;
            self.note(said.row, RowNote::Html);
            return self.pass(row, "it is HTML", said);
        }
        self.page(row, spelled, &document, text.has_lone_surrogate, said);
    }

    fn page(
        &mut self,
        row: &Row<'_>,
        spelled: Spelled<'_>,
        document: &Document<'_>,
        has_lone_surrogate: bool,
        said: SidecarRow,
    ) {
        let (cleaned, record) = pages::clean_page(document, self.cleaner);
        let spans = record.cuts.iter().map(|cut| Span::new(cut.start, cut.end));
        let parts = spelled
            .part(spans)
            .expect("cuts lie within the text, between its characters");
        let comes_together = has_lone_surrogate
            && Spelled::new(&parts.kept.concat()).unescape().text != cleaned.text;
        if has_lone_surrogate {
            let kept_whole = comes_together;
            self.note(said.row, RowNote::LoneSurrogate { kept_whole });
        }
        if comes_together {
            let why = "halves of a surrogate pair would come together";
            return self.pass(row, why, said);
        }
        for warning in &cleaned.warnings {
            self.note(said.row, RowNote::Page(*warning));
        }
        self.totals.add_page(&document.text, &cleaned, &record);
        if self.options.cuts == CutsAs::Attributes {
            self.attributes(row.raw_id, &document.text, &record.cuts);
        } else {
            self.write(row, spelled, &parts, &record);
        }
        if self.options.cuts == CutsAs::Sidecar {
            let shard = self.job.entry.id.text();
            self.statistics.add(&record, Some(&shard));
            let spelling = spelling(&parts, &record.cuts);
            let record = Some(self.records.row(record));
            self.say_kept(&SidecarRow {
                spelling,
                record,
                ..said
            });
        }
    }

    /// Writes the row with its clean text, and what else was asked for.
    fn write(&mut self, row: &Row<'_>, spelled: Spelled<'_>, parts: &Parts<'_>, record: &Record) {
        let start = self.out.len();
        match self.options.text {
            TextAs::Keep => self.out.extend_from_slice(row.line().as_bytes()),
            TextAs::Clean | TextAs::Both => {
                row.write_with(parts.kept.iter().copied(), &mut self.out);
            }
        }
        if self.options.text == TextAs::Both {
            let original = format!("\"{}\"", spelled.as_spelt());
            add_field(&mut self.out, start, ORIGINAL_FIELD, original.as_bytes());
        }
        if self.options.cuts == CutsAs::Column {
            let cuts = serde_json::to_vec(&column(record)).expect("plain data is JSON");
            add_field(&mut self.out, start, CUTS_FIELD, &cuts);
        }
        self.end_row(start);
    }

    /// Writes what goes of the row, and not the row.
    pub(crate) fn attributes(&mut self, raw_id: Option<&str>, text: &str, cuts: &[CutRecord]) {
        let start = self.out.len();
        write_attributes(raw_id, text, cuts, &mut self.out);
        self.end_row(start);
    }

    /// Writes the row as it is.
    fn pass(&mut self, row: &Row<'_>, why: &str, said: SidecarRow) {
        if self.options.cuts == CutsAs::Attributes {
            return self.attributes(row.raw_id, "", &[]);
        }
        let start = self.out.len();
        self.out.extend_from_slice(row.line().as_bytes());
        self.add_nothing(start);
        self.end_row(start);
        self.say_kept(&SidecarRow {
            id: row.id.clone(),
            whole: Some(why.to_owned()),
            ..said
        });
    }

    /// Adds the fields that were asked for to a row that stays as it is.
    pub(crate) fn add_nothing(&mut self, start: usize) {
        if self.options.text == TextAs::Both {
            add_field(&mut self.out, start, ORIGINAL_FIELD, b"null");
        }
        if self.options.cuts == CutsAs::Column {
            add_field(&mut self.out, start, CUTS_FIELD, b"[]");
        }
    }

    fn end_row(&mut self, start: usize) {
        self.end_row_of(self.out.len() - start);
    }

    /// Ends a row of so many bytes.
    pub(crate) fn end_row_of(&mut self, len: usize) {
        let counts = &mut self.totals.counts;
        counts.written += 1;
        let is_json = self.job.to.container == Container::Jsonl;
        counts.over_1_mib += u64::from(is_json && len > LONG_ROWS[0]);
        counts.over_16_mib += u64::from(is_json && len > LONG_ROWS[1]);
        self.out.push(b'\n');
    }

    /// Adds a line to the sidecar, whatever it is for: what was not written must be somewhere.
    pub(crate) fn say(&mut self, said: &SidecarRow) {
        push_line(said, &mut self.cuts);
    }

    /// Adds the line of a row that was written, where cuts go beside the shard.
    pub(crate) fn say_kept(&mut self, said: &SidecarRow) {
        if self.options.cuts == CutsAs::Sidecar {
            self.say(said);
        }
    }

    pub(crate) fn note(&mut self, line: u64, note: RowNote) {
        self.notes.push(LineNote::Row(line, note));
    }
}

/// A row as a page.
pub(crate) fn document<'t>(
    row: &Row<'_>,
    job: &ShardJob,
    line: u64,
    text: Cow<'t, str>,
    options: &ShardOptions,
) -> Document<'t> {
    let of = RowMeta {
        id: row.id.as_ref(),
        url: row.url.as_ref(),
        lang: row.lang.as_ref(),
    };
    pages::document(of, job, line, text, options)
}
