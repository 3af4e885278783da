//! Texts below a folder as rows of one shard.

use crate::io::shard::block::Block;
use crate::io::shard::block_source::{BlockSource, SourceEnd};
use crate::io::shard::container::RowMade;
use crate::io::shard::job::ShardOptions;
use crate::io::shard::made::{MadeBlocks, MadeRows};
use crate::io::shard::row_fields::RowFields;
use crate::io::shard::source::BLOCK_BYTES;
use crate::io::source::decode::{Decoded, EncodingChoice};
use crate::io::source::entry::Entry;
use crate::io::source::sniff::{named_format, refuse_html};
use crate::io::source::walk::{Input, Walk, WalkItem};
use crate::view::format::Format;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The texts of a folder, in the order of the walk, each known by its path below the folder.
pub(crate) struct TextRows {
    walk: Walk,
    encoding: EncodingChoice,
    format: Format,
    /// Longer texts are no rows: blocks of them take too much memory.
    most_bytes: u64,
    /// The next page, from 1.
    number: u64,
    made: MadeBlocks,
    progress: Arc<AtomicU64>,
}

impl TextRows {
    /// The texts below `folder`, but for those below `avoid`.
    pub(crate) fn new(
        folder: &Path,
        avoid: Option<&Path>,
        options: &ShardOptions,
        progress: Arc<AtomicU64>,
    ) -> Self {
        Self {
            walk: Walk::new(&[Input::Path(folder.to_owned())], avoid),
            encoding: options.encoding,
            format: options.meta.format,
            most_bytes: options.memory / 4,
            number: 1,
            made: MadeBlocks::default(),
            progress,
        }
    }

    fn push(&self, entry: &Entry, to: &mut Vec<u8>) -> Result<RowMade, String> {
        let name = entry.id.text();
        let format = named_format(entry.id.path(), self.format);
        let read = || {
            if entry.len_bytes > self.most_bytes {
                let bytes = entry.len_bytes;
                return Err(format!("{bytes} bytes, more than a quarter of --memory"));
            }
            let bytes = std::fs::read(&entry.file).map_err(|error| error.to_string())?;
            let text = Decoded::new(bytes, self.encoding)
                .map_err(|error| error.to_string())?
                .text;
            refuse_html(&text, format).map_err(|error| error.to_string())?;
            Ok(text)
        };
        let text = read().map_err(|why: String| format!("{name}: {why}"))?;
        RowFields {
            id: Some(&name),
            url: None,
            lang: None,
            text: &text,
            headers: None,
        }
        .push(to);
        Ok(RowMade::Row)
    }
}

impl BlockSource for TextRows {
    fn next_block(&mut self) -> Option<Block> {
        let mut rows = MadeRows::default();
        while rows.bytes.len() < BLOCK_BYTES {
            match self.walk.next() {
                None => break,
                Some(WalkItem::Page(entry)) => {
                    rows.row(self.number, |to| self.push(&entry, to));
                    self.number += 1;
                    self.progress.fetch_add(entry.len_bytes, Ordering::Relaxed);
                }
                // Who walks for the run as a whole says what is to be said of them.
                Some(WalkItem::Shard(_) | WalkItem::Skipped(..) | WalkItem::Failed(..)) => {}
            }
        }
        (!rows.is_empty()).then(|| self.made.block(rows))
    }

    fn end(self: Box<Self>) -> SourceEnd {
        let nothing = blake3::hash(b"");
        let end = self.made.end(SourceEnd {
            packed_hash: nothing,
            hash: nothing,
            len_bytes: 0,
            padding: 0,
            failure: None,
        });
        SourceEnd {
            packed_hash: end.hash,
            ..end
        }
    }
}

/// `blake3` of the rows that a folder's texts are now.
pub(crate) fn hash_texts(folder: &Path, avoid: Option<&Path>, options: &ShardOptions) -> String {
    let mut rows = TextRows::new(folder, avoid, options, Arc::default());
    while rows.next_block().is_some() {}
    Box::new(rows).end().packed_hash.to_hex().to_string()
}
