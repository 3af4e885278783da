//! A block of items, cleaned: what is written of it, and what is said of it.

use crate::clean::cleaner::Cleaner;
use crate::io::document::Document;
use crate::io::format::compression::Compression;
use crate::io::format::item::{Begin, Item, ItemFormat, Rewritten, rewrite};
use crate::io::format::pieces::Piece;
use crate::io::shard::block::Block;
use crate::io::shard::clean_block::{CleanBlock, LineNote, pack};
use crate::io::shard::counts::ShardTotals;
use crate::io::shard::event::RowNote;
use crate::io::shard::job::{CutsAs, ShardJob, ShardOptions, TextAs};
use crate::io::shard::pages::{RowMeta, clean_page, document, is_html};
use crate::io::shard::sidecar::{Around, Bytes, SidecarRow, WasBytes, push_line};
use crate::record::rows::RowMaker;
use crate::record::statistics::CutStatistics;
use std::borrow::Cow;
use std::io;
use std::marker::PhantomData;
use std::str::Utf8Error;

/// The items of a block with their numbers, from 1, and their bytes as far as they lie in it; no item is what stands
/// behind the end of an archive.
pub(crate) fn each_item<F: ItemFormat>(
    block: &Block,
) -> impl Iterator<Item = (u64, &[u8], Option<Item>)> {
    let (mut at, mut row) = (block.carried, block.first_line);
    std::iter::from_fn(move || {
        let rest = block.bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let item = begun::<F>(rest);
        let len = item
            .as_ref()
            .map_or(rest.len(), |item| item.len.min(rest.len()));
        let number = row;
        row += u64::from(item.as_ref().is_some_and(|item| item.is_row));
        at += len;
        Some((number, &rest[..len], item))
    })
}

/// The item with which bytes begin, of which the cutter has seen that it is whole, with the byte behind it that a block
/// may not have, or goes on in the next block; `None` for what is no item.
pub(crate) fn begun<F: ItemFormat>(bytes: &[u8]) -> Option<Item> {
    [true, false]
        .into_iter()
        .find_map(|is_last| match F::begin(bytes, is_last) {
            Begin::Item(item) => Some(*item),
            _ => None,
        })
}

/// An item as a page; none where it has no text, an error where that is not UTF-8.
pub(crate) fn page<'b>(
    item: &Item,
    bytes: &'b [u8],
    job: &ShardJob,
    row: u64,
    options: &ShardOptions,
) -> Option<Result<Document<'b>, Utf8Error>> {
    let text = match std::str::from_utf8(bytes.get(item.text.clone()?)?) {
        Ok(text) => text,
        Err(error) => return Some(Err(error)),
    };
    let of = RowMeta {
        id: item.id.as_ref(),
        url: item.url.as_ref(),
        lang: item.lang.as_ref(),
    };
    Some(Ok(document(of, job, row, Cow::Borrowed(text), options)))
}

/// Cleans items and writes them behind each other.
pub(crate) struct ItemCleaner<'c, F> {
    job: &'c ShardJob,
    cleaner: &'c Cleaner,
    options: &'c ShardOptions,
    out: Vec<u8>,
    /// Where members or frames end, or pieces of them, if each item is one.
    ends: Vec<(usize, Piece)>,
    lines: Vec<u8>,
    records: RowMaker,
    totals: ShardTotals,
    statistics: CutStatistics,
    notes: Vec<LineNote>,
    format: PhantomData<F>,
}

impl<'c, F: ItemFormat> ItemCleaner<'c, F> {
    pub(crate) fn new(job: &'c ShardJob, cleaner: &'c Cleaner, options: &'c ShardOptions) -> Self {
        Self {
            job,
            cleaner,
            options,
            out: Vec::new(),
            ends: Vec::new(),
            lines: Vec::new(),
            records: RowMaker::new(options.reasons),
            totals: ShardTotals::default(),
            statistics: CutStatistics::default(),
            notes: Vec::new(),
            format: PhantomData,
        }
    }

    /// Writes what the block holds of the item before it.
    pub(crate) fn carry(&mut self, block: &Block) {
        if block.carried > 0 {
            let row = block.first_line.saturating_sub(1);
            let piece = block.ended.map_or(Piece::Middle, Piece::Last);
            self.pass(&block.bytes[..block.carried], piece, None, said(row));
        }
    }

    /// Cleans an item and writes it.
    pub(crate) fn item(&mut self, row: u64, bytes: &[u8], item: Option<&Item>) {
        let Some(item) = item.filter(|item| item.is_row) else {
            return self.pass(bytes, Piece::Whole, None, said(row));
        };
        self.totals.counts.rows += 1;
        self.totals.counts.written += 1;
        let page = match self.readable(row, bytes, item) {
            Ok(page) => page,
            Err(why) => {
                let id = item.id.clone();
                let is_whole = item.len <= bytes.len();
                let piece = if is_whole { Piece::Whole } else { Piece::First };
                return self.pass(bytes, piece, Some(why), SidecarRow { id, ..said(row) });
            }
        };
        self.page(row, bytes, item, &page);
    }

