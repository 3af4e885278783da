//! JSONL, block by block.

use crate::clean::cleaner::Cleaner;
use crate::io::document::Document;
use crate::io::format::jsonl::fields::Fields;
use crate::io::format::jsonl::row::Row;
use crate::io::shard::block::{Block, LineParts};
use crate::io::shard::clean_block::CleanBlock;
use crate::io::shard::container::{Blocks, Cut, Cutter, NoDocument, RowMade};
use crate::io::shard::job::{ShardJob, ShardOptions};
use crate::io::shard::jsonl::restore::restore;
use crate::io::shard::jsonl::rows::{clean_block, document};
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

/// Blocks end with a line.
#[derive(Debug)]
pub(crate) struct LineCutter;

impl Cutter for LineCutter {
    fn noun(&self) -> &'static str {
        "line"
    }

    fn cut(&mut self, bytes: &[u8], is_last: bool) -> Cut {
        let len = if is_last {
            bytes.len()
        } else {
            memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1)
        };
        Cut {
            len,
            rows: memchr::memchr_iter(b'\n', &bytes[..len]).count() as u64,
            ..Cut::default()
        }
    }
}

impl Blocks for Jsonl {
    fn cutter(&self, _options: &ShardOptions) -> Box<dyn Cutter> {
        Box::new(LineCutter)
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
    Fields::choose(names, block.bytes.split(|byte| *byte == b'\n')).map_err(|keys| {
        if keys.is_empty() {
            return "none of its first rows is a JSON object".to_owned();
        }
        format!(
            "no field has a usual name of a text; give --text-field with one of: {}",
            keys.join(", ")
        )
    })
}
