//! JSONL, block by block.

use crate::clean::cleaner::Cleaner;
use crate::io::document::Document;
use crate::io::format::jsonl::fields::Fields;
use crate::io::format::jsonl::prefix::closed;
use crate::io::format::jsonl::row::Row;
use crate::io::format::mark::without_mark;
use crate::io::shard::block::{Block, LineParts, LongRow};
use crate::io::shard::clean_block::CleanBlock;
use crate::io::shard::container::{Blocks, Cut, Cutter, NoDocument, RowMade};
use crate::io::shard::job::{ShardJob, ShardOptions};
use crate::io::shard::jsonl::long_row::LONGER_THAN_MEMORY;
use crate::io::shard::jsonl::restore::restore;
use crate::io::shard::jsonl::row_cleaner::document;
use crate::io::shard::jsonl::rows::clean_block;
use crate::io::shard::lines::Lines;
use crate::io::shard::pages::too_long;
use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::restoring::Restoring;
use crate::io::shard::sidecar::{ShardWas, SidecarHead};
use crate::io::source::sniff::refuse_html;
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// One JSON object a line.
#[derive(Debug)]
pub(crate) struct Jsonl;

/// Blocks end with a line; parts of a line that memory does not hold are blocks as well.
#[derive(Debug)]
pub(crate) struct LineCutter {
    /// A longer line is parted, if it may be a row.
    most_row_bytes: Option<usize>,
    is_in_row: bool,
}

/// Of a long row at least so much is its last part, so that its end lies there.
const LAST_BYTES: usize = 64;

impl LineCutter {
    /// Parts no line.
    pub(crate) fn whole() -> Self {
        Self {
            most_row_bytes: None,
            is_in_row: false,
        }
    }

    /// Parts lines that are longer than a quarter of memory.
    pub(crate) fn with_memory(memory: u64) -> Self {
        Self {
            most_row_bytes: Some(usize::try_from(memory / 4).unwrap_or(usize::MAX)),
            is_in_row: false,
        }
    }

    fn go_on(&mut self, bytes: &[u8], is_last: bool) -> Cut {
        let end = memchr::memchr(b'\n', bytes);
        let is_over = is_last || end.is_some();
        self.is_in_row = !is_over;
        Cut {
            len: match end {
                Some(at) => at + 1,
                None if is_last => bytes.len(),
                None => bytes.len().saturating_sub(LAST_BYTES),
            },
            rows: u64::from(end.is_some()),
            long: Some(if is_over {
                LongRow::Last
            } else {
                LongRow::Middle
            }),
            ..Cut::default()
        }
    }
}

/// Whether a line begins as a row does: as an object, without signs that no JSON has.
fn may_be_row(bytes: &[u8]) -> bool {
    let bytes = without_mark(bytes);
    let is_none = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\r');
    bytes.trim_ascii_start().starts_with(b"{") && !bytes.iter().any(is_none)
}

impl Cutter for LineCutter {
    fn noun(&self) -> &'static str {
        "line"
    }

    fn cut(&mut self, bytes: &[u8], is_last: bool) -> Cut {
        if self.is_in_row {
            return self.go_on(bytes, is_last);
        }
        let len = if is_last {
            bytes.len()
        } else {
            memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1)
        };
        let is_long = self.most_row_bytes.is_some_and(|most| bytes.len() > most);
        if len == 0 && is_long && may_be_row(bytes) {
            self.is_in_row = true;
            return Cut {
                len: bytes.len().saturating_sub(LAST_BYTES),
                long: Some(LongRow::First),
                ..Cut::default()
            };
        }
        Cut {
            len,
            rows: memchr::memchr_iter(b'\n', &bytes[..len]).count() as u64,
            ..Cut::default()
        }
    }
}

impl Blocks for Jsonl {
    fn cutter(&self, options: &ShardOptions) -> Box<dyn Cutter> {
        Box::new(LineCutter::with_memory(options.memory))
    }

    fn fields(&self, options: &ShardOptions, first: Option<&Block>) -> Result<Fields, String> {
        choose_fields(options, first)
    }

    fn words(&self, fields: &Fields) -> String {
        fields.words()
    }

    fn clean(
        &self,
        block: &Block,
        job: &ShardJob,
        cleaner: &Cleaner,
        options: &ShardOptions,
        stop: &AtomicBool,
    ) -> io::Result<Option<CleanBlock>> {
        clean_block(block, job, cleaner, options, stop)
    }

    fn rows<'b>(&self, block: &'b Block) -> Box<dyn Iterator<Item = (u64, &'b [u8])> + 'b> {
        Box::new(block.lines())
    }

    fn document<'r>(
        &self,
        line: u64,
        bytes: &'r [u8],
        job: &ShardJob,
        options: &ShardOptions,
    ) -> Option<Result<Document<'r>, NoDocument>> {
        let row = LineParts::new(line, bytes).row;
        if row.is_empty() {
            return None;
        }
        let row = match Row::read(row, &job.fields) {
            Err(_) if bytes.len() as u64 > options.memory / 4 => {
                return Some(Err((line, LONGER_THAN_MEMORY.to_owned())));
            }
            Err(error) => return Some(Err((line, error.to_string()))),
            Ok(row) => row,
        };
        let text = row.spelled()?.unescape().text;
        if let Some(why) = too_long(text.len(), options) {
            return Some(Err((line, why)));
        }
        if let Err(error) = refuse_html(&text, options.meta.format) {
            return Some(Err((line, error.to_string())));
        }
        Some(Ok(document(&row, job, line, text, options)))
    }

    fn push_json(&self, line: &[u8], to: &mut Vec<u8>) -> Result<RowMade, String> {
        to.extend_from_slice(line);
        Ok(RowMade::Row)
    }

    fn restore(
        &self,
        head: &SidecarHead,
        sidecar: &mut Lines,
        out: &Path,
        to: &mut Restoring<'_>,
    ) -> Result<ShardWas, ShardRestoreError> {
        restore(head, sidecar, out, to)
    }
}

/// The fields of a shard's rows, by its first block.
///
/// # Errors
///
/// What to do where none holds a text.
fn choose_fields(options: &ShardOptions, first: Option<&Block>) -> Result<Fields, String> {
    let names = &options.fields;
    let Some(block) = first else {
        return Ok(Fields::of_text(names.text.as_deref().unwrap_or("text")));
    };
    if block.bytes.trim_ascii().is_empty() {
        return Ok(Fields::of_text(names.text.as_deref().unwrap_or("text")));
    }
    let begin = match block.long {
        Some(_) => closed(&block.bytes),
        None => None,
    };
    let bytes = begin.as_deref().map_or(&*block.bytes, str::as_bytes);
    let bytes = without_mark(bytes);
    Fields::choose(names, bytes.split(|byte| *byte == b'\n')).map_err(|keys| {
        if keys.is_empty() {
            return "none of its first rows is a JSON object".to_owned();
        }
        format!(
            "no field has a usual name of a text; give --text-field with one of: {}",
            keys.join(", ")
        )
    })
}
