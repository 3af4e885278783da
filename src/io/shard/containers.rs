//! What reads the blocks of which container.

use crate::io::format::detect::Container;
use crate::io::format::tar::entry::Tar;
use crate::io::format::warc::record::Warc;
use crate::io::shard::container::Blocks;
use crate::io::shard::items::blocks::Items;
use crate::io::shard::items::written::WrittenItems;
use crate::io::shard::jsonl::blocks::Jsonl;
use crate::io::shard::jsonl::written::WrittenLines;
use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::sidecar::SidecarHead;
use crate::io::shard::written::WrittenRows;
use std::path::Path;

static WARC: Items<Warc> =
    Items::new("text in bodies, id in WARC-Record-ID, url in WARC-Target-URI");
static TAR: Items<Tar> = Items::new("text in files, id in their paths");

/// What reads and writes blocks of a container. The rows of a table are lines of JSON, and so
/// are texts of a folder, which are only ever read.
pub(crate) fn blocks_of(container: Container) -> &'static dyn Blocks {
    match container {
        Container::Jsonl | Container::Parquet | Container::Folder => &Jsonl,
        Container::Warc => &WARC,
        Container::Tar => &TAR,
    }
}

/// What was written of a shard, at `out`; nothing where its format is not known.
pub(crate) fn written_rows(
    head: &SidecarHead,
    out: &Path,
) -> Result<Option<Box<dyn WrittenRows>>, ShardRestoreError> {
    let Some(container) = Container::of_word(&head.format) else {
        return Ok(None);
    };
    Ok(Some(match container {
        Container::Jsonl | Container::Parquet | Container::Folder => {
            Box::new(WrittenLines::open(head, out)?)
        }
        Container::Warc => Box::new(WrittenItems::<Warc>::open(out)?),
        Container::Tar => Box::new(WrittenItems::<Tar>::open(out)?),
    }))
}
