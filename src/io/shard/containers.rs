//! What reads the blocks of which container.

use crate::io::format::detect::Container;
use crate::io::format::tar::entry::Tar;
use crate::io::format::warc::record::Warc;
use crate::io::shard::container::Blocks;
use crate::io::shard::items::blocks::Items;
use crate::io::shard::jsonl::blocks::Jsonl;

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