    /// The page of an item, or why it stays as it is, which is counted and said.
    fn readable<'b>(
        &mut self,
        row: u64,
        bytes: &'b [u8],
        item: &Item,
    ) -> Result<Document<'b>, &'static str> {
        let Some(text) = &item.text else {
            self.totals.counts.passed += 1;
            if let Some(what) = item.odd {
                self.note(row, RowNote::Odd(what));
            }
            return Err(item.odd.unwrap_or("no text"));
        };
        if self.options.is_too_long(text.len()) {
            self.totals.counts.too_long += 1;
            self.note(row, RowNote::TooLong(text.len()));
            return Err("longer than --max-page-bytes");
        }
        match page(item, bytes, self.job, row, self.options) {
            None => Err("no text"),
            Some(Err(error)) => {
                self.totals.counts.not_utf8 += 1;
                self.note(row, RowNote::NotUtf8(error.valid_up_to()));
                Err("not UTF-8")
            }
            Some(Ok(page)) if is_html(&page) => {
                self.totals.counts.html += 1;
                self.note(row, RowNote::Html);
                Err("it is HTML")
            }
            Some(Ok(page)) => Ok(page),
        }
    }

    fn page(&mut self, row: u64, bytes: &[u8], item: &Item, document: &Document<'_>) {
        let (cleaned, record) = clean_page(document, self.cleaner);
        for warning in &cleaned.warnings {
            self.note(row, RowNote::Page(*warning));
        }
        self.totals.add_page(&document.text, &cleaned, &record);
        if self.options.cuts == CutsAs::Sidecar {
            let shard = self.job.entry.id.text();
            self.statistics.add(&record, Some(&shard));
        }
        let changes = self.options.text != TextAs::Keep && !record.cuts.is_empty();
        let said = SidecarRow {
            record: Some(self.records.row(record)),
            ..said(row)
        };
        match item.text.clone().filter(|_| changes) {
            None => self.pass(bytes, Piece::Whole, None, said),
            Some(text) => {
                let new = rewrite::<F>(bytes, text, cleaned.text.as_bytes());
                self.put(&new.bytes, Piece::Whole);
                let around = Some(around(&new));
                self.say(&SidecarRow { around, ..said });
            }
        }
    }

    /// Writes bytes as they are.
    fn pass(&mut self, bytes: &[u8], piece: Piece, why: Option<&str>, said: SidecarRow) {
        self.put(bytes, piece);
        self.say(&SidecarRow {
            passed: Some(bytes.len()),
            whole: why.map(str::to_owned),
            ..said
        });
    }

    fn put(&mut self, bytes: &[u8], piece: Piece) {
        self.out.extend_from_slice(bytes);
        if F::PACKED_ALONE {
            self.ends.push((self.out.len(), piece));
        }
    }

    fn say(&mut self, said: &SidecarRow) {
        if self.options.cuts == CutsAs::Sidecar {
            push_line(said, &mut self.lines);
        }
    }

    fn note(&mut self, row: u64, note: RowNote) {
        self.notes.push(LineNote::Row(row, note));
    }

    /// Packs what was written of the block.
    pub(crate) fn end(mut self, block: &Block) -> io::Result<CleanBlock> {
        let counts = &self.totals.counts;
        if counts.rows != block.rows || !counts.add_up() {
            let why = format!(
                "of the {} rows from row {} on {} would be written: this is a fault of dechaff, please report it",
                block.rows, block.first_line, counts.written
            );
            return Err(io::Error::other(why));
        }
        self.totals.counts.bytes_read = block.bytes.len() as u64;
        self.totals.counts.bytes_written = self.out.len() as u64;
        let out = self.packed()?;
        CleanBlock::new(
            block,
            out,
            self.lines,
            self.records,
            (self.totals, self.statistics),
            self.notes,
        )
    }

    fn packed(&mut self) -> io::Result<Vec<u8>> {
        let (packing, level) = (self.job.packing(), self.options.level);
        let whole = std::mem::take(&mut self.out);
        if !F::PACKED_ALONE || packing == Compression::None {
            return pack(whole, packing, level);
        }
        let mut out = Vec::with_capacity(whole.len() / 2);
        let mut from = 0;
        for (end, piece) in &self.ends {
            out.append(&mut packing.pack_piece(&whole[from..*end], *piece, level)?);
            from = *end;
        }
        Ok(out)
    }
}

fn said(row: u64) -> SidecarRow {
    SidecarRow {
        row,
        ..SidecarRow::default()
    }
}

/// What is around the text of an item that was written.
fn around(new: &Rewritten) -> Around {
    let was = new.patches.iter();
    let was = was.map(|patch| WasBytes(patch.at, patch.len, Bytes::of(&patch.was)));
    Around {
        before: new.text.start,
        text: new.text.len(),
        behind: new.bytes.len() - new.text.end,
        was: was.collect(),
    }
}
