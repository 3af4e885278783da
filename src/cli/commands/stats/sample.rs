//! A sample of the cuts of each rule, and the pages on which they were made.

use crate::cli::args::stats::StatsArgs;
use crate::cli::commands::stats::shown::{Around, ShownCut, ShownRow};
use crate::cli::render::frame::Frame;
use crate::cli::render::terminal;
use dechaff::io::records::{original, page_id};
use dechaff::io::shard::original_texts;
use dechaff::io::source::{Decoded, EncodingChoice, PageId};
use dechaff::tools::stats::{Sample, sample_key};
use dechaff::{CutRecord, Page, Record, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// Columns that stand before a line of text.
const MARGIN: usize = 12;

/// Some cuts of each rule.
pub(crate) struct CutSample<'a> {
    args: &'a StatsArgs,
    rules: BTreeMap<String, Sample<SampledCut>>,
}

/// A cut that may be shown.
struct SampledCut {
    page: String,
    from: PageSource,
    cut: CutRecord,
}

/// Whence a page comes back.
enum PageSource {
    /// From its clean file, by its record.
    Text(Box<Record>),
    /// From its row of a clean shard.
    Row(PageId, u64),
}

/// Which cuts of a sample were made on which rows of a shard.
type CutsByRow = BTreeMap<u64, Vec<usize>>;

impl<'a> CutSample<'a> {
    pub(crate) fn new(args: &'a StatsArgs) -> Self {
        Self {
            args,
            rules: BTreeMap::new(),
        }
    }

    /// Adds the cuts of a page; of one that is a row, where that is.
    pub(crate) fn add(&mut self, record: &Record, row: Option<(&PageId, u64)>) {
        if self.args.sample == 0 {
            return;
        }
        for cut in &record.cuts {
            let place = [record.page.as_str(), &cut.start.to_string()];
            let key = sample_key(self.args.seed, &place);
            let size = self.args.sample;
            let sample = self.rules.entry(cut.rule.clone());
            let sampled = || SampledCut {
                page: record.page.clone(),
                from: match row {
                    None => PageSource::Text(Box::new(record.clone())),
                    Some((shard, row)) => PageSource::Row(shard.clone(), row),
                },
                cut: cut.clone(),
            };
            sample
                .or_insert_with(|| Sample::new(size))
                .add_with(key, sampled);
        }
    }

    /// The sample with what stood around each cut, by rule. Pages are put together again one by one, and a shard is
    /// read once.
    pub(crate) fn show(self) -> anyhow::Result<Vec<ShownCut>> {
        let frame = Frame {
            color: terminal::color_on(&io::stdout()),
            width: terminal::width().saturating_sub(MARGIN),
            context: self.args.context,
        };
        let cleaned = &self.args.cleaned;
        let mut shown = Vec::new();
        let mut shards: BTreeMap<PathBuf, CutsByRow> = BTreeMap::new();
        for (_, sampled) in self.rules.into_values().flat_map(Sample::into_kept) {
            if let PageSource::Row(shard, row) = &sampled.from {
                let rows = shards.entry(shard.path().to_owned()).or_default();
                rows.entry(*row).or_default().push(shown.len());
            }
            shown.push(show(cleaned, sampled, &frame)?);
        }
        for (shard, rows) in &shards {
            show_rows(cleaned, &PageId::new(shard), rows, &frame, &mut shown);
        }
        Ok(shown)
    }
}

/// A cut in its page, which is put together again; that of a row in none as yet.
fn show(cleaned: &Path, sampled: SampledCut, frame: &Frame) -> anyhow::Result<ShownCut> {
    let (row, around) = match sampled.from {
        PageSource::Text(record) => (None, around_of_text(cleaned, &record, &sampled.cut, frame)?),
        PageSource::Row(shard, row) => {
            let shard = shard.text();
            let gone = Around::not_shown(&"the row is not there any more");
            (Some(ShownRow { shard, row }), gone)
        }
    };
    Ok(ShownCut {
        page: sampled.page,
        row,
        cut: sampled.cut,
        around,
    })
}

fn around_of_text(
    cleaned: &Path,
    record: &Record,
    cut: &CutRecord,
    frame: &Frame,
) -> anyhow::Result<Around> {
    let bytes = match original(record, &cleaned.join(page_id(record).path())) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Around::not_shown(&error)),
    };
    let encoding = match &record.encoding {
        Some(name) => name.parse()?,
        None => EncodingChoice::default(),
    };
    let decoded = Decoded::new(bytes, encoding)?;
    let span = Span::new(cut.start, cut.end);
    Ok(Around::of(&Page::new(&decoded.text), span, frame))
}

/// Shows the cuts of one shard in their rows.
fn show_rows(
    cleaned: &Path,
    shard: &PageId,
    rows: &CutsByRow,
    frame: &Frame,
    shown: &mut [ShownCut],
) {
    let asked_for: BTreeSet<u64> = rows.keys().copied().collect();
    let mut left = asked_for.clone();
    let read = original_texts(cleaned, shard, &asked_for, |row, text| {
        left.remove(&row);
        let page = text.as_deref().map(Page::new);
        for &at in &rows[&row] {
            let cut = &mut shown[at];
            let span = Span::new(cut.cut.start, cut.cut.end);
            cut.around = match &page {
                Ok(page) => Around::of(page, span, frame),
                Err(why) => Around::not_shown(why),
            };
        }
    });
    let Err(error) = read else { return };
    for at in left.iter().flat_map(|row| &rows[row]) {
        shown[*at].around = Around::not_shown(&error);
    }
}
