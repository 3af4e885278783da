//! The rows of one shard, for those who read some pages and not many.

use anyhow::anyhow;
use dechaff::io::document::Document;
use dechaff::io::shard::{NoDocument, ShardOptions, ShardReader};
use dechaff::io::source::ShardEntry;

/// Hands the pages of a shard to `visit`, in order, and rows that are none with why. Ends where it says so.
pub(crate) fn each_row(
    shard: &ShardEntry,
    options: &ShardOptions,
    mut visit: impl FnMut(Result<Document<'_>, NoDocument>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let name = shard.file.display();
    let failed = |why| anyhow!("{name}: {why}");
    let mut reader = ShardReader::open(shard, options).map_err(failed)?;
    while let Some(rows) = reader.next_rows() {
        reader.documents(&rows).try_for_each(&mut visit)?;
    }
    reader.failure().map_or(Ok(()), |why| Err(failed(why)))
}
